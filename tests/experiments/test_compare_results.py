"""A comparison's folder: whole, readable, and enough to make it again."""

import json
from pathlib import Path

import duckdb
import pytest

from sim.experiments.compare.ask import CompareResult, compare
from sim.experiments.folder import write_study
from sim.experiments.ledgers import ledger_of
from sim.scenario.errors import BadInput
from sim.scenario.files import load

VILLAGE = Path(__file__).parents[1] / "village.toml"


@pytest.fixture(scope="module")
def result() -> CompareResult:
    return compare(load(VILLAGE, replications=2), ["pari-passu", "beijing-2011"], workers=1)


@pytest.fixture(scope="module")
def folder(result: CompareResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_study(result, tmp_path_factory.mktemp("results") / "out")


def test_the_folder_holds_what_it_promises(folder: Path) -> None:
    files = {"manifest.json", "summary.json", "measures.csv", "measures.parquet", "differences.parquet"}
    files |= {f"report{lang}.{kind}" for lang in ("", ".zh") for kind in ("md", "html")}
    assert {path.name for path in folder.iterdir()} == files | {"figures", "pages.json"}
    keys = ("differences", "frontier", "parties", "j_curves", "exit_timing", "idle_by_cause")
    names = {f"{key}.{lang}.{kind}" for key in keys for lang in ("en", "zh") for kind in ("svg", "png")}
    assert {path.name for path in (folder / "figures").iterdir()} == names


def test_measures_have_a_row_for_each_policy_and_replication(folder: Path, result: CompareResult) -> None:
    path = str(folder / "measures.parquet")
    rows = duckdb.sql(f'select policy, replication, "public.tvpi", "concession.cost_pv" from \'{path}\'').fetchall()
    assert [row[:2] for row in rows] == [(name, r) for name in result.policies for r in (0, 1)]
    assert rows[0][2] == result["pari-passu"].reduced[0].values["public.tvpi"]
    assert [row[3] is None for row in rows] == [name != "beijing-2011" for name in result.policies for _ in (0, 1)]


def test_differences_are_written_as_the_summary_tells_them(folder: Path, result: CompareResult) -> None:
    path = str(folder / "differences.parquet")
    query = f"select mean from '{path}' where policy = 'beijing-2011' and measure = 'public.tvpi'"
    told = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert duckdb.sql(query).fetchall() == [(told["differences"]["beijing-2011"]["public.tvpi"]["mean"],)]
    assert told == json.loads(json.dumps(result.summary()))


def test_the_manifest_makes_the_baselines_ledgers_again(folder: Path, result: CompareResult) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["policies"].keys() == result.policies.keys()
    assert manifest["policies"]["beijing-2011"]["digest"] == result["beijing-2011"].digest
    without = manifest["without_concession"]
    assert without.keys() == {"beijing-2011"}
    assert without["beijing-2011"]["policy"]["co_investment"]["gain_share"] == 0.0
    scenario, postings = ledger_of(folder, 1)
    assert scenario.policy_name == "pari-passu"
    assert postings.digest() == result["pari-passu"].digests[1]


@pytest.mark.parametrize(
    ("name", "heading"),
    [("report.md", "## Differences from Pari passu"), ("report.zh.md", "## 与“同股同权”的差异")],
)
def test_the_report_shows_every_figure_and_how_to_get_it_again(folder: Path, name: str, heading: str) -> None:
    page = (folder / name).read_text(encoding="utf-8")
    assert heading in page
    policies = "--policy pari-passu --policy beijing-2011 --baseline pari-passu"
    assert f"\nyindao compare {VILLAGE} {policies} --replications 2 --seed 7\n" in page
    for line in page.splitlines():
        if line.startswith("!["):
            assert (folder / line.split("](")[1].rstrip(")")).is_file()
    assert page.count("](figures/") == 6
    assert "nan" not in page.lower().replace("finan", "")


def test_nothing_is_overwritten(folder: Path, result: CompareResult) -> None:
    with pytest.raises(BadInput, match="never overwritten"):
        write_study(result, folder)
