"""Who applies for a programme on its day: a heap of companies by score, from which the best is taken until money ends.

A programme puts in all that are eligible (``apply``), then takes them out one by one (``best``) and pays whole amounts
until the next one does not fit. Each that applies for a programme has one draw a year of its own.
"""

from typing import Final

from sim.economy import laws
from sim.engine import chance, steps
from sim.engine.base import tell
from sim.engine.calendar import draw
from sim.engine.codes import NEVER, NOBODY
from sim.engine.kinds.firms import Company
from sim.engine.law_of_day import law_today
from sim.engine.rows import add, law
from sim.engine.state import World
from sim.scenario.economy_schema import PRIVATE_FIRM

YEARS: Final = 64  # of a programme among the ordinals of the noise
# Programmes by their place there.
FOR_GRANT: Final = 0
FOR_SME_FUND: Final = 1
FOR_ORDER: Final = 2
FOR_RECOGNITION: Final = 3
FOR_POST_SUBSIDY: Final = 4


@law
def in_business(company: Company) -> int:
    """Whether a company is still there for its investors: neither listed nor sold nor wound up."""
    return int(company.ended == NEVER and company.listed == NEVER)


@law
def open_to(w: World, company: Company) -> int:
    """Whether it may have grants and be recognised: companies from private firms only on equal terms (art. 19)."""
    if w.achievements[company.achievement].owner != PRIVATE_FIRM:
        return 1
    return int(w.private_access[law_today(w)].projects)


@law
def score(w: World, company: Company, programme: int, year: int, noise: float) -> float:
    """How the administration ranks a company that applies: its quality as it is seen on this programme day."""
    points = company.quality
    if noise != 0.0:
        points += noise * laws.normal(draw(w, chance.PROGRAMME_NOISE, company.slot, YEARS * programme + year))
    tell(w, steps.PROGRAMME_APPLIED, company.id, programme, points)
    return points


@law
def nobody_applies(w: World) -> None:
    """The heap is empty, for the next programme."""
    w.market[0].applying = 0


@law
def apply(w: World, company: Company, points: float) -> None:
    """One more in the heap."""
    place = w.market[0].applying
    if place == len(w.applicants):
        add(w.applicants)
    w.market[0].applying = place + 1
    while place > 0 and ahead(w, company.id, points, (place - 1) // 2):
        copy(w, (place - 1) // 2, place)
        place = (place - 1) // 2
    put(w, place, company.id, points)


@law
def best(w: World) -> int:
    """Takes out the company with the highest score, of equals the lowest slot; NOBODY when none is left."""
    last = w.market[0].applying - 1
    if last < 0:
        return NOBODY
    found, moved = w.applicants[0].company, w.applicants[last]
    w.market[0].applying = last
    company, points, place = moved.company, moved.score, 0
    child = better_child(w, place)
    while child != NOBODY and not ahead(w, company, points, child):
        copy(w, child, place)
        place = child
        child = better_child(w, place)
    put(w, place, company, points)
    return found


@law
def turned_away(w: World, c: int, programme: int) -> None:
    """The money of the day is gone: company ``c``, whose turn it was, and all who stand behind it get nothing."""
    if c == NOBODY:
        return
    tell(w, steps.REFUSED_BUDGET, c, programme)
    for place in range(w.market[0].applying):
        tell(w, steps.REFUSED_BUDGET, w.applicants[place].company, programme)


@law
def better_child(w: World, place: int) -> int:
    """Of the two below a place who comes first, NOBODY where there is nobody."""
    left, number = 2 * place + 1, w.market[0].applying
    if left >= number:
        return NOBODY
    right = left + 1
    if right < number and ahead(w, w.applicants[right].company, w.applicants[right].score, left):
        return right
    return left


@law
def ahead(w: World, company: int, points: float, place: int) -> int:
    """Whether a company with so many points comes before who stands at ``place``."""
    other = w.applicants[place]
    if points != other.score:
        return int(points > other.score)
    return int(w.companies[company].slot < w.companies[other.company].slot)


@law
def copy(w: World, source: int, place: int) -> None:
    """Who stands at ``source`` also stands at ``place``."""
    put(w, place, w.applicants[source].company, w.applicants[source].score)


@law
def put(w: World, place: int, company: int, points: float) -> None:
    """A company stands at ``place``."""
    applicant = w.applicants[place]
    applicant.company = company
    applicant.score = points
