"""Print the figures of ``docs/model/sanity.md``: ``python benchmarks/sanity.py [--replications 12]``."""

import argparse
from collections import Counter, defaultdict
from statistics import mean, median

from sim.engine.reference import simulate
from sim.ledger.history import NEVER, History, Position
from sim.measures.since import since_start
from sim.scenario.economy_schema import STAGES
from sim.scenario.files import load

EDGES = (1.0, 5.0, 10.0, 20.0, 50.0)


def holdings(histories: list[History], instrument: str) -> list[Position]:
    return [
        p for h in histories for p in h.positions if p.instrument == instrument and p.exit_day != NEVER and p.cost_fen
    ]


def bins(multiples: list[float]) -> list[float]:
    """Per cent of deals below 1, 1-5, 5-10, 10-20, 20-50 and above 50 times cost."""
    counts = Counter(sum(multiple >= edge for edge in EDGES) for multiple in multiples)
    return [round(100 * counts[i] / len(multiples), 1) for i in range(len(EDGES) + 1)]


def top_share(closed: list[Position], part: float) -> float:
    """Share of all proceeds that the ``part`` of deals with the highest multiples brought (as published)."""
    ranked = sorted(closed, key=lambda one: one.proceeds_fen / one.cost_fen, reverse=True)
    proceeds = [one.proceeds_fen for one in ranked]
    return sum(proceeds[: int(part * len(proceeds))]) / sum(proceeds)


def deals(histories: list[History]) -> None:
    closed = holdings(histories, "fund_holding")
    multiples = [p.proceeds_fen / p.cost_fen for p in closed]
    money = sum(p.proceeds_fen for p in closed) / sum(p.cost_fen for p in closed)
    print(f"  {len(closed)} holdings; bins {bins(multiples)}; mean {mean(multiples):.2f}; money-weighted {money:.2f}")
    best = [f"{top_share(closed, part):.0%}" for part in (0.06, 0.04)]
    print(f"  the 6 % of deals with the highest multiples bring {best[0]} of proceeds, the top 4 % {best[1]}")
    for route in ("listing", "trade_sale"):
        years = median((p.exit_day - p.first_day) / 365 for p in closed if p.route == route)
        print(f"  median years to cash by {route}: {years:.1f}")


def rounds(histories: list[History]) -> None:
    opened = [sum(h.counters.get(f"rounds_opened_{stage}", 0) for h in histories) for stage in STAGES]
    every = [[r for h in histories for r in h.rounds if r.stage == stage] for stage in range(len(STAGES))]
    print("  closed of opened:", [round(len(r) / o, 2) for r, o in zip(every, opened, strict=True)])
    print("  cut to the dilution cap:", [round(mean(r.cut for r in one), 2) for one in every])
    print("  led by a fund:", [round(mean(r.lead != "outside" for r in one), 2) for one in every])


def funds(histories: list[History]) -> None:
    marketed = [f for h in histories for f in h.funds]
    up = [f for f in marketed if f.set_up != NEVER]
    reached = [f for f in up if f.private_fen + f.public_fen + f.manager_fen >= 0.999 * f.target_fen]
    held = len([p for h in histories for p in h.positions if p.instrument == "fund_holding"])
    n = len(histories)
    print(f"  funds marketed {len(marketed) / n:.1f}, set up {len(up) / n:.1f}, companies a fund {held / len(up):.1f}")
    print(
        f"  reach their target: {len(reached) / len(marketed):.0%} of marketed, {len(reached) / len(up):.0%} of set up"
    )
    waits = sum(h.counters["listing_wait_days"] for h in histories)
    print(f"  mean wait for a listing: {waits / sum(h.counters['listing_waits'] for h in histories) / 30.4:.1f} months")


def companies(histories: list[History]) -> None:
    every = [c for h in histories for c in h.companies]
    funded = [c for c in every if c.funded != NEVER]
    ends = {end: round(count / len(funded), 3) for end, count in Counter(c.end for c in funded).items()}
    n = len(histories)
    print(f"  companies founded {len(every) / n:.0f}, funded {len(funded) / n:.0f}; ends of funded {ends}")


def stakes(histories: list[History]) -> None:
    by_route: dict[str, list[float]] = defaultdict(list)
    for position in holdings(histories, "stage_equity"):
        by_route[position.route].append(position.proceeds_fen / position.cost_fen)
    for route, multiples in by_route.items():
        print(f"  stage equity by {route}: {len(multiples)} stakes, mean multiple {mean(multiples):.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Sanity figures of the Beijing scenario")
    parser.add_argument("--replications", type=int, default=12)
    given = parser.parse_args()
    for policy in ("no-guidance-fund", "beijing-2011"):
        scenario = load("beijing-2011", policy=policy)
        histories = [since_start(simulate(scenario, replication)) for replication in range(given.replications)]
        print(policy)
        for show in (companies, funds, rounds, deals, stakes):
            show(histories)


if __name__ == "__main__":
    main()
