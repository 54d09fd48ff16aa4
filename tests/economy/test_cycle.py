"""The common cycle of failures: a stationary AR(1) of calendar years (record 0040)."""

from typing import Any

import numpy as np
import pytest

from sim.economy.fates import cycle, market_factors
from sim.economy.streams import Draws
from sim.scenario.economy_schema import CompanyLaw
from sim.scenario.files import load_economy

COMPANY = load_economy("beijing-2011").company


def changed(**changes: Any) -> CompanyLaw:
    return CompanyLaw.model_validate({**COMPANY.model_dump(), **changes})


def years_of(law: CompanyLaw, replication: int, first: int, last: int) -> list[float]:
    return cycle(law, Draws(5, replication).stream("cycle"), first, last)


def test_its_law_is_the_same_in_every_year() -> None:
    """Mean 0, standard deviation sigma, correlation rho**k over k years; 2,000 replications, four standard errors."""
    sigma, rho, n = 0.25, 0.7, 2000
    law = changed(cycle_sigma=sigma, cycle_persistence=rho)
    found = np.array([years_of(law, replication, 1900, 1930) for replication in range(n)])
    for year in (0, 1, 5, 30):
        assert abs(found[:, year].mean()) < 4 * sigma / n**0.5
        assert found[:, year].std() == pytest.approx(sigma, rel=4 / (2 * n) ** 0.5)
    for lag in (1, 2, 5):
        expected = rho**lag
        error = 4 * (1 - expected**2) / n**0.5
        assert np.corrcoef(found[:, 10], found[:, 10 + lag])[0, 1] == pytest.approx(expected, abs=error)


def test_no_year_depends_on_where_a_simulation_starts_or_ends() -> None:
    law = changed(cycle_sigma=0.25)
    whole = years_of(law, 0, 1900, 2100)
    assert years_of(law, 0, 2011, 2040) == whole[111:141]
    assert years_of(law, 0, 2006, 2060)[5:20] == years_of(law, 0, 2011, 2025)
    assert years_of(law, 0, 1897, 1901) == [whole[0]] * 3 + whole[:2]


def test_without_spread_it_is_nothing_and_the_market_has_draws_of_its_own() -> None:
    assert set(years_of(changed(cycle_sigma=0.0), 0, 2011, 2040)) == {0.0}
    market = Draws(5, 0).stream("market")
    law = changed(cycle_sigma=0.8)
    assert market_factors(law, market, 10) == market_factors(COMPANY, Draws(5, 0).stream("market"), 10)


@pytest.mark.parametrize(("key", "bad"), [("cycle_sigma", -0.1), ("cycle_sigma", 2.1), ("cycle_persistence", 1.0)])
def test_what_is_no_stationary_law_is_refused(key: str, bad: float) -> None:
    with pytest.raises(ValueError, match=key):
        changed(**{key: bad})
