"""财政投入 (appropriation): what the treasury gives each year."""

from collections.abc import Sequence


def with_floor(yearly: Sequence[float], growth_floor: float) -> tuple[float, ...]:
    """京政发[2011]12号 art. 13: science spending of city and districts grows no slower than recurrent revenue.

    Text: the growth of revenue is the floor; how fast revenue grows is for whoever writes the rule book. Our reading: a
    year's appropriation (yuan) is at least that of the year before, as raised by the floor itself, times one plus
    ``growth_floor``; −1 is no floor. The floor raises years, it adds none.
    """
    found: list[float] = []
    before = 0.0
    for amount in yearly:
        before = max(amount, before * (1.0 + growth_floor))
        found.append(before)
    return tuple(found)
