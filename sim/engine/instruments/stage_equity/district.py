"""A district's part of public lines: what it offers, pays, receives and frees beside the city."""

from sim.clauses import levels
from sim.engine import codes, money
from sim.engine.codes import ABOUT_FUND
from sim.engine.kinds.firms import Fund
from sim.engine.money import DISTRICT, district_purse
from sim.engine.rows import law
from sim.engine.state import World


@law
def offer(w: World, city_fen: int, target: int) -> int:
    """What the district adds to the city's offer today."""
    rules, level = w.district[0], w.levels[DISTRICT]
    if rules.match == 0.0 or city_fen == 0 or w.clock[0].today >= level.closing:
        return 0
    left = district_purse(w).available + money.planned(w, level)
    ratio = w.stage_rule[0].match_ratio
    return levels.district_offer(city_fen, target, rules.match, left, ratio, rules.cap_all_levels)


@law
def release(w: World, fund: Fund, amount: int, place: int) -> None:
    """Part of what the district promised is free again."""
    if amount:
        fund.district_undrawn -= amount
        money.release(w, district_purse(w), amount, place, ABOUT_FUND + fund.slot)


@law
def set_up(w: World, fund: Fund) -> None:
    """First close: what was offered beyond the district's part is freed."""
    release(w, fund, fund.district_offer - fund.district_fen, codes.NOT_SET_UP)
    money.shift(w, codes.NOT_SET_UP, codes.UNDRAWN, fund.district_fen)


@law
def pay_call(w: World, fund: Fund, amount: int) -> int:
    """Pay the district's part of a call on the public line, pro rata to what is undrawn; gives that part."""
    own = fund.district_undrawn
    if own == 0:
        return 0
    part = amount - levels.city_part(amount, 0, fund.city_undrawn, own)
    fund.district_undrawn = money.take_up(w, fund.slot, part, own)
    money.draw(w, district_purse(w), part, fund.cash, ABOUT_FUND + fund.slot, codes.BY_DISTRICT)
    return part


@law
def receive(w: World, fund: Fund, payer: int, amount: int, kind: int) -> int:
    """Take the district's part of a receipt on the public line; gives that part."""
    if fund.district_fen == 0:
        return 0
    city = fund.public_at_close - fund.district_fen
    part = amount - levels.city_part(amount, fund.shared, city, fund.district_fen)
    fund.shared += amount
    money.receive(w, district_purse(w), payer, part, kind, ABOUT_FUND + fund.slot, codes.BY_DISTRICT)
    return part


@law
def keep(w: World, fund: Fund, undrawn: int) -> int:
    """Only ``undrawn`` of the public commitment stays: free the district's part of the rest; gives its part."""
    own = fund.district_undrawn
    if own == 0:
        return 0
    part = undrawn - levels.city_part(undrawn, 0, fund.city_undrawn, own)
    release(w, fund, own - part, codes.UNDRAWN)
    return part


@law
def left(w: World, fund: Fund) -> None:
    """The public line is gone: what the district had not paid in is freed."""
    release(w, fund, fund.district_undrawn, codes.UNDRAWN)


@law
def take_home(w: World, fund: Fund, payer: int, amount: int, kind: int) -> None:
    """Money of a public line comes home, the district's part to the district."""
    city = amount - receive(w, fund, payer, amount, kind)
    whom = ABOUT_FUND + fund.slot
    money.receive(w, money.purse_of(w, codes.STAGE_EQUITY), payer, city, kind, whom, codes.BY_STAGE_EQUITY)
