"""The partners' prospectus sees every term of the public line, through the clauses that the engine uses."""

from datetime import date
from typing import Any

import pytest
import pyxirr

from sim.decisions.contract_path import Plan, run_path
from sim.decisions.prospectus import Prospectus, partners_irr, reference_irr
from sim.economy.rates import RateBook
from sim.scenario.economy_schema import Economy
from sim.scenario.files import load_economy
from sim.scenario.policy_schema import Policy, StageEquity

ECONOMY = load_economy("beijing-2011")
DATES = [date(2001 + year, 1, 1) for year in range(10)]
IN = [0.25, 0.25, 0.25, 0.15, 0.10, 0.0, 0.0, 0.0, 0.0, 0.0]
OUT = [0.0, 0.0, 0.0, 0.0, 0.0, 0.10, 0.20, 0.30, 0.20, 0.20]
PLAIN = {"fee_rate": 0.0, "hurdle": 0.0, "carry": 0.0, "catch_up": 0.0, "manager_commitment": 0.0}


def certain(multiple: float) -> Economy:
    """No fees, no carry, one gross multiple."""
    values = ECONOMY.model_dump()
    values["fund"] |= PLAIN
    values["private"] |= {"gross_multiple_median": multiple, "gross_multiple_sigma": 0.0}
    return Economy.model_validate(values)


def policy(**terms: Any) -> Policy:
    return Policy.model_validate({"stage_equity": {"share_cap": 0.5, **terms}})


def rate_of(flows: list[float]) -> float:
    found = pyxirr.xirr(DATES, flows)
    assert found is not None
    return found


def test_public_money_that_comes_first_lets_private_money_in_later() -> None:
    # half of the calls are public: years 1 and 2 in full; private money pays years 3 to 5
    flows = [0.5 * 2.0 * back for back in OUT]
    for year, put in ((2, 0.25), (3, 0.15), (4, 0.10)):
        flows[year] -= put
    found = partners_irr(certain(2.0), policy(draw_order="first"), 0.5, 0.0)
    assert found == pytest.approx(rate_of(flows), abs=1e-9)
    last = partners_irr(certain(2.0), policy(draw_order="last"), 0.5, 0.0)
    assert last < reference_irr(certain(2.0)) < found


def test_an_option_on_money_that_comes_last_runs_from_its_first_payment() -> None:
    # public money pays in years 3 to 5 (t = 2, 3, 4); at cost until t = 5, when nothing has come back: .25 + .15 + .10
    able = certain(3.0)
    terms = {"enabled": True, "grace_years": 3, "window_years": 3.0}
    flows = [0.5 * 3.0 * back for back in OUT]
    flows[0] -= 0.25
    flows[1] -= 0.25
    liquid = able.exercise.liquid
    for year in range(5, 10):
        flows[year] += liquid * 0.5 * 3.0 * OUT[year]
    flows[5] -= liquid * 0.5
    found = partners_irr(able, policy(draw_order="last", option=terms), 0.5, 0.0)
    assert found == pytest.approx(rate_of(flows), abs=1e-9)


def test_what_is_ceded_reaches_the_partners_and_nobody_exercises_an_option_on_it() -> None:
    everything = policy(concession=[{"hurdle": 0.0, "share": 1.0}])
    flows = [2.0 * back - put for put, back in zip(IN, OUT, strict=True)]
    mine = [0.5 * flow for flow in flows]
    returned = 0.0
    for year in range(10):  # public capital comes back first, all beyond it is ceded
        capital = min(0.5 * 2.0 * OUT[year], 0.5 - returned)
        returned += capital
        mine[year] += 0.5 * 2.0 * OUT[year] - capital
    assert partners_irr(certain(2.0), everything, 0.5, 0.0) == pytest.approx(rate_of(mine), abs=1e-9)
    both = policy(concession=[{"hurdle": 0.0, "share": 1.0}], option={"enabled": True, "grace_years": 3})
    assert partners_irr(certain(2.0), both, 0.5, 0.0) == pytest.approx(rate_of(mine), abs=1e-9)


def test_gifts_to_manager_or_founders_leave_the_partners_rate_alone() -> None:
    for to in ("manager", "founders"):
        giving = policy(concession=[{"hurdle": 0.0, "share": 0.5, "to": to}])
        assert partners_irr(ECONOMY, giving, 0.3, 0.0) == pytest.approx(reference_irr(ECONOMY), abs=1e-12)


def test_partners_count_on_a_tier_only_if_the_expected_local_share_reaches_it() -> None:
    # local_share of what is bought, over a public half of the money: reached at twice the local share
    for multiple, reached in ((1.9, True), (2.1, False)):
        asked = multiple * ECONOMY.pipeline.local_share
        giving = policy(concession=[{"hurdle": 0.0, "share": 0.5, "local_multiple": asked}])
        found = partners_irr(certain(2.0), giving, 0.5, 0.0) - reference_irr(certain(2.0))
        assert (found > 1e-3) is reached


def test_the_uplift_reads_the_caps_index_on_the_first_day() -> None:
    rates = RateBook([(date(2011, 1, 1), 0.06)], {2011: (0.03, 0.03, 0.03, 0.04)})
    capped = policy(return_cap={"enabled": True, "rate": {"index": "loan_1y", "spread": 0.01}})
    tables = Prospectus(ECONOMY, capped, rates, date(2011, 3, 15).toordinal())
    expected = partners_irr(ECONOMY, capped, 0.5, 0.0, 0.07) - reference_irr(ECONOMY)
    assert tables.uplift(0.5) == pytest.approx(expected, abs=1e-12)
    assert partners_irr(ECONOMY, capped, 0.5, 0.0, 0.03) > partners_irr(ECONOMY, capped, 0.5, 0.0, 0.07)


@pytest.mark.parametrize(
    ("terms", "sign"),
    [
        ({"terms": {"first_loss_share": 0.1}}, 1),
        ({"terms": {"public_senior": True}}, -1),
        ({"terms": {"residual_share": 0.1}}, 1),
        ({"terms": {"residual_share": 0.8}}, -1),
        ({"terms": {"preferred_rate": 0.01}}, 1),
        ({"return_cap": {"enabled": True}}, 1),
        ({"concession": [{"hurdle": 0.05, "share": 0.5}]}, 1),
    ],
)
def test_each_term_moves_the_partners_rate_the_way_it_should(terms: dict[str, Any], sign: int) -> None:
    assert sign * (partners_irr(ECONOMY, policy(**terms), 0.4, 0.0) - reference_irr(ECONOMY)) > 1e-4


def test_along_any_path_what_goes_out_is_what_comes_in() -> None:
    terms = {"terms": {"residual_share": 0.2, "first_loss_share": 0.1}, "return_cap": {"enabled": True}}
    rules = StageEquity.model_validate(terms | {"concession": [{"share": 0.3, "to": "manager"}]})
    days = [day.toordinal() for day in DATES]
    out = [2.5 * part for part in OUT]
    lines = run_path(Plan(days, IN, IN, out), ECONOMY.fund, rules, (0.3, 0.69, 0.01), 0.02, 0.0)
    for year in range(10):
        paid = lines.public_out[year] + lines.private_out[year] + lines.manager_out[year]
        # what the public line gave the manager is in both
        assert paid - lines.given_away[year] == pytest.approx(out[year], abs=1e-12)
