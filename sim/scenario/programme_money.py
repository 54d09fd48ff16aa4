"""Which line gets what and when: the yearly support and what articles run, by the law of each anniversary (art. 14).

The money of an article that is not in force on an anniversary is not given at all, and not later either.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from sim.clauses.appropriation import growth_into
from sim.clauses.rounding import fen, part_of, share_out
from sim.scenario.appropriated import Yearly, yearly_of, years_of
from sim.scenario.appropriation_schema import LEGS, PROGRAMME_LINES, ProgrammeLine
from sim.scenario.articles import Span, day_of_year, law_of_year
from sim.scenario.book import parameters, value_at
from sim.scenario.parameter import SUM_TOLERANCE
from sim.scenario.policy_schema import Policy

COST = ".cost_per_year"  # how the keys end of what articles run in a year, which the treasury pays itself


# A leg of article 14 whose way of spending is another article's is not appropriated while that is off: its switch.
SWITCHES: Mapping[ProgrammeLine, str] = {"procurement": "procurement.enabled"}


class Money(NamedTuple):
    """What one line, or one article (``to``), gets on one anniversary (``day`` from the start)."""

    day: int
    to: int
    fen: int


@cache
def cost_keys() -> Mapping[int, str]:
    """The key of what an article runs in a year, by article."""
    return {one.article: one.key.removeprefix("policy.") for one in parameters() if one.key.endswith(COST)}


def yearly_by_law(spans: Sequence[Span], start: date) -> Yearly:
    """The money of each year by the law of its anniversary."""
    years = max(years_of(one.policy) for one in spans)
    return yearly_of([law_of_year(spans, start, year) for year in range(years)])


# ---- lines ----------------------------------------------------------------------------------------------------------


def line_money(spans: Sequence[Span], start: date, years: int) -> tuple[Money, ...]:
    """What each line gets, by day and line (its place in ``PROGRAMME_LINES``), in the first ``years``."""
    given = []
    for year, yuan in enumerate(yearly_by_law(spans, start).programmes[:years]):
        day, parts = day_of_year(start, year), split(law_of_year(spans, start, year), yuan)
        given += [Money(day, PROGRAMME_LINES.index(line), parts[line]) for line in PROGRAMME_LINES if parts[line]]
    return tuple(given)


def split(policy: Policy, yuan: float) -> dict[ProgrammeLine, int]:
    """Fen of each line of a year's money: parts of the whole, and of the envelope of article 14 those of its legs."""
    shares, amount = policy.appropriation.shares, fen(yuan)
    parts = {line: part_of(amount, getattr(shares, line)) for line in PROGRAMME_LINES if line not in LEGS}
    return parts | _legs(policy, part_of(amount, shares.mix))


def _legs(policy: Policy, envelope: int) -> dict[ProgrammeLine, int]:
    """The legs of an envelope; where they make up all of it their fen do, too."""
    mix = {line: getattr(policy.mix, leg) for line, leg in LEGS.items()}
    first = max(mix, key=lambda line: mix[line])
    order = [first, *(line for line in mix if line != first)]
    whole = envelope if sum(mix.values()) > 1.0 - SUM_TOLERANCE else part_of(envelope, sum(mix.values()))
    parts = share_out(whole, [mix[line] for line in order]) if mix[first] > 0.0 else [0] * len(order)
    on = (line not in SWITCHES or value_at(policy, SWITCHES[line]) for line in order)
    return {line: part if used else 0 for line, part, used in zip(order, parts, on, strict=True)}


def running_costs(spans: Sequence[Span], start: date, years: int) -> tuple[Money, ...]:
    """What the treasury pays for what articles run, by day and article, in the first ``years``."""
    laws = [(day_of_year(start, year), law_of_year(spans, start, year)) for year in range(years)]
    costs = [Money(day, one, fen(value_at(law, key))) for day, law in laws for one, key in cost_keys().items()]
    return tuple(cost for cost in costs if cost.fen)


# ---- whether it keeps up --------------------------------------------------------------------------------------------


def keeps_up(spans: Sequence[Span], start: date, growth: Sequence[float]) -> tuple[int, int]:
    """Of the yearly sums after a first one, of each treasury's money, how many grew at least by ``growth``; and all.

    Nothing is asked where no growth of revenue is known.
    """
    pairs = [
        (year, before, after)
        for path in yearly_by_law(spans, start)
        for year, (before, after) in enumerate(pairwise(path), 1)
        if before > 0.0 and growth
    ]
    return sum(after >= before * (1.0 + growth_into(growth, year)) for year, before, after in pairs), len(pairs)


def within_ceiling(spans: Sequence[Span], start: date) -> bool:
    """Whether the city can give what the floors ask for."""
    free = [replace(one, policy=_without_ceiling(one.policy)) for one in spans]
    return yearly_by_law(free, start) == yearly_by_law(spans, start)


def _without_ceiling(policy: Policy) -> Policy:
    money = policy.appropriation.model_copy(update={"ceiling": 0.0})
    return policy.model_copy(update={"appropriation": money})
