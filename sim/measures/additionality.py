"""What would not exist otherwise: rule books against the world without a guidance fund, on the same draws (K04–K11).

The cost of a concession (让利) is reckoned against the same rule book without it; what private partners gain, against
the rule book ``pari-passu``, where that is compared too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import floor

from sim.measures.city import payback_years
from sim.measures.compact import Pairs, Values
from sim.measures.estimates import Sample, sample_of
from sim.measures.flows import net
from sim.measures.intervals import CERTAIN, Pooled, mean_of, signed_ratio_of
from sim.measures.reduce import FEN, Reduced

COUNTED = {
    "additionality.private_capital": "market.private_capital",
    "additionality.private_capital.funds": "market.private_capital.funds",
    "additionality.private_capital.rounds": "market.private_capital.rounds",
    "additionality.companies": "company.funded",
    "additionality.listed": "company.listed",
    "additionality.conversions": "pipeline.converted",
    "additionality.jobs": "company.jobs",
    "additionality.tax_pv": "city.tax_pv",
}
SHARES = (
    "additionality.per_public_yuan",
    "additionality.per_public_yuan.funds",
    "additionality.per_public_yuan.rounds",
    "crowding_out",
)
EXTRA = "fiscal.per_extra_conversion"
EFFICIENCY = ("concession.efficiency", "concession.marginal_efficiency")


def compared_samples(
    worlds: Mapping[str, Sequence[Reduced]],
    counterfactuals: Mapping[str, str],
    even: str | None,
    unconceded: Mapping[str, Sequence[Reduced]],
    baseline: str = "",
) -> dict[str, tuple[list[Reduced], Sample]]:
    """Every measure of every world, those that exist only in comparisons included.

    ``worlds`` maps names to the same replications under each rule book, ``counterfactuals`` each name to that of its
    world without a guidance fund; ``even`` names the world under pari-passu, None when it is not compared;
    ``unconceded`` holds, for each name that concedes part of its gain, the same rule book without that; ``baseline``
    names the world from which costs of extra conversions are reckoned, the first one without a name. Returns by
    name the replications with the new values and ratios, and their sample. Raises ValueError when replications do not
    match.
    """
    found: dict[str, tuple[list[Reduced], Sample]] = {}
    first = baseline or next(iter(worlds), "")
    for name, policy in worlds.items():
        absent: list[None] = [None] * len(policy)
        # Without public money there are no partners beside it whose return could be lifted.
        level = worlds[even] if even and any(one.values["public.paid_in"] for one in policy) else absent
        others = zip(policy, worlds[counterfactuals[name]], level, unconceded.get(name, absent), strict=True)
        reduced = [_with_comparisons(*one) for one in others]
        reduced = [_with_extra(*one) for one in zip(reduced, worlds[first], strict=True)]
        found[name] = reduced, sample_of(reduced)
    for name, (reduced, sample) in found.items():
        if even and "private.uplift" in sample.values:
            # A rate of summed flows, not a sum of rates: the one pooled value that is no ratio of sums.
            sample.pooled["private.uplift"] = sample.pooled["private.irr"] - found[even][1].pooled["private.irr"]
        if EXTRA in sample.pooled:
            parts = [one.parts[EXTRA] for one in reduced]
            sample.pooled[EXTRA] = signed_ratio_of([top for top, _ in parts], [bottom for _, bottom in parts])
        for efficiency in EFFICIENCY if name in unconceded else ():
            sample.pooled[efficiency] = _where_it_costs(sample, sample.pooled[efficiency])
    return found


def _with_comparisons(policy: Reduced, nothing: Reduced, even: Reduced | None, unconceded: Reduced | None) -> Reduced:
    """One replication with its measures against the other worlds."""
    if any(one and one.replication != policy.replication for one in (nothing, even, unconceded)):
        raise ValueError("replications of different numbers cannot be compared")
    values = dict(policy.values)
    parts = dict(policy.parts)
    for name, counted in COUNTED.items():
        values[name] = _less(policy, nothing, counted)
    values["additionality.tax_payback_years"] = _net_payback(policy, nothing)
    extra = _fen(values["additionality.private_capital"])
    beside = policy.parts["leverage.private_per_public"][0]
    paid_in = _fen(policy.values["public.paid_in"])
    for kind in ("", ".funds", ".rounds"):
        parts[f"additionality.per_public_yuan{kind}"] = _fen(values[f"additionality.private_capital{kind}"]), paid_in
    parts["crowding_out"] = beside - _fen(_less(policy, nothing, "market.private_capital.partners")), beside
    if even is not None:
        values["private.uplift"] = _less(policy, even, "private.irr")
    if unconceded is not None:
        cost = _less(policy, unconceded, "public.net_cost_pv")
        values["concession.cost_pv"] = cost
        parts["concession.efficiency"] = extra, _fen(cost)
        gained = _fen(_less(policy, unconceded, "market.private_capital"))
        parts["concession.marginal_efficiency"] = gained, _fen(cost)
        # Its cost has either sign from one replication to the next: only the pooled efficiency means anything.
        values |= dict.fromkeys(EFFICIENCY)
    for name in SHARES:
        top, bottom = parts[name]
        values[name] = top / bottom if bottom > 0 else None
    return replace(policy, values=Values.of(values), parts=Pairs.of(parts))


def _net_payback(policy: Reduced, nothing: Reduced) -> float | None:
    """Years until the taxes that would not be paid otherwise cover what would not be paid out otherwise."""
    if "tax" not in policy.flows or "tax" not in nothing.flows:
        return None
    extra = net(nothing.flows["tax"], policy.flows["tax"])
    outlay = net(nothing.flows["fiscal"], policy.flows["fiscal"])
    return payback_years(outlay, extra, policy.discount_rate)


def _with_extra(policy: Reduced, first: Reduced) -> Reduced:
    """One replication with its cost and its conversions beyond those of the first world, in whole yuan and results."""
    cost, more = (_less(policy, first, name) or 0.0 for name in ("fiscal.net_cost_pv", "pipeline.converted"))
    parts = dict(policy.parts) | {EXTRA: (round(cost), int(more))}
    values = dict(policy.values) | {EXTRA: None}  # of one replication it means nothing: a few more are chance
    return replace(policy, values=Values.of(values), parts=Pairs.of(parts))


def _less(one: Reduced, other: Reduced, name: str) -> float | None:
    a, b = one.values[name], other.values[name]
    return None if a is None or b is None else a - b


def _fen(yuan: float | None) -> int:
    return floor((yuan or 0.0) * FEN + 0.5)


def _where_it_costs(sample: Sample, pooled: Pooled) -> Pooled:
    """A pooled efficiency where the concession costs something in sum, with an interval where that is beyond doubt."""
    cost = mean_of(sample.values["concession.cost_pv"])
    if cost.value is None or cost.value <= 0:
        return Pooled()
    # A denominator that may be of either sign has no interval: the ratio runs through infinity.
    certain = cost.error is not None and cost.value > CERTAIN * cost.error
    return pooled if certain else Pooled(pooled.value, n=pooled.n)
