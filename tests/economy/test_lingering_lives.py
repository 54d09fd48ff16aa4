"""How long a company lives on from its own sales, and for what it is sold then (record 0040)."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from sim.clauses.exit_price import lingering_base, lingering_sale
from sim.economy.fates import remaining_years
from sim.scenario.economy_schema import CompanyLaw
from sim.scenario.files import load_economy

COMPANY = load_economy("beijing-2011").company
LIFE = stats.lognorm(s=1.087, scale=math.exp(2.165))
MIDPOINTS = (np.arange(20_000) + 0.5) / 20_000


def changed(**changes: Any) -> CompanyLaw:
    return CompanyLaw.model_validate({**COMPANY.model_dump(), **changes})


LAW = changed(linger_life_median_years=math.exp(2.165), linger_life_sigma=1.087)


@settings(max_examples=50, derandomize=True, deadline=None)
@given(age=st.floats(0.01, 60.0), u=st.floats(1e-9, 1.0 - 1e-9))
def test_what_is_left_of_a_life_is_the_quantile_given_the_age(age: float, u: float) -> None:
    """F(age + left) = F(age) + u (1 - F(age)), by scipy's law."""
    left = remaining_years(LAW, age, u)
    assert LIFE.sf(age + left) == pytest.approx((1.0 - u) * LIFE.sf(age), rel=1e-6)


@pytest.mark.parametrize("age", [0.5, 3.0, 10.0])
def test_the_mean_of_what_is_left_is_that_of_the_conditional_law(age: float) -> None:
    """E[min(T - age, 40) | T > age] = the integral of S(age + t) / S(age) over 40 years."""
    found = np.mean([min(40.0, remaining_years(LAW, age, u)) for u in MIDPOINTS])
    whole = integrate.quad(lambda t: LIFE.sf(age + t), 0.0, 40.0)[0] / LIFE.sf(age)
    assert found == pytest.approx(whole, rel=1e-4)


def test_a_new_company_has_the_whole_life_before_it() -> None:
    assert remaining_years(LAW, 0.0, 0.5) == pytest.approx(math.exp(2.165))
    assert COMPANY.linger_life_median_years == pytest.approx(math.exp(2.165), rel=1e-3)
    assert COMPANY.linger_life_sigma == 1.087


def test_the_ends_of_the_law_lose_nothing() -> None:
    """A uniform next to 0 or 1, an age that the law hardly reaches."""
    assert remaining_years(LAW, 0.0, 2.0**-54) == 0.0
    assert 0.0 <= remaining_years(LAW, 5.0, 2.0**-54) < 1e-9
    assert 1e3 < remaining_years(LAW, 5.0, 1.0 - 2.0**-53) < 1e7
    assert remaining_years(changed(linger_life_median_years=1.0, linger_life_sigma=0.05), 90.0, 0.5) == 0.0


def test_a_sale_pays_a_tenth_to_the_whole_evenly() -> None:
    paid = [lingering_sale(0.03 * u, 0.03) for u in MIDPOINTS]
    assert paid[0] == pytest.approx(0.1, abs=1e-4)
    assert paid[-1] == pytest.approx(1.0, abs=1e-4)
    assert np.mean(paid) == pytest.approx(0.55)
    assert np.var(paid) == pytest.approx(0.9**2 / 12, rel=1e-4)


def test_the_base_is_the_last_price_but_not_more_than_the_cost() -> None:
    assert lingering_base(10.0, 3.0, 20.0) == 20.0
    assert lingering_base(10.0, 1.5, 20.0) == 15.0


@pytest.mark.parametrize(
    ("key", "bad"),
    [
        ("linger_share", 1.1), ("linger_unfunded", -0.1), ("linger_value", 1.5), ("linger_sale", -0.01),
        ("linger_life_median_years", 0.0), ("linger_life_sigma", 0.0),
    ],
)  # fmt: skip
def test_values_that_no_law_has_are_refused(key: str, bad: float) -> None:
    with pytest.raises(ValueError, match=key):
        changed(**{key: bad})
