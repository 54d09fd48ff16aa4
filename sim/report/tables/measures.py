"""Tables of measures for terminals and pages."""

import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sim.measures.catalogue import EVERY
from sim.report.numbers import interval, quantity
from sim.report.texts import Language, say

# Times that may lie beyond the horizon, and what exists wherever there is something to time.
TIMED = {
    "treasury.back_year": "treasury.tvpi",
    "exit.median_years": "exit.route.open",
    "stage_equity.exit.median_years": "stage_equity.exit.route.open",
    "co_investment.exit.median_years": "co_investment.exit.route.open",
    "city.tax_payback_years": "city.tax_paid_back",
    "additionality.tax_payback_years": "city.tax_paid_back",
}


class Row(NamedTuple):
    """A measure as text: its stable name, its name in either language, value, 95% interval, p5 to p95, and n."""

    name: str
    label: str
    zh: str
    value: str
    interval: str
    spread: str
    n: int


def measures_table(
    estimates: Mapping[str, Any], lang: Language, names: Iterable[str] | None = None, *, absent: bool = False
) -> list[Row]:
    """A row for each estimate of ``names`` (default: all) that exists, in that order; ``absent`` ones with dashes.

    ``estimates`` maps names to estimates, either ``sim.measures.estimates.Estimate`` or the object of
    ``yindao run --format json``. The value is the pooled one where there is one, else the mean; a time that too few
    replications reach by the horizon is "not reached".
    """
    rows = []
    for name in estimates if names is None else names:
        one = as_fields(estimates[name])
        value, ends = headline(one)
        late = value is None and _not_reached(name, estimates)
        if value is None and not late and not absent:
            continue
        unit = str(one["unit"])
        known = EVERY.get(name)
        rows.append(
            Row(
                name,
                known.label if known else name,
                known.zh if known else name,
                say("table.not_reached", lang) if late else quantity(value, unit, lang),
                interval(*ends, unit, lang),
                interval(one.get("p5"), one.get("p95"), unit, lang),
                int(one["n"]),
            )
        )
    return rows


def _not_reached(name: str, estimates: Mapping[str, Any]) -> bool:
    """Whether a time does not exist because too few replications reach it, and not because there is nothing to time."""
    timed = estimates.get(TIMED.get(name, ""))
    return timed is not None and headline(as_fields(timed))[0] is not None


def as_fields(estimate: Any) -> Mapping[str, Any]:
    """An estimate as a mapping of its fields."""
    if isinstance(estimate, Mapping):
        return estimate
    fields: Mapping[str, Any] = estimate.as_dict()
    return fields


def headline(one: Mapping[str, Any]) -> tuple[float | None, tuple[float | None, float | None]]:
    """The value to quote and its 95% interval: pooled where it exists, else the mean; None where neither exists."""
    pooled = one.get("pooled")
    value, ends = (pooled, one.get("pooled_ci95")) if pooled is not None else (one.get("mean"), one.get("ci95"))
    low, high = ends or (None, None)
    if value is None or math.isnan(value):
        return None, (None, None)
    return float(value), (low, high)


def ambiguity(estimates: Mapping[str, Any], lang: Language) -> str:
    """A sentence about rates of return of single replications with several solutions; empty when there are none."""
    one = as_fields(estimates.get("irr.ambiguous", {}))
    count = round((one.get("mean") or 0.0) * one.get("n", 0))
    return say("table.ambiguous", lang, count=count, replications=one["n"]) if count else ""
