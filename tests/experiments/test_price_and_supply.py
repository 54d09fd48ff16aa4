"""A difference in two: price on the baseline's supply of private money, and what the supply adds."""

from dataclasses import replace

import numpy as np
import pytest

from sim.engine.reference import simulate
from sim.engine.supply import supply_of
from sim.experiments.compare.ask import CompareResult, compare
from sim.experiments.run.ask import run
from sim.experiments.stopping import Target
from sim.measures.catalogue import CATALOGUE, COMPARED
from sim.report.html import to_html
from sim.report.markdown import to_markdown
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario
from tests.villages import VILLAGE

MANY = ("economy.managers.slots=20", "policy.budget.yearly=[60e6, 60e6, 60e6]")
COMPOUND = "policy.stage_equity.option.rate.compounding=compound"
FEW = 4


def book(name: str, *sets: str, replications: int = FEW) -> Scenario:
    return replace(load(VILLAGE, settings=(*MANY, *sets), replications=replications), policy_name=name)


BASE = book("base")
OTHERS = {"compound": book("compound", COMPOUND), "small": book("small", "policy.stage_equity.share_cap=0.1")}


def held(others: dict[str, Scenario], baseline: str | None = "base", **more: object) -> CompareResult:
    base = replace(BASE, replications=next(iter(others.values())).replications)
    found = {"base": base, **others}
    return compare(base, found, baseline=baseline, hold="supply", **{"workers": 1, **more})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def result() -> CompareResult:
    return held(OTHERS)


def test_each_is_simulated_on_its_own_supply_and_on_the_baselines(result: CompareResult) -> None:
    supplies = [supply_of(BASE, simulate(BASE, r)) for r in range(FEW)]
    for name, scenario in OTHERS.items():
        assert result[name].digests == run(scenario, workers=1).digests
        on_supply = [simulate(scenario, r, supply=supplies[r]).postings.digest() for r in range(FEW)]
        assert result.held[name].digests == on_supply
    assert list(result.held) == ["compound", "small"]
    assert result["small"].digest != result.held["small"].digest


def test_price_and_supply_sum_to_the_difference(result: CompareResult) -> None:
    summed = 0
    for name, splits in result.splits.items():
        assert splits.keys() == result.differences[name].keys() & CATALOGUE.keys()
        for measure, one in splits.items():
            whole, price, supply = result.differences[name][measure], one.price, one.supply
            if price.mean is not None and supply.mean is not None and price.n == supply.n == whole.n:
                assert price.mean + supply.mean == pytest.approx(whole.mean, rel=1e-9, abs=1e-6), measure
                summed += 1
    assert summed > 100


def test_so_they_do_in_each_replication(result: CompareResult) -> None:
    table = result.files()[0].parts[0]()
    rows = {name: np.flatnonzero(table["policy"] == name) for name in set(table["policy"])}
    for measure in ("public.net_cost_pv", "stage_equity.irr", "sub_fund.set_up"):
        free, on_supply, base = (table[measure][rows[one]] for one in ("small", "small (supply held)", "base"))
        np.testing.assert_allclose((on_supply - base) + (free - on_supply), free - base, rtol=1e-9, atol=1e-6)


def test_a_rule_book_under_another_name_differs_in_nothing() -> None:
    twin = held({"twin": replace(BASE, policy_name="twin")})
    assert twin.held["twin"].digests == twin["base"].digests
    for one in twin.splits["twin"].values():
        assert one.price.mean in (None, 0.0)
        assert one.supply.mean in (None, 0.0)


def test_the_world_without_a_fund_runs_free_and_additionality_has_no_price(result: CompareResult) -> None:
    assert "no-guidance-fund" in result.policies
    assert "no-guidance-fund" not in result.held
    told = result.summary()["differences"]
    assert "price" in told["small"]["public.irr"]
    assert not any("price" in told["small"].get(measure, {}) for measure in COMPARED)
    assert not any("price" in one for one in told["no-guidance-fund"].values())


