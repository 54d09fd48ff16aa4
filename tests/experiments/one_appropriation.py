"""The history of a replication in which nothing happens but one appropriation."""

from sim.ledger.history import History
from sim.ledger.vocabulary import OUTSIDE, TREASURY, guidance_cash
from tests.books import Ledger


def history_of(replication: int, fen: int) -> History:
    """The treasury gets ``fen`` and gives it to the guidance fund on the first day."""
    ledger = Ledger()
    outside, treasury = ledger.account(OUTSIDE, may_be_negative=True), ledger.account(TREASURY)
    guidance, word = ledger.account(guidance_cash("stage_equity")), ledger.word("beijing")
    ledger.post(0, treasury, outside, fen, ledger.word("provide"), word, word)
    ledger.post(0, guidance, treasury, fen, ledger.word("appropriation"), word, word)
    return History(
        replication=replication,
        horizon=3650,
        postings=ledger.close(),
        achievements=[],
        companies=[],
        rounds=[],
        funds=[],
        positions=[],
        levels=[],
        counters={},
    )
