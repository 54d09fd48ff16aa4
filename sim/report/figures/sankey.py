"""A flow from step to step: bars whose heights are counts, and bands from each to those it divides into."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

BAR = 0.035  # half the width of a bar; steps are one apart
GAP = 0.02  # between bars of one step, of the highest count
BENDS = 30


@dataclass(frozen=True)
class Node:
    """A bar: its name, its step from 0 on, its colour, and the node that it is a part of (itself for the first)."""

    name: str
    step: int
    colour: str
    part_of: str


def flow(axes: Axes, nodes: Sequence[Node], counts: Mapping[str, float], highest: float) -> dict[str, float]:
    """Draw all nodes from the top down and give the middle of each; parts lie in the order of ``nodes``.

    ``highest`` is the count that fills the panel. What of a node goes nowhere has no band.
    """
    tops, used, free = _tops(nodes, counts, highest), dict[str, float](), {node.name: node for node in nodes}
    for node in nodes:
        count, top = counts[node.name], tops[node.name]
        axes.fill_between([node.step - BAR, node.step + BAR], top - count, top, color=node.colour, lw=0)
        if node.part_of != node.name:
            source = free[node.part_of]
            begin = tops[source.name] - used.get(source.name, 0.0)
            used[source.name] = used.get(source.name, 0.0) + count
            _band(axes, (source.step + BAR, begin), (node.step - BAR, top), count, node.colour)
    axes.set_xlim(-0.3, max(node.step for node in nodes) + 0.9)
    axes.set_ylim(-highest * (1.0 + 2 * GAP), highest * GAP)
    axes.set_axis_off()
    return {node.name: tops[node.name] - counts[node.name] / 2 for node in nodes}


def _tops(nodes: Sequence[Node], counts: Mapping[str, float], highest: float) -> dict[str, float]:
    """The upper end of each bar, downwards from 0; the bars of a step do not touch."""
    found, filled = dict[str, float](), dict[int, float]()
    for node in nodes:
        found[node.name] = filled.get(node.step, 0.0)
        filled[node.step] = found[node.name] - counts[node.name] - GAP * highest
    return found


def _band(axes: Axes, begin: tuple[float, float], end: tuple[float, float], count: float, colour: str) -> None:
    """A band of constant height that leaves and arrives level."""
    part = np.linspace(0.0, 1.0, BENDS)
    bend = part * part * (3.0 - 2.0 * part)
    upper = begin[1] + (end[1] - begin[1]) * bend
    axes.fill_between(begin[0] + (end[0] - begin[0]) * part, upper - count, upper, color=colour, alpha=0.35, lw=0)
