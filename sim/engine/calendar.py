"""The one way to wait, and the one source of chance. The compiled engine has both of its own, with the same results."""

from sim.engine.base import stop
from sim.engine.codes import NO_PLACE, PAST, TWICE
from sim.engine.rows import law
from sim.engine.state import World


@law
def place_of(w: World, phase: int, kind: int, entity: int, ordinal: int) -> int:
    """The place of an event within its day."""
    if entity < 0 or entity >= 1 << 32 or ordinal < 0 or ordinal >= 1 << 16:
        stop(w, NO_PLACE, kind, entity)
    return (phase << 56) | (kind << 48) | (entity << 16) | ordinal


@law
def phase_now(w: World) -> int:
    """The phase of what is happening."""
    return w.clock[0].key >> 56


@law
def arrive(w: World, day: int, place: int) -> None:
    """Put the clock on the next event; two in one place would leave their order to chance."""
    now = w.clock[0]
    if now.today == day and now.key == place:
        stop(w, TWICE, place, day)
    now.today = day
    now.key = place
    now.events += 1


@law
def check(w: World, day: int, place: int) -> None:
    """An event lies after the present one."""
    now = w.clock[0]
    if day < now.today or (day == now.today and place <= now.key):
        stop(w, PAST, place, day)


def at(w: World, day: int, phase: int, kind: int, entity: int, ordinal: int, code: int, a: int, b: int) -> None:
    """On ``day`` let ``code`` happen to ``a`` and ``b``, in the order of phase, kind, entity, ordinal.

    Beyond the horizon nothing is kept.
    """
    if day <= w.clock[0].horizon:
        place = place_of(w, phase, kind, entity, ordinal)
        check(w, day, place)
        w.calendar.put(day, place, code, a, b)


def draw(w: World, stream: int, entity: int, ordinal: int) -> float:
    """The uniform of an entity's draw in a stream (``sim.economy.streams``)."""
    value: float = w.draws[stream](entity, ordinal)
    return value
