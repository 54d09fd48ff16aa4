"""Losses that managers and partners reckon with, and help beside the fund in the prospectus, worked out by hand."""

import math
from datetime import date
from typing import Any

import pytest
import pyxirr

from sim.decisions.losses import fund_loss_chance, in_time, loss_chance, lost_share
from sim.decisions.prospectus import Prospectus, partners_irr, reference_irr
from sim.decisions.supports import compensation_lag, compensation_per_yuan, promised
from sim.economy.fates import stage_laws
from sim.economy.rates import RateBook
from sim.scenario.economy_schema import Economy
from sim.scenario.files import load, load_economy
from sim.scenario.policy_schema import Policy

SHIPPED = load_economy("beijing-2011")
DATES = [date(2001 + year, 1, 1) for year in range(10)]
IN = [0.25, 0.25, 0.25, 0.15, 0.10, 0.0, 0.0, 0.0, 0.0, 0.0]
OUT = [0.0, 0.0, 0.0, 0.0, 0.0, 0.10, 0.20, 0.30, 0.20, 0.20]
NO_TERMS = {"fee_rate": 0.0, "hurdle": 0.0, "carry": 0.0, "catch_up": 0.0, "manager_commitment": 0.0}
RATES = RateBook([(date(2011, 1, 1), 0.06)], {2011: (0.03, 0.03, 0.03, 0.04)})
# Row 8.1 by stage from the last back: lost = 1 - advance - sale - filing, plus advance times the next stage's.
LOST = [0.0] * 5
LOST[4] = 1.0 - 0.30 - 0.40
LOST[3] = 1.0 - 0.45 - 0.20 - 0.10 + 0.45 * LOST[4]
LOST[2] = 1.0 - 0.55 - 0.14 - 0.03 + 0.55 * LOST[3]
LOST[1] = 1.0 - 0.55 - 0.10 + 0.55 * LOST[2]
LOST[0] = 1.0 - 0.46 - 0.05 + 0.46 * LOST[1]


def economy(multiple: float | None = None, fund: dict[str, Any] | None = None) -> Economy:
    """The shipped economy without the selection shift, and one fund to share a line's money.

    ``multiple`` makes the gross multiple certain.
    """
    values = SHIPPED.model_dump()
    values["private"]["eligible_funds"] = 1.0
    values["company"]["selection_shift"] = 0.0
    values["fund"] |= NO_TERMS if fund is None else fund
    if multiple is not None:
        values["private"] |= {"gross_multiple_median": multiple, "gross_multiple_sigma": 0.0}
    return Economy.model_validate(values)


def book(share: str, **sections: Any) -> Policy:
    return Policy.model_validate({"budget": {"yearly": [1e8], f"{share}_share": 1.0}, **sections})


def rate_of(flows: list[float]) -> float:
    found = pyxirr.xirr(DATES, flows)
    assert found is not None
    return found


@pytest.mark.parametrize("stage", range(5))
def test_a_company_is_lost_as_often_as_the_rows_of_the_chain_say(stage: int) -> None:
    company = economy().company
    assert company.stall_share > 0.0  # the redraw is part of the row
    assert loss_chance(company, stage_laws(company), stage, 0.0, 0.0) == pytest.approx(LOST[stage], abs=1e-12)


def test_within_a_window_only_this_stages_own_failing_counts() -> None:
    company = economy().company
    laws = stage_laws(company)
    assert loss_chance(company, laws, 0, 0.0, 1e6) == pytest.approx(1.0 - 0.46 - 0.05, abs=1e-9)
    assert loss_chance(company, laws, 0, 0.0, 1e-6) == pytest.approx(0.0, abs=1e-9)
    narrow, wide = (loss_chance(company, laws, 0, 0.0, years) for years in (2.0, 3.0))
    assert 0.0 < narrow < wide < 0.49


