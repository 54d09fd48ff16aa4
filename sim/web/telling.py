"""What a page is told of the replications so far: measures, differences and curves, as JSON in its language."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.experiments.compare.answer import CompareResult
from sim.experiments.compare.worlds import NOTHING
from sim.experiments.run.answer import RunResult
from sim.measures.catalogue import EVERY
from sim.measures.differences import Difference, difference
from sim.measures.parties import PARTIES
from sim.measures.survival import YEAR
from sim.report.figures.data import exit_curve_of, monthly
from sim.report.numbers import quantity
from sim.report.over_ranges import Ranges, ranged, ranges_of
from sim.report.tables.compare import change, change_interval, label
from sim.report.tables.measures import as_fields, headline
from sim.report.tables.ten import ends_told
from sim.report.texts import Language, say

MEASURES = (
    "treasury.irr",
    "treasury.back_share.10",
    "treasury.peak_cash_out",
    "public.tvpi",
    "public.net_cost_pv",
    "private.irr",
    "manager.income_pv",
    "stage_equity.exit.on_time",
    "stage_equity.exit.overdue",
    "stage_equity.exit.lost",
    "budget.idle_rate",
    "company.funded",
    "additionality.private_capital.funds",
    "additionality.companies",
)
IDLE = ("budget.idle_rate.uncommitted", "budget.idle_rate.not_set_up", "budget.idle_rate.undrawn")
MOST_POINTS = 121  # of a curve: two a year over sixty years
BAND = (0.05, 0.95)


def told(result: CompareResult, now: str, lang: Language) -> dict[str, Any]:
    """All that a page shows of a comparison of the rule book ``now`` with the pinned one, the ``baseline``."""
    mine, pinned = result[now], result[result.baseline]
    return {
        "n": result.replications,
        "digest": mine.digest,
        "pinned_digest": pinned.digest,
        "measures": [_measure(result, name, now, lang) for name in MEASURES if name in mine.estimates],
        "finding": _finding(result, now, lang),
        "j_curve": _j_curve(mine, pinned),
        "exits": {"now": _exits(mine), "pinned": _exits(pinned)},
        "idle": {"now": _idle(mine, lang), "pinned": _idle(pinned, lang)},
        "parties": _parties(result, now, lang),
    }


def _measure(result: CompareResult, name: str, now: str, lang: Language) -> dict[str, Any]:
    """A row: value and interval now, value pinned, the paired differences, the range over assumptions."""
    mine, pinned, unit = result[now], result[result.baseline], EVERY[name].unit
    value, (low, high) = headline(as_fields(mine[name]))
    against = headline(as_fields(pinned[name]))[0] if name in pinned.estimates else None
    assumed, own = _over_ranges(mine, pinned)
    return {
        "name": name,
        "label": label(name, lang),
        "better": EVERY[name].better,
        "value": quantity(value, unit, lang),
        "interval": ends_told((low, high), unit, lang),
        "number": value,
        "low": low,
        "high": high,
        "pinned": quantity(against, unit, lang),
        "over": ranged(assumed, name, lang),
        "over_own": own,
        "from_pinned": _difference(result, name, now, result.baseline, lang),
        "from_nothing": _difference(result, name, now, _nothing(result, now), lang),
    }


def _over_ranges(mine: RunResult, pinned: RunResult) -> tuple[Ranges | None, bool]:
    """What assumptions do to the numbers, and whether it is known of these very terms or only of the pinned ones."""
    own = ranges_of(mine.scenario)
    return (own, True) if own is not None else (ranges_of(pinned.scenario), False)


def _nothing(result: CompareResult, now: str) -> str:
    return result.worlds.counterfactuals.get(now, NOTHING)


def _difference(result: CompareResult, name: str, now: str, other: str, lang: Language) -> dict[str, Any] | None:
    """``now`` less ``other``; None where they are the same world."""
    if other == now:
        return None
    found, unit = _paired(result, name, now, other), EVERY[name].unit
    low, high = found.ci95 or (None, None)
    return {
        "value": change(found.mean, unit, lang),
        "interval": change_interval(low, high, unit, lang),
        "number": found.mean,
        "low": low,
        "high": high,
        "sure": low is not None and high is not None and (low > 0.0 or high < 0.0),
    }


def _paired(result: CompareResult, name: str, now: str, other: str) -> Difference:
    if other == result.baseline:
        return result.differences[now].get(name, Difference())
    return difference(result.samples[now], result.samples[other], name)


def _finding(result: CompareResult, now: str, lang: Language) -> str:
    """One sentence: what is beyond chance better or worse than the pinned rule book, or that nothing is yet."""
    if now == result.baseline:
        return say("web.finding.same", lang)
    found: Mapping[bool, list[str]] = {True: [], False: []}
    for name in MEASURES:
        one = result.differences[now].get(name, Difference())
        low, high = one.ci95 or (0.0, 0.0)
        if (low > 0.0 or high < 0.0) and EVERY[name].better:
            found[(low > 0.0) == (EVERY[name].better > 0)].append(label(name, lang))
    if not found[True] and not found[False]:
        return say("web.finding.none", lang, n=result.replications)
    join = "、" if lang == "zh" else "; "
    words = [say(f"web.finding.{'better' if good else 'worse'}", lang, names=join.join(found[good])) for good in found
             if found[good]]  # fmt: skip
    return say("web.finding", lang, n=result.replications, found=("；" if lang == "zh" else "; ").join(words))


def _j_curve(mine: RunResult, pinned: RunResult) -> dict[str, list[float]]:
    """The treasury's cumulative net cash in yuan by years since the start: mean and band, and the pinned mean."""
    months = mine.reduced[0].months
    places = np.unique(np.linspace(0, months.size - 1, min(MOST_POINTS, months.size)).astype(np.int64))
    own = monthly(mine.reduced, "net_treasury")[:, places]
    low, high = np.quantile(own, BAND, axis=0)
    return {
        "years": _rounded(months[places] / YEAR),
        "mean": _rounded(own.mean(axis=0)),
        "low": _rounded(low),
        "high": _rounded(high),
        "pinned": _rounded(monthly(pinned.reduced, "net_treasury")[:, places].mean(axis=0)),
    }


