"""One page, three renderings: what a block says reaches all of them, and the marks of users reach none."""

import re
from html.parser import HTMLParser
from unittest.mock import patch

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sim.report.document import Command, Figure, Head, Items, Note, Page, Table, Text
from sim.report.html import to_html
from sim.report.markdown import to_markdown
from sim.report.terminal import to_terminal, unmarked
from sim.scenario.plain_text import code, markdown, one_line

PAGE: Page = [
    Head("Village", 1),
    Note("Few replications."),
    Text("**What came out.** See `public.irr`."),
    Table(["measure", "value"], [["public.irr", "3.1%"], ["public.tvpi", "1.2 *"]], right=(1,)).coded(0),
    Text("Chance only."),
    Figure("j_curve", "The *J-curve*."),
    Items(("levels", "intervals")),
    Command("yindao run 'my city.toml'"),
]
MARKS = "<script>*_`[]()\\&#|~$^!-+=1.\"'"
NAMES = st.text(st.sampled_from(MARKS + "ab 引") | st.characters(exclude_categories=["Cs"]), max_size=30)


class Shown(HTMLParser):
    """The tags of a document, and what it shows."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_markdown_is_what_a_forge_reads_as_the_same_blocks() -> None:
    page = to_markdown(PAGE, "en")
    tokens = MarkdownIt("commonmark").enable("table").parse(page)
    kinds = [one.type.removesuffix("_open") for one in tokens if one.nesting == 1 or one.type == "fence"]
    assert kinds[:4] == ["heading", "blockquote", "paragraph", "paragraph"]
    assert {"table", "bullet_list", "fence"} <= set(kinds)
    assert "![The *J-curve*.](figures/j_curve.en.png)\n\n*The *J-curve*.*" in page
    assert "| `public.irr` | 3.1% |" in page
    assert "| --- | ---: |" in page


def test_html_holds_all_that_it_shows() -> None:
    page = to_html(PAGE, "zh", {"j_curve": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'})
    assert page.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
    assert "<title>Village</title>" in page
    assert '<svg viewBox="0 0 1 1" role="img" aria-label="The J-curve.">' in page
    assert '<td><code>public.irr</code></td><td class="number">3.1%</td>' in page
    assert "<pre><code>yindao run &#x27;my city.toml&#x27;</code></pre>" in page
    assert re.findall(r"(?:src|href)=\"(?!data:|#)|@import|url\((?!data:)", page) == []


def test_html_leaves_out_a_figure_that_was_not_drawn() -> None:
    assert "<figure>" not in to_html(PAGE, "en", {})


def test_a_terminal_sees_words_without_marks_and_a_note_right_below_its_table() -> None:
    told = to_terminal(PAGE, 80).split("\n")
    assert "What came out. See public.irr." in told
    assert [line.split() for line in told if line.startswith("public")] == [
        ["public.irr", "3.1%"],
        ["public.tvpi", "1.2", "*"],
    ]
    assert told[told.index("Chance only.") - 1].startswith("public.tvpi")
    assert "j_curve" not in " ".join(told)
    assert "yindao run 'my city.toml'" in told


@given(NAMES)
@example("1. a *b* <i>")
@example("a_b_c `x`")
def test_what_a_user_named_comes_out_of_every_rendering_as_it_was(name: str) -> None:
    line = one_line(name)
    assert unmarked(markdown(name)).split() == line.split()
    with patch("sim.report.html.font_face", lambda *_: ""):  # glyphs have their own tests, and take a third of a second
        shown = Shown(to_html([Text(f"x {markdown(name)}")], "en", {}))
    assert shown.tags == ["html", "head", "meta", "meta", "meta", "title", "style", "body", "main", "p"]
    assert shown.text.split()[-1 - len(line.split()) :] == ["x", *line.split()]


@given(NAMES.filter(lambda name: bool(one_line(name))))
def test_a_name_as_code_comes_out_as_it_was(name: str) -> None:
    assert unmarked(f"x {code(name)}").split() == ["x", *one_line(name).split()]


def test_wide_rows_carry_their_heads_for_a_telephone_and_what_a_head_says_is_escaped() -> None:
    wide = to_html([Table(["a", '"><script>', "c", "`d`"], [["1", "2", "3", "4"]], right=(3,))], "en", {})
    assert '<div class="table stacked">' in wide
    assert '<td data-head="&quot;&gt;&lt;script&gt;">2</td>' in wide
    assert '<td class="number" data-head="d">4</td>' in wide
    many = to_html([Table([*"abcdefgh"], [[*"12345678"]])], "en", {})
    assert '<div class="table stacked many">' in many  # smaller letters on paper, which would shrink the whole page
    narrow = to_html([Table(["a", "b", "c"], [["1", "2", "3"]])], "en", {})
    assert "data-head=" not in narrow.partition("<body>")[2]
