"""Article 6: what a result is declared to be worth, who decides on it and may refuse, and what waiting costs."""

from typing import Final

from sim.clauses import disposal
from sim.clauses.disposal import BUREAU, OWNER
from sim.clauses.rounding import fen
from sim.engine import chance, codes, steps
from sim.engine.base import tell
from sim.engine.calendar import draw
from sim.engine.codes import NEVER
from sim.engine.kinds.firms import Achievement
from sim.engine.owners import of_institution
from sim.engine.rows import law
from sim.engine.state import World

BY_DEPARTMENT: Final = 0  # ordinals of the draw that refuses
BY_BUREAU: Final = 1


@law
def own_line(w: World, one: Achievement) -> int:
    """Below which an institution decides itself, in fen: at most the line of approval."""
    own, approval = w.disposal[one.path_law].self_line, w.institutions[one.path_law].approval_line
    return fen(own if 0.0 <= own < approval else approval)


@law
def choose_path(w: World, one: Achievement) -> None:
    """It is evaluated: its owner declares what it is worth, and by that either decides or has to ask."""
    one.declared = one.appraised
    one.decider = OWNER
    if of_institution(one):
        line = own_line(w, one)
        split(w, one, line)
        one.decider = disposal.who_decides(one.declared, line, fen(w.institutions[one.path_law].approval_line))


@law
def split(w: World, one: Achievement, line: int) -> None:
    """Just above the line some declare less, so that they need not ask."""
    terms = w.disposal[one.path_law]
    p = disposal.chance_to_split(one.appraised, line, terms.split_share, terms.split_window)
    u = draw(w, chance.SPLIT, one.slot, 0) if p > 0.0 else 1.0
    if u < p:
        one.declared = disposal.declared_below(line, terms.split_depth, u / p)
        tell(w, steps.SPLIT, one.id, one.declared)


@law
def refused(w: World, one: Achievement) -> int:
    """Whether who decides on it for its owner refuses; then nothing but the inventors' clock goes on."""
    terms = w.disposal[one.path_law]
    share, ordinal = terms.refusal_department, BY_DEPARTMENT
    if one.decider == BUREAU:
        share, ordinal = terms.refusal, BY_BUREAU
    if share <= 0.0 or draw(w, chance.REFUSAL, one.slot, ordinal) >= share:
        return 0
    one.refused = w.clock[0].today
    one.cause = codes.REFUSED
    tell(w, steps.REFUSED, one.id, one.decider == BUREAU)
    return 1


@law
def lost_by_waiting(w: World, one: Achievement) -> float:
    """Log odds of conversion lost between the end of the evaluation and decision, which a take-over may come before."""
    until = one.decided if one.decided != NEVER else one.taken_over
    return w.response[0].delay_decay * disposal.months_between(one.passed, until)
