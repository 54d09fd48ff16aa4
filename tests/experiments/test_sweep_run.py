"""A sweep's points are what a run of the same settings finds; workers, stops and repeats change nothing."""

import doctest
import gc
import json
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

import sim
from sim.experiments import twins
from sim.experiments.stopping import Target
from sim.experiments.sweep.design import varied
from sim.experiments.work import cells
from sim.experiments.work.folder import FolderKind, locked
from sim.experiments.work.points import Simulated, simulate_points
from sim.experiments.work.store import Store
from sim.measures.catalogue import CATALOGUE
from sim.measures.estimates import sample_of
from sim.measures.reduce import Reduced
from sim.report.markdown import to_markdown
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

SHARE = "policy.stage_equity.share_cap"
VILLAGE = Path(__file__).parents[1] / "village.toml"
SWINGS = 0.65  # the share cap at which the stand-in engine's amount swings between 10 and 11 yuan


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a sweep's folder but the one that tells the time."""
    found = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    found.pop("timing.json", None)
    return found


def test_estimates_and_digest_of_a_point_are_those_of_a_run(village: Scenario) -> None:
    small = replace(village, replications=11)  # two cells
    vary = {SHARE: [0.1, 0.25], "economy.private.response": [0.5]}
    found = sim.sweep(small, vary, workers=1)
    assert len(found.points) == 2
    for point, cap in ((0, 0.1), (1, 0.25)):
        alone = sim.run(
            load(VILLAGE, replications=11, settings=[f"{SHARE}={cap}", "economy.private.response=0.5"]), workers=1
        )
        assert found.points["digest"][point] == alone.digest
        rows = found.table["point"] == point
        for name, column in alone.measures.columns.items():
            np.testing.assert_array_equal(found.table[name][rows], column)
        values = found.values("public.tvpi")
        expected = [np.nan if (v := one.values["public.tvpi"]) is None else v for one in alone.reduced]
        np.testing.assert_array_equal(values["public.tvpi"][values["point"] == point], expected)
        sample = sample_of(list(alone.reduced))
        for name in found.measures:
            pooled, known = found.pooled[name][point], sample.known(CATALOGUE[name])
            assert (pooled.value, pooled.n) == (known.value, known.n)
            np.testing.assert_array_equal(pooled.pulls, known.pulls)


def test_one_and_two_workers_write_the_same_folder(cheap: Scenario, tmp_path: Path) -> None:
    for workers in (1, 2):
        sim.sweep(cheap, {SHARE: "0.1:0.5:5"}, out=tmp_path / str(workers), workers=workers, engine="fake")
    one, two = files(tmp_path / "1"), files(tmp_path / "2")
    assert one == two
    assert sum(name.startswith("cells") and name.endswith(".parquet") for name in one) == 10
    assert {name for name in one if not name.startswith("cells")} == {
        ".yindao", "sweep.json", "summary.json", "points.parquet", "estimates.parquet", "measures.parquet",
    }  # fmt: skip


def test_the_same_draws_at_every_point(cheap: Scenario) -> None:
    found = sim.sweep(cheap, {SHARE: [0.1, 0.2, 0.3]}, workers=1, engine="fake")
    amounts = found.values("budget.appropriated")["budget.appropriated"].reshape(3, 12)
    # The stand-in adds 10,000 fen a unit of the share cap to what it draws: 10 yuan between neighbours.
    np.testing.assert_allclose(np.diff(amounts, axis=0), 10.0)
    assert len(set(amounts[0])) > 1


