"""Public money beside private money: matching ratio, smallest share, and several levels of government together.

Amounts ``…_fen`` are whole fen, shares and ratios are read as the decimals their authors wrote (``decimal_parts``).
"""

from sim.clauses.rounding import LARGEST, PARTS, decimal_parts, floor_part, part_of
from sim.clauses.stage_equity import commitment

LARGEST_SHARE = 0.9  # what the schema allows a public share to be


def first_offer(offer_fen: int, target_fen: int, share_floor: float, match_ratio: float, cap_all_levels: float) -> int:
    """财教〔2021〕176号 art. 9: 10 % to 30 % of a sub-fund; public per private in Yozma 2.0 0.30, NZVIF 0.5, SBIC 2.0.

    The city's offer once these limits are applied to a target. Text: smallest share and ratios. Our reading: the
    ratio r leaves the public at most r/(1 + r) of the target, and the cap over all levels binds the city alone too;
    an offer below the smallest share of the target is not made and 0 is returned. 0 = no floor, no ratio, no cap.
    """
    amount = offer_fen
    if match_ratio > 0.0:
        parts = decimal_parts(match_ratio)
        amount = min(amount, floor_part(target_fen, parts, PARTS + parts))
    if cap_all_levels > 0.0:
        amount = min(amount, part_of(target_fen, cap_all_levels))
    if share_floor > 0.0 and amount < least_of(target_fen, share_floor):
        return 0
    return amount


def least_of(target_fen: int, share: float) -> int:
    """The smallest whole amount that is not below ``share`` of the target."""
    remainder = target_fen % PARTS * decimal_parts(share) % PARTS
    return part_of(target_fen, share) + (1 if remainder > 0 else 0)


def district_offer(
    city_fen: int, target_fen: int, match: float, budget_left_fen: int, match_ratio: float, cap_all_levels: float
) -> int:
    """苏科市〔2013〕198号 (city : district 1 : 1) and 菏泽牡丹区 2012 (all levels ≤ 50 %): what the district offers.

    Text: the proportion and the cap over all levels. Our reading: the district offers its match per city yuan, within
    its own budget, and gives way to the city where a limit over all levels (cap, matching ratio) binds.
    """
    amount = min(part_of(city_fen, match), budget_left_fen)
    if match_ratio > 0.0:
        parts = decimal_parts(match_ratio)
        amount = min(amount, floor_part(target_fen, parts, PARTS + parts) - city_fen)
    if cap_all_levels > 0.0:
        amount = min(amount, part_of(target_fen, cap_all_levels) - city_fen)
    return max(0, amount)


def commitments(
    city_offer_fen: int,
    district_offer_fen: int,
    match: float,
    share_cap: float,
    match_ratio: float,
    cap_all_levels: float,
    others_fen: int,
    largest_other_fen: int,
    not_largest: bool,
) -> tuple[int, int]:
    """财企[2007]128号 art. 14 and 牡丹区 2012: what city and district hold at first close, (city, district).

    ``others_fen`` is private money and the manager's. Text: the cap of each level, "not the largest", the cap over all
    levels. Our reading: each level by itself stays within ``share_cap`` of the whole fund and below the largest
    private partner; both together stay within ``cap_all_levels`` of the fund and ``match_ratio`` times the private
    money, the district giving way first; the district never exceeds its match of what the city holds.
    """
    limit = _together(others_fen, match_ratio, cap_all_levels)
    if district_offer_fen == 0:
        alone = commitment(city_offer_fen, share_cap, others_fen, largest_other_fen, not_largest)
        return (alone if limit < 0 else min(alone, limit)), 0
    city = max(0, min(city_offer_fen, largest_other_fen - 1) if not_largest else city_offer_fen)
    share, matched = decimal_parts(share_cap), decimal_parts(match)
    rest = PARTS * PARTS - share * (PARTS + matched)  # 1 − cap × (1 + match); none left means the cap cannot bind
    # a cap that no offer reaches is not computed: where the rest is small it may pass 64 bits
    if rest > 0 and others_fen * (share * PARTS / rest) < LARGEST:
        city = min(city, floor_part(others_fen, share * PARTS, rest))
    if limit >= 0:
        city = min(city, limit)
    district = min(district_offer_fen, part_of(city, match))
    if limit >= 0:
        district = min(district, limit - city)
    city = min(city, commitment(city_offer_fen, share_cap, others_fen + district, largest_other_fen, not_largest))
    return city, min(district, part_of(city, match))


def _together(others_fen: int, match_ratio: float, cap_all_levels: float) -> int:
    """Most that all levels may hold beside ``others_fen``; −1 without a limit."""
    limit = -1
    if match_ratio > 0.0:
        limit = part_of(others_fen, match_ratio)
    if cap_all_levels > 0.0:
        parts = decimal_parts(cap_all_levels)
        most = floor_part(others_fen, parts, PARTS - parts)
        limit = most if limit < 0 else min(limit, most)
    return limit


def largest_share(share_cap: float, match: float, match_ratio: float, cap_all_levels: float) -> float:
    """财企[2007]128号 art. 14 and the limits over all levels: the largest public share of a fund, for the prospectus.

    Our reading: the cap with the district's match on top, within matching ratio and cap over all levels; at most 0.9.
    """
    share = share_cap
    if match > 0.0:
        share = min(LARGEST_SHARE, share_cap * (1.0 + match))
    if match_ratio > 0.0:
        share = min(share, match_ratio / (1.0 + match_ratio))
    if cap_all_levels > 0.0:
        share = min(share, cap_all_levels)
    return share


def city_part(amount_fen: int, before_fen: int, city_fen: int, district_fen: int) -> int:
    """财建[2011]668号: central and local money go in and out together; here the city's part of a flow of both levels.

    Text: in and out together. Our reading: pro rata, receipts to commitments and on running totals (``before_fen``
    came before), calls to what is undrawn, so that neither level pays beyond its commitment; fractions to the district.
    """
    both = city_fen + district_fen
    return floor_part(before_fen + amount_fen, city_fen, both) - floor_part(before_fen, city_fen, both)
