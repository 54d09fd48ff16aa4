"""``--measure``, ``--until`` and ``--plan``: what is shown, and how sure the first of it must be."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.cli.output import say_in
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

if TYPE_CHECKING:
    from sim.cli.output import Lang
    from sim.experiments.stopping import Target
    from sim.measures.catalogue import Measure


def measures_of(asked: Sequence[str] | None, known: "Mapping[str, Measure]") -> tuple[str, ...]:
    """The measures asked for, by name or Chinese name, each once; raises BadInput for those that are not ``known``."""
    from sim.measures.catalogue import in_names, unknown

    names = in_names(asked or (), known)
    problems = unknown(names, known)
    if problems:
        raise BadInput(problems)
    return names


def twins_told(lang: "Lang") -> str:
    """What a measure against the world without a guidance fund costs, told before it begins."""
    return say_in(
        "each point also without a guidance fund: up to twice the replications, less where points share that world",
        "每点另模拟无引导基金的情形：模拟次数至多加倍，几个点共用该情形时较少",
        lang,
    )


def target_of(until: float | None, plan: float | None, measures: Sequence[str]) -> "Target | None":
    """What --until or --plan asks of the first of ``measures``; raises BadInput for half a question."""
    asked = [(name, width) for name, width in (("--until", until), ("--plan", plan)) if width is not None]
    if not asked:
        return None
    if len(asked) == 2:
        raise BadInput([Problem("--plan", "", said("cannot stand beside --until: one plans, the other runs"))])
    option, width = asked[0]
    if not measures:
        raise BadInput([Problem(option, "", said("needs --measure: the measure that is to be known so well"))])
    if not 0 < width < float("inf"):
        raise BadInput([Problem(option, "", said("is {width:g}; must be a number above 0", width=width))])
    from sim.experiments.stopping import Target

    return Target(measures[0], width)
