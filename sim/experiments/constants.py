"""Set the two constants of an economy that close its own loops, on runs without a guidance fund (D5, D6).

``python -m sim.experiments.constants beijing-2011 --replications 24`` prints ``rounds.heat_reference`` (money that
chases deals when a round is shown, averaged over rounds, at elasticity 0) and ``listing.share`` (the share of the
national listing count at which a filing waits nine months on average). Write both into the economy file.
"""

import argparse
import math
from collections.abc import Sequence

from sim.engine.reference import simulate
from sim.scenario.files import load

NO_FUND = "no-guidance-fund"
WAIT_MONTHS = 9.0
DAYS_A_MONTH = 365.0 / 12.0


def counters(scenario: str, replications: int, settings: Sequence[str]) -> dict[str, int]:
    """Counters summed over replications without a guidance fund."""
    resolved = load(scenario, policy=NO_FUND, settings=settings)
    total: dict[str, int] = {}
    for replication in range(replications):
        for name, value in simulate(resolved, replication).counters.items():
            total[name] = total.get(name, 0) + value
    return total


def heat_reference(scenario: str, replications: int) -> float:
    """Mean of uninvested money plus base (yuan) over the days on which rounds are shown, at elasticity 0."""
    base = load(scenario).economy.rounds.heat_base
    found = counters(scenario, replications, ["economy.rounds.heat_elasticity=0.0"])
    return found["chasing_yuan"] / found["looks"] + base


def mean_wait(scenario: str, replications: int, reference: float, share: float) -> float:
    """Mean months in the listing queue, filings that expire in it included."""
    found = counters(
        scenario, replications, [f"economy.listing.share={share!r}", f"economy.rounds.heat_reference={reference!r}"]
    )
    return found["listing_wait_days"] / max(1, found["listing_waits"]) / DAYS_A_MONTH


def listing_share(scenario: str, replications: int, reference: float) -> float:
    """Bisect the share, to a relative width of 3 %; the wait falls as the share rises."""
    low, high = 0.0005, 0.05
    while high / low > 1.03:
        middle = math.sqrt(low * high)
        if mean_wait(scenario, replications, reference, middle) > WAIT_MONTHS:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


def main() -> None:
    """Print both constants and the wait they give."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("scenario")
    parser.add_argument("--replications", type=int, default=24)
    given = parser.parse_args()
    reference = heat_reference(given.scenario, given.replications)
    share = listing_share(given.scenario, given.replications, reference)
    wait = mean_wait(given.scenario, given.replications, reference, share)
    print(f"rounds.heat_reference = {reference:.4g} yuan")
    print(f"listing.share = {share:.4g} (mean wait {wait:.1f} months)")


if __name__ == "__main__":
    main()
