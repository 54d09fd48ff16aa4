"""The laws compiled: with ``kernel`` all that knows numba. A world is one record of table heads, a row is a pointer.

Every law, and every plain function of the rooms below that a law calls, becomes the overload of itself: both ways of
running live side by side under one name, and nothing is written twice.
"""

import dataclasses
import operator
from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from types import FunctionType, ModuleType
from typing import Any

import numpy as np
from llvmlite import ir
from numba import config, from_dtype, njit, types
from numba.core import cgutils
from numba.extending import intrinsic, models, overload, overload_attribute, register_model

import sim.clauses
from sim.decisions import applying, duty, evaluating, losses, raising, screening, selection, valuation
from sim.economy import fates, laws, operations
from sim.engine import base, calendar
from sim.engine import rows as plain
from sim.engine.handlers import HANDLERS
from sim.engine.state import GIVEN, MADE
from sim.scenario.parameter import count_of

OPTIONS = {"error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
CLAUSES = [import_module(f"sim.clauses.{one.name}") for one in iter_modules(sim.clauses.__path__)]
BELOW: list[ModuleType] = [
    *CLAUSES,
    fates,
    laws,
    operations,
    applying,
    duty,
    evaluating,
    losses,
    raising,
    screening,
    selection,
    valuation,
]
I64 = ir.IntType(64)
BYTES = ir.IntType(8).as_pointer()

law = njit(**OPTIONS)


def use(function: Callable[..., Any]) -> None:
    """Let compiled code call ``function`` by compiling it."""
    overload(function, jit_options=OPTIONS, strict=False)(lambda *arguments: function)


def _below() -> list[FunctionType]:
    """Every plain function of the rooms below that laws may call."""
    rooms = ("sim.clauses.", "sim.economy.", "sim.decisions.")
    found = [one for module in BELOW for one in vars(module).values() if isinstance(one, FunctionType)]
    return [one for one in dict.fromkeys(found) if one.__module__.startswith(rooms)]


for function in plain.LAWS:
    use(function)
for function in _below():
    use(function)


# ---- tables ---------------------------------------------------------------------------------------------------------


def made_dtype(kind: type) -> np.dtype[Any]:
    """The record of a kind of row that a replication makes."""
    parts: list[Any] = []
    for name, (of, size) in plain.fields(kind).items():
        parts.append((name, "f8" if of is float else "i8", *([(size,)] if size else [])))
    return np.dtype(parts)


def given_dtype(row: Any) -> np.dtype[Any]:
    """The record of a row of parameters: numbers, switches, arrays; no words, no tables, no lists of any length."""
    parts: list[Any] = []
    for name, of in given_types(type(row)).items():
        value = getattr(row, name)
        if of is float:  # as declared, not as given: a cached kernel reads a whole number there as a float, too
            parts.append((name, "f8"))
        elif of is int or of is bool:
            parts.append((name, "i8"))
        elif isinstance(value, tuple) and value and isinstance(value[0], float) and has_fixed_length(type(row), name):
            parts.append((name, "f8", (len(value),)))
    return np.dtype(parts)


def given_types(kind: type) -> dict[str, Any]:
    """The fields of a section of a file, or of a record, and their types."""
    if dataclasses.is_dataclass(kind):
        return {field.name: field.type for field in dataclasses.fields(kind)}
    found: dict[str, Any] = kind.model_fields  # type: ignore[attr-defined]
    return {name: field.annotation for name, field in found.items()}


def has_fixed_length(kind: type, name: str) -> bool:
    """Whether an array of a section, or of a record, always has as many entries."""
    return dataclasses.is_dataclass(kind) or count_of(kind.model_fields[name].metadata) > 0  # type: ignore[attr-defined]


HEAD = np.dtype([("at", "i8"), ("count", "i8"), ("room", "i8")])
NAMES = (*GIVEN, *MADE)
WORLD = np.dtype([(name, HEAD) for name in NAMES])


class Rows(types.Type):
    """Points to a table's head."""

    def __init__(self, record: Any, label: str) -> None:
        self.record, self.label = record, label
        super().__init__(name=f"Rows({label})")


@register_model(Rows)
class RowsModel(models.PrimitiveModel):
    """An address."""

    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, BYTES)


class WorldType(types.Type):
    """Points to the heads of all tables."""


WORLD_TYPE = WorldType("World")
register_model(WorldType)(RowsModel)


def _field(builder: Any, head: Any, k: int) -> Any:
    return builder.gep(builder.bitcast(head, I64.as_pointer()), [ir.Constant(I64, k)])


