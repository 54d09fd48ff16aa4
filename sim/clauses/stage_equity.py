"""阶段参股 (stage equity): what the guidance fund commits, the price of its stake, until when, and its floor.

Amounts ``…_fen`` are whole fen; prices are fen as floats, rounded only when posted. Days are ordinals.
"""

import math

from sim.clauses.rates import anniversary, interest_factor, years_between
from sim.clauses.rounding import PARTS, decimal_parts, part_of

FLOOR_FORMULA = 0
FLOOR_SHARE = 1
FLOOR_NONE = 2


def offer(
    target_fen: int, share_cap: float, cap_per_fund_fen: int, budget_left_fen: int, minimum_offer_fen: int
) -> int:
    """财企[2007]128号 art. 14: the public share of a sub-fund is at most 25 % (京发改[2008]1167号: 30 %).

    Text: the cap. Our reading (D4): the offer is that share of the target, rounded down, within the cap per fund
    (0 = none) and the budget left; an offer below the minimum is not made and 0 is returned.
    """
    amount = min(part_of(target_fen, share_cap), budget_left_fen)
    if cap_per_fund_fen > 0:
        amount = min(amount, cap_per_fund_fen)
    if amount <= 0 or amount < minimum_offer_fen:
        return 0
    return amount


def commitment(offer_fen: int, share_cap: float, others_fen: int, largest_other_fen: int, not_largest: bool) -> int:
    """财企[2007]128号 art. 14: at most the cap of what is paid in, and never the largest holder.

    Text: both limits. Our reading (D4): measured at first close on commitments, public ≤ cap/(1 − cap) × the others,
    rounded down; "not the largest" leaves the public one fen below the largest other partner, since a tie would make
    it one of the largest. 25 % beside 300.00 yuan is exactly 100.00 yuan. Never negative; a cap of 1 sets no limit.
    """
    amount = offer_fen
    public_parts = decimal_parts(share_cap)
    other_parts = PARTS - public_parts
    if other_parts > 0:
        # whole and rest apart: public / (public + others) ≤ cap holds exactly and no product passes 64 bits
        limit = others_fen // other_parts * public_parts + others_fen % other_parts * public_parts // other_parts
        amount = min(amount, limit)
    if not_largest:
        amount = min(amount, largest_other_fen - 1)
    return max(0, amount)


def lot_price(
    outstanding: float,
    paid: int,
    first_paid: int,
    transfer: int,
    grace_years: int,
    each_payment: bool,
    from_grace_end: bool,
    compound: bool,
    rate: float,
) -> float:
    """财企[2007]128号 art. 15: within three years at the original investment, later plus the 1-year loan rate.

    The price of one payment (lot) at ``transfer``. Text: the two prices, one rate, published at the time of transfer.
    Our reading (D7): the anniversary itself still belongs to the grace; grace runs from the first payment, or from each
    lot's own; interest runs from the lot's payment, or from the end of the grace for lots paid before it; simple or
    compound; ``outstanding`` is the lot's unreturned or its original amount, as the rule book says.
    """
    grace_start = paid if each_payment else first_paid
    grace_end = anniversary(grace_start, grace_years)
    if transfer <= grace_end:
        return outstanding
    start = accrual_start(paid, grace_end, from_grace_end)
    return outstanding * interest_factor(rate, years_between(start, transfer), compound)


def accrual_start(paid: int, grace_end: int, from_grace_end: bool) -> int:
    """财企[2007]128号 art. 15 does not say when interest begins: at a lot's payment, or at the end of its grace."""
    return max(paid, grace_end) if from_grace_end else paid


def window_end(first_paid: int, window_years: float, fund_end: int) -> int:
    """Yozma 1993 "within five years" and like windows: last day on which the option can be exercised, the day included.

    财企[2007]128号 art. 15 says "at any time": 0 years, open to the end of the fund. Our reading: years run from the
    first payment, whole years by anniversary, a fraction as 365 days a year; the window never outlives the fund.
    """
    if window_years <= 0:
        return fund_end
    return min(fund_end, years_after(first_paid, window_years))


def in_window(first_paid: int, today: int, window_years: float, fund_end: int) -> bool:
    """财企[2007]128号 art. 15 "at any time": whether the option is open today, from first payment to window end."""
    return first_paid <= today <= window_end(first_paid, window_years, fund_end)


def deadline(first_paid: int, maximum_holding_years: float) -> int:
    """财企[2007]128号 art. 16 "normally at most 5 years" (及时退出 timely exit; memory): the last day of holding.

    Our reading: from the first payment, by anniversary; −1 when the rule book sets no deadline (0 years).
    """
    if maximum_holding_years <= 0:
        return -1
    return years_after(first_paid, maximum_holding_years)


def worth_buying(own_value: float, price: float, threshold: float) -> bool:
    """财企[2007]128号 art. 15 gives a right, no duty: whether a partner's own value of the stake justifies the price.

    Our reading (D7): exercise iff value > threshold × price, strictly; the threshold is a behavioural assumption.
    """
    return own_value > threshold * price


def auction_floor(kind: int, formula: float, appraised: float, floor_share: float) -> float:
    """财预[2015]210号 art. 21: the price as the charter says, else as appraised; here the lowest bid accepted.

    ``kind``: FLOOR_FORMULA the option's formula price, FLOOR_SHARE a share of the appraised value, FLOOR_NONE 0.
    Text: charter or appraisal; the share of the appraised value is an assumption (D7).
    """
    if kind == FLOOR_FORMULA:
        return formula
    if kind == FLOOR_SHARE:
        return floor_share * appraised
    return 0.0


def first_refusal_price(formula: float, appraised: float, floor_share: float) -> float:
    """上海虹口 rules (existing partners first; cost plus rate as a floor): what partners pay before any auction.

    Our reading (D7): the greater of the formula price and a share of the appraised value.
    """
    return max(formula, floor_share * appraised)


def years_after(start: int, years: float) -> int:
    """The day ``years`` after ``start``: whole years by anniversary, the fraction as 365 days a year, rounded."""
    whole = math.floor(years)
    return anniversary(start, whole) + math.floor((years - whole) * 365 + 0.5)
