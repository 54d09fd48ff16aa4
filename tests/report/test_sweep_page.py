"""Tables and page of a sweep: rankings, extremes, what changed most, failures, in both languages."""

import itertools
import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from sim.measures.failures import Failure
from sim.report.figures.sweep.data import SweepData
from sim.report.markdown import to_markdown
from sim.report.pages.sweep import (
    MOST_FAILURES,
    MOST_FAILURES_TOLD,
    MOST_POINTS,
    MOST_POINTS_TOLD,
    sweep_page,
    sweep_told,
)
from sim.report.tables.sweep import (
    changes_table,
    extremes_table,
    failures_table,
    keys_table,
    ranked_table,
    values_table,
)
from sim.report.terminal import to_terminal
from sim.report.texts import LANGUAGES, Language, say, texts
from sim.scenario.files import load
from sim.scenario.titles import Titles
from tests.villages import VILLAGE

MakeSweep = Callable[..., SweepData]
TWO = ("beijing-2011", "pari-passu")
GRID = list(itertools.product([0.1, 0.2, 0.3], [3.0, 5.0]))


def page(data: SweepData, lang: Language = "en") -> str:
    return to_markdown(sweep_page(data, load(VILLAGE), "yindao sweep village --vary a=1,2", "0123abcd", lang), lang)


def told(data: SweepData, lang: Language = "en") -> str:
    return to_terminal(sweep_told(data, "0123abcd", 1.25, lang), 4000)


def test_points_are_ranked_from_the_best_and_those_without_a_value_come_last(make_sweep: MakeSweep) -> None:
    data = make_sweep(["cap", "window"], GRID, missing=[5], failed=[4])
    heads, rows = ranked_table(data, "public.irr", "en")
    assert heads == [
        "rank",
        "point",
        "stage_equity.share_cap",
        "stage_equity.option.window_years",
        "public net IRR",
        "95% interval",
        "n",
        "replications",
    ]
    assert [row[1] for row in rows] == ["4", "3", "2", "1", "0", "5"]
    assert rows[0] == ["1", "4", "30%", "3 years", "1.4% a year", "1.0 to 2.0% a year", "16", "19 (+1 ×)"]
    assert rows[-1][4:] == ["–", "–", "0", "0 (+20 ×)"]
    # Less net public cost is better.
    assert [row[1] for row in ranked_table(data, "public.net_cost_pv", "en", 2)[1]] == ["0", "1"]


def test_every_measure_has_its_best_and_worst_point_or_highest_and_lowest(make_sweep: MakeSweep) -> None:
    data = make_sweep(["cap", "window"], GRID, TWO, missing=[0])
    neutral = replace(data.measures[0], measure="fund.set_up", label="funds set up", unit="funds", better=0)
    _, rows = extremes_table(replace(data, measures=(*data.measures, neutral)), "en")
    assert [(row[0], row[1], row[2], row[3]) for row in rows] == [
        ("public net IRR", "best", "11", "Pari passu"),
        ("public net IRR", "worst", "1", "beijing-2011"),
        ("net cost", "best", "1", "beijing-2011"),
        ("net cost", "worst", "11", "Pari passu"),
        ("funds set up", "highest", "11", "Pari passu"),
        ("funds set up", "lowest", "1", "beijing-2011"),
    ]


def test_a_measure_that_is_the_same_everywhere_has_no_best_point(make_sweep: MakeSweep) -> None:
    data = make_sweep(["cap", "window"], GRID, missing=[5])
    first = data.measures[0]
    still = replace(first, value=np.where(np.isnan(first.value), np.nan, 0.02))
    _, rows = extremes_table(replace(data, measures=(still,)), "en")
    assert [row[:6] for row in rows] == [["public net IRR", "the same everywhere", "–", "–", "–", "2.0% a year"]]


