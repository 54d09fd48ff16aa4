"""Print or write ``docs/model/validation.md``: published figures that nothing here was fitted to, hits and misses.

``python benchmarks/validation.py [--replications 24] [--write]``. Worlds without a guidance fund and under Beijing's
rules of 2011, on the same draws. Standard errors are those of a jackknife over replications: chance only.
"""

import argparse
import math
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from statistics import mean, median

import numpy as np

from sim.decisions.irr import irr
from sim.engine.auto import simulate
from sim.ledger.history import NEVER, History, Position
from sim.measures.flows import Dated, add, by_day, read_books
from sim.measures.since import since_start
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

CHECKS = Path(__file__).with_name("validation.toml")
PAGE = Path(__file__).parents[1] / "docs" / "model" / "validation.md"
YEAR = 365.25
EARLY_YEARS = 8  # funds marketed later cannot have ended by the horizon
EDGES = (1.0, 5.0, 10.0, 20.0, 50.0)


@dataclass(frozen=True)
class FundFlows:
    """What private partners paid into a fund and got from it, by day in fen; what they hold is left out."""

    paid: Dated
    received: Dated

    @property
    def tvpi(self) -> float:
        """Received over paid, of a fund that has ended."""
        return float(self.received[1].sum() / self.paid[1].sum())

    @property
    def back_year(self) -> float:
        """Years from the first payment until all is back; infinite where it never is."""
        days, fen = add((self.paid[0], -self.paid[1]), self.received)
        total = np.cumsum(fen)
        lowest = int(np.argmin(total))
        later = np.flatnonzero(total[lowest:] >= 0)
        return math.inf if later.size == 0 else float(days[lowest + later[0]] - days[0]) / YEAR


class World:
    """One replication and what several figures read of it."""

    def __init__(self, scenario: Scenario, history: History) -> None:
        self.scenario, self.history = scenario, since_start(history)

    @cached_property
    def deals(self) -> list[Position]:
        """Holdings of funds that were left."""
        return [
            p for p in self.history.positions if p.instrument == "fund_holding" and p.exit_day != NEVER and p.cost_fen
        ]

    @cached_property
    def funds(self) -> list[FundFlows]:
        """Private partners' flows of the early funds that have ended."""
        books = read_books(self.history.postings, self.history.funds)
        partners = books.debited("partners."), books.credited("partners.")
        real = ~books.of_kind("provide")
        found = []
        for fund in self.history.funds:
            if fund.state == "ended" and fund.marketed < EARLY_YEARS * YEAR:
                rows = [np.flatnonzero(side & real & books.about({fund.name})) for side in partners]
                received, paid = (by_day(books.day[one], books.fen[one]) for one in rows)
                if paid[1].size:
                    found.append(FundFlows(paid, received))
        return found

    @cached_property
    def first_rounds(self) -> dict[int, int]:
        """Day of the first round by company."""
        return {one.slot: one.funded for one in self.history.companies if one.funded != NEVER}

    @cached_property
    def steps(self) -> list[float]:
        """Price of a share at each round over that of the company's round before."""
        before: dict[int, float] = {}
        found = []
        for one in sorted(self.history.rounds, key=lambda r: (r.company, r.day)):
            if one.company in before:
                found.append(one.pre_money_fen / before[one.company])
            before[one.company] = one.pre_money_fen + one.raised_fen
        return found

    def day(self, day: int) -> date:
        """A day of the model in the calendar."""
        return self.scenario.start + timedelta(days=day)


Worlds = Sequence[World]


@dataclass(frozen=True)
class Check:
    """A published figure: where it stands, what is allowed, and how the model states it.

    ``why`` names the mechanism behind a miss; ``unit`` stands behind the value.
    """

    name: str
    source: str
    published: str
    low: float
    high: float
    unit: str
    value: Callable[[Worlds], float]
    why: str = ""


def private_irr(worlds: Worlds) -> float:
    flows = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
    for fund in (fund for world in worlds for fund in world.funds):
        flows = add(flows, add((fund.paid[0], -fund.paid[1]), fund.received))
    found = irr(flows[0].tolist(), flows[1].astype(float).tolist())
    return math.nan if found is None else 100 * found


