"""What decides the results of a scenario, by value: two that agree in it are one, whatever they are called."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from sim.scenario.scenario_schema import Scenario

NAMES = {"title", "title_zh", "citation"}


def content(scenario: Scenario) -> dict[str, Any]:
    """What decides the results of a scenario; names, titles and provenance do not.

    A clause at its neutral default is as if unwritten, so that a scenario stays itself when a new one is added.
    """
    return {
        "start": scenario.start.isoformat(),
        "horizon_years": scenario.horizon_years,
        "warm_up_years": scenario.warm_up_years,
        "seed": scenario.seed,
        "economy": scenario.economy.model_dump(mode="json", exclude=NAMES, exclude_defaults=True),
        "policy": scenario.policy.model_dump(mode="json", exclude=NAMES, exclude_defaults=True),
        "data": {name: _of_series(text) for name, text in sorted(scenario.data.items())},
    }


def fingerprint(scenario: Scenario) -> str:
    """The identity of what is simulated: scenario, economy and rule book by value, whatever the draws."""
    return hashed({key: value for key, value in content(scenario).items() if key != "seed"})


def hashed(whole: Mapping[str, Any]) -> str:
    """A short name for JSON values; raises ValueError for a NaN."""
    return _hash(json.dumps(whole, sort_keys=True, ensure_ascii=False, allow_nan=False))


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


@cache
def _of_series(text: str) -> str:
    return _hash(text)  # the points of a sweep share the same few series