def test_moves_are_differences_of_means_over_all_other_settings(make_sweep: MakeSweep) -> None:
    # Row i has the value 1 % + i/1000, the window running fastest: a step of the cap is worth 2/1000, two steps 4/1000,
    # one of the window 1/1000, and the other rule book 10/1000.
    heads, rows = changes_table(make_sweep(["cap", "window"], GRID, TWO), "en")
    assert heads == ["measure", "varied", "lowest at", "highest at", "difference"]
    assert [row[1:] for row in rows if row[0] == "public net IRR"] == [
        ["rule book", "beijing-2011", "Pari passu", "1.0 pp a year"],
        ["stage_equity.share_cap", "10%", "30%", "0.4 pp a year"],
        ["stage_equity.option.window_years", "3 years", "5 years", "0.1 pp a year"],
    ]


def test_sampled_numbers_are_compared_in_thirds(make_sweep: MakeSweep) -> None:
    settings = [[0.1 + 0.01 * i, 3.0] for i in range(9)]
    _, rows = changes_table(make_sweep(["cap", "window"], settings, design="lhs"), "en")
    # Means of rows 0 to 2 and 6 to 8 are 6/1000 apart; a key with one value moves nothing.
    assert rows[0] == ["public net IRR", "stage_equity.share_cap", "10 to 12%", "16 to 18%", "0.6 pp a year"]
    assert {row[1] for row in rows} == {"stage_equity.share_cap"}


def test_one_key_has_a_row_a_value_with_every_measure_and_interval(make_sweep: MakeSweep) -> None:
    heads, rows = values_table(make_sweep(["rule"], [[0], [2]], TWO), "zh")
    assert heads[:3] == ["点", "规则", "到期规则"]
    assert [row[:4] for row in rows] == [
        ["0", "beijing-2011", "公开拍卖", "1.0%/年"],
        ["1", "beijing-2011", "仅靠回购权", "1.1%/年"],
        ["2", "同股同权", "公开拍卖", "2.0%/年"],
        ["3", "同股同权", "仅靠回购权", "2.1%/年"],
    ]
    assert all(len(row) == len(heads) for row in rows)


