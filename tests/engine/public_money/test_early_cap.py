"""A higher public share for funds that promise to invest early (财建[2011]668号): who promises, what is owed."""

from functools import cache
from pathlib import Path

import pytest

from sim.decisions.applying import binds
from sim.engine.reference import simulate
from sim.ledger.auditor import audit_or_raise
from sim.ledger.history import Fund, History
from sim.scenario.errors import BadInput
from sim.scenario.files import load

VILLAGE = Path(__file__).parents[2] / "village.toml"
EQUITY = "policy.stage_equity."
RELUCTANCE = "economy.managers.early_reluctance="
MONEY = (
    "policy.budget.yearly=[90e6, 90e6, 90e6]",
    "policy.budget.stage_equity_share=1.0",
    "policy.budget.co_investment_share=0.0",
    "policy.budget.risk_subsidy_share=0.0",
    EQUITY + "share_cap=0.2",
    EQUITY + "cap_per_fund=0.0",
    EQUITY + "not_largest=false",
    "economy.private.fill_median=0.6",
)
CAP = (EQUITY + "early_cap=0.4", EQUITY + "early_bound=0.7")
EAGER, NEVER_SO = (*CAP, RELUCTANCE + "0.0"), (*CAP, RELUCTANCE + "5.0")
REPLICATIONS = range(6)


@cache
def run(replication: int, *sets: str) -> History:
    history = simulate(load(VILLAGE, settings=(*MONEY, *sets)), replication, tell=True)
    audit_or_raise(history.postings)
    return history


def digest(replication: int, *sets: str) -> str:
    return run(replication, *sets).postings.digest().hex()


def bound(history: History) -> dict[str, int]:
    return {step.about[0]: step.amount_fen for step in history.story if step.what == "fund.bound_early"}


def public_share(fund: Fund) -> float:
    return fund.public_fen / (fund.public_fen + fund.private_fen + fund.manager_fen)


def test_a_manager_binds_itself_only_for_a_larger_fund() -> None:
    # 100 without; a promise of 0.7 at a reluctance of 0.1 asks for more than 107
    assert not binds(100.0, 107.0, 0.1, 0.7)
    assert binds(100.0, 107.1, 0.1, 0.7)
    assert not binds(100.0, 100.0, 0.0, 0.7)


def test_without_the_cap_or_where_nobody_wants_it_nothing_changes_to_the_fen() -> None:
    for replication in range(3):
        assert digest(replication, *NEVER_SO) == digest(replication)
        assert digest(replication, RELUCTANCE + "0.0") == digest(replication)


def test_bound_funds_hold_more_than_the_ordinary_share_and_no_more_than_their_own_cap() -> None:
    found = 0
    for replication in REPLICATIONS:
        history = run(replication, *EAGER)
        mine = bound(history)
        for fund in history.funds:
            if fund.set_up >= 0 and fund.public_fen:
                assert (public_share(fund) > 0.2) == (fund.name in mine)
                assert public_share(fund) <= 0.4
        found += len(mine)
    assert found >= 3


def test_the_promise_is_followed_and_tested_in_bound_funds_alone() -> None:
    def early(*sets: str) -> float:
        funds = [fund for r in REPLICATIONS for fund in run(r, *sets).funds if fund.name in bound(run(r, *EAGER))]
        return sum(fund.early_fen for fund in funds) / sum(fund.invested_fen for fund in funds)

    tested = [fund for r in REPLICATIONS for fund in run(r, *EAGER).funds if fund.duty_tested >= 0]
    assert tested
    assert {fund.name for r in REPLICATIONS for fund in run(r, *EAGER).funds if fund.duty_tested >= 0} <= {
        name for r in REPLICATIONS for name in bound(run(r, *EAGER))
    }
    for fund in tested:
        assert fund.duty_kept == (fund.early_fen + 1 >= 0.7 * fund.invested_fen) or fund.invested_fen == 0
    without = (*CAP[:1], EQUITY + "early_bound=0.01", RELUCTANCE + "0.0")  # the same cap for nearly nothing
    assert early(*EAGER) >= early(*without)


def test_where_private_money_is_plentiful_and_public_money_displaces_it_nobody_promises() -> None:
    rich = (*EAGER, "economy.private.fill_median=3.0", "economy.private.displacement=1.0")
    assert sum(len(bound(run(r, *rich))) for r in range(3)) == 0


def test_more_reluctant_managers_promise_less_often() -> None:
    found = [sum(len(bound(run(r, *CAP, RELUCTANCE + str(one)))) for r in REPLICATIONS) for one in (0.0, 0.2, 5.0)]
    assert found == sorted(found, reverse=True)
    assert found[0] > found[-1] == 0


@pytest.mark.parametrize("setting", [EQUITY + "early_cap=0.4", EQUITY + "early_bound=0.7"])
def test_half_a_clause_is_refused(setting: str) -> None:
    with pytest.raises(BadInput, match="both must be above 0"):
        load(VILLAGE, settings=(*MONEY, setting))


def test_a_higher_cap_for_some_needs_a_cap_for_all() -> None:
    none = (EQUITY + "share_cap=0.0", EQUITY + "option.enabled=false")
    with pytest.raises(BadInput, match="while share_cap is 0, so no fund gets public money"):
        load(VILLAGE, settings=(*CAP, *none))
