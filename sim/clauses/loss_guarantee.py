"""A guarantee on private capital: WFG (Germany 1975, 75 % of losses), Inbal (Israel 1992, 70 %)."""


def due(paid_in: float, received: float, rate: float, cap: float) -> float:
    """WFG (1975): 75 % of losses covered by the federal government; Inbal (1992): 70 % guarantee on venture funds.

    WFG secondary (it covered operating losses of the start-up period), Inbal memory. Our reading: ``rate`` of what the
    private partners paid in less what they got back by the fund's end: from the fund, what the public line handed
    them and the price of a put included, and from other instruments beside it, so that no yuan is made good twice; at
    most ``cap``, 0 = none. A public line they have bought is an investment of its own: neither its price nor what it
    brings counts. Any unit of money.
    """
    owed = rate * max(0.0, paid_in - received)
    return min(owed, cap) if cap > 0.0 else owed


def bound(private_commitment_fen: int, rate: float, cap_fen: int, purse_fen: int) -> int:
    """Our reading of both: the most a guarantee can cost is set aside when the fund is set up, or it is not given.

    Neither text says how the promise is covered; setting it aside keeps the line from being overdrawn. A purse that
    is short covers what it holds.
    """
    most = int(rate * private_commitment_fen)
    if cap_fen > 0:
        most = min(most, cap_fen)
    return max(0, min(most, purse_fen))
