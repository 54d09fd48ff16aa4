"""The box "Assumed, not simulated" stands in pages of scenarios that say something of articles, and only there."""

from pathlib import Path

import pytest

import sim
from sim.report.assumed import assumed
from sim.report.document import Table
from sim.report.markdown import to_markdown
from sim.report.texts import LANGUAGES, Language
from sim.scenario.article_words import articles

VILLAGE = Path(__file__).parents[1] / "village.toml"


def test_a_scenario_without_articles_has_no_such_box() -> None:
    assert assumed(sim.load(VILLAGE), "en") == []


@pytest.mark.parametrize("setting", ["policy.articles.15.on=false", "economy.response.time_floor=0.5"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_frictions_stand_with_value_range_and_the_articles_that_relax_them(setting: str, lang: Language) -> None:
    scenario = sim.load(VILLAGE, settings=[setting])
    (table,) = (block for block in assumed(scenario, lang) if isinstance(block, Table))
    frictions = [key for one in articles().values() for key in one.frictions]
    assert [row[0] for row in table.rows] == [f"`{key}`" for key in frictions]
    discovery = next(row for row in table.rows if row[0] == "`economy.pipeline.discovery`")
    assert discovery[2] == f"{scenario.economy.pipeline.discovery:g}"
    assert discovery[4] == ("0.16 至 0.5" if lang == "zh" else "0.16 to 0.5")
    assert discovery[6] == ("3、9、10、15" if lang == "zh" else "3, 9, 10, 15")
    assert all(row[5] for row in table.rows)
    told = to_markdown(assumed(scenario, lang), lang)
    assert ("假设，不作模拟" if lang == "zh" else "Assumed, not simulated") in told
    assert "26.7" in told  # landing by value, against the share by count


def test_it_stands_in_the_page_of_a_run() -> None:
    page = {}
    for settings in ((), ("policy.articles.15.on=false",)):
        small = sim.load(VILLAGE, replications=1, settings=["horizon_years=3", *settings])
        page[settings] = to_markdown(sim.run(small, workers=1).page("en", figures=False), "en")
    plain, switched = page.values()
    assert "Assumed, not simulated" not in plain
    assert "Assumed, not simulated" in switched


def test_the_box_says_which_world_the_numbers_describe() -> None:
    before, after = (
        to_markdown(assumed(sim.load(VILLAGE, settings=[f"economy.response.anchor={anchor}", *more]), "en"), "en")
        for anchor, more in ((0, ()), (1, ("economy.response.reference=beijing-2011",)))
    )
    assert "before the opinion" in before
    assert "with the opinion in force" in after
