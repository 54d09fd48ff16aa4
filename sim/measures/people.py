"""Achievements, companies and funds of one replication: counts, shares and waiting times."""

import numpy as np
from numpy.typing import NDArray

from sim.ledger.history import NEVER, Achievement, Company, Fund, History
from sim.measures.survival import YEAR

Ints = NDArray[np.int64]
Parts = dict[str, tuple[int, int]]

TWELVE_MONTHS = 366  # a year with its leap day
FIVE_YEARS = 1826
LOST = ("failed", "no_money")
ROUND_NAMES = ("seed", "round_a", "round_b", "round_c", "round_d")
MONTH = YEAR / 12
# Measures of waiting time: which wait, and which quantile of it.
WAIT_QUANTILES = {
    "pipeline.median_months": ("conversion", 0.5),
    "pipeline.approval_median_months": ("approval", 0.5),
    "pipeline.approval_p90_months": ("approval", 0.9),
}


def known(achievements: list[Achievement], horizon: int) -> list[Achievement]:
    """Achievements disclosed by the horizon."""
    return [one for one in achievements if one.completed <= horizon]


def pipeline_parts(achievements: list[Achievement], horizon: int) -> Parts:
    """Shares of ``pipeline.*``: converted, landed in the city, unconverted a year after completion."""
    disclosed = known(achievements, horizon)
    converted = [one for one in disclosed if one.converted != NEVER]
    watched = [one for one in disclosed if one.completed + TWELVE_MONTHS <= horizon]
    late = [one for one in watched if one.converted == NEVER or one.converted > one.completed + TWELVE_MONTHS]
    return {
        "pipeline.conversion_rate": (len(converted), len(disclosed)),
        "pipeline.landed": (sum(one.local for one in converted), len(converted)),
        "pipeline.unconverted_12m": (len(late), len(watched)),
    }


def waits(achievements: list[Achievement], horizon: int) -> dict[str, Ints]:
    """Days waited, ascending: ``conversion`` (completed to converted) and ``approval`` (opened to decided)."""
    disclosed = known(achievements, horizon)
    conversion = [one.converted - one.completed for one in disclosed if one.converted != NEVER]
    decided = [one for one in disclosed if one.approval_opened != NEVER and one.decided != NEVER]
    approval = [one.decided - one.approval_opened for one in decided]
    return {"conversion": _sorted(conversion), "approval": _sorted(approval)}


def company_parts(companies: list[Company], horizon: int) -> Parts:
    """``company.survival_5y``: of companies funded five years or more before the horizon, those not lost by then."""
    watched = [one for one in companies if one.funded != NEVER and one.funded + FIVE_YEARS <= horizon]
    lost = [one for one in watched if one.end in LOST and one.ended <= one.funded + FIVE_YEARS]
    return {"company.survival_5y": (len(watched) - len(lost), len(watched))}


def fund_parts(funds: list[Fund], horizon: int) -> Parts:
    """Shares of ``fund.*`` over all funds and of ``sub_fund.*`` over those with public money."""
    parts: Parts = {"fund.set_up_on_time": _set_up_on_time(funds, horizon)}
    for family, own in (("fund", funds), ("sub_fund", [one for one in funds if one.public_fen > 0])):
        live = [one for one in own if one.set_up != NEVER]
        invested = sum(one.invested_fen for one in live)
        parts[f"{family}.deployment"] = invested, sum(one.drawn_fen for one in live)
        parts[f"{family}.early_share"] = sum(one.early_fen for one in live), invested
        parts[f"{family}.local_share"] = sum(one.local_fen for one in live), invested
    tested = [one for one in funds if one.duty_tested != NEVER]
    parts["sub_fund.duty_kept"] = sum(one.duty_kept for one in tested), len(tested)
    return parts


def counts(history: History) -> dict[str, int]:
    """Measures that are plain counts."""
    disclosed = known(history.achievements, history.horizon)
    set_up = [one for one in history.funds if one.set_up != NEVER]
    return {
        "pipeline.disclosed": len(disclosed),
        "pipeline.converted": sum(one.converted != NEVER for one in disclosed),
        "company.founded": len(history.companies),
        "company.funded": sum(one.funded != NEVER for one in history.companies),
        "company.listed": sum(one.listed != NEVER for one in history.companies),
        "company.wound_up": sum(one.end in LOST for one in history.companies),
        "fund.proposed": len(history.funds),
        "fund.set_up": len(set_up),
        "sub_fund.set_up": sum(one.public_fen > 0 for one in set_up),
    }


def funnel(history: History) -> dict[str, int]:
    """How many achievements and companies reached each step, and why the others did not."""
    disclosed = known(history.achievements, history.horizon)
    steps = {"disclosed": len(disclosed)}
    for step in ("discovered", "evaluated", "decided", "converted"):
        steps[step] = sum(getattr(one, step) != NEVER for one in disclosed)
    steps["not_discovered"] = steps["disclosed"] - steps["discovered"]
    steps["shelved"] = sum(one.discovered != NEVER and one.converted == NEVER for one in disclosed)
    steps["taken_over"] = sum(one.taken_over != NEVER for one in disclosed)
    for stage, name in enumerate(ROUND_NAMES):
        steps[name] = len({one.company for one in history.rounds if one.stage == stage})
    steps["listed"] = sum(one.listed != NEVER for one in history.companies)
    steps["trade_sale"] = sum(one.end in ("trade_sale", "expired_filing") for one in history.companies)
    for reason in (*LOST, "active"):
        steps[reason] = sum(one.end == reason for one in history.companies)
    return steps


def _set_up_on_time(funds: list[Fund], horizon: int) -> tuple[int, int]:
    """Of attempts approved twelve months or more before the horizon, those set up within twelve months."""
    approved = [one for one in funds if one.approved != NEVER and one.approved + TWELVE_MONTHS <= horizon]
    return sum(NEVER < one.set_up <= one.approved + TWELVE_MONTHS for one in approved), len(approved)


def _sorted(days: list[int]) -> Ints:
    return np.sort(np.array(days, dtype=np.int64))
