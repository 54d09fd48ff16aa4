"""The order of a day stands in one table (``sim/engine/order.py``)."""

import ast
from itertools import pairwise
from pathlib import Path

from sim.engine import codes, order
from sim.engine.order import DAY

ENGINE = Path(__file__).resolve().parents[2] / "sim/engine"
# Functions that put an event on a day, and the places of phase, kind, ordinal and code among their arguments;
# a phase or kind that is always the same stands as its name.
WAITING = {
    "at": (2, 3, 5, 6),
    "later": ("PIPELINE", "ACHIEVEMENT", 3, 4),
    "plan": ("OPTION", "STAKE", 3, 4),
    "again_in_a_year": ("OPTION", "STAKE", 2, 3),
}


def test_everything_that_can_happen_has_its_turn() -> None:
    assert {turn.event for turn in DAY} == set(range(len(codes.EVENTS)))


def test_turns_stand_in_the_order_of_the_day_and_none_reaches_into_the_next() -> None:
    assert [turn[:3] for turn in DAY] == sorted(turn[:3] for turn in DAY)
    for turn, following in pairwise(DAY):
        same = turn[:3] == following[:3]  # whichever of several comes
        assert same or turn[:2] != following[:2] or turn.ordinal + turn.room <= following.ordinal, turn


def name_of(node: ast.expr, local: dict[str, ast.expr]) -> str:
    """The name at the head of an argument: of ``codes.RECALL``, of ``RECALLED + purse.line``, of a local's value."""
    if isinstance(node, ast.BinOp):
        return name_of(node.left, local)
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return name_of(local[node.id], {}) if node.id in local else node.id
    return ast.unparse(node)


def locals_of(function: ast.FunctionDef) -> dict[str, ast.expr]:
    found: dict[str, ast.expr] = {}
    for node in ast.walk(function):
        if not isinstance(node, ast.Assign):
            continue
        target, value = node.targets[0], node.value
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            found |= {ast.unparse(a): b for a, b in zip(target.elts, value.elts, strict=True)}
        else:
            found[ast.unparse(target)] = value
    return found


def turns_in(tree: ast.Module) -> set[tuple[str, ...]]:
    """Phase, kind, ordinal and code by name, wherever an event is put on a day."""
    found = set()
    for function in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        local, own = locals_of(function), {argument.arg for argument in function.args.args}
        for node in ast.walk(function):
            if not isinstance(node, ast.Call) or name_of(node.func, {}) not in WAITING:
                continue
            places = WAITING[name_of(node.func, {})]
            if len(node.args) <= max(place for place in places if isinstance(place, int)):
                continue  # another function of that name
            turn = tuple(place if isinstance(place, str) else name_of(node.args[place], local) for place in places)
            if turn[2] not in own:  # else whoever calls this function says it
                found.add(turn)
    return found


def test_whatever_waits_for_a_day_has_the_turn_that_the_table_gives_it() -> None:
    found: set[tuple[str, ...]] = set()
    for path in ENGINE.rglob("*.py"):
        if path.name not in ("compiled.py", "calendar.py"):
            found |= turns_in(ast.parse(path.read_text(encoding="utf-8")))
    numbers = {
        (getattr(order, phase), getattr(order, kind), getattr(order, ordinal), getattr(codes, event))
        for phase, kind, ordinal, event in found
    }
    assert numbers == {turn[:4] for turn in DAY}
