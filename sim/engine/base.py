"""Stopping, telling, counting, posting: what every law uses."""

from sim.clauses.rounding import LARGEST
from sim.engine.codes import NO_AMOUNT, OVERDRAWN
from sim.engine.rows import StoppedError, add, law
from sim.engine.state import World


@law
def stop(w: World, reason: int, who: int, fen: int) -> None:
    """End the replication here, for a reason of ``codes.REASONS``."""
    now = w.clock[0]
    now.reason = reason
    now.who = who
    now.fen = fen
    raise StoppedError


def tell(w: World, what: int, *values: float) -> None:
    """Add a step (``steps``) to the story, where one is kept; compiled, this is nothing at all."""
    if w.story is not None:
        w.story.tell(w, what, values)


@law
def count(w: World, what: int, more: int) -> None:
    """Add to a counter, which counts from the start on."""
    if w.clock[0].today >= 0:
        w.counts[what].value += more


@law
def take_place(w: World) -> int:
    """The place of a new position among all."""
    w.market[0].positions += 1
    return w.market[0].positions


@law
def open_account(w: World, what: int, who: int, below_zero: int) -> int:
    """A new account; gives its number."""
    account = add(w.accounts)
    account.what = what
    account.who = who
    account.below_zero = below_zero
    return account.id


@law
def balance(w: World, account: int) -> int:
    """What an account holds, in fen."""
    return w.accounts[account].balance


@law
def post(w: World, debit: int, credit: int, fen: int, kind: int, whom: int, clause: int) -> None:
    """Move ``fen`` from ``credit`` to ``debit`` today; a zero amount leaves no trace."""
    if fen == 0:
        return
    if fen < 0 or fen >= LARGEST:
        stop(w, NO_AMOUNT, kind, fen)
    giver = w.accounts[credit]
    giver.balance -= fen
    w.accounts[debit].balance += fen
    if giver.balance < 0 and giver.below_zero == 0:
        stop(w, OVERDRAWN, credit, -giver.balance)
    posting = add(w.postings)
    posting.day = w.clock[0].today
    posting.fen = fen
    posting.debit = debit
    posting.credit = credit
    posting.kind = kind
    posting.whom = whom
    posting.clause = clause