def test_better_companies_are_lost_less_often() -> None:
    company = SHIPPED.company
    chances = [loss_chance(company, stage_laws(company), 1, q, 0.0) for q in (-2.0, 0.0, 2.0)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > chances[2]


def test_half_of_lognormal_times_lie_below_the_median() -> None:
    assert in_time(2.5, 2.5, 0.6) == 0.5
    assert in_time(0.0, 2.5, 0.6) == 0.0
    assert in_time(2.5, 2.5, 0.0) == 1.0


def test_a_lost_company_takes_four_fifths_of_its_cost_along() -> None:
    # nothing with .6, else a uniform share: .6 + .4 × .5
    assert lost_share(SHIPPED.company) == pytest.approx(0.8)


def test_a_fund_loses_with_the_chance_that_its_multiple_does_not_make_up_for_fees() -> None:
    # investable .9 / 1.064; P(1.9 exp(.62 z) < 1.064 / .9) = Phi(-.7652) = .2221 by table
    assert fund_loss_chance(SHIPPED.private, 0.9 / 1.064) == pytest.approx(0.2221, abs=2e-4)
    assert Prospectus(SHIPPED, Policy(), RATES, 734_211).fund_loss_chance == pytest.approx(0.2221, abs=2e-4)


def compensation(**terms: Any) -> Policy:
    rules = {"rate_by_stage": [0.6, 0.3, 0.0, 0.0, 0.0], "last_stage": 1, **terms}
    return book("loss_compensation", loss_compensation=rules)


def test_compensation_is_expected_where_funds_invest_early_and_fail() -> None:
    # seed .15 and start-up .35 of the mix qualify; a lost deal takes .8 along
    expected = (0.15 * LOST[0] * 0.6 + 0.35 * LOST[1] * 0.3) * 0.8
    assert compensation_per_yuan(economy(), compensation(), 0.0) == pytest.approx(expected, abs=1e-9)
    assert compensation_per_yuan(economy(), compensation(), 0.25) == pytest.approx(0.75 * expected, abs=1e-9)
    assert compensation_per_yuan(economy(), compensation(base="all"), 0.25) == pytest.approx(expected, abs=1e-9)
    # .6 of companies are in the city
    local = compensation_per_yuan(economy(), compensation(local_only=True), 0.0)
    assert local == pytest.approx(0.6 * expected, abs=1e-9)


def test_partners_receive_the_compensation_three_years_after_each_investment() -> None:
    plain, per_yuan = economy(1.5), compensation_per_yuan(economy(), compensation(), 0.0)
    flows = [1.5 * back - put for put, back in zip(IN, OUT, strict=True)]
    for year in range(5):
        flows[year + 3] += per_yuan * IN[year]  # failing takes 2.5 years, the path counts whole ones
    assert partners_irr(plain, compensation(), 0.25, 0.0) == pytest.approx(rate_of(flows), abs=1e-9)


def test_compensation_within_a_window_comes_within_it() -> None:
    assert compensation_lag(SHIPPED, compensation()) == 3
    assert compensation_lag(SHIPPED, compensation(window_years=2.0)) == 2


def test_a_deducted_subsidy_leaves_only_what_is_beyond_it() -> None:
    both = compensation(deduct_subsidy=True).model_dump()
    both["risk_subsidy"]["rate"] = 0.1
    both["budget"] |= {"loss_compensation_share": 0.5, "risk_subsidy_share": 0.5}
    expected = 0.15 * LOST[0] * (0.6 * 0.8 - 0.1) + 0.35 * LOST[1] * (0.3 * 0.8 - 0.1)
    assert compensation_per_yuan(economy(), Policy.model_validate(both), 0.0) == pytest.approx(expected, abs=1e-9)


def test_beijing_promises_three_hundredths_until_the_plan_runs_out() -> None:
    # a tenth of the (.15 + .35) x .60 that are early and local. The median fund invests 120 m x .68 x .9 = 73.44 m;
    # what is planned, 21 m a year for five years, is shared by 25 funds: 105, 84, 63, 42, 21 m over 1,836 m.
    with_many = load("beijing-2011", settings=["economy.private.eligible_funds=25"])
    found = [promised(with_many.economy, with_many.policy, 0.0, year) for year in range(7)]
    assert found == [(pytest.approx(one, abs=1e-9), 0.0) for one in (0.03, 0.03, 0.03, 42 / 1836, 21 / 1836, 0.0, 0.0)]
    # only the private three quarters are subsidised, but the money is what it is
    assert promised(with_many.economy, with_many.policy, 0.25, 0)[0] == pytest.approx(0.0225)
    assert promised(with_many.economy, with_many.policy, 0.25, 3)[0] == pytest.approx(0.0225)
    assert promised(with_many.economy, with_many.policy, 0.25, 4)[0] == pytest.approx(21 / 1836)


def test_a_managers_yearly_cap_and_a_floor_under_growth_count() -> None:
    settings = ["policy.risk_subsidy.cap_per_manager_year=0.3e6", "policy.budget.yearly=[210e6, 0]"]
    settings.append("economy.private.eligible_funds=1")
    capped = load("beijing-2011", settings=settings)
    assert promised(capped.economy, capped.policy, 0.0, 0)[0] == pytest.approx(1.5 / 73.44)  # five years of it
    assert promised(capped.economy, capped.policy, 0.0, 1)[0] == 0.0
    floor = load("beijing-2011", settings=[*settings, "policy.budget.growth_floor=0.0"])
    assert promised(floor.economy, floor.policy, 0.0, 1)[0] == pytest.approx(1.5 / 73.44)


def test_the_compensation_promised_stays_within_its_money() -> None:
    small = book("loss_compensation", loss_compensation={"rate_by_stage": [0.6] * 5})
    rich, poor = (
        Policy.model_validate(small.model_dump() | {"budget": small.budget.model_copy(update={"yearly": (yuan,)})})
        for yuan in (1e9, 1e6)
    )
    assert compensation_per_yuan(economy(), rich, 0.0) > 0.1
    assert compensation_per_yuan(economy(None, {}), poor, 0.0) == pytest.approx(1 / 73.44)
    assert compensation_per_yuan(economy(None, {}), poor, 0.0, 1) == 0.0


def test_each_year_of_the_plan_has_its_grid_and_one_holds_after_it() -> None:
    scenario = load("beijing-2011", settings=["economy.private.eligible_funds=25"])
    tables = Prospectus(scenario.economy, scenario.policy, RATES, 734_211)
    at_quarter = [uplifts[-1] for uplifts in tables.by_year]
    assert len(at_quarter) == 6
    assert at_quarter[0] == at_quarter[1] == at_quarter[2] > at_quarter[4] > at_quarter[5]
    assert at_quarter[3] == at_quarter[2]
    assert tables.uplifts == tables.by_year[0]
    assert len(Prospectus(SHIPPED, Policy(), RATES, 734_211).by_year) == 1


def guarantee(**terms: Any) -> Policy:
    return book("loss_guarantee", loss_guarantee={"rate": 0.7, "scope": "all", **terms})


def test_a_guarantee_pays_seven_tenths_of_the_loss_when_the_fund_ends() -> None:
    flows = [0.5 * back - put for put, back in zip(IN, OUT, strict=True)]
    flows[9] += 0.7 * 0.5
    assert partners_irr(economy(0.5), guarantee(), 0.0, 0.0) == pytest.approx(rate_of(flows), abs=1e-9)


def test_the_guarantees_cap_is_set_against_the_median_fund() -> None:
    flows = [0.5 * back - put for put, back in zip(IN, OUT, strict=True)]
    flows[9] += 0.1
    capped = guarantee(cap_per_fund=0.1 * SHIPPED.managers.target_median)
    assert partners_irr(economy(0.5), capped, 0.0, 0.0) == pytest.approx(rate_of(flows), abs=1e-9)


def test_a_guarantee_does_nothing_for_funds_that_gain_and_little_more_where_few_lose() -> None:
    assert partners_irr(economy(2.0), guarantee(), 0.0, 0.0) == reference_irr(economy(2.0))
    assert partners_irr(SHIPPED, guarantee(), 0.0, 0.0) > reference_irr(SHIPPED)


def test_a_guarantee_for_sub_funds_alone_promises_nothing_without_public_equity() -> None:
    policy = guarantee(scope="sub_funds")
    assert partners_irr(economy(0.5), policy, 0.0, 0.0) == reference_irr(economy(0.5))
    assert partners_irr(economy(0.5), policy, 0.25, 0.0) > reference_irr(economy(0.5))


def test_what_the_public_line_hands_on_lowers_the_loss_that_is_guaranteed_once() -> None:
    # .8 for one yuan: the senior public quarter takes .25 as capital first, its preferred return goes to the partners,
    # by a cap or as a concession. Partners: .75 in, .8 - .25 = .55 back, .7 of the .20 lost guaranteed.
    first = 0.25
    flows = []
    for put, back in zip(IN, OUT, strict=True):
        capital = min(first, 0.8 * back)
        first -= capital
        flows.append(0.8 * back - capital - 0.75 * put)
    flows[9] += 0.7 * 0.20
    for handing_on in ({"return_cap": {"enabled": True}}, {"concession": [{"hurdle": 0.0, "share": 1.0}]}):
        equity = {"share_cap": 0.25, "terms": {"public_senior": True, "preferred_rate": 0.3}, **handing_on}
        policy = Policy.model_validate({**guarantee().model_dump(), "stage_equity": equity})
        assert partners_irr(economy(0.8), policy, 0.25, 0.0) == pytest.approx(rate_of(flows), abs=1e-9)


def test_no_yuan_is_made_good_twice() -> None:
    rules = {"rate_by_stage": [1.0] * 5}
    budget = {"yearly": [2e9], "loss_guarantee_share": 0.5, "loss_compensation_share": 0.5}
    both = Policy.model_validate(
        {"budget": budget, "loss_compensation": rules, "loss_guarantee": {"rate": 1.0, "scope": "all"}}
    )
    flows = [0.9 * back - put for put, back in zip(IN, OUT, strict=True)]
    per_yuan = compensation_per_yuan(economy(), both, 0.0)
    assert per_yuan > 0.1  # more than the tenth that is lost
    for year in range(5):
        flows[year + 3] += per_yuan * IN[year]
    assert partners_irr(economy(0.9), both, 0.0, 0.0) == pytest.approx(rate_of(flows), abs=1e-9)


@pytest.mark.parametrize(
    "policy",
    [
        Policy.model_validate({"loss_compensation": {"rate_by_stage": [0.6] * 5}}),
        Policy.model_validate({"loss_guarantee": {"rate": 0.7, "scope": "all"}}),
        book("loss_compensation"),
        book("loss_guarantee"),
    ],
)
def test_promises_without_money_and_money_without_promises_change_nothing(policy: Policy) -> None:
    assert math.isclose(partners_irr(SHIPPED, policy, 0.0, 0.0), reference_irr(SHIPPED), abs_tol=0.0, rel_tol=0.0)
