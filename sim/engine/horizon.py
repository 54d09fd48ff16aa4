"""The last day: what is still held, at its value (D7, D11)."""

from sim.engine import codes, seeing
from sim.engine.codes import NEVER, NOBODY
from sim.engine.instruments import dispatch
from sim.engine.kinds.firms import Fund
from sim.engine.rows import law
from sim.engine.state import World


@law
def value_all(w: World) -> None:
    """Put a value on every position that is still held, and on what private partners of sub-funds hold."""
    w.clock[0].today = w.clock[0].horizon
    dispatch.nav(w)
    for f in range(len(w.funds)):
        fund = w.funds[f]
        if fund.set_up != NEVER and fund.ended == NEVER:
            fund.state = codes.STILL_OPEN
            value_fund(w, fund)


@law
def value_fund(w: World, fund: Fund) -> None:
    """A fund's companies, and the private line of a sub-fund."""
    h = fund.first_holding
    while h != NOBODY:
        w.holdings[h].nav = int(seeing.value_of(w, w.holdings[h]) + 0.5)
        h = w.holdings[h].next_of_fund
    if fund.public_at_close:
        fund.private_nav = int(dispatch.private_value(w, fund) + 0.5)
