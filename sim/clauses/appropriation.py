"""财政投入 (appropriation): what the treasury gives each year."""

from collections.abc import Sequence

NO_FLOOR = -1.0  # a growth that asks for nothing


def with_floor(yearly: Sequence[float], growth: float | Sequence[float]) -> tuple[float, ...]:
    """京政发[2011]12号 art. 13: science spending of city and districts grows no slower than recurrent revenue.

    Text: the growth of revenue is the floor; how fast revenue grows is for whoever writes the rule book. Our reading: a
    year's appropriation (yuan) is at least that of the year before, as raised by the floor itself, times one plus
    ``growth``; −1 is no floor. A sequence has the growth from the first year to the second, from that to the third and
    so on, its last entry for all later years; an empty one is no floor. The floor raises years, it adds none, and
    nothing planned so far stays nothing.
    """
    rates = growth if isinstance(growth, Sequence) else (growth,)
    return raised((yearly,), ([growth_into(rates, year) for year in range(len(yearly))],), ())[0]


def growth_into(growth: Sequence[float], year: int) -> float:
    """The growth into ``year`` (0 the first) of a list that begins with that from the first year to the second."""
    return growth[min(max(year - 1, 0), len(growth) - 1)] if growth else NO_FLOOR


def raised(
    plans: Sequence[Sequence[float]], growths: Sequence[Sequence[float]], ceilings: Sequence[float]
) -> tuple[tuple[float, ...], ...]:
    """Appropriations of one treasury (yuan by year), each with the floor under its own growth, under one ceiling.

    ``growths`` has for each of ``plans`` the growth into each of its years. Our reading of what a treasury cannot
    afford: where the floors of a year together ask for more than its entry in ``ceilings`` (0 or missing: none), all
    are raised by the same part, to the ceiling or to what was planned, whichever is more.
    """
    found: list[list[float]] = [[] for _ in plans]
    for year in range(max((len(plan) for plan in plans), default=0)):
        own = [number for number, plan in enumerate(plans) if year < len(plan)]
        planned = [plans[number][year] for number in own]
        before = [found[number][-1] if year else 0.0 for number in own]
        floors = [max(p, b * (1.0 + growths[n][year])) for n, p, b in zip(own, planned, before, strict=True)]
        ceiling = ceilings[year] if year < len(ceilings) else 0.0
        for number, yuan in zip(own, affordable(planned, floors, ceiling), strict=True):
            found[number].append(yuan)
    return tuple(tuple(path) for path in found)


def affordable(planned: Sequence[float], floors: Sequence[float], ceiling: float) -> Sequence[float]:
    """What a treasury gives of ``floors``, each at least what was ``planned``, where it cannot give more in all."""
    least, asked = sum(planned), sum(floors)
    if ceiling == 0.0 or asked <= max(ceiling, least):
        return floors
    part = max(0.0, ceiling - least) / (asked - least)
    return [plan + part * (floor - plan) for plan, floor in zip(planned, floors, strict=True)]
