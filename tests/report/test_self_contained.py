"""A page is one file for good: its figures are text that stays text, its Chinese has glyphs, nothing in it runs."""

import re
from base64 import b64decode
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont

from sim.report.document import Figure, Head, Page, Text
from sim.report.figures.run.data import FigureData, drawings
from sim.report.figures.style import save
from sim.report.html import to_html
from sim.report.inline_svg import DRAWN, inlined
from sim.report.texts import say

PAGE: Page = [
    Head("引导基金 〔2025〕", 1),
    Text("**圳** and Latin"),
    Figure("j_curve", "曲线"),
    Figure("again", "曲线"),
]


@pytest.fixture(scope="module")
def picture(data: FigureData, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("figure")
    (drawing,) = (one for one in drawings(data) if one.name == "j_curve")
    save(drawing.drawn("zh"), folder / "j_curve")
    return Path(folder, "j_curve.svg").read_bytes()


@pytest.fixture(scope="module")
def page(picture: bytes) -> str:
    return to_html(PAGE, "zh", {"j_curve": picture, "again": picture})


def glyphs(page: str) -> set[int]:
    """The code points that the page's own font can draw."""
    (data,) = re.findall(r"url\(data:font/woff;base64,([^)]+)\)", page)
    return set(TTFont(BytesIO(b64decode(data))).getBestCmap())


def test_a_figure_on_a_page_is_searchable_text(page: str) -> None:
    body = ElementTree.fromstring(re.findall(r"<svg.*?</svg>", page)[0])
    words = [one.text for one in body.iter("text")]
    assert say("j_curve.title", "zh") in words
    assert say("unit.year", "zh") in words


def test_two_figures_share_no_names(page: str) -> None:
    names = re.findall(r' id="([^"]+)"', page)
    assert len(names) == len(set(names)) > 20
    used = set(re.findall(r'href="#([^"]+)"', page)) | set(re.findall(r"url\(#([^)]+)\)", page))
    assert used
    assert used <= set(names)


def test_the_font_of_a_page_has_its_characters_and_no_others(page: str) -> None:
    text = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    chinese = {ord(c) for c in text if ord(c) >= 0x2E80}
    assert set(map(ord, "圳〔年收")) <= chinese
    assert glyphs(page) - set(map(ord, "“”‘’…—·")) == chinese


def test_a_page_without_chinese_carries_no_font() -> None:
    assert "@font-face" not in to_html([Text("plain words – “quoted”")], "en", {})


def test_a_character_that_the_font_lacks_does_no_harm() -> None:
    assert glyphs(to_html([Text("\U0002a6d6引")], "zh", {})) == {ord("引")}


def test_a_page_may_load_and_run_nothing(page: str) -> None:
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert not {"script-src", "connect-src"} & set(rules)
    assert page.index("Content-Security-Policy") < page.index("<style>")
    assert re.findall(r"<script|\son\w+=|javascript:", page) == []


HOSTILE = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"
onload="x()">
<script>alert(1)</script><style>* {display: none}</style><foreignObject><p>html</p></foreignObject>
<a xlink:href="https://example.org"><text>link</text></a><image xlink:href="https://example.org/p.png"/>
<image xlink:href="data:image/svg+xml;base64,AAAA"/><use xlink:href="other.svg#a"/>
<rect style="fill: url(https://example.org/a)" fill="URL( 'http://b' )" onclick="y()" width="1"/>
<text>a &lt;script&gt; b</text></svg>"""


def test_a_figure_that_others_made_cannot_act_or_lead_elsewhere() -> None:
    drawn = inlined(HOSTILE, "b1", 'a "label" <b>')
    elements = list(ElementTree.fromstring(drawn).iter())
    assert {one.tag for one in elements} <= DRAWN
    assert re.findall(r"example|alert|onload|onclick|http|other\.svg", drawn) == []
    assert 'width="1"' in drawn
    assert "a &lt;script&gt; b" in drawn
    assert 'aria-label="a &quot;label&quot; &lt;b&gt;"' in drawn


@pytest.mark.parametrize("picture", [b"", b"<svg", b"<p>no figure</p>", b"\xff\xfe"])
def test_what_is_no_figure_leaves_its_caption(picture: bytes) -> None:
    page = to_html([Figure("a", "Caption")], "en", {"a": picture})
    assert "<figure><figcaption>Caption</figcaption></figure>" in page
