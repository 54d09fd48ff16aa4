"""The rounds of a calibration: observe, set each key in turn, observe again, until every moment is met.

It knows no engine: ``look`` tells what an economy shows of each moment. Within a round keys are set one after the
other, each on what is seen once those before it are set, so that they do not answer twice to one cause.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sim.experiments.calibrate.moments import Moment
from sim.experiments.calibrate.observing import Seen
from sim.scenario.book import value_at
from sim.scenario.economy_schema import Economy

LEAST_ROUNDS = 4  # a key that was moved has had its say on those before it
MOST_ROUNDS = 12
DIGITS = 4  # of a key that is set; what is simulated is what will be written

Look = Callable[[Economy], list[Seen]]
Told = Callable[[int, "list[State]"], None]


@dataclass(frozen=True)
class State:
    """A moment as it was seen under an economy: the key's value, the target it had then, and the moment."""

    moment: Moment
    key: float
    target: float
    seen: Seen

    @property
    def met(self) -> bool:
        """Within one standard error of the target, or within the tolerance."""
        value, se = self.seen.value, self.seen.se
        if value is None:
            return False
        near = se is not None and abs(value - self.target) <= se
        return near or abs(self.moment.rule.apart(value, self.target)) <= self.moment.tolerance

    @property
    def whole_name(self) -> str:
        """The moment with its stage."""
        return self.moment.name if self.moment.stage is None else f"{self.moment.name}.{self.moment.stage}"

    @property
    def at_bound(self) -> bool:
        """Whether the key can go no further."""
        parameter = self.moment.parameter
        return self.key in (parameter.minimum, parameter.maximum)

    @property
    def wrong(self) -> str:
        """Why this is no calibrated value, as a word; empty where it is one."""
        if self.seen.value is None:
            return "unobserved"
        if self.at_bound:
            return "bound"
        return "" if self.met else "missed"


@dataclass(frozen=True)
class Settled:
    """Where a calibration ended: the last economy, and every moment at first, after each round, and so at last."""

    economy: Economy
    seen: list[list[State]]

    @property
    def rounds(self) -> int:
        """How often every key was set."""
        return len(self.seen) - 1


def settle(economy: Economy, moments: Sequence[Moment], look: Look, told: Told | None = None) -> Settled:
    """Set the keys of ``moments`` in their order, round after round, until all are met or there is no hope.

    An economy that meets all of them already is left as it is. There is no hope once a moment has nothing to be
    observed by, when a round moved no key, or after ``MOST_ROUNDS``.
    """
    seen: list[list[State]] = []
    while True:
        states = look_at(economy, moments, look)
        seen.append(states)
        done = len(seen) - 1
        if told is not None:
            told(done, states)
        if _is_over(seen):
            return Settled(economy, seen)
        economy = _round(economy, moments, look, states)


def _is_over(seen: Sequence[list[State]]) -> bool:
    done, wrong = len(seen) - 1, {one.wrong for one in seen[-1]}
    if "unobserved" in wrong or done >= MOST_ROUNDS:
        return True
    if wrong == {""}:
        return done == 0 or done >= LEAST_ROUNDS
    return done > 0 and [one.key for one in seen[-1]] == [one.key for one in seen[-2]]


def _round(economy: Economy, moments: Sequence[Moment], look: Look, states: list[State]) -> Economy:
    """Each key once; the first on what was seen already, the others on what is seen then."""
    for number, (_, group) in enumerate(groupby(range(len(moments)), lambda place: moments[place].key)):
        if number > 0:
            states = look_at(economy, moments, look)
        economy = with_values(economy, [(states[place].moment, answer(states[place])) for place in group])
    return economy


def look_at(economy: Economy, moments: Sequence[Moment], look: Look) -> list[State]:
    """Every moment under ``economy``."""
    return [
        State(one, key_of(economy, one), target_of(economy, one), seen)
        for one, seen in zip(moments, look(economy), strict=True)
    ]


def answer(state: State) -> float:
    """The next value of the key, within its bounds; as it is where nothing was observed."""
    moment, value = state.moment, state.seen.value
    if value is None:
        return state.key
    wanted = moment.rule.step(state.key, value, state.target, moment.strength)
    low, high = moment.parameter.minimum, moment.parameter.maximum
    wanted = wanted if low is None else max(low, wanted)
    wanted = wanted if high is None else min(high, wanted)
    return rounded(wanted)


def rounded(value: float) -> float:
    """A value with as many digits as are written."""
    return float(f"{value:.{DIGITS}g}")


def target_of(economy: Economy, moment: Moment) -> float:
    """What the moment is to meet."""
    if moment.target is not None or moment.observer.own is None:
        return moment.target or 0.0
    return moment.observer.own(economy, moment.place or 0)


def key_of(economy: Economy, moment: Moment) -> float:
    """The value of the key, of an array the moment's entry."""
    value: Any = value_at(economy, moment.key.removeprefix("economy."))
    return float(value if moment.place is None else value[moment.place])


def with_values(economy: Economy, values: Sequence[tuple[Moment, float]]) -> Economy:
    """``economy`` with the keys of moments set, checked as any economy is."""
    tree = economy.model_dump()
    for moment, value in values:
        *above, last = moment.key.removeprefix("economy.").split(".")
        section = tree
        for name in above:
            section = section[name]
        if moment.place is None:
            section[last] = value
        else:
            section[last] = tuple(value if at == moment.place else old for at, old in enumerate(section[last]))
    return Economy.model_validate(tree)
