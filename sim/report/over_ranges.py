"""What the numbers of a shipped scenario become over the ranges of its assumptions, read from a shipped file.

``benchmarks/ranges.py`` makes the file, once a release.
"""

from pydantic import BaseModel, ConfigDict, ValidationError

from sim.report.numbers import interval, quantity
from sim.report.texts import Language, say
from sim.scenario.content import fingerprint
from sim.scenario.scenario_schema import Scenario
from sim.scenario.shipped import results_path


class Span(BaseModel):
    """Quantiles of a measure over points, and ``n``, the points that have it; None is a time never reached.

    ``chance`` is half the width of a point's own 95 % interval, the median over points: what chance adds to the range.
    """

    model_config = ConfigDict(frozen=True)

    unit: str
    p5: float | None
    p50: float | None
    p95: float | None
    min: float | None
    max: float | None
    n: int
    chance: float | None = None


class Ranges(BaseModel):
    """What one study of ranges found: ``points`` settings of the keys ``varied``, ``replications`` of each.

    ``fitted`` names the keys that a calibration sets and that were kept, ``kept`` other assumptions that are no single
    number or have no range. ``digest`` and ``sources`` identify simulations and code, ``fingerprint`` what was varied.
    """

    model_config = ConfigDict(frozen=True)

    fingerprint: str
    version: str
    sources: str
    digest: str
    seed: int
    points: int
    replications: int
    varied: dict[str, tuple[float, float]]
    fitted: tuple[str, ...]
    kept: tuple[str, ...]
    measures: dict[str, Span]


def file_of(name: str) -> str:
    """What the file of the scenario ``name`` is called."""
    return f"ranges-{name}.json"


def ranges_of(scenario: Scenario) -> Ranges | None:
    """What is known of ``scenario``; None for one whose economy, rule book or frame differ, and without a file."""
    try:
        found = Ranges.model_validate_json(results_path(file_of(scenario.name)).read_bytes())
    except (OSError, ValueError, ValidationError):  # none is shipped, or a path that cannot be
        return None
    return found if found.fingerprint == fingerprint(scenario) else None


def ranged(found: Ranges | None, measure: str, lang: Language) -> str:
    """``from … to …`` of one measure over the ranges, 5th to 95th percentile; empty where it is not known."""
    one = None if found is None else found.measures.get(measure)
    if one is None or one.n == 0:
        return ""
    if one.p5 is None:
        return say("table.not_reached", lang)
    if one.p95 is None:
        return say("ranges.from_to", lang, low=quantity(one.p5, one.unit, lang), high=say("table.not_reached", lang))
    return say("ranges.span", lang, span=interval(one.p5, one.p95, one.unit, lang))


def ranges_note(found: Ranges, lang: Language) -> str:
    """How the ranges were made, and what they leave out."""
    facts = {"points": found.points, "replications": found.replications, "version": found.version}
    return say("ranges.note", lang, keys=len(found.varied), fitted=len(found.fitted), **facts)
