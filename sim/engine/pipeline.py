"""From achievement to company: disclosed, discovered, evaluated, decided, converted (D5, articles 6 and 15)."""

import math
from typing import Final

from sim.clauses.disposal import DEPARTMENT, OWNER
from sim.clauses.incentives import takeover_day
from sim.clauses.rounding import fen
from sim.decisions.evaluating import NURTURED, PASSED, verdict
from sim.economy import laws
from sim.engine import awards, chance, codes, companies, disposal, levers, steps
from sim.engine.base import tell
from sim.engine.calendar import at, draw
from sim.engine.codes import (
    AGREE,
    APPROVE,
    CONVERT,
    DECIDE,
    DISCOVER,
    EVALUATE,
    NEVER,
    NOBODY,
    ONE_YEAR,
    REQUEST,
    SECOND_LOOK,
)
from sim.engine.kinds.firms import Achievement
from sim.engine.kinds.given import Cell
from sim.engine.law_of_day import law_on, law_today, row_for
from sim.engine.order import (
    ACHIEVEMENT,
    APPROVED,
    CLOCK,
    DISCOVERED,
    EVALUATED,
    FOUNDED,
    NEGOTIATED,
    PIPELINE,
    REVIEWED,
    SEEN_AGAIN,
)
from sim.engine.owners import publicly_funded
from sim.engine.programmes import agents, incubators
from sim.engine.rows import add, law
from sim.engine.state import World
from sim.scenario.articles import article_of
from sim.scenario.articles_schema import COVERING
from sim.scenario.economy_schema import SECTORS

SECTOR_COUNT: Final = len(SECTORS)
SLOTS_A_CELL: Final = 8192
ALL_CELLS: Final = 512 * SLOTS_A_CELL  # the shelf, fifty years and ten before the start, eight sectors each
YEARS_BEFORE: Final = 50  # and j: the block of year -j
EVALUATION: Final = 0
APPROVAL: Final = 1
FIRST_LOOK: Final = 0
SECOND: Final = 1
DISPOSAL: Final = COVERING.index(article_of("institutions.approval_line"))
DEADLINE: Final = COVERING.index(article_of("institutions.takeover_month"))


@law
def open_pipeline(w: World) -> None:
    """Lay out every achievement of the horizon; only discovered ones become events."""
    for _ in range(2):
        queue = add(w.queues)
        queue.first = NOBODY
        queue.last = NOBODY
    for c in range(len(w.cells)):
        cell = w.cells[c]
        for i in range(cell.number):
            slot = slot_of(cell, i)
            day = cell.day
            if cell.block > 0:
                day += int(draw(w, chance.ARRIVAL_DAY, slot, 0) * 365)
            disclose(w, slot, cell.sector, day)


@law
def slot_of(cell: Cell, number: int) -> int:
    """The exogenous slot of an achievement: its year (or the shelf), sector and number within both.

    Numbers beyond a cell's places go on behind all cells, so that no slot moves when a world grows.
    """
    place = (cell.block * SECTOR_COUNT + cell.sector) * SLOTS_A_CELL + number % SLOTS_A_CELL
    return number // SLOTS_A_CELL * ALL_CELLS + place


@law
def disclose(w: World, slot: int, sector: int, day: int) -> None:
    """An achievement is complete and disclosed; if the platforms discover it, that takes its time."""
    terms = w.pipeline[0]
    one = add(w.achievements)
    one.slot = slot
    one.sector = sector
    one.owner = laws.choice(draw(w, chance.OWNER, slot, 0), terms.owner_shares)
    sigma = terms.appraisal_sigma
    median = terms.appraisal_mean * math.exp(-0.5 * (sigma * sigma))
    one.appraised = fen(laws.lognormal(draw(w, chance.APPRAISAL, slot, 0), median, sigma))
    one.quality = laws.normal(draw(w, chance.QUALITY, slot, 0))
    one.completed = day
    one.clock_law = row_for(w, law_on(w, day), slot, DEADLINE)
    one.deadline = NEVER
    one.discovered = NEVER
    one.evaluated = NEVER
    one.nurtured = NEVER
    one.screened = NEVER
    one.passed = NEVER
    one.refused = NEVER
    one.decided = NEVER
    one.approval_opened = NEVER
    one.taken_over = NEVER
    one.converted = NEVER
    one.company = NOBODY
    if draw(w, chance.DISCOVERY, slot, 0) < levers.chance_discovered(w, one):
        wait = months(w, chance.DISCOVERY_TIME, slot, terms.discovery_median_months, terms.discovery_sigma)
        at(w, day + wait, PIPELINE, ACHIEVEMENT, slot, DISCOVERED, DISCOVER, one.id, 0)


@law
def months(w: World, stream: int, slot: int, median: float, sigma: float) -> int:
    """A lognormal time in months, in days."""
    return laws.days(laws.lognormal(draw(w, stream, slot, 0), median, sigma) / 12.0)


