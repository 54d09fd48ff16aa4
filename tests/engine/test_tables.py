"""Rows, words as numbers, and laws alone."""

import pytest

from sim.economy.streams import STREAMS
from sim.engine import chance, codes, given_rules, order, rules
from sim.engine.base import open_account, post, stop
from sim.engine.calendar import at
from sim.engine.faults import EngineError
from sim.engine.handlers import HANDLERS
from sim.engine.kinds.clock import Account, Now, Posting
from sim.engine.kinds.firms import Fund
from sim.engine.lines import committed, drawn
from sim.engine.rows import StoppedError, Table, add, fields
from sim.engine.state import MADE, World
from sim.ledger import vocabulary as v
from sim.scenario.files import load
from sim.scenario.in_force import Line, in_force
from sim.scenario.policy_schema import Option, Policy

BOOKS = ("beijing-2011", "wuxi-2009", "shandong-2009", "inbal-1992", "zhejiang-2009", "shanghai-2015", "caiqi-2007-128")


def small_world() -> World:
    w = World()
    for name, kind in (("clock", Now), ("accounts", Account), ("postings", Posting)):
        setattr(w, name, Table(kind))
    add(w.clock).horizon = 100
    return w


def test_a_new_row_is_zero_but_its_number() -> None:
    table = Table(Fund)
    add(table)
    second = add(table)
    assert second.id == 1
    assert second.commitment == [0, 0, 0]
    assert second.rate == [0.0, 0.0, 0.0]
    assert table[0].commitment is not second.commitment


def test_every_field_is_a_whole_number_a_float_or_an_array_of_them() -> None:
    for kind in MADE.values():
        assert {of for of, _ in fields(kind).values()} <= {int, float}, kind


def test_words_stand_at_the_place_of_their_numbers() -> None:
    assert codes.KINDS[codes.STAKE_OUT] == "stake_out"
    assert codes.KINDS[codes.SUPPORT] == "support"
    assert codes.KINDS[codes.FIRST_SET] == "first_set"
    assert codes.KINDS[codes.CAPITAL_CALL] == "capital_call"
    assert codes.CLAUSES[codes.BY_INCUBATORS] == "services.equity_share"
    assert codes.CLAUSES[codes.BY_ANGELS] == "angels.ticket"
    assert codes.CLAUSES[codes.BY_OPERATIONS] == "economy.operations"
    assert codes.CLAUSES[codes.BY_RECOGNITION] == "recognition.subsidy"
    assert codes.CLAUSES[codes.BY_FIRST_SET] == "procurement.first_set_rate"
    lines = codes.CLAUSES[codes.BY_PROGRAMME : codes.BY_PROGRAMME + codes.PROGRAMMES]
    assert [lines[one] for one in (codes.RD_GRANT, codes.INSURANCE_SUBSIDY)] == [
        "mix.grant",
        "appropriation.shares.insurance_subsidy",
    ]
    assert codes.COUNTS[codes.STAKES_LEFT_IDLE] == "stakes_left_idle"
    assert codes.COUNTS[codes.ROUNDS_FAILED_AT + codes.STAGES - 1] == "rounds_failed_mature"
    assert codes.COUNTS[codes.PROCURED_USE] == "procured_use_fen"
    assert codes.ROUTES[codes.BY_FIRST_REFUSAL] == "first_refusal"
    assert [getattr(chance, name.upper()) for name in STREAMS] == list(range(len(STREAMS)))


def test_everything_that_can_happen_has_one_law() -> None:
    assert sorted(HANDLERS) == list(range(len(codes.EVENTS)))


def test_a_word_of_the_rule_book_is_its_place_in_the_schema() -> None:
    option = rules.as_numbers(Option(enabled=True, holder="anyone", price="floor"), rules.OptionRule)
    assert (option["enabled"], option["holder"], option["price"]) == (1, rules.ANYONE_BUYS, rules.PRICE_IS_FLOOR)
    assert option["max_share"] == 1.0


def test_rates_end_with_steps_that_never_come() -> None:
    assert given_rules._padded(given_rules.NO_STEPS)["days"] == [given_rules.NEVER_COMES] * rules.STEPS


def test_a_posting_moves_money_and_an_overdraft_stops_the_replication() -> None:
    w = small_world()
    outside = open_account(w, codes.OUTSIDE_CASH, 0, 1)
    fund = open_account(w, codes.FUND_CASH, 7, 0)
    post(w, fund, outside, 500, codes.PROVIDE, codes.ABOUT_FUND + 7, codes.BY_FUND)
    post(w, fund, outside, 0, codes.PROVIDE, codes.ABOUT_FUND + 7, codes.BY_FUND)
    assert [one.balance for one in w.accounts] == [-500, 500]
    assert len(w.postings) == 1
    with pytest.raises(StoppedError):
        post(w, outside, fund, 501, codes.PAY_FEE, codes.ABOUT_FUND + 7, codes.BY_FUND)
    assert (w.clock[0].reason, w.clock[0].fen) == (codes.OVERDRAWN, 1)


def test_nothing_can_be_planned_for_the_past_or_without_a_place() -> None:
    w = small_world()
    w.clock[0].today = 10
    with pytest.raises(StoppedError):
        at(w, 9, order.EXIT, order.FUND, 1, 0, codes.TERM, 0, 0)
    assert w.clock[0].reason == codes.PAST
    with pytest.raises(StoppedError):
        at(w, 11, order.EXIT, order.FUND, 1 << 32, 0, codes.TERM, 0, 0)
    assert w.clock[0].reason == codes.NO_PLACE


def test_a_fault_is_told_in_words() -> None:
    w = small_world()
    with pytest.raises(StoppedError):
        stop(w, codes.OVERDRAWN, 3, 42)
    now = w.clock[0]
    assert str(EngineError(now.reason, now.who, now.fen)) == "account 3 is overdrawn by 42 fen"


def test_a_law_alone_needs_only_its_row() -> None:
    fund = add(Table(Fund))
    fund.commitment, fund.paid_in = [2, 3, 5], [1, 1, 2]
    assert (committed(fund), drawn(fund)) == (10, 4)


@pytest.mark.parametrize("line", v.GUIDANCE_LINES)
def test_an_instrument_is_on_with_rules_and_money(line: Line) -> None:
    def is_on(policy: Policy) -> int:
        found: int = given_rules.budget_rows(policy, 0, 0.0)["lines"][v.GUIDANCE_LINES.index(line)]["on"]
        return found

    policies = [load("beijing-2011", policy=book).policy for book in BOOKS]
    with_it = next(policy for policy in policies if in_force(policy, line))
    budget = with_it.budget.model_copy(update={f"{line}_share": 0.0})
    assert is_on(with_it) == 1
    assert is_on(with_it.model_copy(update={"budget": budget})) == 0
    assert is_on(load("beijing-2011", policy="no-guidance-fund").policy) == 0
