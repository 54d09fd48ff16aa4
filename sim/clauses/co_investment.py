"""跟进投资 (co-investment): how much the guidance fund adds beside a manager, and what it gives back for it."""

import math

from sim.clauses.rates import interest_factor, same_day
from sim.clauses.rounding import part_of, to_fen


def amount(
    lead_fen: int, ratio: float, cap_deal_fen: int, company_left_fen: int, gap_fen: int, budget_left_fen: int
) -> int:
    """财企[2007]128号 art. 19: at most half of what the VC really invests and at most 3 m yuan a project.

    The ratio is copied by rules that were read, the cap is from memory. Our reading (D8): the ratio of the lead's
    amount, rounded down, within the cap per deal (0 = none), what the company may still get (−1 = no cap), the gap to
    the round's target and the budget left; never negative.
    """
    result = min(part_of(lead_fen, ratio), gap_fen, budget_left_fen)
    if cap_deal_fen > 0:
        result = min(result, cap_deal_fen)
    if company_left_fen >= 0:
        result = min(result, company_left_fen)
    return max(0, result)


def last_day(closed: int, window_months: int) -> int:
    """财企[2007]128号 art. 18 (memory, one low-grade page): until one year after the VC's payment, the day included."""
    return same_day(closed, window_months)


def later_amount(
    lead_fen: int,
    ratio: float,
    cap_deal_fen: int,
    company_left_fen: int,
    paid_fen: int,
    room_fen: int,
    budget_left_fen: int,
) -> int:
    """财企[2007]128号 arts. 18 and 19: what may be co-invested after the closing, at the price the VC paid.

    Our reading: ``paid_fen`` has been co-invested in this deal already; ratio and cap per deal hold for it and what
    comes now together. ``company_left_fen`` is what the company may still get (−1 = no cap). The money comes on top of
    the round, so the round's gap is no limit; ``room_fen`` is. In fen, never negative.
    """
    left = part_of(lead_fen, ratio)
    if cap_deal_fen > 0:
        left = min(left, cap_deal_fen)
    result = min(left - paid_fen, room_fen, budget_left_fen)
    if company_left_fen >= 0:
        result = min(result, company_left_fen)
    return max(0, result)


def stake_room(public_fen: float, company_fen: float, stake_cap: float, on_top: bool) -> int:
    """上海虹口 art. 35: at most 5 % of the firm's registered capital, and not the largest holder.

    Our reading: registered capital is shares; all co-investment in the company counts together. ``public_fen`` is what
    it holds at the round's price, ``company_fen`` the company at that price with all its money but x, the amount sought
    (``on_top``), or with x in the place of others' money. P + x ≤ cap (C + x), or P + x ≤ cap C, gives the most whole
    fen for x, never negative. Below one half of a lead that pays more, it cannot be the largest.
    """
    free = stake_cap * company_fen - public_fen
    return max(0, math.floor(free / (1.0 - stake_cap) if on_top else free))


def deadline_price(
    costs: tuple[float, ...],
    rates: tuple[float, ...],
    years: tuple[float, ...],
    compound: bool,
    appraised: float,
    floor_share: float,
) -> float:
    """上海虹口 arts. 37-40: leave within 5 years for cost plus the benchmark rate at least; the co-investor goes first.

    Text: cost plus rate and a "suitable premium" is a floor; a premium goes into the rates. Our reading (D8): the price
    asked is the greater of that floor, each payment with its own rate and age, and a share of the appraised value, so
    that the right to buy does not hand the whole gain away. Open bidding to outsiders starts from the same price: below
    it the right to go first would be worth nothing.
    """
    formula = 0.0
    for cost, rate, age in zip(costs, rates, years, strict=True):
        formula += lot_price(cost, rate, age, compound)
    return least_price(formula, appraised, floor_share)


def lot_price(cost: float, rate: float, years: float, compound: bool) -> float:
    """One payment's part of ``deadline_price``."""
    return cost * interest_factor(rate, years, compound)


def least_price(formula: float, appraised: float, floor_share: float) -> float:
    """The whole of ``deadline_price``, from the sum of its payments."""
    return max(formula, floor_share * appraised)


def gain_share(proceeds_fen: int, cost_fen: int, share: float, to_itself: bool) -> int:
    """财企[2007]128号 art. 21: half of the gain is paid to the co-investing VC (memory; Guizhou art. 15: text).

    Our reading (D8): gain is proceeds less cost of one company, never negative; losses elsewhere are not set off.
    Nothing is due on a sale to that VC itself (``to_itself``): it would get back part of the price, which is a floor.
    """
    return 0 if to_itself else to_fen(share * max(0, proceeds_fen - cost_fen))
