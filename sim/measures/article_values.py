"""What articles are worth: first, last, and Shapley values, from samples of the worlds with them on and off.

*Last* is what the whole loses without an article, *first* what the article alone adds to a world without any of the
players. Where articles help, or hinder, each other in one direction the two bracket its worth; the Shapley value, which
needs every combination, divides what they do together. All are paired replication by replication.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sim.measures.attribution import Attribution, attribute, existing
from sim.measures.catalogue import CATALOGUE
from sim.measures.differences import Difference, difference
from sim.measures.estimates import Sample

SampleOf = Callable[[int], Sample]


@dataclass(frozen=True)
class ArticleValues:
    """A measure's change from ``start`` (no player on) to ``end`` (all on), and what of it each article does.

    ``first`` and ``last`` by article; ``shapley`` where every combination was simulated. What does not exist is None.
    """

    measure: str
    unit: str
    start: float | None
    end: float | None
    full: Difference
    first: dict[int, Difference]
    last: dict[int, Difference]
    shapley: Attribution | None = None

    def as_dict(self) -> dict[str, Any]:
        """The values as JSON knows them."""
        known = {"first": self.first, "last": self.last} | ({"shapley": self.parts} if self.shapley else {})
        return {
            "unit": self.unit,
            "from": self.start,
            "to": self.end,
            "full_effect": told(self.full),
            "given": list(self.shapley.given) if self.shapley else [],
            "articles": {
                str(number): {name: told(values.get(number, Difference())) for name, values in known.items()}
                for number in self.first
            },
        }

    @property
    def parts(self) -> dict[int, Difference]:
        """The Shapley value of each article, those aside that stay on because the measure needs them."""
        return {int(name): part for name, part in self.shapley.parts.items()} if self.shapley else {}


def told(one: Difference) -> dict[str, Any]:
    """A value with its interval as JSON knows it."""
    return {"mean": one.mean, "ci95": None if one.ci95 is None else list(one.ci95), "n": one.n}


def values_of(players: tuple[int, ...], sample: SampleOf, measure: str, *, every: bool) -> ArticleValues:
    """What each of ``players`` does to ``measure``; ``sample`` is that of a coalition, bit i: the i-th player is on.

    With ``every`` all coalitions have samples, and Shapley values are reckoned too: of a ratio given the players
    without which it does not exist.
    """
    everybody = (1 << len(players)) - 1
    nobody, whole = sample(0), sample(everybody)
    known = CATALOGUE[measure]
    alone: Mapping[int, int] = {number: 1 << place for place, number in enumerate(players)}
    return ArticleValues(
        measure=measure,
        unit=known.unit,
        start=nobody.known(known).value,
        end=whole.known(known).value,
        full=difference(whole, nobody, measure),
        first={number: difference(sample(bit), nobody, measure) for number, bit in alone.items()},
        last={number: difference(whole, sample(everybody & ~bit), measure) for number, bit in alone.items()},
        shapley=_shapley(players, sample, measure) if every else None,
    )


def _shapley(players: tuple[int, ...], sample: SampleOf, measure: str) -> Attribution:
    coalitions = [sample(number) for number in range(1 << len(players))]
    always = existing(coalitions, measure) if CATALOGUE[measure].kind == "ratio" else 0
    return attribute(coalitions, [str(number) for number in players], measure, always)