def test_workers_change_nothing(result: CompareResult) -> None:
    other = held(OTHERS, workers=2)
    assert other.splits == result.splits
    assert {name: one.digest for name, one in other.held.items()} == result.summary()["held"]


def test_without_it_nothing_is_held_and_nothing_told_of_it() -> None:
    plain = compare(BASE, {"base": BASE, **OTHERS}, baseline="base", workers=1)
    assert plain.held == {}
    assert "held" not in plain.summary()
    assert "price" not in plain.table.columns


def test_a_target_is_one_for_the_price() -> None:
    """Forty replications would not tell the difference so well; thirty tell its price."""
    target = Target("sub_fund.set_up", 1e-9)
    found = held({"compound": book("compound", COMPOUND, replications=31)}, until=target)
    assert found.replications == 30
    assert found.plans["compound"].half_width == 0.0


def test_twenty_replications_know_the_price_of_compound_interest() -> None:
    """From the clause: a stake bought after the years of grace costs C(1 + r)^t and not C(1 + rt), more for t > 1."""
    found = held({"compound": book("compound", COMPOUND, replications=20)}).splits["compound"]
    assert found["stage_equity.irr"].price.ci95 is not None
    assert found["public.net_cost_pv"].price.ci95 is not None
    assert found["stage_equity.irr"].price.ci95[0] > 0.0
    assert found["public.net_cost_pv"].price.ci95[1] < 0.0


def test_a_stake_bought_within_grace_costs_the_same_and_later_more() -> None:
    inside, later = [], []
    for r in range(6):
        free = simulate(BASE, r)
        on_supply = simulate(OTHERS["compound"], r, supply=supply_of(BASE, free))
        sold = {(one.fund, one.exit_day): one for one in free.positions if one.route == "option"}
        for one in on_supply.positions:
            if one.route == "option" and (one.fund, one.exit_day) in sold:
                gain = one.proceeds_fen - sold[one.fund, one.exit_day].proceeds_fen
                (inside if one.exit_day - one.first_day <= 3 * 365 else later).append(gain)
    assert inside
    assert set(inside) == {0}
    assert max(later) > 0
    assert min(later) >= -1  # to the fen, where grace ends on an anniversary


@pytest.mark.parametrize(
    ("others", "baseline", "message"),
    [
        (OTHERS, None, "needs --baseline"),
        ({"poor": book("poor", "policy.budget.yearly=[]")}, "poor", "a --baseline with a budget; poor spends nothing"),
        (OTHERS, "no-guidance-fund", "a --baseline with a budget; no-guidance-fund spends nothing"),
    ],
)
def test_what_cannot_be_held_is_refused(others: dict[str, Scenario], baseline: str | None, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        held(others, baseline)


def test_a_baseline_alone_has_nothing_to_be_compared_with() -> None:
    with pytest.raises(BadInput, match="needs a --policy with a budget beside base"):
        compare(BASE, {"base": BASE}, baseline="base", hold="supply", workers=1)


def test_a_target_that_has_no_price_is_refused() -> None:
    with pytest.raises(BadInput, match="has no price"):
        held(OTHERS, aim=Target("additionality.companies", 1.0))


def test_a_measure_that_has_no_price_is_refused_and_so_is_what_cannot_be_held() -> None:
    with pytest.raises(BadInput, match=r"additionality\.companies: exists only against other worlds"):
        held(OTHERS, measures=["treasury.irr", "additionality.companies"])
    with pytest.raises(ValueError, match="hold is 'demand'"):
        compare(BASE, OTHERS, hold="demand", workers=1)  # type: ignore[arg-type]


def test_the_page_has_both_parts_in_both_languages(result: CompareResult) -> None:
    english = to_markdown(result.page("en"), "en")
    assert "Price and supply apart" in english
    assert "--hold supply" in english
    assert "additionality.private_capital" not in english
    chinese = to_html(result.page("zh", figures=False), "zh", {})
    assert "价格与资金供给分列" in chinese
