"""What a run hands back: the stable JSON object, labelled tables, documented examples."""

import doctest
import json
import math

import pytest

import sim
from sim.experiments import run as run_module
from sim.experiments import tables
from sim.experiments.run import RunResult, run
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
            assert given[key] is None and math.isnan(row[key]) or given[key] == row[key]
        low, high = given["ci95"] or (math.nan, math.nan)
        assert (row["ci95_low"], row["ci95_high"]) == pytest.approx((low, high), abs=0, nan_ok=True)


def test_holdings_and_flows_come_from_every_replication(result: RunResult) -> None:
    assert set(result.positions["replication"].tolist()) == set(range(result.replications))
    assert set(result.flows["replication"].tolist()) == set(range(result.replications))


def test_without_pandas_the_table_says_what_is_missing(result: RunResult, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    with pytest.raises(ImportError, match="to_pandas needs pandas"):
        result.measures.to_pandas()


@pytest.mark.parametrize("module", [sim, run_module, tables])
def test_the_examples_in_the_documentation_run(module: object) -> None:
    failed, attempted = doctest.testmod(module)  # type: ignore[arg-type]
    assert attempted > 0
    assert failed == 0


def test_the_public_face_is_lazy_and_complete() -> None:
    import subprocess
    import sys

    code = "import sim, sys; print([m for m in sys.modules if m.startswith('sim.') or m == 'numpy'], sim.__version__ != '')"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "[] True\n"
    for name in sim.__all__:
        assert getattr(sim, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'compare'"):
        _ = sim.compare  # type: ignore[attr-defined]