@intrinsic
def row_at(context: Any, rows: Any, i: Any) -> Any:
    """The row at a number, unchecked."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        at = builder.load(_field(builder, arguments[0], 0))
        at = builder.add(at, builder.mul(arguments[1], ir.Constant(I64, rows.record.size)))
        return builder.inttoptr(at, context.get_value_type(signature.return_type))

    return rows.record(rows, types.int64), codegen


def _getter(k: int) -> Any:
    @intrinsic
    def get(context: Any, rows: Any) -> Any:
        return types.int64(rows), lambda context, builder, signature, arguments: builder.load(
            _field(builder, arguments[0], k)
        )

    return get


def _setter(k: int) -> Any:
    @intrinsic
    def put(context: Any, rows: Any, value: Any) -> Any:
        def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            builder.store(arguments[1], _field(builder, arguments[0], k))
            return context.get_dummy_value()

        return types.void(rows, types.int64), codegen

    return put


count, room, set_count = _getter(1), _getter(2), _setter(1)


class NoRowError(IndexError):
    """A law asked for a row that its table has not: the table's name, the number asked for, how many rows there are."""

    def __init__(self, table: str, number: int, rows: int) -> None:
        super().__init__(f"{table} has no row {number}, but {rows} from 0")


@overload(operator.getitem)
def _rows_getitem(rows, i):
    if not isinstance(rows, Rows):
        return None
    if not config.BOUNDSCHECK:
        return lambda rows, i: row_at(rows, i)
    table = rows.label

    def checked(rows, i):
        if i < 0 or i >= count(rows):
            raise NoRowError(table, i, count(rows))
        return row_at(rows, i)

    return checked


@overload(len)
def _rows_len(rows):
    if isinstance(rows, Rows):
        return lambda rows: count(rows)
    return None


@intrinsic
def clear(context: Any, row: Any) -> Any:
    """Make a row all zero; its memory may have served an earlier world."""

    def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        cgutils.memset(builder, arguments[0], ir.Constant(I64, row.size), 0)
        return context.get_dummy_value()

    return types.void(row), codegen


@overload(plain.add)
def _rows_add(rows):
    stopped = plain.StoppedError

    def impl(rows):
        n = count(rows)
        if n >= room(rows):
            raise stopped
        set_count(rows, n + 1)
        row = row_at(rows, n)
        clear(row)
        row.id = n
        return row

    return impl


@intrinsic
def as_world(context: Any, address: Any) -> Any:
    """The world at an address."""
    return WORLD_TYPE(types.int64), lambda context, builder, signature, arguments: builder.inttoptr(arguments[0], BYTES)


def _attribute(number: int, name: str, dtype: np.dtype[Any]) -> None:
    kind = Rows(from_dtype(dtype), name)

    @intrinsic
    def head(context: Any, w: Any) -> Any:
        def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.gep(arguments[0], [ir.Constant(I64, number * HEAD.itemsize)])

        return kind(w), codegen

    overload_attribute(WorldType, name)(lambda w: lambda w: head(w))


def declare(given: dict[str, np.dtype[Any]]) -> None:
    """Give the world its tables; those of parameters have the records of ``given``. Once a process."""
    for number, name in enumerate(NAMES):
        _attribute(number, name, given[name] if name in GIVEN else made_dtype(MADE[name]))


# ---- calendar -------------------------------------------------------------------------------------------------------


@overload(base.tell)
def _tell_nothing(w, what, *values):
    return lambda w, what, *values: None


add = plain.add
check, place_of = calendar.check, calendar.place_of


@law
def earlier(w, e, f):
    """Whether event ``e`` comes before ``f``."""
    return e.day < f.day or (e.day == f.day and e.key < f.key)


@overload(calendar.at, jit_options=OPTIONS)
def _at(w, day, phase, kind, entity, ordinal, code, a, b):
    return put


def put(w, day, phase, kind, entity, ordinal, code, a, b):
    """As ``calendar.at``, into a heap of rows."""
    now = w.clock[0]
    if day > now.horizon:
        return
    place = place_of(w, phase, kind, entity, ordinal)
    check(w, day, place)
    n = now.waiting
    now.waiting = n + 1
    if now.spare > 0:
        now.spare -= 1
        event = w.events[w.heap[now.spare].free]
    else:
        event = add(w.events)
        add(w.heap)
    event.day = day
    event.key = place
    event.code = code
    event.a = a
    event.b = b
    while n > 0 and earlier(w, event, w.events[w.heap[(n - 1) >> 1].event]):
        w.heap[n].event = w.heap[(n - 1) >> 1].event
        n = (n - 1) >> 1
    w.heap[n].event = event.id


