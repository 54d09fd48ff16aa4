"""Where a sensitivity study looks: points from SALib's samplers, scaled to the parameters' plausible ranges."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, get_args

import numpy as np

from sim.experiments.sweep.design import Point, Scenarios, check_points
from sim.measures.intervals import Numbers
from sim.scenario.book import value_at
from sim.scenario.errors import BadInput, Problem
from sim.scenario.ranges import Range
from sim.scenario.said import said
from sim.scenario.scenario_schema import Scenario

Method = Literal["morris", "sobol", "tornado"]
METHODS: tuple[Method, ...] = get_args(Method)
# Trajectories (Morris) and base samples (Sobol) unless told otherwise.
SIZES: dict[Method, int] = {"morris": 10, "sobol": 64, "tornado": 1}
FEWEST = (
    4  # trajectories: the least in use (Campolongo, Cariboni and Saltelli 2007), and a spread over three is no spread
)
OPTION = "--parameters"
LEVELS = 4  # Morris' own choice: every parameter at 0, 1/3, 2/3 and 1 of its range, steps of 2/3
_MOST_SOBOL = 2**20
MOST_MORRIS = 10_000


@dataclass(frozen=True)
class Design:
    """The points of a study: ``unit`` (P, D) in units of the ranges, NaN where a parameter keeps its own value.

    Morris: trajectories of D + 1 points. Sobol: blocks of D + 2 points, A, A with each column of B, B. Tornado: the
    scenario itself, then the low and the high end of each parameter.
    """

    method: Method
    size: int
    ranges: tuple[Range, ...]
    unit: Numbers

    def __len__(self) -> int:
        return len(self.unit)

    @cached_property
    def simulated(self) -> Numbers:
        """Where the points really lie, as ``unit``: whole numbers are rounded."""
        places = self.unit.copy()
        for j, one in enumerate(self.ranges):
            if one.integer:
                width = one.high - one.low
                places[:, j] = (np.floor(one.low + places[:, j] * width + 0.5) - one.low) / width
        return places

    @cached_property
    def settings(self) -> list[dict[str, float | int]]:
        """What each point sets, by key, in the parameters' own units."""
        return [
            {one.key: scaled(one, float(u)) for one, u in zip(self.ranges, row, strict=True) if not math.isnan(u)}
            for row in self.unit
        ]


def scaled(one: Range, u: float) -> float | int:
    """The value at ``u`` in 0 .. 1 of a range; whole numbers are rounded."""
    value = one.low + u * (one.high - one.low)
    return math.floor(value + 0.5) if one.integer else min(max(value, one.low), one.high)


def make_design(method: Method, ranges: Sequence[Range], size: int | None, seed: int) -> Design:
    """The design of a study; the same arguments give the same points.

    Raises BadInput for a size that does not fit the method, for no parameters and for a range that is one value only.
    """
    size = SIZES[method] if size is None else size
    problems = [Problem(OPTION, one.key, _constant(one)) for one in ranges if _constant(one)]
    if not ranges:
        problems.append(Problem(OPTION, "", said("names no parameter")))
    if message := size_problem(method, size):
        problems.append(Problem("--size", "", message))
    if problems:
        raise BadInput(problems)
    if method == "tornado":
        return Design(method, size, tuple(ranges), _ends(len(ranges)))
    return Design(method, size, tuple(ranges), _sampled(method, len(ranges), size, seed))


def size_problem(method: Method, size: int) -> str:
    """What is wrong with a size, empty if nothing."""
    if method == "tornado":
        return (
            ""
            if size == SIZES[method]
            else said("is {size}; a tornado has two points a parameter and takes no size", size=size)
        )
    if method == "morris":
        fits = FEWEST <= size <= MOST_MORRIS
        return (
            ""
            if fits
            else said(
                "is {size}; Morris takes {fewest} trajectories, which its intervals need, to {most}",
                size=size,
                fewest=FEWEST,
                most=MOST_MORRIS,
            )
        )
    if not 2 <= size <= _MOST_SOBOL:
        return said("is {size}; Sobol takes a power of two from 2 to {most}", size=size, most=_MOST_SOBOL)
    below = 1 << (size.bit_length() - 1)
    return (
        ""
        if below == size
        else said("is {size}; Sobol takes a power of two: {below} or {above}", size=size, below=below, above=2 * below)
    )


def scenarios_of(scenario: Scenario, design: Design) -> Sequence[Scenario]:
    """The scenario of every point, each checked as if its values stood in the scenario's file.

    Raises BadInput that names the points which contradict a rule of the schemas.
    """
    points = [Point(number, scenario.policy_name, dict(one)) for number, one in enumerate(design.settings)]
    made = Scenarios({scenario.policy_name: scenario}, points)
    try:
        check_points(points, made)
    except BadInput as error:
        raise BadInput([replace(one, file=OPTION) for one in error.problems]) from None
    return made


def base_value(scenario: Scenario, key: str) -> float:
    """The scenario's own value of a parameter; the mean of one by stage, all of whose stages a study moves as one."""
    part, _, rest = key.partition(".")
    value = value_at(getattr(scenario, part), rest)
    return float(np.mean(value)) if isinstance(value, tuple) else float(value)


def _constant(one: Range) -> str:
    if scaled(one, 0.0) != scaled(one, 1.0):
        return ""
    return said(
        "has the range {low:g} to {high:g}, a single value; there is nothing to vary", low=one.low, high=one.high
    )


def _ends(count: int) -> Numbers:
    """The scenario itself, then each parameter at its low and its high end."""
    unit = np.full((1 + 2 * count, count), np.nan)
    unit[1 + 2 * np.arange(count), np.arange(count)] = 0.0
    unit[2 + 2 * np.arange(count), np.arange(count)] = 1.0
    return unit


def _sampled(method: Method, count: int, size: int, seed: int) -> Numbers:
    problem = {"num_vars": count, "names": [f"x{j}" for j in range(count)], "bounds": [[0.0, 1.0]] * count}
    if method == "morris":
        from SALib.sample import morris

        return np.asarray(morris.sample(problem, size, num_levels=LEVELS, seed=seed))
    from SALib.sample import sobol

    return np.asarray(sobol.sample(problem, size, calc_second_order=False, seed=seed))
