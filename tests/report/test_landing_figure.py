"""The way from results to companies in the city, drawn: heights are counts, parts fill what they are parts of."""

from pathlib import Path

import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.experiments.compare.ask import CompareResult, compare
from sim.report.figures.landing import apart
from sim.report.figures.run.data import FIGURES, FigureData, drawings
from sim.report.figures.sankey import BAR, Node, flow
from sim.report.markdown import to_markdown
from sim.report.texts import LANGUAGES, Language
from sim.scenario.files import load

VILLAGE = Path(__file__).parents[1] / "village.toml"
MAY_LEAVE = ("economy.leaving.rate=0.1", "horizon_years=12")
NODES = (Node("all", 0, "#000000", "all"), Node("some", 1, "#111111", "all"), Node("rest", 1, "#222222", "all"))
COUNTS = {"all": 10.0, "some": 6.0, "rest": 3.0}


@pytest.fixture(scope="module")
def result() -> CompareResult:
    return compare(load(VILLAGE, settings=MAY_LEAVE, replications=3), ["pari-passu", "beijing-2011"], workers=1)


def boxes(axes: Axes) -> list[tuple[float, float, float, float]]:
    """Left, right, lower and upper end of what is filled."""
    found = []
    for shape in axes.findobj(PolyCollection):
        (path,) = shape.get_paths()  # type: ignore[attr-defined]
        low, high = path.vertices.min(axis=0), path.vertices.max(axis=0)
        found.append((float(low[0]), float(high[0]), float(low[1]), float(high[1])))
    return found


def test_bars_are_as_high_as_their_counts_and_bands_lie_below_one_another() -> None:
    axes = Figure().subplots()
    middles = flow(axes, NODES, COUNTS, 10.0)
    bars = [one for one in boxes(axes) if one[1] - one[0] == pytest.approx(2 * BAR)]
    assert [one[3] - one[2] for one in bars] == pytest.approx([10, 6, 3])
    bands = [one for one in boxes(axes) if one[1] - one[0] > 2 * BAR]
    assert bands[0][3] == pytest.approx(0)  # the first part begins at the top of the whole
    assert bands[1][3] == pytest.approx(-6)  # the next where it ends
    assert middles["all"] == -5


def test_words_keep_their_distance_downwards() -> None:
    assert apart([0.0, -0.2, -5.0], 1.0) == [0.0, -1.0, -5.0]


def words(figure: Figure) -> str:
    return "\n".join(one.get_text() for one in figure.findobj(Text) if isinstance(one, Text))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_companies_may_leave_both_pages_have_the_figure(result: CompareResult, lang: Language) -> None:
    run = result["beijing-2011"]
    for study in (result, run):
        assert "figures/sankey_landing" in to_markdown(study.page(lang), lang)
    mean = sum(one.landing["landed"] for one in run.reduced) / 3
    assert run.figure_data.landing["landed"] == pytest.approx(mean)
    assert f"{mean:.0f} (" in words(run.plot("sankey_landing", lang))


def test_a_comparison_has_a_row_a_rule_book_with_its_difference(result: CompareResult) -> None:
    figure = result.plot("sankey_landing")
    assert len(figure.axes) == len(result.policies)
    mean = result.differences["beijing-2011"]["city.still_here"].mean
    assert f"difference from the baseline: {mean:.1f}".replace("-", "−") in words(figure)
    assert words(figure).count("difference from the baseline") == len(result.policies) - 1


def test_where_nobody_can_leave_there_is_no_such_figure(data: FigureData) -> None:
    assert [one.name for one in drawings(data)] == list(FIGURES)
