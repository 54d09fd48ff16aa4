"""Laws, and the plain functions that they call, keep to what runs alike interpreted and compiled."""

import ast
import builtins
import inspect
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from types import FunctionType, ModuleType
from typing import Any, get_type_hints

from sim.engine import base, calendar, rows
from sim.engine.handlers import HANDLERS
from sim.engine.state import World
from tests.package.test_arithmetic_of_laws import ALIKE, OWN

# What the compiled engine has in a way of its own.
APART = (base.tell, calendar.at, calendar.draw, rows.add)
STATEMENTS = (
    ast.Return, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.If, ast.While, ast.For, ast.Break, ast.Continue,
    ast.Pass, ast.Raise,
)  # fmt: skip
EXPRESSIONS = (
    ast.Name, ast.Attribute, ast.Subscript, ast.Slice, ast.Constant, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare,
    ast.Call, ast.IfExp, ast.Tuple, ast.List, ast.ListComp,
)  # fmt: skip
OPERATORS = (
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.USub, ast.Not, ast.And, ast.Or, ast.LShift,
    ast.RShift, ast.BitOr, ast.BitAnd, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE,
)  # fmt: skip
ALLOWED = (*STATEMENTS, *EXPRESSIONS, *OPERATORS, ast.expr_context, ast.comprehension)
BUILTINS = {"abs", "bool", "enumerate", "float", "int", "len", "max", "min", "range"}
METHODS = {"append", "pop"}  # of a list of rows
LITERALS = (bool, int, float)
NO_TYPES = (str, dict, set, object, Any)


@cache
def body(function: FunctionType) -> ast.FunctionDef:
    found = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(found, ast.FunctionDef)
    return found


def meant(function: FunctionType, name: ast.expr) -> Any:
    """What a global name, or a name of a module, stands for; None for any other."""
    if isinstance(name, ast.Name):
        return function.__globals__.get(name.id, getattr(builtins, name.id, None))
    if isinstance(name, ast.Attribute):
        module = meant(function, name.value)
        return getattr(module, name.attr, None) if isinstance(module, ModuleType) else None
    return None


def calls(function: FunctionType) -> Iterator[tuple[ast.Call, Any]]:
    for node in ast.walk(body(function)):
        if isinstance(node, ast.Call):
            yield node, meant(function, node.func)


@cache
def reached() -> list[FunctionType]:
    """Every law, and every function of the package that one calls, directly or not."""
    found: dict[FunctionType, None] = {}
    left: list[Any] = list(rows.LAWS)
    while left:
        function = left.pop()
        if function not in found and function not in APART:
            found[function] = None
            left += [one for _, one in calls(function) if isinstance(one, FunctionType) and is_ours(one)]
    return sorted(found, key=lambda one: (one.__module__, one.__code__.co_firstlineno))


def is_ours(function: Any) -> bool:
    return str(getattr(function, "__module__", "")).startswith("sim.")


def strange(function: FunctionType) -> list[str]:
    """What of a function might run in two ways, or not at all when it is compiled."""
    tree = body(function)
    found = [] if plain_arguments(tree.args) else ["arguments that are not plain"]
    statements = tree.body[1:] if ast.get_docstring(tree) is not None else tree.body
    for statement in statements:
        for node in shown(statement):
            found += [f"line {getattr(node, 'lineno', '?')}: {what}" for what in faults(function, node)]
    return found


def plain_arguments(given: ast.arguments) -> bool:
    return not (given.vararg or given.kwarg or given.kwonlyargs or given.posonlyargs)


