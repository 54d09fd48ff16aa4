"""The private partners of a fund: what falls to each class of them, how they pay and are paid, what they bring."""

from sim.clauses.rounding import floor_part
from sim.decisions import raising
from sim.engine import codes
from sim.engine.base import post
from sim.engine.codes import ABOUT_FUND, FIRST_PARTNERS, OUTSIDE, PRIVATE
from sim.engine.kinds.firms import Fund
from sim.engine.rows import law
from sim.engine.state import World


@law
def split_by_class(w: World, fund: Fund, amount: int) -> tuple[int, int, int, int]:
    """``amount`` split over the private partners pro rata, remainder to the anchor, summed by class."""
    if amount == 0:
        return 0, 0, 0, 0
    total = fund.commitment[PRIVATE]
    rest = amount
    zero = one = two = three = 0
    for i in range(w.private[0].partners - 1, -1, -1):
        partner = w.partners[fund.first_partner + i]
        part = rest
        if i > 0:
            part = floor_part(amount, partner.commitment, total) if total > 0 else 0
        rest -= part
        if partner.kind == 0:
            zero += part
        elif partner.kind == 1:
            one += part
        elif partner.kind == 2:
            two += part
        else:
            three += part
    return zero, one, two, three


@law
def shrink(w: World, fund: Fund, before: int) -> None:
    """The private commitment was ``before`` and is smaller: each partner's in proportion, remainder to the anchor."""
    left = fund.commitment[PRIVATE]
    for i in range(w.private[0].partners - 1, 0, -1):
        partner = w.partners[fund.first_partner + i]
        partner.commitment = floor_part(partner.commitment, fund.commitment[PRIVATE], before) if before > 0 else 0
        left -= partner.commitment
    w.partners[fund.first_partner].commitment = left


@law
def pay_partners(w: World, fund: Fund, payer: int, amount: int, kind: int, clause: int) -> None:
    """Pay ``amount`` out of ``payer`` to the private partners."""
    by_class = split_by_class(w, fund, amount)
    for one in range(4):
        post(w, FIRST_PARTNERS + one, payer, by_class[one], kind, ABOUT_FUND + fund.slot, clause)


@law
def pay_in(w: World, fund: Fund, payer: int, amount: int, clause: int) -> None:
    """One payer answers a call with money from outside."""
    if amount == 0:
        return
    whom = ABOUT_FUND + fund.slot
    post(w, payer, OUTSIDE, amount, codes.PROVIDE, whom, clause)
    post(w, fund.cash, payer, amount, codes.CAPITAL_CALL, whom, clause)


@law
def partners_pay_in(w: World, fund: Fund, amount: int, clause: int) -> None:
    """The private partners answer a call."""
    by_class = split_by_class(w, fund, amount)
    for one in range(4):
        pay_in(w, fund, FIRST_PARTNERS + one, by_class[one], clause)


# ---- what they bring ------------------------------------------------------------------------------------------------


@law
def place_of(w: World, share: float) -> tuple[int, int, float]:
    """A public share on this year's grid of the prospectus: rows to its left and right, and how far it is between."""
    years = w.shares[len(w.shares) - 1].year + 1
    points = len(w.shares) // years
    first = points * min(w.clock[0].today // 365, years - 1)
    if share <= w.shares[first].share:
        return first, first, 0.0
    for i in range(first + 1, first + points):
        left, right = w.shares[i - 1].share, w.shares[i].share
        if share <= right:
            return i - 1, i, (share - left) / (right - left)
    last = first + points - 1
    return last, last, 0.0


@law
def between(left: float, right: float, part: float) -> float:
    """A value ``part`` of the way from one to another."""
    return left * (1.0 - part) + right * part


@law
def uplift(w: World, share: float) -> float:
    """The partners' uplift at a public share, of this year: linear between the points of its grid, constant beyond.

    None before the start: nothing is promised yet, whatever the rule book will say.
    """
    if w.clock[0].today < 0:
        return 0.0
    left, right, part = place_of(w, share)
    return between(w.shares[left].uplift, w.shares[right].uplift, part)


@law
def private_money(w: World, target: int, filled: float, offer: int, part: float) -> int:
    """What private partners bring to a first close beside an offer, in fen; ``part`` is the market's."""
    if target <= 0:
        return 0
    share, terms = offer / target, w.private[0]
    return raising.answer(target, filled, uplift(w, share), share, terms.response, terms.displacement, part)
