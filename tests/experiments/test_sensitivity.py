"""Sensitivity studies: known indices through the whole path, points that repeat, refusals, and nothing by chance."""

import errno
import json
import random
import tomllib
from collections.abc import Callable, Sequence
from inspect import signature
from pathlib import Path

import numpy as np
import pytest
from SALib.analyze import sobol as salib_sobol

import sim
from sim.experiments.sensitivity.ask import SensitivityResult, sensitivity
from sim.experiments.sensitivity.design import METHODS, Design, Method, base_value, make_design, scaled, scenarios_of
from sim.experiments.sensitivity.effects import Responses, batches_of, ranking, rankings
from sim.experiments.shown import Shown
from sim.experiments.work import replication
from sim.measures.estimates import Numbers
from sim.report.tables.sensitivity import remarks
from sim.scenario.book import by_key
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from sim.scenario.ranges import Range, range_of
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parents[1] / "village.toml"
STRONG, WEAK, INERT, SWING = (
    "economy.private.fill_median",
    "economy.managers.bar",
    "economy.fund.fee_rate",
    "economy.private.response",
)
PLANTED = (INERT, SWING, WEAK, STRONG)
MEASURE = "budget.appropriated"


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> Scenario:
    """The village for the engine with known effects."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    monkeypatch.setitem(replication.ENGINES, "planted", "planted_engine")
    return load(VILLAGE, replications=8)


def study(scenario: Scenario, method: Method, **arguments: object) -> SensitivityResult:
    given: dict[str, object] = {"parameters": PLANTED, "measures": [MEASURE], "workers": 1, "engine": "planted"}
    return sensitivity(scenario, method=method, **(given | arguments))  # type: ignore[arg-type]


def made_up(key: str, low: float, high: float, *, integer: bool = False) -> Range:
    return Range(key, low, high, integer, "", "1", "")


# Ishigami and Homma (1990) with a = 7, b = 0.1 on [-pi, pi]: variances 1/2 (1 + b pi^4 / 5)^2 and a^2 / 8 alone, and
# 8 b^2 pi^8 / 225 of the first and third together (Saltelli et al. 2008, Global Sensitivity Analysis, p. 196).
ANGLES = [made_up(f"x{i}", -np.pi, np.pi) for i in (1, 2, 3)]
FIRST, TOTAL = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)
VARIANCE = 13.8446


def points_of(design: Design) -> Numbers:
    return np.array([[one[range_.key] for range_ in design.ranges] for one in design.settings])


def ishigami(x: Numbers) -> Numbers:
    return np.asarray(np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))


def quiet(x: Numbers) -> Numbers:
    return np.zeros((len(x), 8))


def loud(x: Numbers) -> Numbers:
    """Chance of the same variance as the function in the mean of 8 batches, independent of everything."""
    return np.random.default_rng(1).normal(scale=np.sqrt(8 * VARIANCE), size=(len(x), 8))


def tangled(x: Numbers) -> Numbers:
    """Each batch has its own slope in every parameter, and a level of its own; so far noise that works through them."""
    generator = np.random.default_rng(2)
    return np.sin(x) @ generator.normal(scale=2.0, size=(3, 8)) + generator.normal(scale=3.0, size=8)


@pytest.mark.parametrize(("noise", "tolerance"), [(quiet, 0.01), (loud, 0.06), (tangled, 0.10)])
def test_ishigami_is_recovered_whatever_the_noise(noise: Callable[[Numbers], Numbers], tolerance: float) -> None:
    def evaluate(design: Design, measures: Sequence[str]) -> dict[str, Responses]:
        x = points_of(design)
        batches = ishigami(x)[:, np.newaxis] + noise(x)
        return {name: Responses(batches.mean(axis=1), batches) for name in measures}

    found, _ = rankings(make_design("sobol", ANGLES, 8192, 5), [MEASURE], evaluate, 8, 5)
    for name, first, total in zip(("x1", "x2", "x3"), FIRST, TOTAL, strict=True):
        one = found[MEASURE][name]
        assert one.details["first"] == pytest.approx(first, abs=tolerance)
        assert one.value == pytest.approx(total, abs=tolerance)
        assert isinstance(one.ci95, tuple)
        assert one.ci95[0] <= total <= one.ci95[1]
        assert one.noticeable


def test_the_usual_analysis_of_noisy_means_is_biased_and_ours_is_not() -> None:
    design = make_design("sobol", ANGLES, 2048, 5)
    x = points_of(design)
    batches = ishigami(x)[:, np.newaxis] + loud(x)
    problem = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[0.0, 1.0]] * 3}
    usual = salib_sobol.analyze(problem, batches.mean(axis=1), calc_second_order=False, seed=1)
    # Half of the variance of the means is chance: first order halves, and every total is (its own + 1) / 2.
    assert usual["S1"].tolist() == pytest.approx([one / 2 for one in FIRST], abs=0.06)
    assert usual["ST"].tolist() == pytest.approx([(one + 1) / 2 for one in TOTAL], abs=0.06)
    ours = ranking(MEASURE, design, Responses(batches.mean(axis=1), batches), 8, 5)
    assert ours["x3"].value == pytest.approx(0.2437, abs=0.06)
    assert usual["ST"][2] > 0.55


def test_the_share_of_chance_is_that_of_one_replication() -> None:
    design = make_design("sobol", ANGLES, 1024, 5)
    x = points_of(design)
    batches = ishigami(x)[:, np.newaxis] + loud(x)
    # 16 replications in 8 batches of two: one replication has twice the variance of a batch.
    found = ranking(MEASURE, design, Responses(batches.mean(axis=1), batches), 16, 5)
    assert found.chance_share == pytest.approx(16 / 17, abs=0.01)
    assert found.deviation == pytest.approx(np.sqrt(VARIANCE), rel=0.05)


def swings() -> list[float]:
    """What each linear effect spans over its range, in yuan, from the engine's own constants."""
    spans = []
    for key, slope in ((STRONG, 1_000_000.0), (WEAK, 100_000.0)):
        one = range_of(by_key()[key])
        assert one is not None
        spans.append(slope * (one.high - one.low))
    return spans


