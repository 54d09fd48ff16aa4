"""Titles and sources are text: in pages, terminals and figures nothing they hold acts as a mark."""

from dataclasses import replace
from pathlib import Path

import pytest

from sim.report.document import Table
from sim.report.figures.style import printable
from sim.report.markdown import to_markdown
from sim.scenario.files import load
from sim.scenario.plain_text import code, code_block, markdown, one_line, visible

VILLAGE = Path(__file__).parents[1] / "village.toml"


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("A <script>&", "A &lt;script&gt;&amp;"),
        ("*bold* [x](y) `z`", r"\*bold\* \[x\](y) \`z\`"),
        ("a\n# b", r"a \# b"),
        ("1. one", r"1\. one"),
        ("- one", r"\- one"),
        ("\x1b[31mred\x1b[0m \u202eturned", "red turned"),
        ("北京 2011", "北京 2011"),
    ],
)
def test_a_page_shows_a_title_as_it_is(text: str, page: str) -> None:
    assert markdown(text) == page


def test_a_bar_stays_inside_its_cell_and_its_head() -> None:
    assert to_markdown([Table(["a|b"], [["c|d\ne"]])], "en").splitlines() == ["| a\\|b |", "| --- |", "| c\\|d e |"]


def test_code_is_fenced_by_more_backticks_than_it_holds() -> None:
    assert code("a`b") == "``a`b``"
    assert code_block("x ``` y", "sh") == "````sh\nx ``` y\n````"


def test_a_terminal_is_not_steered() -> None:
    assert visible("a\x1b]0;title\x07b\x1b[2Jc\rd\n") == "abcd\n"
    assert one_line("a\tb\x00c\nd") == "a b c d"


def test_a_dollar_in_a_figure_is_a_dollar() -> None:
    assert printable("$x^2$ and\nmore\x1b[0m") == "$x^2$ and more"


def test_a_title_in_one_language_serves_both() -> None:
    village = load(VILLAGE)
    assert (village.titled("en"), village.titled("zh")) == ("Village", "村庄")
    assert replace(village, title_zh="").titled("zh") == "Village"
    assert replace(village, title="").titled("en") == "村庄"
    assert replace(village, title="", title_zh="").titled("zh") == "village"
