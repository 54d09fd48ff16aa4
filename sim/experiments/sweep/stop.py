"""When a point of a sweep has replications enough: after whole blocks, by contents alone, so that a resume agrees.

The rule is that of ``sim.experiments.stopping``. Looked at is the half-width of the measure at the point or,
with several rule books, of its paired differences from the first rule book at the same settings.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sim.experiments.stopping import Plan, Rule, Target, plan
from sim.experiments.work.points import Simulated
from sim.measures.catalogue import CATALOGUE
from sim.measures.differences import difference
from sim.measures.estimates import Sample, estimates_of, pooled_ratios, sample_of
from sim.measures.reduce import Reduced


def simulate_until(simulated: Simulated, groups: Sequence[Sequence[int]], rule: Rule) -> None:
    """Give each group of points blocks of replications until the target of ``rule``, if any, is reached.

    A group holds the points of the same settings, a point for each rule book; they get the same replications.
    """
    wanted = [rule.first] * len(groups)
    undecided = list(range(len(groups)))
    while undecided:
        by_point = {point: wanted[place] for place, group in enumerate(groups) for point in group}
        # A twin behind the points gets the replications of its point.
        simulated.simulate([by_point[point % len(by_point)] for point in range(len(simulated))])
        more = {place: _next(simulated, groups[place], rule, wanted[place]) for place in undecided}
        undecided = [place for place in undecided if more[place] > wanted[place]]
        for place in undecided:
            wanted[place] = more[place]


def _next(simulated: Simulated, group: Sequence[int], rule: Rule, done: int) -> int:
    """The replications at the group's next look; ``done`` where it needs none, which is then not read back."""
    if rule.target is None or done >= rule.cap:
        return done
    return rule.next(_plans(simulated, group, rule.target), done)


def _plans(simulated: Simulated, group: Sequence[int], target: Target) -> dict[str, Plan]:
    """What the group still needs, by point."""
    runs = [simulated.read(point).reduced for point in group]
    if len(group) == 1:
        return {"": _of_one(runs[0], target)}
    plans: dict[str, Plan] = {}
    for point, reduced in zip(group[1:], runs[1:], strict=True):
        one, first = _paired(reduced, runs[0])
        if not one:
            plans[str(point)] = Plan(None, None)
            continue
        found = difference(_sample(one, target.measure), _sample(first, target.measure), target.measure)
        plans |= plan({str(point): found}, len(one), target)
    return plans


def _paired(one: list[Reduced], other: list[Reduced]) -> tuple[list[Reduced], list[Reduced]]:
    """The replications that both have."""
    both = {r.replication for r in one} & {r.replication for r in other}
    return [r for r in one if r.replication in both], [r for r in other if r.replication in both]


def _of_one(reduced: list[Reduced], target: Target) -> Plan:
    if not reduced:
        return Plan(None, None)
    measure = {target.measure: CATALOGUE[target.measure]}
    found = estimates_of(_sample(reduced, target.measure), measure)
    return plan(found, len(reduced), target)[target.measure]


def _sample(reduced: list[Reduced], measure: str) -> Sample:
    """The sample of one measure, the same numbers as in that of all, which takes far longer."""
    if CATALOGUE[measure].kind == "ratio" and measure not in reduced[0].parts:
        return sample_of(reduced)
    values = [one.values.get(measure) for one in reduced]
    column = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    sample = Sample({measure: column}, {}, len(reduced))
    if CATALOGUE[measure].kind != "ratio":
        return sample
    lean = [replace(one, parts={measure: one.parts[measure]}) for one in reduced]
    return replace(sample, pooled=pooled_ratios(lean))
