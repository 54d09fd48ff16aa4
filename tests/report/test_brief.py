"""The first screen of a run says what the numbers say, and that it cannot tell where they do not."""

from typing import Any

import pytest

from sim.report.brief import brief
from sim.report.document import Command, Finding, Page
from sim.report.figures.run.data import FigureData
from sim.report.figures.scales import scale_of
from sim.report.html import to_html
from sim.report.markdown import to_markdown
from sim.report.numbers import MoneyUnit, in_one_unit, in_unit, interval, money
from sim.report.pages.run import run_page
from sim.report.quoting import in_cells, quoted
from sim.report.texts import Language
from sim.scenario.files import load
from tests.report.test_page import NOTHING, VILLAGE, one, summary


def found(data: FigureData, lang: Language = "en", **changed: dict[str, Any]) -> dict[str, str]:
    """The text of each finding with some measures (``treasury__tvpi``) changed."""
    measures = summary()["measures"] | {name.replace("__", "."): value for name, value in changed.items()}
    blocks = brief(data, measures, "yindao compare village", None, lang)
    told = [block.text for block in blocks if isinstance(block, Finding)]
    return dict(zip(("treasury", "anyway", "waits"), told, strict=False))


@pytest.mark.parametrize(
    ("low", "high", "en", "zh"),
    [
        (1.05, 1.13, "The treasury gets back more than it pays.", "财政收回的多于投入的。"),
        (0.80, 0.97, "The treasury gets back less than it pays.", "财政收不回全部投入。"),
        (
            0.95,
            1.06,
            "Whether the treasury gains or loses cannot be told from 400 replications.",
            "财政是盈是亏，400 次模拟还分不清。",
        ),
    ],
)
def test_whether_the_treasury_gains_is_said_only_where_the_interval_says_it(
    data: FigureData, low: float, high: float, en: str, zh: str
) -> None:
    tvpi = one("x", (low + high) / 2, low, high)
    assert found(data, treasury__tvpi=tvpi)["treasury"].startswith(f"**{en}** ")
    assert found(data, "zh", treasury__tvpi=tvpi)["treasury"].startswith(f"**{zh[:-1]}**。")


def test_without_an_interval_nothing_is_said_of_gain(data: FigureData) -> None:
    single = one("x", 1.5, 1.4, 1.6) | {"pooled_ci95": None}
    assert "cannot be told" in found(data, treasury__tvpi=single)["treasury"]


def test_what_the_treasury_pays_and_gets_has_amounts_years_and_intervals(data: FigureData) -> None:
    told = found(data)["treasury"]
    for words in (
        "of each 100 yuan paid 109.0 come back (95% interval 105.0 to 113.0), 1.2% a year (1.0 to 1.4% a year).",
        "It pays 1.00 bn yuan in all and is out 800.0 m yuan (95% interval 790.0 m yuan to 810.0 m yuan) at most.",
        "Back in cash: 0.0% by year 5 (0.0 to 1.0%), 71.0% by year 10 (68.0 to 74.0%).",
        "Half of the replications have all of it back after 15.5 years (95% interval 14.9 to 16.1), in 2026; by the "
        "horizon 25 of 400 have.",
    ):
        assert words in told


def test_a_rate_of_return_that_does_not_exist_leaves_the_rest(data: FigureData) -> None:
    told = found(data, treasury__irr=NOTHING)["treasury"]
    assert "of each 100 yuan paid 109.0 come back (95% interval 105.0 to 113.0). It pays" in told


def test_a_treasury_that_pays_nothing_gains_nothing(data: FigureData) -> None:
    nothing = one("yuan", 0.0, 0.0, 0.0, pooled=False)
    assert found(data, budget__appropriated=nothing)["treasury"] == "**No public money was paid under this rule book.**"


def test_a_run_gives_the_command_that_tells_what_would_have_come_anyway(data: FigureData) -> None:
    assert (
        "In sub-funds 4.46 yuan of private money stand beside each public yuan (95% interval 4.27 to 4.69)"
        in (found(data)["anyway"])
    )
    page: Page = run_page(data, summary(), load(VILLAGE, replications=40))
    commands = [block.line for block in page if isinstance(block, Command)]
    assert commands[0] == f"yindao compare {VILLAGE} --replications 40 --seed 7"