def over_funds(of: Callable[[list[FundFlows]], float]) -> Callable[[Worlds], float]:
    return lambda worlds: of([fund for world in worlds for fund in world.funds])


def log_spread(funds: list[FundFlows]) -> float:
    """From the quartiles, as the published one; a fund that returned nothing counts as below the first."""
    low, high = np.percentile([max(fund.tvpi, 1e-3) for fund in funds], (25, 75))
    return float(np.log(high / low) / 1.349)


def quarter_back(funds: list[FundFlows]) -> float:
    return float(np.percentile([fund.back_year for fund in funds], 25, method="lower"))


def over_deals(of: Callable[[list[Position]], float]) -> Callable[[Worlds], float]:
    return lambda worlds: of([deal for world in worlds for deal in world.deals])


def multiple(deal: Position) -> float:
    return deal.proceeds_fen / deal.cost_fen


def top_share(part: float) -> Callable[[list[Position]], float]:
    """Per cent of all proceeds that the ``part`` of deals with the highest multiples brought (as published)."""

    def share(deals: list[Position]) -> float:
        proceeds = [deal.proceeds_fen for deal in sorted(deals, key=multiple, reverse=True)]
        return 100 * sum(proceeds[: int(part * len(proceeds))]) / sum(proceeds)

    return share


def below_cost(deals: list[Position]) -> float:
    return 100 * mean(multiple(deal) < 1.0 for deal in deals)


def years_to_cash(deals: list[Position]) -> float:
    return mean((deal.exit_day - deal.first_day) / YEAR for deal in deals if deal.route == "listing")


def over_steps(of: Callable[[list[float]], float]) -> Callable[[Worlds], float]:
    return lambda worlds: of([step for world in worlds for step in world.steps])


def ended(*ends: str) -> Callable[[Worlds], float]:
    """Per cent of companies with a first round in the early years that ended so by the horizon."""

    def share(worlds: Worlds) -> float:
        early = [
            one.end
            for world in worlds
            for one in world.history.companies
            if one.funded != NEVER and one.funded < EARLY_YEARS * YEAR
        ]
        return 100 * mean(end in ends for end in early)

    return share


def dead_after(years: int) -> Callable[[Worlds], float]:
    """Per cent of funded companies that were wound up within ``years`` of their first round."""

    def share(worlds: Worlds) -> float:
        found = []
        for world in worlds:
            for one in world.history.companies:
                if one.funded != NEVER and one.funded + years * YEAR <= world.history.horizon:
                    gone = one.end in ("failed", "no_money") and one.ended <= one.funded + years * YEAR
                    found.append(gone)
        return 100 * mean(found)

    return share


def reach_target(worlds: Worlds) -> float:
    marketed = [fund for world in worlds for fund in world.history.funds]
    reached = [f for f in marketed if f.private_fen + f.public_fen + f.manager_fen >= 0.999 * f.target_fen]
    return 100 * len(reached) / len(marketed)


def median_round(stage: int) -> Callable[[Worlds], float]:
    """Median size of the closed rounds of a stage, in million yuan."""
    return lambda worlds: median(
        [r.raised_fen / 1e8 for w in worlds for r in w.history.rounds if r.stage == stage] or [math.nan]
    )


def listing_wait(worlds: Worlds) -> float:
    counters = [world.history.counters for world in worlds]
    waits = sum(one.get("listing_wait_days", 0) for one in counters)
    return waits / max(1, sum(one.get("listing_waits", 0) for one in counters)) / 365 * 12


def listings_fall(worlds: Worlds) -> float:
    """Fall of listings from the year to 2023-09 to the year after, when the window was narrowed, in per cent."""
    days = [world.day(one.listed) for world in worlds for one in world.history.companies if one.listed != NEVER]
    before = sum(date(2022, 10, 1) <= day < date(2023, 10, 1) for day in days)
    after = sum(date(2023, 10, 1) <= day < date(2024, 10, 1) for day in days)
    return 100 * (1 - after / before) if before else math.nan


