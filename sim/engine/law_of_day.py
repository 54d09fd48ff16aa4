"""Which law binds a case: that of its day, and where a pilot covers some cases only, whether it covers this one."""

from sim.engine import chance
from sim.engine.calendar import draw
from sim.engine.rows import law
from sim.engine.state import World
from sim.scenario.articles_schema import COVERING


@law
def law_today(w: World) -> int:
    """Row of the span in which today lies."""
    now = w.clock[0]
    while now.law + 1 < len(w.spans) and w.spans[now.law + 1].day <= now.today:
        now.law += 1
    return now.law


@law
def law_on(w: World, day: int) -> int:
    """Row of the span in which ``day`` lies, past or to come; the first for any day before."""
    span = 0
    while span + 1 < len(w.spans) and w.spans[span + 1].day <= day:
        span += 1
    return span


@law
def row_for(w: World, span: int, slot: int, pilot: int) -> int:
    """Row of the law of ``span`` for a case, in tables by span; ``pilot`` is the place of its article in ``COVERING``.

    More coverage only adds cases: the draw is the case's own.
    """
    found = w.spans[span]
    share = found.coverage[pilot]
    if share < 1.0 and draw(w, chance.COVERAGE, slot, COVERING[pilot]) >= share:
        return found.uncovered
    return span
