"""Chinese names on the command line: what is written and drawn is what the key would have given."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sim.cli.app import app

VILLAGE = str(Path(__file__).parents[1] / "village.toml")
QUICK = ("--replications", "2", "--workers", "1", "--engine", "reference", "--no-figures", "--quiet")
SHORT = ("--set", "情景·模拟年限=4")
KEY, NAME = "policy.stage_equity.share_cap", "阶段参股·参股比例上限"


def yindao(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A run each of the village with a cap set by key and by name."""
    folders = {}
    for typed in (KEY, NAME):
        folders[typed] = tmp_path_factory.mktemp("run") / "out"
        more = ("--set", f"{typed}=0.2", "--measure", "公共资金净内部收益率", "--out", str(folders[typed]))
        done = yindao("run", VILLAGE, *SHORT, *QUICK, *more)
        assert done.exit_code == 0, done.stderr
    return folders


def test_a_manifest_holds_the_key_and_the_same_digest(runs: dict[str, Path]) -> None:
    told = [json.loads((folder / "manifest.json").read_text(encoding="utf-8")) for folder in runs.values()]
    assert [(one.pop("created") > "", one.pop("seconds") > 0) for one in told] == [(True, True)] * 2
    assert told[0] == told[1]
    assert KEY in json.dumps(told[1], ensure_ascii=False)
    assert NAME not in json.dumps(told[1], ensure_ascii=False)


def test_a_run_asked_for_by_name_is_made_again(runs: dict[str, Path]) -> None:
    again = yindao("replay", str(runs[NAME]), "--workers", "1", "--engine", "reference", "--quiet")
    assert again.exit_code == 0, again.stderr
    assert "digest equal" in again.stdout


def test_a_sweep_asked_for_by_name_has_the_same_cells(tmp_path: Path) -> None:
    written = []
    for typed in (KEY, NAME):
        out = tmp_path / str(len(written))
        done = yindao("sweep", VILLAGE, *SHORT, *QUICK, "--vary", f"{typed}=0.1,0.2", "--out", str(out))
        assert done.exit_code == 0, done.stderr
        files = sorted(path for path in out.rglob("*") if path.is_file() and path.name != "timing.json")
        written.append({str(path.relative_to(out)): path.read_bytes() for path in files})
    assert written[0] == written[1]


def test_a_key_that_is_varied_and_set_under_two_names_is_refused() -> None:
    done = yindao("sweep", VILLAGE, *QUICK, "--vary", f"{NAME}=0.1,0.2", "--set", f"{KEY}=0.3", "--out", "nowhere")
    assert done.exit_code == 2
    assert f"--set: {KEY}: is varied too" in done.stderr


def test_a_sensitivity_study_records_keys_and_groups(tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    names = ("--parameters", "社会资本·募集完成率，基金运作·管理费率", "--method", "tornado", "--measure", "累计拨款")
    done = yindao("sensitivity", VILLAGE, *SHORT, *QUICK, *names, "--out", out, "--format", "json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["parameters"] == ["economy.private.fill_median", "economy.fund.fee_rate"]


def test_parameters_are_searched_and_told_by_name() -> None:
    found = yindao("parameters", "返投", "--lang", "zh")
    assert "阶段参股·投资任务·返投倍数" in found.stdout
    assert "阶段参股·让利" in found.stdout  # by its meaning
    one = json.loads(yindao("parameters", NAME, "--format", "json").stdout)["parameters"]
    assert [(each["key"], each["full_name_zh"]) for each in one] == [(KEY, NAME)]
    refused = yindao("parameters", "天方夜谭")
    assert (refused.exit_code, refused.stderr) == (2, "天方夜谭: unknown name\n")


def test_measures_are_searched_and_told_by_name() -> None:
    (one,) = json.loads(yindao("measures", "按期退出率", "--format", "json").stdout)["measures"]
    assert one["name"] == "exit.on_time"
    found = json.loads(yindao("measures", "峰值", "--format", "json").stdout)["measures"]
    assert [each["name"] for each in found][:2] == ["treasury.peak_cash_out", "budget.peak_exposure"]
    refused = yindao("run", VILLAGE, *QUICK, "--measure", "按时退出率")
    assert refused.exit_code == 2
    assert "did you mean 按期退出率?" in refused.stderr
