"""A results folder is whole or absent, never overwritten, and enough to make the run again."""

import json
import re
import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import duckdb
import numpy as np
import pytest

from sim.experiments.folder import check_target, complete_or_nothing, default_target, write_study
from sim.experiments.ledgers import DigestMismatchError, ledger_of
from sim.experiments.manifest import scenario_from, scenario_record
from sim.experiments.run.ask import RunResult, run
from sim.experiments.shown import Shown
from sim.ledger.exports import columns, columns_to_parquet, read_parquet
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario


@pytest.fixture
def result(village: Scenario) -> RunResult:
    return run(replace(village, replications=3), workers=1, keep_postings=[0, 2])


BARE = Shown(languages=(), figures=False)  # figures and pages have their own tests


def rows(path: Path, what: str = "*", where: str = "TRUE") -> list[tuple[object, ...]]:
    with duckdb.connect() as con:
        return con.execute(f"SELECT {what} FROM read_parquet(?) WHERE {where}", [str(path)]).fetchall()


def test_the_folder_holds_what_its_readme_says(result: RunResult, tmp_path: Path) -> None:
    folder = write_study(result, tmp_path / "out", BARE)
    assert sorted(path.name for path in folder.iterdir()) == [
        "flows.parquet", "manifest.json", "measures.csv", "measures.parquet", "pages.json", "positions.parquet",
        "postings.parquet", "summary.json",
    ]  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert summary["digest"] == manifest["digest"] == result.digest
    assert manifest["digests"] == [digest.hex() for digest in result.digests]
    assert {"platform", "c_library", "python", "numpy", "version", "seed", "policy", "streams"} <= set(manifest)
    assert rows(folder / "measures.parquet", "policy, replication") == [("village-policy", r) for r in range(3)]
    kept = rows(folder / "postings.parquet", "replication, count(*)", "TRUE GROUP BY 1 ORDER BY 1")
    assert kept == [(0, len(result.postings[0].rows)), (2, len(result.postings[2].rows))]


def test_the_report_stands_beside_its_figures(result: RunResult, tmp_path: Path) -> None:
    folder = write_study(result, tmp_path / "out", Shown(("en",)))
    page = (folder / "report.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\]\((figures/[^)]+)\)", page))
    assert len(named) == 6
    assert all((folder / name).is_file() for name in named)
    assert result.digest in page


def test_parquet_files_agree_with_the_ledger(result: RunResult, tmp_path: Path) -> None:
    folder = write_study(result, tmp_path / "out", BARE)
    paid = rows(folder / "flows.parquet", "sum(fen)", "kind = 'appropriation' AND replication = 0")
    ledger = result.postings[0]
    kind = ledger.kinds.index("appropriation")
    assert paid == [(-int(ledger.rows["fen"][ledger.rows["kind"] == kind].sum()),)]  # the treasury pays it
    public = "instrument IN ('stage_equity', 'co_investment')"
    cost = rows(folder / "positions.parquet", "sum(cost_fen)", f"{public} AND replication = 0")
    paid_out = 0
    for _, fen, _, credit, kind, *_ in ledger.rows.tolist():
        if ledger.kinds[kind] in ("capital_call", "co_investment") and ledger.accounts[credit].startswith("guidance"):
            paid_out += fen
    assert cost == [(paid_out,)]


def test_a_missing_ledger_is_simulated_again_and_a_kept_one_read(result: RunResult, tmp_path: Path) -> None:
    folder = write_study(result, tmp_path / "out", BARE)
    for replication in range(3):
        scenario, postings = ledger_of(folder, replication)
        assert postings.digest() == result.digests[replication]
    assert scenario == result.scenario


def test_an_altered_ledger_or_scenario_is_found_out_by_its_digest(result: RunResult, tmp_path: Path) -> None:
    folder = write_study(result, tmp_path / "out", BARE)
    table = columns(result.postings[0], result.scenario.start, 0)
    table["fen"][5] += 1
    columns_to_parquet(table, folder / "postings.parquet")
    with pytest.raises(DigestMismatchError, match=r"replication 0 does not have the digest .* was altered"):
        ledger_of(folder, 0)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["scenario"]["seed"] += 1
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(DigestMismatchError, match="simulated again it differs: version and platform are the same"):
        ledger_of(folder, 1)


def test_a_scenario_survives_its_record_bit_for_bit(village: Scenario) -> None:
    assert scenario_from(json.loads(json.dumps(scenario_record(village)))) == village
    warm = replace(village, warm_up_years=5)
    assert scenario_from(scenario_record(warm)) == warm
    older = {key: value for key, value in scenario_record(village).items() if key != "warm_up_years"}
    assert scenario_from(older) == village  # kept before there was such a key


