"""Public money in step with progress: who pays first, when it catches up, and that money is conserved."""

from functools import cache
from pathlib import Path

import pytest

from sim.decisions.prospectus import partners_irr
from sim.engine.reference import simulate
from sim.ledger.history import Fund, History
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parents[2] / "village.toml"
HELD = (  # the public stays to the end, so that every call is shared
    "policy.budget.yearly=[200e6, 200e6]",
    "policy.stage_equity.option.enabled=false",
    "policy.stage_equity.maximum_holding_years=0.0",
    "policy.stage_equity.at_deadline.rule=hold_to_term",
)
STEPS = ("policy.budget.staging.tranches=[0.1, 0.4, 0.5]", "policy.budget.staging.progress=0.85")
NEVER_IN_STEP = ("policy.budget.staging.tranches=[0.3, 0.7]", "policy.budget.staging.progress=1.0")


@cache
def village(*sets: str) -> Scenario:
    return load(VILLAGE, settings=(*HELD, *sets))


@cache
def run(replication: int, *sets: str) -> History:
    return simulate(village(*sets), replication)


def calls(history: History, fund: Fund) -> list[tuple[int, int, int]]:
    """(public, private, manager) fen of each day with calls, in order of days."""
    p, by_day = history.postings, {}
    for row in p.rows:
        if p.kinds[row["kind"]] == "capital_call" and p.accounts[row["debit"]] == f"{fund.name}:cash":
            payer = p.accounts[row["credit"]]
            line = 0 if payer.startswith("guidance") else 2 if payer.startswith("manager") else 1
            parts = by_day.setdefault(int(row["day"]), [0, 0, 0])
            parts[line] += int(row["fen"])
    return [(a, b, c) for a, b, c in (by_day[day] for day in sorted(by_day))]


def sub_funds(history: History) -> list[Fund]:
    return [fund for fund in history.funds if fund.public_fen]


@pytest.mark.parametrize("replication", range(3))
def test_one_tranche_changes_nothing_whatever_the_progress(replication: int) -> None:
    plain = run(replication).postings.digest()
    assert run(replication, "policy.budget.staging.progress=0.9").postings.digest() == plain


@pytest.mark.parametrize("replication", range(3))
def test_a_fund_that_is_always_in_step_is_paid_as_if_there_were_no_tranches(replication: int) -> None:
    """Progress 0 asks for nothing: once money has been drawn each tranche is there when it is needed."""
    sets = ("policy.budget.staging.tranches=[0.5, 0.5]", "policy.budget.staging.progress=0.0")
    assert run(replication, *sets).postings.digest() == run(replication).postings.digest()


def test_the_others_pay_first_and_the_public_catches_up() -> None:
    behind = caught = 0
    for replication in range(4):
        history = run(replication, *STEPS)
        for fund in sub_funds(history):
            public = called = 0
            total = fund.public_fen + fund.private_fen + fund.manager_fen
            late = False
            for parts in calls(history, fund):
                public += parts[0]
                called += sum(parts)
                due = fund.public_fen * called / total
                assert public <= due + 2
                if public < due - 100:
                    behind += not late
                    late = True
                elif late:
                    caught += 1
                    late = False
    assert behind >= 1
    assert caught >= 1


def test_out_of_step_the_public_pays_its_first_tranche_and_the_others_the_rest() -> None:
    """With fees to pay no fund has invested all it drew, so the second tranche never comes."""
    bound = 0
    for replication in range(4):
        history = run(replication, *NEVER_IN_STEP)
        for fund in sub_funds(history):
            paid = [sum(parts[line] for parts in calls(history, fund)) for line in range(3)]
            assert paid[1] <= fund.private_fen
            assert paid[2] <= fund.manager_fen
            assert paid[0] <= 0.3 * fund.public_fen + 1 or paid[1] == fund.private_fen
            bound += abs(paid[0] - 0.3 * fund.public_fen) <= 1
    assert bound >= 3


@pytest.mark.parametrize("replication", range(12))
def test_held_back_money_is_never_invested_twice(replication: int) -> None:
    """Nobody is called beyond a commitment and sources equal uses in every fund."""
    history = run(replication, *NEVER_IN_STEP)
    p = history.postings
    for fund in sub_funds(history):
        paid = sum(sum(parts) for parts in calls(history, fund))
        assert paid == fund.drawn_fen <= 0.3 * fund.public_fen + fund.private_fen + fund.manager_fen + 1
    cash: dict[str, int] = {}
    for row in p.rows:
        cash[p.accounts[row["debit"]]] = cash.get(p.accounts[row["debit"]], 0) + int(row["fen"])
        cash[p.accounts[row["credit"]]] = cash.get(p.accounts[row["credit"]], 0) - int(row["fen"])
    assert sum(cash.values()) == 0


def test_partners_expect_less_when_they_must_pay_before_the_public() -> None:
    """On the prospectus path the first call is 24 % of the fund, the public's first tranche a tenth of its part."""
    base, staged = village(), village(*STEPS)
    rates = [partners_irr(s.economy, s.policy, 0.25, 0.06) for s in (base, staged)]
    assert rates[1] < rates[0]
    neutral = village("policy.budget.staging.progress=0.9")
    assert partners_irr(neutral.economy, neutral.policy, 0.25, 0.06) == rates[0]


def test_without_fees_a_fund_is_in_step_and_the_tranches_do_not_matter_to_partners() -> None:
    """All drawn money is invested at once; only the very first call may fall short of the first tranche of 30 %."""
    sets = ("economy.fund.fee_rate=0.0", "policy.budget.staging.tranches=[0.3, 0.7]")
    plain, staged = village(sets[0]), village(*sets, "policy.budget.staging.progress=1.0")
    assert partners_irr(plain.economy, plain.policy, 0.25, 0.06) == pytest.approx(
        partners_irr(staged.economy, staged.policy, 0.25, 0.06), abs=1e-12
    )
