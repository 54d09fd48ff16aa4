"""Achievements, companies and funds of one replication: counts and shares."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.ledger.history import NEVER, Company, Fund, History
from sim.ledger.records import column, places_in, taken
from sim.measures.counting import EIGHT_YEARS, FIVE_YEARS, TWELVE_MONTHS, TWO_YEARS, count
from sim.measures.pipeline import MONTH, known
from sim.scenario.economy_schema import PRIVATE_FIRM

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Parts = dict[str, tuple[int, int]]

SURVIVED = (("24m", TWO_YEARS), ("5y", FIVE_YEARS))
LOST = ("failed", "no_money")
ROUND_NAMES = ("seed", "round_a", "round_b", "round_c", "round_d")
EXITS = ("listed", "trade_sale")
# The steps from research result to exit; ``funnel`` counts them, and who fell out. In a world that is there before the
# start companies are founded of results from before it too: more are founded than results of the scenario converted.
FUNNEL = ("disclosed", "discovered", "evaluated", "decided", "converted", "founded", *ROUND_NAMES, *EXITS)
QUARTILES = (-0.6744897501960817, 0.0, 0.6744897501960817)  # of a standard normal variable
QUARTILE_NAMES = ("skill_1", "skill_2", "skill_3", "skill_4")
# Counts of results, and the step that they came to.
REACHED = {
    "discovered": "discovered",
    "nurtured": "nurtured",
    "screened_out": "screened",
    "refused": "refused",
    "taken_over": "taken_over",
    "converted": "converted",
}


def company_parts(companies: Sequence[Company], horizon: int) -> Parts:
    """``company.survival_*``: of companies funded so long or longer before the horizon, those not lost by then."""
    parts = {f"company.survival_{name}": survived(companies, horizon, days) for name, days in SURVIVED}
    return parts | fate_parts(companies, horizon, FIVE_YEARS, "5y") | fate_parts(companies, horizon, EIGHT_YEARS, "8y")


def survived(companies: Sequence[Company], horizon: int, days: int) -> tuple[int, int]:
    """Of the companies watched for so many days after their first round, those not lost by then."""
    funded, ended = column(companies, "funded"), column(companies, "ended")
    watched = (funded != NEVER) & (funded + days <= horizon)
    lost = watched & (places_in(LOST, companies, "end") >= 0) & (ended <= funded + days)
    return count(watched) - count(lost), count(watched)


def private_parts(history: History) -> Parts:
    """``company.from_private.survival_24m``: two-year survival of companies whose result a private firm owns."""
    owned = column(history.achievements, "owner") == PRIVATE_FIRM
    slots = column(history.achievements, "slot")[owned]
    own = taken(history.companies, np.isin(column(history.companies, "slot"), slots))
    return {"company.from_private.survival_24m": survived(own, history.horizon, TWO_YEARS)}


def award_parts(companies: Sequence[Company]) -> Parts:
    """``award.accepted``: of the companies whose inventors were offered shares, those that have them."""
    return {
        "award.accepted": (
            count(column(companies, "award", np.float64) > 0.0),
            count(column(companies, "offered", np.float64) > 0.0),
        )
    }


def runway_mean(history: History) -> float | None:
    """``company.runway_mean``: the months that the money of a round was to last, mean over rounds; None without any."""
    days = column(history.rounds, "runway")
    return float(days.mean()) / MONTH if days.size else None


def fate_parts(companies: Sequence[Company], horizon: int, days: int, name: str) -> Parts:
    """``company.{alive, lingering, dead}_*``: how companies stood ``days`` after their first round, if watched so long.

    Each is one of the three: dead if lost by then, whether it had lingered or not; lingering if it did and was still
    there; alive else, a sale or listing included.
    """
    funded, ended, begun = (column(companies, field) for field in ("funded", "ended", "lingering"))
    watched, then = (funded != NEVER) & (funded + days <= horizon), funded + days
    gone = (ended != NEVER) & (ended <= then)
    dead = watched & gone & (places_in(LOST, companies, "end") >= 0)
    lingering = watched & ~gone & (begun != NEVER) & (begun <= then)
    alive = watched & ~dead & ~lingering
    states = {"alive": alive, "lingering": lingering, "dead": dead}
    return {f"company.{state}_{name}": (count(mask), count(watched)) for state, mask in states.items()}


def fund_parts(funds: Sequence[Fund], horizon: int) -> Parts:
    """Shares of ``fund.*`` over all funds and of ``sub_fund.*`` over those with public money."""
    parts: Parts = {"fund.set_up_on_time": _set_up_on_time(funds, horizon)}
    live, with_public = column(funds, "set_up") != NEVER, column(funds, "public_fen") > 0
    for family, own in (("fund", live), ("sub_fund", live & with_public)):
        names = ("invested", "drawn", "early", "local")
        invested, drawn, early, local = (int(column(funds, f"{name}_fen")[own].sum()) for name in names)
        parts[f"{family}.deployment"] = invested, drawn
        parts[f"{family}.early_share"] = early, invested
        parts[f"{family}.local_share"] = local, invested
    tested = column(funds, "duty_tested") != NEVER
    parts["sub_fund.duty_kept"] = count(tested & column(funds, "duty_kept", np.bool_)), count(tested)
    return parts


def applicant_parts(funds: Sequence[Fund]) -> Parts:
    """``fund.applied_share`` and by quartile of skill: of the funds marketed, those that asked for public money.

    Quartiles are those of the law of skill, standard normal; the first has the least skill.
    """
    applied = column(funds, "applied") != NEVER
    quartile = np.searchsorted(QUARTILES, column(funds, "skill", np.float64))
    parts = {"fund.applied_share": (count(applied), len(funds))}
    for number, name in enumerate(QUARTILE_NAMES):
        own = quartile == number
        parts[f"fund.applied_share.{name}"] = count(applied & own), count(own)
    return parts


def applicant_skill(funds: Sequence[Fund]) -> float | None:
    """Mean skill of those who asked for public money, None where nobody did."""
    found = column(funds, "skill", np.float64)[column(funds, "applied") != NEVER]
    return float(found.mean()) if found.size else None


def values(history: History) -> dict[str, float | None]:
    """Counts, and means; None where there is nobody to take a mean of."""
    means = {"fund.applicant_skill": applicant_skill(history.funds), "company.runway_mean": runway_mean(history)}
    return {name: float(count) for name, count in counts(history).items()} | means


def counts(history: History) -> dict[str, int]:
    """Measures that are plain counts."""
    disclosed = known(history.achievements, history.horizon)

    def reached(step: str) -> int:
        return count(disclosed & (column(history.achievements, step) != NEVER))

    set_up = column(history.funds, "set_up") != NEVER
    return {
        "pipeline.disclosed": count(disclosed),
        **{f"pipeline.{name}": reached(step) for name, step in REACHED.items()},
        "award.granted": count(column(history.companies, "award", np.float64) > 0.0),
        "company.founded": len(history.companies),
        "company.funded": count(column(history.companies, "funded") != NEVER),
        "company.recognised": count(column(history.companies, "recognised") != NEVER),
        "company.listed": count(column(history.companies, "listed") != NEVER),
        "company.wound_up": count(places_in(LOST, history.companies, "end") >= 0),
        "company.no_money": count(places_in(("no_money",), history.companies, "end") == 0),
        "fund.proposed": len(history.funds),
        "fund.applied": count(column(history.funds, "applied") != NEVER),
        "fund.set_up": count(set_up),
        "sub_fund.set_up": count(set_up & (column(history.funds, "public_fen") > 0)),
    }


def funnel(history: History) -> dict[str, int]:
    """How many achievements and companies reached each step, and why the others did not."""
    disclosed = known(history.achievements, history.horizon)
    steps = {"disclosed": count(disclosed)}
    for step in ("discovered", "evaluated", "decided", "converted", "taken_over"):
        steps[step] = count(disclosed & (column(history.achievements, step) != NEVER))
    taken_over = steps.pop("taken_over")
    steps["not_discovered"] = steps["disclosed"] - steps["discovered"]
    converted = column(history.achievements, "converted") != NEVER
    steps["shelved"] = count(disclosed & (column(history.achievements, "discovered") != NEVER) & ~converted)
    steps["taken_over"] = taken_over
    steps["founded"] = len(history.companies)
    stages = column(history.rounds, "stage")
    for stage, name in enumerate(ROUND_NAMES):
        steps[name] = len(set(column(history.rounds, "company")[stages == stage].tolist()))
    steps["listed"] = count(column(history.companies, "listed") != NEVER)
    steps["trade_sale"] = count(places_in(("trade_sale", "expired_filing"), history.companies, "end") >= 0)
    for reason in (*LOST, "active"):
        steps[reason] = count(places_in((reason,), history.companies, "end") == 0)
    return steps


def _set_up_on_time(funds: Sequence[Fund], horizon: int) -> tuple[int, int]:
    """Of attempts approved twelve months or more before the horizon, those set up within twelve months."""
    approved, set_up = column(funds, "approved"), column(funds, "set_up")
    watched = (approved != NEVER) & (approved + TWELVE_MONTHS <= horizon)
    return count(watched & (set_up != NEVER) & (set_up <= approved + TWELVE_MONTHS)), count(watched)
