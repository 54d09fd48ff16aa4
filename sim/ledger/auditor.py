"""The auditor: rebuilds every balance from the postings alone and names what does not add up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.clauses.rounding import LARGEST
from sim.ledger.postings import Postings
from sim.ledger.vocabulary import DISTRICT_CASH, MEMO, OUTSIDE, PROMISED, PROMISES, guidance_cash

Int = NDArray[np.int64]


class LedgerError(AssertionError):
    """A posting broke an invariant: a negative amount, an overdrawn account, an amount too large."""


Status = Literal[
    "unknown_name", "amount", "turnover", "order", "memo", "overdrawn", "commitment", "unbalanced", "closing_balance"
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: its stable name, the posting where it shows (-1: in the whole), and a sentence."""

    status: Status
    posting: int
    text: str


def balances(postings: Postings) -> dict[str, int]:
    """Closing balance of every account in fen: what was debited to it less what was credited."""
    return dict(zip(postings.accounts, closing_balances(postings).tolist(), strict=True))


def closing_balances(postings: Postings) -> Int:
    """The same (A,), in the order of the accounts."""
    fen = postings.rows["fen"].copy()  # aligned, unlike the packed rows: so adding up takes a tenth of the time
    totals = np.zeros(len(postings.accounts), dtype=np.int64)
    np.add.at(totals, postings.rows["debit"].astype(np.intp), fen)
    np.subtract.at(totals, postings.rows["credit"].astype(np.intp), fen)
    return totals


def audit(postings: Postings, closing: Mapping[str, int] | None = None, *, begins: int = 0) -> list[Finding]:
    """Every way in which the postings break the books' rules; an empty list when they hold.

    ``closing`` optionally gives the balances in fen that the engine believes in; they must equal the rebuilt ones.
    No posting may lie before day ``begins``.
    """
    findings = _indices(postings) or _amounts(postings)
    if findings:  # balances of unreadable postings would mean nothing
        return findings
    findings = _days(postings, begins) + _memo(postings) + _overdrawn(postings)
    findings += _commitments(postings) + _promises(postings)
    found = balances(postings)
    if sum(found.values()) != 0:
        findings.append(Finding("unbalanced", -1, f"balances add up to {sum(found.values())} fen, not to zero"))
    for name, fen in (closing or {}).items():
        if found.get(name, 0) != fen:
            text = f"{name} closes at {found.get(name, 0)} fen by its postings, not at {fen}"
            findings.append(Finding("closing_balance", -1, text))
    return findings


def audit_or_raise(postings: Postings, closing: Mapping[str, int] | None = None, *, begins: int = 0) -> None:
    """Raise LedgerError with the first findings when the books do not hold."""
    findings = audit(postings, closing, begins=begins)
    if findings:
        lines = [f"{one.status} at posting {one.posting}: {one.text}" for one in findings[:5]]
        raise LedgerError(f"{len(findings)} audit findings; " + "; ".join(lines))


def _first(status: Status, wrong: NDArray[np.bool_], text: str) -> list[Finding]:
    """One finding at the first row where ``wrong`` holds."""
    return [Finding(status, int(np.argmax(wrong)), text)] if wrong.any() else []


def _indices(postings: Postings) -> list[Finding]:
    tables = {
        "debit": postings.accounts,
        "credit": postings.accounts,
        "kind": postings.kinds,
        "entity": postings.entities,
        "clause": postings.clauses,
    }
    findings: list[Finding] = []
    for column, names in tables.items():
        numbers = postings.rows[column]
        findings += _first("unknown_name", (numbers < 0) | (numbers >= len(names)), f"{column} is not in its table")
    return findings


def _amounts(postings: Postings) -> list[Finding]:
    fen = postings.rows["fen"]
    findings = _first("amount", (fen <= 0) | (fen >= LARGEST), "amount outside 1 fen .. 2**53 fen")
    if not findings and float(fen.sum(dtype=np.float64)) >= 2.0**62:
        findings.append(Finding("turnover", -1, "turnover beyond 2**62 fen: balances would not fit 64 bits"))
    return findings


def _days(postings: Postings, begins: int) -> list[Finding]:
    steps = np.diff(postings.rows["day"], prepend=np.int32(begins))
    return _first("order", steps < 0, "day before the posting above, or before the first day")


def _memo(postings: Postings) -> list[Finding]:
    """Memo accounts mirror each other and never touch money."""
    is_memo = np.array([name in MEMO for name in postings.accounts], dtype=bool)
    rows = postings.rows
    return _first("memo", is_memo[rows["debit"]] != is_memo[rows["credit"]], "memo account posted against money")


