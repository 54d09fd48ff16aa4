"""Figures and tables of comparisons: drawn in both languages, for few and for many rule books."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure

from sim.experiments.compare.ask import CompareResult, compare
from sim.report.document import Figure as DrawnFigure
from sim.report.document import Head, Page
from sim.report.figures.compare.data import FIGURES, IDLE, ComparisonData, Panel, drawings
from sim.report.figures.compare.marks import colour, dashes
from sim.report.figures.data import Point
from sim.report.figures.drawing import save_drawings
from sim.report.figures.style import printable
from sim.report.html import to_html
from sim.report.markdown import to_markdown
from sim.report.pages.compare import compare_page, compare_told
from sim.report.tables.compare import change, change_interval, differences_table, plan_table, plan_title, values_table
from sim.report.terminal import to_terminal
from sim.report.texts import LANGUAGES, WORDS, Language, say
from sim.scenario.files import load
from sim.scenario.titles import Titles
from tests.report.reading import words_of
from tests.report.samples import comparison

VILLAGE = Path(__file__).parents[1] / "village.toml"
FEWER = {"sankey_landing": 6, "funnel_by_cause": 5}  # rule books for which there is room, elsewhere twelve


@pytest.fixture(scope="module")
def result() -> CompareResult:
    return compare(load(VILLAGE, replications=3), ["pari-passu", "beijing-2011"], workers=1)


@pytest.fixture(scope="module")
def data(result: CompareResult) -> ComparisonData:
    return result.figure_data


def drawn_of(name: str, data: ComparisonData, lang: Language) -> Figure:
    (one,) = (drawing for drawing in drawings(data) if drawing.name == name)
    return one.drawn(lang)


def test_a_measure_that_exists_under_no_rule_book_has_no_panel(result: CompareResult, data: ComparisonData) -> None:
    shown = [panel.measure for panel in data.panels]
    known = [name for name in shown if any(found[name].mean is not None for found in result.differences.values())]
    assert shown == known
    empty = Panel("private.uplift", "uplift", "增益", "share", None, {"pari-passu": Point(None)})
    assert not empty.holds_anything


def many(data: ComparisonData, count: int) -> ComparisonData:
    """``count`` rule books of long names, all like the second."""
    names = (data.baseline, *(f"a-rule-book-with-a-rather-long-name-{i}" for i in range(count - 1)))
    model = data.others[0]

    def spread(table: dict[str, Any]) -> dict[str, Any]:
        return dict.fromkeys(names, table[model])

    return replace(
        data,
        policies=names,
        titles=Titles(),
        panels=tuple(replace(one, differences=dict.fromkeys(names[1:], one.differences[model])) for one in data.panels),
        net_cash=spread(data.net_cash),
        exits={instrument: spread(curves) for instrument, curves in data.exits.items() if model in curves},
        cost=spread(data.cost),
        additional=spread(data.additional),
        idle=spread(data.idle) if model in data.idle else {},
        parties=dict.fromkeys(names[1:], data.parties[model]),
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("figure", FIGURES + IDLE)
def test_every_figure_can_be_drawn_in_both_languages(
    data: ComparisonData, figure: str, lang: Language, tmp_path: Path
) -> None:
    for shown in (data, many(data, 14)):
        drawn = drawn_of(figure, shown, lang)
        assert drawn.axes
        drawn.savefig(tmp_path / "out.png", dpi=40)  # a glyph that no font has is a warning, and so an error


def test_files_are_equal_byte_for_byte(data: ComparisonData, tmp_path: Path) -> None:
    one, two = (save_drawings(drawings(data), tmp_path / name, ("en",)) for name in ("one", "two"))
    assert len(one) == 2 * len(FIGURES + IDLE)
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_what_waits_is_drawn_by_cause_and_adds_up_to_the_whole(result: CompareResult, data: ComparisonData) -> None:
    assert set(data.idle) == {"pari-passu", "beijing-2011"}  # a world without a fund has no money to wait
    figure = drawn_of("idle_by_cause", data, "en")
    ends = [bar.get_x() + bar.get_width() for bar in figure.axes[0].patches][-2:]
    wanted = [100 * (result[name].estimates["budget.idle_rate"].pooled or 0.0) for name in data.idle]
    assert ends == pytest.approx(wanted)


def test_every_figure_of_a_comparison_has_a_table_of_its_numbers(result: CompareResult) -> None:
    drawn = [one for one in result.page("zh") if isinstance(one, DrawnFigure)]
    assert [one.name for one in drawn] == [one.name for one in result.drawings()]
    assert all(one.data is not None for one in drawn)


def test_result_objects_draw_by_name(result: CompareResult) -> None:
    assert result.plot("frontier", "zh").axes
    with pytest.raises(ValueError, match="no figure is called 'pie'"):
        result.plot("pie")


def test_arrays_agree_with_the_differences(result: CompareResult, data: ComparisonData) -> None:
    assert data.policies == ("pari-passu", "beijing-2011", "no-guidance-fund")
    assert data.baseline == "pari-passu"
    panel = next(one for one in data.panels if one.measure == "treasury.irr")
    difference = result.differences["beijing-2011"]["treasury.irr"]
    assert panel.baseline == result["pari-passu"]["treasury.irr"].pooled
    assert (panel.differences["beijing-2011"].value, panel.differences["no-guidance-fund"].value) == (
        difference.mean,
        None,
    )
    for name in data.others:
        assert sum(one.value or 0.0 for one in data.parties[name].values()) == pytest.approx(0.0, abs=1.0)
    assert data.cost["no-guidance-fund"].value == data.additional["no-guidance-fund"].value == 0.0
    assert data.net_cash["beijing-2011"].shape == (3, data.years.size)
    assert not data.net_cash["no-guidance-fund"].any()


def test_dots_stand_at_the_differences_and_are_hollow_where_the_interval_holds_zero(data: ComparisonData) -> None:
    points = {name: Point(0.04, low, 0.06) for name, low in zip(data.others, (0.02, -0.02), strict=True)}
    shown = replace(data, panels=(Panel("public.irr", "public net IRR", "收益率", "1/year", 0.03, points),))
    axes = drawn_of("differences", shown, "en").axes[0]
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert [float(np.asarray(dot.get_xdata())[0]) for dot in dots] == pytest.approx([4.0, 4.0])
    assert [dot.get_markerfacecolor() == "white" for dot in dots] == [False, True]


def test_of_many_rule_books_the_best_are_shown_beside_the_baseline_and_the_figure_says_so() -> None:
    data = comparison(200)  # each earns a little more than the one before; the first is the baseline
    shown = data.shortlist()
    assert shown.policies == ("book-000", *(f"book-{number}" for number in range(189, 200)))
    assert comparison(12).shortlist().policies == comparison(12).policies
    fewer = replace(data, panels=tuple(replace(one, better=-1) for one in data.panels))
    assert fewer.shortlist().policies == tuple(f"book-{number:03d}" for number in range(12))
    for lang in LANGUAGES:
        for drawing in drawings(data):
            title = drawing.drawn(lang).get_suptitle().replace("\n", " ")
            assert {"200", str(FEWER.get(drawing.name, 12))} <= set(re.findall(r"\d+", title))
            assert data.panels[0].name(lang) in title


def test_intervals_of_few_rule_books_are_lines_and_of_many_left_out() -> None:
    for count, lines in ((4, 4 * 3 + 1), (5, 5 + 1)):
        axes = drawn_of("j_curves", comparison(count), "en").axes[0]
        assert len(axes.lines) == lines  # with the line at zero
        assert not axes.collections


def test_without_any_position_the_exit_figure_says_so(data: ComparisonData) -> None:
    drawn = drawn_of("exit_timing", replace(data, exits={"stage_equity": {}}), "en")
    assert [text.get_text() for text in drawn.axes[0].texts] == [say("returns.absent", "en")]


def test_colours_repeat_only_with_another_line(data: ComparisonData) -> None:
    shown = many(data, 20)
    assert len({(colour(shown, name), dashes(shown, name)) for name in shown.policies}) == 20


CALLED: dict[Language, list[str]] = {
    "en": ["Pari passu", "Beijing 2011", "No guidance fund"],
    "zh": ["同股同权", "北京 2011", "无引导基金"],
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("figure", FIGURES + IDLE)
def test_a_figure_calls_rule_books_by_their_titles(data: ComparisonData, figure: str, lang: Language) -> None:
    drawn = drawn_of(figure, data, lang)
    drawn.draw_without_rendering()
    foot = {text.get_text() for text in drawn.texts}  # names identify the run
    told = " ".join(text.get_text() for text, _ in words_of(drawn) if text.get_text() not in foot)
    told += drawn.get_suptitle()
    assert CALLED[lang][1] in told
    assert not any(name in told for name in data.policies)


@pytest.mark.parametrize("figure", FIGURES + IDLE)
def test_no_title_is_too_long_for_a_figure(data: ComparisonData, figure: str) -> None:
    endless = {name: f"{name} {'基金管理暂行办法' * 15} {'measures ' * 15}" for name in data.policies}
    drawn = drawn_of(figure, replace(data, titles=Titles(endless, endless)), "zh")
    drawn.draw_without_rendering()
    boxes = [box for _, box in words_of(drawn)]
    assert all(drawn.bbox.x0 <= box.x0 and box.x1 <= drawn.bbox.x1 for box in boxes)
    assert all(drawn.bbox.y0 <= box.y0 and box.y1 <= drawn.bbox.y1 for box in boxes)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_calls_rule_books_by_their_titles_and_tells_their_names_once(
    result: CompareResult, lang: Language
) -> None:
    titles = replace(result.titles, **{lang: {"pari-passu": "<b>*Same*</b>"}})
    scenarios = {name: run.scenario for name, run in result.policies.items()}
    page = to_markdown(compare_page(result.summary(), scenarios, result.named, titles, lang), lang)
    assert r"&lt;b&gt;\*Same\*&lt;/b&gt;" in page
    assert "<b>" not in page
    lines = page.split(say("page.again", lang))[0].splitlines()  # the command below knows rule books by their names
    assert "pari-passu" not in "".join(line for line in lines if "`pari-passu`" not in line)


def test_a_terminal_shows_a_title_as_it_is_written(result: CompareResult) -> None:
    titles = replace(result.titles, en={"pari-passu": "<b>*Same*</b> [a_b]"})
    told = to_terminal(compare_told(result.summary(), titles, "en"), 4000)
    assert "Differences from <b>*Same*</b> [a_b]\n" in told
    assert "<b>*Same*</b> [a_b] = pari-passu" in told
    assert "\n* may be the best of the rule books named.\n" in told


def test_rule_books_that_come_out_the_same_are_named_together(result: CompareResult) -> None:
    summary = result.summary()
    assert "same digest" not in to_terminal(compare_told(summary, result.titles, "en"), 4000)
    for name in ("pari-passu", "beijing-2011"):
        summary["policies"][name]["digest"] = "abc"
    told = to_terminal(compare_told(summary, result.titles, "en"), 4000)
    assert "same digest: pari-passu, beijing-2011; what differs between them changes nothing here" in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_have_a_row_for_what_exists_and_mark_the_best(result: CompareResult, lang: Language) -> None:
    summary = json.loads(json.dumps(result.summary()))
    heads, rows = values_table(summary, result.titles, lang)
    assert heads[2:] == CALLED[lang]
    assert all(len(row) == len(heads) for row in rows)
    irr = next(row for row in rows if row[0] == "public.irr")
    assert irr[-1] == "–"
    assert any(cell.endswith("*") for cell in irr)
    heads, rows = differences_table(summary, result.titles, lang)
    assert all(len(row) == len(heads) for row in rows)
    assert {row[1] for row in rows} == set(CALLED[lang][1:])


def test_differences_of_shares_are_in_percentage_points() -> None:
    assert change(0.0123, "1/year", "en") == "+1.2 pp a year"
    assert change(-0.019, "share", "zh") == "−1.9 个百分点"
    assert change(None, "share", "en") == "–"
    assert change(2.5e6, "yuan", "en") == "+2.5 m yuan"
    assert change_interval(-0.05, 0.012, "share", "en") == "−5.0 to 1.2 pp"
    assert change_interval(None, None, "share", "en") == "–"


def test_the_plan_is_a_table_with_its_question(result: CompareResult) -> None:
    told = {
        "measure": "public.irr", "half_width": 0.005,
        "differences": {
            "a": {"half_width": 0.01, "replications": 1234}, "b": {"half_width": None, "replications": None},
        },
    }  # fmt: skip
    summary = {**result.summary(), "plan": told}
    assert plan_title(summary, "en") == "Replications needed for a half-width of 0.5 pp a year in `public.irr`"
    assert plan_table(summary, Titles({"a": "A"}), "en")[1] == [["A", "1.0 pp a year", "1,234"], ["b", "–", "–"]]


@pytest.mark.parametrize("write", [lambda page: to_html(page, "en", {}), lambda page: to_terminal(page, 200)])
def test_a_title_stands_in_the_table_of_the_planner_as_it_is(
    result: CompareResult, write: Callable[[Page], str]
) -> None:
    other = next(name for name in result.named if name != result.baseline)
    plan = {"measure": "public.irr", "half_width": 0.005, "differences": {other: {"half_width": 1, "replications": 9}}}
    scenarios = {name: run.scenario for name, run in result.policies.items()}
    page = compare_page({**result.summary(), "plan": plan}, scenarios, result.named, Titles({other: "a_b"}), "en")
    asked = next(at for at, one in enumerate(page) if isinstance(one, Head) and "half-width" in one.text)
    assert "a_b" in write(page[asked:])
    assert "\\_" not in write(page[asked:])


def test_every_text_of_comparisons_can_be_printed_in_the_shipped_fonts() -> None:
    text = (WORDS / "compare.toml").read_text(encoding="utf-8").replace("\n", " ")
    assert printable(text) == " ".join(text.split())
