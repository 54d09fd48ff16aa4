"""Series are read exactly, and a malformed row is named by its line."""

# ruff: noqa: E501 - a case a line reads as a table

from datetime import date

import pytest

from sim.scenario import series
from sim.scenario.errors import BadInput
from sim.scenario.files import load


def test_shipped_loan_rates_change_from_benchmark_to_prime_rate_in_august_2019() -> None:
    steps = dict(series.loan_rates(load("beijing-2011").data["loan_rates"]))
    assert steps[date(2011, 7, 7)] == pytest.approx(0.0656)  # PBoC announcement of July 2011
    assert steps[date(2015, 10, 24)] == pytest.approx(0.0435)  # last benchmark step
    assert steps[date(2019, 8, 20)] == pytest.approx(0.0425)  # first reformed LPR
    assert all(0.02 < rate < 0.08 for rate in steps.values())
    assert list(steps) == sorted(steps)


def test_shipped_listings_add_up_to_the_published_years() -> None:
    # Totals of calibration section 3.1; the Beijing exchange begins later and is left out here.
    months = series.listings(load("beijing-2011").data["listings"])
    totals = {
        year: sum(n for month, n in months if month.startswith(year)) for year in ("2010", "2011", "2013", "2017")
    }
    assert totals == {"2010": 349, "2011": 282, "2013": 2, "2017": 438}


def test_shipped_window_states_hold_the_suspension_of_2012_and_2013() -> None:
    states = dict(series.window_states(load("beijing-2011").data["states"]))
    closed = [month for month, state in states.items() if state == 0 and "2012-06" <= month <= "2014-01"]
    assert (closed[0], closed[-1], len(closed)) == ("2012-11", "2013-12", 14)


def test_shipped_government_yields_are_shares_by_year_and_term() -> None:
    yields = series.government_yields(load("beijing-2011").data["government_yields"])
    assert yields[2011] == pytest.approx((0.03158, 0.03392, 0.03549, 0.0386))
    assert (min(yields), max(yields)) == (2006, 2025)


def test_the_benchmark_ends_where_the_prime_rate_begins_and_other_series_are_passed_over() -> None:
    text = (
        "series,effective_from,percent\nlpr_1y,2019-08-20,4.25\npboc_benchmark_1y,2019-09-01,9\n"
        "lpr_5y,2019-08-20,4.85\npboc_benchmark_1y,2015-10-24,4.35\n"
    )
    assert series.loan_rates(text) == ((date(2015, 10, 24), 0.0435), (date(2019, 8, 20), 0.0425))


@pytest.mark.parametrize(
    ("read", "text", "line"),
    [
        (series.listings, "month,total_ex_BSE\n2011-13,4\n", "f:2: month is '2011-13'; must be YYYY-MM"),
        (series.listings, "month,total_ex_BSE\n2011-01,x\n", "f:2: count is 'x'; must be a whole number, 0 or more"),
        (series.listings, "month,total_ex_BSE\n2011-01,-1\n", "f:2: count is '-1'; must be a whole number, 0 or more"),
        (series.listings, "month,total_ex_BSE\n2011-01\n", "f:2: row has 1 cells; must have 2"),
        (series.listings, "month,total\n2011-01,1\n", "f:1: total_ex_BSE: column is missing; the header must name month, total_ex_BSE"),
        (series.listings, "", "f:1: month: column is missing; the header must name month, total_ex_BSE"),
        (series.listings, "month,total_ex_BSE\n", "f: has no rows; at least one is needed"),
        (series.listings, "month,total_ex_BSE\n2011-01,1\n2011-03,1\n",
         "f:3: month: 2011-03 does not follow the month before it; no month may be left out"),
        (series.window_states, "month,state\n2011-01,3\n", "f:2: state is '3'; must be 0 (closed), 1 (slow) or 2 (open)"),
        (series.loan_rates, "series,effective_from,percent\nlpr_1y,2019,4\n", "f:2: date is '2019'; must be YYYY-MM-DD"),
        (series.loan_rates, "series,effective_from,percent\nlpr_1y,2019-08-20,nan\n",
         "f:2: rate is 'nan'; must be between -100 and 100 percent"),
        (series.loan_rates, "series,effective_from,percent\nlpr_1y,2019-08-20,4 %\n", "f:2: rate is '4 %'; must be a number in percent"),
        (series.loan_rates, "series,effective_from,percent\nlpr_5y,2019-08-20,4\n",
         "f: series: has no row of pboc_benchmark_1y or lpr_1y; at least one is needed"),
        (series.loan_rates, "series,effective_from,percent\nlpr_1y,2019-08-20,4\nlpr_1y,2019-08-20,5\n",
         "f: effective_from: gives 2019-08-20 twice; each day may change the rate once"),
        (series.government_yields, "year,oneYear,threeYear,fiveYear,tenYear\n11,1,1,1,1\n", "f:2: year is '11'; must be four digits"),
        (series.government_yields, "year,oneYear,threeYear,fiveYear,tenYear\n2011,1,1,1,1\n2013,1,1,1,1\n",
         "f:3: year: 2013 does not follow 2011; years must be in unbroken order"),
    ],
)  # fmt: skip
def test_a_malformed_series_is_refused_with_its_line(read: object, text: str, line: str) -> None:
    assert callable(read)
    with pytest.raises(BadInput) as refused:
        read(text, "f")
    assert str(refused.value) == line


def test_all_malformed_rows_are_told_at_once() -> None:
    with pytest.raises(BadInput) as refused:
        series.window_states("month,state\n2011-01,7\n2011-02,1\nx,1\n")
    assert [problem.line for problem in refused.value.problems] == [2, 4]
