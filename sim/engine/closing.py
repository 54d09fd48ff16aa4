"""The money a fund raises: what private partners answer to an offer, and whether there is a first close (D4)."""

from typing import Final

from sim.clauses import levels
from sim.clauses.rounding import fen
from sim.decisions import raising
from sim.economy import laws
from sim.engine import chance, codes
from sim.engine.calendar import at, draw
from sim.engine.codes import FUND, FUND_CLOSE, NOBODY, OWN, PRIVATE, PUBLIC
from sim.engine.kinds.firms import Fund, Manager
from sim.engine.rows import add, law
from sim.engine.state import World

FUND_SLOTS: Final = 16
ATTEMPT_SLOTS: Final = 8
PARTNER_SLOTS: Final = 32
# Ordinals of a day.
GIVE_UP: Final = 1
CLOSE: Final = 2


@law
def share_cap(w: World, bound: int) -> float:
    """The largest public share of a fund, bound to early companies or not."""
    return w.stage_rule[0].early_cap if bound else w.stage_rule[0].share_cap


@law
def uplift(w: World, share: float) -> float:
    """The partners' uplift at a public share: linear between the points of the prospectus, constant beyond."""
    if share <= w.shares[0].share:
        return w.shares[0].uplift
    for i in range(1, len(w.shares)):
        left, right = w.shares[i - 1], w.shares[i]
        if share <= right.share:
            part = (share - left.share) / (right.share - left.share)
            return left.uplift * (1.0 - part) + right.uplift * part
    return w.shares[len(w.shares) - 1].uplift


@law
def private_money(w: World, target: int, filled: float, offer: int) -> int:
    """What private partners bring to a first close beside an offer, in fen."""
    if target <= 0:
        return 0
    share, terms = offer / target, w.private[0]
    return raising.answer(target, filled, uplift(w, share), share, terms.response, terms.displacement)


@law
def raise_money(w: World, f: int, _: int) -> None:
    """Private partners answer; the close is reached, missed for want of money, or comes too late."""
    fund, terms, answers = w.funds[f], w.fund_terms[0], w.private[0]
    manager = w.managers[fund.manager]
    index = fund.number * ATTEMPT_SLOTS + fund.attempt
    z = laws.normal(draw(w, chance.FUND_FILL, manager.slot, index))
    filled = raising.fill(answers.fill_median, answers.fill_sigma, answers.persistence, manager.effect, z)
    private = private_money(w, fund.target, filled, fund.offer + fund.district_offer)
    fund.commitment[PRIVATE] = private
    fund.commitment[OWN] = int(terms.manager_commitment * fund.target + 0.5)
    find_partners(w, fund, manager, private)
    fund.commitment[PUBLIC] = public_part(w, fund)
    u = draw(w, chance.FUND_TIME, manager.slot, index)
    months = laws.lognormal(u, terms.close_median_months, terms.close_sigma)
    enough = reaches_close(w, fund, fund.commitment[PUBLIC])
    day = w.clock[0].today + laws.days(min(months, terms.close_limit_months) / 12.0)
    if enough and months <= terms.close_limit_months:
        ordinal = CLOSE * ATTEMPT_SLOTS + fund.attempt
        at(w, day, FUND_CLOSE, FUND, fund.slot, ordinal, codes.SET_UP_FUND, fund.id, 0)
    else:
        reason = codes.FAILED_FOR_TIME if enough else codes.FAILED_FOR_MONEY
        ordinal = GIVE_UP * ATTEMPT_SLOTS + fund.attempt
        at(w, day, FUND_CLOSE, FUND, fund.slot, ordinal, codes.GIVE_UP_FUND, fund.id, reason)


@law
def reaches_close(w: World, fund: Fund, public: int) -> int:
    """Whether the money suffices for a first close."""
    terms, total = w.fund_terms[0], fund.commitment[PRIVATE] + fund.commitment[OWN] + public
    return int(raising.reaches_first_close(total, fund.target, terms.minimum_share, fen(terms.minimum_size)))


@law
def public_part(w: World, fund: Fund) -> int:
    """What the guidance fund holds at first close beside the other partners (fen)."""
    rules, district, largest = w.stage_rule[0], w.district[0], fund.commitment[OWN]
    for i in range(w.private[0].partners):
        largest = max(largest, w.partners[fund.first_partner + i].commitment)
    held = levels.commitments(
        fund.offer, fund.district_offer, district.match, share_cap(w, fund.bound),
        rules.match_ratio, district.cap_all_levels,
        fund.commitment[PRIVATE] + fund.commitment[OWN], largest, rules.not_largest > 0,
    )  # fmt: skip
    fund.district_fen = held[1]
    return held[0] + held[1]


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