def test_what_waits_is_listed_by_size_and_summed_up_by_its_interval(data: FigureData) -> None:
    told = found(data, budget__idle_rate=one("share", 0.53, 0.51, 0.56))["waits"]
    assert told.startswith("**Most of the money under management is not at work.** Weighted by time, 53.0% of it waits")
    places = [told.index(words) for words in ("32.0% committed", "13.0% idle", "8.0% approved")]
    assert places == sorted(places)
    other = found(
        data,
        budget__idle_rate=one("share", 0.3, 0.25, 0.35),
        **{"budget__idle_rate__uncommitted": one("share", 0.9, 0.8, 0.95)},
    )["waits"]
    assert other.startswith("**Most of the money under management is at work.**")
    assert other.index("90.0% idle") < other.index("32.0% committed")
    assert found(data, budget__idle_rate=one("share", 0.5, 0.45, 0.55))["waits"].startswith("**About half")
    assert "70.0% are still held (66.0 to 73.0%)" in told


def test_every_finding_says_what_its_intervals_cover(data: FigureData) -> None:
    blocks = brief(data, summary()["measures"], "x", None, "zh")
    assert {block.sure for block in blocks if isinstance(block, Finding)} == {"95% 区间只反映随机误差。"}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_bold_is_bold_beside_chinese_punctuation_too(data: FigureData, lang: Language) -> None:
    page = to_html(brief(data, summary()["measures"], "x", None, lang), lang, {})
    assert page.count("<strong>") == 3
    assert "**" not in page


def amounts() -> list[str]:
    return [money(yuan, "zh") for yuan in (1.05e9, 9e6, 2e8, 3e8)]


def test_a_page_has_one_unit_of_money_the_one_that_suits_most_amounts() -> None:
    assert amounts() == ["10.50 亿元", "900 万元", "2.00 亿元", "3.00 亿元"]
    assert in_one_unit(amounts, "zh")[0] == ["10.50 亿元", "0.090 亿元", "2.00 亿元", "3.00 亿元"]
    small, _ = in_one_unit(lambda: [money(yuan, "zh") for yuan in (6e7, 1.2e8, 3e6, 2500)], "zh")
    assert small == ["6,000 万元", "12,000 万元", "300 万元", "0.25 万元"]
    assert in_one_unit(lambda: interval(1.2e7, 3.4e7, "yuan", "en"), "en")[0] == "12.0 to 34.0 m yuan"
    assert amounts()[1] == "900 万元"  # outside a page each amount has its own


def test_the_unit_is_said_once_and_no_other_stands_on_the_page(data: FigureData) -> None:
    page, _ = in_one_unit(lambda: to_markdown(run_page(data, summary(), lang="zh"), "zh"), "zh")
    said = {unit: page.count(f"金额单位为{unit}，除注明现值的以外均为名义值。") for unit in ("万元", "亿元")}
    assert sorted(said.values()) == [0, 1]
    assert min(said, key=lambda unit: said[unit]) not in page
    assert "nominal" not in to_markdown(run_page(data, summary()), "en")


def test_a_value_without_an_interval_says_why() -> None:
    one = {"unit": "yuan", "mean": 5e6, "ci95": None, "n": 2}
    assert quoted(one, "zh") == ("500 万元", "模拟次数太少，无法给出")
    assert quoted({**one, "mean": 0.0, "n": 40}, "en") == ("0 yuan", "none can be given")
    assert in_cells(one, "en")[1] == "–"


def test_figures_write_amounts_in_the_unit_of_their_page() -> None:
    assert scale_of("yuan", 3e6, "zh").named("金额") == "金额（万元）"
    with in_unit(MoneyUnit(1e8, "亿元", 2)):
        scale = scale_of("yuan", 3e6, "zh")
        assert scale.named("金额") == "金额（亿元）"
        assert scale.told(3e6) == "0.030 亿元"
        assert scale_of("share", 0.5, "zh").unit == "%"
