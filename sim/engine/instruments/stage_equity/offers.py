"""Funds apply for public money, get offers at the yearly call, and are set up with part of them or not (D4, D10)."""

from sim.clauses import levels, policy_duty, stage_equity, unilateral_exit
from sim.clauses.rounding import fen
from sim.decisions import applying
from sim.engine import codes, money, steps
from sim.engine.base import count, tell
from sim.engine.calendar import at
from sim.engine.codes import ABOUT_FUND, NEVER, NOBODY, NOT_SET_UP, OWN, PRIVATE, PUBLIC, STAGE_EQUITY, UNDRAWN
from sim.engine.instruments.stage_equity import district, stakes
from sim.engine.instruments.stage_equity.choices import binds_itself, next_call, share_cap, wants_public_money
from sim.engine.kinds.firms import Fund
from sim.engine.kinds.money import Level
from sim.engine.lines import committed
from sim.engine.money import CITY, district_purse, purse_of
from sim.engine.order import CALL, FUND, LAPSED
from sim.engine.rows import law
from sim.engine.rules import BY_SLOT, PLANNED
from sim.engine.state import World


@law
def begin(w: World) -> None:
    """Nobody waits for the yearly call."""
    w.market[0].first_applicant = NOBODY


# ---- applying -------------------------------------------------------------------------------------------------------


@law
def fund_marketed(w: World, fund: Fund) -> int:
    """A fund comes to market: whether it applies, and so waits for the yearly call."""
    manager = w.managers[fund.manager]
    fund.applied = NEVER
    fund.approved = NEVER
    fund.stake = NOBODY
    fund.duty_tested = NEVER
    fund.bound = binds_itself(w, manager, fund.target)
    if takes_applications(w) == 0 or wants_public_money(w, fund, manager) == 0:
        return 0
    tell(w, steps.APPLIED, fund.id)
    apply(w, fund, manager.record)
    return 1


@law
def takes_applications(w: World) -> int:
    """Whether a call lies ahead at which there will be money to offer."""
    level, today = w.levels[CITY], w.clock[0].today
    purse = w.purses[level.first_purse]
    if w.lines[STAGE_EQUITY].on == 0 or today < 0:  # nobody knows before the start that there will be any
        return 0
    y = next_call(w)
    if y == len(w.calls):
        return 0
    least = max(1, fen(w.stage_rule[0].minimum_offer))
    there = purse.available + purse.arriving
    if w.budget[0].cover == PLANNED:
        return int(there + money.planned(w, level) >= least)
    for i in range(len(w.appropriations)):
        one = w.appropriations[i]
        if one.level == level.id and today < one.day and one.day <= w.calls[y].day:
            there += int(fen(one.yuan) * purse.share)
    return int(there >= least)


@law
def apply(w: World, fund: Fund, record: int) -> None:
    """Wait for the yearly call; applicants are taken by record (profitable exits), then by slot, or by slot alone."""
    fund.applied = w.clock[0].today
    fund.record = record
    market, f, ahead = w.market[0], w.market[0].first_applicant, NOBODY
    while f != NOBODY and ranks_before(w, w.funds[f], fund):
        ahead = f
        f = w.funds[f].next_applicant
    fund.next_applicant = f
    if ahead == NOBODY:
        market.first_applicant = fund.id
    else:
        w.funds[ahead].next_applicant = fund.id


@law
def ranks_before(w: World, one: Fund, other: Fund) -> int:
    """Whether one applicant is taken before another."""
    if w.selection[0].order != BY_SLOT and one.record != other.record:
        return int(one.record > other.record)
    return int(one.slot < other.slot)


# ---- the call -------------------------------------------------------------------------------------------------------


@law
def year(w: World, level: Level) -> None:
    """The yearly call opens: what may go to managers without a record."""
    tell(w, steps.CALL_OPENED, level.id, purse_of(w, STAGE_EQUITY).available)
    left = purse_of(w, STAGE_EQUITY).available + money.planned(w, level)
    level.newcomers = int(left * applying.newcomers_share(w.manager_law[0].officer_caution, w.tolerance[0].portfolio))


@law
def applied(w: World, fund: Fund) -> None:
    """Answer an application while the money lasts."""
    level, new = w.levels[CITY], fund.record == 0
    required = applying.required_record(w.manager_law[0].officer_caution, w.tolerance[0].single_deal)
    left = purse_of(w, STAGE_EQUITY).available + money.planned(w, level)
    if new:
        left = min(left, level.newcomers)
    fund.offer = offer_to(w, fund, left) if fund.record >= required else 0
    fund.district_offer = district.offer(w, fund.offer, fund.target)
    if new:
        level.newcomers -= fund.offer
    if fund.offer:
        promise(w, fund)
    tell(w, steps.ANSWERED, fund.id, int(fund.record < required))