def test_morris_ranks_a_planted_effect_first_and_sees_that_the_rest_is_chance(planted: Scenario) -> None:
    found = study(planted, "morris", size=4)[MEASURE]
    assert [one.range.key for one in found.effects[:2]] == [STRONG, WEAK]
    for key, span in zip((STRONG, WEAK), swings(), strict=True):
        # Linear and on the same draws, so every elementary effect is the span, to a fen.
        assert found[key].value == pytest.approx(span, abs=0.05)
        assert found[key].noticeable is True
        assert found[key].details["sigma"] == pytest.approx(0.0, abs=0.05)
    assert found[INERT].value == 0.0
    assert found[INERT].noticeable is False
    assert found[SWING].noticeable is False
    assert (found[SWING].details["noise"] or 0.0) > 0


def test_sobol_gives_the_shares_of_planted_effects(planted: Scenario) -> None:
    found = study(planted, "sobol", size=16, parameters=(INERT, WEAK, STRONG))[MEASURE]
    strong, weak = swings()
    assert found.effects[0].range.key == STRONG
    share = strong**2 / (strong**2 + weak**2)
    assert found[STRONG].value == pytest.approx(share, abs=0.1)
    assert found[STRONG].noticeable is True
    assert found[INERT].value == 0.0
    assert found[INERT].noticeable is False
    # Uniform over the ranges: a span s has the variance s^2 / 12.
    assert found.deviation == pytest.approx(np.sqrt((strong**2 + weak**2) / 12), rel=0.2)


def test_a_tornado_moves_one_parameter_at_a_time(planted: Scenario) -> None:
    result = study(planted, "tornado")
    found = result[MEASURE]
    assert [one.range.key for one in found.effects[:2]] == [STRONG, WEAK]
    for key, span in zip((STRONG, WEAK), swings(), strict=True):
        assert found[key].value == pytest.approx(span, abs=0.05)
        assert found[key].noticeable is True
    assert found[INERT].ci95 == (0.0, 0.0)
    assert found[INERT].noticeable is False
    assert found[SWING].noticeable is False
    base = sim.run(planted, workers=1, engine="planted")[MEASURE].mean
    assert found.base == pytest.approx(base, rel=1e-12)
    assert len(result.design) == 1 + 2 * len(PLANTED)


def test_the_same_seed_gives_the_same_points_and_touches_no_other_chance() -> None:
    before = repr(np.random.get_state()), random.getstate()  # noqa: NPY002 - the state that must stay
    for method in METHODS:
        one, again = (make_design(method, ANGLES, None, 11) for _ in range(2))
        assert np.array_equal(one.unit, again.unit, equal_nan=True)
        assert one.settings == again.settings
        if method != "tornado":
            assert not np.array_equal(one.unit, make_design(method, ANGLES, None, 12).unit)
    assert (repr(np.random.get_state()), random.getstate()) == before  # noqa: NPY002


