"""What the figures of a decomposition need, one a measure, and the list of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from sim.measures.attribution import Attribution
from sim.measures.catalogue import CATALOGUE
from sim.report.figures.data import Footer, Point, Simulated
from sim.report.figures.drawing import Drawing
from sim.scenario.titles import titles_of

Name = tuple[str, str]  # in English and in Chinese


@dataclass(frozen=True)
class Game:
    """What is divided: ``given`` switches stay on; ``start`` and ``end`` the measure's values without and with the
    others; ``full`` their difference and ``parts`` what each switch adds."""

    given: tuple[Name, ...]
    start: float | None
    end: float | None
    full: Point
    parts: tuple[tuple[Name, Point], ...]

    @property
    def divided(self) -> bool:
        """Whether there is an effect, and something to divide it among."""
        return self.full.value is not None and bool(self.parts)


@dataclass(frozen=True)
class Waterfall:
    """One measure: its names and unit, what the rule book is called, and its games side by side."""

    footer: Footer
    book: Name
    measure: str
    label: str
    zh: str
    unit: str
    games: tuple[Game, ...]

    @property
    def panels(self) -> tuple[Game, ...]:
        """The games that can be drawn; without any, the first, which then says that it has no parts."""
        return tuple(game for game in self.games if game.divided) or self.games[:1]

    @property
    def drawing(self) -> Drawing:
        """The figure, called by the measure."""
        return Drawing(self.measure, "sim.report.figures.decompose.waterfall:draw", self)


@dataclass(frozen=True)
class DecompositionData:
    """The waterfalls of a decomposition, one a measure."""

    waterfalls: tuple[Waterfall, ...]

    def of(self, measure: str) -> Waterfall:
        """The waterfall of ``measure``; KeyError when there is none."""
        for one in self.waterfalls:
            if one.measure == measure:
                return one
        raise KeyError(measure)


def drawings(data: DecompositionData) -> list[Drawing]:
    """The figures of the measures that have parts."""
    return [one.drawing for one in data.waterfalls if any(game.divided for game in one.games)]


def decomposition_data(
    whole: Simulated,
    names: Mapping[str, Name],
    attributions: Mapping[str, Attribution],
    given: Mapping[str, Attribution],
) -> DecompositionData:
    """All arrays of the figures of a decomposition.

    ``whole`` is the rule book with every switch on, ``names`` what the switches are called; ``attributions`` holds the
    parts of each measure, ``given`` those given government investment, where there are such.
    """
    scenario = whole.scenario
    footer = Footer(scenario.name, scenario.policy_name, len(whole.reduced), scenario.seed, whole.version)
    titles = titles_of({scenario.policy_name: scenario.policy})
    book = titles.of(scenario.policy_name, "en"), titles.of(scenario.policy_name, "zh")
    waterfalls = []
    for name, one in attributions.items():
        measure = CATALOGUE[name]
        games = tuple(_game(each, names) for each in (one, given.get(name)) if each is not None)
        waterfalls.append(Waterfall(footer, book, name, measure.label, measure.zh, measure.unit, games))
    return DecompositionData(tuple(waterfalls))


def _game(one: Attribution, names: Mapping[str, Name]) -> Game:
    return Game(
        given=tuple(names[name] for name in one.given),
        start=one.start,
        end=one.end,
        full=Point.of(one.full),
        parts=tuple((names[name], Point.of(part)) for name, part in one.parts.items()),
    )