@law
def take(w):
    """The next event leaves the heap; its row may be used again from the next event on."""
    now = w.clock[0]
    top = w.heap[0].event
    n = now.waiting - 1
    now.waiting = n
    last = w.events[w.heap[n].event]
    k = 0
    while 2 * k + 1 < n:
        c = 2 * k + 1
        if c + 1 < n and earlier(w, w.events[w.heap[c + 1].event], w.events[w.heap[c].event]):
            c += 1
        if not earlier(w, w.events[w.heap[c].event], last):
            break
        w.heap[k].event = w.heap[c].event
        k = c
    w.heap[k].event = last.id
    w.heap[now.spare].free = top
    now.spare += 1
    return top


def dispatcher(handlers: dict[int, Callable[..., None]]) -> Any:
    """One chain of ifs from the table of handlers; the compiler makes a jump table of it."""
    lines = ["def happen(w, code, a, b):"]
    for code in handlers:
        lines += [f"    {'el' if len(lines) > 1 else ''}if code == {code}:", f"        handler_{code}(w, a, b)"]
    names: dict[str, Any] = {f"handler_{code}": handler for code, handler in handlers.items()}
    exec("\n".join(lines), names)
    return law(names["happen"])


happen = dispatcher(HANDLERS)


# ---- chance: Philox 4x64-10, bit for bit numpy's ---------------------------------------------------------------------

U64 = np.uint64
LOW = U64(0xFFFFFFFF)
HALF = U64(32)
MULTIPLY_0, MULTIPLY_2 = U64(0xD2E7470EE14C6C93), U64(0xCA5A826395121157)
WEYL_0, WEYL_1 = U64(0x9E3779B97F4A7C15), U64(0xBB67AE8584CAA73B)
DROPPED = U64(11)
BELOW_ONE = 1.0 - 2.0**-53


@law
def high(a, b):
    """The upper word of the product of two words."""
    a0, a1, b0, b1 = a & LOW, a >> HALF, b & LOW, b >> HALF
    middle = a1 * b0 + (a0 * b0 >> HALF)
    return a1 * b1 + (middle >> HALF) + (a0 * b1 + (middle & LOW) >> HALF)


@law
def fill(stream, counter, block):
    """Make the four numbers of a counter."""
    c0, c1, c2, c3 = U64(counter), U64(block), U64(0), U64(0)
    k0, k1 = U64(stream.key_low), U64(stream.key_high)
    for _ in range(10):
        h0, h2 = high(MULTIPLY_0, c0), high(MULTIPLY_2, c2)
        c0, c1, c2, c3 = h2 ^ c1 ^ k0, MULTIPLY_2 * c2, h0 ^ c3 ^ k1, MULTIPLY_0 * c0
        k0 += WEYL_0
        k1 += WEYL_1
    stream.values[0] = uniform(c0)
    stream.values[1] = uniform(c1)
    stream.values[2] = uniform(c2)
    stream.values[3] = uniform(c3)


@law
def uniform(raw):
    """A number in (0, 1) of a word."""
    return min((float(raw >> DROPPED) + 0.5) * 2.0**-53, BELOW_ONE)


@overload(calendar.draw, jit_options=OPTIONS)
def _draw(w, stream, entity, ordinal):
    def impl(w, stream, entity, ordinal):
        s = w.streams[stream]
        block = ordinal // s.width
        index = entity * s.width + (ordinal - block * s.width)
        four = index >> 2
        if s.made != four or s.block != block:
            fill(s, four + 1, block)  # numpy counts before it makes
            s.made = four
            s.block = block
        return s.values[index & 3]

    return impl


# ---- probes ---------------------------------------------------------------------------------------------------------


def tabulator(functions: tuple[Callable[[float, float], float], ...]) -> Any:
    """Compiled: fill a row for each function with its values at pairs of arguments (``probes``)."""
    lines = ["def fill_values(pairs, found):", "    for k in range(len(pairs)):"]
    lines += [f"        found[{row}, k] = function_{row}(pairs[k, 0], pairs[k, 1])" for row in range(len(functions))]
    names: dict[str, Any] = {f"function_{row}": law(function) for row, function in enumerate(functions)}
    exec("\n".join(lines), names)
    return njit(error_model="numpy", no_cfunc_wrapper=True)(names["fill_values"])
