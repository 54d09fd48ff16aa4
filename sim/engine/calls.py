"""The yearly call: funds that apply for public money, the offers they get, what becomes of offers (D4, D10)."""

from typing import Final

from sim.clauses import levels, stage_equity, unilateral_exit
from sim.clauses.rounding import fen
from sim.decisions import applying, raising, selection
from sim.engine import budget, codes, district, money
from sim.engine.base import count
from sim.engine.calendar import at
from sim.engine.closing import private_money, raise_money, share_cap, uplift
from sim.engine.codes import ABOUT_FUND, CALL, FUND, FUND_CLOSE, MANAGER, NEVER, NOBODY, NOT_SET_UP
from sim.engine.kinds.firms import Fund, Manager
from sim.engine.money import CITY, district_purse
from sim.engine.rows import law
from sim.engine.rules import BY_SLOT, PLANNED
from sim.engine.state import World

FUND_SLOTS: Final = 16


# ---- applying -------------------------------------------------------------------------------------------------------


@law
def takes_applications(w: World) -> int:
    """Whether a call lies ahead at which there will be money to offer."""
    level, today = w.levels[CITY], w.clock[0].today
    purse = w.purses[level.first_purse]
    if w.stage_rule[0].share_cap == 0.0 or purse.share == 0.0 or budget.has_money(w, level) == 0:
        return 0
    y = 0
    while y < len(w.calls) and w.calls[y].day <= today:
        y += 1
    if y == len(w.calls):
        return 0
    least = max(1, fen(w.stage_rule[0].minimum_offer))
    there = purse.available + purse.arriving
    if w.budget[0].cover == PLANNED:
        return int(there + budget.planned(w, level) >= least)
    for i in range(len(w.appropriations)):
        one = w.appropriations[i]
        if one.level == level.id and today < one.day and one.day <= w.calls[y].day:
            there += int(fen(one.yuan) * purse.share)
    return int(there >= least)


@law
def wants_public_money(w: World, fund: Fund, manager: Manager) -> int:
    """Whether what public money adds for the partners is worth the trouble to this manager."""
    terms, rules, beside = w.manager_law[0], w.stage_rule[0], w.district[0]
    if terms.choose == 0:
        return 1
    most = levels.largest_share(share_cap(w, fund.bound), beside.match, rules.match_ratio, beside.cap_all_levels)
    more = uplift(w, most) - uplift(w, 0.0)
    wants = applying.applies(
        more, terms.burden, terms.burden_per_skill, manager.skill, terms.burden_per_duty, w.duty[0].local_multiple
    )
    if not wants:
        count(w, codes.STAYED_AWAY, 1)
    return int(wants)


@law
def binds_itself(w: World, manager: Manager, target: int) -> int:
    """Whether a manager that applies promises to invest early, for the higher cap."""
    rules = w.stage_rule[0]
    if rules.early_cap == 0.0:
        return 0
    free = expected_size(w, manager, target, rules.share_cap)
    bound = expected_size(w, manager, target, rules.early_cap)
    return int(applying.binds(float(free), float(bound), w.manager_law[0].early_reluctance, rules.early_bound))


