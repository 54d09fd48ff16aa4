"""The way of the data: a room imports only from the rooms before it (docs/design/defence.md, "Why rooms?")."""

import ast
from pathlib import Path

import pytest

SIM = Path(__file__).resolve().parents[2] / "sim"
ORDER = (
    "scenario", "clauses", "ledger", "economy", "decisions", "engine", "measures", "experiments", "report",
    "cli",
)  # fmt: skip
FILES = sorted(path for path in SIM.rglob("*.py") if path.parent != SIM)
MOST_LINES, MOST_IN_FUNCTION = 500, 60


def rooms_imported(tree: ast.Module, *, everywhere: bool) -> set[str]:
    """Rooms imported by a module: at its head, or anywhere."""
    nodes = ast.walk(tree) if everywhere else iter(tree.body)
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("sim.") and name.count(".") >= 1}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SIM)))
def test_a_room_imports_only_from_rooms_before_it(path: Path) -> None:
    room = path.relative_to(SIM).parts[0]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    allowed = set(ORDER[: ORDER.index(room) + 1])
    assert rooms_imported(tree, everywhere=False) <= allowed
    lazily = {"report"} if room == "experiments" else set()  # a result draws its own figures
    assert rooms_imported(tree, everywhere=True) <= allowed | lazily


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SIM)))
def test_no_file_and_no_function_outgrows_its_reader(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < MOST_IN_FUNCTION, node.name
