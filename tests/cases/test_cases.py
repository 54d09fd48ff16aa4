"""Runs every case of this folder: one clause, its inputs in yuan, dates and shares, and a value worked by hand.

A case names its clause (``module.function`` of ``sim.clauses``), gives every argument under ``[given]`` and one answer
under ``[expect]``: ``yuan``, ``date``, ``answer`` (yes or no), ``numbers``, or the parts of a waterfall. An argument
that the clause takes in fen is given in yuan without the ending ``_fen``; "no cap" stands for −1.
"""

import importlib
import inspect
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from sim.clauses import disposal

DECIDES = {"owner": disposal.OWNER, "department": disposal.DEPARTMENT, "bureau": disposal.BUREAU}
CASES = sorted(Path(__file__).parent.glob("*.toml"))


def clause(name: str) -> Callable[..., Any]:
    module, function = name.split(".")
    found: Callable[..., Any] = getattr(importlib.import_module(f"sim.clauses.{module}"), function)
    return found


def argument(given: dict[str, Any], name: str, kind: Any) -> Any:
    """One argument in the clause's own terms: fen, ordinals, tuples, floats where the clause takes them."""
    value = given[name.removesuffix("_fen")]
    if isinstance(value, date):
        return value.toordinal()
    if value == "no cap":
        return -1
    if isinstance(value, list):
        return tuple(float(part) for part in value)
    if name.endswith("_fen"):
        return round(value * 100)
    return float(value) if kind is float else value


def check(result: Any, kind: str, expected: Any) -> None:
    """Compare to the fen where the clause answers in fen, to half a fen where it leaves rounding to the posting."""
    if kind == "yuan" and isinstance(result, int):
        assert result == round(expected * 100)
    elif kind == "yuan":
        assert result == pytest.approx(expected, rel=0, abs=0.005)
    elif kind == "date":
        assert date.fromordinal(result) == expected
    elif kind == "decides":
        assert DECIDES[expected] == result
    elif kind == "answer":
        assert result is expected
    elif kind == "numbers":
        assert result == pytest.approx(tuple(expected))
    else:  # a part of a waterfall, in yuan
        part = getattr(result, kind)
        assert part == pytest.approx(tuple(expected) if isinstance(expected, list) else expected, rel=0, abs=0.005)


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_case(path: Path) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    function, given = clause(case["clause"]), case["given"]
    kinds = get_type_hints(function)
    names = list(inspect.signature(function).parameters)
    assert sorted(given) == sorted(name.removesuffix("_fen") for name in names), "a case gives each argument once"
    result = function(*(argument(given, name, kinds[name]) for name in names))
    assert case["expect"]
    for kind, expected in case["expect"].items():
        check(result, kind, expected)


def test_every_case_says_what_it_shows_and_where_the_rule_stands() -> None:
    assert len(CASES) >= 30
    for path in CASES:
        case = tomllib.loads(path.read_text(encoding="utf-8"))
        assert set(case) == {"title", "source", "clause", "given", "expect"}
        assert len(case["title"]) > 30
        assert case["source"]