def test_whole_numbers_are_rounded_and_stay_in_their_range() -> None:
    slots = made_up("economy.managers.slots", 25, 60, integer=True)
    design = make_design("sobol", [slots, ANGLES[0]], 64, 1)
    values = [one["economy.managers.slots"] for one in design.settings]
    assert all(type(one) is int and 25 <= one <= 60 for one in values)
    assert len(set(values)) > 20
    assert [scaled(slots, u) for u in (0.0, 0.5, 1.0)] == [25, 43, 60]  # 42.5 rounds up


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"method": "sobol", "size": 100}, "is 100; Sobol takes a power of two: 64 or 128"),
        ({"method": "sobol", "size": 0}, "is 0; Sobol takes a power of two from 2"),
        ({"method": "morris", "size": 3}, "is 3; Morris takes 4 trajectories"),
        ({"method": "tornado", "size": 5}, "takes no size"),
        ({"method": "fast"}, 'is "fast"; must be morris, sobol or tornado'),
        ({"measures": ["public.irrr"]}, "did you mean public.irr?"),
        ({"measures": []}, "names no measure"),
        ({"replications": 1}, "is 1; two or more are needed"),
        ({"parameters": ()}, "names no parameter"),
        ({"parameters": ("economy.privat",)}, "unknown parameter or group"),
    ],
)
def test_questions_that_make_no_sense_are_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(BadInput) as refused:
        sensitivity(load(VILLAGE), **arguments)  # type: ignore[arg-type]
    assert message in str(refused.value)


def test_a_parameter_that_cannot_vary_is_refused() -> None:
    with pytest.raises(BadInput, match="a single value; there is nothing to vary"):
        make_design("morris", [made_up("economy.managers.slots", 30.1, 30.4, integer=True)], 4, 1)


