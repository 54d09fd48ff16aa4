"""Several rule books in one prospectus: each as by itself, side by side for each gross multiple."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sim.cli.app import app

# 25 m in a fund of 100 m that is worth 200 m at year 5: the option costs 25 (1 + 5 × .0656) = 33.20, pari passu is 50
ASKED = ("--gross-multiple", "0.5,2", "--hold", "5", "--exercise-year", "5", "--rate", "0.0656", "--no-fees")
BOOKS = ("caiqi-2007-128", "--policy", "pari-passu", "--public-share", "0.25")


def yindao(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["prospectus", *arguments])
    return result.exit_code, result.stdout, result.stderr


def found(*arguments: str) -> dict[str, Any]:
    code, out, err = yindao(*arguments, "--format", "json")
    assert code == 0, err
    told: dict[str, Any] = json.loads(out)
    return told


def test_rows_go_by_gross_multiple_then_rule_book_and_share_out_the_whole_fund() -> None:
    code, out, err = yindao(*BOOKS, *ASKED)
    assert code == 0
    rows = [line.split() for line in out.splitlines()[3:]]
    assert [row[:3] for row in rows] == [
        [multiple, book, "25.00%"] for multiple in ("0.5", "2") for book in ("caiqi-2007-128", "pari-passu")
    ]
    worked, even = rows[2][-4:], rows[3][-4:]
    assert (worked, even) == (["166.80", "33.20", "0.00", "16.80"], ["150.00", "50.00", "0.00", "0.00"])
    assert "caiqi-2007-128: rate in the option price: 6.56%" in err
    code, out, err = yindao(*BOOKS, *ASKED, "--lang", "zh", "--quiet")
    assert (code, err) == (0, "")
    assert "管理机构所得" in out


def test_fees_carry_and_own_commitment_are_the_manager_s_and_nothing_is_lost() -> None:
    # 8 years: fees of 5 × 2 % of commitments, then 3 × 2 % of the .9 / 1.06 that is bought; twice that comes back
    bought = 90 / 1.06
    for line in yindao(*BOOKS, "--gross-multiple", "2", "--hold", "8")[1].splitlines()[3:]:
        private, public, manager = map(float, line.split()[-4:-1])
        assert private + public + manager == pytest.approx(2 * bought + 100 - bought, abs=0.02)


def test_each_rule_book_is_what_it_is_by_itself_on_the_first_day_of_a_scenario(tmp_path: Path) -> None:
    late = tmp_path / "late.toml"
    village = (Path(__file__).parents[1] / "village.toml").read_text("utf-8")
    economy, policy = (str(Path(__file__).parents[1] / f"village-{name}.toml") for name in ("economy", "policy"))
    text = village.replace('"village-economy.toml"', f'"{economy}"').replace('"village-policy.toml"', f'"{policy}"')
    late.write_text(text.replace("2011-03-15", "2020-06-01"), "utf-8")
    asked = ("--scenario", str(late), "--gross-multiple", "1,3")
    both = found("caiqi-2007-128", "--policy", "yozma-1993", *asked)["policies"]
    assert list(both) == ["caiqi-2007-128", "yozma-1993"]
    for book, one in both.items():
        assert one == found(book, *asked)
        assert one["date"] == "2020-06-01"


def test_a_rule_book_named_twice_and_a_year_that_none_can_use_are_refused() -> None:
    code, out, err = yindao("pari-passu", "--policy", "pari-passu")
    assert (code, out) == (2, "")
    assert 'names "pari-passu" twice' in err
    code, out, err = yindao("pari-passu", "--policy", "iif-1997", "--exercise-year", "3")
    assert (code, out) == (2, "")
    assert "has no option" in err
