"""From disclosed results to companies, of one replication: what converts and when, who decides, what is declared."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.economy.loads import at_or_above
from sim.ledger.history import NEVER, Achievement, History
from sim.ledger.records import column
from sim.measures.counting import FIFTEEN_MONTHS, NINE_MONTHS, TWELVE_MONTHS, TWO_YEARS, count
from sim.measures.survival import YEAR
from sim.scenario.economy_schema import OWNERS
from sim.scenario.scenario_schema import Scenario

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Parts = dict[str, tuple[int, int]]

MONTH = YEAR / 12
FEN = 100
INSTITUTIONS = (OWNERS.index("university"), OWNERS.index("institute"))
NEAR = 0.95  # of the line: what is declared from there up to it counts as just below it
MILLIONTHS = 1_000_000
CONVERTING = ("pipeline.converting_9_12m", "pipeline.converting_12_15m")  # of which ``kink`` is the ratio
# Measures of waiting time: which wait, and which quantile of it.
WAIT_QUANTILES = {
    "pipeline.median_months": ("conversion", 0.5),
    "pipeline.evaluation_wait_median": ("evaluation", 0.5),
    "pipeline.approval_median_months": ("approval", 0.5),
    "pipeline.approval_p90_months": ("approval", 0.9),
    "pipeline.decision_median_months.below": ("decision_below", 0.5),
    "pipeline.decision_median_months.above": ("decision_above", 0.5),
}


def known(achievements: Sequence[Achievement], horizon: int) -> Mask:
    """Which achievements are disclosed by the horizon (N,)."""
    return column(achievements, "completed") <= horizon


def pipeline_parts(achievements: Sequence[Achievement], horizon: int) -> Parts:
    """Shares of ``pipeline.*``: converted, landed in the city, unconverted some time after completion."""
    disclosed = known(achievements, horizon)
    converted = disclosed & (column(achievements, "converted") != NEVER)
    return {
        "pipeline.conversion_rate": (count(converted), count(disclosed)),
        "pipeline.landed": (count(converted & column(achievements, "local", np.bool_)), count(converted)),
        "pipeline.unconverted_12m": _unconverted(achievements, horizon, TWELVE_MONTHS),
        "pipeline.unconverted_24m": _unconverted(achievements, horizon, TWO_YEARS),
        CONVERTING[0]: _converting(achievements, horizon, NINE_MONTHS, TWELVE_MONTHS),
        CONVERTING[1]: _converting(achievements, horizon, TWELVE_MONTHS, FIFTEEN_MONTHS),
    }


def _ages(achievements: Sequence[Achievement], horizon: int) -> Ints:
    """Days from completion to conversion (N,), more than any horizon where there was none."""
    completed, converted = column(achievements, "completed"), column(achievements, "converted")
    return np.where(converted == NEVER, 2 * horizon + TWO_YEARS, converted - completed)


def _unconverted(achievements: Sequence[Achievement], horizon: int, days: int) -> tuple[int, int]:
    """Those not converted within so many days, of all that were complete as long before the horizon."""
    watched = column(achievements, "completed") + days <= horizon
    return count(watched & (_ages(achievements, horizon) > days)), count(watched)


def _converting(achievements: Sequence[Achievement], horizon: int, begin: int, end: int) -> tuple[int, int]:
    """Those converted between two ages, of all that were not at the first; only if watched for fifteen months."""
    ages = _ages(achievements, horizon)
    still = (column(achievements, "completed") + FIFTEEN_MONTHS <= horizon) & (ages > begin)
    return count(still & (ages <= end)), count(still)


def kink(parts: Mapping[str, Sequence[int]]) -> float | None:
    """How much more often results convert after the year than before; None where none did before."""
    before, after = (parts[name] for name in CONVERTING)
    return (after[0] / after[1]) / (before[0] / before[1]) if before[0] and after[1] else None


def pipeline_values(achievements: Sequence[Achievement], horizon: int, parts: Parts) -> dict[str, float | None]:
    """Measures of ``pipeline.*`` that are neither shares nor counts."""
    return {
        "pipeline.mean_quality": mean_quality(achievements, horizon),
        "pipeline.screening_auc": screening_auc(achievements, horizon),
        "pipeline.kink": kink(parts),
    }


def screening_auc(achievements: Sequence[Achievement], horizon: int) -> float | None:
    """Of all pairs of results that had a first score, the share whose scores rank them as their qualities then did.

    None with fewer than two.
    """
    score = column(achievements, "score", np.float64)
    scored = known(achievements, horizon) & (score != 0.0)
    quality = column(achievements, "quality", np.float64) - column(achievements, "nurtured_by", np.float64)
    ranked = score[scored][np.argsort(quality[scored], kind="stable")]
    pairs = len(ranked) * (len(ranked) - 1) // 2
    right = sum(int(np.count_nonzero(ranked[place + 1 :] > one)) for place, one in enumerate(ranked))
    return right / pairs if pairs else None


def mean_quality(achievements: Sequence[Achievement], horizon: int) -> float | None:
    """Mean quality of the achievements converted by the horizon, None where there are none."""
    converted = known(achievements, horizon) & (column(achievements, "converted") != NEVER)
    found = column(achievements, "quality", np.float64)[converted]
    return float(found.mean()) if found.size else None


# ---- times ----------------------------------------------------------------------------------------------------------


def waits(achievements: Sequence[Achievement], horizon: int) -> dict[str, Ints]:
    """Days waited, ascending.

    ``conversion``: completed to converted. ``evaluation``: discovered to evaluated. ``approval``: opened to decided.
    ``decision_above`` and ``decision_below``: from the end of the evaluation to decided, of results of institutions
    with and without the finance bureau's approval. ``unconverted``: since completion, of those not yet converted.
    """
    disclosed, bureau = known(achievements, horizon), column(achievements, "needs_approval", np.bool_)
    below = np.isin(column(achievements, "owner"), INSTITUTIONS) & ~bureau
    asked = {
        "conversion": ("completed", "converted", disclosed),
        "evaluation": ("discovered", "evaluated", disclosed),
        "approval": ("approval_opened", "decided", disclosed),
        "decision_below": ("passed", "decided", disclosed & below),
        "decision_above": ("passed", "decided", disclosed & bureau),
    }
    found = {}
    for name, (begin, end, own) in asked.items():
        began, ended = column(achievements, begin), column(achievements, end)
        # Every achievement was completed some day, were it before the start.
        over = own & (ended != NEVER) & ((began != NEVER) | (begin == "completed"))
        found[name] = np.sort((ended - began)[over])
    completed, waiting = column(achievements, "completed"), column(achievements, "converted") == NEVER
    return found | {"unconverted": np.sort((horizon - completed)[disclosed & waiting])}


# ---- declared values ------------------------------------------------------------------------------------------------


def bunching_parts(history: History, scenario: Scenario) -> Parts:
    """``disposal.bunching``: declared just below the line beyond what the law of appraisals puts there, over that.

    Both in millionths of a result; of evaluated results of institutions. Where the department decides on all, the line
    is that of approval.
    """
    law, results = scenario.law, history.achievements
    own, approval = law.disposal.self_line, law.institutions.approval_line
    line = own if 0.0 < own < approval else approval
    declared = column(results, "declared_fen")
    counted = np.isin(column(results, "owner"), INSTITUTIONS) & (declared > 0) & known(results, history.horizon)
    near = counted & (declared >= FEN * NEAR * line) & (declared < FEN * line)
    terms = scenario.economy.pipeline
    share = at_or_above(terms, NEAR * line) - at_or_above(terms, line)
    expected = round(MILLIONTHS * share * count(counted))
    return {"disposal.bunching": (MILLIONTHS * count(near) - expected, expected)}
