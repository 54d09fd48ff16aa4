"""The rounds of a calibration: observe, set each key in turn, observe again, until every moment is met.

It knows no engine: ``look`` tells what an economy shows of each moment. Within a round keys are set one after the
other, each on what is seen once those before it are set, so that they do not answer twice to one cause. Causes run in
circles all the same: a higher bar leaves better companies funded, the shift is lowered for that, managers expect less,
and the bar is to fall. Where a moment comes to miss on the other side than a round before, its rule has overshot for
all of that, and the key goes to where the straight line between the two rounds meets the target.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sim.experiments.calibrate.moments import Moment
from sim.experiments.calibrate.observing import Seen, entry_of
from sim.scenario.book import value_at
from sim.scenario.economy_schema import Economy

LEAST_ROUNDS = 4  # a key that was moved has had its say on those before it
MOST_ROUNDS = 12
SET, CHECKED = 1.0, 2.0  # standard errors that count as met: on the draws keys are set on, and in another world
DIGITS = 4  # of a key that is set; what is simulated is what will be written

Look = Callable[[Economy], list[Seen]]
Told = Callable[[int, "list[State]"], None]


@dataclass(frozen=True)
class State:
    """A moment as it was seen under an economy: the key's value, the target it had then, and the moment.

    ``errors`` is how many standard errors from the target count as met, None where it is not to be judged.
    """

    moment: Moment
    key: float
    target: float
    seen: Seen
    errors: float | None = SET

    @property
    def apart(self) -> float:
        """How far the moment misses, by its rule; 0 where nothing was observed."""
        return 0.0 if self.seen.value is None else self.moment.rule.apart(self.seen.value, self.target)

    @property
    def met(self) -> bool:
        """Within so many standard errors of the target, or within the tolerance."""
        value, se = self.seen.value, self.seen.se
        if value is None or self.errors is None:
            return value is not None
        near = se is not None and abs(value - self.target) <= self.errors * se
        return near or abs(self.apart) <= self.moment.tolerance

    @property
    def whole_name(self) -> str:
        """The moment with the entry of its key."""
        return self.moment.name if self.moment.entry is None else f"{self.moment.name}.{self.moment.entry}"

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
    answered: dict[int, State] = {}
    while True:
        states = look_at(economy, moments, look)
        seen.append(states)
        done = len(seen) - 1
        if told is not None:
            told(done, states)
        if _is_over(seen):
            return Settled(economy, seen)
        economy = _round(economy, moments, look, states, answered)


def _is_over(seen: Sequence[list[State]]) -> bool:
    done, wrong = len(seen) - 1, {one.wrong for one in seen[-1]}
    if "unobserved" in wrong or done >= MOST_ROUNDS:
        return True
    if wrong == {""}:
        return done == 0 or done >= LEAST_ROUNDS
    return done > 0 and [one.key for one in seen[-1]] == [one.key for one in seen[-2]]


def _round(
    economy: Economy, moments: Sequence[Moment], look: Look, states: list[State], answered: dict[int, State]
) -> Economy:
    """Each key once; the first on what was seen already, the others on what is seen then.

    ``answered`` has what each moment was set on a round before, by its place, and then in this one.
    """
    for number, (_, group) in enumerate(groupby(range(len(moments)), lambda place: moments[place].key)):
        if number > 0:
            states = look_at(economy, moments, look)
        places = list(group)
        values = [answer(states[place], answered.get(place)) for place in places]
        answered.update((place, states[place]) for place in places)
        economy = with_values(economy, list(zip((moments[place] for place in places), values, strict=True)))
    return economy


def look_at(economy: Economy, moments: Sequence[Moment], look: Look, *, check: bool = False) -> list[State]:
    """Every moment under ``economy``; ``check``: which is that of other elasticities than the neutral ones."""
    return [
        State(one, key_of(economy, one), target_of(economy, one), seen, _errors(one) if check else SET)
        for one, seen in zip(moments, look(economy), strict=True)
    ]


def _errors(moment: Moment) -> float | None:
    return None if moment.observer.told else CHECKED


def answer(state: State, before: State | None = None) -> float:
    """The next value of the key, within its bounds; as it is where nothing was observed.

    By the rule of the moment, or where that overshot since ``before`` by the line between both.
    """
    moment, value = state.moment, state.seen.value
    if value is None:
        return state.key
    if before is not None and overshot(before, state):
        return rounded(state.key + (before.key - state.key) * state.apart / (state.apart - before.apart))
    wanted = moment.rule.step(state.key, value, state.target, moment.strength)
    low, high = moment.parameter.minimum, moment.parameter.maximum
    wanted = wanted if low is None else max(low, wanted)
    wanted = wanted if high is None else min(high, wanted)
    return rounded(wanted)


def overshot(before: State, state: State) -> bool:
    """Whether the key was moved and its moment came to miss on the other side."""
    return not state.moment.rule.exact and before.key != state.key and before.apart * state.apart < 0.0


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
    return float(value) if moment.place is None else entry_of(value, moment.place)


def with_values(economy: Economy, values: Sequence[tuple[Moment, float]]) -> Economy:
    """``economy`` with the keys of moments set, all entries of one key together, checked as any economy is."""
    tree = economy.model_dump()
    for key, group in groupby(values, lambda pair: pair[0].key):
        *above, last = key.removeprefix("economy.").split(".")
        section = tree
        for name in above:
            section = section[name]
        section[last] = _with_entries(section[last], list(group))
    return Economy.model_validate(tree)


def _with_entries(old: Any, values: Sequence[tuple[Moment, float]]) -> Any:
    """The value of a key: its one number, an array with some entries set, or as many years as there are moments."""
    moment, value = values[0]
    if moment.place is None:
        return value
    entries = {one.place or 0: value for one, value in values}
    places = sorted(entries) if moment.by_year else range(len(old))
    return tuple(entries.get(place, entry_of(old, place)) for place in places)
