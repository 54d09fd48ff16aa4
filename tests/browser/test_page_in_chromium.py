"""What a browser does with the pages: it opens them from a file with the network off, and asks nobody for anything."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sim.cli.app import app

playwright = pytest.importorskip("playwright.sync_api", reason="the extra browser is not installed")
CHROMIUM = shutil.which("chromium")
VILLAGE = Path(__file__).parents[1] / "village.toml"
HOSTILE = 'A <script>alert("x")</script> & *b* </title>'
WIDTHS = (1280, 400)
PAGES = ("run/report.html", "run/report.zh.html", "compare/report.html", "compare/report.zh.html")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium"),
    pytest.mark.filterwarnings("default::DeprecationWarning"),
]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run and a comparison of a village whose title tries to act, in both languages."""
    folder = tmp_path_factory.mktemp("pages")
    text = VILLAGE.read_text(encoding="utf-8")
    for name in ("village-policy.toml", "village-economy.toml"):
        shutil.copy(VILLAGE.with_name(name), folder)
    (folder / "village.toml").write_text(text.replace('title = "Village"', f"title = '{HOSTILE}'"), encoding="utf-8")
    village, common = str(folder / "village.toml"), ["--replications", "4", "--engine", "reference", "--lang", "both"]
    for words in (["run", village], ["compare", village, "--policy", "beijing-2011", "--policy", "pari-passu"]):
        done = CliRunner().invoke(app, [*words, *common, "--quiet", "--workers", "1", "--out", str(folder / words[0])])
        assert done.exit_code == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


def opened(browser: Any, path: Path, width: int) -> tuple[Any, list[str], list[str]]:
    """The page, what it asked for beside itself, and what the console said."""
    context = browser.new_context(viewport={"width": width, "height": 900}, offline=True)
    page = context.new_page()
    asked: list[str] = []
    told: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("dialog", lambda dialog: told.append(dialog.message) or dialog.dismiss())
    page.goto(path.as_uri())
    page.evaluate("document.fonts.ready.then(() => 1)")
    beside = [url for url in asked if url != path.as_uri() and not url.startswith("data:")]
    return page, beside, told


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_alone_silent_and_no_wider_than_its_window(
    browser: Any, folders: Path, name: str, width: int
) -> None:
    page, asked, told = opened(browser, folders / name, width)
    assert (asked, told) == ([], [])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1
    assert page.locator(".drawing svg text").count() > 50
    assert page.locator("script").count() == 0
    page.context.close()


def test_a_hostile_title_is_shown_and_does_nothing(browser: Any, folders: Path) -> None:
    page, _, told = opened(browser, folders / "run/report.html", 1280)
    assert HOSTILE in page.locator("h1").inner_text()
    assert told == []
    page.context.close()


def test_chinese_has_its_own_glyphs(browser: Any, folders: Path) -> None:
    page, _, _ = opened(browser, folders / "run/report.zh.html", 1280)
    assert page.evaluate("[...document.fonts].map(font => font.status)") == ["loaded"]
    page.context.close()


def test_numbers_under_a_figure_open_on_a_click_and_stand_open_on_paper(browser: Any, folders: Path) -> None:
    page, _, _ = opened(browser, folders / "run/report.html", 1280)
    table = page.locator("details.data table").first
    assert not table.is_visible()
    page.locator("details.data summary").first.click()
    assert table.is_visible()
    with page.expect_download() as waited:
        page.locator("a[download]").first.click()
    assert Path(waited.value.path()).read_text("utf-8-sig").startswith("years since the start")
    page.reload()
    page.emulate_media(media="print")
    heights = page.evaluate("[...document.querySelectorAll('details.data table')].map(one => one.offsetHeight)")
    assert min(heights) > 0
    assert page.evaluate("document.querySelector('details.rows table').checkVisibility()") is False
    page.context.close()


def test_the_first_sheet_of_a_comparison_is_one_sheet(browser: Any, folders: Path) -> None:
    """What stands before the break fits the height of A4 less its margins, 269 mm."""
    page, _, _ = opened(browser, folders / "compare/report.zh.html", 688)  # 182 mm at 96 dots an inch
    page.emulate_media(media="print")
    high = page.evaluate("document.querySelector('.sheet').getBoundingClientRect().bottom + window.scrollY")
    assert high < 269 / 25.4 * 96
    page.context.close()
