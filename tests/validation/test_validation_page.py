"""What the validation page reckons, by hand: prices of rounds, money back, standard errors, verdicts."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.ledger.history import Round
from tests.scripts import load_script


@pytest.fixture(scope="module")
def validation() -> Any:
    return load_script("benchmarks/validation.py")


def closed(company: int, day: int, pre: int, raised: int) -> Round:
    return Round(company, 0, day, raised, raised, pre, "outside", 0, 0, raised, False)


def test_a_step_is_the_price_of_a_share_over_that_of_the_round_before(validation: Any) -> None:
    rounds = [closed(1, 900, 300, 100), closed(1, 0, 80, 20), closed(2, 5, 50, 50)]
    world = validation.World(None, SimpleNamespace(rounds=rounds, begins=0))
    assert world.steps == [3.0]  # from 100 after the money to 300 before it


def test_money_is_back_when_cash_reaches_zero_from_below(validation: Any) -> None:
    paid = np.array([0, 365]), np.array([60, 40])
    flows = validation.FundFlows(paid, (np.array([730, 3653]), np.array([30, 120])))
    assert flows.tvpi == 1.5
    assert flows.back_year == pytest.approx(3653 / 365.25)
    assert validation.FundFlows(paid, (np.array([730]), np.array([30]))).back_year == float("inf")


def test_the_jackknife_of_a_mean_is_its_standard_error(validation: Any) -> None:
    values = [1.0, 2.0, 4.0, 9.0]
    found, error = validation.jackknife(lambda worlds: float(np.mean(worlds)), values)
    assert found == 4.0
    assert error == pytest.approx(np.std(values, ddof=1) / 2)


@pytest.mark.parametrize(
    ("value", "error", "said"),
    [
        (5.0, 0.1, "inside"),
        (9.9, 0.1, "inside, at the border"),
        (12.0, 0.5, "**outside**"),
        (10.5, 1.0, "**outside**, at the border"),
    ],
)
def test_a_verdict_says_whether_chance_may_have_made_it(validation: Any, value: float, error: float, said: str) -> None:
    check = validation.Check("a figure", "a source", "0 to 10", 0.0, 10.0, "", lambda _: value)
    assert validation.verdict(value, error, check) == said
    assert validation.verdict(float("nan"), 0.0, check) == "does not exist"


def test_every_figure_of_the_list_can_be_stated_and_every_statement_is_listed(validation: Any) -> None:
    assert [one.value for one in validation.checks()] == list(validation.VALUES.values())
