"""Which rounds close: by stage, seed rounds by size and by quality, who leads. ``python benchmarks/rounds.py``.

``--policy no-guidance-fund`` is the default; ``--set KEY=VALUE`` as in ``yindao run``.
"""

import argparse
from itertools import pairwise
from statistics import mean

from sim.economy.laws import lognormal
from sim.economy.streams import Draws
from sim.engine.reference import simulate
from sim.ledger.history import NEVER, History
from sim.measures.since import since_start
from sim.scenario.economy_schema import STAGES
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

YEAR = 365
SHOWN, DECLINED = ([f"{what}_{stage}" for stage in STAGES] for what in ("shown", "declined"))
Seed = tuple[float, float, bool]  # size sought (yuan), quality, closed


def seeds(scenario: Scenario, whole: History) -> list[Seed]:
    """Seed rounds that had their whole year before the horizon, of results from before the start too."""
    sizes, terms = Draws(scenario.seed, whole.replication).stream("round_size"), scenario.economy.rounds
    quality = {a.slot: a.quality for a in whole.achievements}
    last = whole.horizon - 2 * YEAR
    return [
        (
            lognormal(sizes.u(one.slot, 0), terms.size_median[0], terms.size_sigma[0]),
            quality[one.slot],
            one.funded != NEVER,
        )
        for one in since_start(whole).companies
        if one.founded <= last
    ]


def by_part(rows: list[Seed], key: int, parts: int) -> list[str]:
    """Share closed from the lowest to the highest of equally large groups."""
    ranked = sorted(rows, key=lambda row: row[key])
    cuts = [len(ranked) * i // parts for i in range(parts + 1)]
    return [f"{mean(row[2] for row in ranked[a:b]):.2f}" for a, b in pairwise(cuts)]


def stages(histories: list[History]) -> None:
    """Closed of opened, who led and what the funds paid, by stage."""
    opened = [sum(h.counters.get(f"rounds_opened_{stage}", 0) for h in histories) for stage in STAGES]
    every = [[r for h in histories for r in h.rounds if r.stage == stage] for stage in range(len(STAGES))]
    print("  opened a replication:", [round(one / len(histories), 1) for one in opened])
    print("  closed of opened:    ", [round(len(r) / max(1, o), 2) for r, o in zip(every, opened, strict=True)])
    led = [[r.lead != "outside" for r in one] for one in every]
    print("  led by a fund:       ", [round(mean(one), 2) if one else None for one in led])
    paid = [sum(r.funds_fen for r in one) / max(1, sum(r.raised_fen for r in one)) for one in every]
    print("  paid by funds:       ", [round(one, 2) for one in paid])
    sizes = [sorted(r.size_fen / 1e8 for r in one) for one in every]
    for part in (0.025, 0.5, 0.975):
        print(f"  {part:5.1%} of sizes, m:   ", [round(one[int(part * len(one))], 1) if one else None for one in sizes])


def declined(histories: list[History]) -> None:
    """What managers with room for the ticket declined of companies that they did not hold yet, by stage."""
    total = {name: sum(h.counters.get(name, 0) for h in histories) for name in (*SHOWN, *DECLINED)}
    shown = [total[name] for name in SHOWN]
    shares = [round(total[no] / n, 2) if n else None for no, n in zip(DECLINED, shown, strict=True)]
    print("  shown to the able:   ", [round(n / len(histories), 1) for n in shown])
    print("  declined:            ", shares)


def leads(histories: list[History]) -> None:
    """Mean skill of funds that led, and of all that were set up."""
    led, all_skill = [], []
    for history in histories:
        skill = {fund.name: fund.skill for fund in history.funds}
        led += [skill[r.lead] for r in history.rounds if r.lead in skill]
        all_skill += [fund.skill for fund in history.funds if fund.set_up != NEVER]
    print(f"  mean skill of leads {mean(led):.2f} in {len(led)} rounds; of funds set up {mean(all_skill):.2f}")


def main() -> None:
    """Print everything for one rule book."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--scenario", default="beijing-2011")
    parser.add_argument("--policy", default="no-guidance-fund")
    parser.add_argument("--replications", type=int, default=12)
    parser.add_argument("--set", action="append", default=[], dest="settings")
    given = parser.parse_args()
    scenario = load(given.scenario, policy=given.policy, settings=given.settings)
    whole = [simulate(scenario, replication) for replication in range(given.replications)]
    rows = [row for history in whole for row in seeds(scenario, history)]
    histories = [since_start(history) for history in whole]
    print(f"{given.policy}, {given.replications} replications")
    stages(histories)
    declined(histories)
    leads(histories)
    print("  seed rounds closed, fifths by size:  ", by_part(rows, 0, 5))
    print("  seed rounds closed, thirds by quality:", by_part(rows, 1, 3))


if __name__ == "__main__":
    main()
