"""What a manager expects of its own fund, a yuan of commitments: fees, carry, concession and gain share by hand."""

import math

import pytest

from sim.decisions.prospectus import Prospectus, manager_gain, manager_income
from sim.scenario.economy_schema import Economy
from sim.scenario.policy_schema import Policy
from tests.decisions.test_prospectus import NO_TERMS, OUT, RATES, economy

INVESTABLE = 0.9 / 1.064  # test_calls_add_up_to_the_commitments_with_fees
# 2 % of commitments for five years, then of the cost still held
FEES = [0.02] * 5 + [0.02 * INVESTABLE * held for held in (1.0, 0.9, 0.7, 0.4, 0.2)]
PROFIT = 3.0 * INVESTABLE - 1.0
PLAIN = {"gain_share": 0.5, "ratio": 0.4, "last_stage": 1, "local_only": True, "no_double_support": False}


def test_without_carry_a_manager_earns_its_fees_discounted() -> None:
    found = manager_income(economy({"carry": 0.0}, discount_rate=0.15), Policy(), 0.25)
    assert found == pytest.approx(math.fsum(fee * 1.15**-year for year, fee in enumerate(FEES)), rel=1e-3)


@pytest.mark.parametrize("share", [0.0, 0.25])
def test_undiscounted_carry_is_a_fifth_of_the_profit(share: float) -> None:
    found = manager_income(economy(multiple=3.0, discount_rate=0.0), Policy(), share)
    assert found == pytest.approx(math.fsum(FEES) + 0.2 * PROFIT)


def test_a_concession_to_the_manager_comes_on_top_and_grows_with_the_public_share() -> None:
    ladder = [{"hurdle": 0.0, "share": 0.5, "to": "manager"}]
    policy = Policy.model_validate({"stage_equity": {"share_cap": 0.5, "concession": ladder}})
    certain = economy(multiple=3.0, discount_rate=0.0)
    for share in (0.0, 0.25, 0.5):
        more = manager_income(certain, policy, share) - manager_income(certain, Policy(), share)
        assert more == pytest.approx(0.5 * share * 0.8 * PROFIT)


def test_the_gain_share_is_reckoned_on_what_can_be_co_invested_and_paid() -> None:
    certain = economy(NO_TERMS, multiple=3.0, discount_rate=0.0)
    rich = {"yearly": [1e9] * 5, "co_investment_share": 1.0}
    policy = Policy.model_validate({"co_investment": PLAIN, "budget": rich})
    # deals before A are .15 + .35 of a fund, .60 of them local; .4 of public money follows each yuan, its gain is 2
    assert manager_gain(certain, policy, 0) == pytest.approx(0.5 * (0.50 * 0.60 * 0.4) * 2.0)
    assert manager_gain(certain, policy, 5) == 0.0  # the plan has run out
    slow = manager_gain(economy(NO_TERMS, multiple=3.0, discount_rate=0.15), policy, 0)
    assert slow == pytest.approx(0.12 * math.fsum(out * 1.15**-year for year, out in enumerate(OUT)), rel=1e-3)
    assert manager_gain(economy(NO_TERMS, multiple=0.8), policy, 0) == 0.0
    unpaid = Policy.model_validate({"co_investment": {**PLAIN, "gain_share": 0.0}, "budget": rich})
    assert manager_gain(certain, unpaid, 0) == 0.0


@pytest.mark.parametrize("response", [0, 1])
def test_only_managers_who_respond_are_told(response: int) -> None:
    values = economy().model_dump()
    values["managers"]["response"] = response
    told = Prospectus(Economy.model_validate(values), Policy(), RATES, 734_211)
    assert (told.incomes[0] > 0.0) == bool(response)
