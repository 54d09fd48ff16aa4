"""A results folder is shown again without simulating, in either language, alone or with others on one page."""

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.experiments.finished.joint import joint
from sim.experiments.pages import PAGES
from sim.measures.catalogue import EVERY
from sim.measures.headlines import TEN
from sim.report.document import Command, Figure, Finding, Head, Items, Note, Page, Sheet, Table, Text
from sim.report.html import to_html
from sim.report.stored import from_records, to_records

VILLAGE = str(Path(__file__).parents[1] / "village.toml")
WORDS = ["run", VILLAGE, "--replications", "2", "--workers", "1", "--engine", "reference", "--quiet"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of a run in Chinese, with figures."""
    out = tmp_path_factory.mktemp("page") / "run"
    done = CliRunner().invoke(app, [*WORDS, "--lang", "zh", "--out", str(out)])
    assert done.exit_code == 0, done.stderr
    return out


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "run"))


def page(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["page", *words])
    return done.exit_code, done.stdout, done.stderr


def test_the_same_page_is_made_again(folder: Path) -> None:
    before = (folder / "report.html").read_text("utf-8")
    (folder / "report.html").unlink()
    assert page(str(folder)) == (0, f"{folder / 'report.html'}\n", "")
    assert (folder / "report.html").read_text("utf-8") == before


def test_the_other_language_says_that_the_figures_are_not_in_it(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "en.html"
    assert page(str(folder), "--lang", "en", "--out", str(out))[0] == 0
    text = out.read_text("utf-8")
    assert '<html lang="en">' in text
    assert "The words in the figures are Chinese" in text
    assert text.count("<svg") == 6
    assert "drawn in that language alone" not in (folder / "report.html").read_text("utf-8")


def test_several_folders_make_one_page_whose_list_leads_to_each(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.html"
    assert page(str(folder), str(folder), "--out", str(out), "--quiet") == (0, "", "")
    text = out.read_text("utf-8")
    assert text.count("<svg") == 12
    links = re.findall(r'<li>\d · <a href="#(b\d+)">村庄：模拟结果</a>', text)
    assert len(set(links)) == 2
    assert re.findall(r'<h1 id="(b\d+)">村庄：模拟结果</h1>', text) == links


def edited(folder: Path, name: str, **changes: object) -> Path:
    """A copy of ``folder`` called ``name`` whose summary says otherwise."""
    other = Path(shutil.copytree(folder, folder.with_name(name)))
    told = json.loads((other / "summary.json").read_text("utf-8"))
    (other / "summary.json").write_text(json.dumps(told | changes), encoding="utf-8")
    return other


def test_several_folders_have_their_measures_side_by_side(folder: Path) -> None:
    same = joint([folder, edited(folder, "same")], "en")
    table = same[1]
    assert isinstance(table, Table)
    assert list(table.heads) == ["meaning", "1 · Village", "2 · Village"]
    assert [row[0] for row in table.rows] == [EVERY[name].label for name in TEN]
    assert all(row[1] == row[2] for row in table.rows)
    assert isinstance(same[2], Text)
    assert same[2].text.startswith("Scenario, replications, seed and version are the same in all folders")


def test_folders_that_differ_in_more_than_rules_are_not_paired(folder: Path) -> None:
    other = edited(folder, "other", seed=8, scenario="<script> **x**")
    told = joint([folder, other], "en")[2]
    assert isinstance(told, Text)
    assert "differences between columns are not paired" in told.text
    assert "seed (1 · 7, 2 · 8)" in told.text
    written = to_html([told], "en", {})
    assert "&lt;script&gt; **x**" in written
    assert "replications (" not in told.text


def test_a_folder_without_these_measures_is_named_and_one_alone_has_no_table(folder: Path) -> None:
    damaged = edited(folder, "damaged", measures={"treasury.irr": {"mean": "much"}})
    assert joint([folder, damaged], "zh") == []
    told = joint([folder, damaged, edited(folder, "whole")], "zh")
    assert told[-1] == Text("没有这些指标的文件夹（属其他分析或无法读取）：2。")


def test_bad_input_is_told_in_a_line(folder: Path, tmp_path: Path) -> None:
    code, _, told = page(str(folder), str(folder))
    assert (code, told) == (2, "--out: is needed for one page over several folders\n")
    code, _, told = page(str(tmp_path / "no"))
    assert code == 2
    assert "holds no pages.json" in told
    assert told.count("\n") == 1
    code, _, told = page(str(folder), "--out", str(tmp_path / "no" / "page.html"))
    assert code == 2
    assert "cannot be written" in told


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"pages": {}}', "[" * 100_000, '{"languages": ["xx"], "pages": {"en": [], "zh": []}}',
     '{"languages": ["zh"], "pages": {"en": [], "zh": [{"kind": "Script", "text": "x"}]}}',
     '{"languages": ["zh"], "pages": {"en": [], "zh": [{"kind": "Text", "text": 1}]}}'],
)  # fmt: skip
def test_a_damaged_folder_is_named(folder: Path, text: str) -> None:
    (folder / PAGES).write_text(text, encoding="utf-8")
    code, _, told = page(str(folder))
    assert code == 2
    assert f"{PAGES}: is damaged" in told


def test_a_figure_leads_to_no_file_elsewhere(folder: Path) -> None:
    record = json.loads((folder / PAGES).read_text("utf-8"))
    record["pages"]["zh"] = [{"kind": "Figure", "name": "../../secret", "caption": "c", "data": None}]
    (folder / PAGES).write_text(json.dumps(record), encoding="utf-8")
    (folder.parent / "secret.zh.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>secret</text></svg>')
    assert page(str(folder))[0] == 0
    assert "secret" not in (folder / "report.html").read_text("utf-8")


def test_every_kind_of_block_is_stored_and_read_as_it_was() -> None:
    table = Table(["a"], [["1"]], (0,), "fold")
    blocks: Page = [
        Head("h", 2), Text("t"), Note("n"), Finding("h", "t", "s", "b"), Items(("a", "b")), table,
        Figure("f", "c", table), Figure("f", "c"), Command("x 'y'"), Sheet(),
    ]  # fmt: skip
    assert from_records(json.loads(json.dumps(to_records(blocks)))) == blocks
