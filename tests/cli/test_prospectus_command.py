"""``yindao prospectus``: worked examples from the rule texts, what it refuses, what it prints."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import pyxirr
from typer.testing import CliRunner

from sim.cli.app import app

# 25 m in a fund of 100 m that is worth 200 m at year 5, benchmark rate 6.56 %
WORKED = ("caiqi-2007-128", "--gross-multiple", "2", "--hold", "5", "--exercise-year", "5", "--rate", "0.0656")


def yindao(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["prospectus", *arguments])
    return result.exit_code, result.stdout, result.stderr


def rows(*arguments: str) -> list[dict[str, Any]]:
    code, out, err = yindao(*arguments, "--format", "json")
    assert code == 0, err
    found: list[dict[str, Any]] = json.loads(out)["rows"]
    return found


def rate(put: float, back: float, years: int = 5) -> float:
    found = pyxirr.xirr([date(2001, 1, 1), date(2001 + years, 1, 1)], [-put, back])
    assert found is not None
    return found


@pytest.mark.parametrize(("compounding", "strike", "given_up"), [("simple", 33.20, 16.80), ("compound", 34.35, 15.65)])
def test_the_worked_example_of_the_rule(compounding: str, strike: float, given_up: float) -> None:
    (row,) = rows(*WORKED, "--no-fees", "--set", f"policy.stage_equity.option.rate.compounding={compounding}")
    assert 100 * row["strike"] == pytest.approx(strike, abs=0.005)
    assert 100 * row["public_pari_passu"] == pytest.approx(50.0)
    assert 100 * row["given_up"] == pytest.approx(given_up, abs=0.005)
    assert row["public_irr"] == pytest.approx(rate(25.0, strike), abs=1e-4)
    assert row["private_irr"] == pytest.approx(rate(75.0, 200.0 - strike), abs=1e-4)
    assert row["pari_passu_irr"] == pytest.approx(rate(75.0, 150.0), abs=1e-9)


def test_the_public_gets_the_lesser_of_its_share_and_the_price() -> None:
    multiples = [0.5, 1.0, 1.3, 1.35, 2.0, 4.0]
    found = rows(
        *("caiqi-2007-128", "--gross-multiple", ",".join(str(one) for one in multiples), "--hold", "5"),
        *("--exercise-year", "5", "--rate", "0.0656", "--no-fees"),
        *("--set", "policy.stage_equity.liquidation_preference=false"),
    )
    for multiple, row in zip(multiples, found, strict=True):
        assert row["gross_multiple"] == multiple
        assert row["public_receives"] == pytest.approx(min(0.25 * multiple, 0.25 * (1 + 5 * 0.0656)))


def test_pari_passu_everybody_earns_the_same_with_and_without_fees() -> None:
    for fees in ((), ("--no-fees",)):
        for row in rows("pari-passu", "--gross-multiple", "0,0.7,1,2,5", "--public-share", "0.3", *fees):
            assert row["private_irr"] == pytest.approx(row["pari_passu_irr"], abs=1e-12)
            assert row["public_irr"] == pytest.approx(row["pari_passu_irr"], abs=1e-12)
            assert row["given_up"] == pytest.approx(0.0, abs=1e-12)
            assert row["strike"] is None


def test_fees_and_carry_by_hand() -> None:
    # 8 years: 5 x 2 % on commitments, 3 x 2 % on cost: .9 / 1.06 is bought; 3 times that comes back
    (row,) = rows("pari-passu", "--gross-multiple", "3", "--hold", "8")
    back = 3 * 0.9 / 1.06
    net = 1 + 0.8 * (back - 1)  # full catch-up: carry is a fifth of all profit
    assert row["public_irr"] == pytest.approx(rate(1.0, net, 8), abs=1e-9)


def test_a_total_loss_is_minus_one_and_no_public_money_is_null() -> None:
    (row,) = rows("pari-passu", "--gross-multiple", "0")
    assert (row["private_irr"], row["public_irr"]) == (-1.0, -1.0)
    (row,) = rows("no-guidance-fund", "--gross-multiple", "2")
    assert row["public_irr"] is None
    assert row["private_irr"] == row["pari_passu_irr"]


def test_without_a_year_partners_buy_on_the_last_cheap_day() -> None:
    # 128: at cost until the third anniversary; the gain is certain here, so waiting for interest would be foolish
    (row,) = rows("caiqi-2007-128", "--gross-multiple", "3", "--hold", "8", "--no-fees")
    assert (row["strike"], row["public_irr"]) == (pytest.approx(0.25), pytest.approx(0.0, abs=1e-9))


BOOK = """
[stage_equity]
share_cap = 0.6
"""


def book(folder: Path, terms: str) -> str:
    path = folder / "book.toml"
    path.write_text(BOOK + terms, "utf-8")
    return str(path)


def test_the_shapes_of_other_countries_by_hand(tmp_path: Path) -> None:
    # Australia: capital back, then 10 % of the profit; 100 of 60 + 40 worth 200
    iif = book(tmp_path, "terms = { residual_share = 0.1, preferred_rate = 0.0 }\n")
    fund = ("--hold", "5", "--no-fees", "--set", "economy.fund.hurdle=0.0")
    (row,) = rows(iif, "--gross-multiple", "2", *fund)
    assert 100 * row["public_receives"] == pytest.approx(60.0 + 10.0)
    # Britain: 4.5 % first, then 30 % of the rest; worth 250
    ecf = book(tmp_path, "terms = { residual_share = 0.3, preferred_rate = 0.045, public_senior = true }\n")
    (row,) = rows(ecf, "--gross-multiple", "2.5", *fund)
    # the waterfall counts days: 2001 to 2006 are 1826
    first = 60.0 * (1.045 ** (1826 / 365) - 1)
    assert 100 * row["public_receives"] == pytest.approx(60.0 + first + 0.3 * (150.0 - first))
    # Korea: the first tenth of the fund is lost by public money alone; worth 92
    kvic = book(tmp_path, "terms = { first_loss_share = 0.1 }\n")
    (row,) = rows(kvic, "--gross-multiple", "0.92", *fund)
    assert 100 * row["public_receives"] == pytest.approx(60.0 - 8.0)


def test_cap_and_concession_by_hand(tmp_path: Path) -> None:
    fund = ("--gross-multiple", "2", "--hold", "5", "--no-fees", "--public-share", "0.5")
    cap = book(tmp_path, "return_cap = { enabled = true, rate = { spread = 0.06 } }\n")
    (row,) = rows(cap, *fund)
    assert 100 * row["public_receives"] == pytest.approx(50.0 * 1.3)
    assert row["private_irr"] == pytest.approx(rate(50.0, 135.0), abs=1e-9)
    linyi = book(tmp_path, "concession = [{ hurdle = 0.0345, share = 0.5 }]\n")
    (row,) = rows(linyi, *fund)
    kept = 100.0 - 0.5 * (100.0 - 50.0 * 1.0345**5)
    assert 100 * row["public_receives"] == pytest.approx(kept)
    away = book(tmp_path, "concession = [{ hurdle = 0.0345, share = 0.5, to = 'founders' }]\n")
    (row,) = rows(away, *fund)
    assert (100 * row["public_receives"], row["private_irr"]) == (
        pytest.approx(kept),
        pytest.approx(row["pari_passu_irr"]),
    )


@pytest.mark.parametrize(
    "terms",
    [
        "terms = { residual_share = 0.1 }",
        "terms = { residual_share = 0.0 }",
        "return_cap = { enabled = true, rate = { spread = 0.0345 } }",
        "concession = [{ hurdle = 0.0345, share = 0.5 }]",
        "concession = [{ hurdle = 0.0, share = 1.0 }]",
        "option = { enabled = true, grace_years = 3, rate = { spread = 0.06 } }",
    ],
)
def test_terms_on_the_gain_hardly_move_the_partners_rate_where_there_is_hardly_a_gain(
    tmp_path: Path, terms: str
) -> None:
    share = ("--public-share", "0.25", "--hold", "8")
    poor, rich = rows(book(tmp_path, terms + "\n"), "--gross-multiple", "1.2,3", *share)
    assert abs(poor["private_irr"] - poor["pari_passu_irr"]) < 0.005
    assert rich["private_irr"] > rich["pari_passu_irr"] + 0.0005


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("pari-passu", "--gross-multiple", "1,two"), "two: is no number"),
        (("pari-passu", "--hold", "0"), "must be above 0"),
        (("pari-passu", "--exercise-year", "3"), "has no option"),
        (("caiqi-2007-128", "--hold", "5", "--exercise-year", "6"), "at most --hold = 5"),
        (("pari-passu", "--public-share", "0.995"), "leaves no private partners"),
        (("pari-passu", "--rate", "7"), "must be a yearly share"),
        (("no-such-book",), "no-such-book"),
    ],
)
def test_bad_input_ends_with_two_and_one_line(arguments: tuple[str, ...], said: str) -> None:
    code, out, err = yindao(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_the_table_shows_amounts_per_hundred_in_both_languages() -> None:
    code, out, err = yindao(*WORKED, "--no-fees")
    assert code == 0
    assert out.splitlines()[-1].split() == ["2", "14.86%", "17.32%", "5.83%", "33.20", "33.20", "50.00", "16.80"]
    assert "6.56%" in err
    code, out, err = yindao(*WORKED, "--no-fees", "--lang", "zh", "--quiet")
    assert (code, err) == (0, "")
    assert "回购价" in out


def test_a_later_date_takes_the_loan_rate_of_its_day() -> None:
    # china_loan_rate_steps.csv: 6.06 % from 2011-02-09 and 3.10 % from 2024-10-21; buy-out at year 5, simple interest
    asked = ("caiqi-2007-128", "--gross-multiple", "2", "--hold", "5", "--exercise-year", "5", "--no-fees")
    for extra, day, share in (((), "2011-03-15", 0.0606), (("--date", "2025-04-01"), "2025-04-01", 0.031)):
        code, out, _ = yindao(*asked, *extra, "--format", "json")
        found = json.loads(out)
        assert (code, found["date"], found["option_index"]) == (0, day, "loan_1y")
        assert found["option_rate"] == pytest.approx(share)
        assert 100 * found["rows"][0]["strike"] == pytest.approx(25 * (1 + 5 * share))


def test_the_first_day_of_a_scenario_is_the_day_of_the_rates(tmp_path: Path) -> None:
    late = tmp_path / "late.toml"
    late.write_text(
        "start = 2025-07-01\nhorizon_years = 5\nseed = 1\nreplications = 1\n"
        'economy = "beijing-2011"\npolicy = "beijing-2011"\n'
    )
    code, out, err = yindao("caiqi-2007-128", "--scenario", str(late))
    assert code == 0
    assert "caiqi-2007-128 on 2025-07-01" in out
    assert "rate in the option price: 3.00% (1-year loan rate of 2025-07-01)" in err
    assert "loan rate held at 3.0 % after 2025-05-20" in err


def test_a_rate_that_is_given_is_said_to_be_given() -> None:
    err = yindao(*WORKED)[2]
    assert "rate in the option price: 6.56% (as given)" in err
    assert json.loads(yindao(*WORKED, "--format", "json")[1])["option_index"] is None


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (("--date", "2025-13-01"), "must be YYYY-MM-DD"),
        (("--date", "1999-01-01"), "must not lie before 2006-08-19"),
        (("--date", "2025-01-01", "--scenario", "beijing-2011"), "give one of the two"),
    ],
)
def test_a_date_that_cannot_be_priced_is_refused(extra: tuple[str, ...], said: str) -> None:
    code, out, err = yindao("caiqi-2007-128", *extra)
    assert (code, out) == (2, "")
    assert said in err
