"""The sign of every behavioural parameter, on paired draws of the village: what more of it must raise or lower.

Each row sets one parameter low and high and compares one number summed over the same replications. The other settings
of a row make the parameter matter (an option to exercise, a deadline, a burden to weigh). A sign that a careful reader
would expect but that does not hold stands at the end, marked, with the reason.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from sim.engine.reference import simulate
from sim.ledger.history import NEVER, History
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parent.parent / "village.toml"
REPLICATIONS = range(4)
MANY = ("economy.managers.slots=12", "policy.budget.yearly=[60e6, 60e6, 60e6]")
CHOOSE = (
    *MANY,
    "economy.managers.response=1",
    "economy.managers.burden_share=0.02",
)
LATE = (*MANY, "horizon_years=17", "economy.company.trade_sale_multiple=4.0")  # every fund has ended
OPTION = (*MANY, "economy.company.trade_sale_multiple=4.0", "policy.stage_equity.at_deadline.rule=option_only")
SALE = (*MANY, "policy.stage_equity.option.enabled=false", "policy.stage_equity.at_deadline.first_refusal=false")
PICKY = (*MANY, "policy.risk_subsidy.rate=0.3", "economy.managers.bar=2.2", "policy.budget.risk_subsidy_share=0.4",
         "policy.budget.co_investment_share=0.1", "policy.risk_subsidy.cap_per_manager_year=0.0")  # fmt: skip
ANSWERS = (*MANY, "economy.managers.funds_each=3", "economy.managers.last_marketing_year=8.0", "horizon_years=9",
           "policy.tolerance.single_deal=0.0")  # fmt: skip


@cache
def village(*sets: str) -> Scenario:
    return load(VILLAGE, settings=sets)


@cache
def run(replication: int, *sets: str) -> History:
    return simulate(village(*sets), replication)


def private_money(history: History) -> float:
    return sum(fund.private_fen for fund in history.funds)


def private_beside_public(history: History) -> float:
    return sum(fund.private_fen for fund in history.funds if fund.public_fen)


def public_money(history: History) -> float:
    return sum(fund.public_fen for fund in history.funds)


def funds_set_up(history: History) -> float:
    return sum(fund.set_up != NEVER for fund in history.funds)


def invested(history: History) -> float:
    return sum(fund.invested_fen for fund in history.funds)


def invested_early(history: History) -> float:
    return sum(fund.early_fen for fund in history.funds)


def seed_prices(history: History) -> float:
    """Mean pre-money value over round size of seed rounds: the price of what a seed round sells."""
    seeds = [one for one in history.rounds if one.stage == 0]
    return sum(one.pre_money_fen / one.size_fen for one in seeds) / len(seeds)


def companies_funded(history: History) -> float:
    return sum(one.funded != NEVER for one in history.companies)


def bought_by_option(history: History) -> float:
    return sum(one.route == "option" for one in history.positions)


def sold_at_auction(history: History) -> float:
    return sum(one.route == "secondary" and one.instrument == "stage_equity" for one in history.positions)


def auction_proceeds(history: History) -> float:
    return sum(
        one.proceeds_fen for one in history.positions if one.route == "secondary" and one.instrument == "stage_equity"
    )


def applicants(history: History) -> float:
    return sum(fund.applied != NEVER for fund in history.funds)


def applicants_skill(history: History) -> float:
    """Mean skill of those who apply, 0 (that of everybody) where nobody does."""
    found = [fund.skill for fund in history.funds if fund.applied != NEVER]
    return sum(found) / len(found) if found else 0.0


def skill_pays(history: History) -> float:
    """Quality led by managers above average skill less quality led by those below, at the seed round."""
    quality = {one.slot: one.quality for one in history.achievements}
    skill = {fund.name: fund.skill for fund in history.funds}
    sides: tuple[list[float], list[float]] = ([], [])
    for one in history.rounds:
        if one.stage == 0 and one.lead in skill:
            sides[skill[one.lead] > 0.0].append(quality[one.company])
    return sum(sides[1]) / max(1, len(sides[1])) - sum(sides[0]) / max(1, len(sides[0]))


def term_sales(history: History) -> float:
    """What funds get for the rest at their end."""
    return sum(
        one.proceeds_fen for one in history.positions if one.instrument == "fund_holding" and one.route == "secondary"
    )


def released(history: History) -> float:
    """Public commitments freed, fen."""
    p = history.postings
    return float(p.rows["fen"][p.rows["kind"] == p.kinds.index("release")].sum())


def days_of_funds(history: History) -> float:
    """Days from first close to the end, of funds that have ended."""
    return float(sum(fund.ended - fund.set_up for fund in history.funds if fund.ended >= 0))


def quality_kept(history: History) -> float:
    """Mean quality of companies that had a first round and were not lost, less that of those lost."""
    quality = {one.slot: one.quality for one in history.achievements}
    kept = [
        quality[one.slot] for one in history.companies if one.funded != NEVER and one.end not in ("failed", "no_money")
    ]
    lost = [quality[one.slot] for one in history.companies if one.funded != NEVER and one.end in ("failed", "no_money")]
    return sum(kept) / max(1, len(kept)) - sum(lost) / max(1, len(lost))


def first_timers_approved(history: History) -> float:
    return sum(fund.number == 0 and fund.approved != NEVER for fund in history.funds)


def taken_over(history: History) -> float:
    return sum(one.taken_over != NEVER for one in history.achievements)


def quality_funded(history: History) -> float:
    """Mean quality of the companies that funds led."""
    quality = {one.slot: one.quality for one in history.achievements}
    led = {one.company for one in history.rounds if one.stage == 0 and one.lead != "outside"}
    return sum(quality[slot] for slot in led) / max(1, len(led))


@dataclass(frozen=True)
class Sign:
    """More of ``key`` (under ``economy.``) moves ``measure`` up (1) or down (-1)."""

    key: str
    low: object
    high: object
    measure: Callable[[History], float]
    sign: int
    sets: tuple[str, ...] = MANY


SIGNS = (
    Sign("private.fill_median", 0.5, 0.9, funds_set_up, 1),
    Sign("private.response", 0.0, 30.0, private_money, 1),
    Sign("private.displacement", 0.0, 0.6, private_beside_public, -1, (*MANY, "economy.private.fill_median=0.9")),
    Sign("rounds.heat_elasticity", 0.0, 0.35, seed_prices, 1, (*MANY, "economy.rounds.heat_reference=40e6")),
    Sign("rounds.heat_elasticity", 0.0, 0.35, invested, -1, (*MANY, "economy.rounds.heat_reference=40e6")),
    Sign("rounds.outside_ready", [0.0] * 5, [0.5] * 5, companies_funded, 1),
    Sign("managers.bar", 1.2, 2.0, invested, -1),
    Sign("managers.subsidy_weight", 0.0, 1.0, invested_early, 1, PICKY),
    Sign("managers.signal_noise", 0.3, 2.0, quality_funded, -1),
    Sign("exercise.threshold", 1.0, 2.0, bought_by_option, -1, OPTION),
    Sign("exercise.liquid", 0.2, 1.0, bought_by_option, 1, OPTION),
    Sign("exercise.discount_rate", 0.05, 0.4, bought_by_option, -1, OPTION),
    Sign("exercise.value_noise", 0.0, 0.8, bought_by_option, 1, (*OPTION, "economy.exercise.threshold=3.0")),
    Sign("exercise.distribution_trigger", 0.05, 5.0, bought_by_option, -1, OPTION),
    Sign("exercise.auction_discount", 0.4, 1.2, sold_at_auction, 1, SALE),
    Sign("exercise.auction_discount", 0.4, 1.2, auction_proceeds, 1,
         (*SALE, "policy.stage_equity.at_deadline.floor=none")),
    Sign("exercise.auction_sigma", 0.0, 1.0, sold_at_auction, 1, SALE),
    Sign("managers.response", 0, 1, applicants, -1, CHOOSE),
    Sign("managers.burden_share", 0.0, 0.06, applicants, -1, CHOOSE),
    Sign("managers.burden_share_skill", 0.0, 0.03, applicants_skill, -1, CHOOSE),
    Sign("managers.burden_share_duty", 0.0, 0.02, applicants, -1,
         (*CHOOSE, "policy.stage_equity.duty.local_multiple=1.5")),
    Sign("managers.gain_weight", 0.0, 1.0, invested_early, 1, (*PICKY, "policy.co_investment.gain_share=1.0")),
    Sign("managers.early_reluctance", 0.0, 5.0, public_money, -1,
         (*MANY, "policy.stage_equity.early_cap=0.4", "policy.stage_equity.early_bound=0.7",
          "policy.stage_equity.share_cap=0.2", "policy.stage_equity.cap_per_fund=0.0",
          "policy.stage_equity.not_largest=false", "economy.private.fill_median=0.6")),
    Sign("managers.officer_caution", 0.0, 4.0, first_timers_approved, -1, ANSWERS),
    Sign("managers.skill_on_noise", 0.0, 1.0, skill_pays, 1, (*MANY, "economy.managers.signal_noise=2.0")),
    Sign("private.eligible_funds", 1.0, 40.0, private_money, -1, (*MANY, "policy.risk_subsidy.rate=0.3")),
    Sign("rounds.managers_asked", 1, 12, companies_funded, 1,
         (*MANY, "economy.rounds.outside_ready=[0.0,0.0,0.0,0.0,0.0]")),
    Sign("fund.sale_discount", 0.3, 1.0, term_sales, 1),
    Sign("fund.nav_ageing", 0.0, 0.3, term_sales, -1),
    Sign("fund.reduce_below", 0.0, 0.8, released, 1),
    Sign("fund.extension_weights", "[1.0,0.0,0.0,0.0,0.0,0.0]", "[0.0,0.0,0.0,0.0,0.0,1.0]", days_of_funds, 1, LATE),
    Sign("company.quality_on_odds", 0.0, 1.0, quality_kept, 1),
    Sign("pipeline.takeover_share", 0.0, 1.0, taken_over, 1),
)  # fmt: skip


def summed(sign: Sign, value: object) -> float:
    total = 0.0
    for replication in REPLICATIONS:
        total += sign.measure(run(replication, *sign.sets, f"economy.{sign.key}={value}"))
    return total


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: f"{sign.key}-{sign.measure.__name__}")
def test_more_of_a_behavioural_parameter_moves_its_number_the_right_way(sign: Sign) -> None:
    assert sign.sign * (summed(sign, sign.high) - summed(sign, sign.low)) > 0.0


@pytest.mark.xfail(
    strict=True,
    reason="deep in the money an error only hinders: at the usual threshold most decisions lie "
    "there, and noise lowers the number of purchases; it raises it where the option is out of the money",
)
def test_noise_in_the_partners_valuation_makes_them_buy_more_often() -> None:  # fmt: skip
    sign = Sign("exercise.value_noise", 0.0, 0.8, bought_by_option, 1, OPTION)
    assert summed(sign, 0.8) > summed(sign, 0.0)


def test_a_subsidy_counted_in_full_raises_early_investment_now_that_the_bar_binds() -> None:  # fmt: skip
    sign = Sign("managers.subsidy_weight", 0.0, 1.0, invested_early, 1, (*MANY, "policy.risk_subsidy.rate=0.3"))
    assert summed(sign, 1.0) > summed(sign, 0.0)
