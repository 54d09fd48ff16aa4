"""Waterfalls and tables of decompositions, in both languages."""

from dataclasses import replace
from pathlib import Path

import pytest

from sim.experiments.decompose.ask import DecomposeResult, decompose
from sim.experiments.folder import write_study
from sim.experiments.shown import Shown
from sim.measures.differences import Difference
from sim.report.figures.data import Point
from sim.report.figures.decompose.data import DecompositionData
from sim.report.figures.decompose.waterfall import draw
from sim.report.figures.style import DPI
from sim.report.markdown import to_markdown
from sim.report.tables.decompose import absences, parts_table
from sim.report.texts import LANGUAGES, Language, say
from sim.scenario.files import load

VILLAGE = Path(__file__).parents[1] / "village.toml"
MEASURES = ("market.private_capital", "company.funded", "public.irr")


@pytest.fixture(scope="module")
def result() -> DecomposeResult:
    return decompose(load(VILLAGE, replications=3), measures=MEASURES, workers=1)


@pytest.fixture(scope="module")
def data(result: DecomposeResult) -> DecompositionData:
    return result.figure_data


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("measure", MEASURES)
def test_no_text_leaves_the_figure(data: DecompositionData, measure: str, lang: Language) -> None:
    figure = draw(data.of(measure), lang)
    figure.draw_without_rendering()
    width, height = figure.get_size_inches() * figure.dpi
    for axes in figure.axes:
        for text in (axes.title, axes._left_title, *axes.texts, *axes.get_yticklabels()):  # type: ignore[attr-defined]
            box = text.get_window_extent()
            assert 0 <= box.x0 <= box.x1 <= width + 1, text.get_text()
            assert 0 <= box.y0 <= box.y1 <= height + 1, text.get_text()
    assert DPI > 0


@pytest.mark.parametrize(("lang", "called"), [("en", "What each part of Village adds"), ("zh", "村庄：各部分对")])
def test_the_title_calls_the_rule_book_by_its_title(data: DecompositionData, lang: Language, called: str) -> None:
    assert draw(data.waterfalls[0], lang).get_suptitle().startswith(called)


def test_bars_follow_one_another_from_zero_to_the_full_effect(result: DecomposeResult, data: DecompositionData) -> None:
    figure = draw(data.of("company.funded"), "en")
    assert len(figure.axes) == 2  # all four switches, and three given investment
    for axes, one in zip(figure.axes, (result["company.funded"], result.given["company.funded"]), strict=True):
        bars = [bar for container in axes.containers for bar in container]
        reached = 0.0
        for bar, part in zip(bars, one.parts.values(), strict=False):
            assert part.mean is not None
            ends = sorted((bar.get_x(), bar.get_x() + bar.get_width()))
            assert ends == pytest.approx(sorted((reached, reached + part.mean)), abs=1e-9)
            reached += part.mean
        assert bars[-1].get_width() == pytest.approx(one.full.mean)
        assert reached == pytest.approx(one.full.mean)


def test_a_measure_that_does_not_exist_says_so(data: DecompositionData) -> None:
    one = data.of("public.irr")
    game = replace(one.games[0], full=Point(None), parts=tuple((name, Point(None)) for name, _ in one.games[0].parts))
    figure = draw(replace(one, games=(game,)), "en")
    assert [text.get_text() for text in figure.axes[0].texts] == [say("decompose.absent", "en")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_has_a_row_for_each_part_and_effect(result: DecomposeResult, lang: Language) -> None:
    heads, rows = parts_table(result.summary(), lang)
    assert len(heads) == 7
    assert len(rows) == 2 * (5 + 4) + 4
    assert {len(row) for row in rows} == {7}
    name = "政府投资" if lang == "zh" else "government investment"
    assert [row[2] for row in rows[:9]] == [""] * 5 + [name] * 4
    assert rows[0][3] == say("decompose.full", lang)


def test_a_measure_without_parts_has_a_reason_and_neither_rows_nor_a_picture(tmp_path: Path) -> None:
    # A rate of return starts from nothing: with all instruments off it does not exist.
    found = decompose(load(VILLAGE, replications=2), "instruments", measures=["public.irr"], workers=1)
    summary = found.summary()
    assert found["public.irr"].missing == ((),)
    assert parts_table(summary, "en")[1] == []
    (told,) = absences(summary, "en")
    assert told.startswith("public.irr (public net IRR) has no parts: it does not exist under 1 of the 8 combinations")
    assert told.endswith("such as: all switched off.")
    folder = write_study(found, tmp_path / "out", Shown(("en",)))
    assert not (folder / "figures").exists()
    page = (folder / "report.md").read_text(encoding="utf-8")
    assert page == to_markdown(found.page("en"), "en")
    assert told in page
    assert "figures/" not in page


def test_a_measure_without_parts_can_be_drawn_and_says_that_it_has_none(result: DecomposeResult) -> None:
    parts = {name: Difference() for name in result["public.irr"].parts}
    nothing = replace(result["public.irr"], full=Difference(), parts=parts)
    found = replace(result, attributions={**result.attributions, "public.irr": nothing})
    assert "public.irr" not in [one.name for one in found.drawings()]
    texts = [text.get_text() for text in found.plot("public.irr").axes[0].texts]
    assert texts == [say("decompose.absent", "en")]


def test_why_a_measure_has_no_parts_is_told_apart(result: DecomposeResult) -> None:
    def told(**changed: object) -> str:
        summary = {**result.summary(), "measure": {}}
        one = result["public.irr"].as_dict() | {"full_effect": None, "missing": []}
        summary["measure"]["public.irr"] = one | changed
        return absences(summary, "en")[0].split(": ", 1)[1]

    switches = [one.name for one in result.switches]
    assert told(missing=[switches[:1]] * 8) == "no replication of any combination has it."
    assert told(missing=[]) == "no replication has it under every combination."
    assert told(missing=[switches[:2]]).endswith("such as: government investment, market operation alone.")
    assert told(full_effect=0.0, parts={}).startswith("it exists only with every switch on")


def test_the_result_draws_by_measure_and_refuses_what_it_has_not(result: DecomposeResult) -> None:
    assert result.plot("public.irr", "zh").axes
    with pytest.raises(ValueError, match=r"no figure is called 'public.tvpi'; there are market.private_capital"):
        result.plot("public.tvpi")
    with pytest.raises(KeyError):
        result.figure_data.of("public.tvpi")
