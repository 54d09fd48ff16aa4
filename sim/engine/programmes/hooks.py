"""Which programme answers on the programme day: the one list, by hand, in the order of the day."""

from sim.engine.programmes import recognition
from sim.engine.rows import law
from sim.engine.state import World


@law
def answer(w: World, year: int) -> None:
    """Programmes answer those that apply this year, each from its own line."""
    recognition.answer(w, year)
