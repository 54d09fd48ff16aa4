"""Public money is moved by verbs alone (``money.py``, ``programmes/purses.py``): purse, ledger and place never part."""

import ast
from pathlib import Path

import pytest

ENGINE = Path(__file__).resolve().parents[2] / "sim/engine"
VERBS = {ENGINE / "money.py", ENGINE / "programmes/purses.py"}
FILES = sorted(path for path in ENGINE.rglob("*.py") if path not in VERBS)
PURSE = {"available", "arriving"}


def written(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []


def touches(tree: ast.Module) -> list[str]:
    """Where a module writes a purse's amounts, or records that money changed its place."""
    found = []
    for node in ast.walk(tree):
        found += [
            f"line {target.lineno}: {target.attr}"
            for target in written(node)
            if isinstance(target, ast.Attribute) and target.attr in PURSE
        ]
        if isinstance(node, ast.Attribute) and node.attr == "cash" and "purse" in ast.unparse(node.value):
            found.append(f"line {node.lineno}: a purse's account")
        if isinstance(node, ast.Attribute) and node.attr in ("move", "moves"):
            found.append(f"line {node.lineno}: {node.attr}")
        elif isinstance(node, ast.ImportFrom) and any(alias.name == "move" for alias in node.names):
            found.append(f"line {node.lineno}: import of move")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ENGINE)))
def test_only_the_verbs_of_money_touch_purses_and_places(path: Path) -> None:
    assert touches(ast.parse(path.read_text(encoding="utf-8"))) == []


def test_the_check_sees_each_way_of_touching_public_money() -> None:
    text = (
        "from sim.engine.money import move\npurse.available -= 1\nw.purses[0].arriving = 0\nmoney.move(w, 0, 1)\n"
        "add(w.moves)\npost(w, payee, purse_of(w, 1).cash, 1)\nmoney.hold(w, purse, 1)\nleft = purse.available\n"
    )
    assert len(touches(ast.parse(text))) == 6