@pytest.mark.parametrize("replication", [-1, 3])
def test_a_replication_the_run_does_not_have_is_refused(result: RunResult, tmp_path: Path, replication: int) -> None:
    folder = write_study(result, tmp_path / "out", BARE)
    with pytest.raises(BadInput, match=f"--replication: is {replication}; the run has 0 … 2"):
        ledger_of(folder, replication)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "not a results folder: it has no manifest.json"),
        ("{", "the manifest is damaged: Expecting property name"),
        ('{"format": 99}', "99 is not known; this version reads 1"),
        ('{"format": 1}', "the manifest is damaged: scenario: is missing"),
        ("[" * 100_000, "the manifest is damaged: maximum recursion depth"),
        ("[1]", "the manifest is damaged: it has no format"),
        ('{"format": ' + "9" * 5000 + "}", "the manifest is damaged: Exceeds the limit"),
        ('{"format": NaN}', "the manifest is damaged: NaN is no number"),
        ("\x00", "the manifest is damaged"),
    ],
)
def test_what_is_no_results_folder_is_refused_in_one_line(tmp_path: Path, text: str | None, message: str) -> None:
    if text is not None:
        (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=message) as refused:
        ledger_of(tmp_path, 0)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("value", [None, "x", "../../x", -1, 1e308, True, [], {}, [{}], "gone"], ids=str)
def test_a_damaged_manifest_is_refused_in_one_line_that_names_the_place(
    folder: Path, tmp_path: Path, value: object
) -> None:
    honest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for where in (*honest, *(f"scenario.{key}" for key in honest["scenario"]), "scenario.data.listings"):
        manifest = json.loads(json.dumps(honest))
        *above, leaf = where.split(".")
        table = manifest
        for step in above:
            table = table[step]
        if value == "gone":
            del table[leaf]
        else:
            table[leaf] = value
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        told = refusal(folder, 1)
        assert "\n" not in told
        assert where in told or "damaged" not in told or where in ("format", "scenario.data") or "is missing" in told
    (folder / "manifest.json").write_text(json.dumps(honest), encoding="utf-8")


def refusal(folder: Path, replication: int) -> str:
    """What is said of a ledger that is not given; empty where it is."""
    try:
        ledger_of(folder, replication)
    except (BadInput, DigestMismatchError) as cause:
        return str(cause)
    return ""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run's folder that keeps the ledger of its first replication of two."""
    village = load(Path(__file__).parents[1] / "village.toml", replications=2)
    return write_study(run(village, workers=1, keep_postings=[0]), tmp_path_factory.mktemp("run") / "out", BARE)


@pytest.mark.parametrize("damage", ["empty", "half", "no Parquet", "other columns", "a missing value", "a folder"])
def test_a_damaged_ledger_is_told_of_in_one_line(folder: Path, tmp_path: Path, damage: str) -> None:
    shutil.copytree(folder, tmp_path / "out")
    path = tmp_path / "out" / "postings.parquet"
    whole = path.read_bytes()
    table = columns(read_parquet(path, 0), date(2011, 3, 15), 0)
    path.unlink()
    if damage == "a folder":
        path.mkdir()
        assert ledger_of(tmp_path / "out", 0)[1].digest()  # simulated again
        return
    if damage in ("other columns", "a missing value"):
        kind = np.array(table["kind"], dtype=object)
        kind[3] = None
        changed = {"kind": kind} if damage == "a missing value" else {"fen": np.array(["x"] * len(kind), dtype=object)}
        columns_to_parquet({**table, **changed}, path)
    else:
        path.write_bytes({"empty": b"", "half": whole[: len(whole) // 2], "no Parquet": b"PAR1 is not enough"}[damage])
    with pytest.raises(DigestMismatchError, match="was altered or cannot be read") as refused:
        ledger_of(tmp_path / "out", 0)
    assert "\n" not in str(refused.value)


def test_a_crash_while_writing_leaves_nothing(
    result: RunResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> None:
        assert any(tmp_path.iterdir()), "the crash happens in the middle of the work"
        raise OSError("disk full")

    monkeypatch.setattr(RunResult, "page", crash)
    with pytest.raises(OSError, match="disk full"):
        write_study(result, tmp_path / "out", Shown(figures=False))
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_while_writing_leaves_nothing(tmp_path: Path) -> None:
    def interrupted() -> None:
        with complete_or_nothing(tmp_path / "out") as folder:
            (folder / "half").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_an_existing_folder_is_never_overwritten_an_empty_one_is_used(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "precious").write_text("1")
    with pytest.raises(BadInput, match="already exists; results are never overwritten"):
        check_target(tmp_path / "full")
    (tmp_path / "empty").mkdir()
    with complete_or_nothing(tmp_path / "empty") as folder:
        (folder / "new").write_text("2")
    assert (tmp_path / "empty" / "new").read_text() == "2"


def test_a_target_that_cannot_be_made_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match=r"--out: cannot be written: .*file"):
        check_target(tmp_path / "file" / "deep" / "out")
    check_target(tmp_path / "new" / "deep" / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_default_names_never_collide(tmp_path: Path) -> None:
    now = datetime(2026, 11, 23, 9, 5, 7)
    first = default_target("village", now, tmp_path)
    first.mkdir()
    second = default_target("village", now, tmp_path)
    assert (first.name, second.name) == ("village-20261123-090507", "village-20261123-090507-2")
