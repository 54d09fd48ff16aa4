"""Partners reckon with indexes at the level of the first day, through the functions that the engine uses."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sim.decisions.contracts import at_index, contract_of
from sim.decisions.prospectus import Prospectus
from sim.economy.rates import RateBook
from sim.scenario.files import load
from sim.scenario.policy_schema import Policy, StageEquity

ECONOMY = load(Path(__file__).parent.parent / "village.toml").economy
RATES = RateBook([(date(2011, 1, 1), 0.06), (date(2014, 1, 1), 0.03)], {2011: (0.03, 0.03, 0.03, 0.04)})
START = date(2011, 3, 15).toordinal()


def policy(**terms: Any) -> Policy:
    return Policy.model_validate({"stage_equity": {"share_cap": 0.5, **terms}})


def uplift(**terms: Any) -> float:
    return Prospectus(ECONOMY, policy(**terms), RATES, START).uplift(0.5)


@pytest.mark.parametrize("index_date", ["transfer", "payment", "path"])
def test_an_indexed_hurdle_counts_at_the_level_of_the_first_day(index_date: str) -> None:
    rate = {"index": "loan_1y", "spread": 0.01, "index_date": index_date, "compounding": "compound"}
    found = uplift(concession=[{"rate": rate, "share": 0.5}])
    assert found == pytest.approx(uplift(concession=[{"hurdle": 0.07, "share": 0.5}]), abs=1e-6)
    assert 0.0 < found < uplift(concession=[{"hurdle": 0.03, "share": 0.5}])


def test_simple_interest_leaves_a_lower_hurdle() -> None:
    rate = {"index": "loan_1y", "compounding": "simple"}
    assert uplift(concession=[{"rate": rate, "share": 0.5}]) > uplift(concession=[{"hurdle": 0.06, "share": 0.5}])


def test_an_indexed_preferred_return_counts_at_the_level_of_the_first_day() -> None:
    indexed = {"preferred_index": "government_10y", "preferred_rate": 0.01, "preference_first": True}
    fixed = {"preferred_rate": 0.05, "preference_first": True}
    assert uplift(terms=indexed) == pytest.approx(uplift(terms=fixed), abs=1e-12)
    everybody = {"preferred_rate": 0.02, "preferred_for": "all"}
    assert uplift(terms=everybody) != uplift(terms={"preferred_rate": 0.02})


def test_the_return_alone_first_costs_partners_less_than_capital_and_return_first() -> None:
    rate = {"preferred_rate": 0.12}
    alone = uplift(terms={**rate, "preference_first": True})
    both = uplift(terms={**rate, "public_senior": True})
    assert both < alone <= uplift(terms=rate)


def test_the_prospectus_reaches_the_cap_of_funds_that_bind_themselves() -> None:
    option = {"enabled": True, "grace_years": 5}
    plain = Prospectus(ECONOMY, policy(option=option), RATES, START)
    early = Prospectus(ECONOMY, policy(option=option, early_cap=0.7, early_bound=0.7), RATES, START)
    assert plain.shares[-1] == 0.5
    assert early.shares[-1] == 0.7
    assert early.uplift(0.7) > early.uplift(0.5) == pytest.approx(plain.uplift(0.5), abs=1e-12)


def test_rules_without_an_index_are_left_as_they_are() -> None:
    rules = policy(concession=[{"hurdle": 0.05, "share": 0.5}], return_cap={"enabled": True}).stage_equity
    assert at_index(rules, lambda index: RATES.rate(index, START)) == rules
    assert contract_of(rules, 1.0).tiers[0].days == ()


def test_an_index_without_a_level_is_an_error() -> None:
    rules = StageEquity.model_validate({"concession": [{"rate": {"index": "loan_1y"}, "share": 0.5}]})
    with pytest.raises(KeyError, match="at_index"):
        contract_of(rules, 1.0)
