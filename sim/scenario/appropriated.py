"""What the treasury gives in each year to guidance funds and programmes, with the floor under its growth (art. 13)."""

from collections.abc import Sequence
from typing import NamedTuple

from sim.clauses.appropriation import NO_FLOOR, growth_into, raised
from sim.scenario.policy_schema import Policy


class Yearly(NamedTuple):
    """Yuan by year: of the city's guidance fund, of all programmes, of the district's guidance fund."""

    city: tuple[float, ...]
    programmes: tuple[float, ...]
    district: tuple[float, ...]


def yearly(policy: Policy) -> Yearly:
    """The money of each year under one law."""
    return yearly_of([policy] * years_of(policy))


def years_of(policy: Policy) -> int:
    """How many years any money is planned for."""
    return max(len(policy.budget.yearly), len(policy.appropriation.yearly), len(policy.levels.district.yearly))


def yearly_of(laws: Sequence[Policy]) -> Yearly:
    """The money of each year by its own law; a year whose law plans none is lost, not shifted."""
    own, others = ([_growth(law, year, city=city) for year, law in enumerate(laws)] for city in (True, False))
    ceilings = [law.appropriation.ceiling for law in laws]
    paths = {
        id(law): (
            *raised((law.budget.yearly, law.appropriation.yearly), (own, others), ceilings),
            *raised((law.levels.district.yearly,), (others,), ()),
        )
        for law in laws
    }
    return Yearly(*(_in_turn([paths[id(law)][number] for law in laws]) for number in range(len(Yearly._fields))))


def _in_turn(paths: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Of each year the entry of its own path, 0 where that has none, up to the last year that has any."""
    years = max((year + 1 for year, path in enumerate(paths) if year < len(path)), default=0)
    return tuple(path[year] if year < len(path) else 0.0 for year, path in enumerate(paths[:years]))


def _growth(law: Policy, year: int, *, city: bool) -> float:
    """Growth into ``year`` that money keeps at least: the city's guidance fund's own, or all money's."""
    rule = law.appropriation.floor_rule
    if rule == "revenue":
        return growth_into(law.appropriation.revenue_growth, year)
    return law.budget.growth_floor if city or rule == "scalar" else NO_FLOOR
