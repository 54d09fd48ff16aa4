"""What private partners are told: flows worked out by hand, rates of return by pyxirr."""

import math
from datetime import date
from typing import Any

import pytest
import pyxirr

from sim.decisions import prospectus, prospectus_exit
from sim.decisions.prospectus import Prospectus, partners_irr, reference_irr
from sim.economy.rates import RateBook
from sim.scenario.economy_schema import Economy
from sim.scenario.files import load_economy
from sim.scenario.policy_schema import Policy

ECONOMY = load_economy("beijing-2011")
DATES = [date(2001 + year, 1, 1) for year in range(10)]
IN = [0.25, 0.25, 0.25, 0.15, 0.10, 0.0, 0.0, 0.0, 0.0, 0.0]
OUT = [0.0, 0.0, 0.0, 0.0, 0.0, 0.10, 0.20, 0.30, 0.20, 0.20]
RATES = RateBook([(date(2011, 1, 1), 0.06)], {2011: (0.03, 0.03, 0.03, 0.04)})
NO_TERMS = {"fee_rate": 0.0, "hurdle": 0.0, "carry": 0.0, "catch_up": 0.0, "manager_commitment": 0.0}


def economy(fund: dict[str, Any] | None = None, multiple: float | None = None, **exercise: Any) -> Economy:
    """The shipped economy with other fund terms, and one fund to share a line's money.

    ``multiple`` makes the gross multiple certain.
    """
    values = ECONOMY.model_dump()
    values["private"]["eligible_funds"] = 1.0
    values["fund"] |= fund or {}
    values["exercise"] |= exercise
    if multiple is not None:
        values["private"] |= {"gross_multiple_median": multiple, "gross_multiple_sigma": 0.0}
    return Economy.model_validate(values)


def option(window_years: float = 0.0, **terms: Any) -> Policy:
    stage_equity = {"share_cap": 0.5, "option": {"enabled": True, "window_years": window_years, **terms}}
    return Policy.model_validate({"stage_equity": stage_equity})


def subsidy(**terms: Any) -> Policy:
    budget = {"yearly": [1e8], "risk_subsidy_share": 1.0}
    return Policy.model_validate({"risk_subsidy": {"rate": 0.1, **terms}, "budget": budget})


def rate_of(flows: list[float], days: list[date] | None = None) -> float:
    found = pyxirr.xirr(days or DATES, flows)
    assert found is not None
    return found


def test_without_fees_and_carry_partners_earn_the_path_itself() -> None:
    flows = [2.0 * back - put for put, back in zip(IN, OUT, strict=True)]
    assert partners_irr(economy(NO_TERMS, 2.0), Policy(), 0.3, 0.0) == pytest.approx(rate_of(flows), abs=1e-9)


def test_partners_see_the_rate_of_expected_flows_not_the_expected_rate() -> None:
    # nine midpoint quantiles of the normal law, from tables: 1.5932, 0.9674, 0.5895, 0.2822, 0 and their negatives
    z = [1.5932, 0.9674, 0.5895, 0.2822]
    mean = (1.0 + math.fsum(2.0 * math.cosh(0.62 * each) for each in z)) / 9.0
    flows = [1.9 * mean * back - put for put, back in zip(IN, OUT, strict=True)]
    assert partners_irr(economy(NO_TERMS), Policy(), 0.0, 0.0) == pytest.approx(rate_of(flows), abs=2e-5)


def test_calls_add_up_to_the_commitments_with_fees() -> None:
    path = prospectus._path(ECONOMY.fund)
    # five fees of 2 % on commitments; then 2 % of cost held: 1 + .9 + .7 + .4 + .2 = 3.2 of what is invested
    assert path.investable == pytest.approx(0.9 / 1.064)
    assert math.fsum(path.calls) == pytest.approx(1.0)
    assert path.calls[0] == pytest.approx(0.02 + 0.25 * path.investable)
    assert path.calls[9] == pytest.approx(0.02 * 0.2 * path.investable)


def test_fees_that_eat_the_fund_are_refused() -> None:
    with pytest.raises(ValueError, match="fees use up"):
        partners_irr(economy({"fee_rate": 0.1, "investment_years": 10.0}), Policy(), 0.0, 0.0)


def test_with_full_catch_up_the_lines_share_four_fifths_of_the_profit() -> None:
    path = prospectus._path(ECONOMY.fund)
    lines = prospectus._lines(ECONOMY.fund, Policy(), path, 0.25, 3.0)
    profit = 3.0 * path.investable - 1.0
    assert math.fsum(lines.private_out) - 0.74 == pytest.approx(0.74 * 0.8 * profit)
    assert math.fsum(lines.public_out) - 0.25 == pytest.approx(0.25 * 0.8 * profit)


