"""From a decomposition to the arrays that its figures are drawn from."""

from typing import TYPE_CHECKING

from sim.measures.attribution import Attribution
from sim.measures.catalogue import CATALOGUE
from sim.measures.differences import Difference
from sim.scenario.titles import titles_of

if TYPE_CHECKING:
    from sim.experiments.decompose.ask import DecomposeResult
    from sim.report.figures.compare_data import Point
    from sim.report.figures.decompose import DecompositionData, Game


def decomposition_data(result: "DecomposeResult") -> "DecompositionData":
    """All arrays of the figures of a decomposition."""
    # The report room stands above this one; results reach up to it only when a picture is wanted.
    from sim.report.figures.data import Footer
    from sim.report.figures.decompose import DecompositionData, Waterfall

    scenario = result.scenario
    footer = Footer(scenario.name, scenario.policy_name, result.replications, scenario.seed, result.whole.version)
    names = {one.name: (one.label, one.zh) for one in result.switches}
    titles = titles_of({scenario.policy_name: scenario.policy})
    book = titles.of(scenario.policy_name, "en"), titles.of(scenario.policy_name, "zh")
    panels = []
    for name, one in result.attributions.items():
        measure = CATALOGUE[name]
        games = [_game(each, names) for each in (one, result.given.get(name)) if each is not None]
        panels.append(Waterfall(footer, book, name, measure.label, measure.zh, measure.unit, tuple(games)))
    return DecompositionData(tuple(panels))


def _game(one: Attribution, names: dict[str, tuple[str, str]]) -> "Game":
    from sim.report.figures.decompose import Game

    return Game(
        given=tuple(names[name] for name in one.given),
        start=one.start,
        end=one.end,
        full=_point(one.full),
        parts=tuple((names[name], _point(part)) for name, part in one.parts.items()),
    )


def _point(one: Difference) -> "Point":
    from sim.report.figures.compare_data import Point

    low, high = one.ci95 or (None, None)
    return Point(one.mean, low, high)
