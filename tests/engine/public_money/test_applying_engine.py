"""Managers who weigh public money against its trouble, officers who answer for losses: selection on paired draws."""

from collections import defaultdict

import pytest

from sim.ledger.history import NEVER
from sim.measures.reduce import reduce_history
from tests.villages import run, village

TWENTY = ("economy.managers.slots=20", "policy.budget.yearly=[60e6, 60e6, 60e6]")
RECORDS = (
    *TWENTY, "economy.managers.funds_each=3", "economy.managers.last_marketing_year=9.0",
    "policy.budget.yearly=[30e6, 30e6, 30e6, 30e6, 30e6, 30e6, 30e6, 30e6, 30e6]",
    "policy.budget.recycle_until_year=10.0",
)  # fmt: skip


def choosing(burden: float, per_skill: float = 0.0, *sets: str) -> tuple[str, ...]:
    return (
        *TWENTY, "economy.managers.response=1", f"economy.managers.burden_share={burden}",
        f"economy.managers.burden_share_skill={per_skill}", *sets,
    )  # fmt: skip


def skills(*sets: str) -> list[float]:
    """Skills of the applicants of five replications."""
    return [fund.skill for r in range(5) for fund in run(r, *sets).funds if fund.applied != NEVER]


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


@pytest.mark.parametrize("replication", range(3))
def test_managers_who_do_not_choose_apply_whatever_the_burden(replication: int) -> None:
    plain = run(replication, *TWENTY).postings.digest()
    assert run(replication, *TWENTY, "economy.managers.burden_share=0.5").postings.digest() == plain


@pytest.mark.parametrize("replication", range(3))
def test_a_burden_nobody_feels_keeps_nobody_away(replication: int) -> None:
    assert run(replication, *choosing(-1.0)).postings.digest() == run(replication, *TWENTY).postings.digest()


@pytest.mark.parametrize("replication", range(3))
def test_a_burden_nobody_bears_leaves_the_world_without_stage_equity(replication: int) -> None:
    """Nobody applies, nobody waits for a call: the funds are those of a rule book whose cap is nothing."""
    kept_away = run(replication, *choosing(1.0, 0.0, "policy.risk_subsidy.rate=0.0"))
    none = run(
        replication, *TWENTY, "policy.risk_subsidy.rate=0.0", "policy.stage_equity.share_cap=0.0",
        "policy.stage_equity.option.enabled=false",
    )  # fmt: skip
    assert [(f.name, f.set_up, f.private_fen, f.public_fen) for f in kept_away.funds] == [
        (f.name, f.set_up, f.private_fen, f.public_fen) for f in none.funds
    ]
    assert kept_away.counters["stayed_away"] == len(kept_away.funds)


def test_who_stays_away_would_gain_less_than_its_burden() -> None:
    found = 0
    for replication in range(5):
        history = run(replication, *choosing(0.02, 0.01))
        skill = {fund.name: fund.skill for fund in history.funds}
        for step in history.story:
            if step.what == "fund.stayed_away":
                assert float(step.facts["income"]) <= 0.02 + 0.01 * max(0.0, skill[step.about[0]]) + 1e-12
                found += 1
    assert found >= 5


def test_even_terms_draw_those_who_would_close_small_or_not_at_all() -> None:
    """Pari passu money brings no partner a better return; it fills funds, and those that fill themselves stay away."""
    even = choosing(0.02, 0.0, "policy.stage_equity.option.enabled=false", "policy.risk_subsidy.rate=0.0",
                    "policy.stage_equity.liquidation_preference=false")  # fmt: skip
    filled: tuple[list[float], list[float]] = ([], [])
    for replication in range(8):
        alone = run(replication, *even, "policy.stage_equity.share_cap=0.0")
        first = {one.fund: one.private_fen for one in alone.attempts if one.attempt == 0}
        for fund in run(replication, *even).funds:
            if fund.name in first:
                filled[fund.applied != NEVER].append(first[fund.name] / fund.target_fen)
    assert len(filled[0]) >= 10
    assert len(filled[1]) >= 10
    assert mean(filled[1]) < mean(filled[0]) - 0.1


def test_the_mean_skill_of_applicants_falls_as_the_burden_grows_with_skill() -> None:
    found = [mean(skills(*choosing(0.02, per_skill))) for per_skill in (0.0, 0.01, 0.03)]
    assert found == sorted(found, reverse=True)
    assert found[-1] < found[0] - 0.1


