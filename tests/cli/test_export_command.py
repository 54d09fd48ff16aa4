"""``yindao export``: workbooks whose formulas agree with the run, CSV that opens in Chinese, Word to be edited."""

import base64
import csv
import json
import re
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import docx
import openpyxl
import pytest
import pyxirr
from typer.testing import CliRunner, Result

from sim.cli.app import app
from sim.experiments.compare.ask import compare
from sim.experiments.finished.sheets import party_name
from sim.experiments.folder import write_study
from sim.experiments.pages import store, stored_pages
from sim.experiments.run.ask import run
from sim.experiments.shown import Shown
from sim.ledger.history import Holding
from sim.measures.flows import GROUPS
from sim.report.document import Figure, Finding, Head, Page, Sheet, Table
from sim.report.terminal import unmarked
from sim.report.texts import LANGUAGES, Language, say
from sim.scenario.files import load

TESTS = Path(__file__).parents[1]
HOSTILE = '=HYPERLINK("http://example.org","x")'
# A white picture of one point.
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=")
LETTER = re.compile(r"\$?([A-Z]+)\$?(\d+)")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run and a comparison of the village, whose title Excel would reckon."""
    place = tmp_path_factory.mktemp("results")
    for name in ("village-policy.toml", "village-economy.toml"):
        shutil.copy(TESTS / name, place)
    text = (TESTS / "village.toml").read_text(encoding="utf-8")
    hostile = text.replace('title = "Village"', f"title = '{HOSTILE}'").replace('"村庄"', f"'{HOSTILE}'")
    (place / "village.toml").write_text(hostile, encoding="utf-8")
    village = load(place / "village.toml", replications=4)
    found = run(village, workers=1, engine="reference")
    write_study(found, place / "run", Shown(figures=False))
    both = compare(village, ["pari-passu"], workers=1, engine="reference")
    write_study(both, place / "both", Shown(languages=("en",), figures=False))
    return place


@pytest.fixture(scope="module")
def book(made: Path) -> Path:
    assert yindao(made / "run", "xlsx", made / "run.xlsx", "zh").exit_code == 0
    return made / "run.xlsx"


def yindao(folder: Path, to: str, out: Path, lang: str = "en", *more: str) -> Result:
    return CliRunner().invoke(app, ["export", str(folder), "--to", to, "--out", str(out), "--lang", lang, *more])


def estimates(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "summary.json").read_text(encoding="utf-8"))["measures"]
    return found


def reckoned(sheet: Any, cell: Any) -> float:
    """What a formula of ours comes to, reckoned here from the cells that hold no formula."""
    text = cell.value
    if not isinstance(text, str) or not text.startswith("="):
        return float(cell.value or 0.0)

    def numbers(area: str) -> list[float]:
        return [reckoned(sheet, one) for row in sheet[area.replace("$", "")] for one in row]

    if found := re.fullmatch(r"=XIRR\((.*),(.*),(.*)\)", text):
        days = [one.value for row in sheet[found[2]] for one in row]
        return float(pyxirr.xirr(days, numbers(found[1])))
    if found := re.fullmatch(r"=SUMIFS\((.*),(.*),(.*)\)", text):
        party = sheet[found[3].replace("$", "")].value
        names = [one.value for row in sheet[found[2].replace("$", "")] for one in row]
        return sum(n for n, name in zip(numbers(found[1]), names, strict=True) if name == party)
    areas = re.sub(r"SUM\(([^)]*)\)", lambda one: f"({sum(numbers(one[1]))!r})", text[1:])
    plain = LETTER.sub(lambda one: f"({reckoned(sheet, sheet[one[0].replace('$', '')])!r})", areas)
    assert re.fullmatch(r"[-+/*().e\d]*", plain)
    return float(eval(plain))


def test_sheets_and_heads_are_chinese(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    assert opened.sheetnames == ["概要", "指标", "现金流", "持仓", "逐年", "字典"]
    assert [one.value for one in opened["现金流"][3]][:6] == ["参与方", "日期", "收到", "付出", "期末持有", "净额"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_party_of_the_flows_and_every_holding_has_a_name(lang: Language) -> None:
    parties = {*GROUPS, "treasury", *get_args(Holding)}
    assert [one for one in sorted(parties) if party_name(one, lang) == say("other", lang, name=one)] == []
    assert (party_name("loss_guarantee", "zh"), party_name("guarantee_grant", "zh")) == ("损失担保", "投资保障")


def test_live_rates_and_sums_are_those_of_the_run(book: Path, made: Path) -> None:
    """Each formula of the sheet of flows, reckoned by others, is the value it comes with and what the run told."""
    sheet = openpyxl.load_workbook(book)["现金流"]
    shown = openpyxl.load_workbook(book, data_only=True)["现金流"]
    told, rates = estimates(made / "run"), {}
    for row in range(4, 4 + sum(one.value is not None for one in sheet["H"][3:])):
        for column in "IJKLMN":
            cell = sheet[f"{column}{row}"]
            if cell.value is not None:
                assert str(cell.value).startswith("=")
                assert reckoned(sheet, cell) == pytest.approx(shown[cell.coordinate].value, rel=1e-6, abs=1e-4)
        rates[sheet[f"H{row}"].value] = (row, shown[f"O{row}"].value)
    measures = {"财政": "treasury", "全部公共资金": "public", "阶段参股": "stage_equity", "社会出资人": "private"}
    for name, measure in measures.items():
        row, ours = rates[name]
        assert ours == pytest.approx(told[f"{measure}.irr"]["pooled"], rel=1e-12)  # a sheet keeps 15 digits
        assert reckoned(sheet, sheet[f"N{row}"]) == pytest.approx(ours, abs=1e-7)
        assert reckoned(sheet, sheet[f"M{row}"]) == pytest.approx(told[f"{measure}.tvpi"]["pooled"], abs=2e-3)
    row, _ = rates["财政"]
    assert -reckoned(sheet, sheet[f"J{row}"]) == pytest.approx(told["budget.appropriated"]["mean"])
    assert reckoned(sheet, sheet[f"I{row}"]) == pytest.approx(told["budget.remitted"]["mean"])


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reckons_what_the_formulas_come_with(book: Path, tmp_path: Path) -> None:
    opened = openpyxl.load_workbook(book)
    opened.save(tmp_path / "bare.xlsx")  # formulas without the values that they came with
    bare = openpyxl.load_workbook(tmp_path / "bare.xlsx", data_only=True)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run([*words, str(tmp_path / "again"), str(tmp_path / "bare.xlsx")], check=True, capture_output=True)
    came, again = (openpyxl.load_workbook(one, data_only=True) for one in (book, tmp_path / "again" / "bare.xlsx"))
    reckoned_there = 0
    for sheet in opened:
        for cell in (one for row in sheet.iter_rows() for one in row if one.data_type == "f"):
            assert bare[sheet.title][cell.coordinate].value is None
            ours = came[sheet.title][cell.coordinate].value
            assert again[sheet.title][cell.coordinate].value == pytest.approx(ours, rel=1e-6, abs=1e-4)
            reckoned_there += 1
    assert reckoned_there > 50


def test_cash_back_by_year_adds_up(book: Path, made: Path) -> None:
    sheet, told = openpyxl.load_workbook(book)["逐年"], estimates(made / "run")
    last = sheet.max_row
    assert sheet[f"A{last}"].value == 10
    by_year = {sheet[f"A{row}"].value: row for row in range(3, last + 1)}
    for year in (5, 8, 10):  # as the page and the measures count years
        share = told[f"treasury.back_share.{year}"]["pooled"]
        assert reckoned(sheet, sheet[f"F{by_year[year]}"]) == pytest.approx(share)
    back = told["budget.remitted"]["mean"] / told["budget.appropriated"]["mean"]
    assert reckoned(sheet, sheet[f"F{last}"]) == pytest.approx(back)
    assert reckoned(sheet, sheet[f"E{last}"]) == pytest.approx(
        told["budget.remitted"]["mean"] - told["budget.appropriated"]["mean"]
    )


def test_a_title_that_looks_like_a_formula_stays_text(book: Path) -> None:
    cell = openpyxl.load_workbook(book)["概要"]["B3"]
    assert (cell.value, cell.data_type) == (HOSTILE, "s")


def test_facts_that_are_whole_numbers_have_no_digits_behind_the_point(book: Path) -> None:
    facts = {row[0].value: row[1] for row in openpyxl.load_workbook(book)["概要"].iter_rows()}
    whole = [cell for cell in facts.values() if isinstance(cell.value, int)]
    assert len(whole) >= 2
    assert {cell.number_format for cell in whole} == {"#,##0"}
    assert "7" in [cell.value for cell in facts.values()]  # the seed, which may be longer than a spreadsheet's numbers


def test_headlines_of_the_summary_are_links_to_the_measures(book: Path, made: Path) -> None:
    opened, told = openpyxl.load_workbook(book), estimates(made / "run")
    links = [row[1].value for row in opened["概要"].iter_rows() if str(row[1].value).startswith("='指标'!")]
    assert len(links) > 10
    for link in links:
        cell = link.removeprefix("='指标'!")
        row = opened["指标"][cell[1:]]
        one = told[row[0].value]
        quoted = one["mean"] if one["pooled"] is None else one["pooled"]
        assert opened["指标"][cell].value == pytest.approx(quoted, rel=1e-12)


def test_every_column_is_explained(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    rows = list(opened["字典"].iter_rows(min_row=2, values_only=True))
    assert all(all(row[at] for at in (0, 2, 3)) for row in rows)
    assert {row[0] for row in rows} == set(opened.sheetnames) - {"字典"}


def test_holdings_are_dates_and_yuan(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)["持仓"]
    heads = [one.value for one in sheet[2]]
    row = dict(zip(heads, [one.value for one in sheet[3]], strict=True))
    assert isinstance(row["首次出资"], datetime)
    assert row["成本"] > 0
    assert {one.value for one in sheet["P"][2:]} == {"是", "否", None}


def test_csv_opens_in_chinese_and_keeps_text_text(made: Path, tmp_path: Path) -> None:
    assert yindao(made / "run", "csv", tmp_path / "tables", "zh").exit_code == 0
    names = sorted(path.name for path in (tmp_path / "tables").iterdir())
    assert names == sorted(f"{one}.csv" for one in ("summary", "measures", "flows", "positions", "years", "dictionary"))
    assert (tmp_path / "tables" / "flows.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "tables" / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][0] == "项目"
    assert rows[1][1] == f"'{HOSTILE}"


def test_a_comparison_has_measures_and_differences(made: Path, tmp_path: Path) -> None:
    assert yindao(made / "both", "xlsx", tmp_path / "both.xlsx").exit_code == 0
    opened = openpyxl.load_workbook(tmp_path / "both.xlsx")
    assert opened.sheetnames == ["Summary", "Measures", "Differences", "Dictionary"]
    told = json.loads((made / "both" / "summary.json").read_text(encoding="utf-8"))["differences"]
    rows = {(row[0], row[1]): row[4:7] for row in opened["Differences"].iter_rows(min_row=4, values_only=True)}
    one = told["no-guidance-fund"]["budget.appropriated"]
    assert rows["no-guidance-fund", "budget.appropriated"] == (one["mean"], *one["ci95"])


def test_every_folder_has_measures_as_csv(made: Path) -> None:
    for folder, worlds in (("run", {"village-policy"}), ("both", {"pari-passu", "no-guidance-fund"})):
        with (made / folder / "measures.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert {row["policy"] for row in rows} == worlds
        first = next(row for row in rows if row["measure"] == "company.founded")
        assert first["name_zh"] == "设立企业数"
    assert float(next(row for row in rows if row["measure"] == "company.founded")["mean"]) > 0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_word_has_the_blocks_of_the_page(made: Path, tmp_path: Path, lang: Language) -> None:
    assert yindao(made / "both", "docx", tmp_path / "a.docx", lang).exit_code == 0
    opened, page = docx.Document(str(tmp_path / "a.docx")), stored_pages(made / "both").blocks(lang)
    tables = [one for one in page if isinstance(one, Table)]
    assert [len(one.rows) - 1 for one in opened.tables] == [len(one.rows) for one in tables]
    written = "\n".join(one.text for one in opened.paragraphs)
    findings = [one for one in page if isinstance(one, Finding)]
    assert findings
    assert all(unmarked(told) in written for one in findings for told in (one.head, one.text, one.sure, one.beside))
    assert opened.element.xml.count("<w:pageBreakBefore/>") == sum(isinstance(one, Sheet) for one in page) > 0
    assert HOSTILE in opened.paragraphs[0].text  # a link would be another part of the file


def test_word_has_the_numbers_under_a_figure_and_says_whose_language_the_figure_speaks(tmp_path: Path) -> None:
    (tmp_path / "run" / "figures").mkdir(parents=True)
    (tmp_path / "run" / "figures" / "curve.en.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "run" / "figures" / "curve.en.png").write_bytes(PIXEL)
    numbers = Table(("year", "m yuan"), (("1", "2.5"),), (1,), "Numbers")
    page: Page = [Head("Village", 1), Figure("curve", "The curve", numbers), Figure("absent", "Not drawn", numbers)]
    store(tmp_path / "run", {"en": page, "zh": page}, ["en"])
    assert yindao(tmp_path / "run", "docx", tmp_path / "a.docx", "zh").exit_code == 0
    opened = docx.Document(str(tmp_path / "a.docx"))
    assert len(opened.inline_shapes) == len(opened.tables) == 1
    assert [one.text for one in opened.tables[0].rows[1].cells] == ["1", "2.5"]
    assert opened.paragraphs[1].text == unmarked(say("page.other_figures", "zh"))
    assert "Not drawn" not in [one.text for one in opened.paragraphs]


@pytest.mark.parametrize(("module", "to"), [("xlsxwriter", "xlsx"), ("docx", "docx")])
def test_a_missing_library_is_told_with_its_command(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, to: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    done = yindao(made / "run", to, tmp_path / f"a.{to}")
    assert done.exit_code == 2
    assert done.stderr.endswith("is not installed: pip install 'yindao[office]'\n")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("folder", "to", "lang", "message"),
    [
        ("run", "pdf", "en", "--to: is 'pdf'; must be one of xlsx, csv, docx"),
        ("nowhere", "xlsx", "en", "not a results folder: it has no manifest.json"),
        ("nowhere", "docx", "en", "holds no pages.json"),
    ],
)
def test_bad_input_is_one_message(made: Path, tmp_path: Path, folder: str, to: str, lang: str, message: str) -> None:
    done = yindao(made / folder, to, tmp_path / "out", lang)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert message in done.stderr
