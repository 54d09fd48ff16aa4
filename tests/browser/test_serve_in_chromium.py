"""What a reader does on the what-if page: move, watch, stop, link, save, in two tabs, and while the server is gone."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="the extra browser is not installed")
pytest.importorskip("starlette", reason="the extra web is not installed")
CHROMIUM = shutil.which("chromium")
VILLAGE = Path(__file__).parents[1] / "village.toml"
HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'
CAP = "policy-stage_equity-share_cap"
WAIT = 60_000  # milliseconds: two cores may have other work
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium"),
    pytest.mark.filterwarnings("default::DeprecationWarning"),
]


@dataclass
class Served:
    """A server of its own over a village of 40 replications, whose rule book has a title that tries to act."""

    folder: Path
    process: Any = None
    address: str = ""

    def start(self, port: int = 0) -> None:
        words = [str(self.folder / "village.toml"), "--policy", str(self.folder / "hostile.toml"), "--workers", "2"]
        command = [sys.executable, "-m", "sim.cli.app", "serve", *words, "--engine", "reference", "--port", str(port)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        found = re.search(r"http://127\.0\.0\.1:\d+/", self.process.stderr.readline())
        assert found
        self.address = found[0]

    @property
    def port(self) -> int:
        return int(self.address.rstrip("/").rpartition(":")[2])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("serve")
    for name in ("village-policy.toml", "village-economy.toml"):
        shutil.copy(VILLAGE.with_name(name), folder)
    text = VILLAGE.read_text(encoding="utf-8")
    (folder / "village.toml").write_text(text.replace("replications = 4", "replications = 40"), encoding="utf-8")
    rules = (folder / "village-policy.toml").read_text(encoding="utf-8")
    (folder / "hostile.toml").write_text(rules.replace('"Village"', f"'{HOSTILE}'"), encoding="utf-8")
    one = Served(folder)
    one.start()
    yield one
    one.process.send_signal(signal.SIGINT)
    _, told = one.process.communicate(timeout=30)
    assert one.process.returncode == 130
    assert "Traceback" not in told


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@dataclass
class Tab:
    page: Any
    told: list[str]

    def text(self, id: str) -> str:  # noqa: A002
        return str(self.page.locator(f"#{id}").inner_text())

    def until(self, state: str) -> None:
        self.page.get_by_role("status").filter(has_text=re.compile(f"^({state})$")).wait_for(timeout=WAIT)

    def slide(self, id: str, to: str) -> None:  # noqa: A002
        """Move a slider as a hand does: the field beside it, its whole control and the page hear of it."""
        slider = self.page.locator(f"[data-key='{id.replace('-', '.')}'] input[type=range]")
        slider.evaluate("(one, to) => { one.value = to; one.dispatchEvent(new Event('input')); }", to)


@pytest.fixture
def tab(browser: Any, served: Served) -> Iterator[Tab]:
    one = opened(browser, served.address)
    yield one
    one.page.context.close()
    assert one.told == []


def opened(browser: Any, address: str, width: int = 1280) -> Tab:
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("dialog", lambda dialog: told.append(dialog.message) or dialog.dismiss())
    page.goto(address)
    return Tab(page, told)


def test_it_opens_and_counts_to_the_end(tab: Tab) -> None:
    tab.until("done")
    assert tab.text("count") == "40 of 40 replications"
    assert re.fullmatch("[0-9a-f]{32,}", tab.text("digest"))
    assert tab.page.locator("#j_curve svg path").count() >= 2
    assert tab.page.locator("#prospectus tbody tr").count() == 6
    assert tab.text("command").endswith("--replications 40")


def test_a_slider_moves_numbers_address_and_digest_and_a_link_shows_the_same(browser: Any, tab: Tab) -> None:
    tab.until("done")
    before, digest = tab.text("prospectus"), tab.text("digest")
    tab.slide(CAP, "40")
    tab.page.locator("#prospectus .was").first.wait_for(timeout=WAIT)
    assert tab.text("prospectus") != before
    assert "policy.stage_equity.share_cap=0.4" in tab.page.url
    tab.page.locator(f"#digest:not([title='{digest}'])").wait_for(timeout=WAIT)
    tab.until("done")
    other = opened(browser, tab.page.url)
    other.until("done")
    assert (other.text("digest"), other.text("finding")) == (tab.text("digest"), tab.text("finding"))
    assert other.page.locator(f"#{CAP}").input_value() == "40"
    other.page.context.close()


def test_intervals_narrow_before_the_eye(tab: Tab) -> None:
    """The share of the money not yet at work is known better and better, the bar beside it shows it."""

    def width() -> float:
        low, high = re.findall(r"[\d.]+", tab.page.locator("[data-interval='budget.idle_rate'] .ends").inner_text())
        return float(high) - float(low)

    def bar() -> float:
        row = tab.page.locator("[data-interval='budget.idle_rate'] svg.bar line").nth(1)
        return float(row.get_attribute("x2")) - float(row.get_attribute("x1"))

    tab.until("done")
    before, drawn = width(), bar()
    tab.page.locator("#halt", has_text="Go on to 80").click()
    tab.page.locator("#count", has_text="80 of 80").wait_for(timeout=WAIT)
    assert 0.0 < width() < before
    assert 0.0 < bar() < drawn
    assert "chance only" in tab.text("measures")


def test_in_chinese_with_the_same_settings(tab: Tab) -> None:
    tab.until("done")
    tab.slide(CAP, "30")
    tab.page.wait_for_url("**share_cap*")
    tab.page.locator("#zh").click()
    tab.until("已完成")
    assert tab.page.locator("html").get_attribute("lang") == "zh-CN"
    assert tab.page.get_by_label("参股比例上限", exact=True).first.input_value() == "30"
    assert tab.text("count") == "已模拟 40 / 40 次"
    assert "share_cap=0.3" in tab.page.url


def test_by_keyboard_alone(tab: Tab) -> None:
    tab.until("done")
    slider = tab.page.locator("[data-key='policy.stage_equity.share_cap'] input[type=range]")
    before = float(slider.input_value())
    slider.focus()
    tab.page.keyboard.press("ArrowRight")
    assert float(slider.input_value()) > before
    tab.page.keyboard.press("Tab")
    assert tab.page.locator(f"#{CAP}").evaluate("one => one === document.activeElement")
    tab.page.keyboard.press("Control+a")
    tab.page.keyboard.type("25")
    tab.page.locator("#pin").focus()
    for name in ("save_rules", "save_report"):
        while not tab.page.locator(f"#{name}").evaluate("one => one === document.activeElement"):
            tab.page.keyboard.press("Tab")


def test_two_tabs_do_not_disturb_each_other(browser: Any, served: Served, tab: Tab) -> None:
    other = opened(browser, f"{served.address}?policy.stage_equity.share_cap=0.45")
    tab.slide(CAP, "20")
    tab.page.wait_for_url("**share_cap=0.2*")
    for one in (tab, other):
        one.page.locator("#command", has_text="share_cap").wait_for(timeout=WAIT)
        one.page.locator("#results:not(.old)").wait_for(timeout=WAIT)
        one.until("done")
    assert tab.text("digest") != other.text("digest")
    assert "share_cap=0.2 " in tab.text("command")
    assert "share_cap=0.45 " in other.text("command")
    other.page.context.close()


def test_stop_holds_and_going_on_ends(tab: Tab) -> None:
    tab.slide(CAP, "28")
    tab.until("simulating")
    tab.page.locator("#halt").click()
    tab.until("stopped")
    held = tab.text("count")
    tab.page.wait_for_timeout(700)
    assert tab.text("count") == held
    tab.page.locator("#halt").click()
    tab.until("done")
    assert tab.text("count") == "40 of 40 replications"


def test_pinning_makes_the_terms_the_baseline_and_reset_goes_back(tab: Tab) -> None:
    tab.until("done")
    tab.slide(CAP, "33")
    tab.page.locator("#pin:not([disabled])").click()
    tab.page.locator("#finding", has_text="These are the pinned terms").wait_for(timeout=WAIT)
    assert "pin.policy.stage_equity.share_cap=0.33" in tab.page.url
    tab.page.locator("#reset").click()
    tab.page.locator("[data-key='policy.stage_equity.share_cap'] .was", has_text="33 %").wait_for(timeout=WAIT)


def test_the_rule_book_is_saved_and_the_report_too(tab: Tab) -> None:
    tab.slide(CAP, "40")
    tab.page.wait_for_url("**share_cap*")
    tab.until("done")
    with tab.page.expect_download() as saved:
        tab.page.locator("#save_rules").click()
    assert "share_cap = { value = 0.4" in Path(saved.value.path()).read_text(encoding="utf-8")
    with tab.page.expect_download(timeout=WAIT) as saved:
        tab.page.locator("#save_report").click()
    assert saved.value.suggested_filename.endswith(".html")
    assert HOSTILE not in Path(saved.value.path()).read_text(encoding="utf-8")


def test_a_value_out_of_range_is_marked_and_changes_nothing(tab: Tab) -> None:
    tab.until("done")
    field = tab.page.locator(f"#{CAP}")
    field.fill("95")
    assert field.get_attribute("aria-invalid") == "true"
    assert "share_cap" not in tab.page.url
    tab.page.locator("#policy-budget-stage_equity_share").fill("90")  # the split is more than the whole
    tab.page.locator("#problems", has_text="sums to 1.4").wait_for(timeout=WAIT)
    tab.page.locator("#reset").click()
    tab.page.locator("#problems").wait_for(state="hidden", timeout=WAIT)
    tab.told[:] = [one for one in tab.told if "400" not in one]  # what the browser says of a refusal


def test_a_title_is_text_and_a_tier_can_be_added(tab: Tab) -> None:
    tab.until("done")
    assert HOSTILE in tab.page.locator("#book option").first.inner_text()
    tab.page.locator("[data-group='concession'] > summary").click()
    tab.page.locator("[data-group='concession'] button.add").click()
    tab.page.wait_for_url("**concession*")
    tab.page.locator("[data-group='concession'] .tiers input").last.wait_for(timeout=WAIT)
    tab.page.locator("[data-group='concession'] .tiers button").click()
    tab.page.locator("[data-group='concession'] .tiers").wait_for(state="detached", timeout=WAIT)


@pytest.mark.parametrize("query", ["", "?lang=zh"])
def test_nothing_is_wider_than_a_telephone(browser: Any, served: Served, query: str) -> None:
    tab = opened(browser, served.address + query, width=400)
    tab.until("done|已完成")
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 400
    tab.page.context.close()


def test_a_server_that_was_killed_and_started_again_is_found_again(browser: Any, served: Served) -> None:
    tab = opened(browser, served.address)
    tab.until("done")
    served.process.kill()
    served.process.communicate()
    tab.slide(CAP, "42")
    tab.page.get_by_role("status").filter(has_text="does not answer").wait_for(timeout=WAIT)
    served.start(served.port)
    tab.page.locator("#finding", has_text="After 40 replications").wait_for(timeout=WAIT)
    tab.until("done")
    tab.page.context.close()
