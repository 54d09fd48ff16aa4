"""A day is asked for by name: days before the start are negative, so that no sign says whether there is one."""

import ast
import re
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "sim"
KINDS = [PACKAGE / "engine" / "kinds" / f"{name}.py" for name in ("firms", "money", "clock")]
ALWAYS = ("today", "begins")  # their sign says whether it is before the start
FIELD = re.compile(r"^    (\w+): int  # (.*)$", re.MULTILINE)


def days() -> set[str]:
    """Fields of rows that hold a day, by what stands behind them, but those that there always are."""
    return {
        name
        for path in KINDS
        for name, meaning in FIELD.findall(path.read_text())
        if re.search(r"\bday\b", meaning) and name not in ALWAYS
    }


def signs_asked(source: str) -> list[int]:
    """Lines that compare a field with a day against a number or NOBODY."""
    known, found = days(), []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            holds = any(isinstance(one, ast.Attribute) and one.attr in known for one in sides)
            fixed = any(isinstance(one, ast.Constant | ast.UnaryOp) or "NOBODY" in ast.unparse(one) for one in sides)
            found += [node.lineno] if holds and fixed else []
    return found


def test_the_sign_of_a_day_is_seen_where_it_is_asked() -> None:
    assert {"funded", "set_up", "exit_day", "opened", "marketed", "distributing"} <= days()
    assert signs_asked("x = company.funded < 0\ny = fund.distributing == NOBODY\nz = fund.marketed >= -1") == [1, 2, 3]
    assert signs_asked("x = company.funded == NEVER\ny = fund.attempt > 0\nz = fund.ended <= now.today") == []


def test_no_law_and_no_measure_reads_the_sign_of_a_day() -> None:
    paths = [path for room in ("engine", "measures", "ledger") for path in (PACKAGE / room).rglob("*.py")]
    assert {path.name: lines for path in paths if (lines := signs_asked(path.read_text()))} == {}