@pytest.mark.parametrize(
    ("to_manager", "more"),
    [
        (('policy.stage_equity.concession=[{hurdle=0.0, share=0.8, to="manager"}]',), 1),
        (("policy.co_investment.no_double_support=true", "policy.co_investment.gain_share=1.0"), -1),
    ],
)
def test_what_managers_are_given_with_public_money_raises_applications_and_removed_lowers_them(
    to_manager: tuple[str, ...], more: int
) -> None:
    """A gain share that only funds without public money may have is given for staying away."""
    with_it, without = (len(skills(*choosing(0.025, 0.0, *sets))) for sets in (to_manager, ()))
    assert more * (with_it - without) > 0
    away = [len(skills(*TWENTY, *sets)) for sets in (to_manager, ())]
    assert away[0] == pytest.approx(away[1], abs=3)  # without a response concessions move nobody of their own accord


def test_a_duty_to_invest_locally_keeps_managers_away_in_proportion() -> None:
    base = choosing(0.01, 0.005, "economy.managers.burden_share_duty=0.01")
    counts = [len(skills(*base, f"policy.stage_equity.duty.local_multiple={m}")) for m in (0.0, 1.0, 2.0, 4.0)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


# ---- officers ----------------------------------------------------------------------------------------------------


def newcomers(*sets: str) -> int:
    return sum(f.number == 0 and f.approved != NEVER for r in range(4) for f in run(r, *RECORDS, *sets).funds)


@pytest.mark.parametrize("replication", range(3))
def test_full_tolerance_makes_caution_harmless(replication: int) -> None:
    plain = run(replication, *RECORDS).postings.digest()
    assert run(replication, *RECORDS, "economy.managers.officer_caution=9.0").postings.digest() == plain


@pytest.mark.parametrize("replication", range(2))
def test_an_officer_without_caution_does_not_mind_the_rules(replication: int) -> None:
    sets = (
        "economy.managers.officer_caution=0.0",
        "policy.tolerance.single_deal=0.0",
        "policy.tolerance.portfolio=0.0",
    )
    assert run(replication, *RECORDS, *sets).postings.digest() == run(replication, *RECORDS).postings.digest()


def test_loosening_the_tolerance_of_single_losses_lets_first_time_managers_in() -> None:
    counts = [newcomers(f"policy.tolerance.single_deal={share}") for share in (0.0, 0.8, 1.0)]
    assert counts == sorted(counts)
    assert counts[0] == 0 < counts[-1]


def test_loosening_the_tolerance_of_portfolio_losses_lets_first_time_managers_in() -> None:
    counts = [newcomers(f"policy.tolerance.portfolio={share}") for share in (0.0, 0.3, 1.0)]
    assert counts == sorted(counts)
    assert counts[0] == 0 < counts[1] < counts[2]


def test_whoever_is_refused_for_its_record_had_too_few_profitable_exits() -> None:
    refused = 0
    for replication in range(3):
        history = run(replication, *RECORDS, "policy.tolerance.single_deal=0.0")
        manager = {fund.name: fund for fund in history.funds}
        exits: dict[int, list[int]] = defaultdict(list)
        for q in history.positions:
            if q.instrument == "fund_holding" and q.route in ("listing", "trade_sale") and q.proceeds_fen > q.cost_fen:
                exits[manager[q.holder].manager].append(q.exit_day)
        for step in history.story:
            if step.what in ("fund.refused_record", "fund.approved"):
                fund = manager[step.about[0]]
                record = sum(0 <= day <= fund.applied for day in exits[fund.manager])
                assert (record < 2) == (step.what == "fund.refused_record")
                refused += record < 2
    assert refused >= 5


def test_at_a_call_newcomers_get_at_most_the_tolerated_share_of_what_is_offered() -> None:
    bound = 0
    for replication in range(3):
        history = run(replication, *RECORDS, "policy.tolerance.portfolio=0.3")
        purse = {s.day: s.amount_fen for s in history.story if s.what == "guidance_fund.call"}
        number = {fund.name: fund.number for fund in history.funds}
        given: dict[int, int] = defaultdict(int)
        for step in history.story:
            if step.what == "fund.approved" and number[step.about[0]] == 0:
                given[step.day] += step.amount_fen
        for day, amount in given.items():
            assert amount <= 0.3 * purse[day]
            bound += amount > 0.29 * purse[day]
    assert bound >= 1


def test_the_breach_of_tolerance_counts_stakes_left_with_a_larger_loss() -> None:
    shares = []
    for limit in (0.0, 0.3, 1.0):
        sets = (*TWENTY, f"policy.tolerance.portfolio={limit}", "economy.managers.officer_caution=0.0")
        over = left = 0
        for replication in range(3):
            history = run(replication, *sets)
            found = reduce_history(history, village(*sets)).parts["fund.tolerance_breach"]
            gone = [q for q in history.positions if q.instrument == "stage_equity" and q.exit_day >= 0 and q.cost_fen]
            losses = [1 - q.proceeds_fen / q.cost_fen for q in gone]
            assert found == (sum(loss > limit for loss in losses), len(gone))
            over, left = over + found[0], left + found[1]
        shares.append(over / left)
    assert shares[0] > shares[2] == 0.0
    assert shares[0] >= shares[1] >= shares[2]
