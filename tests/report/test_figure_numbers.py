"""Under every figure stand its numbers, and the same as a file that a spreadsheet reads as numbers."""

import csv
import re
from base64 import b64decode

import numpy as np
import pytest

from sim.report.csv_text import to_csv
from sim.report.document import Figure, Table
from sim.report.figures.run.data import FIGURES, LANDING, FigureData
from sim.report.figures.run.tables import TABLES, data_table, numbered
from sim.report.html import to_html
from sim.report.numbers import in_one_unit
from sim.report.texts import LANGUAGES, Language

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(text.splitlines()))


def test_every_figure_of_a_run_has_a_table() -> None:
    assert set(TABLES) == {*FIGURES, *LANDING}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FIGURES)
def test_a_table_has_rows_as_long_as_its_heads(name: str, data: FigureData, lang: Language) -> None:
    table = data_table(name, data, lang)
    assert table is not None
    assert table.folded
    assert {len(row) for row in table.rows} == {len(table.heads)}


def test_the_j_curve_is_written_year_by_year_with_the_percentiles_that_are_drawn(data: FigureData) -> None:
    table, _ = in_one_unit(lambda: data_table("j_curve", data, "en"), "en")
    assert table is not None
    found = rows_of(to_csv(table))
    assert found[0] == ["years since the start", "5th percentile (m yuan)", "25th percentile (m yuan)",
                        "median (m yuan)", "75th percentile (m yuan)", "95th percentile (m yuan)"]  # fmt: skip
    assert [row[0] for row in found[1:]] == [str(year) for year in range(21)]
    expected = np.percentile(data.net_cash[:, 60], (5, 25, 50, 75, 95)) / 1e6
    assert [float(cell) for cell in found[6][1:]] == pytest.approx(expected, abs=0.051)


def test_what_waits_in_places_is_their_mean_at_the_year(data: FigureData) -> None:
    table, _ = in_one_unit(lambda: data_table("places", data, "zh"), "zh")
    assert table is not None
    found = rows_of(to_csv(table))
    assert float(found[4][1]) == pytest.approx(data.places["uncommitted"][36] / 1e4, rel=0.01)


def test_a_world_without_money_has_no_table_of_it(data: FigureData) -> None:
    from dataclasses import replace

    nothing = replace(data, net_cash=np.zeros_like(data.net_cash), exits={}, routes={})
    assert [data_table(name, nothing, "en") for name in ("j_curve", "exit_timing", "exit_routes")] == [None] * 3


def test_a_file_for_a_spreadsheet_has_bare_numbers_and_no_formula() -> None:
    heads = ["name", "money", "mixed", "share"]
    rows = [["\t=1+1", "−1,234.5 m yuan", "1.0 m yuan", "+3.0%"], ["**b** `c`", "–", "2.0 years", "4.0%"]]
    assert rows_of(to_csv(Table(heads, rows))) == [
        ["name", "money (m yuan)", "mixed", "share (%)"],
        ["'=1+1", "-1234.5", "1.0 m yuan", "3.0"],
        ["b c", "", "2.0 years", "4.0"],
    ]


def test_numbers_of_either_sign_are_set_to_the_right() -> None:
    rows = [["book", "+3.2 pp", "–"], ["other", "−1.0 pp", "12"]]
    assert tuple(numbered(["book", "difference", "count"], rows, "en").right) == (1, 2)


def test_a_page_has_the_numbers_to_open_and_to_take_away() -> None:
    table = Table(["年", "额"], [["1", "2 万元"]], (0, 1), "本图数据")
    page = to_html([Figure("j_curve", "曲线", table)], "zh", {"j_curve": SVG})
    assert '<details class="data"><summary>本图数据</summary>' in page
    (data,) = re.findall(r'download="j_curve\.csv" href="data:text/csv;charset=utf-8;base64,([^"]+)"', page)
    assert b64decode(data).decode("utf-8-sig") == "年,额 (万元)\r\n1,2\r\n"
    assert b64decode(data).startswith(b"\xef\xbb\xbf")  # or Excel reads Chinese as something else
