"""What partners are told of schedules, parts, holders, residual shares and puts: flows by hand, rates by pyxirr."""

from datetime import date
from typing import Any

import pytest
import pyxirr

from sim.decisions.prospectus import Prospectus, partners_irr, reference_irr
from sim.economy.rates import RateBook
from sim.scenario.economy_schema import Economy
from sim.scenario.files import load_economy
from sim.scenario.policy_schema import Policy

ECONOMY = load_economy("beijing-2011")
DATES = [date(2001 + year, 1, 1) for year in range(10)]
IN = [0.25, 0.25, 0.25, 0.15, 0.10, 0.0, 0.0, 0.0, 0.0, 0.0]
OUT = [0.0, 0.0, 0.0, 0.0, 0.0, 0.10, 0.20, 0.30, 0.20, 0.20]
RATES = RateBook([(date(2000, 1, 1), 0.06)], {2001: (0.03, 0.03, 0.03, 0.04)})
NO_TERMS = {"fee_rate": 0.0, "hurdle": 0.0, "carry": 0.0, "catch_up": 0.0, "manager_commitment": 0.0}


def economy(multiple: float, **exercise: Any) -> Economy:
    """The shipped economy without fees and carry, and with a certain gross multiple."""
    values = ECONOMY.model_dump()
    values["fund"] |= NO_TERMS
    values["exercise"] |= {"liquid": 1.0} | exercise
    values["private"] |= {"gross_multiple_median": multiple, "gross_multiple_sigma": 0.0}
    return Economy.model_validate(values)


def option(**terms: Any) -> Policy:
    return Policy.model_validate({"stage_equity": {"share_cap": 0.5, "option": {"enabled": True, **terms}}})


def rate_of(flows: list[float]) -> float:
    found = pyxirr.xirr(DATES, flows)
    assert found is not None
    return found


def bought_at_three(part: float, private: list[float]) -> list[float]:
    """Partners' flows when ``part`` of a public quarter is bought at cost on the third anniversary."""
    flows = [0.75 * flow for flow in private]
    for year in range(3, 10):
        flows[year] += part * 0.25 * private[year]
    flows[3] -= part * 0.25 * 0.75
    return flows


def test_grace_and_rate_written_as_windows_promise_the_same() -> None:
    windows = [{"to_year": 3.0}, {"from_year": 3.0, "rate": {"spread": 0.06}}]
    for multiple in (1.2, 3.0):
        one = partners_irr(economy(multiple), option(grace_years=3, rate={"spread": 0.06}), 0.25, 0.06)
        other = partners_irr(economy(multiple), option(schedule=windows), 0.25, 0.5, window_rates=(0.0, 0.06))
        assert other == one


def test_the_prospectus_reads_each_windows_own_rate() -> None:
    windows = [{"to_year": 3.0, "rate": {"spread": 0.01}}, {"from_year": 3.0, "rate": {"index": "loan_1y"}}]
    policy, able = option(schedule=windows), economy(3.0)
    found = Prospectus(able, policy, RATES, date(2001, 1, 1).toordinal())
    expected = partners_irr(able, policy, 0.25, 0.0, window_rates=(0.01, 0.06)) - found.reference
    assert found.uplift(0.25) == pytest.approx(expected, abs=1e-12)


def test_a_part_at_cost_brings_its_part_of_the_lines_flows() -> None:
    private = [3.0 * back - put for put, back in zip(IN, OUT, strict=True)]
    found = partners_irr(economy(3.0), option(grace_years=3, max_share=0.4), 0.25, 0.06)
    # after a first purchase nothing more may be bought, so the chance of having the money is used up
    assert found == pytest.approx(rate_of(bought_at_three(0.4, private)), abs=1e-9)


def test_the_residual_share_is_taken_when_price_and_calls_have_come_back() -> None:
    private = [3.0 * back - put for put, back in zip(IN, OUT, strict=True)]
    flows = bought_at_three(1.0, private)
    # price .1875 and calls .0625 make .25; receipts .075, .15, .225, .15, .15: the gain begins in year 7
    for year, gain in ((7, 0.2), (8, 0.15), (9, 0.15)):
        flows[year] -= 0.07 * gain
    found = partners_irr(economy(3.0), option(grace_years=3, residual_gain_share=0.07), 0.25, 0.06)
    assert found == pytest.approx(rate_of(flows), abs=1e-9)


def test_an_option_of_the_manager_promises_partners_nothing() -> None:
    policy = option(grace_years=3, holder="manager")
    assert partners_irr(ECONOMY, policy, 0.25, 0.06) == pytest.approx(reference_irr(ECONOMY), abs=1e-12)


def test_a_price_that_is_only_a_floor_leaves_less_to_the_partners() -> None:
    exact = partners_irr(economy(3.0), option(grace_years=3), 0.25, 0.06)
    floor = partners_irr(economy(3.0, threshold=1.0), option(grace_years=3, price="floor"), 0.25, 0.06)
    assert floor < exact
    no_share = {"enabled": True, "grace_years": 3, "price": "floor"}
    terms = {"share_cap": 0.5, "option": no_share, "at_deadline": {"floor_share": 0.0}}
    assert partners_irr(economy(3.0), Policy.model_validate({"stage_equity": terms}), 0.25, 0.06) == exact


def test_an_option_that_rests_on_every_decision_day_is_worth_nothing() -> None:
    policy = option(schedule=[{"from_year": 20.0, "to_year": 30.0}])
    found = partners_irr(economy(3.0), policy, 0.25, 0.06, window_rates=(0.0,))
    assert found == partners_irr(economy(3.0), Policy(), 0.25, 0.06)


def test_partners_sell_a_part_of_a_losing_line_at_the_price_of_the_put() -> None:
    put = {"enabled": True, "max_share": 0.3, "cost_share": 0.9, "from_year": 3.0, "to_year": 4.0}
    policy = Policy.model_validate({"stage_equity": {"share_cap": 0.25, "put": put}})
    private = [0.2 * back - paid for paid, back in zip(IN, OUT, strict=True)]
    flows = [0.75 * flow for flow in private]
    flows[3] += 0.9 * 0.3 * 0.75 * 0.75  # three quarters of commitments are paid in by then
    for year in range(3, 10):
        flows[year] -= 0.3 * 0.75 * private[year]
    assert partners_irr(economy(0.2), policy, 0.25, 0.0) == pytest.approx(rate_of(flows), abs=1e-8)
    winner = partners_irr(economy(3.0), policy, 0.25, 0.0)
    assert winner == partners_irr(economy(3.0), Policy(), 0.25, 0.0)


def test_a_put_without_public_money_in_the_fund_is_no_right() -> None:
    put = {"enabled": True, "max_share": 0.3, "cost_share": 0.9, "from_year": 3.0, "to_year": 4.0}
    policy = Policy.model_validate({"stage_equity": {"put": put}})
    assert partners_irr(economy(0.2), policy, 0.0, 0.0) == partners_irr(economy(0.2), Policy(), 0.0, 0.0)
