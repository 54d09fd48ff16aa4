"""``policies show NAME --difference``: what a rule book changes in the one it extends."""

import json

import pytest
from typer.testing import CliRunner

from sim.cli.app import app


def yindao(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_the_difference_is_one_json_object_with_both_values_and_the_source() -> None:
    code, out, err = yindao("policies", "show", "beijing-2011-cap30", "--difference", "--format", "json")
    found = json.loads(out)
    (only,) = found["differences"]
    assert (code, err, found["name"], found["base"]) == (0, "", "beijing-2011-cap30", "beijing-2011")
    assert (only["key"], only["base_value"], only["value"], only["read"]) == (
        "policy.stage_equity.share_cap",
        0.25,
        0.30,
        "secondary",
    )
    assert "1167号" in only["source"]


def test_the_text_names_both_books_above_their_values() -> None:
    _, out, _ = yindao("policies", "show", "nzvif-2014", "--difference")
    title, heading, _, row = out.splitlines()
    assert title == "nzvif-2014 ← nzvif-2001: 1"
    assert heading.split() == ["key", "meaning", "nzvif-2001", "nzvif-2014", "unit", "source", "read"]
    assert row.startswith("policy.stage_equity.option.enabled")
    assert "设有回购权" in yindao("policies", "show", "nzvif-2014", "--difference", "--lang", "zh")[1]


def test_any_two_books_can_be_set_against_each_other() -> None:
    _, out, _ = yindao("policies", "show", "krr-2008", "--against", "beijing-2008", "--format", "json")
    caps = [one for one in json.loads(out)["differences"] if one["key"] == "policy.stage_equity.share_cap"]
    assert [(one["base_value"], one["value"]) for one in caps] == [(0.30, 0.40)]


def test_a_price_by_years_is_shown_as_toml_writes_it() -> None:
    _, out, _ = yindao("policies", "show", "yozma-2.0-2024", "--against", "yozma-1993")
    assert "{ from_year = 0, to_year = 4, rate = { index = fixed, spread = 0.01," in out


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("show", "no-guidance-fund", "--difference"), "names no rule book, so there is nothing to differ from"),
        (("--difference",), "needs a rule book: show NAME --difference"),
        (("show", "krr-2008", "--against", "krr-2009"), "did you mean krr-2008?"),
    ],
)
def test_a_difference_from_nothing_is_bad_input(arguments: tuple[str, ...], line: str) -> None:
    code, out, err = yindao("policies", *arguments)
    assert (code, out) == (2, "")
    assert line in err
    assert len(err.splitlines()) == 1
