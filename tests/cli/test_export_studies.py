"""``yindao export`` of sweeps, sensitivity studies and decompositions: numbers to work with, every column explained."""

import csv
import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from sim.cli.app import app

VILLAGE = str(Path(__file__).parents[1] / "village.toml")
COMMON = ("--engine", "reference", "--no-figures", "--quiet")
CAP = "policy.stage_equity.share_cap"
TRIED = "economy.private.response,economy.private.elasticity"
STUDIES: dict[str, tuple[str, ...]] = {
    "sweep": ("sweep", VILLAGE, "--vary", f"{CAP}=0.2,0.3", "--replications", "3"),
    "sensitivity": ("sensitivity", VILLAGE, "--method", "tornado", "--parameters", TRIED, "--replications", "2"),
    "decompose": ("decompose", VILLAGE, "--by", "principles", "--replications", "3"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("studies")
    for name, words in STUDIES.items():
        done = CliRunner().invoke(app, [*words, *COMMON, "--out", str(place / name)])
        assert done.exit_code == 0, done.stderr
    return place


Table = list[dict[str, str]]


@pytest.fixture
def tables(made: Path, tmp_path: Path) -> Callable[[str, str], dict[str, Table]]:
    """Every sheet of a study as CSV has it, by name."""

    def read(study: str, lang: str) -> dict[str, Table]:
        out = tmp_path / f"{study}-{lang}"
        done = CliRunner().invoke(app, ["export", str(made / study), "--to", "csv", "--out", str(out), "--lang", lang])
        assert done.exit_code == 0, done.stderr
        return {
            one.stem: list(csv.DictReader(one.read_text(encoding="utf-8-sig").splitlines())) for one in out.iterdir()
        }

    return read


def told(made: Path, study: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((made / study / "summary.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize(("study", "sheet"), [("sweep", "points"), ("sensitivity", "effects"), ("decompose", "parts")])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_column_of_a_study_is_explained(
    tables: Callable[[str, str], dict[str, Table]], study: str, sheet: str, lang: str
) -> None:
    found = tables(study, lang)
    assert set(found) == {"summary", sheet, "dictionary"}
    heads, meanings = list(found["dictionary"][0])[1], list(found["dictionary"][0])[3]
    explained = {row[heads]: row[meanings] for row in found["dictionary"]}
    assert all(explained[head] for head in found[sheet][0])


def test_points_of_a_sweep_carry_what_was_varied_and_the_value_of_a_run_there(
    tables: Callable[[str, str], dict[str, Table]], tmp_path: Path
) -> None:
    rows = [row for row in tables("sweep", "en")["points"] if row["measure"] == "public.tvpi"]
    assert [(row["point"], row[CAP]) for row in rows] == [("0", "0.2"), ("1", "0.3")]
    words = ["run", VILLAGE, "--set", f"{CAP}=0.3", "--replications", "3", *COMMON, "--out", str(tmp_path / "run")]
    assert CliRunner().invoke(app, words).exit_code == 0
    one = json.loads((tmp_path / "run" / "summary.json").read_text(encoding="utf-8"))["measures"]["public.tvpi"]
    assert [float(rows[1][key]) for key in ("value", "95% from", "95% to")] == [one["pooled"], *one["pooled_ci95"]]


def test_a_varied_key_stands_under_its_chinese_name(tables: Callable[[str, str], dict[str, Table]]) -> None:
    assert {row["阶段参股·参股比例上限"] for row in tables("sweep", "zh")["points"]} == {"0.2", "0.3"}


def test_an_effect_is_what_the_measure_is_at_the_high_end_less_at_the_low_end(
    tables: Callable[[str, str], dict[str, Table]],
) -> None:
    rows = [row for row in tables("sensitivity", "en")["effects"] if row["effect"]]
    assert {row["parameter"] for row in rows} == set(TRIED.split(","))
    for row in rows:
        assert float(row["effect"]) == pytest.approx(float(row["at the high end"]) - float(row["at the low end"]))


def test_parts_sum_to_the_full_effect(tables: Callable[[str, str], dict[str, Table]], made: Path) -> None:
    sums: dict[tuple[str, str], float] = defaultdict(float)
    full = {}
    for row in tables("decompose", "en")["parts"]:
        game = row["measure"], row["given"]
        if row["part"] == "full effect":
            full[game] = float(row["value"])
        elif row["value"]:
            sums[game] += float(row["value"])
    assert len(full) > len(told(made, "decompose")["measure"])  # a second game, given investment, for some
    compared = [game for game in full if game in sums]
    assert compared
    for game in compared:
        assert sums[game] == pytest.approx(full[game], rel=1e-9, abs=1e-9)


def test_a_workbook_of_a_study_holds_numbers(made: Path, tmp_path: Path) -> None:
    words = ["export", str(made / "sweep"), "--to", "xlsx", "--out", str(tmp_path / "s.xlsx"), "--lang", "zh"]
    assert CliRunner().invoke(app, words).exit_code == 0
    opened = openpyxl.load_workbook(tmp_path / "s.xlsx")
    assert opened.sheetnames == ["概要", "各取值点", "字典"]
    facts = {row[0]: row[1] for row in opened["概要"].iter_rows(values_only=True)}
    assert facts["校验码"] == told(made, "sweep")["digest"]
    assert isinstance(opened["各取值点"]["G4"].value, float)


def test_a_damaged_study_is_one_message(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "damaged"
    folder.mkdir()
    for name in (".yindao", "estimates.parquet"):
        (folder / name).write_bytes((made / "sweep" / name).read_bytes())
    (folder / "summary.json").write_text(json.dumps(told(made, "sweep") | {"vary": 3}), encoding="utf-8")
    done = CliRunner().invoke(app, ["export", str(folder), "--to", "csv", "--out", str(tmp_path / "out")])
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "is damaged" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_file_that_may_have_been_edited_is_not_written_over_unasked(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sweep.xlsx").write_text("mine", encoding="utf-8")
    done = CliRunner().invoke(app, ["export", str(made / "sweep"), "--to", "xlsx"])
    assert (done.exit_code, done.stdout) == (0, "sweep-2.xlsx\n")
    assert (tmp_path / "sweep.xlsx").read_text(encoding="utf-8") == "mine"
