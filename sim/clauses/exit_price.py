"""Prices at which stakes change hands outside the option: auction bids, sales at a fund's term, accounting values."""

import math

from sim.clauses.arithmetic import power

ACTIVE = 0
STALLED = 1
FAILED = 2
IN_LOCKUP = 3
LINGERING = 4


WRITE_OFF_SHARE = 0.05


def is_write_off(proceeds_fen: int, cost_fen: int) -> bool:
    """D11: a liquidation that returned less than a twentieth of the cost is a write-off."""
    return proceeds_fen < WRITE_OFF_SHARE * cost_fen


def auction_bid(nav: float, discount: float, sigma: float, z: float) -> float:
    """财预[2015]210号 art. 19 (leaving by transfer): the best bid at an auction, discount × NAV × exp(sigma × z).

    No text sets bids. Our assumption (D7): lognormal around .70 of NAV with sigma .3; ``z`` is a standard normal draw.
    """
    return discount * nav * math.exp(sigma * z)


def chance_of_bid(nav: float, price: float, discount: float, sigma: float) -> float:
    """Chance that the bid of ``auction_bid`` reaches ``price``: Φ(ln(discount × NAV / price) / sigma).

    ``nav`` and ``price`` in any one unit. Nobody bids for nothing: 0 when NAV is not positive; a price of 0 is always
    reached. Without spread (``sigma`` 0) it is 0 or 1.
    """
    if nav <= 0.0:
        return 0.0
    if price <= 0.0:
        return 1.0
    median = discount * nav
    if sigma == 0.0:
        return 1.0 if median >= price else 0.0
    ratio = median / price
    # A bid may be too small beside the price for a float to tell it from nothing.
    return 0.5 * math.erfc(-math.log(ratio) / (sigma * math.sqrt(2.0))) if ratio > 0.0 else 0.0


def term_sale(nav: float, discount: float) -> float:
    """财预[2015]210号 art. 17 (a fund ends at its term): the rest is sold at ``discount`` × NAV (D7, assumption)."""
    return discount * nav


FRESH_YEARS = 1.5


def aged(value: float, years: float, yearly: float, least: float) -> float:
    """财预[2015]210号 art. 21 (appraised value): what a holding is worth when its last price is ``years`` old.

    No text says. Our assumption (D9): a price older than 18 months loses ``yearly`` of itself with each further year,
    since a company that raises nothing is no better for it; never below ``least``.
    """
    beyond = max(0.0, years - FRESH_YEARS)
    return max(least, value * power(1.0 - yearly, beyond))


LEAST_OF_BASE = 0.1  # at which a lingering company finds a buyer


def lingering_base(shares: float, price: float, cost: float) -> float:
    """财预[2015]210号 art. 21 (appraised value): what a holding of a company that lingers is reckoned on (fen).

    No text says. Our assumption (D5): its last price, but never more than the holder's own cost; a price made for a
    future that has failed tells nothing.
    """
    return min(shares * price, cost)


def lingering_sale(u: float, chance: float) -> float:
    """财预[2015]210号 art. 19 (leaving by transfer): share of that base for which a lingering company is sold.

    No text sets it. Our assumption (D5): even between a tenth and the whole, by ``u``, uniform below ``chance``.
    """
    return LEAST_OF_BASE + (1.0 - LEAST_OF_BASE) * (u / chance)


def nav_of_company(shares: float, price: float, state: int) -> float:
    """财预[2015]210号 art. 21 (appraised value): accounting value of a holding, shares × last price × state factor.

    Our reading (D7): 1 when ACTIVE, one half when STALLED, 0 when FAILED; IN_LOCKUP 1 at the market price, which the
    caller passes as ``price``.
    """
    if state == FAILED:
        return 0.0
    if state == STALLED:
        return 0.5 * shares * price
    return shares * price
