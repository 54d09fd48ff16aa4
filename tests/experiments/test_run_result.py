"""What a run hands back: the stable JSON object, labelled tables, documented examples."""

import doctest
import json
import math
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import sim
from sim.experiments import tables
from sim.experiments.run import ask as run_module
from sim.experiments.run.ask import RunResult, run
from sim.experiments.stopping import Target
from sim.scenario.files import read_policy
from sim.scenario.scenario_schema import Scenario


@pytest.fixture
def result(village: Scenario) -> RunResult:
    return run(village, workers=1)


def test_the_summary_is_json_without_nan_and_has_the_stable_keys(result: RunResult, village: Scenario) -> None:
    read = json.loads(json.dumps(result.summary(), allow_nan=False))
    assert list(read) == [
        "scenario", "policy", "seed", "replications", "engine", "version", "digest", "seconds", "measures",
    ]  # fmt: skip
    assert (read["scenario"], read["policy"], read["seed"]) == ("village", "village-policy", village.seed)
    assert set(read["measures"]["public.irr"]) == {
        "unit", "pooled", "pooled_ci95", "mean", "ci95", "sd", "p5", "p25", "p50", "p75", "p95", "n",
    }  # fmt: skip


def test_the_table_of_measures_says_what_the_summary_says(result: RunResult) -> None:
    table, measures = result.measures, result.summary()["measures"]
    assert table["measure"].tolist() == list(measures)
    for row in table.rows():
        given = measures[row["measure"]]
        for key in ("pooled", "mean", "p95"):
            assert (given[key] is None and math.isnan(row[key])) or given[key] == row[key]
        low, high = given["ci95"] or (math.nan, math.nan)
        assert (row["ci95_low"], row["ci95_high"]) == pytest.approx((low, high), abs=0, nan_ok=True)


def test_holdings_and_flows_come_from_every_replication(result: RunResult) -> None:
    assert set(result.positions["replication"].tolist()) == set(range(result.replications))
    assert set(result.flows["replication"].tolist()) == set(range(result.replications))


def test_until_stops_at_the_first_look_within_the_target_and_changes_no_result(village: Scenario) -> None:
    stopped = run(replace(village, replications=200), workers=1, until=Target("budget.idle_rate", 0.5))
    assert stopped.replications == 30
    fixed = run(replace(village, replications=30), workers=1)
    assert (stopped.digest, stopped.estimates) == (fixed.digest, fixed.estimates)


def test_until_runs_on_to_its_cap_when_the_target_is_out_of_reach(village: Scenario) -> None:
    told: list[tuple[int, int]] = []
    target = Target("public.net_result", 1.0)
    found = run(
        replace(village, replications=34),
        workers=1,
        until=target,
        progress=lambda done, cap: told.append((done, cap)),
    )
    assert found.replications == 34
    assert (found["public.net_result"].half_width or 0.0) > target.half_width
    assert told == [(done, 34) for done in range(1, 35)]


def test_until_refuses_a_measure_or_half_width_that_makes_no_sense(village: Scenario) -> None:
    with pytest.raises(ValueError, match="no measure is called"):
        run(village, until=Target("public.irrr", 0.1))
    with pytest.raises(ValueError, match="the half-width is 0; it must be above 0"):
        run(village, until=Target("public.irr", 0.0))


def test_without_pandas_the_table_says_what_is_missing(result: RunResult, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match="to_pandas needs pandas"):
        result.measures.to_pandas()


@pytest.mark.parametrize("module", [sim, run_module, tables])
def test_the_examples_in_the_documentation_run(module: object) -> None:
    failed, attempted = doctest.testmod(module)  # type: ignore[arg-type]
    assert attempted > 0
    assert failed == 0


def test_the_public_face_is_lazy_and_complete() -> None:
    heavy = "[name for name in sys.modules if name.startswith('sim.') or name == 'numpy']"
    code = f"import sim, sys; print({heavy}, bool(sim.__version__))"
    command = [sys.executable, "-c", code]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert told.stdout == "[] True\n"
    for name in sim.__all__:
        assert getattr(sim, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'regret'"):
        _ = sim.regret


@pytest.mark.parametrize("policy", [None, "no-guidance-fund"])
def test_every_figure_of_a_run_can_be_drawn(village: Scenario, policy: str | None) -> None:
    scenario = village if policy is None else replace(village, policy=read_policy(policy).value, policy_name=policy)
    result = run(replace(scenario, replications=2), workers=1)
    drawn = [draw() for draw in (result.plot_j_curve, result.plot_places, result.plot_returns, result.plot_funnel)]
    drawn += [result.plot_exit_timing(), result.plot_exit_routes("zh")]
    assert all(figure.axes for figure in drawn)
    with pytest.raises(ValueError, match="no figure is called 'pie'"):
        result.plot("pie")


def test_figure_arrays_agree_with_the_measures(result: RunResult) -> None:
    data = result.figure_data
    paid = [one.values["budget.remitted"] - one.values["budget.appropriated"] for one in result.reduced]
    assert data.net_cash.shape == (result.replications, data.years.size)
    assert data.net_cash[:, -1].tolist() == pytest.approx(paid)
    assert data.irr.pooled == result["public.irr"].pooled
    assert data.funnel["converted"].mean() == result["pipeline.converted"].mean
    assert data.exits["stage_equity"].positions == sum(
        int(one.positions.of("stage_equity").sum()) for one in result.reduced
    )
    assert data.exits["stage_equity"].at_risk[0] == data.exits["stage_equity"].positions
