"""The path of sales and what is read by it: closed forms, and sums worked out by hand."""

import math

import pytest

from sim.economy.operations import along, city_tax, grown, headcount, leave_chance, log_sales_after, yuan

# The table of Beijing's sizes: people by yearly sales in yuan.
SALES = [math.log(x) for x in (0.2e6, 3e6, 20e6, 80e6, 300e6)]
STAFF = [math.log(n) for n in (8.0, 25.0, 80.0, 200.0, 500.0)]


def people(sales: float) -> float:
    return math.exp(along(math.log(sales), SALES, STAFF))


@pytest.mark.parametrize(("rate", "days"), [(math.log(2), 365), (math.log(2) / 2, 730), (2 * math.log(2), 182.5)])
def test_half_of_the_way_is_made_in_ln_2_over_the_rate(rate: float, days: float) -> None:
    assert log_sales_after(10.0, 16.0, rate, days) == pytest.approx(13.0, abs=1e-12)  # type: ignore[arg-type]


def test_a_path_that_is_anchored_on_the_way_goes_on_as_it_was() -> None:
    half = log_sales_after(10.0, 16.0, 0.7, 400)
    assert log_sales_after(half, 16.0, 0.7, 331) == pytest.approx(log_sales_after(10.0, 16.0, 0.7, 731), abs=1e-12)


def test_at_the_sales_of_the_table_staff_is_that_of_the_table() -> None:
    assert [round(people(math.exp(x)), 9) for x in SALES] == [8, 25, 80, 200, 500]
    assert headcount(along(math.log(3e6), SALES, STAFF)) == 25


def test_between_two_points_staff_is_the_geometric_mean_at_the_geometric_mean_of_sales() -> None:
    assert people(math.sqrt(3e6 * 20e6)) == pytest.approx(math.sqrt(25 * 80))
    assert people(math.sqrt(3e6 * 20e6)) == pytest.approx(44.7, abs=0.05)


def test_the_slopes_of_both_ends_go_on_beyond_the_table() -> None:
    assert people(0.2e6**2 / 3e6) == pytest.approx(8**2 / 25)
    assert people(300e6**2 / 80e6) == pytest.approx(500**2 / 200)


def test_a_line_through_two_points_needs_no_more() -> None:
    assert [along(x, (1.0, 3.0), (10.0, 20.0)) for x in (0.0, 1.0, 2.0, 5.0)] == [5.0, 10.0, 15.0, 30.0]


def test_growth_after_an_exit_is_never_below_nothing() -> None:
    assert grown(15.0, 1.0, 0.6, 0.5) == pytest.approx(16.3)
    assert grown(15.0, 1.0, 0.6, -2.0) == 15.0


def test_ten_years_of_ten_million_at_six_per_cent_and_two_fifths_are_two_million_four() -> None:
    assert sum(city_tax(10e6, 0.06, 0.4) for _ in range(10)) == pytest.approx(2.4e6)


def test_who_stays_ten_years_is_a_tenth_power_of_who_stays_one() -> None:
    assert (1 - leave_chance(0.0059)) ** 10 == pytest.approx(math.exp(-0.059))
    assert (1 - leave_chance(0.0059)) ** 10 == pytest.approx(0.943, abs=0.0005)
    assert leave_chance(0.0) == 0.0


def test_no_company_is_too_large_for_whole_fen_and_whole_people() -> None:
    assert 1e11 < yuan(1000.0) < 1e12
    assert headcount(1000.0) < 1e9
