"""``yindao replay``, ``list`` and ``diff`` as their users meet them."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sim.cli.app import app
from sim.experiments.folder import write_study
from sim.experiments.run.ask import run
from sim.experiments.shown import Shown
from sim.report.document import Table
from sim.report.pages.finished import diff_told
from sim.scenario.files import load

VILLAGE = str(Path(__file__).parents[1] / "village.toml")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of three replications."""
    found = run(load(VILLAGE, replications=3), workers=1, engine="reference")
    return write_study(found, tmp_path_factory.mktemp("results") / "a", Shown(languages=(), figures=False))


@pytest.fixture
def edited(made: Path, tmp_path: Path) -> Path:
    """A copy whose manifest has another digest for replication 1."""
    shutil.copytree(made, tmp_path / "edited")
    change(tmp_path / "edited", lambda told: told["digests"].__setitem__(1, "0" * 64))
    return tmp_path / "edited"


def change(folder: Path, how: object) -> None:
    path = folder / "manifest.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    how(told)  # type: ignore[operator]
    path.write_text(json.dumps(told), encoding="utf-8")


def yindao(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def replayed(folder: Path, *more: str) -> Result:
    return yindao("replay", str(folder), "--workers", "1", "--engine", "reference", "--quiet", *more)


def test_the_same_run_again_is_equal(made: Path) -> None:
    digest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))["digest"]
    done = replayed(made)
    assert (done.exit_code, done.stdout) == (0, f"village-policy: digest equal (3 replications, {digest})\n")
    assert f"village-policy：校验码一致（3 次模拟，{digest}）" in replayed(made, "--lang", "zh").stdout


def test_a_digest_of_this_version_that_differs_is_exit_code_1(edited: Path) -> None:
    done = replayed(edited)
    assert done.exit_code == 1
    assert "digest differs (1 of 3 replications, the first is 1)" in done.stdout
    assert "version and platform are the same" in done.stdout


def test_another_version_may_differ_and_says_so(edited: Path) -> None:
    change(edited, lambda told: told.update(version="0.0.9"))
    done = replayed(edited, "--format", "json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["equal"], told["version"], told["version_now"]) == (0, False, "0.0.9", "0.1.0")
    assert "made by version 0.0.9, this is 0.1.0" in replayed(edited).stdout


def test_folders_are_listed(made: Path) -> None:
    done = yindao("list", str(made.parent))
    (row,) = done.stdout.splitlines()[2:]
    assert done.exit_code == 0
    assert row.split()[2:] == [str(made), "run", "village", "village-policy", "3", row.split()[-1]]
    (told,) = json.loads(yindao("list", str(made.parent), "--format", "json").stdout)["folders"]
    assert told["digest"].startswith(row.split()[-1])


def test_a_difference_is_told_in_both_languages_and_as_json(made: Path) -> None:
    done = yindao("diff", str(made), str(made), "--measure", "treasury.irr")
    assert done.exit_code == 0
    assert "Replications are paired" in done.stdout
    assert "0 of 1 measures shown can be told apart" in done.stdout
    assert "规则逐条对照" in yindao("diff", str(made), str(made), "--lang", "zh").stdout
    told = json.loads(yindao("diff", str(made), str(made), "--format", "json").stdout)
    assert told["measures"]["company.founded"]["difference"] == 0.0


def test_a_difference_of_rates_is_told_in_points_with_its_sign(made: Path) -> None:
    found = json.loads(yindao("diff", str(made), str(made), "--format", "json").stdout)
    found["measures"] = {"treasury.irr": {
        "first": 0.01, "second": 0.03, "difference": 0.02, "ci95": [0.01, 0.03], "distinguishable": True,
    }}  # fmt: skip
    (table,) = [one for one in diff_told(found, "en") if isinstance(one, Table) and len(one.rows[0]) == 7]
    assert table.rows[0][2:6] == ["1.0% a year", "3.0% a year", "+2.0 pp a year", "1.0 to 3.0 pp a year"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["replay", "nowhere"], "nowhere: not a results folder: it has no manifest.json"),
        (["list", "nowhere"], "nowhere: is no folder"),
        (["diff", "A", "nowhere"], "nowhere: not a results folder"),
        (["diff", "A", "A", "--measure", "treasury.ir"], "did you mean treasury.irr"),
        (["diff", "A", "A", "--policy", "pari-passu"], "has no rule book pari-passu; there are village-policy"),
    ],
)
def test_bad_input_is_one_message(made: Path, arguments: list[str], message: str) -> None:
    done = yindao(*(str(made) if one == "A" else one for one in arguments))
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
