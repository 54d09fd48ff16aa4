"""Exports say what the postings say; Beancount's own checker is the judge of the text ledger."""

import csv
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

from sim.ledger.exports import (
    ExportError,
    beancount_account,
    beancount_text,
    columns,
    columns_to_parquet,
    merge_parquet,
    read_parquet,
    write_csv,
    write_parquet,
)
from sim.ledger.postings import Postings
from sim.ledger.vocabulary import COMMITMENTS, COMMITTED, OUTSIDE, TREASURY, company_cash, fund_cash, guidance_cash
from tests.books import Ledger

START = date(2011, 3, 15)


def books() -> Postings:
    ledger = Ledger()
    outside = ledger.account(OUTSIDE, may_be_negative=True)
    treasury, guidance = ledger.account(TREASURY), ledger.account(guidance_cash("stage_equity"))
    fund, company = ledger.account(fund_cash("fund 3.1")), ledger.account(company_cash(12))
    made, contra = ledger.account(COMMITMENTS, may_be_negative=True), ledger.account(COMMITTED, may_be_negative=True)
    name, clause = ledger.word("fund 3.1"), ledger.word('128号 art. 14 "caps"')
    ledger.post(0, treasury, outside, 1_000_007, ledger.word("provide"), ledger.word("treasury"), clause)
    ledger.post(0, guidance, treasury, 900_000, ledger.word("appropriation"), ledger.word("treasury"), clause)
    ledger.post(20, made, contra, 700_000, ledger.word("commitment"), name, clause)
    ledger.post(46, fund, guidance, 333_333, ledger.word("capital_call"), name, clause)
    ledger.post(46, company, fund, 333_301, ledger.word("investment"), ledger.word("company 12"), clause)
    return ledger.close()


def bean_check(path: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("bean-check")
    return subprocess.run([str(program), "--no-cache", str(path)], capture_output=True, text=True, check=False)


def test_bean_check_accepts_the_ledger_and_refuses_one_altered_fen(tmp_path: Path) -> None:
    text = beancount_text(books(), START, 'a "title" 引导')
    path = tmp_path / "right.beancount"
    path.write_text(text, encoding="utf-8")
    accepted = bean_check(path)
    assert (accepted.returncode, accepted.stderr) == (0, "")

    one_leg = tmp_path / "one_leg.beancount"
    one_leg.write_text(text.replace("Assets:Company-12:Cash  3333.01 CNY", "Assets:Company-12:Cash  3333.02 CNY"))
    assert bean_check(one_leg).returncode != 0
    both_legs = tmp_path / "both_legs.beancount"
    both_legs.write_text(text.replace("  3333.01 CNY", "  3333.02 CNY").replace("  -3333.01 CNY", "  -3333.02 CNY"))
    refused = bean_check(both_legs)
    assert refused.returncode != 0
    assert "Balance failed for 'Assets:Company-12:Cash'" in refused.stderr


def test_beancount_text_has_date_narration_and_two_decimals() -> None:
    text = beancount_text(books(), START, "t")
    assert '2011-04-30 * "capital_call / fund 3.1 / 128号 art. 14 \\"caps\\""\n' in text  # day 46
    assert "  Assets:Fund-3-1:Cash  3333.33 CNY\n  Assets:Guidance-Fund-Stage-Equity:Cash  -3333.33 CNY\n" in text
    assert "2011-05-01 balance Equity:Outside:Cash -10000.07 ~ 0.00 CNY\n" in text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("fund 3.1:cash", "Assets:Fund-3-1:Cash"),
        ("partners.fund_of_funds:cash", "Assets:Partners-Fund-Of-Funds:Cash"),
        (OUTSIDE, "Equity:Outside:Cash"),
        (COMMITTED, "Equity:Guidance-Fund:Committed"),
    ],
)
def test_accounts_get_valid_beancount_names(name: str, expected: str) -> None:
    assert beancount_account(name) == expected


