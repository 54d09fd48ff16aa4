"""Figures of a sweep: what is drawn is what was given, nothing is drawn where there is no value."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection, QuadMesh
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from sim.report.figures.data import Numbers
from sim.report.figures.drawing import save_drawings
from sim.report.figures.scales import scale_of, short
from sim.report.figures.sweep import parallel
from sim.report.figures.sweep.data import SweepData, SweepKey, drawings, kind_of
from sim.report.texts import LANGUAGES, Language, say
from sim.scenario.titles import Titles

MakeSweep = Callable[..., SweepData]
TWO = ("beijing-2011", "pari-passu")
CAPS = [[0.1], [0.2], [0.3], [0.4]]
GRID = list(itertools.product([0.1, 0.2, 0.3, 0.4], [3.0, 5.0, 7.0]))
CUBE = list(itertools.product([0.1, 0.2], [3.0, 5.0], [0, 1, 2], [0, 1]))
SPREAD = [[0.1 + 0.02 * i, 3.0 + (7 * i % 11) / 2] for i in range(11)]


def draw(data: SweepData, lang: Language) -> Figure:
    """The first figure of a sweep."""
    return drawings(data)[0].drawn(lang)


def panels(drawn: Figure) -> list[Axes]:
    return [one for one in drawn.axes if one.get_label() != "<colorbar>"]


def line_data(axes: Axes) -> list[tuple[list[float], list[float]]]:
    return [(list(np.asarray(one.get_xdata())), list(np.asarray(one.get_ydata()))) for one in axes.lines]


def texts_of(drawn: Figure) -> str:
    return "\n".join(text.get_text() for text in drawn.findobj(Text) if isinstance(text, Text))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("names", "settings", "design", "policies"),
    [
        (["cap"], CAPS, "grid", TWO),
        (["rule"], [[0], [1], [2]], "grid", TWO),
        (["cap"], [[0.1 + i / 100] for i in range(20)], "sobol", ("a",)),
        (["cap", "window"], GRID, "grid", tuple(f"book-{i}" for i in range(5))),
        (["rule", "largest"], list(itertools.product(range(3), range(2))), "grid", TWO),
        (["cap", "window"], SPREAD, "lhs", TWO),
        (["cap", "window", "rule", "largest"], CUBE, "grid", TWO),
    ],
)
def test_every_figure_can_be_drawn_names_its_parameters_measure_and_replications(
    make_sweep: MakeSweep,
    names: list[str],
    settings: list[list[float]],
    design: str,
    policies: tuple[str, ...],
    lang: Language,
    tmp_path: Path,
) -> None:
    data = make_sweep(names, settings, policies, design, missing=[1], failed=[2])
    drawn = draw(data, lang)
    drawn.savefig(tmp_path / "out.png", dpi=40)  # a glyph that no font has is a warning, and so an error
    told = texts_of(drawn).replace("\n", "")
    for key in data.keys:
        assert key.label(lang) in told
    assert data.measures[0].name(lang) in told
    assert say("sweep.title.replications", lang, replications="20") in told
    assert say("sweep.note.missing", lang) in told
    assert say("sweep.note.failed", lang) in told


def bars(axes: Axes) -> list[Numbers]:
    """The intervals of each rule book: (points, 2 ends, x and y)."""
    found = [one for one in axes.collections if isinstance(one, LineCollection)]
    return [np.array([np.asarray(path.vertices) for path in one.get_paths()]) for one in found]


def test_lines_and_bars_are_the_values_and_intervals_and_break_at_a_missing_point(make_sweep: MakeSweep) -> None:
    axes = panels(draw(make_sweep(["cap"], CAPS, TWO, missing=[2]), "en"))[0]
    first, second = line_data(axes)[:2]
    # Two rule books stand an eighth of a step (0.1) apart at most, so that their intervals do not cover each other.
    assert first[0] == pytest.approx([0.097, 0.197, 0.297, 0.397])
    assert second[0] == pytest.approx([0.103, 0.203, 0.303, 0.403])
    assert first[1] == pytest.approx([0.010, 0.011, np.nan, 0.013], nan_ok=True)
    assert second[1] == pytest.approx([0.020, 0.021, 0.022, 0.023])
    ends = bars(axes)[1]
    assert ends[:, 0, 0].tolist() == ends[:, 1, 0].tolist() == second[0]
    assert ends[:, 0, 1].tolist() == pytest.approx([0.016, 0.017, 0.018, 0.019])
    assert ends[:, 1, 1].tolist() == pytest.approx([0.026, 0.027, 0.028, 0.029])
    (cross,) = [one for one in axes.collections if isinstance(one, PathCollection)]
    assert np.asarray(cross.get_offsets()) == pytest.approx(np.array([[0.297, 0.03]]))


@pytest.mark.parametrize(("unit", "top"), [("share", 1.0), ("companies", None), ("x", None)])
def test_shares_end_at_0_and_1_and_counts_at_0(make_sweep: MakeSweep, unit: str, top: float | None) -> None:
    data = make_sweep(["cap"], CAPS)
    values = np.array([0.0, 0.5, 0.9, 1.0])
    one = replace(data.measures[0], unit=unit, value=values, low=values - 0.3, high=values + 0.3)
    (axes,) = panels(draw(replace(data, measures=(one,)), "en"))
    assert axes.get_ylim()[0] == 0.0
    assert top is None or axes.get_ylim()[1] == top
    assert bars(axes)[0][:, 0, 1].min() == 0.0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_many_rule_books_the_first_and_the_best_are_drawn(make_sweep: MakeSweep, lang: Language) -> None:
    data = make_sweep(["cap"], CAPS, tuple(f"book-{number}" for number in range(45)))  # each better than the one before
    shown = data.shortlist()
    assert shown.policies == ("book-0", *(f"book-{number}" for number in range(34, 45)))
    assert shown.policy.tolist() == [number for number in range(12) for _ in CAPS]
    assert shown.measures[0].value[4:8].tolist() == data.measures[0].value[4 * 34 : 4 * 35].tolist()
    told = texts_of(draw(data, lang)).replace("\n", " ")
    name = data.measures[0].name(lang)
    assert say("sweep.shortlist", lang, shown=12, count=45, measure=name) in told


def test_points_of_one_key_are_joined_in_the_order_of_its_values(make_sweep: MakeSweep) -> None:
    axes = panels(draw(make_sweep(["cap"], [[0.3], [0.1], [0.2]], design="lhs"), "en"))[0]
    assert line_data(axes)[0][0] == [0.1, 0.2, 0.3]
    assert line_data(axes)[0][1] == pytest.approx([0.011, 0.012, 0.010])


def test_a_choice_has_bars_beside_each_other_and_no_line(make_sweep: MakeSweep) -> None:
    axes = panels(draw(make_sweep(["rule"], [[0], [1], [2]], TWO), "en"))[0]
    assert [label.get_text() for label in axes.get_xticklabels()] == [
        "public auction",
        "hold to the end",
        "option only",
    ]
    assert [places for places, _ in line_data(axes)] == [[-0.125, 0.875, 1.875], [0.125, 1.125, 2.125]]
    assert all(line.get_linestyle() == "None" for line in axes.lines)
    assert [ends[:, 0, 0].tolist() for ends in bars(axes)] == [[-0.125, 0.875, 1.875], [0.125, 1.125, 2.125]]


def sharp(data: SweepData, width: float = 0.0001) -> SweepData:
    """The same sweep with its first measure known to ``width`` on either side."""
    one = data.measures[0]
    return replace(data, measures=(replace(one, low=one.value - width, high=one.value + width), *data.measures[1:]))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_contours_that_chance_could_have_made_are_not_drawn_and_the_figure_says_so(
    make_sweep: MakeSweep, lang: Language
) -> None:
    # Values run from 1.0 to 2.1 %; a half-width of 0.3 points allows steps of 0.5, one of 0.6 none that fits twice.
    for width, levels in ((0.0001, 5), (0.003, 2), (0.03, 0)):
        drawn = draw(sharp(make_sweep(["cap", "window"], GRID), width), lang)
        contours = [one for one in panels(drawn)[0].collections if isinstance(one, ContourSet)]
        found = np.concatenate([np.asarray(one.levels) for one in contours]) if contours else np.empty(0)
        assert (found.size >= levels) if levels else not found.size
        assert np.all(np.diff(found) > width)
        told = texts_of(drawn).replace("\n", "")
        assert (say("sweep.note.no_contours", lang) in told) == (not contours)


def test_cells_hold_the_values_by_key_and_a_missing_cell_is_hatched_without_contours_beside_it(
    make_sweep: MakeSweep,
) -> None:
    data = sharp(make_sweep(["cap", "window"], GRID, missing=[0]))
    (axes,) = panels(draw(data, "en"))
    (mesh,) = [one for one in axes.collections if isinstance(one, QuadMesh)]
    cells: Numbers = np.ma.getdata(np.ma.asarray(mesh.get_array())).reshape(
        3, 4
    )  # window by cap; caps run slowest in the grid
    assert cells[1:].tolist() == pytest.approx(np.arange(0.010, 0.0215, 0.001).reshape(4, 3).T[1:])
    assert np.isnan(cells[0, 0])
    hatched = [one for one in axes.patches if isinstance(one, Rectangle) and one.get_hatch()]
    assert [one.get_xy() for one in hatched] == [(-0.5, -0.5)]
    (contours,) = [one for one in axes.collections if isinstance(one, ContourSet)]
    corners = np.concatenate([np.asarray(path.vertices) for path in contours.get_paths()])
    assert len(corners) > 0
    assert not ((corners < 1 - 1e-9).all(axis=1)).any()
    # Dark lines on dark cells need an edge that is lighter than both.
    assert contours.get_path_effects()
    assert [label.get_text() for label in axes.get_xticklabels()] == ["10", "20", "30", "40"]


def test_contours_are_drawn_between_numbers_only_and_choices_have_their_numbers_in_the_cells(
    make_sweep: MakeSweep,
) -> None:
    (axes,) = panels(draw(make_sweep(["rule", "cap"], list(itertools.product(range(3), [0.1, 0.2, 0.3]))), "en"))
    assert not any(isinstance(one, ContourSet) for one in axes.collections)
    assert sorted(text.get_text() for text in axes.texts) == sorted(
        ["1", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8"]
    )


def test_a_constant_measure_makes_a_map_without_contours(make_sweep: MakeSweep, tmp_path: Path) -> None:
    data = make_sweep(["cap", "window"], GRID)
    flat = replace(data.measures[0], value=np.full(12, 0.02), low=np.full(12, 0.02), high=np.full(12, 0.02))
    drawn = draw(replace(data, measures=(flat,)), "en")
    drawn.savefig(tmp_path / "out.png", dpi=40)
    assert not any(isinstance(one, ContourSet) for one in panels(drawn)[0].collections)


def test_sampled_points_are_dots_where_they_lie_and_nothing_between(make_sweep: MakeSweep) -> None:
    (axes,) = panels(draw(make_sweep(["cap", "window"], SPREAD, design="lhs", missing=[4]), "en"))
    assert not any(isinstance(one, QuadMesh | ContourSet) for one in axes.collections)
    dots, cross = [one for one in axes.collections if isinstance(one, PathCollection)][:2]
    others = [row for at, row in enumerate(SPREAD) if at != 4]
    assert np.asarray(dots.get_offsets()) == pytest.approx(np.array(others))
    assert np.asarray(dots.get_array()) == pytest.approx([0.01 + i / 1000 for i in range(11) if i != 4])
    assert np.asarray(cross.get_offsets()) == pytest.approx(np.array([SPREAD[4]]))


def test_parallel_lines_run_from_the_settings_to_the_value_and_a_missing_point_stops_short(
    make_sweep: MakeSweep,
) -> None:
    settings = [[0.1, 3.0, 0], [0.2, 5.0, 1], [0.4, 9.0, 2], [0.3, 7.0, 1]]
    (axes,) = panels(draw(make_sweep(["cap", "window", "rule"], settings, missing=[3]), "en"))
    (lines,) = [one for one in axes.collections if isinstance(one, LineCollection)]
    drawn = np.array([np.asarray(path.vertices) for path in lines.get_paths()])
    assert np.asarray(lines.get_array()) == pytest.approx([0.010, 0.011, 0.012])
    assert drawn[0, :, 1] == pytest.approx([0.06] * 4)  # lowest settings and lowest value
    # Ends at 0.94; a third of the way from 0.1 to 0.4 and from 3 to 9; hold_to_term is fanned out by a missing twin.
    assert drawn[1, [0, 1, 3], 1] == pytest.approx([0.06 + 0.88 / 3, 0.06 + 0.88 / 3, 0.5])
    assert drawn[2, :, 1] == pytest.approx([0.94] * 4)
    dotted = [one for one in axes.lines if one.get_linestyle() == ":"]
    assert [len(np.asarray(one.get_xdata())) for one in dotted] == [3]


@pytest.mark.parametrize(
    ("names", "settings"),
    [(["cap"], CAPS), (["cap", "window"], GRID), (["cap", "rule", "largest"], [[0.1, 0, 0], [0.2, 1, 1]])],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_any_value_the_figure_says_so(
    make_sweep: MakeSweep, names: list[str], settings: list[list[float]], lang: Language
) -> None:
    drawn = draw(make_sweep(names, settings, missing=range(len(settings))), lang)
    assert say("sweep.none", lang) in texts_of(drawn)


@pytest.mark.parametrize(
    ("names", "settings", "design"),
    [
        (["cap"], CAPS, "grid"),
        (["rule"], [[0], [1], [2]], "grid"),
        (["cap", "window"], GRID, "grid"),
        (["cap", "window"], SPREAD, "lhs"),
        (["cap", "window", "rule", "largest"], CUBE, "grid"),
    ],
)
def test_a_rule_book_under_which_the_measure_never_exists_has_a_panel_without_values(
    make_sweep: MakeSweep, names: list[str], settings: list[list[float]], design: str, tmp_path: Path
) -> None:
    count = len(settings)
    drawn = draw(make_sweep(names, settings, TWO, design, missing=range(count, 2 * count)), "en")
    drawn.savefig(tmp_path / "out.png", dpi=40)
    assert say("sweep.note.missing", "en") in texts_of(drawn).replace("\n", " ")


def test_one_key_has_one_file_for_all_measures_more_keys_one_a_measure(make_sweep: MakeSweep) -> None:
    one, two, four = (
        make_sweep(["cap"], CAPS),
        make_sweep(["cap", "window"], GRID),
        make_sweep(["cap", "window", "rule", "largest"], CUBE),
    )
    assert [kind_of(data) for data in (one, two, four)] == ["lines", "map", "parallel"]
    assert [drawing.name for drawing in drawings(one)] == ["lines"]
    assert [drawing.name for drawing in drawings(two)] == ["map.public.irr", "map.public.net_cost_pv"]
    assert {drawing.name: drawing.data.measures for drawing in drawings(four)} == {
        "parallel.public.irr": (four.measures[0],),
        "parallel.public.net_cost_pv": (four.measures[1],),
    }
    assert panels(parallel.draw(one, "en"))
    with pytest.raises(KeyError):
        one.only("public.tvpi")


def test_files_are_equal_byte_for_byte(make_sweep: MakeSweep, tmp_path: Path) -> None:
    data = make_sweep(["cap", "window"], GRID, TWO, missing=[3])
    first, second = (save_drawings(drawings(data), tmp_path / name, ("en",)) for name in ("one", "two"))
    assert [path.name for path in first] == [
        "map.public.irr.en.svg",
        "map.public.irr.en.png",
        "map.public.net_cost_pv.en.svg",
        "map.public.net_cost_pv.en.png",
    ]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.mark.parametrize(
    ("unit", "largest", "lang", "divisor", "name"),
    [
        ("share", 0.4, "en", 0.01, "%"),
        ("1/year", 0.1, "en", 0.01, "% a year"),
        ("1/year", 450.0, "en", 1.0, "a year"),
        ("yuan", 5e7, "en", 1e6, "million yuan"),
        ("yuan", 5e7, "zh", 1e8, "亿元"),
        ("yuan", 3e6, "zh", 1e4, "万元"),
        ("yuan", 900.0, "zh", 1.0, "元"),
        ("years", 9.0, "zh", 1.0, "年"),
        ("1", 3.0, "en", 1.0, ""),
    ],
)
def test_axes_have_units_of_a_sensible_size(
    unit: str, largest: float, lang: Language, divisor: float, name: str
) -> None:
    scale = scale_of(unit, largest, lang)
    assert (scale.divisor, scale.unit) == (divisor, name)


def test_settings_read_as_a_person_writes_them() -> None:
    cap = SweepKey("policy.stage_equity.share_cap", "出资比例上限", "share", 0.4)
    assert (cap.text(0.3, "en"), cap.tick(0.125, "en"), cap.text(float("nan"), "en")) == (
        "30%",
        "12.5",
        "–",
    )
    money = SweepKey("policy.stage_equity.maximum_per_fund", "单只基金上限", "yuan", 5e7)
    assert (money.text(3.25e6, "en"), money.text(5e7, "zh")) == ("3.25 million yuan", "0.5 亿元")
    flag = SweepKey("policy.stage_equity.not_largest", "不得为第一大出资人", "switch", names=("false", "true"))
    assert (flag.text(1.0, "en"), flag.label("en"), flag.label("zh")) == (
        "yes",
        "stage_equity.not_largest",
        "不得为第一大出资人",
    )
    assert [short(value) for value in (0.0, -1.5, 1234567.0, 0.3, 2e-5)] == [
        "0",
        "−1.5",
        "1,234,567",
        "0.3",
        "2.00e-05",
    ]


def test_keys_of_one_name_are_told_apart() -> None:
    twins = tuple(SweepKey(f"{room}.private.response", "反应", "1", 1.0) for room in ("policy", "economy"))
    empty = np.empty(0)
    none = np.empty(0, dtype=np.int64)
    data = SweepData(None, "grid", twins, (), Titles(), none, none, empty.reshape(0, 2), none, none, ())  # type: ignore[arg-type]
    assert [data.label(number, "en") for number in (0, 1)] == ["policy.private.response", "economy.private.response"]
    assert data.label(1, "zh") == "反应 (economy.private.response)"


@pytest.mark.parametrize(
    ("names", "settings"), [(["cap", "window"], GRID), (["cap", "window", "rule", "largest"], CUBE)]
)
def test_figures_without_bands_tell_how_wide_the_intervals_are(
    make_sweep: MakeSweep, names: list[str], settings: list[list[float]]
) -> None:
    # Every interval of the fixture reaches from 0.4 points below the value to 0.6 points above it.
    told = texts_of(draw(make_sweep(names, settings), "en")).replace("\n", " ")
    assert "Half-width of the 95% interval, chance only: 0.5 pp a year" in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_long_titles_stay_within_the_figure(make_sweep: MakeSweep, lang: Language) -> None:
    data = make_sweep(["cap", "window"], GRID)
    long = replace(
        data.measures[0], label="additional private capital per public yuan", zh="每元财政资金净增社会资本" * 2
    )
    drawn = draw(replace(data, measures=(long,)), lang)
    drawn.draw_without_rendering()
    (title,) = [one for one in drawn.findobj(Text) if isinstance(one, Text) and one.get_text() == drawn.get_suptitle()]
    box = title.get_window_extent()
    assert box.x0 >= 0
    assert box.x1 <= drawn.bbox.x1
    assert all(box.y0 > axes.get_window_extent().y1 for axes in panels(drawn))
