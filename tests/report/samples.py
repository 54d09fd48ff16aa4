"""Figures of every kind on made-up data: ordinary, small, extreme, with long names."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
from matplotlib.figure import Figure

from sim.measures.catalogue import PROGRAMMES
from sim.measures.parties import PARTIES
from sim.report.figures import compare
from sim.report.figures.compare.data import FUND, ComparisonData, MixCosts, Panel
from sim.report.figures.data import ExitCurve, Footer, Point
from sim.report.figures.decompose import waterfall
from sim.report.figures.decompose.data import Game, Waterfall
from sim.report.figures.run.data import FIGURES, LANDING, FigureData, drawings
from sim.report.figures.sensitivity.data import Bar, drawing
from sim.report.figures.sensitivity.data import Panel as Ranking
from sim.report.texts import Language
from sim.scenario.titles import Titles

Make = Callable[[Language], Figure]
LONG = "a-rule-book-of-a-city-with-a-very-long-name"
LONG_EN = "Interim measures of a city for its guidance fund of science and emerging industries (revised in 2025) "
LONG_ZH = "某某市科技创新与战略性新兴产业创业投资引导基金管理暂行办法（二〇二五年修订）"
FOOTER = Footer("village", "village-policy", 8, 7, "0.1.0")
NUMBERS: dict[str, dict[str, float | None]] = {
    "morris": {"mu": 0.04, "sigma": 0.03, "noise": 0.01, "chance": 0.0078125},
    "sobol": {"first": 0.5, "chance": 0.0078125},
    "tornado": {"at_low": 0.01, "at_high": 0.05},
}

LANDED = {
    "disclosed": 4700.0, "discovered": 1500.0, "decided": 1460.0, "converted": 895.0, "landed": 537.0,
    "elsewhere": 358.0, "here": 120.0, "ended": 397.0, "left": 20.0,
}  # fmt: skip

CAUSES = {
    "not_discovered": 3200.0, "waiting": 60.0, "screened_out": 0.0, "refused": 0.0, "agreement_failed": 515.0,
    "delay_failed": 30.0, "elsewhere": 358.0, "landed": 537.0, "here": 120.0, "ended": 397.0, "left": 20.0,
}  # fmt: skip

MIX = MixCosts(
    Point(2.4e6, -1e5, 8e6),
    Point(1.5e7, 1.2e7, 1.9e7),
    {FUND: 1.05e9} | {line: 4e7 * at for at, line in enumerate(PROGRAMMES)},
)


def bar(number: int, method: str) -> Bar:
    """A parameter of a sensitivity study; every second is beyond chance."""
    value = 0.04 / (1 + number)
    key, zh = f"economy.private.parameter_{number}", f"参数{number}"
    sure = number % 2 == 0
    return Bar(key, zh, "yuan", 1e6, 2e8, 3e6, value, value / 2, 2 * value, sure, NUMBERS[method], (0.3, 0.7))


def ranking(method: str, count: int = 4) -> Ranking:
    """A measure of a sensitivity study over ``count`` parameters."""
    bars = tuple(bar(number, method) for number in range(count))
    return Ranking(FOOTER, method, 50, "public.irr", "public net IRR", "公共资金净内部收益率", "1/year", 0.03, bars)


def runs(data: FigureData) -> dict[str, FigureData]:
    """A run as it is, of a small city, of one and of four replications, with exits at 0 and 1, with long names."""
    steps = np.array([1.0, 2.0, 3.0])

    def still(level: float) -> ExitCurve:
        held = np.full(3, level)
        return ExitCurve(steps, held, held, held, np.arange(0, 9, 2.0), np.full(5, 8), 8, 5.0)

    few = {
        count: replace(
            data,
            net_cash=data.net_cash[:count],
            irr=replace(data.irr, values=data.irr.values[:count]),
            tvpi=replace(data.tvpi, values=data.tvpi.values[:count]),
            funnel={step: counts[:count] for step, counts in data.funnel.items()},
        )
        for count in (1, 4)
    }
    return {
        "ordinary": data,
        "small": replace(
            data,
            net_cash=data.net_cash / 50,
            places={place: level / 50 for place, level in data.places.items()},
            funnel={step: np.round(counts / 100) for step, counts in data.funnel.items()},
        ),
        "one": few[1],
        "four": few[4],
        "leaving": replace(data, landing=LANDED),
        "few left": replace(
            data, landing=LANDED | {"landed": 2.5, "elsewhere": 0.5, "here": 0.0, "ended": 2.5, "left": 0.0}
        ),
        "extremes": replace(data, exits={"stage_equity": still(1.0), "co_investment": still(0.0)}),
        "long": replace(data, footer=Footer(LONG, f"{LONG_ZH}, {LONG}, {LONG_ZH}", 400, 20110315, "0.1.0")),
    }


def comparison(count: int, *, scale: float = 1.0, long: bool = False) -> ComparisonData:
    """``count`` rule books of which each is a little better than the one before; amounts times ``scale``."""
    names = tuple(f"{LONG if long else 'book'}-{number:03d}" for number in range(count))
    years = np.arange(121) / 12
    held = np.exp(-np.arange(0.25, 10.01, 0.25) / 4)
    curve = ExitCurve(
        np.arange(0.25, 10.01, 0.25), held, held * 0.9, held * 1.05, np.arange(0, 11, 2.0), np.full(6, 9), 9, 5
    )
    units = (
        ("public.irr", "1/year", 0.001),
        ("public.net_cost_pv", "yuan", 3e6 * scale),
        ("company.listed", "companies", 0.0),
    )
    panels = tuple(
        Panel(name, name, "公共资金净内部收益率", unit, 5 * step, {
            book: Point(step * at, step * (at - 2), step * (at + 2)) for at, book in enumerate(names[1:], start=1)
        })
        for name, unit, step in units
    )  # fmt: skip
    paths = 1e7 * scale * np.array([[1], [2], [3]]) * np.sin(-years / 3)
    amounts = {book: Point(2e7 * scale * at, 1e7 * scale * at, 4e7 * scale * at) for at, book in enumerate(names)}
    return ComparisonData(
        footer=Footer("village", ", ".join(names[:3]), 8, 7, "0.1.0"),
        policies=names,
        titles=Titles(
            {name: f"{LONG_EN if long else 'Book '}{number}" for number, name in enumerate(names)},
            {name: f"{LONG_ZH if long else '规则'}{number}" for number, name in enumerate(names)},
        ),
        baseline=names[0],
        start=date(2011, 3, 15),
        years=years,
        panels=panels,
        net_cash={book: paths * (1 + at / 10) for at, book in enumerate(names)},
        exits={"stage_equity": dict.fromkeys(names, curve), "co_investment": dict.fromkeys(names[:2], curve)},
        cost=amounts,
        additional=amounts,
        parties={book: dict.fromkeys(PARTIES, amounts[book]) for book in names[1:]},
        landing={book: {name: count - at for name, count in LANDED.items()} for at, book in enumerate(names)},
        causes=dict.fromkeys(names, CAUSES),
        mix=dict.fromkeys(names, MIX),
        kept={book: Point(-at, -2.5 * at, 0.5 * at) for at, book in enumerate(names[1:], start=1)},
    )


def division(unit: str, scale: float) -> Waterfall:
    """What two parts add to a measure, one of them negative."""
    parts = (
        (("market operation", "市场运作"), Point(3 * scale, scale, 5 * scale)),
        (("incentives", "重在激励"), Point(-scale, -2 * scale, 0.5 * scale)),
    )
    game = Game((), 4 * scale, 6 * scale, Point(2 * scale, scale, 3 * scale), parts)
    games = game, replace(game, given=(("government", "政府"),))
    return Waterfall(FOOTER, ("Village rules", "村规"), "any", "any measure", "任一指标", unit, games)


SOME = {
    "leaving": LANDING,
    "few left": LANDING,
    "extremes": ("exit_timing",),
    "long": ("j_curve",),
    "four": ("j_curve", "returns"),
}


def figures(data: FigureData) -> dict[str, Make]:
    """Every figure of run, comparison, sensitivity and decomposition, by a name that says what it shows."""
    made: dict[str, Make] = {}
    for case, shown in runs(data).items():
        made |= {f"run {case} {one.name}": one.drawn for one in drawings(shown) if one.name in SOME.get(case, FIGURES)}
    books = {"small": comparison(3, scale=0.01), "long": comparison(5, long=True), "many": comparison(200)}
    for case, compared in books.items():
        made |= {f"compare {case} {one.name}": one.drawn for one in compare.data.drawings(compared)}
    made |= {f"{method} {count}": drawing(ranking(method, count)).drawn for method in NUMBERS for count in (4, 30)}
    parts = (("yuan", 1e6), ("share", 0.02), ("companies", 3.0))
    return made | {f"decompose {unit}": partial(waterfall.draw, division(unit, scale)) for unit, scale in parts}
