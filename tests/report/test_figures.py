"""Figures render in both languages without a warning, say what they should, and are equal byte for byte."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from sim.measures.budget import SHOWN
from sim.report.figures.data import ExitCurve
from sim.report.figures.drawing import save_drawings
from sim.report.figures.paths import share_back, turning_points
from sim.report.figures.run.data import FIGURES, FigureData, Spread, drawings
from sim.report.figures.run.j_curve import month_of
from sim.report.figures.run.places import idle_mean
from sim.report.figures.style import save
from sim.report.texts import LANGUAGES, Language, say


def drawn(name: str, data: FigureData, lang: Language) -> Figure:
    (one,) = (drawing for drawing in drawings(data) if drawing.name == name)
    return one.drawn(lang)


def words(figure: Figure) -> str:
    return "\n".join(text.get_text() for text in figure.findobj(Text) if text.get_visible())  # type: ignore[attr-defined]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", FIGURES)
def test_a_figure_has_title_footer_and_ink(key: str, lang: Language, data: FigureData) -> None:
    figure = drawn(key, data, lang)
    figure.draw_without_rendering()
    seen = words(figure)
    assert say(f"{key}.title", lang) in seen
    assert say("footer.levels", lang) in seen
    for fact in ("beijing-2011", "400", "20110315", "0.1.0"):
        assert fact in seen


def test_all_files_are_written_for_both_languages(data: FigureData, tmp_path: Path) -> None:
    written = save_drawings(drawings(data), tmp_path / "figures", LANGUAGES)
    expected = {f"{key}.{lang}.{kind}" for key in FIGURES for lang in ("en", "zh") for kind in ("svg", "png")}
    assert {path.name for path in written} == expected
    assert all(path.stat().st_size > 10_000 for path in written)


def test_the_same_data_give_the_same_bytes(data: FigureData, tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / str(number)).mkdir()
        save(drawn("exit_routes", data, "zh"), tmp_path / str(number) / "figure")
    for kind in ("svg", "png"):
        one, other = ((tmp_path / number / f"figure.{kind}").read_bytes() for number in ("1", "2"))
        assert one == other
    assert b"<dc:date>" not in (tmp_path / "1" / "figure.svg").read_bytes()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", FIGURES)
def test_a_world_without_a_guidance_fund_can_be_drawn(key: str, lang: Language, data: FigureData) -> None:
    empty = replace(
        data,
        net_cash=np.zeros_like(data.net_cash),
        places={place: np.zeros_like(data.years) for place in SHOWN},
        irr=Spread(np.array([])),
        tvpi=Spread(np.array([])),
        exits={},
        routes={},
    )
    figure = drawn(key, empty, lang)
    figure.draw_without_rendering()
    assert say(f"{key}.title", lang) in words(figure)
    assert (say("returns.absent", lang) in words(figure)) == (key != "funnel")


def test_one_replication_can_be_drawn(data: FigureData) -> None:
    single = replace(
        data,
        net_cash=data.net_cash[:1],
        irr=Spread(np.array([0.02]), 0.02),
        tvpi=Spread(np.array([1.1]), 1.1),
        funnel={step: counts[:1] for step, counts in data.funnel.items()},
    )
    for name in FIGURES:
        drawn(name, single, "en").draw_without_rendering()
    assert "2.0%" in words(drawn("returns", single, "en"))


def test_the_j_curve_names_depth_and_year_of_return(data: FigureData) -> None:
    # Down by 12 m a year for five years, then up by 12 m a year: -60 m in 2016, zero again ten years after the start.
    months = np.arange(241)
    path = np.where(months <= 60, -1e6 * months, -60e6 + 1e6 * (months - 60))
    figure = drawn("j_curve", replace(data, net_cash=np.vstack([path, path, path])), "en")
    seen = words(figure)
    assert "−60.0 million yuan, 2016-03" in seen
    assert "median back at zero: 2021-03" in seen
    assert "by 2031 in 100% of replications" in seen


def test_a_dot_is_named_by_the_month_it_lies_in(data: FigureData) -> None:
    # A year alone said 2033 beside a dot that stands a hair left of the tick of 2034.
    late = replace(data, years=np.array([0.0, 22.79]))
    assert late.calendar[1] == pytest.approx(2033.99, abs=0.01)
    assert (month_of(late, 0, "en"), month_of(late, 1, "en")) == ("2011-03", "2033-12")
    assert month_of(late, 1, "zh") == "2033 年 12 月"


def test_no_words_stand_among_the_lines_of_the_j_curve(data: FigureData) -> None:
    for paths in (data.net_cash, data.net_cash - 1e9):
        assert list(drawn("j_curve", replace(data, net_cash=paths), "zh").axes[0].texts) == []


@pytest.mark.parametrize("share", [1.0, 0.02, 1e-5])
@pytest.mark.parametrize("key", ["j_curve", "places"])
def test_a_figure_has_one_unit_of_money(key: str, share: float, data: FigureData) -> None:
    places = {place: share * level for place, level in data.places.items()}
    seen = words(drawn(key, replace(data, net_cash=share * data.net_cash, places=places), "zh"))
    assert sum(unit in seen for unit in ("亿元", "万元", "（元）", " 元")) == 1


def test_of_few_replications_each_path_is_drawn_and_of_one_no_more_is_claimed(data: FigureData) -> None:
    four, one = (drawn("j_curve", replace(data, net_cash=data.net_cash[:count]), "en") for count in (4, 1))
    lines = [line for line in four.axes[0].lines if len(np.asarray(line.get_xdata())) == data.years.size]
    assert len(lines) == 5  # four paths and their median
    assert "p5–p95" not in words(four) + words(one)
    assert "the one replication" in words(one)


def test_no_colour_shows_through_another(data: FigureData) -> None:
    for key in ("j_curve", "returns", "places", "exit_routes"):
        for axes in drawn(key, data, "en").axes:
            assert {artist.get_alpha() for artist in (*axes.collections, *axes.patches, *axes.lines)} <= {None, 1.0}


def test_every_colour_of_the_funnel_is_named(data: FigureData) -> None:
    figure = drawn("funnel", data, "en")
    shades = {bar.get_facecolor() for bar in figure.axes[0].patches if isinstance(bar, Rectangle)}
    named = {handle.get_facecolor() for handle in figure.legends[0].legend_handles if isinstance(handle, Rectangle)}
    assert shades == named


def test_the_funnel_of_few_replications_reaches_from_the_lowest_to_the_highest(data: FigureData) -> None:
    counts = {step: np.array([10.0, 20.0, 60.0]) for step in data.funnel}
    seen = words(drawn("funnel", replace(data, funnel=counts), "en"))
    assert "30  (10–60)" in seen
    assert "lowest to highest replication" in seen
    assert "lowest to highest" not in words(drawn("funnel", data, "en"))


def test_two_deadlines_are_one_entry_and_each_panel_says_its_year(data: FigureData) -> None:
    curves = {
        name: replace(curve, deadline=year) for (name, curve), year in zip(data.exits.items(), (5, 7), strict=True)
    }
    routes = {
        name: replace(curve, deadline=year) for (name, curve), year in zip(data.routes.items(), (5, 7), strict=True)
    }
    for key in ("exit_timing", "exit_routes"):
        figure = drawn(key, replace(data, exits=curves, routes=routes), "en")
        assert [text.get_text() for text in figure.legends[0].get_texts()].count("deadline") == 1
        assert "deadline: year 5" in figure.axes[0].get_title(loc="left")
        assert "deadline: year 7" in figure.axes[1].get_title(loc="left")


def test_turning_points_of_a_path() -> None:
    assert turning_points(np.array([0.0, -2.0, -3.0, -1.0, 0.0, 4.0])) == (2, 4)
    assert turning_points(np.array([0.0, -2.0, -1.0])) == (1, None)
    assert turning_points(np.array([0.0, 1.0, 2.0])) == (0, None)
    assert share_back(np.array([[-1.0, 0.0], [-1.0, -0.5], [-1.0, 3.0], [-1.0, -2.0]])) == 0.5


def test_the_share_still_held_is_read_as_a_step_function() -> None:
    years, held = np.array([1.0, 3.0]), np.array([0.8, 0.5])
    curve = ExitCurve(years, held, held, held, np.array([0.0, 4.0]), np.array([10, 2]), 10)
    assert [curve.at(year) for year in (0.5, 1.0, 2.9, 3.0, 9.0)] == [1.0, 0.8, 0.8, 0.5, 0.5]


def test_what_leaves_a_day_after_a_leap_year_still_counts_for_the_deadline(data: FigureData) -> None:
    years = np.array([1827 / 365.25])
    held = np.array([0.25])
    curve = ExitCurve(years, held, held, held, np.arange(0, 9, 2.0), np.full(5, 8), 8, 5.0)
    assert "25% still held" in words(drawn("exit_timing", replace(data, exits={"stage_equity": curve}), "en"))


def test_idle_money_is_averaged_until_a_year_after_the_last_appropriation(data: FigureData) -> None:
    # Months 0 to 60 count (year 5); 100 m idle in the first 31 of these 61 months, nothing after.
    idle = np.where(np.arange(241) <= 30, 100e6, 0.0)
    world = replace(data, places={"undrawn": idle, "in_funds": idle * 7}, last_appropriation=4.0)
    assert idle_mean(world) == pytest.approx(100e6 * 31 / 61)


def test_the_funnel_shows_shares_of_the_right_step(data: FigureData) -> None:
    seen = words(drawn("funnel", data, "en"))
    # 600 of 900 companies get a seed round; 22.4 of 600 are listed.
    assert "67% of companies founded" in seen
    assert "3.7% of seed round" in seen


def test_drawing_never_touches_pyplot() -> None:
    code = (
        "import pkgutil, sys, sim.report.figures as room\n"
        "for one in pkgutil.walk_packages(room.__path__, 'sim.report.figures.'): __import__(one.name)\n"
        "sys.exit('matplotlib.figure' not in sys.modules or 'matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
