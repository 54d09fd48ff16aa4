"""The way of the data: a room imports only from the rooms it is allowed (docs/architecture.md), never in a circle."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SIM = Path(__file__).resolve().parents[2] / "sim"
# A room and those it may import from, anywhere in a file; each stands below those that use it.
ALLOWED = {
    "clauses": set(),
    "scenario": {"clauses"},
    "ledger": {"scenario", "clauses"},
    "economy": {"scenario", "clauses"},
    "decisions": {"scenario", "clauses", "economy"},
    "engine": {"scenario", "clauses", "ledger", "economy", "decisions"},
    "measures": {"scenario", "ledger", "economy", "decisions"},
    "report": {"scenario", "clauses", "ledger", "measures"},
    "experiments": {"scenario", "clauses", "ledger", "economy", "engine", "measures", "report"},
    "web": {"scenario", "decisions", "engine", "measures", "report", "experiments"},
    "cli": {"scenario", "ledger", "economy", "decisions", "engine", "measures", "report", "experiments", "web"},
}
FILES = sorted(path for path in SIM.rglob("*.py") if path.parent != SIM)
MOST_LINES, MOST_IN_FUNCTION = 500, 60


def name_of(path: Path) -> str:
    return ".".join(["sim", *path.relative_to(SIM).with_suffix("").parts]).removesuffix(".__init__")


def imported(tree: ast.AST, *, types: bool) -> Iterator[str]:
    """Modules of sim that are imported anywhere in ``tree``; without ``types`` only those imported when it runs."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING" and not types:
            continue
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            yield from (f"{module}.{alias.name}" for alias in node.names if module.split(".")[0] == "sim")
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "sim")
        else:
            yield from imported(node, types=types)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SIM)))
def test_a_room_imports_only_from_rooms_it_is_allowed(path: Path) -> None:
    own = path.relative_to(SIM).parts[0]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    rooms = {name.split(".")[1] for name in imported(tree, types=True)} & set(ALLOWED)
    assert rooms <= ALLOWED[own] | {own}


def test_the_table_of_rooms_has_no_circle_and_names_them_all() -> None:
    assert set(ALLOWED) == {path.relative_to(SIM).parts[0] for path in FILES}
    assert list(TopologicalSorter(ALLOWED).static_order())


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Imports inside functions count, for they run too."""
    known = {name_of(path) for path in FILES}
    ways = {}
    for path in FILES:
        found = set(imported(ast.parse(path.read_text(encoding="utf-8")), types=False))
        ways[name_of(path)] = {name if name in known else name.rpartition(".")[0] for name in found} & known
    assert list(TopologicalSorter(ways).static_order())  # CycleError names the circle


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SIM)))
def test_no_file_and_no_function_outgrows_its_reader(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < MOST_IN_FUNCTION, node.name