@law
def later(w: World, one: Achievement, wait: int, ordinal: int, code: int) -> None:
    """Let something happen to an achievement after ``wait`` days."""
    at(w, w.clock[0].today + wait, PIPELINE, ACHIEVEMENT, one.slot, ordinal, code, one.id, 0)


# ---- queues: first come, first served, ties by slot ----------------------------------------------------------------


@law
def join(w: World, one: Achievement, which: int) -> None:
    """Be served at once if a server is free and nobody waits, else wait."""
    queue = w.queues[which]
    if queue.first == NOBODY and queue.busy < servers(w, which):
        serve(w, one, which)
        return
    one.queued = w.clock[0].today
    wait_in_line(w, one, which)
    call_up(w, which)


@law
def servers(w: World, which: int) -> int:
    """How many may be served side by side today."""
    return levers.evaluators(w) if which == EVALUATION else levers.approvers(w)


@law
def serve(w: World, one: Achievement, which: int) -> None:
    """Start a service."""
    w.queues[which].busy += 1
    if which == EVALUATION:
        mean = w.pipeline[0].evaluation_mean_days
        days = laws.days(laws.exponential(draw(w, chance.EVALUATION_TIME, one.slot, 0), mean) / 365.0)
        later(w, one, days, EVALUATED, EVALUATE)
    else:
        mean = w.institutions[0].approval_mean_days * levers.approval_time(w, one.path_law)
        days = laws.days(laws.exponential(draw(w, chance.APPROVAL_TIME, one.slot, 0), mean) / 365.0)
        later(w, one, days, APPROVED, APPROVE)


@law
def before(one: Achievement, other: Achievement) -> int:
    """Whether ``one`` came first."""
    if one.queued != other.queued:
        return int(one.queued < other.queued)
    return int(one.slot < other.slot)


@law
def wait_in_line(w: World, one: Achievement, which: int) -> None:
    """Take one's place in the queue, nearly always the last."""
    queue = w.queues[which]
    one.next = NOBODY
    if queue.first == NOBODY:
        queue.first = one.id
        queue.last = one.id
    elif before(w.achievements[queue.last], one):
        w.achievements[queue.last].next = one.id
        queue.last = one.id
    elif before(one, w.achievements[queue.first]):
        one.next = queue.first
        queue.first = one.id
    else:
        ahead = w.achievements[queue.first]
        while before(w.achievements[ahead.next], one):
            ahead = w.achievements[ahead.next]
        one.next = ahead.next
        ahead.next = one.id


@law
def free_server(w: World, which: int) -> None:
    """Serve the next, or stand idle."""
    w.queues[which].busy -= 1
    call_up(w, which)


@law
def call_up(w: World, which: int) -> None:
    """Serve those who wait as far as servers are free: more than one at a time where there are more servers by now."""
    queue = w.queues[which]
    while queue.first != NOBODY and queue.busy < servers(w, which):
        one = w.achievements[queue.first]
        queue.first = one.next
        serve(w, one, which)


# ---- steps ----------------------------------------------------------------------------------------------------------


@law
def discover(w: World, a: int, _: int) -> None:
    """The platforms have found it: it waits for an evaluator."""
    one = w.achievements[a]
    one.discovered = w.clock[0].today
    one.cause = codes.WAITING
    tell(w, steps.COMPLETED, a)
    tell(w, steps.DISCOVERED, a)
    one.evaluation_law = law_today(w)
    join(w, one, EVALUATION)


@law
def evaluated(w: World, a: int, _: int) -> None:
    """Evaluated: an evaluator is free for the next."""
    free_server(w, EVALUATION)
    one = w.achievements[a]
    one.evaluated = w.clock[0].today
    tell(w, steps.EVALUATED, a)
    look(w, one, FIRST_LOOK)


@law
def look(w: World, one: Achievement, which: int) -> None:
    """What comes of an evaluation: the owner decides, or it is nurtured for a while, or that was all.

    The second look has the line of the first and is final.
    """
    terms = w.chain[one.evaluation_law]
    found, score = PASSED, 0.0
    if terms.screen_share > 0.0:
        noise = terms.screen_noise * w.levers[one.evaluation_law].matching_on_evaluation_noise
        score = one.quality + noise * laws.normal(draw(w, chance.SCREEN, one.slot, which))
        found = verdict(score, noise, terms.screen_share, terms.nurture_share)
        if which == FIRST_LOOK:
            one.score = score
    if found == PASSED:
        go_on(w, one)
    elif found == NURTURED and which == FIRST_LOOK:
        one.nurtured = w.clock[0].today
        tell(w, steps.NURTURED, one.id, score)
        later(w, one, laws.months_to_days(terms.nurture_months), SEEN_AGAIN, SECOND_LOOK)
    else:
        one.screened = w.clock[0].today
        one.cause = codes.SCREENED_OUT
        tell(w, steps.SCREENED, one.id, score)