def shown(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes of a statement but the words of a fault and the types of names."""
    yield node
    for field, below in ast.iter_fields(node):
        if isinstance(node, ast.Raise) or field == "annotation":
            continue
        for one in below if isinstance(below, list) else [below]:
            if isinstance(one, ast.AST):
                yield from shown(one)


def faults(function: FunctionType, node: ast.AST) -> Iterator[str]:
    if not isinstance(node, ALLOWED):
        yield type(node).__name__
    elif isinstance(node, ast.Constant) and not isinstance(node.value, LITERALS):
        yield f"the literal {node.value!r}"
    elif isinstance(node, ast.IfExp) and {literal(node.body), literal(node.orelse)} == {int, float}:
        yield "a whole number or a float"
    elif isinstance(node, ast.Return) and literal(node.value) is int and get_type_hints(function)["return"] is float:
        yield "a whole number where a float is returned"
    elif isinstance(node, ast.Call):
        yield from wrong_call(function, node)


def literal(node: ast.expr | None) -> type | None:
    """The type of a literal number, signed or not; None for any other expression."""
    if isinstance(node, ast.UnaryOp):
        return literal(node.operand)
    return type(node.value) if isinstance(node, ast.Constant) and isinstance(node.value, LITERALS) else None


def wrong_call(function: FunctionType, call: ast.Call) -> Iterator[str]:
    """What is wrong with a call: who is called, and the kinds of literal numbers that it is given."""
    called = meant(function, call.func)
    if call.keywords and not isinstance(called, type):
        yield "an argument by name"
    if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "math":
        if call.func.attr not in ALIKE | OWN["arithmetic.py"]:
            yield f"math.{call.func.attr}"
    elif called is None:
        if not (isinstance(call.func, ast.Attribute) and call.func.attr in METHODS):
            yield f"{ast.unparse(call.func)}() is no function of a module"
    elif hasattr(builtins, getattr(called, "__name__", "")):
        if called.__name__ not in BUILTINS:
            yield f"{called.__name__}()"
    elif isinstance(called, FunctionType) and called is not base.tell:
        wanted = get_type_hints(called)
        for name, value in zip(inspect.signature(called).parameters, call.args, strict=False):
            if literal(value) not in (None, wanted[name]):
                yield f"{name} of {called.__name__} is given {ast.unparse(value)}"


def named(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__name__}"


def test_what_laws_reach_runs_alike_interpreted_and_compiled() -> None:
    assert {named(one): found for one in reached() if (found := strange(one))} == {}


def untyped(function: Callable[..., Any]) -> bool:
    """Whether a law takes the world elsewhere than first, or something without a type that a compiler knows."""
    hints = get_type_hints(function)
    names = list(inspect.signature(function).parameters)
    late = World in [hints.get(name) for name in names[1:]]
    return late or [*names, "return"] != list(hints) or any(one in NO_TYPES for one in hints.values())


def test_a_law_takes_the_world_first_and_gives_its_types() -> None:
    assert [named(one) for one in rows.LAWS if untyped(one)] == []
    assert untyped(wrong)


def test_a_handler_takes_the_world_and_two_numbers() -> None:
    wanted = [World, int, int, type(None)]
    assert [code for code, one in HANDLERS.items() if list(get_type_hints(one).values()) != wanted] == []


def wants_a_float(x: float) -> float:
    """As it should be."""
    return 0.0 if x == 0.5 else 2.0 * x


def wrong(x: int, w: World, *others: object) -> float:
    """Everything that a law must not do."""
    words = {"x": x}
    first = None
    try:
        assert x is first
    except ValueError:
        raise
    with open(str(x)) as file:
        file.read()
    total = sum(y**2 for y in others)
    wants_a_float(total // 1 if (lambda y: round(y))(x) else 0)
    wants_a_float(x=1.0)
    wants_a_float(1)
    x = 1 if words else 2.0
    for y in sorted(others):
        del y
    return -1


def test_the_check_sees_what_a_law_must_not_do() -> None:
    seen = " ".join(strange(wrong))
    for what in (
        "not plain", "Dict", "None", "Try", "Assert", "Is", "With", "open()", "str()", "read()", "GeneratorExp", "Pow",
        "Lambda", "round()", "sum()", "sorted()", "by name", "is given 1", "or a float", "float is returned", "Delete",
    ):  # fmt: skip
        assert what in seen, what
    assert strange(wants_a_float) == []
