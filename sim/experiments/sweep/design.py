"""Where a sweep looks: a full grid, a Latin hypercube or a Sobol sequence, crossed with every rule book."""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from sim.economy.streams import design_generator
from sim.experiments.lazily import MadeWhenAsked
from sim.experiments.manifest import FRAME
from sim.experiments.sweep.vary import OPTION, Axis
from sim.scenario.checking import validate
from sim.scenario.documents import Document, Origin
from sim.scenario.economy_schema import Economy
from sim.scenario.errors import BadInput, Problem
from sim.scenario.file_schema import ScenarioFile
from sim.scenario.files import read_policy
from sim.scenario.overrides import Override, lay
from sim.scenario.policy_schema import Policy
from sim.scenario.said import not_among, said
from sim.scenario.scenario_schema import Scenario, Sourced

Design = Literal["grid", "lhs", "sobol"]
DESIGNS: tuple[Design, ...] = get_args(Design)
ANCHORED = ("economy.response.anchor", "economy.response.reference")
MOST_POINTS = 1_000_000
PROBLEMS_TOLD = 20


@dataclass(frozen=True)
class Point:
    """One point of a sweep: its number, its rule book, and the value of every varied key."""

    number: int
    policy: str
    settings: dict[str, Any]


def check_design(design: str, points: int | None, axes: Sequence[Axis], policies: int = 1) -> Design:
    """The design of that name; raises BadInput where there is none, or ``points`` do not fit it."""
    known = next((one for one in DESIGNS if one == design), None)
    if known is None:
        raise BadInput([Problem("--design", "", not_among(design, DESIGNS))])
    where, message = _misfit(known, points, axes, policies)
    if message:
        raise BadInput([Problem(where, "", message)])
    return known


def _misfit(design: Design, points: int | None, axes: Sequence[Axis], policies: int) -> tuple[str, str]:
    """The option that does not fit ``design`` and why; empty where all is well."""
    most = MOST_POINTS // policies
    if design == "grid":
        size = math.prod(len(axis.values) for axis in axes)
        if points is not None:
            return "--points", said(
                "does not go with a grid, which has {size} points; use --design lhs or sobol", size=size
            )
        return OPTION, said(
            "makes {size} points; at most {most} are possible", size=size * policies, most=MOST_POINTS
        ) if size > most else ""
    if points is None:
        return "--points", said("is missing; --design {design} needs the number of points", design=design)
    if not 1 <= points <= most:
        return "--points", said("is {points}; must be 1 to {most}", points=points, most=most)
    below = 1 << (points.bit_length() - 1)
    if design == "sobol" and points != below:
        return (
            "--points",
            said(
                "is {points}; a Sobol sequence is balanced only for a power of two: {below} or {above}",
                points=points,
                below=below,
                above=2 * below,
            ),
        )
    return "", ""


def settings_of(axes: Sequence[Axis], design: Design, points: int | None, seed: int) -> Iterator[dict[str, Any]]:
    """The settings of each point; in a grid the last key runs fastest. Sampled designs come from ``seed`` alone.

    The Latin hypercube is McKay, Beckman and Conover's (1979, Technometrics 21, 239); the Sobol sequence is scrambled
    (Owen 1998, Journal of Complexity 14, 466), as scipy.stats.qmc makes them.
    """
    keys = [axis.key for axis in axes]
    if design == "grid":
        for values in itertools.product(*(axis.values for axis in axes)):
            yield dict(zip(keys, values, strict=True))
        return
    from scipy.stats import qmc

    generator = design_generator(seed)
    if design == "lhs":
        sample = qmc.LatinHypercube(len(axes), rng=generator).random(points or 1)
    else:
        sample = qmc.Sobol(len(axes), scramble=True, rng=generator).random_base2((points or 1).bit_length() - 1)
    for row in sample.tolist():
        yield {axis.key: axis.at(share) for axis, share in zip(axes, row, strict=True)}


class Scenarios(MadeWhenAsked):
    """The scenario of each point."""

    def __init__(self, bases: Mapping[str, Scenario], points: Sequence[Point]) -> None:
        # Noted once, so that all points share one table of provenance.
        keys = list(points[0].settings) if points else []
        self._bases = {name: _noted(base, keys) for name, base in bases.items()}
        self._points = points

    def __len__(self) -> int:
        return len(self._points)

    def made(self, place: int) -> Scenario:
        """The base under the point's rule book, with its settings."""
        point = self._points[place]
        return varied(self._bases[point.policy], point.settings)


def crossed(policies: Iterable[str], settings: Iterable[dict[str, Any]]) -> list[Point]:
    """Every setting under every rule book, settings outer, rule books inner; numbered from 0."""
    pairs = itertools.product(settings, tuple(policies))
    return [Point(number, policy, chosen) for number, (chosen, policy) in enumerate(pairs)]


def check_points(points: Sequence[Point], scenarios: Sequence[Scenario]) -> None:
    """Make every scenario once; raises BadInput that names the points which contradict a rule of the schemas."""
    problems: list[Problem] = []
    for place, point in enumerate(points):
        try:
            scenarios[place]
        except BadInput as error:
            problems += [_at(point, problem) for problem in error.problems]
        if len(problems) > PROBLEMS_TOLD:
            problems = [*problems[:PROBLEMS_TOLD], Problem(OPTION, "", said("… and more"))]
            break
    if problems:
        raise BadInput(problems)


def _at(point: Point, problem: Problem) -> Problem:
    where = ", ".join(f"{key}={value}" for key, value in point.settings.items())
    return Problem(
        OPTION,
        problem.key,
        said(
            "{message} (at point {number}, {policy}: {where})",
            message=problem.message,
            number=point.number,
            policy=point.policy,
            where=where,
        ),
    )


def varied(scenario: Scenario, settings: Mapping[str, Any]) -> Scenario:
    """``scenario`` with other values for keys of the parameter book, checked as a file would be; raises BadInput."""
    problems: list[Problem] = []
    overrides = [Override(key, value, Origin(OPTION, None)) for key, value in settings.items()]
    changed: dict[str, Any] = {}
    for name, schema in (("economy", Economy), ("policy", Policy)):
        if any(key.startswith(f"{name}.") for key in settings):
            document = Document(OPTION, getattr(scenario, name).model_dump(), prefix=f"{name}.")
            changed[name] = validate(schema, lay(overrides, document), problems)
    own = [override for override in overrides if "." not in override.key]
    if own:
        frame = validate(ScenarioFile, lay(own, Document(OPTION, _frame(scenario))), problems)
        changed |= {one.key: getattr(frame, one.key) for one in own if frame is not None}
    if any(key in settings for key in ANCHORED) and not problems:
        response = changed["economy"].response
        changed["reference"] = read_policy(response.reference).value if response.anchor else None
    if problems:
        raise BadInput(problems)
    return replace(_noted(scenario, settings), **changed)


def _noted(scenario: Scenario, keys: Iterable[str]) -> Scenario:
    """The scenario saying that its varied values come from the sweep; one that says so already is left as it is."""
    note = Sourced(OPTION)
    if all(scenario.provenance.get(key) == note for key in keys):
        return scenario
    return replace(scenario, provenance=scenario.provenance | dict.fromkeys(keys, note))


def _frame(scenario: Scenario) -> dict[str, Any]:
    """What the file of a scenario says beside its economy and policy."""
    return {name: getattr(scenario, name) for name in FRAME} | {
        "economy": scenario.economy_name,
        "policy": scenario.policy_name,
    }
