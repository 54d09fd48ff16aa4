"""A town of a seventh of Beijing under its whole opinion for thirteen years, from which one article at a time is taken.

Rules are Beijing's as shipped. What is counted and what is appropriated is a seventh (``PART``), so that a replication
takes a fifth of a second. Whoever answers an article in the shipped economy answers as strongly as is plausible, since
the town is too small to tell weak answers from chance; where the shipped economy has nobody answer, nobody does.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sim.engine.reference import simulate
from sim.measures.reduce import reduce_history
from sim.scenario.article_words import REPLICATIONS
from sim.scenario.book import Parameter, by_key, value_at
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

WHOLE = "beijing-2011-whole"
PART = 0.15
ANSWERS = "economy.response."
SIZES = (
    *(f"economy.pipeline.{name}" for name in ("disclosures_per_year", "shelf", "evaluators")),
    *("economy.managers.slots", "economy.private.pool", "economy.listing.share", f"{ANSWERS}cluster_size"),
    *("economy.rounds.heat_base", "economy.rounds.heat_reference", "policy.institutions.approvers"),
    *("policy.budget.yearly", "policy.levels.district.yearly", "policy.appropriation.yearly"),
    *("policy.angels.pool_per_year", "policy.services.places", "policy.credit.insurance_capital"),
)
# Evaluators would be flooded if a platform made everybody as willing to be found as is plausible.
AS_SHIPPED = (f"{ANSWERS}platform_on_discovery",)


def _value(whole: Scenario, key: str) -> Any:
    root, name = key.split(".", 1)
    return value_at(getattr(whole, root), name)


def _part(value: Any, part: float) -> Any:
    if isinstance(value, int):
        return max(1, round(value * part))
    return [_part(one, part) for one in value] if isinstance(value, tuple | list) else value * part


def _strong(whole: Scenario, one: Parameter) -> Iterator[str]:
    """The end of the plausible range on the side of what the shipped economy has, if that is not neutral."""
    value, neutral = _value(whole, one.key), one.default
    if one.plausible is not None and value != neutral:
        yield f"{one.key}={one.plausible[value > neutral]}"


@cache
def settings(part: float = PART) -> tuple[str, ...]:
    """What makes a town, or a hamlet, of Beijing."""
    whole = load(WHOLE)
    answers = (one for key, one in by_key().items() if key.startswith(ANSWERS) and key not in (*SIZES, *AS_SHIPPED))
    costs = (key for key in by_key() if key.startswith("policy.") and key.endswith(".cost_per_year"))
    return (
        *("warm_up_years=0", "horizon_years=13", "economy.pipeline.arrival_years=5"),
        *(f"{key}={_part(_value(whole, key), part)}" for key in (*SIZES, *costs)),
        *(setting for one in answers for setting in _strong(whole, one)),
    )


@cache
def measured(without: int = 0) -> tuple[dict[str, float | None], ...]:
    """Measures of the town by replication, with the whole opinion or without one article of it."""
    scenario = load(WHOLE, settings=(*settings(), *((f"policy.articles.{without}.on=false",) if without else ())))
    return tuple(
        dict(reduce_history(simulate(scenario, replication), scenario).values) for replication in range(REPLICATIONS)
    )