def test_sweeping_again_computes_nothing(cheap: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask: Any = {"out": tmp_path / "a", "workers": 1, "engine": "fake"}
    first = sim.sweep(cheap, {SHARE: [0.1, 0.2]}, **ask)
    before = files(tmp_path / "a")
    monkeypatch.setattr(cells, "replicate", None)  # a call would raise
    again = sim.sweep(cheap, {SHARE: [0.1, 0.2]}, resume=True, **ask)
    assert (first.computed, first.reused, again.computed, again.reused) == (24, 0, 0, 24)
    assert files(tmp_path / "a") == before
    assert again.summary() == first.summary()


def test_contents_decide_what_is_done_again(cheap: Scenario, tmp_path: Path) -> None:
    ask: Any = {"out": tmp_path / "a", "workers": 1, "engine": "fake"}
    sim.sweep(cheap, {SHARE: [0.1, 0.2]}, **ask)
    renamed = replace(cheap, name="other", title="Other", provenance={})
    wider = sim.sweep(renamed, {SHARE: [0.1, 0.2, 0.3]}, resume=True, **ask)
    assert (wider.computed, wider.reused) == (12, 24)
    longer = sim.sweep(replace(cheap, replications=20), {SHARE: [0.1]}, resume=True, **ask)
    assert (longer.computed, longer.reused) == (10, 10)  # the block of two had to grow
    other = sim.sweep(replace(cheap, seed=8), {SHARE: [0.1]}, resume=True, **ask)
    assert (other.computed, other.reused) == (12, 0)


def test_a_scenario_that_stands_twice_is_simulated_once(cheap: Scenario) -> None:
    with_simulated = simulate_points([cheap, replace(cheap, name="same")], 12, workers=1, engine="fake")
    assert (with_simulated.computed, with_simulated.reused) == (12, 12)
    one, two = with_simulated
    assert [r.digest for r in one.reduced] == [r.digest for r in two.reduced]
    folder = with_simulated.folder
    with_simulated.close()
    assert not folder.exists()


def test_a_folder_is_never_overwritten(cheap: Scenario, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    for resume, message in ((False, "already exists"), (True, "cannot be resumed: no sweep was begun there")):
        with pytest.raises(BadInput, match=message):
            sim.sweep(cheap, {SHARE: [0.1]}, out=tmp_path, resume=resume, workers=1, engine="fake")
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


@pytest.mark.parametrize("beside", [(), ("cells",), ("cells", "figures", "notes.md")])
def test_a_users_own_folder_is_never_taken_up(cheap: Scenario, tmp_path: Path, beside: tuple[str, ...]) -> None:
    for name in (".git", ".ssh", *beside):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mine").write_text("mine")
    (tmp_path / ".env").write_text("mine")
    before = files(tmp_path)
    with pytest.raises(BadInput, match="cannot be resumed: no sweep was begun there"):
        sim.sweep(cheap, {SHARE: [0.1]}, out=tmp_path, resume=True, workers=1, engine="fake")
    assert files(tmp_path) == before


def test_what_a_user_puts_into_a_sweeps_folder_stays(cheap: Scenario, tmp_path: Path) -> None:
    ask: Any = {"out": tmp_path, "workers": 1, "engine": "fake"}
    sim.sweep(cheap, {SHARE: [0.1]}, **ask)  # an empty folder may be begun in
    mine = [tmp_path / ".git" / "config", tmp_path / ".lock", tmp_path / "cells" / ".keep", tmp_path / "cells/ab/.keep"]
    for path in mine:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")
    (tmp_path / "cells" / "ab" / ".yindao-half").write_text("not mine")
    sim.sweep(cheap, {SHARE: [0.1]}, resume=True, **ask)
    assert [path.read_text() for path in mine] == ["mine"] * 4
    assert not list(tmp_path.rglob(".yindao-*"))


def test_sweeps_and_sensitivity_studies_do_not_take_up_each_others_folders(cheap: Scenario, tmp_path: Path) -> None:
    simulate_points([cheap], 2, out=tmp_path / "a", workers=1, engine="fake", kind="sensitivity study")
    with pytest.raises(BadInput, match="it holds a sensitivity study, not a sweep"):
        sim.sweep(cheap, {SHARE: [0.1]}, out=tmp_path / "a", resume=True, workers=1, engine="fake")


@pytest.mark.parametrize("kind", get_args(FolderKind))
def test_two_studies_do_not_work_in_one_folder(cheap: Scenario, tmp_path: Path, kind: FolderKind) -> None:
    with locked(tmp_path, kind), pytest.raises(BadInput, match=f"another {kind} is at work there"):
        simulate_points([cheap], 2, out=tmp_path, resume=True, workers=1, engine="fake", kind=kind)


def test_progress_counts_replications_and_what_was_there(cheap: Scenario, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    ask: Any = {"out": tmp_path / "a", "engine": "fake", "progress": lambda done, total: told.append((done, total))}
    sim.sweep(cheap, {SHARE: [0.1]}, workers=1, **ask)
    assert (told[0], told[-1]) == ((0, 12), (12, 12))
    told.clear()
    sim.sweep(cheap, {SHARE: [0.1, 0.2]}, workers=1, resume=True, **ask)
    assert (told[0], told[-1]) == ((12, 24), (24, 24))


def test_a_point_stops_when_its_measure_is_known(cheap: Scenario) -> None:
    # Half-width of n values that swing between 10 and 11: t(n-1) * 0.5 / sqrt(n-1): 0.190 at 30, 0.144 at 50. The
    # planner asks for 30 * (0.190 / 0.15)**2 = 49 replications at the first look, five whole blocks.
    hundred = replace(cheap, replications=100)
    ask: Any = {"workers": 1, "engine": "fake", "until": Target("budget.appropriated", 0.15)}
    found = sim.sweep(hundred, {SHARE: [SWINGS]}, **ask)
    assert found.points["replications"].tolist() == [50]
    row = found.estimates("budget.appropriated")
    assert (row["ci95_high"] - row["ci95_low"])[0] / 2 == pytest.approx(2.00958 * 0.5 / 7, rel=1e-5)
    few = sim.sweep(replace(cheap, replications=45), {SHARE: [SWINGS]}, **ask)
    assert few.points["replications"].tolist() == [45]


def test_with_rule_books_the_difference_from_the_first_decides(cheap: Scenario) -> None:
    hundred = replace(cheap, replications=100)
    books = {"one": hundred, "two": replace(hundred, policy_name="two")}
    ask: Any = {"workers": 1, "engine": "fake", "until": Target("budget.appropriated", 0.15)}
    found = sim.sweep(hundred, {SHARE: [SWINGS, 0.1]}, policies=books, **ask)
    assert found.points["replications"].tolist() == [30] * 4  # equal rule books differ by exactly nothing


def test_memory_does_not_grow_with_the_points(cheap: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    alive: list[int] = []
    plain = twins.sample_of

    def counting(reduced: list[Reduced]) -> Any:
        gc.collect()
        alive.append(sum(type(one) is Reduced for one in gc.get_objects()))
        return plain(reduced)

    monkeypatch.setattr(twins, "sample_of", counting)
    sim.sweep(cheap, {SHARE: "0.1:0.5:4"}, workers=1, engine="fake")
    assert len(alive) == 4
    assert max(alive) - min(alive) <= 12  # a point's replications, and at most those of the one before
    assert max(alive) <= 24 + alive[0] - 12


def test_figures_get_every_point_with_the_interval_of_the_measure(cheap: Scenario) -> None:
    key = "policy.stage_equity.option.enabled"
    asked = ["budget.appropriated", "public.irr"]
    found = sim.sweep(cheap, {SHARE: [0.2, 0.1], key: [True, False]}, measures=asked, workers=1, engine="fake")
    data = found.figure_data
    assert data.settings.tolist() == [[0.2, 0.0], [0.2, 1.0], [0.1, 0.0], [0.1, 1.0]]
    assert data.keys[1].names == ("true", "false")
    rows = found.estimates("budget.appropriated")
    assert data.measures[0].low.tolist() == rows["ci95_low"].tolist()
    assert np.isnan(data.measures[1].value).all()  # no public money came back, so there is no rate
    assert [one.name for one in found.telling("public.irr").drawings()] == ["map.public.irr"]
    assert found.plot("map.budget.appropriated", "zh").axes
    with pytest.raises(ValueError, match=r"no figure is called 'map'; there are map\.budget\.appropriated, map\."):
        found.plot("map")
    with pytest.raises(KeyError):
        _ = found.telling("no.such.measure").figure_data


@pytest.mark.parametrize(
    ("measures", "message"), [(["public.irrr"], "did you mean public.irr?"), ([], "names no measure")]
)
def test_measures_that_do_not_exist_are_refused_before_anything_runs(
    cheap: Scenario, tmp_path: Path, measures: list[str], message: str
) -> None:
    with pytest.raises(BadInput) as refused:
        sim.sweep(cheap, {SHARE: [0.1]}, measures=measures, out=tmp_path / "a", workers=1, engine="fake")
    assert message in str(refused.value)
    assert not (tmp_path / "a").exists()


def test_the_command_of_the_page_names_the_measure_that_stopped_it_first(cheap: Scenario) -> None:
    ask: Any = {"workers": 1, "engine": "fake", "until": Target("budget.appropriated", 0.15)}
    page = to_markdown(sim.sweep(cheap, {SHARE: [0.1]}, **ask).page("en"), "en")
    assert "--measure budget.appropriated --measure public.irr" in page
    assert "--until 0.15" in page
    plain = to_markdown(sim.sweep(cheap, {SHARE: [0.1]}, workers=1, engine="fake").page("en"), "en")
    assert "--measure" not in plain


def test_the_folder_says_what_was_asked(cheap: Scenario, tmp_path: Path) -> None:
    found = sim.sweep(
        cheap, [f"{SHARE}=0.1:0.5"], design="sobol", points=2, out=tmp_path / "a", engine="fake", workers=1
    )
    asked = json.loads((tmp_path / "a" / "sweep.json").read_text(encoding="utf-8"))
    assert (asked["design"], asked["replications"], asked["seed"]) == ("sobol", 12, 7)
    assert asked["vary"] == {SHARE: [0.1, 0.5]}
    settings = [one["settings"][SHARE] for one in asked["points"]]
    assert settings == found.points[SHARE].tolist()
    summary = json.loads((tmp_path / "a" / "summary.json").read_text(encoding="utf-8"))
    assert summary == found.summary()
    assert summary["digest"] == found.digest


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"workers": 0}, "workers is 0"),
        ({"engine": "steam"}, "unknown engine"),
        ({"until": Target("no.such", 1.0)}, "no measure"),
        ({"until": Target("public.irr", 0.0)}, "must be above 0"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(cheap: Scenario, wrong: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        sim.sweep(cheap, {SHARE: [0.1]}, **wrong)


def test_points_may_be_read_in_any_order(cheap: Scenario) -> None:
    points = [replace(cheap, seed=seed) for seed in (1, 2, 3)]
    found: Simulated = simulate_points(points, 5, workers=1, engine="fake")
    last, first = found.read(2), found.read(0)
    assert [len(one.reduced) for one in (last, first)] == [5, 5]
    assert first.reduced[0].digest != last.reduced[0].digest


def test_a_worker_that_does_not_see_the_store_sends_the_same_bytes(cheap: Scenario, tmp_path: Path) -> None:
    store = Store(tmp_path / "a")
    token = store.open()
    cell = next(cells.cells_of(0, cells.point_name(cheap), range(12)))
    job = cells.Job(cell, "name", cheap, "sweep_engine", str(store.folder), token, cells.sources())
    far = cells.work(replace(job, token="of another folder"))
    assert far.data is not None
    assert not store.has(cell.key)
    assert cells.work(job).data is None
    assert store.path(cell.key).read_bytes() == far.data
    other = Store(tmp_path / "b")
    other.put(cell.key, far.data)
    assert other.has(cell.key)
    store.close()
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_a_worker_with_other_sources_refuses(cheap: Scenario, tmp_path: Path) -> None:
    cell = next(cells.cells_of(0, "name", range(12)))
    job = cells.Job(cell, "name", cheap, "sweep_engine", str(tmp_path), "", sources="of last week")
    with pytest.raises(cells.OtherSourcesError, match="other sources"):
        cells.work(job)


def test_the_name_of_a_point_is_its_content(cheap: Scenario) -> None:
    name = cells.point_name(cheap)
    titled = cheap.policy.model_copy(update={"title": "Another", "title_zh": "另一个", "citation": "none"})
    assert name == cells.point_name(replace(cheap, name="x", title="y", provenance={}, policy=titled, replications=3))
    changed = (
        cells.point_name(replace(cheap, seed=8)),
        cells.point_name(replace(cheap, horizon_years=9)),
        cells.point_name(varied(cheap, {SHARE: 0.123})),
        cells.point_name(replace(cheap, data=cheap.data | {"listings": cheap.data["listings"] + "\n"})),
    )
    assert len({name, *changed}) == 5


def test_the_example_in_the_documentation_runs() -> None:
    failed, attempted = doctest.testmod(import_module("sim.experiments.sweep.ask"))
    assert (failed, attempted) == (0, 4)
