"""What the figures of a comparison need, and the list of them."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

import numpy as np

from sim.measures.cash_by_year import CashYear, cash_by_year
from sim.measures.catalogue import EVERY, PROGRAMMES
from sim.measures.city import FEN, present_path
from sim.measures.differences import Difference
from sim.measures.headlines import PANELS
from sim.measures.landing import CAUSES as EVERY_CAUSE
from sim.measures.parties import PARTIES
from sim.measures.pipeline import MONTH
from sim.measures.positions import INSTRUMENTS, Instrument
from sim.measures.survival import YEAR, exit_curve
from sim.report.figures.data import (
    MOST,
    ExitCurve,
    Footer,
    Numbers,
    Point,
    Simulated,
    calendar_years,
    exit_curve_of,
    mean_causes,
    mean_landing,
    monthly,
)
from sim.report.figures.drawing import Drawing
from sim.report.texts import Language, say
from sim.scenario.titles import Titles, titles_of

# In the order of the page; each has a file here of its own, and a title and a caption in words/compare.toml.
FIGURES = ("differences", "frontier", "parties", "j_curves", "exit_timing")
IDLE = ("idle_by_cause",)  # where a rule book has money to wait
CITY = ("jobs_tax",)  # where companies are counted every year
LANDING = ("sankey_landing",)  # where companies may leave the city
PIPELINE = ("approval_times", "conversion_survival")  # where rule books move the times of results
CAUSES = ("funnel_by_cause",)  # where they move what becomes of them
MIX = ("instrument_mix",)  # where programmes pay under two rule books or more
FUND = "guidance_fund"  # all its lines together, among those of programmes
WAITING = ("uncommitted", "undrawn", "not_set_up")
LONG_LIST = 6  # of more rule books a footer names the baseline alone

Differences = Mapping[str, Mapping[str, Difference]]


@dataclass(frozen=True)
class Panel:
    """One measure in the dot plot: its names and unit, its value under the baseline, differences by policy.

    ``better`` is 1 where more is better, -1 where less is.
    """

    measure: str
    label: str
    zh: str
    unit: str
    baseline: float | None
    differences: dict[str, Point]
    better: int = 1

    def name(self, lang: Language) -> str:
        """The measure in words."""
        return self.zh if lang == "zh" else self.label

    @property
    def holds_anything(self) -> bool:
        """Whether there is a difference to show: some measures exist only beside a certain rule book."""
        return any(point.value is not None for point in self.differences.values())


@dataclass(frozen=True)
class CityPaths:
    """By programme day (Y,), means over replications: ``years`` since the start, ``jobs`` in the city, ``tax`` and what
    the guidance fund has paid net (``outlay``) so far, present values in yuan; ``payback`` the median years until the
    one covers the other, None where half of the replications do not get there."""

    years: Numbers
    jobs: Numbers
    tax: Numbers
    outlay: Numbers
    payback: float | None


@dataclass(frozen=True)
class WaitingCurve:
    """Kaplan–Meier share of results not yet converted (``left``, K,) from ``months`` (K,) since completion on.

    ``low`` and ``high`` (K,) its 95 % band; ``deadline`` the months to a take-over, None for never.
    """

    months: Numbers
    left: Numbers
    low: Numbers
    high: Numbers
    deadline: int | None


@dataclass(frozen=True)
class PipelineTimes:
    """``months`` of decision, ascending, pooled over replications, by ``decision_below`` and ``decision_above`` the
    line; and how long results wait for a company."""

    months: dict[str, Numbers]
    unconverted: WaitingCurve


@dataclass(frozen=True)
class MixCosts:
    """Net cost of all support in yuan ``per_extra`` conversion against the first rule book and ``per_success``; what
    each line ``paid``, mean over replications: the guidance fund's (FUND) and those of programmes."""

    per_extra: Point
    per_success: Point
    paid: dict[str, float]


