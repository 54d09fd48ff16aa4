"""The engine knows no instrument by name: it calls the hooks of ``sim/engine/instruments/dispatch.py``."""

import ast
from pathlib import Path

import pytest

ENGINE = Path(__file__).resolve().parents[2] / "sim/engine"
INSTRUMENTS = "sim.engine.instruments"
DISPATCH = ENGINE / "instruments/dispatch.py"
INSIDE = sorted(path for path in (ENGINE / "instruments").rglob("*.py") if path != DISPATCH)
OUTSIDE = sorted(path for path in ENGINE.rglob("*.py") if ENGINE / "instruments" not in path.parents)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> set[str]:
    """Full names of the modules, or names in modules, that are imported."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def calls_hooks(path: Path) -> bool:
    return f"{INSTRUMENTS}.dispatch" in imported(tree_of(path))


@pytest.mark.parametrize("path", OUTSIDE, ids=lambda path: str(path.relative_to(ENGINE)))
def test_nothing_but_the_dispatch_knows_an_instrument(path: Path) -> None:
    of_instruments = {name for name in imported(tree_of(path)) if name.startswith(INSTRUMENTS)}
    assert of_instruments <= {f"{INSTRUMENTS}.dispatch"}


@pytest.mark.parametrize("path", INSIDE, ids=lambda path: str(path.relative_to(ENGINE)))
def test_an_instrument_stands_on_what_calls_no_hooks(path: Path) -> None:
    above = {f"sim.engine.{other.stem}" for other in OUTSIDE if calls_hooks(other)} | {f"{INSTRUMENTS}.dispatch"}
    names = imported(tree_of(path))
    assert {"sim.engine.funds", "sim.engine.rounds"} <= above
    assert not {name for name in names if name in above or name.rpartition(".")[0] in above}


def test_every_hook_is_called_and_no_other() -> None:
    hooks = {node.name for node in tree_of(DISPATCH).body if isinstance(node, ast.FunctionDef)}
    called = {
        node.attr
        for path in OUTSIDE
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "dispatch"
    }
    assert called == hooks | {"EVENTS"}


def test_every_hook_has_the_world_at_hand() -> None:
    first = {node.name: node.args.args[0].arg for node in tree_of(DISPATCH).body if isinstance(node, ast.FunctionDef)}
    assert set(first.values()) == {"w"}
