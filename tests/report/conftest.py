"""Synthetic but plausible data for figures: 60 replications over 20 years, from closed-form shapes."""

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
import pytest

from sim.report.figures.data import ExitCurve, Footer, RouteCurves
from sim.report.figures.run.data import FigureData, Spread
from sim.report.figures.sweep.data import SweepData, SweepKey, SweepMeasure
from sim.scenario.titles import Titles


def synthetic() -> FigureData:
    years = np.arange(241) / 12
    scale = 1e6 * np.linspace(0.6, 1.4, 60)
    out = -80 * np.minimum(years, 8)
    back = 1050 / (1 + np.exp(-(years - 11) / 1.8))
    net = out[None, :] * scale[:, None] + back[None, :] * scale[::-1, None] * np.linspace(0.3, 1.2, 60)[:, None]
    grid = np.arange(0.25, 15.01, 0.25)
    held = np.where(
        grid < 3, 1 - 0.02 * grid, np.where(grid < 5, 0.94 - 0.2 * (grid - 3), 0.5 * np.exp(-(grid - 5) / 4))
    )
    ticks = np.arange(0, 16, 2.0)
    exits = {
        name: ExitCurve(
            grid,
            held**power,
            np.maximum(held**power - 0.04, 0),
            np.minimum(held**power + 0.04, 1),
            ticks,
            (2000 * np.exp(-ticks / 5)).astype(np.int64),
            2000,
            5.0,
        )
        for name, power in (("stage_equity", 1.0), ("co_investment", 0.4))
    }
    gone = 1 - held
    routes = {
        "stage_equity": RouteCurves(
            grid,
            {
                "option": 0.45 * gone,
                "first_refusal": 0.05 * gone,
                "secondary": 0.2 * gone,
                "liquidation": 0.25 * gone,
                "write_off": 0.05 * gone,
            },
            2000,
            5.0,
        ),
        "co_investment": RouteCurves(
            grid,
            {"listing": 0.06 * gone, "trade_sale": 0.2 * gone, "first_refusal": 0.1 * gone, "write_off": 0.5 * gone},
            1234,
            5.0,
        ),
    }
    bump = np.exp(-(((years - 6) / 4) ** 2))
    places = {
        "uncommitted": 120e6 * np.exp(-(((years - 2) / 2) ** 2)),
        "not_set_up": 60e6 * np.exp(-(((years - 3) / 1.5) ** 2)),
        "undrawn": 150e6 * np.exp(-(((years - 4) / 2) ** 2)),
        "in_funds": 520e6 * bump,
        "in_companies": 110e6 * bump,
        "in_reserves": 40e6 * bump,
        "remitted": 900e6 / (1 + np.exp(-(years - 12) / 1.5)),
    }
    means = {
        "disclosed": 4700,
        "discovered": 1500,
        "evaluated": 1490,
        "decided": 1460,
        "converted": 895,
        "founded": 900,  # five of results from before the start
        "seed": 600,
        "round_a": 280,
        "round_b": 150,
        "round_c": 90,
        "round_d": 50,
        "listed": 22.4,
        "trade_sale": 71,
    }
    spread = np.linspace(0.9, 1.1, 60)
    return FigureData(
        footer=Footer("beijing-2011", "beijing-2011", 400, 20110315, "0.1.0"),
        start=date(2011, 3, 15),
        years=years,
        net_cash=net,
        places=places,
        irr=Spread(np.linspace(-0.04, 0.09, 60) + 0.01 * np.sin(np.arange(60)), 0.031, 0.026, 0.036),
        tvpi=Spread(np.linspace(0.7, 1.6, 60) + 0.1 * np.sin(np.arange(60)), 1.17, 1.14, 1.2),
        funnel={name: mean * spread for name, mean in means.items()},
        exits=exits,
        routes=routes,
        last_appropriation=4.0,
    )


@pytest.fixture(scope="session")
def data() -> FigureData:
    return synthetic()


SWEPT = {
    "cap": SweepKey("policy.stage_equity.share_cap", "出资比例上限", "share", 0.4),
    "window": SweepKey("policy.stage_equity.option.window_years", "回购窗口", "years", 9.0),
    "rule": SweepKey(
        "policy.stage_equity.at_deadline.rule", "到期规则", "choice", names=("auction", "hold_to_term", "option_only")
    ),
    "largest": SweepKey("policy.stage_equity.not_largest", "不得为第一大出资人", "switch", names=("false", "true")),
}
MakeSweep = Callable[..., SweepData]


def sweep_of(
    names: Sequence[str],
    settings: Sequence[Sequence[float]],
    policies: tuple[str, ...] = ("beijing-2011",),
    design: str = "grid",
    missing: Sequence[int] = (),
    failed: Sequence[int] = (),
) -> SweepData:
    """A sweep of 20 replications; row i of ``settings`` has the IRR 1 % + i/1000, and one percent more a rule book.

    Rows ``missing`` have no replication and no value; of rows ``failed`` one replication failed.
    """
    rows = np.tile(np.asarray(settings, dtype=np.float64), (len(policies), 1))
    policy = np.repeat(np.arange(len(policies)), len(settings))
    value = 0.01 * (1 + policy) + np.tile(np.arange(len(settings)), len(policies)) / 1000
    value[list(missing)] = np.nan
    lost = np.zeros(len(rows), dtype=np.int64)
    lost[list(failed)] = 1
    lost[list(missing)] = 20
    measures = (
        SweepMeasure(
            "public.irr",
            "public net IRR",
            "公共资金净内部收益率",
            "1/year",
            1,
            value,
            value - 0.004,
            value + 0.006,
            17 - lost.clip(max=17),
        ),
        SweepMeasure(
            "public.net_cost_pv",
            "net cost",
            "净成本现值",
            "yuan",
            -1,
            1e9 * value,
            9e8 * value,
            1.1e9 * value,
            20 - lost,
        ),
    )
    return SweepData(
        footer=Footer("beijing-2011", ", ".join(policies), 20, 20110315, "0.1.0"),
        design=design,
        keys=tuple(SWEPT[name] for name in names),
        policies=policies,
        titles=Titles({"pari-passu": "Pari passu"}, {"pari-passu": "同股同权"}),
        points=np.arange(len(rows)),
        policy=policy,
        settings=rows,
        replications=20 - lost,
        failed=lost,
        measures=measures,
    )


@pytest.fixture(scope="session")
def make_sweep() -> MakeSweep:
    return sweep_of