def test_below_the_hurdle_no_carry_is_taken() -> None:
    path = prospectus._path(ECONOMY.fund)
    lines = prospectus._lines(ECONOMY.fund, Policy(), path, 0.25, 1.3)
    assert math.fsum(lines.private_out) == pytest.approx(0.74 * 1.3 * path.investable)


def test_liquidation_preference_pays_the_public_first_at_the_end_of_a_losing_fund() -> None:
    policy = Policy.model_validate({"stage_equity": {"liquidation_preference": True}})
    path = prospectus._path(economy(NO_TERMS).fund)
    lines = prospectus._lines(economy(NO_TERMS).fund, policy, path, 0.25, 0.5)
    # .4 of the capital is returned pro rata, the last .1 goes to the public line alone, whose .15 are still out
    assert math.fsum(lines.public_out) == pytest.approx(0.25 * 0.4 + 0.1)
    assert math.fsum(lines.private_out) == pytest.approx(0.75 * 0.4)
    gainer = prospectus._lines(economy(NO_TERMS).fund, policy, path, 0.25, 1.5)
    assert math.fsum(gainer.private_out) == pytest.approx(0.75 * 1.5)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.25, 0.6])
def test_pari_passu_money_leaves_the_partners_rate_alone(share: float) -> None:
    policy = Policy.model_validate({"stage_equity": {"share_cap": 0.6}})
    assert partners_irr(ECONOMY, policy, share, 0.05) == pytest.approx(reference_irr(ECONOMY), abs=1e-9)
    assert Prospectus(ECONOMY, policy, RATES, 734_211).uplift(share) == 0.0


def test_an_option_at_cost_is_exercised_at_the_end_of_the_grace() -> None:
    able = economy(NO_TERMS, 3.0, liquid=1.0)
    private = [3.0 * back - put for put, back in zip(IN, OUT, strict=True)]
    flows = [0.75 * flow for flow in private]
    for year in range(3, 10):  # the buyers take over the undrawn .25 of commitments and all proceeds
        flows[year] += 0.25 * private[year]
    flows[3] -= 0.25 * 0.75  # three payments of a quarter each, at cost
    assert partners_irr(able, option(grace_years=3), 0.25, 0.06) == pytest.approx(rate_of(flows), abs=1e-9)


def test_partners_who_may_lack_the_money_buy_with_its_chance_on_each_decision_day() -> None:
    half = economy(NO_TERMS, 3.0, liquid=0.5)
    policy = option(5.0, grace_years=3, rate={"index": "fixed", "spread": 0.1})
    path = [3.0 * back - put for put, back in zip(IN, OUT, strict=True)]
    flows = [0.75 * flow for flow in path]
    for year in range(3, 10):
        flows[year] += 0.5 * 0.25 * path[year]
    for year in range(5, 10):
        flows[year] += 0.25 * 0.25 * path[year]
    flows[3] -= 0.5 * 0.25 * 0.75
    # window end, year 5: each payment with simple interest of 10 % from its day
    price = 0.25 * (0.25 * 1.5 + 0.25 * 1.4 + 0.25 * 1.3 + 0.15 * 1.2 + 0.10 * 1.1)
    flows[5] -= 0.25 * price
    assert partners_irr(half, policy, 0.25, 0.1) == pytest.approx(rate_of(flows), abs=1e-9)


def test_an_open_option_is_used_before_a_large_distribution_at_the_unreturned_capital() -> None:
    # the only decision days are those of distributions above .25 of cost: year 6 (.4), 7, 8, 9; at year 6 a tenth of
    # proceeds (.2 of cost) is back, so .8 of the public capital is unreturned
    able = economy(NO_TERMS, 2.0, liquid=1.0)
    path = [2.0 * back - put for put, back in zip(IN, OUT, strict=True)]
    flows = [0.75 * flow for flow in path]
    for year in range(6, 10):
        flows[year] += 0.25 * path[year]
    policy = option()
    flows[6] -= 0.25 * 0.8
    assert partners_irr(able, policy, 0.25, 0.0) == pytest.approx(rate_of(flows), abs=1e-9)
    original = [*flows]
    original[6] -= 0.25 * 0.2
    assert partners_irr(able, option(base="original"), 0.25, 0.0) == pytest.approx(rate_of(original), abs=1e-9)


def test_a_worthless_option_changes_nothing() -> None:
    poor = economy(NO_TERMS, 0.8, liquid=1.0)
    assert partners_irr(poor, option(5.0, grace_years=3), 0.25, 0.06) == pytest.approx(reference_irr(poor), abs=1e-12)