VALUES: dict[str, Callable[[Worlds], float]] = {
    "private_irr": private_irr,
    "median_tvpi": over_funds(lambda funds: median(fund.tvpi for fund in funds)),
    "log_spread": over_funds(log_spread),
    "quarter_back": over_funds(quarter_back),
    "below_cost": over_deals(below_cost),
    "top_6": over_deals(top_share(0.06)),
    "top_4": over_deals(top_share(0.04)),
    "listed": ended("listed"),
    "sold": ended("trade_sale", "expired_filing"),
    "dead_5": dead_after(5),
    "flat_or_down": over_steps(lambda steps: 100 * mean(step <= 1.0 for step in steps)),
    "median_step": over_steps(median),
    "mean_step": over_steps(mean),
    "years_to_cash": over_deals(years_to_cash),
    "reach_target": reach_target,
    "listing_wait": listing_wait,
    "listings_fall": listings_fall,
    "round_a": median_round(1),
    "round_b": median_round(2),
    "round_c": median_round(3),
    "round_d": median_round(4),
}


def checks() -> list[Check]:
    """The figures of ``validation.toml``, in its order."""
    with CHECKS.open("rb") as file:
        found = tomllib.load(file)
    return [Check(value=VALUES[name], **one) for name, one in found.items()]


def jackknife(value: Callable[[Worlds], float], worlds: Worlds) -> tuple[float, float]:
    """A figure over all replications, and its standard error from leaving out one at a time."""
    whole, n = value(worlds), len(worlds)
    left = [value([*worlds[:i], *worlds[i + 1 :]]) for i in range(n)]
    return whole, math.sqrt((n - 1) / n * sum((one - mean(left)) ** 2 for one in left))


def verdict(value: float, error: float, check: Check) -> str:
    """Inside, outside, or within two standard errors of the border."""
    if not math.isfinite(value):
        return "does not exist"
    near = min(abs(value - check.low), abs(value - check.high)) <= 2 * error
    inside = check.low <= value <= check.high
    return ("inside" if inside else "**outside**") + (", at the border" if near else "")


def table(worlds: dict[str, list[World]]) -> list[str]:
    """The rows of the page, a column a world."""
    heads = [
        "figure",
        "published",
        "source, as read",
        *(f"{name} (± s.e.)" for name in worlds),
        "verdict without a fund",
    ]
    rows = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for check in checks():
        found = [jackknife(check.value, one) for one in worlds.values()]
        shown = [f"{value:.2f} {check.unit}".rstrip() + f" ± {error:.2f}" for value, error in found]
        rows.append(
            "| " + " | ".join([check.name, check.published, check.source, *shown, verdict(*found[0], check)]) + " |"
        )
    return rows


HEAD = """# Validation

Published figures beside what the model says, hits and misses. Nothing here was fitted, exceptions stated; a miss is
published and its mechanism named, not tuned away. Marks of sources are those of [calibration](calibration.md).

`python benchmarks/validation.py --replications {n} --write` makes this page: the Beijing scenario, {n} replications
without a guidance fund and as many under the rules of 2011, on the same draws. "± s.e." is the standard error over
replications, that is, chance only; a verdict within two of them is "at the border". Funds count that were marketed in
the first {early} years and have ended.

"""


def page(rows: list[str], replications: int) -> str:
    misses = [f"- **{check.name}**: {check.why}" for check in checks() if check.why]
    told = "\n".join(["", "## The misses, and what makes them", "", *misses, ""]) if misses else ""
    return HEAD.format(n=replications, early=EARLY_YEARS) + "\n".join(rows) + "\n" + told


def main() -> None:
    parser = argparse.ArgumentParser(description="Published figures beside what the model says")
    parser.add_argument("--replications", type=int, default=24)
    parser.add_argument("--set", dest="settings", action="append", default=[])
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    given = parser.parse_args()
    worlds = {}
    for policy, name in (("no-guidance-fund", "no guidance fund"), ("beijing-2011", "Beijing 2011")):
        scenario = load("beijing-2011", policy=policy, settings=given.settings)
        worlds[name] = [World(scenario, simulate(scenario, number)) for number in range(given.replications)]
    rows = table(worlds)
    print("\n".join(rows))
    if given.write:
        PAGE.write_text(page(rows, given.replications), encoding="utf-8")


if __name__ == "__main__":
    main()