@law
def offer_to(w: World, fund: Fund, left: int) -> int:
    """What the city offers an applicant when ``left`` may be spent."""
    rules, cap = w.stage_rule[0], w.district[0].cap_all_levels
    least = fen(rules.minimum_offer)
    offer = stage_equity.offer(fund.target, share_cap(w, fund.bound), fen(rules.cap_per_fund), left, least)
    offer = levels.first_offer(offer, fund.target, rules.share_floor, rules.match_ratio, cap)
    return offer if offer >= least else 0


@law
def promise(w: World, fund: Fund) -> None:
    """The offer is made and its money bound."""
    fund.approved = w.clock[0].today
    money.commit(w, purse_of(w, STAGE_EQUITY), fund.offer, NOT_SET_UP, ABOUT_FUND + fund.slot)
    fund.city_undrawn = fund.offer
    if fund.district_offer:
        money.commit(w, district_purse(w), fund.district_offer, NOT_SET_UP, ABOUT_FUND + fund.slot)
        fund.district_undrawn = fund.district_offer
    watch_set_up(w, fund)


@law
def watch_set_up(w: World, fund: Fund) -> None:
    """An offer lapses when the fund is not set up in time."""
    now = w.clock[0]
    day = unilateral_exit.setup_lapses(now.start + now.today, w.unilateral[0].setup_months)
    if day >= 0:
        at(w, day - now.start, CALL, FUND, fund.slot, LAPSED, codes.WITHDRAW_OFFER, fund.id, 0)


@law
def withdraw_offer(w: World, f: int, _: int) -> None:
    """The fund may still be set up, without public money."""
    fund = w.funds[f]
    if fund.set_up == NEVER and fund.offer > 0:
        tell(w, steps.NOT_SET_UP, f, fund.offer)
        count(w, codes.OFFERS_WITHDRAWN, 1)
        release_offer(w, fund)


@law
def release_offer(w: World, fund: Fund) -> None:
    """An offer ends: what was promised is free again."""
    purse = purse_of(w, STAGE_EQUITY)
    fund.city_undrawn -= fund.offer
    money.release(w, purse, fund.offer, NOT_SET_UP, ABOUT_FUND + fund.slot)
    district.release(w, fund, fund.district_offer, NOT_SET_UP)
    fund.offer = 0
    fund.district_offer = 0


@law
def fund_given_up(w: World, fund: Fund) -> None:
    """The fund is not set up."""
    if fund.offer:
        release_offer(w, fund)


# ---- the first close ------------------------------------------------------------------------------------------------


@law
def fund_set_up(w: World, fund: Fund) -> None:
    """First close: the promise of early investments, and the public line."""
    if fund.bound:
        owe_early(w, fund)
    if fund.offer:
        set_up_public(w, fund)


@law
def public_part(w: World, fund: Fund) -> int:
    """What the guidance fund holds at first close beside the other partners (fen)."""
    rules, beside, largest = w.stage_rule[0], w.district[0], fund.commitment[OWN]
    for i in range(w.private[0].partners):
        largest = max(largest, w.partners[fund.first_partner + i].commitment)
    held = levels.commitments(
        fund.offer, fund.district_offer, beside.match, share_cap(w, fund.bound),
        rules.match_ratio, beside.cap_all_levels,
        fund.commitment[PRIVATE] + fund.commitment[OWN], largest, rules.not_largest > 0,
    )  # fmt: skip
    fund.district_fen = held[1]
    return held[0] + held[1]


@law
def owe_early(w: World, fund: Fund) -> None:
    """A fund that used the higher cap owes part of its investments to early rounds (财建[2011]668号)."""
    city, rules = fund.commitment[PUBLIC] - fund.district_fen, w.stage_rule[0]
    if policy_duty.used_early_cap(city, committed(fund), rules.share_cap):
        count(w, codes.FUNDS_BOUND_EARLY, 1)
        tell(w, steps.BOUND_EARLY, fund.id, city, rules.early_bound)
        fund.early_bound = rules.early_bound


@law
def set_up_public(w: World, fund: Fund) -> None:
    """The part of the offer not used is freed; the rest waits to be drawn."""
    whom = ABOUT_FUND + fund.slot
    city = fund.commitment[PUBLIC] - fund.district_fen
    district.set_up(w, fund)
    fund.city_undrawn = city
    money.release(w, purse_of(w, STAGE_EQUITY), fund.offer - city, NOT_SET_UP, whom)
    money.shift(w, NOT_SET_UP, UNDRAWN, city)
    if city:
        stakes.open_stake(w, fund)