def test_every_install_has_what_draws_the_points_of_the_default_method() -> None:
    project = tomllib.loads((VILLAGE.parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    assert signature(sensitivity).parameters["method"].default == "morris"
    assert any(one.startswith("SALib") for one in project["dependencies"])


def test_a_point_against_the_rules_is_named() -> None:
    design = make_design("tornado", [made_up("economy.fund.fee_rate", 0.01, 7.0)], None, 1)
    with pytest.raises(BadInput, match=r"--parameters: economy\.fund\.fee_rate: .*point 2"):
        list(scenarios_of(load(VILLAGE), design))


def test_batches_share_the_replications_out() -> None:
    assert [len(one) for one in batches_of(19)] == [2, 2, 3, 2, 2, 3, 2, 3]
    assert [r for one in batches_of(19) for r in one] == list(range(19))
    assert batches_of(3) == [range(0, 1), range(1, 2), range(2, 3)]
    with pytest.raises(ValueError, match="two replications"):
        batches_of(1)


def test_a_failing_point_is_left_out_and_told(planted: Scenario) -> None:
    liquid = range_of(by_key()["economy.exercise.liquid"])
    assert liquid is not None
    assert liquid.high == 1.0  # where the engine fails
    result = study(planted, "tornado", parameters=("economy.exercise.liquid", STRONG))
    assert result.summary()["failed"] == 8
    assert "ZeroDivisionError" in result.failures[0].reason
    found = result[MEASURE]
    assert (found.used, found.blocks) == (1, 2)
    assert found["economy.exercise.liquid"].value is None
    assert found[STRONG].value == pytest.approx(swings()[0], abs=0.05)


def test_the_folder_holds_the_study_and_a_resume_computes_nothing(planted: Scenario, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = study(planted, "morris", size=4, out=out)
    files = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    names = {str(path) for path in files if path.parts[0] not in ("cells", "figures")}
    assert names >= {"summary.json", "effects.parquet", "points.parquet", "report.md", "report.zh.md"}
    assert Path("figures", f"{MEASURE}.zh.png") in files
    told = json.loads(files[Path("summary.json")])
    assert told == json.loads(json.dumps(first.summary()))
    assert told["measures"][MEASURE]["effects"][0]["parameter"] == STRONG
    page = files[Path("report.md")].decode()
    assert f"| 1 | `{STRONG}` |" in page
    assert "indistinguishable from chance" in page
    with pytest.raises(BadInput, match="exists"):
        study(planted, "morris", size=4, out=out)
    again = study(planted, "morris", size=4, out=out, resume=True)
    assert again.summary() == first.summary()
    for path, content in files.items():
        assert path.name == "timing.json" or (out / path).read_bytes() == content, path


class FullDisk(Shown):
    """What is drawn finds no room."""

    def write(self, *_: object) -> None:
        """Neither figures nor pages."""
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_study_that_cannot_be_written_leaves_the_earlier_one_whole(planted: Scenario, tmp_path: Path) -> None:
    out = tmp_path / "out"
    study(planted, "morris", size=4, out=out, shown=Shown(figures=False))
    before = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    with pytest.raises(OSError, match="No space left"):
        study(planted, "tornado", out=out, resume=True, shown=FullDisk())
    after = {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert {path: after.get(path) for path in before} == before
    assert not list(out.rglob(".yindao-*"))


def test_a_rounded_step_of_morris_is_scaled_by_what_it_really_is() -> None:
    # On 1, 2, 3 the grid's thirds round to 1, 2, 2, 3: every step is one, half of the range. Linear: the span is 2 * 5.
    few = made_up("n", 1, 3, integer=True)
    design = make_design("morris", [few, ANGLES[0]], 6, 3)
    y = np.array([5.0 * one["n"] for one in design.settings])
    found = ranking(MEASURE, design, Responses(y, np.column_stack([y] * 8)), 8, 5)
    assert found["n"].value == pytest.approx(10.0, rel=1e-12)
    assert found["n"].details["sigma"] == pytest.approx(0.0, abs=1e-9)


def test_a_tornado_compares_only_batches_that_both_ends_have() -> None:
    # Batch b is at 100 b everywhere, the parameter adds 1. Batch 7 is missing at the high end only.
    design = make_design("tornado", [ANGLES[0]], None, 1)
    batches = np.array([0.0, 0.0, 1.0])[:, np.newaxis] + 100.0 * np.arange(8)
    batches[2, 7] = np.nan
    found = ranking(MEASURE, design, Responses(np.nanmean(batches, axis=1), batches), 8, 5)
    assert found["x1"].value == pytest.approx(1.0, rel=1e-12)
    assert found["x1"].ci95 == pytest.approx((1.0, 1.0))
    assert found["x1"].noticeable is True
    batches[2, :7], batches[1, 7] = np.nan, np.nan  # no batch at both ends
    alone = ranking(MEASURE, design, Responses(np.array([0.0, 0.0, 1.0]), batches), 8, 5)
    assert alone["x1"].value is None


def test_a_replication_that_fails_everywhere_leaves_a_ranking() -> None:
    for method in ("morris", "sobol"):
        design = make_design(method, ANGLES, 16, 5)  # type: ignore[arg-type]
        batches = ishigami(points_of(design))[:, np.newaxis] + np.arange(8.0)
        batches[:, 4] = np.nan
        found = ranking(MEASURE, design, Responses(np.nanmean(batches, axis=1), batches), 8, 5)
        assert (found.used, found.blocks) == (16, 16)
        assert found.chance_share is not None
        assert found["x1"].noticeable is True


@pytest.mark.parametrize("method", METHODS)
def test_a_measure_that_is_infinite_somewhere_has_no_index_and_no_verdict(method: Method) -> None:
    design = make_design(method, ANGLES, None if method == "tornado" else 16, 5)
    batches = np.sin(np.arange(len(design)))[:, np.newaxis] + np.arange(8.0)
    batches[1] = np.inf  # a median that is not reached there; in a tornado the low end of x1
    found = ranking(MEASURE, design, Responses(batches.mean(axis=1), batches), 8, 5)
    assert found.infinite == 1
    told = found.effects if method != "tornado" else [found["x1"]]
    assert {(one.value, one.ci95, one.noticeable) for one in told} == {(None, None, None)}
    if method == "tornado":
        assert found["x2"].value is not None
    summary = {"method": method, "points": len(design), "measures": {MEASURE: found.as_dict()}}
    assert remarks(summary, MEASURE, "en").startswith(f"At 1 of {len(design)} points the measure is infinite")
    assert "varies no more than chance" not in remarks(summary, MEASURE, "en")


def test_the_table_has_a_row_for_every_effect(planted: Scenario) -> None:
    result = study(planted, "sobol", size=2, parameters=(INERT, STRONG))
    rows = list(result.table.rows())
    assert [row["parameter"] for row in rows] == [one.range.key for one in result[MEASURE].effects]
    assert rows[0]["effect"] == result[MEASURE].effects[0].value
    assert {"first", "first_ci95_low", "effect_ci95_high", "noticeable", "zh"} <= set(rows[0])


def test_the_python_face() -> None:
    assert sim.sensitivity is sensitivity
    assert sim.SensitivityResult is SensitivityResult


def test_figures_are_named_by_their_measures(planted: Scenario) -> None:
    result = study(planted, "tornado", parameters=(STRONG,))
    assert result.plot(MEASURE, "zh").axes
    with pytest.raises(ValueError, match=f"no figure is called 'pie'; there are {MEASURE}"):
        result.plot("pie")


def test_a_parameter_by_stage_has_the_mean_of_its_stages_as_its_own_value() -> None:
    village = load(VILLAGE, settings=["economy.managers.bar=[2.0, 2.0, 1.0, 1.0, 0.0]"])
    assert base_value(village, "economy.managers.bar") == pytest.approx(1.2)
    assert base_value(village, "economy.fund.carry") == village.economy.fund.carry
