"""What a reader is told of taxes: how much, whether they cover the guidance fund, and from what they are reckoned."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.experiments.compare.ask import CompareResult, compare
from sim.measures.reduce import Reduced
from sim.report.city import additional_taxes, by_year, tax_base, taxes
from sim.report.figures.compare.data import CITY, FIGURES, IDLE, ComparisonData, drawings
from sim.report.markdown import to_markdown
from sim.report.texts import LANGUAGES, Language
from sim.scenario.files import load
from tests.villages import village

VILLAGE = Path(__file__).parents[1] / "village.toml"
PATH = ("economy.operations.mode=path", "horizon_years=14")


@pytest.fixture(scope="module")
def result() -> CompareResult:
    return compare(load(VILLAGE, settings=PATH, replications=3), ["pari-passu", "beijing-2011"], workers=1)


def measures(*, years: float | None, n: int, paid_back: float | None = 0.5, tax: float = 2e6) -> dict[str, Any]:
    ends = {"pooled_ci95": (years - 1, years + 1)} if years else {}
    return {
        "city.tax_pv": {"unit": "yuan", "mean": tax, "ci95": (tax / 2, 2 * tax)},
        "additionality.tax_pv": {"unit": "yuan", "mean": -tax, "ci95": (-2 * tax, tax)},
        "city.tax_paid_back": {"unit": "share", "pooled": paid_back},
        "city.tax_payback_years": {"unit": "years", "pooled": years, "n": n, **ends},
        "additionality.tax_payback_years": {"unit": "years", "pooled": years, "n": n, **ends},
    }


def test_a_payback_that_is_not_reached_is_told_as_such() -> None:
    told = taxes(measures(years=None, n=2), 8, "en")
    assert "2.0 m yuan" in told
    assert "they do in 2 of 8" in told
    assert "8 次中有 2 次" in taxes(measures(years=None, n=2), 8, "zh")


def test_a_payback_has_its_years_and_interval() -> None:
    told = taxes(measures(years=12.5, n=7), 8, "en")
    assert "after 12.5 years (95% interval 11.5 to 13.5)" in told


def test_a_payback_without_an_interval_says_why() -> None:
    found = measures(years=12.5, n=2)
    del found["city.tax_payback_years"]["pooled_ci95"]
    assert "after 12.5 years; too few" in taxes(found, 3, "en")


def test_without_an_outlay_nothing_is_said_to_be_covered_and_without_taxes_nothing_at_all() -> None:
    assert "cover" not in taxes(measures(years=None, n=0, paid_back=None), 8, "en")
    assert taxes({}, 8, "en") == ""


def test_additional_taxes_may_be_below_zero_and_name_their_rule_book() -> None:
    told = additional_taxes(measures(years=None, n=0), "Rules", 8, "en")
    assert told.startswith("**Rules: additional taxes.**")
    assert "−2.0 m yuan" in told


def test_the_base_of_taxes_is_a_product_and_so_are_its_ends() -> None:
    """.06 × .40 = .024, from .045 × .25 = .01125 to .075 × .55 = .04125."""
    told = tax_base(village().economy, "en")
    for text in ("6.0%", "40.0%", "2.4%", "1.1%", "4.1%"):
        assert text in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_figure_of_jobs_and_taxes_stands_in_the_page_and_can_be_drawn(
    result: CompareResult, lang: Language, tmp_path: Path
) -> None:
    data = result.figure_data
    assert [one.name for one in drawings(data)] == [*FIGURES, *IDLE, *CITY]
    assert "figures/jobs_tax" in to_markdown(result.page(lang), lang)
    for shown in (data, with_payback(data)):
        (drawing,) = (one for one in drawings(shown) if one.name == "jobs_tax")
        figure = drawing.drawn(lang)
        assert [len(axes.lines) >= len(data.policies) for axes in figure.axes] == [True, True]
        figure.savefig(tmp_path / "out.png", dpi=40)


def with_payback(data: ComparisonData) -> ComparisonData:
    return replace(data, city={name: replace(one, payback=5.0) for name, one in data.city.items()})


def net_outlay(one: Reduced) -> float:
    """Yuan paid out by the last programme day less what came back, each at its present value (a year is 365 days)."""
    return -sum(
        fen / 100 / (1 + one.discount_rate) ** (day / 365)
        for day, fen in zip(*(part.tolist() for part in one.flows["public"]), strict=True)
        if day <= one.yearly["days"][-1]
    )


def test_the_figure_shows_means_of_what_was_counted(result: CompareResult) -> None:
    reduced = result["beijing-2011"].reduced
    shown = result.figure_data.city["beijing-2011"]
    assert shown.jobs.tolist() == np.mean([one.yearly["jobs"] for one in reduced], axis=0).tolist()
    assert shown.tax[-1] == pytest.approx(np.mean([one.values["city.tax_pv"] for one in reduced]))  # type: ignore[arg-type]
    last = [net_outlay(one) for one in reduced]
    assert shown.outlay[-1] == pytest.approx(np.mean(last))
    assert not result.figure_data.city["no-guidance-fund"].outlay.any()


def test_without_paths_there_is_neither_figure_nor_sentence() -> None:
    found = compare(load(VILLAGE, replications=2), ["pari-passu"], workers=1)
    assert [one.name for one in drawings(found.figure_data)] == [*FIGURES, *IDLE]
    page = to_markdown(found.page("en"), "en")
    assert "jobs_tax" not in page
    assert "taxes" not in page


# ---- years ----------------------------------------------------------------------------------------------------------


def test_the_table_of_years_has_means_of_jobs_and_classes(result: CompareResult) -> None:
    run = result["beijing-2011"]
    heads, rows = by_year(run.figure_data.yearly, "en")
    assert heads[:2] == ["years since the start", "jobs in the city"]
    assert len(rows) == 14
    last = [one.yearly["revenue_100m"][-1] for one in run.reduced]
    assert rows[-1][2] == f"{sum(last) / len(last):.1f}"
    assert "Companies by year" in to_markdown(run.page("en"), "en")


def test_a_folder_holds_every_year_of_every_replication(result: CompareResult) -> None:
    (file,) = (one for one in result.files() if one.name == "years.parquet")
    columns = file.parts[0]()
    worlds = len(result.policies)
    assert len(columns["policy"]) == worlds * 3 * 14
    one = result["beijing-2011"].reduced[1].yearly
    own = (columns["policy"] == "beijing-2011") & (columns["replication"] == 1)
    for name in ("jobs", "tax", "revenue_100m", "revenue_1bn", "revenue_10bn"):
        assert columns[name][own].tolist() == one[name].tolist()


def test_without_paths_there_are_no_years() -> None:
    found = compare(load(VILLAGE, replications=2), ["pari-passu"], workers=1)
    for study in (found, found["pari-passu"]):
        assert "years.parquet" not in [one.name for one in study.files()]
        assert "Companies by year" not in to_markdown(study.page("en"), "en")