def test_an_auction_at_the_deadline_ends_the_option() -> None:
    terms = {"share_cap": 0.5, "maximum_holding_years": 2.0, "option": {"enabled": True, "grace_years": 3}}
    held = Policy.model_validate({"stage_equity": terms | {"at_deadline": {"rule": "hold_to_term"}}})
    sold = Policy.model_validate({"stage_equity": terms | {"at_deadline": {"rule": "auction"}}})
    lines = prospectus._lines(ECONOMY.fund, held, prospectus._path(ECONOMY.fund), 0.25, 3.0)
    grace_end, limit = date(2004, 1, 1).toordinal(), date(2003, 1, 1).toordinal()
    assert prospectus_exit._decision_days(sold.stage_equity, lines, prospectus._DAYS, 0.25) == [limit]
    # held to term, nobody is asked at the deadline (D7), and the option lives on
    assert prospectus_exit._decision_days(held.stage_equity, lines, prospectus._DAYS, 0.25)[0] == grace_end


def test_the_subsidy_comes_a_year_after_each_investment() -> None:
    # 10 % of the private part; the manager, who holds nothing here, shares in nothing
    plain = economy(NO_TERMS, 1.5)
    path = [1.5 * back - put for put, back in zip(IN, OUT, strict=True)]
    flows = [path[year] + (0.1 * IN[year - 1] if year else 0.0) for year in range(10)]
    assert partners_irr(plain, subsidy(), 0.25, 0.0) == pytest.approx(rate_of(flows), abs=1e-9)
    # reckoned on the whole investment, partners of three quarters get 1 / .75 of it
    whole = [path[year] + (0.1 / 0.75 * IN[year - 1] if year else 0.0) for year in range(10)]
    assert partners_irr(plain, subsidy(base="all"), 0.25, 0.0) == pytest.approx(rate_of(whole), abs=1e-9)


def test_a_subsidy_without_a_budget_promises_nothing() -> None:
    policy = Policy.model_validate({"risk_subsidy": {"rate": 0.1}})
    assert partners_irr(ECONOMY, policy, 0.0, 0.0) == reference_irr(ECONOMY)


def test_a_fund_of_public_money_only_is_refused() -> None:
    with pytest.raises(ValueError, match="no private partners"):
        partners_irr(ECONOMY, Policy(), 0.99, 0.0)


def test_the_uplift_is_computed_on_a_grid_and_interpolated() -> None:
    policy = Policy.model_validate(
        {"stage_equity": {"share_cap": 0.12, "option": {"enabled": True, "grace_years": 3, "rate": {"spread": 0.01}}}}
    )
    tables = Prospectus(ECONOMY, policy, RATES, 734_211)
    assert tables.shares == pytest.approx([0.0, 0.05, 0.10, 0.12])
    exact = partners_irr(ECONOMY, policy, 0.05, 0.01) - reference_irr(ECONOMY)
    assert tables.uplift(0.05) == pytest.approx(exact, abs=1e-12)
    assert tables.uplift(0.0) == 0.0
    assert tables.uplift(0.11) == pytest.approx(0.5 * (tables.uplift(0.10) + tables.uplift(0.12)))
    assert tables.uplift(0.5) == tables.uplift(0.12)
    assert 0.0 < tables.uplift(0.05) < tables.uplift(0.10) < tables.uplift(0.12)


def test_the_option_price_uses_the_index_of_the_first_day_and_the_spread() -> None:
    policy = option(5.0, grace_years=1, rate={"index": "loan_1y", "spread": 0.02})
    tables = Prospectus(ECONOMY, policy, RATES, date(2011, 3, 15).toordinal())
    expected = partners_irr(ECONOMY, policy, 0.5, 0.08) - reference_irr(ECONOMY)
    assert tables.uplift(0.5) == pytest.approx(expected, abs=1e-12)
    assert partners_irr(ECONOMY, policy, 0.5, 0.02) > partners_irr(ECONOMY, policy, 0.5, 0.08)


def test_private_money_answers_the_uplift_within_its_capacity() -> None:
    policy = option(grace_years=3)
    tables = Prospectus(ECONOMY, policy, RATES, 734_211)
    target, offer = 12_000_000_000, 3_000_000_000
    answer = target * 0.5 * math.exp(10.0 * tables.uplift(0.25))
    assert tables.private_money(target, 0.5, offer) == math.floor(answer + 0.5)
    # at most 1 - chi × .25 of the target
    assert tables.private_money(target, 5.0, offer) == 11_250_000_000
    assert tables.private_money(0, 0.5, 0) == 0


def test_without_public_money_private_money_is_the_fill_to_the_fen() -> None:
    tables = Prospectus(ECONOMY, Policy(), RATES, 734_211)
    assert tables.private_money(12_345_678_901, 0.5, 0) == 6_172_839_451  # half a fen rounds up
    assert tables.private_money(1_000, 1.7, 0) == 1_000