@law
def second_look(w: World, a: int, _: int) -> None:
    """It has been nurtured, which makes it better for good, and is looked at once more."""
    one = w.achievements[a]
    one.nurtured_by = w.chain[one.evaluation_law].nurture_gain
    one.quality += one.nurtured_by
    look(w, one, SECOND)


@law
def go_on(w: World, one: Achievement) -> None:
    """The owner decides, or asks its department, which decides or asks in turn (article 6)."""
    terms = w.pipeline[0]
    one.passed = w.clock[0].today
    one.path_law = row_for(w, law_today(w), one.slot, DISPOSAL)
    disposal.choose_path(w, one)
    if one.decider == OWNER:
        wait = months(w, chance.OWN_DECISION_TIME, one.slot, terms.own_decision_median_months, terms.own_decision_sigma)
        later(w, one, wait, REVIEWED, DECIDE)
    else:
        median = terms.review_median_months * levers.review_time(w, one.path_law)
        wait = months(w, chance.REVIEW_TIME, one.slot, median, terms.review_sigma)
        later(w, one, wait, REVIEWED, REQUEST)
    start_clock(w, one)


@law
def start_clock(w: World, one: Achievement) -> None:
    """Article 15: after a year the inventors of a publicly funded result may take over what is unconverted."""
    limit = w.institutions[one.clock_law].takeover_month
    if limit == 0 or not publicly_funded(one):
        return
    now = w.clock[0]
    one.deadline = takeover_day(now.start + one.completed, limit) - now.start
    later(w, one, max(one.deadline - now.today, 1), CLOCK, ONE_YEAR)


@law
def is_open(one: Achievement) -> int:
    """Whether the owner still decides: not taken over, not settled."""
    return int(one.settled == 0 and one.taken_over == NEVER)


@law
def request_approval(w: World, a: int, _: int) -> None:
    """The department has reviewed it: it answers itself, or the result waits for the finance bureau."""
    one = w.achievements[a]
    if one.decider == DEPARTMENT:
        answered(w, one)
    elif is_open(one):
        one.approval_opened = w.clock[0].today
        tell(w, steps.ASKED_APPROVAL, a)
        join(w, one, APPROVAL)


@law
def approved(w: World, a: int, _: int) -> None:
    """The finance bureau has looked at it."""
    free_server(w, APPROVAL)
    answered(w, w.achievements[a])


@law
def answered(w: World, one: Achievement) -> None:
    """Whoever decides for its owner refuses, or lets it decide."""
    if is_open(one) and not disposal.refused(w, one):
        decide(w, one.id, 0)


@law
def decide(w: World, a: int, _: int) -> None:
    """Decided: the terms are negotiated."""
    one, terms = w.achievements[a], w.pipeline[0]
    if is_open(one):
        one.decided = w.clock[0].today
        one.agreement_law = law_today(w)
        tell(w, steps.DECIDED, a)
        agents.decided(w, one)
        median = terms.negotiation_median_months * levers.negotiation_time(w, one)
        wait = months(w, chance.NEGOTIATION_TIME, one.slot, median, terms.negotiation_sigma)
        later(w, one, max(wait, awards.days_of_plan(w, one)), NEGOTIATED, AGREE)


@law
def agree(w: World, a: int, _: int) -> None:
    """An agreement is reached, unless the inventors came first."""
    if is_open(w.achievements[a]):
        convert(w, a, 0)


@law
def one_year_over(w: World, a: int, _: int) -> None:
    """A year has passed: the inventors may take over."""
    one, terms = w.achievements[a], w.pipeline[0]
    if one.settled or draw(w, chance.TAKEOVER, one.slot, 0) >= terms.takeover_share:
        return
    one.taken_over = w.clock[0].today
    one.cause = codes.WAITING
    agents.failed(w, one)
    if one.decided == NEVER:
        one.agreement_law = law_today(w)
    tell(w, steps.TAKEN_OVER, a)
    wait = months(w, chance.TAKEOVER_TIME, one.slot, terms.takeover_median_months, terms.negotiation_sigma)
    later(w, one, wait, FOUNDED, CONVERT)


@law
def convert(w: World, a: int, _: int) -> None:
    """One keyed uniform, read at the agreement or after the take-over: never two chances."""
    one, u = w.achievements[a], draw(w, chance.CONVERSION, w.achievements[a].slot, 0)
    one.settled = 1
    likely = levers.chance_converted(w, one)
    if u >= likely:
        agents.failed(w, one)
        one.cause = codes.DELAY_FAILED if u < levers.chance_at_once(w, one) else codes.AGREEMENT_FAILED
        tell(w, steps.SHELVED, a, likely)
        return
    agents.agreed(w, one)
    one.converted = w.clock[0].today
    place = incubators.landing(w, one.slot)
    one.local = int(draw(w, chance.LANDING, one.slot, 0) < levers.chance_landed(w, one, place))
    one.cause = codes.LANDED if one.local else codes.ELSEWHERE
    tell(w, steps.CONVERTED, a)
    companies.found(w, one)
