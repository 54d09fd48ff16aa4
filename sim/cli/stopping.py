"""``--until``, ``--plan`` and ``--measure``: how sure an answer must be."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.scenario.errors import BadInput, Problem

if TYPE_CHECKING:
    from sim.experiments.stopping import Target


def target_of(
    until: float | None, plan: float | None, measure: str | None, known: Mapping[str, object]
) -> "Target | None":
    """What --until or --plan asks for; raises BadInput for half a question or a measure that is not ``known``."""
    from sim.scenario.checking import nearest

    asked = [(name, width) for name, width in (("--until", until), ("--plan", plan)) if width is not None]
    if not asked and measure is None:
        return None
    if len(asked) == 2:
        raise BadInput([Problem("--plan", "", "cannot stand beside --until: one plans, the other runs")])
    if not asked:
        raise BadInput([Problem("--measure", "", "needs a half-width: --until, or in a comparison --plan")])
    option, width = asked[0]
    if measure is None:
        raise BadInput([Problem(option, "", "needs --measure: the measure that is to be known so well")])
    if not 0 < width < float("inf"):
        raise BadInput([Problem(option, "", f"is {width:g}; must be a number above 0")])
    from sim.experiments.stopping import Target

    if measure not in known:
        raise BadInput([Problem("--measure", "", f'is "{measure}"; no such measure{nearest(measure, known)}')])
    return Target(measure, width)