def test_two_accounts_never_share_a_beancount_name() -> None:
    ledger = Ledger()
    word = ledger.word("x")
    one, other = ledger.account("fund 3.1:cash", may_be_negative=True), ledger.account("fund 3-1:cash")
    ledger.post(0, other, one, 5, word, word, word)
    with pytest.raises(ExportError, match="would both be called Assets:Fund-3-1:Cash"):
        beancount_text(ledger.close(), START, "t")


def test_csv_has_a_line_a_posting_in_order_with_whole_fen(tmp_path: Path) -> None:
    write_csv(books(), START, tmp_path / "p.csv", replication=7)
    with (tmp_path / "p.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["posting"] for line in lines] == ["0", "1", "2", "3", "4"]
    assert lines[3] == {
        "replication": "7",
        "posting": "3",
        "date": "2011-04-30",
        "day": "46",
        "debit": "fund 3.1:cash",
        "credit": "guidance_fund.stage_equity:cash",
        "fen": "333333",
        "kind": "capital_call",
        "entity": "fund 3.1",
        "clause": '128号 art. 14 "caps"',
        "article": "0",
    }


def test_every_posting_says_which_article_of_the_opinion_owns_its_clause() -> None:
    ledger = Ledger()
    one, other = ledger.account("a:cash", may_be_negative=True), ledger.account("b:cash")
    word = ledger.word("x")
    for clause in ("stage_equity.option", "institutions.takeover_month", "economy.fund"):
        ledger.post(0, other, one, 5, word, word, ledger.word(clause))
    assert columns(ledger.close(), START, 0)["article"].tolist() == [21, 15, 0]
    assert columns(Ledger().close(), START, 0)["article"].tolist() == []


def test_parquet_holds_the_same_rows_and_merges_in_order(tmp_path: Path) -> None:
    write_parquet(books(), START, tmp_path / "one.parquet", replication=1)
    write_parquet(books(), START, tmp_path / "zero.parquet", replication=0)
    merge_parquet([tmp_path / "zero.parquet", tmp_path / "one.parquet"], tmp_path / "both.parquet")
    with duckdb.connect() as con:
        read = con.execute("SELECT * FROM read_parquet(?)", [str(tmp_path / "both.parquet")]).fetchall()
    assert [row[:2] for row in read] == [(r, i) for r in (0, 1) for i in range(5)]
    assert read[4] == (
        0, 4, date(2011, 4, 30), 46, "company 12:cash", "fund 3.1:cash", 333_301, "investment", "company 12",
        '128号 art. 14 "caps"', 0,
    )  # fmt: skip


def test_postings_read_back_from_parquet_have_the_same_digest(tmp_path: Path) -> None:
    write_parquet(books(), START, tmp_path / "p.parquet", replication=4)
    assert read_parquet(tmp_path / "p.parquet", 4).digest() == books().digest()
    assert len(read_parquet(tmp_path / "p.parquet", 3).rows) == 0


def test_empty_postings_still_make_typed_parquet(tmp_path: Path) -> None:
    write_parquet(Ledger().close(), START, tmp_path / "none.parquet")
    with duckdb.connect() as con:
        con.execute("SELECT * FROM read_parquet(?)", [str(tmp_path / "none.parquet")])
        types = {str(column[0]): str(column[1]) for column in con.description or []}
        assert con.fetchall() == []
    assert (types["date"], types["fen"], types["kind"]) == ("DATE", "BIGINT", "VARCHAR")


def test_numbers_that_do_not_exist_become_null(tmp_path: Path) -> None:
    import numpy as np

    columns_to_parquet({"irr": np.array([0.1, np.nan])}, tmp_path / "m.parquet")
    with duckdb.connect() as con:
        assert con.execute("SELECT irr FROM read_parquet(?)", [str(tmp_path / "m.parquet")]).fetchall() == [
            (0.1,),
            (None,),
        ]