@dataclass(frozen=True)
class ComparisonData:
    """All arrays of the figures of a comparison.

    ``policies`` all rule books in order, counterfactuals behind, and ``titles`` what they are called; ``panels`` the
    key measures; ``years`` (M,) months since ``start`` and ``net_cash`` policy -> (R, M) the treasury's cumulative net
    cash in yuan; ``exits`` instrument -> policy -> curve; ``cost`` and ``additional`` policy -> net public cost and
    additional private capital in yuan; ``parties`` policy -> party -> difference from the baseline in yuan; ``city``
    policy -> paths, where companies are counted every year; ``landing`` policy -> mean counts of
    ``sim.measures.landing`` and ``kept`` policy -> how many more companies it keeps there, where they may leave;
    ``idle`` policy -> cause -> share of the money under management, and ``whole``, their sum, where there is any;
    ``pipeline`` policy -> times and ``causes`` policy -> mean counts of ``sim.measures.landing.causes_of``, each once
    where these differ; ``same_times`` and ``same_causes`` policy there -> others that are as it, to the last result;
    ``mix`` policy -> costs, where programmes pay under two of them or more; ``cash`` policy -> the treasury's by year.
    """

    footer: Footer
    policies: tuple[str, ...]
    titles: Titles
    baseline: str
    start: date
    years: Numbers
    panels: tuple[Panel, ...]
    net_cash: dict[str, Numbers]
    exits: dict[str, dict[str, ExitCurve]]
    cost: dict[str, Point]
    additional: dict[str, Point]
    parties: dict[str, dict[str, Point]]
    city: dict[str, CityPaths] = field(default_factory=dict)
    landing: dict[str, dict[str, float]] = field(default_factory=dict)
    kept: dict[str, Point] = field(default_factory=dict)
    pipeline: dict[str, PipelineTimes] = field(default_factory=dict)
    causes: dict[str, dict[str, float]] = field(default_factory=dict)
    same_times: dict[str, tuple[str, ...]] = field(default_factory=dict)
    same_causes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    idle: dict[str, dict[str, Point]] = field(default_factory=dict)
    mix: dict[str, MixCosts] = field(default_factory=dict)
    cash: dict[str, list[CashYear]] = field(default_factory=dict)
    left_out: int = 0

    def shortlist(self, most: int = MOST) -> "ComparisonData":
        """At most ``most`` rule books: the baseline and those best by the first measure; ``left_out`` the others."""
        if len(self.policies) <= most or not self.panels:
            return self
        first = self.panels[0]

        def place(policy: str) -> float:
            value = first.differences.get(policy, Point(None)).value
            return math.inf if value is None else -(first.better or 1) * value

        best = {self.baseline, *sorted(self.others, key=place)[: most - 1]}
        kept = tuple(name for name in self.policies if name in best)
        return replace(self, policies=kept, left_out=len(self.policies) - len(kept))

    def headed(self, title: str, lang: Language) -> str:
        """``title``, and below it which rule books are shown where not all are."""
        if not self.left_out:
            return title
        shown = len(self.policies)
        words = {"shown": shown, "count": shown + self.left_out, "measure": self.panels[0].name(lang)}
        return f"{title}\n{say('compare.shortlist', lang, **words)}"

    @property
    def others(self) -> tuple[str, ...]:
        """All rule books but the baseline."""
        return tuple(name for name in self.policies if name != self.baseline)

    @property
    def calendar(self) -> Numbers:
        """Decimal calendar years (M,), for axes in real dates."""
        return calendar_years(self.start, self.years)

    def title(self, policy: str, lang: Language) -> str:
        """What a rule book is called."""
        return self.titles.of(policy, lang)

    def with_same(self, policy: str, what: Literal["times", "causes"], lang: Language) -> str:
        """What a rule book is called, with those whose ``what`` is as its own and has no marks of its own."""
        same = self.same_times if what == "times" else self.same_causes
        title, others = self.title(policy, lang), [self.title(one, lang) for one in same.get(policy, ())]
        joined = ("；" if lang == "zh" else "; ").join(others)
        return say(f"compare.same_{what}", lang, title=title, others=joined) if others else title