def test_long_lists_of_values_are_told_by_their_ends(make_sweep: MakeSweep) -> None:
    data = make_sweep(["cap", "largest"], [[0.1 + 0.01 * i, i % 2] for i in range(9)], design="lhs")
    assert keys_table(data, "en")[1] == [
        ["`policy.stage_equity.share_cap` largest public share of a sub-fund", "9 values from 10% to 18%"],
        ["`policy.stage_equity.not_largest` the public stake stays below the largest other partner", "no, yes"],
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_names_design_keys_extremes_failures_figures_and_the_command(
    make_sweep: MakeSweep, lang: Language
) -> None:
    data = make_sweep(["cap", "window"], GRID, TWO, missing=[2], failed=[4])
    lost = (
        Failure(2, "beijing-2011", 0, 19, "ZeroDivisionError: float division by zero"),
        Failure(4, "beijing-2011", 7, 7, "ValueError: a | b"),
    )
    text = page(replace(data, failures=lost), lang)
    assert "`policy.stage_equity.share_cap`" in text
    assert say("sweep.design.grid", lang) in text
    assert say("sweep.page.failed", lang, failed="21", total="240", points=2) in text
    assert "ZeroDivisionError: float division by zero" in text
    assert "a \\| b" in text
    assert f"(figures/map.public.irr.{lang}.png)" in text
    assert "yindao sweep village --vary a=1,2" in text
    assert "0123abcd" in text
    assert re.search(r"\{\w*\}|\d\.\d+ s\b", text) is None  # no text left open, no clock time
    for heading in ("varied", "extremes", "changes", "points", "failures"):
        assert f"## {say(f'sweep.page.{heading}', lang)}" in text


def test_a_sweep_without_failures_says_so_and_a_large_one_points_to_its_files(make_sweep: MakeSweep) -> None:
    small, large = (
        make_sweep(["cap", "window"], list(itertools.product(np.linspace(0.1, 0.4, count), [3.0, 5.0])))
        for count in (3, MOST_POINTS)
    )
    assert say("sweep.page.no_failures", "en") in page(small)
    assert page(small).count("\n| ") > page(large).count("\n| ")
    assert "The 120 points with all measures are in `estimates.parquet`" in page(large)
    many = tuple(Failure(0, "beijing-2011", at, at, "E") for at in range(MOST_FAILURES + 1))
    assert f"The first {MOST_FAILURES} of {MOST_FAILURES + 1} entries" in page(replace(small, failures=many))


def test_failures_name_their_settings_and_replications(make_sweep: MakeSweep) -> None:
    data = replace(make_sweep(["rule"], [[0], [1]]), failures=(Failure(1, "beijing-2011", 10, 19, "killed"),))
    assert failures_table(data, "en") == (
        ["point", "stage_equity.at_deadline.rule", "replications", "reason"],
        [["1", "hold to the end", "10 to 19", "killed"]],
    )
    assert data.failures[0].count == 10


def test_every_text_of_a_sweep_is_in_both_languages() -> None:
    own = {key: pair for key, pair in texts().items() if key.startswith("sweep.")}
    assert len(own) > 40
    for key, pair in own.items():
        assert set(pair) == set(LANGUAGES), key
        assert all(pair[lang].strip() for lang in LANGUAGES), key
        assert re.search(r"[\u4e00-\u9fff%]|^\{", pair["zh"]), key


def test_a_title_makes_no_mark_on_the_page(make_sweep: MakeSweep) -> None:
    hostile = Titles({"pari-passu": "a|*b*<i>"}, {})
    data = replace(make_sweep(["rule"], [[0], [2]], TWO), titles=hostile)
    assert r"| a\|\*b\*&lt;i&gt; |" in page(data)
    assert "<i>" not in page(data)
    assert "a|*b*<i>" in told(data)


def test_a_reason_is_shown_as_it_is(make_sweep: MakeSweep) -> None:
    lost = (Failure(1, "beijing-2011", 3, 3, "KeyError: a*b*c <i>"),)
    data = replace(make_sweep(["rule"], [[0], [1]], failed=[1]), failures=lost)
    assert r"KeyError: a\*b\*c &lt;i&gt;" in page(data)
    assert "KeyError: a*b*c <i>" in told(data)


def test_a_terminal_shows_the_first_points_and_says_how_many_there_are(make_sweep: MakeSweep) -> None:
    count = MOST_POINTS_TOLD // 2 + 1
    data = make_sweep(["cap", "window"], list(itertools.product(np.linspace(0.1, 0.4, count), [3.0, 5.0])))
    lines = told(data).splitlines()
    assert [line.split()[:2] for line in lines[2 : 2 + MOST_POINTS_TOLD]] == [
        [str(rank), str(2 * count - rank)] for rank in range(1, MOST_POINTS_TOLD + 1)
    ]
    assert f"the first {MOST_POINTS_TOLD} of {2 * count} points by public.irr; estimates.parquet has all" in lines
    assert say("interval.chance", "en") in lines
    assert "digest: 0123abcd" in lines
    few = told(make_sweep(["cap", "window"], GRID))
    assert "the first" not in few


def test_a_terminal_counts_what_failed_and_shows_some_of_it(make_sweep: MakeSweep) -> None:
    data = make_sweep(["cap"], [[0.1], [0.2]], failed=[1])
    assert "failed" not in told(data)
    many = tuple(Failure(1, "beijing-2011", at, at, "E") for at in range(MOST_FAILURES_TOLD + 1))
    lines = told(replace(data, failures=many)).splitlines()
    assert "1 of 40 replications failed; points with failures: 1" in lines
    assert "failures.parquet has all" in lines
    assert sum(line.endswith(" E") for line in lines) == MOST_FAILURES_TOLD
