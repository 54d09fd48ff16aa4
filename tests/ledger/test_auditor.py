"""The auditor sees what a ledger must never show, and nothing where the books are right."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.ledger.auditor import LedgerError, audit, audit_or_raise, balances
from sim.ledger.postings import Postings
from sim.ledger.vocabulary import COMMITMENTS, COMMITTED, OUTSIDE, TREASURY, fund_cash, guidance_cash
from tests.books import Ledger


def small_books() -> Postings:
    """The treasury funds the guidance fund, which commits 100 yuan to a sub-fund and pays a call of 60 of them."""
    ledger = Ledger()
    outside = ledger.account(OUTSIDE, may_be_negative=True)
    treasury = ledger.account(TREASURY)
    guidance = ledger.account(guidance_cash("stage_equity"))
    fund = ledger.account(fund_cash("fund 0.1"))
    commitments = ledger.account(COMMITMENTS, may_be_negative=True)
    committed = ledger.account(COMMITTED, may_be_negative=True)
    own, name, clause = ledger.word("guidance fund"), ledger.word("fund 0.1"), ledger.word("stage_equity.share_cap")
    ledger.post(0, treasury, outside, 20_000, ledger.word("provide"), own, clause)
    ledger.post(0, guidance, treasury, 15_000, ledger.word("appropriation"), own, clause)
    ledger.post(30, commitments, committed, 10_000, ledger.word("commitment"), name, clause)
    ledger.post(90, fund, guidance, 6_000, ledger.word("capital_call"), name, clause)
    ledger.post(90, committed, commitments, 6_000, ledger.word("drawn"), name, clause)
    return ledger.close()


def altered(postings: Postings, row: int, **values: int) -> Postings:
    rows = postings.rows.copy()
    for column, value in values.items():
        rows[column][row] = value
    return replace(postings, rows=rows)


def statuses(postings: Postings, **closing: dict[str, int]) -> list[str]:
    return [finding.status for finding in audit(postings, **closing)]


def test_right_books_have_no_finding() -> None:
    books = small_books()
    closing = {TREASURY: 5_000, guidance_cash("stage_equity"): 9_000, "fund 0.1:cash": 6_000, OUTSIDE: -20_000}
    assert audit(books, closing) == []
    audit_or_raise(books, closing)


def test_empty_books_have_no_finding() -> None:
    assert audit(Ledger().close()) == []


def test_balances_are_debits_less_credits() -> None:
    assert balances(small_books()) == {
        OUTSIDE: -20_000,
        TREASURY: 5_000,
        guidance_cash("stage_equity"): 9_000,
        "fund 0.1:cash": 6_000,
        COMMITMENTS: 4_000,
        COMMITTED: -4_000,
    }


def test_one_fen_too_many_is_seen_where_cash_runs_out() -> None:
    assert audit(altered(small_books(), 1, fen=20_000)) == []
    findings = audit(altered(small_books(), 1, fen=20_001))
    assert [(one.status, one.posting) for one in findings] == [("overdrawn", 1)]
    assert "treasury:cash stands at -1 fen" in findings[0].text


def test_one_fen_is_seen_against_the_engines_closing_balances() -> None:
    closing = {"fund 0.1:cash": 6_000, TREASURY: 5_000}
    assert statuses(altered(small_books(), 0, fen=20_001), closing=closing) == ["closing_balance"]


def test_an_account_overdrawn_for_a_moment_only_is_seen() -> None:
    books = small_books()
    rows = books.rows.copy()
    rows[[0, 1]] = rows[[1, 0]]  # the appropriation is paid before the treasury has the money, on the same day
    assert statuses(replace(books, rows=rows)) == ["overdrawn"]


@pytest.mark.parametrize("fen", [0, -5, 2**53])
def test_amounts_are_positive_and_below_two_to_the_53(fen: int) -> None:
    assert statuses(altered(small_books(), 0, fen=fen)) == ["amount"]


@pytest.mark.parametrize(("row", "day"), [(0, -1), (3, 29)])
def test_days_never_run_backwards(row: int, day: int) -> None:
    assert statuses(altered(small_books(), row, day=day)) == ["order"]


def test_calls_beyond_the_commitment_are_seen() -> None:
    assert audit(altered(small_books(), 2, fen=6_000)) == []
    findings = audit(altered(small_books(), 2, fen=5_999))
    assert [(one.status, one.posting) for one in findings] == [("commitment", 3)]
    assert findings[0].text == "fund 0.1: 1 fen beyond the open commitment"


def test_a_call_that_does_not_draw_on_the_commitment_is_seen() -> None:
    findings = audit(altered(small_books(), 4, fen=5_999))
    assert [one.text for one in findings] == ["fund 0.1: calls paid exceed commitment drawn by 1 fen"]


def test_memo_accounts_never_touch_money() -> None:
    books = small_books()
    assert "memo" in statuses(altered(books, 2, debit=books.accounts.index("fund 0.1:cash")))


def test_a_number_without_a_name_is_seen() -> None:
    assert statuses(altered(small_books(), 2, debit=6)) == ["unknown_name"]
    assert statuses(altered(small_books(), 2, clause=-1)) == ["unknown_name"]


def test_turnover_too_large_for_64_bits_is_refused_rather_than_wrapped() -> None:
    books = small_books()
    rows = np.repeat(books.rows[:1], 600)
    rows["fen"] = 2**53 - 1
    assert statuses(replace(books, rows=rows)) == ["turnover"]


def test_audit_or_raise_names_the_posting() -> None:
    with pytest.raises(LedgerError, match=r"1 audit findings; overdrawn at posting 1: treasury:cash"):
        audit_or_raise(altered(small_books(), 1, fen=20_001))


MOVES = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 50)), max_size=40)


@settings(max_examples=50, derandomize=True, deadline=None)
@given(MOVES)
def test_the_auditor_agrees_with_a_slow_count_on_random_books(moves: list[tuple[int, int, int]]) -> None:
    accounts = ("a:cash", "b:cash", "c:cash", "d:cash", OUTSIDE)
    ledger = Ledger()
    numbers = [ledger.account(name, may_be_negative=True) for name in accounts]  # the ledger looks away
    word = ledger.word("x")
    slow = dict.fromkeys(accounts, 0)
    overdrawn = set()
    for debit, credit, fen in moves:
        ledger.post(1, numbers[debit], numbers[credit], fen, word, word, word)
        slow[accounts[debit]] += fen
        slow[accounts[credit]] -= fen
        if slow[accounts[credit]] < 0 and accounts[credit] != OUTSIDE:
            overdrawn.add(accounts[credit])
    books = ledger.close()
    assert {one.text.split(" stands")[0] for one in audit(books)} == overdrawn
    assert balances(books) == {name: slow[name] for name in books.accounts}
