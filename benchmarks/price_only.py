"""How much sharper a wording is known with the supply of private money held, in one run.

    python benchmarks/price_only.py [REPLICATIONS] [KEY=VALUE] [SETTING ...]

Beijing 2011 against itself with ``policy.stage_equity.option.rate.compounding=compound`` (compound instead of simple
interest in the buy-back price), or with the key given; settings behind it hold for both. The variance is that of the
differences of single replications: on the own supply over that on the baseline's, it says how many fewer will do.
"""

import sys
from dataclasses import replace

import numpy as np

import sim
from sim.experiments.run.answer import values_by_replication

MEASURES = ("stage_equity.irr", "public.irr", "treasury.irr", "public.net_cost_pv")
COMPOUND = "policy.stage_equity.option.rate.compounding=compound"


def main(replications: int = 20, wording: str = COMPOUND, *settings: str) -> None:
    """Print mean, interval and variance of price and sum by measure."""
    base = sim.load("beijing-2011", replications=replications, settings=settings)
    other = sim.load("beijing-2011", replications=replications, settings=(*settings, wording))
    books = {"base": base, "other": replace(other, policy_name="other")}
    found = sim.compare(base, books, baseline="base", hold="supply")
    free, held, against = (
        values_by_replication(run).columns for run in (found["other"], found.held["other"], found["base"])
    )
    for measure in MEASURES:
        one, whole = found.splits["other"][measure], found.differences["other"][measure]
        price, total = held[measure] - against[measure], free[measure] - against[measure]
        ratio = np.nanvar(total, ddof=1) / np.nanvar(price, ddof=1)
        print(f"{measure}: price {one.price.mean:+.6g} {one.price.ci95}, sum {whole.mean:+.6g} {whole.ci95}")
        print(f"  sd of a replication: {np.nanstd(price, ddof=1):.6g} held, {np.nanstd(total, ddof=1):.6g} free")
        print(f"  variance ratio {ratio:.0f}; median price {np.nanmedian(price):+.6g}")
        print(f"  better in price: {one.price.probability_better} of replications, {one.better_ci95}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]), *sys.argv[2:])
