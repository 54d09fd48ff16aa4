"""``yindao sweep`` as its users meet it."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from sim.cli.app import app
from sim.experiments.run.ask import run
from sim.experiments.shown import Shown
from sim.experiments.work import cells, points
from sim.experiments.work.points import StudyStoppedError
from sim.experiments.work.replication import simulator_on_draws
from sim.scenario.files import load

TESTS = Path(__file__).parents[1]
VILLAGE = str(TESTS / "village.toml")
CAP = "policy.stage_equity.share_cap"
CAPS = ("--vary", f"{CAP}=0.1,0.3")
RULES = ("--vary", "policy.stage_equity.at_deadline.rule=auction,hold_to_term")
DRAWN = ("--replications", "2", "--workers", "1")
QUICK = (*DRAWN, "--no-figures")


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Default results land under the working directory."""
    monkeypatch.chdir(tmp_path)


def sweep(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["sweep", VILLAGE, *arguments])


def files_of(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != "timing.json")
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_help_names_every_option() -> None:
    told = CliRunner().invoke(app, ["sweep", "--help"])
    assert told.exit_code == 0
    options = ("vary", "design", "points", "policy", "economy", "set", "replications", "seed", "workers", "cluster")
    for option in (*options, "until", "measure", "out", "resume", "format", "lang", "quiet"):
        assert f"--{option}" in told.stdout


def test_json_is_one_object_with_the_summary_and_the_values_of_the_measures(tmp_path: Path) -> None:
    asked = ("--measure", "budget.appropriated", "--measure", "public.irr", "--format", "json", "--out", "out")
    done = sweep(*CAPS, *RULES, *QUICK, *asked)
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert told.pop("results") == "out"
    measures = told.pop("measures")
    assert told == json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    rule = "policy.stage_equity.at_deadline.rule"
    assert [one["settings"] for one in told["points"]] == [
        {CAP: cap, rule: name} for cap in (0.1, 0.3) for name in ("auction", "hold_to_term")
    ]
    assert list(measures) == ["budget.appropriated", "public.irr"]
    # The village appropriates 20 m yuan in each of three years, whatever happens.
    assert measures["budget.appropriated"]["value"] == [60e6] * 4
    assert measures["budget.appropriated"]["unit"] == "yuan"
    assert [len(measures["public.irr"][name]) for name in ("value", "ci95", "n")] == [4, 4, 4]


def test_a_point_equals_a_run_with_the_same_settings() -> None:
    told = json.loads(sweep(*CAPS, *QUICK, "--format", "json", "--out", "out").stdout)
    same = run(load(VILLAGE, settings=[f"{CAP}=0.3"], replications=2), workers=1)
    assert told["points"][1]["digest"] == same.digest
    assert told["measures"]["public.irr"]["value"][1] == same["public.irr"].pooled


def test_one_key_is_a_row_a_value_with_headlines_digest_and_folder(tmp_path: Path) -> None:
    done = sweep(*CAPS, *QUICK, "--quiet")
    folder = next((tmp_path / "results").glob("village-sweep-*"))
    digest = json.loads((folder / "summary.json").read_text(encoding="utf-8"))["digest"]
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert "stage_equity.share_cap" in lines[0]
    assert "public net IRR" in lines[0]
    assert [line.split()[:2] for line in lines[2:4]] == [["0", "10%"], ["1", "30%"]]
    assert f"digest: {digest}" in lines
    assert done.stdout.endswith(f"results: results/{folder.name}\n")


def test_several_keys_are_ranked_by_the_measure() -> None:
    done = sweep(*CAPS, *RULES, *QUICK, "--measure", "leverage.fund", "--out", "out")
    assert [line.split()[0] for line in done.stdout.splitlines()[2:6]] == ["1", "2", "3", "4"]
    assert "8 replications simulated, 0 of 8 found in the folder" in done.stderr


def test_rule_books_are_crossed_with_settings_and_chinese_has_chinese_headings() -> None:
    books = ("--policy", "village-policy", "--policy", "pari-passu")
    done = sweep(*CAPS, *books, *QUICK, "--lang", "zh", "--out", "out")
    assert done.exit_code == 0, done.stderr
    assert [line.split()[1] for line in done.stdout.splitlines()[2:6]].count("同股同权") == 2
    assert "出资比例上限" in done.stdout or "比例" in done.stdout.splitlines()[0]
    assert "校验码" in done.stdout


def test_resume_computes_nothing_again_and_leaves_the_same_files(tmp_path: Path) -> None:
    assert sweep(*CAPS, *QUICK, "--out", "out").exit_code == 0
    before = files_of(tmp_path / "out")
    again = sweep(*CAPS, *QUICK, "--out", "out", "--resume")
    assert again.exit_code == 0, again.stderr
    assert "0 replications simulated, 4 of 4 found in the folder" in again.stderr
    assert files_of(tmp_path / "out") == before
    refused = sweep(*CAPS, *QUICK, "--out", "out")
    assert refused.exit_code == 2
    assert refused.stderr == "out: --out: already exists; results are never overwritten\n"