def drawings(data: ComparisonData) -> list[Drawing]:
    """All figures of a comparison."""
    names: tuple[str, ...] = FIGURES
    groups = (
        (IDLE, data.idle),
        (CITY, data.city),
        (LANDING, data.landing),
        (PIPELINE, data.pipeline),
        (CAUSES, data.causes),
        (MIX, data.mix),
    )
    for further, told in groups:
        names += further if told else ()
    return [Drawing(name, f"sim.report.figures.compare.{name}:draw", data) for name in names]


def comparison_data(worlds: Mapping[str, Simulated], baseline: str, differences: Differences) -> ComparisonData:
    """All arrays of the figures of a comparison.

    ``worlds`` by name, the counterfactuals behind; ``differences`` of each but the ``baseline`` from it, by measure.
    """
    base = worlds[baseline]
    times, causes = (_alike(worlds, baseline, same) for same in (_same_times, _same_causes))
    return ComparisonData(
        footer=_footer(worlds, baseline),
        policies=tuple(worlds),
        titles=titles_of({name: one.scenario.policy for name, one in worlds.items()}),
        baseline=baseline,
        start=base.scenario.start,
        years=base.reduced[0].months / YEAR,
        panels=_panels(base, differences),
        net_cash={name: monthly(one.reduced, "net_treasury") for name, one in worlds.items()},
        exits={instrument: _exits(worlds, instrument) for instrument in INSTRUMENTS},
        cost=_points(worlds, "public.net_cost_pv"),
        additional=_points(worlds, "additionality.private_capital"),
        parties={
            name: {party: Point.of(found[f"party.{party}"]) for party in PARTIES} for name, found in differences.items()
        },
        city={name: _city(one) for name, one in worlds.items() if one.reduced[0].yearly},
        landing={name: mean_landing(one.reduced) for name, one in worlds.items() if one.reduced[0].landing},
        kept={name: Point.of(found.get("city.still_here", Difference())) for name, found in differences.items()},
        pipeline={name: _times(worlds[name]) for name in times},
        causes={name: mean_causes(worlds[name].reduced) for name in causes},
        idle={name: found for name, one in worlds.items() if (found := _idle(one))},
        same_times=times,
        same_causes=causes,
        mix=_mix(worlds),
        cash={name: cash_by_year(one.reduced) for name, one in worlds.items()},
    )


def _mix(worlds: Mapping[str, Simulated]) -> dict[str, MixCosts]:
    """Costs and payments of each world with any support; none where fewer than two have programmes that pay."""
    found = {name: MixCosts(*_mix_costs(one), _paid(one)) for name, one in worlds.items()}
    supporting = [name for name, one in found.items() if any(one.paid[line] for line in PROGRAMMES)]
    return {name: one for name, one in found.items() if any(one.paid.values())} if len(supporting) > 1 else {}


def _mix_costs(one: Simulated) -> tuple[Point, Point]:
    extra, success = (one.estimates[name] for name in ("fiscal.per_extra_conversion", "fiscal.per_success"))
    return Point.pooled(extra), Point.pooled(success)


def _paid(one: Simulated) -> dict[str, float]:
    names = {FUND: "public.paid_in"} | {line: f"programme.{line}.paid" for line in PROGRAMMES}
    return {line: one.estimates[name].mean or 0.0 for line, name in names.items()}


def _alike(
    worlds: Mapping[str, Simulated], baseline: str, same: Callable[[Simulated, Simulated], bool]
) -> dict[str, tuple[str, ...]]:
    """Worlds in their order, each with those that are the ``same`` as it, which have no place; none if all are."""
    found: dict[str, list[str]] = {baseline: []}
    for name, one in worlds.items():
        first = next((known for known in found if same(one, worlds[known])), None)
        if first is None:
            found[name] = []
        elif name != first:
            found[first].append(name)
    return {name: tuple(found[name]) for name in worlds if name in found} if len(found) > 1 else {}


