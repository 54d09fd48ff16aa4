"""The money a fund raises: the yearly call, what private partners answer, whether there is a first close (D4)."""

from typing import Final

from sim.clauses.rounding import fen
from sim.decisions import raising, selection
from sim.economy import laws
from sim.engine import chance, city_levers, codes, held, pool
from sim.engine.calendar import at, draw
from sim.engine.codes import ATTEMPT_SLOTS, NOBODY, OWN, PRIVATE, PUBLIC
from sim.engine.instruments import dispatch
from sim.engine.kinds.firms import Fund, Manager
from sim.engine.order import ANSWERED, CLOSES, FUND, FUND_CLOSE, GIVES_UP, MANAGER
from sim.engine.partners import private_money
from sim.engine.rows import add, law
from sim.engine.state import World

PARTNER_SLOTS: Final = 32


@law
def call_for_funds(w: World, at_level: int, _: int) -> None:
    """The yearly call: all who wait are answered in their order; then their partners are asked."""
    dispatch.year(w, w.levels[at_level])
    f = w.market[0].first_applicant
    w.market[0].first_applicant = NOBODY
    while f != NOBODY:
        fund = w.funds[f]
        f = fund.next_applicant
        dispatch.applied(w, fund)
        answered(w, fund)


@law
def answered(w: World, fund: Fund) -> None:
    """Money is raised at once, or when the administration is done."""
    rules, manager = w.selection[0], w.managers[fund.manager]
    days = selection.waiting_days(rules.delay_months, rules.administrative > 0 and fund.offer > 0)
    if days == 0:
        raise_money(w, fund.id, 0)
    else:
        day = w.clock[0].today + days
        at(w, day, FUND_CLOSE, MANAGER, manager.slot, ANSWERED + fund.number, codes.RAISE_MONEY, fund.id, 0)


@law
def raise_money(w: World, f: int, _: int) -> None:
    """Private partners answer; the close is reached, missed for want of money, or comes too late."""
    fund, terms, answers = w.funds[f], w.fund_terms[0], w.private[0]
    manager = w.managers[fund.manager]
    index = fund.number * ATTEMPT_SLOTS + fund.attempt
    z = laws.normal(draw(w, chance.FUND_FILL, manager.slot, index))
    filled = raising.fill(answers.fill_median, answers.fill_sigma, answers.persistence, manager.effect, z)
    filled *= city_levers.on_fill(w)
    private = shared_money(w, fund, filled)
    fund.commitment[PRIVATE] = private
    fund.commitment[OWN] = int(terms.manager_commitment * fund.target + 0.5)
    find_partners(w, fund, manager, private)
    fund.commitment[PUBLIC] = dispatch.public_part(w, fund)
    u = draw(w, chance.FUND_TIME, manager.slot, index)
    months = laws.lognormal(u, terms.close_median_months, terms.close_sigma)
    enough = reaches_close(w, fund, fund.commitment[PUBLIC])
    day = w.clock[0].today + laws.days(min(months, terms.close_limit_months) / 12.0)
    if enough and months <= terms.close_limit_months:
        at(w, day, FUND_CLOSE, FUND, fund.slot, CLOSES + fund.attempt, codes.SET_UP_FUND, fund.id, 0)
    else:
        reason = codes.FAILED_FOR_TIME if enough else codes.FAILED_FOR_MONEY
        at(w, day, FUND_CLOSE, FUND, fund.slot, GIVES_UP + fund.attempt, codes.GIVE_UP_FUND, fund.id, reason)


@law
def shared_money(w: World, fund: Fund, filled: float) -> int:
    """What private partners bring (fen), who share the market's money with all that ask within a year."""
    offer = fund.offer + fund.district_offer
    alone = private_money(w, fund.target, filled, offer, 1.0)
    sought = pool.closed(w) + alone
    private = held.money(w, fund, private_money(w, fund.target, filled, offer, pool.part(w, sought)))
    pool.note(w, fund, sought, private)
    return private


@law
def reaches_close(w: World, fund: Fund, public: int) -> int:
    """Whether the money suffices for a first close."""
    terms, total = w.fund_terms[0], fund.commitment[PRIVATE] + fund.commitment[OWN] + public
    return int(raising.reaches_first_close(total, fund.target, terms.minimum_share, fen(terms.minimum_size)))


@law
def find_partners(w: World, fund: Fund, manager: Manager, private: int) -> None:
    """The anchor first; the others share the rest by keyed weights. Whole fen that sum to ``private``."""
    terms, base = w.private[0], fund.number * PARTNER_SLOTS
    if fund.first_partner == NOBODY:
        fund.first_partner = len(w.partners)
        for i in range(terms.partners):
            partner = add(w.partners)
            partner.kind = laws.choice(draw(w, chance.PARTNER_CLASS, manager.slot, base + i), terms.class_shares)
    u = draw(w, chance.PARTNER_ANCHOR, manager.slot, fund.number)
    anchor = terms.anchor_low + (terms.anchor_high - terms.anchor_low) * u
    if terms.partners == 1:
        anchor = 1.0
    weights = 0.0
    for i in range(1, terms.partners):
        weights += weight(w, manager, base + i)
    whole = anchor
    for i in range(1, terms.partners):
        whole += (1.0 - anchor) * weight(w, manager, base + i) / weights
    left = private
    for i in range(1, terms.partners):
        own = (1.0 - anchor) * weight(w, manager, base + i) / weights
        part = min(left, int(private * (own / whole)))
        w.partners[fund.first_partner + i].commitment = part
        left -= part
    w.partners[fund.first_partner].commitment = left


@law
def weight(w: World, manager: Manager, ordinal: int) -> float:
    """How much of the money beside the anchor's a partner brings."""
    return 0.5 + draw(w, chance.PARTNER_WEIGHT, manager.slot, ordinal)
