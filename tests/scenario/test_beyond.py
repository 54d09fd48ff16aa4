"""What is told of data that a scenario outlives; dates and rates are read off scenarios/data by hand."""

from dataclasses import replace
from datetime import date

import pytest

from sim.report.beyond import beyond_note, percent
from sim.scenario.beyond import Beyond, beyond_data
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

LISTINGS = Beyond("listings", "2025-12")  # last line of ashare_new_listings_by_month.csv
LOAN = Beyond("loan_rate", "2025-05-20", 0.03)  # last line of china_loan_rate_steps.csv that is a 1-year rate


def scenario(policy: str, start: date, years: int) -> Scenario:
    return replace(load("beijing-2011", policy=policy), start=start, horizon_years=years)


def test_a_scenario_within_all_data_says_nothing() -> None:
    # to 2025-03-15: before the last step of the loan rate, and before the last month of listings
    assert beyond_data(scenario("beijing-2011", date(2011, 3, 15), 14)) == ()
    assert beyond_note([scenario("beijing-2011", date(2011, 3, 15), 14)], "en") == ""


def test_the_last_month_of_listings_is_still_data() -> None:
    assert beyond_data(scenario("no-guidance-fund", date(2020, 12, 1), 5)) == ()
    assert beyond_data(scenario("no-guidance-fund", date(2021, 1, 1), 5)) == (LISTINGS,)


def test_the_shipped_scenario_outlives_listings_and_loan_rate() -> None:
    assert beyond_data(load("beijing-2011")) == (LISTINGS, LOAN)
    assert beyond_note([load("beijing-2011")], "en") == (
        "Beyond the data: listings after 2025-12 follow the window process; loan rate held at 3.0 % after 2025-05-20."
    )


def test_a_rate_that_no_clause_in_force_reads_is_not_named() -> None:
    assert beyond_data(scenario("pari-passu", date(2025, 3, 15), 20)) == (LISTINGS,)


def test_yields_that_discount_a_start_after_their_last_year_are_named() -> None:
    # last line of chinabond_govt_yield_annual_mean.csv: 2025, ten years 1.744 %
    found = beyond_data(scenario("beijing-2011", date(2060, 1, 1), 10))
    assert found == (LISTINGS, LOAN, Beyond("government_yields", "2025", pytest.approx(0.01744), 10))


def test_yields_that_a_clause_reads_are_named_with_their_term() -> None:
    found = beyond_data(scenario("nzvif-2001", date(2024, 6, 1), 10))
    assert [(one.series, one.tenor) for one in found] == [("listings", 0), ("government_yields", 5)]


def test_several_rule_books_are_told_of_in_one_sentence() -> None:
    both = [scenario(name, date(2025, 3, 15), 20) for name in ("no-guidance-fund", "beijing-2011")]
    assert beyond_note(both, "zh").count("2025-12") == 1
    assert "一年期贷款利率保持 3.0% 不变" in beyond_note(both, "zh")


@pytest.mark.parametrize(("rate", "text"), [(0.03, "3.0"), (0.0435, "4.35"), (0.01744, "1.744"), (0.1, "10.0")])
def test_a_rate_is_written_as_its_series_writes_it(rate: float, text: str) -> None:
    assert percent(rate) == text


def test_a_world_that_begins_before_the_count_of_listings_is_told_of() -> None:
    # first line of ashare_new_listings_by_month.csv: 2006-01; five years of 365 days before 2011-01-01 are 2006-01-02
    warm = replace(scenario("no-guidance-fund", date(2011, 1, 1), 14), warm_up_years=5)
    assert beyond_data(warm) == ()
    assert beyond_data(replace(warm, warm_up_years=6)) == (Beyond("early_listings", "2006-01"),)
    assert beyond_note([replace(warm, warm_up_years=6)], "en") == (
        "Beyond the data: listings before 2006-01 as many a month as in it."
    )
