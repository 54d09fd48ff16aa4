"""Numbers are written with the unit a reader expects, in both languages."""

import math

import pytest

from sim.report.numbers import fen, interval, money, plain, quantity, share
from sim.report.tables.measures import ambiguity


@pytest.mark.parametrize(
    ("yuan", "english", "chinese"),
    [
        (1_234_567_890.0, "1.23 bn yuan", "12.35 亿元"),
        (514_900_000.0, "514.9 m yuan", "5.15 亿元"),
        (3_000_000.0, "3.0 m yuan", "300 万元"),
        (179_582.0, "179,582 yuan", "18.0 万元"),
        (-50_000_000.0, "−50.0 m yuan", "−5,000 万元"),
        (0.0, "0 yuan", "0 元"),
    ],
)
def test_money_has_a_unit_that_suits_its_size(yuan: float, english: str, chinese: str) -> None:
    assert (money(yuan, "en"), money(yuan, "zh")) == (english, chinese)


def test_a_hundred_fen_are_a_yuan() -> None:
    assert fen(12_345_600, "en") == "123,456 yuan"


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (0.051, "1/year", "5.1% a year", "5.1%/年"),
        (0.283, "share", "28.3%", "28.3%"),
        (1.17, "x", "1.17×", "1.17×"),
        (4.46, "years", "4.5 years", "4.5 年"),
        (907.7, "companies", "907.7 companies", "907.7 家"),
        (2.0, "parsec", "2.0 parsec", "2.0 parsec"),
        (None, "share", "–", "–"),
        (math.nan, "yuan", "–", "–"),
    ],
)
def test_quantities_carry_their_unit(value: float | None, unit: str, english: str, chinese: str) -> None:
    assert (quantity(value, unit, "en"), quantity(value, unit, "zh")) == (english, chinese)


def test_intervals_name_both_ends() -> None:
    assert interval(-0.035, 0.021, "1/year", "en") == "−3.5 to 2.1% a year"
    assert interval(1e6, 2e9, "yuan", "en") == "1.0 m yuan to 2.00 bn yuan"
    assert interval(0.88, 0.93, "x", "zh") == "0.88 至 0.93"
    assert interval(None, 1.0, "x", "en") == "–"


def test_there_is_no_negative_zero() -> None:
    assert (plain(-0.04, 1), plain(-0.06, 1), share(-0.001)) == ("0.0", "−0.1", "0%")


def test_a_table_says_when_rates_of_return_have_several_solutions() -> None:
    several = {"irr.ambiguous": {"unit": "rates", "mean": 0.5, "n": 8}}
    assert ambiguity(several, "en").startswith("In 8 replications 4 rates of return")
    assert "4 个" in ambiguity(several, "zh")
    assert ambiguity({"irr.ambiguous": {"unit": "rates", "mean": 0.0, "n": 8}}, "en") == ""
    assert ambiguity({}, "en") == ""