def test_figures_and_pages_are_written_and_written_alike_when_resumed(tmp_path: Path) -> None:
    more = ("--set", "horizon_years = 6", "--economy", "beijing-2011", "--policy", "pari-passu")
    asked = (*CAPS, *more, *DRAWN, "--measure", "exit.on_time", "--out", "out", "--lang", "both")
    assert sweep(*asked).exit_code == 0
    names = sorted(path.name for path in (tmp_path / "out" / "figures").iterdir())
    assert names == [f"lines.{lang}.{kind}" for lang in ("en", "zh") for kind in ("png", "svg")]
    page = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    command = (
        f"yindao sweep {VILLAGE} --economy beijing-2011 --set 'horizon_years = 6' --policy pari-passu"
        f" --measure exit.on_time --vary {CAP}=0.1,0.3 --replications 2 --seed 7 --out results/sweep"
    )
    assert command in page
    assert (tmp_path / "out" / "report.zh.md").exists()
    before = files_of(tmp_path / "out")
    assert sweep(*asked, "--resume").exit_code == 0
    assert files_of(tmp_path / "out") == before
    again = sweep(*shlex.split(command)[3:-1], "again", "--workers", "1")
    assert again.exit_code == 0, again.stderr
    assert json.loads(before["summary.json"]) == json.loads((tmp_path / "again" / "summary.json").read_bytes())


@pytest.mark.parametrize(
    ("raised", "code", "text"),
    [(KeyboardInterrupt(), 130, "interrupted"), (OSError(28, "No space left"), 1, "stopped: [Errno 28] No space left")],
)
def test_an_end_while_drawing_says_how_to_go_on(
    raised: BaseException, code: int, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: Any, **__: Any) -> None:
        raise raised

    monkeypatch.setattr(Shown, "write", stop)
    done = sweep(*CAPS, *QUICK, "--out", "my folder", "--quiet")
    assert (done.exit_code, done.stdout) == (code, "")
    assert done.stderr == (
        f"{text}; what is finished is kept: the same command with --out 'my folder' --resume goes on\n"
    )


def test_the_folder_of_a_run_is_not_taken_up(tmp_path: Path) -> None:
    manifest = tmp_path / "out" / "manifest.json"
    manifest.parent.mkdir()
    manifest.write_text("{}")
    (tmp_path / "out" / "figures").mkdir()
    (tmp_path / "out" / "figures" / "quartiles.svg").write_text("drawn")
    before = files_of(tmp_path)
    refused = sweep(*CAPS, *QUICK, "--out", "out", "--resume")
    assert refused.exit_code == 2
    assert refused.stderr == "out: --out: cannot be resumed: no sweep was begun there\n"
    assert files_of(tmp_path) == before


def test_a_failing_replication_is_told_and_the_exit_code_is_1(monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch)
    done = sweep(*CAPS, *QUICK, "--out", "out")
    assert done.exit_code == 1
    assert "1 of 4 replications failed; points with failures: 1" in done.stdout
    assert "ZeroDivisionError: planted" in done.stdout
    assert "1 (+1 ×)" in done.stdout
    assert "digest: " in done.stdout
    told = json.loads(sweep(*CAPS, *QUICK, "--out", "two", "--format", "json").stdout)
    assert told["failed"] == 1
    assert told["failures"][0]["point"] == 1


def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replication 1 at the second cap raises."""

    def simulator(module: str) -> Any:
        simulate = simulator_on_draws(module)

        def planted(scenario: Any, replication: int, *rest: Any, **more: Any) -> Any:
            if scenario.policy.stage_equity.share_cap == 0.3 and replication == 1:
                raise ZeroDivisionError("planted")
            return simulate(scenario, replication, *rest, **more)

        return planted

    monkeypatch.setattr(cells, "simulator_on_draws", simulator)


@pytest.mark.parametrize(
    ("raised", "code", "text"),
    [(KeyboardInterrupt(), 130, "interrupted"), (StudyStoppedError("the disk is full"), 1, "the disk is full")],
)
def test_an_end_before_the_end_says_how_to_go_on(
    raised: BaseException, code: int, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: Any, **__: Any) -> None:
        raise raised

    monkeypatch.setattr(points.Simulated, "simulate", stop)
    done = sweep(*CAPS, *QUICK, "--out", "out")
    assert done.exit_code == code
    assert done.stderr == (f"{text}; what is finished is kept: the same command with --out out --resume goes on\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "--vary: names no key"),
        (("--vary", "policy.stage_equity.share_capp=0.1,0.2"), "did you mean"),
        (("--vary", f"{CAP}=0.1,1.5"), "1.5"),
        (("--vary", f"{CAP}=0.1:0.3"), "LO:HI:N"),
        (("--vary", "policy.budget.yearly=1,2"), "is a list"),
        ((*CAPS, "--design", "spiral"), 'is "spiral"; must be grid, lhs or sobol'),
        (("--vary", f"{CAP}=0.1:0.3", "--design", "sobol", "--points", "12"), "8 or 16"),
        ((*CAPS, "--points", "5"), "--points"),
        ((*CAPS, "--set", f"{CAP} = 0.2"), f"--set: {CAP}: is varied too"),
        ((*CAPS, "--measure", "public.ir"), "did you mean public.irr?"),
        ((*CAPS, "--until", "0.1"), "--until: needs --measure"),
        ((*CAPS, "--until", "-1", "--measure", "public.irr"), "--until: is -1; must be a number above 0"),
        ((*CAPS, "--resume"), "--resume: needs --out"),
        ((*CAPS, "--policy", "pari-pasu"), 'no shipped policy is called "pari-pasu"'),
        ((*CAPS, "--policy", "pari-passu", "--policy", "pari-passu"), 'names "pari-passu" twice'),
        ((*CAPS, "--out", "full"), "full: --out: already exists; results are never overwritten"),
        ((*CAPS, "--out", "full", "--resume"), "full: --out: cannot be resumed"),
    ],
)
def test_bad_input_ends_with_code_2_and_one_line_before_anything_runs(
    arguments: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("nothing may run")

    monkeypatch.setattr(points.Simulated, "simulate", never)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    done = sweep(*arguments, *QUICK)
    assert done.exit_code == 2, done.output
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert files_of(tmp_path) == {"full/mine.txt": b"mine"}
