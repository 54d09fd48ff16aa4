"""What a manager decides before it asks for public money: whether it wants any, and a promise to invest early (D4)."""

from sim.clauses import levels, stage_equity
from sim.clauses.arithmetic import power
from sim.clauses.rounding import fen
from sim.decisions import applying, losses, raising, selection
from sim.engine import codes, held, steps
from sim.engine.base import count, tell
from sim.engine.kinds.firms import Fund, Manager
from sim.engine.partners import between, place_of, private_money, uplift
from sim.engine.rows import law
from sim.engine.state import World

# ---- what it can have -----------------------------------------------------------------------------------------------


@law
def share_cap(w: World, bound: int) -> float:
    """The largest public share of a fund, bound to early companies or not."""
    return w.stage_rule[0].early_cap if bound else w.stage_rule[0].share_cap


@law
def next_call(w: World) -> int:
    """Which of the calls comes next; their number where none does."""
    y = 0
    while y < len(w.calls) and w.calls[y].day <= w.clock[0].today:
        y += 1
    return y


@law
def full_offer(w: World, target: int, cap: float) -> tuple[int, int]:
    """What city and district would offer if there were money enough (fen)."""
    rules, other = w.stage_rule[0], w.district[0]
    offer = stage_equity.offer(target, cap, fen(rules.cap_per_fund), target, fen(rules.minimum_offer))
    offer = levels.first_offer(offer, target, rules.share_floor, rules.match_ratio, other.cap_all_levels)
    return offer, levels.district_offer(offer, target, other.match, target, rules.match_ratio, other.cap_all_levels)


@law
def public_beside(w: World, offer: int, beside: int, cap: float, others: int) -> int:
    """What city and district would hold (fen) beside ``others``, were there no largest partner to stay below."""
    rules, other = w.stage_rule[0], w.district[0]
    city, district = levels.commitments(
        offer, beside, other.match, cap, rules.match_ratio, other.cap_all_levels, others, others, False
    )
    return city + district


# ---- whether it applies ---------------------------------------------------------------------------------------------


@law
def wants_public_money(w: World, fund: Fund, manager: Manager) -> int:
    """Whether what public money adds to this manager's own income is worth the trouble."""
    terms, rules = w.manager_law[0], w.selection[0]
    if terms.response == 0:
        return held.applied(w, fund, 1)
    cap = share_cap(w, fund.bound)
    offer, beside = full_offer(w, fund.target, cap)
    wait = w.calls[next_call(w)].day - w.clock[0].today
    wait += selection.waiting_days(rules.delay_months, rules.administrative > 0)
    with_it = expected_income(w, manager, fund.target, offer, beside, cap)
    with_it *= power(1.0 + w.exercise[0].discount_rate, -wait / 365.0)
    more = (with_it - expected_income(w, manager, fund.target, 0, 0, cap)) / fund.target
    worth = applying.applies(
        more, terms.burden_share, terms.burden_share_skill, manager.skill,
        terms.burden_share_duty, w.duty[0].local_multiple,
    )  # fmt: skip
    wants = held.applied(w, fund, int(worth))
    if not wants:
        count(w, codes.STAYED_AWAY, 1)
        tell(w, steps.STAYED_AWAY, fund.id, more)
    return wants


@law
def expected_income(w: World, manager: Manager, target: int, offer: int, beside: int, cap: float) -> float:
    """Fees, carry, concession and gain share (fen, present value) that a manager expects of one attempt at its fund.

    It knows its own lasting effect on private money and reads no draw. The close can fail for want of money or time;
    the size is that of a fund that closes.
    """
    terms, private, other = w.fund_terms[0], w.private[0], w.district[0]
    share = (offer + beside) / target
    own = int(terms.manager_commitment * target + 0.5)
    most = levels.largest_share(cap, other.match, w.stage_rule[0].match_ratio, other.cap_all_levels)
    least = (
        raising.needed(max(terms.minimum_share * target, float(fen(terms.minimum_size))), offer + beside, most) - own
    )
    known = raising.fill(private.fill_median, private.fill_sigma, private.persistence, manager.effect, 0.0)
    median = raising.wanted(target, known, uplift(w, share), private.response)
    room = target * (1.0 - private.displacement * share)
    spread = raising.spread(private.fill_sigma, private.persistence)
    chance = raising.chance_between(least, room, median, spread)
    if chance == 0.0:
        return 0.0
    others = int(raising.mean_between(least, room, median, spread)) + own
    public = public_beside(w, offer, beside, cap, others)
    in_time = losses.in_time(terms.close_limit_months, terms.close_median_months, terms.close_sigma)
    return chance * in_time * (others + public) * income_at(w, public / (others + public))


@law
def income_at(w: World, share: float) -> float:
    """What a manager expects to earn on a yuan of its fund's commitments, at a public share of them."""
    left, right, part = place_of(w, share)
    income = between(w.shares[left].income, w.shares[right].income, part)
    if share > 0.0 and w.co_rule[0].no_double_support:
        return income
    return income + w.shares[left].gain


# ---- whether it binds itself ----------------------------------------------------------------------------------------


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
    terms = w.private[0]
    offer, beside = full_offer(w, target, cap)
    filled = raising.fill(terms.fill_median, terms.fill_sigma, terms.persistence, manager.effect, 0.0)
    private = private_money(w, target, filled, offer + beside, 1.0)
    others = private + int(w.fund_terms[0].manager_commitment * target + 0.5)
    return others + public_beside(w, offer, beside, cap, others)