@law
def expected_size(w: World, manager: Manager, target: int, cap: float) -> int:
    """First close (fen) that a manager expects: its own lasting effect on private money, no luck, offers in full."""
    rules, terms, other = w.stage_rule[0], w.private[0], w.district[0]
    offer = stage_equity.offer(target, cap, fen(rules.cap_per_fund), target, fen(rules.minimum_offer))
    offer = levels.first_offer(offer, target, rules.share_floor, rules.match_ratio, other.cap_all_levels)
    beside = levels.district_offer(offer, target, other.match, target, rules.match_ratio, other.cap_all_levels)
    filled = raising.fill(terms.fill_median, terms.fill_sigma, terms.persistence, manager.effect, 0.0)
    private = private_money(w, target, filled, offer + beside)
    others = private + int(w.fund_terms[0].manager_commitment * target + 0.5)
    held = levels.commitments(
        offer, beside, other.match, cap, rules.match_ratio, other.cap_all_levels, others, others, False
    )
    return others + held[0] + held[1]


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
def call_for_funds(w: World, at_level: int, _: int) -> None:
    """Offers to all who wait, in their order, while the money lasts."""
    level, purse = w.levels[at_level], w.purses[w.levels[at_level].first_purse]
    caution, tolerance = w.manager_law[0].officer_caution, w.tolerance[0]
    required = applying.required_record(caution, tolerance.single_deal)
    newcomers = purse.available + budget.planned(w, level)
    newcomers = int(newcomers * applying.newcomers_share(caution, tolerance.portfolio))
    f = w.market[0].first_applicant
    w.market[0].first_applicant = NOBODY
    while f != NOBODY:
        fund = w.funds[f]
        f = fund.next_applicant
        left = purse.available + budget.planned(w, level)
        if fund.record == 0:
            left = min(left, newcomers)
        fund.offer = offer_to(w, fund, left) if fund.record >= required else 0
        fund.district_offer = district.offer(w, fund.offer, fund.target)
        newcomers -= fund.offer if fund.record == 0 else 0
        answer(w, fund)


@law
def offer_to(w: World, fund: Fund, left: int) -> int:
    """What the city offers an applicant when ``left`` may be spent."""
    rules, cap = w.stage_rule[0], w.district[0].cap_all_levels
    least = fen(rules.minimum_offer)
    offer = stage_equity.offer(fund.target, share_cap(w, fund.bound), fen(rules.cap_per_fund), left, least)
    offer = levels.first_offer(offer, fund.target, rules.share_floor, rules.match_ratio, cap)
    return offer if offer >= least else 0


@law
def answer(w: World, fund: Fund) -> None:
    """An answer to an application: money is raised at once, or when the administration is done."""
    if fund.offer:
        fund.approved = w.clock[0].today
        money.commit(w, w.purses[w.levels[CITY].first_purse], fund.offer, NOT_SET_UP, ABOUT_FUND + fund.slot)
        fund.city_undrawn = fund.offer
        if fund.district_offer:
            money.commit(w, district_purse(w), fund.district_offer, NOT_SET_UP, ABOUT_FUND + fund.slot)
            fund.district_undrawn = fund.district_offer
        watch_set_up(w, fund)
    rules, manager = w.selection[0], w.managers[fund.manager]
    days = selection.waiting_days(rules.delay_months, rules.administrative > 0 and fund.offer > 0)
    ordinal = 3 * FUND_SLOTS + fund.number
    if days == 0:
        raise_money(w, fund.id, 0)
    else:
        day = w.clock[0].today + days
        at(w, day, FUND_CLOSE, MANAGER, manager.slot, ordinal, codes.RAISE_MONEY, fund.id, 0)


@law
def watch_set_up(w: World, fund: Fund) -> None:
    """An offer lapses when the fund is not set up in time."""
    now = w.clock[0]
    day = unilateral_exit.setup_lapses(now.start + now.today, w.unilateral[0].setup_months)
    if day >= 0:
        at(w, day - now.start, CALL, FUND, fund.slot, 0, codes.WITHDRAW_OFFER, fund.id, 0)


@law
def withdraw_offer(w: World, f: int, _: int) -> None:
    """The fund may still be set up, without public money."""
    fund = w.funds[f]
    if fund.set_up == NEVER and fund.offer > 0:
        count(w, codes.OFFERS_WITHDRAWN, 1)
        release_offer(w, fund)


@law
def release_offer(w: World, fund: Fund) -> None:
    """An offer ends: what was promised is free again."""
    purse = w.purses[w.levels[CITY].first_purse]
    fund.city_undrawn -= fund.offer
    money.release(w, purse, fund.offer, NOT_SET_UP, ABOUT_FUND + fund.slot)
    district.release(w, fund, fund.district_offer, NOT_SET_UP)
    fund.offer = 0
    fund.district_offer = 0
