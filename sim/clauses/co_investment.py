"""跟进投资 (co-investment): how much the guidance fund adds beside a manager, and what it gives back for it."""

from sim.clauses.rates import interest_factor
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


def deadline_price(
    cost: float, rate: float, years: float, compound: bool, appraised: float, floor_share: float
) -> float:
    """上海虹口 arts. 37-40: leave within 5 years for cost plus the benchmark rate at least; the co-investor goes first.

    Text: cost plus rate and a "suitable premium" is a floor; a premium goes into ``rate``. Our reading (D8): the price
    asked is the greater of that floor and a share of the appraised value, so that the right to buy does not hand the
    whole gain away.
    """
    return max(cost * interest_factor(rate, years, compound), floor_share * appraised)


def gain_share(proceeds_fen: int, cost_fen: int, share: float) -> int:
    """财企[2007]128号 art. 21: half of the gain is paid to the co-investing VC (memory; Guizhou art. 15: text).

    Our reading (D8): gain is proceeds less cost of one company, never negative; losses elsewhere are not set off.
    """
    return to_fen(share * max(0, proceeds_fen - cost_fen))