def _exits(one: RunResult) -> dict[str, Any] | None:
    """The share of stage-equity stakes still held by years since the first payment; None without a stake."""
    if not any(each.positions.of("stage_equity").any() for each in one.reduced):
        return None
    curve = exit_curve_of(one.scenario, one.reduced, "stage_equity")
    years = np.linspace(0.0, one.scenario.horizon_years, MOST_POINTS)
    return {
        "years": _rounded(years),
        "held": _rounded(np.array([curve.at(year) for year in years])),
        "positions": curve.positions,
        "deadline": curve.deadline,
    }


def _idle(one: RunResult, lang: Language) -> list[dict[str, Any]]:
    """What part of the money waits for what, weighted by time."""
    found = {name: headline(as_fields(one[name]))[0] for name in IDLE if name in one.estimates}
    return [{"label": label(name, lang), "share": share} for name, share in found.items()]


def _parties(result: CompareResult, now: str, lang: Language) -> list[dict[str, Any]]:
    """What each party gains over the pinned rule book and over the world without a fund, in yuan."""
    return [
        {
            "label": say(f"compare.party.{party}", lang).rstrip("*"),
            "from_pinned": _difference(result, f"party.{party}", now, result.baseline, lang),
            "from_nothing": _difference(result, f"party.{party}", now, _nothing(result, now), lang),
        }
        for party in PARTIES
    ]


def _rounded(numbers: Any) -> list[float]:
    """Numbers with as many digits as a picture shows."""
    values: Sequence[float] = np.asarray(numbers, dtype=np.float64).tolist()
    return [float(f"{value:.5g}") for value in values]
