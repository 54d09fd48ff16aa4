"""What small holders of companies, beside funds and the guidance fund, have of their shares."""

from collections.abc import Sequence

from sim.ledger.history import SmallHolder, SmallHolding
from sim.ledger.records import column, places_in


def held_by(holdings: Sequence[SmallHolding], holder: SmallHolder) -> int:
    """Value in fen of what a kind of small holders still holds at the horizon."""
    return int(column(holdings, "nav_fen")[places_in((holder,), holdings, "holder") == 0].sum())