def _same_times(one: Simulated, other: Simulated) -> bool:
    return all(
        np.array_equal(mine.waits[name], yours.waits[name])
        for mine, yours in zip(one.reduced, other.reduced, strict=True)
        for name in mine.waits
    )


def _same_causes(one: Simulated, other: Simulated) -> bool:
    """Whether results become companies, or do not, for the same reasons; what becomes of these differs by any fund."""
    return all(
        mine.causes[cause] == yours.causes[cause]
        for mine, yours in zip(one.reduced, other.reduced, strict=True)
        for cause in EVERY_CAUSE
    )


def _times(one: Simulated) -> PipelineTimes:
    found = {
        side: np.sort(np.concatenate([each.waits[side] for each in one.reduced])) / MONTH
        for side in ("decision_below", "decision_above")
    }
    samples = [
        (
            np.concatenate([each.waits["conversion"], each.waits["unconverted"]]),
            np.arange(each.waits["conversion"].size + each.waits["unconverted"].size) < each.waits["conversion"].size,
        )
        for each in one.reduced
    ]
    curve = exit_curve(samples)
    deadline = one.scenario.law.institutions.takeover_month or None
    return PipelineTimes(found, WaitingCurve(curve.days / MONTH, curve.held, curve.low, curve.high, deadline))


def _city(one: Simulated) -> CityPaths:
    """Means over the replications; every one has the same programme days."""
    days = one.reduced[0].yearly["days"]
    tax, outlay = (
        [present_path(each.flows[name], days, each.discount_rate) for each in one.reduced] for name in ("tax", "fiscal")
    )
    return CityPaths(
        days / YEAR,
        np.mean([each.yearly["jobs"] for each in one.reduced], axis=0),
        np.mean(tax, axis=0) / FEN,
        -np.mean(outlay, axis=0) / FEN,
        one.estimates["city.tax_payback_years"].pooled,
    )


def _footer(worlds: Mapping[str, Simulated], baseline: str) -> Footer:
    base = worlds[baseline]
    names = ", ".join(worlds) if len(worlds) <= LONG_LIST else f"{baseline} + {len(worlds) - 1}"
    return Footer(base.scenario.name, names, len(base.reduced), base.scenario.seed, base.version)


def _panels(base: Simulated, differences: Differences) -> tuple[Panel, ...]:
    """The key measures of which there is a difference."""
    panels = (_panel(base, differences, name) for name in PANELS)
    return tuple(panel for panel in panels if panel.holds_anything)


def _panel(base: Simulated, differences: Differences, name: str) -> Panel:
    measure, estimate = EVERY[name], base.estimates[name]
    value = estimate.pooled if measure.kind == "ratio" else estimate.mean
    found = {policy: Point.of(each.get(name, Difference())) for policy, each in differences.items()}
    return Panel(name, measure.label, measure.zh, measure.unit, value, found, measure.better)


def _exits(worlds: Mapping[str, Simulated], instrument: Instrument) -> dict[str, ExitCurve]:
    """The curve of each world with a position of ``instrument``."""
    held = {
        name: one for name, one in worlds.items() if any(each.positions.of(instrument).any() for each in one.reduced)
    }
    return {name: exit_curve_of(one.scenario, one.reduced, instrument) for name, one in held.items()}


def _idle(one: Simulated) -> dict[str, Point]:
    """The share of the money under management that waits, by cause and in sum; empty without such money."""
    names = {cause: f"budget.idle_rate.{cause}" for cause in WAITING} | {"whole": "budget.idle_rate"}
    found = {cause: one.estimates[name] for cause, name in names.items()}
    if found["whole"].pooled is None:
        return {}
    return {cause: Point.pooled(each) for cause, each in found.items()}


def _points(worlds: Mapping[str, Simulated], measure: str) -> dict[str, Point]:
    return {name: Point.of(one.estimates[measure]) for name, one in worlds.items()}
