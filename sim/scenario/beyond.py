"""Which dated series a scenario reads past their last entry or before their first, and what then stands in for them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sim.scenario import series
from sim.scenario.in_force import in_force, invests_directly
from sim.scenario.policy_schema import Policy
from sim.scenario.scenario_schema import Scenario

LOAN = "loan_1y"
# Index of a rule book: column of the series of yields, and years of the bond.
YIELDS = {"government_1y": (0, 1), "government_5y": (2, 5), "government_10y": (3, 10)}


@dataclass(frozen=True, slots=True)
class Beyond:
    """A series that ends before the scenario does, or (``early_listings``) begins after its world.

    ``last`` is the month, day or year of its last entry, of one that begins too late that of its first; ``value`` the
    yearly share at which a rate is held from then on, None for listings, which go on by the window process.
    """

    series: Literal["early_listings", "listings", "loan_rate", "government_yields"]
    last: str
    value: float | None = None
    tenor: int = 0  # years, of a government yield


def beyond_data(scenario: Scenario) -> tuple[Beyond, ...]:
    """Every series that ``scenario`` reads beyond its last entry: listings, the loan rate, then government yields.

    Before its first entry only the count of listings can be read, in the years of a warm-up: a scenario that starts
    earlier is refused when it is loaded.
    """
    return (*_listings(scenario), *_rates(scenario))


def rates_beyond(scenario: Scenario, indices: Collection[str], day: date) -> tuple[Beyond, ...]:
    """Of the rate ``indices``, those whose series ends before ``day``."""
    loan_day, loan = series.loan_rates(scenario.data["loan_rates"])[-1]
    found = [Beyond("loan_rate", loan_day.isoformat(), loan)] if LOAN in indices and day > loan_day else []
    yields = series.government_yields(scenario.data["government_yields"])
    last = max(yields)
    if day.year > last:
        found += [
            Beyond("government_yields", str(last), yields[last][column], tenor)
            for index, (column, tenor) in YIELDS.items()
            if index in indices
        ]
    return tuple(found)


def indices_read(policy: Policy) -> frozenset[str]:
    """The rate indices that the lines in force name; ``fixed`` is none."""
    return frozenset(_indices(policy)) - {"fixed"}


def _indices(policy: Policy) -> Iterator[str]:
    if in_force(policy, "co_investment"):
        yield policy.co_investment.rate.index
    if invests_directly(policy):
        yield policy.direct_equity.rate.index
    if not in_force(policy, "stage_equity"):
        return
    rules = policy.stage_equity
    yield rules.terms.preferred_index
    if not rules.option.schedule:
        yield rules.option.rate.index
    yield from (window.rate.index for window in rules.option.schedule)
    yield from (tier.rate.index for tier in rules.concession)
    if rules.return_cap.enabled:
        yield rules.return_cap.rate.index


def _listings(scenario: Scenario) -> list[Beyond]:
    known = series.listings(scenario.data["listings"])
    first, last = known[0][0], known[-1][0]
    if scenario.economy.listing.share == 0.0:
        return []
    found = [Beyond("early_listings", first)] if f"{scenario.start + timedelta(scenario.begins):%Y-%m}" < first else []
    return found if f"{_end(scenario):%Y-%m}" <= last else [*found, Beyond("listings", last)]


def _rates(scenario: Scenario) -> tuple[Beyond, ...]:
    """The rates of the rule book to the horizon, and the yield that discounts to the first day."""
    found = rates_beyond(scenario, indices_read(scenario.law), _end(scenario))
    yields = series.government_yields(scenario.data["government_yields"])
    last = max(yields)
    discounts = Beyond("government_yields", str(last), yields[last][3], 10)
    return found if scenario.start.year <= last or discounts in found else (*found, discounts)


def _end(scenario: Scenario) -> date:
    return scenario.start.replace(year=scenario.start.year + scenario.horizon_years, day=min(scenario.start.day, 28))
