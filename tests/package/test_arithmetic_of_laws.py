"""What reaches the ledger uses only arithmetic that every way of running it does alike (sim/clauses/arithmetic.py)."""

import ast
from pathlib import Path

import pytest

SIM = Path(__file__).resolve().parents[2] / "sim"
ROOMS = ("clauses", "economy", "decisions", "engine")
FILES = sorted(path for room in ROOMS for path in (SIM / room).rglob("*.py"))
OWN = {
    "arithmetic.py": {"pow", "ldexp"},  # where the exceptions are written out
    "irr.py": {"fsum", "isqrt"},  # exact, and solved before a replication begins
}
ALIKE = {"ceil", "erf", "erfc", "exp", "expm1", "floor", "inf", "isfinite", "isnan", "log", "log1p", "nan", "sqrt"}


def constant(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) or (isinstance(node, ast.UnaryOp) and constant(node.operand))


def strange(tree: ast.Module, allowed: set[str]) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
            if not (constant(node.left) and constant(node.right)):
                found.append(f"line {node.lineno}: ** of variables")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "pow":
            found.append(f"line {node.lineno}: pow")
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "math":
            if node.attr not in allowed:
                found.append(f"line {node.lineno}: math.{node.attr}")
        elif isinstance(node, ast.ImportFrom) and node.module == "math":
            found.append(f"line {node.lineno}: names imported from math")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SIM)))
def test_powers_and_gamma_functions_come_from_one_place(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert strange(tree, ALIKE | OWN.get(path.name, set())) == []


def test_the_check_sees_each_kind_of_stranger() -> None:
    text = "import math\nfrom math import hypot\na = x ** 2\nb = pow(x, 2)\nc = math.lgamma(x)\nd = 2.0 ** -53\n"
    assert len(strange(ast.parse(text), ALIKE)) == 4
