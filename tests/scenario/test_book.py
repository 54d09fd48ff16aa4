"""The parameter book says what the schemas enforce."""

import pytest

from sim.scenario.book import Parameter, by_key, parameters
from sim.scenario.errors import BadInput, Problem
from sim.scenario.files import load
from sim.scenario.toml_text import key_lines

BOUNDED = [p for p in parameters() if p.kind in ("number", "whole number") and p.count is None]


def test_every_parameter_has_a_meaning_a_chinese_name_and_a_unit() -> None:
    assert len(parameters()) == len(by_key()) > 180
    assert [p.key for p in parameters() if not (p.doc and p.zh and p.unit)] == []


def test_plausible_ranges_lie_within_what_is_allowed() -> None:
    for parameter in parameters():
        if parameter.plausible:
            low, high = parameter.plausible
            assert low < high, parameter.key
            assert parameter.minimum is None or low >= parameter.minimum, parameter.key
            assert parameter.maximum is None or high <= parameter.maximum, parameter.key


@pytest.mark.parametrize("parameter", BOUNDED, ids=lambda parameter: parameter.key)
def test_a_value_beyond_the_range_in_the_book_is_refused(parameter: Parameter) -> None:
    low = parameter.above if parameter.minimum is None else parameter.minimum
    assert low is not None or parameter.maximum is not None
    beyond = [] if low is None else [low if parameter.minimum is None else low - 1]
    beyond += [] if parameter.maximum is None else [parameter.maximum + 1]
    for value in beyond:
        with pytest.raises(BadInput) as refused:
            load("beijing-2011", settings=[f"{parameter.key}={value}"])
        assert parameter.bounds in str(refused.value)


def test_allowed_ranges_read_as_words() -> None:
    book = by_key()
    assert book["policy.stage_equity.share_cap"].allowed == "number, 0 to 0.9"
    assert book["economy.private.fill_median"].allowed == "number, above 0, at most 9"
    assert book["economy.rounds.size_median"].allowed == "list of 5 numbers, above 0, at most 1e9"
    assert book["policy.budget.yearly"].allowed == "list of numbers, 0 to 1e12"
    assert book["policy.budget.cover"].allowed == '"cash" or "plan"'
    assert book["policy.stage_equity.not_largest"].allowed == "true or false"
    assert book["economy.listing.window_transition"].count == 3


def test_keys_are_found_on_their_lines_whatever_their_spelling() -> None:
    text = (
        'title = "a = b"\n'  # 1
        "# x = 1\n"  # 2
        "a.b = 1\n"  # 3
        "list = [\n  1, # y = 2\n  2,\n]\n"  # 4 to 7
        'words = """\nnot = 1\n"""\n'  # 8 to 10
        '[one."two.three"]\n'  # 11
        "'quoted' = { inner = 1 }\n"  # 12
        "[ spaced . out ]\nkey=1"  # 13, 14
    )
    assert key_lines(text) == {
        "title": 1,
        "a.b": 3,
        "list": 4,
        "words": 8,
        "one.two.three": 11,
        "one.two.three.quoted": 12,
        "spaced.out": 13,
        "spaced.out.key": 14,
    }


def test_a_problem_reads_as_file_line_key_message() -> None:
    assert str(Problem("f.toml", "a.b", "is wrong; must be right", 3)) == "f.toml:3: a.b: is wrong; must be right"
    assert str(Problem("f.toml", "", "no such file")) == "f.toml: no such file"