def _overdrawn(postings: Postings) -> list[Finding]:
    """Running balance of each account that may not be overdrawn after each posting that touches it."""
    rows = postings.rows
    # Two movements a posting, the debit first, then grouped by account in order of time.
    account = np.column_stack((rows["debit"], rows["credit"])).ravel()
    moved = np.column_stack((rows["fen"], -rows["fen"])).ravel()
    free = np.array([name == OUTSIDE or name in MEMO for name in postings.accounts], dtype=bool)
    held = np.flatnonzero(~free[account])
    order = held[_by_group(account[held], len(postings.accounts))]
    owner = account[order]
    running = _within_groups(moved[order], owner)
    below = running < 0
    findings: list[Finding] = []
    for number in np.unique(owner[below]).tolist():
        at = int(np.argmax(below & (owner == number)))
        text = f"{postings.accounts[number]} stands at {int(running[at])} fen"
        findings.append(Finding("overdrawn", int(order[at]) // 2, text))
    return findings


def _commitments(postings: Postings) -> list[Finding]:
    """The guidance fund pays calls out of the open commitment, never beyond it, and every call is marked as drawn."""
    rows, kinds = postings.rows, postings.kinds
    signs = _signs(postings)
    purses = (guidance_cash("stage_equity"), DISTRICT_CASH)
    paid = np.array([name in purses for name in postings.accounts], dtype=bool)[rows["credit"]]
    call = np.array([kind == "capital_call" for kind in kinds], dtype=bool)[rows["kind"]] & paid
    # Nothing else changes a commitment.
    some = np.flatnonzero(call | ((signs != 0)[rows["kind"]] & ~_promised(postings)))
    order = some[_by_group(rows["entity"][some], len(postings.entities))]
    entity, kind, fen = rows["entity"][order], rows["kind"][order], rows["fen"][order]
    called = call[order] * fen
    left = _within_groups(signs[kind] * fen, entity) - called
    findings = _beyond(postings, order, left)
    drawn = np.array([name == "drawn" for name in kinds], dtype=bool)[kind] * fen
    unmarked = np.zeros(len(postings.entities), dtype=np.int64)
    np.add.at(unmarked, entity, called - drawn)
    for number in np.flatnonzero(unmarked).tolist():
        text = f"{postings.entities[number]}: calls paid exceed commitment drawn by {int(unmarked[number])} fen"
        findings.append(Finding("commitment", -1, text))
    return findings


def _promises(postings: Postings) -> list[Finding]:
    """Programmes pay or release no more of a promise to anybody than is open."""
    some = np.flatnonzero(_promised(postings))
    order = some[_by_group(postings.rows["entity"][some], len(postings.entities))]
    rows = postings.rows[order]
    return _beyond(postings, order, _within_groups(_signs(postings)[rows["kind"]] * rows["fen"], rows["entity"]))


def _promised(postings: Postings) -> NDArray[np.bool_]:
    """Which postings are about what programmes have promised (N,)."""
    memo = np.array([name in (PROMISED, PROMISES) for name in postings.accounts], dtype=bool)
    return np.asarray(memo[postings.rows["debit"]])


def _signs(postings: Postings) -> Int:
    """Whether each kind of posting makes a commitment larger or smaller."""
    known = {"commitment": 1, "drawn": -1, "release": -1}
    return np.array([known.get(kind, 0) for kind in postings.kinds], dtype=np.int64)


def _beyond(postings: Postings, order: NDArray[np.intp], left: Int) -> list[Finding]:
    """The first place for each entity where less than nothing is ``left`` of a commitment."""
    entity = postings.rows["entity"][order]
    findings = []
    for number in np.unique(entity[left < 0]).tolist():
        at = int(np.argmax((left < 0) & (entity == number)))
        text = f"{postings.entities[number]}: {-int(left[at])} fen beyond the open commitment"
        findings.append(Finding("commitment", int(order[at]), text))
    return findings


def _by_group(groups: NDArray[np.int32], count: int) -> NDArray[np.intp]:
    """The order of rows that brings equal groups, numbered below ``count``, together, each in its old order."""
    # Short numbers are sorted digit by digit, in a tenth of the time.
    return np.argsort(groups.astype(np.uint16) if count <= 2**16 else groups, kind="stable")


def _within_groups(values: Int, groups: NDArray[np.int32]) -> Int:
    """Cumulative sums that start again with every new group; equal groups stand together."""
    running = np.cumsum(values, dtype=np.int64)
    starts = np.flatnonzero(np.diff(groups, prepend=np.int32(-1)))
    before = running[starts] - values[starts]
    lengths = np.diff(np.append(starts, len(groups)))
    return running - np.repeat(before, lengths)
