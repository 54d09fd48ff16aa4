"""The study of ranges: what varies, quantiles by hand, and a whole one on the village."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from sim.report import over_ranges
from sim.report.over_ranges import ranges_of
from sim.scenario.files import load
from tests.scripts import load_script
from tests.villages import VILLAGE

NAN = math.nan


@pytest.fixture(scope="module")
def script() -> Any:
    return load_script("benchmarks/ranges.py")


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([3.0], 0.95, 3.0),
        ([4.0, 1.0, 3.0], 0.5, 3.0),
        ([0.0, 10.0], 0.05, 0.5),
        ([5.0, 1.0, 2.0, 4.0, 3.0], 0.95, 4.8),  # place 3.8 between 4 and 5
        ([1.0, math.inf], 0.0, 1.0),
        ([1.0, 2.0, math.inf], 0.5, 2.0),
        ([1.0, 2.0, math.inf], 0.51, math.inf),
    ],
)
def test_quantiles_by_hand(script: Any, values: list[float], share: float, expected: float) -> None:
    assert script.quantile(values, share) == pytest.approx(expected)


def test_points_without_a_value_are_left_out_and_times_never_reached_are_late(script: Any) -> None:
    found = script.span([1.0, NAN, 3.0, 2.0], [0.4, NAN, 0.2, 0.3], "x")
    assert found == {
        "unit": "x", "min": 1.0, "p5": 1.1, "p50": 2.0, "p95": 2.9, "max": 3.0, "n": 3, "chance": 0.3
    }  # fmt: skip
    late = script.span([8.0, math.inf, 9.0], [NAN, NAN, NAN], "years")
    assert (late["min"], late["p5"], late["p50"], late["p95"], late["max"]) == (8.0, 8.1, 9.0, None, None)
    assert (late["n"], late["chance"]) == (3, None)
    assert script.span([NAN, NAN], [], "x")["n"] == 0


def test_assumptions_vary_and_what_was_read_or_is_calibrated_does_not(script: Any) -> None:
    scenario = load("beijing-2011")
    keys = {one.key for one in script.varied(scenario, ["economy.managers.bar"])}
    assert {"economy.private.response", "economy.rounds.seed_dilution", "economy.company.cycle_sigma"} <= keys
    assert "economy.managers.bar" not in keys
    assert all(scenario.provenance[key].read == "assumption" for key in keys)
    assert {"economy.private.fill_median", "economy.fund.carry"}.isdisjoint(keys)  # from texts
    assert not {key for key in keys if key.startswith("policy.")}


def test_a_study_of_the_village_is_taken_up_again_and_read(
    script: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(over_ranges, "results_path", lambda name: tmp_path / name)
    scenario = load(VILLAGE, replications=2)
    found = script.made(scenario, 3, tmp_path / "work", workers=1)
    assert script.made(scenario, 3, tmp_path / "work", workers=1) == found
    assert json.loads((tmp_path / "work" / "timing.json").read_text(encoding="utf-8"))["computed"] == 0
    assert (found.points, found.replications) == (3, 2)
    assert "economy.managers.bar" in found.fitted
    assert not set(found.fitted) & set(found.varied)
    assert "economy.private.stage_mix" in found.kept
    (tmp_path / "ranges-village.json").write_text(found.model_dump_json(), encoding="utf-8")
    assert ranges_of(scenario) == found
    one = found.measures["company.founded"]
    assert one.min is not None
    assert one.max is not None
    assert one.min < one.max
    assert one.n == 3
