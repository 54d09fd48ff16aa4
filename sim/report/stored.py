"""Pages as JSON, so that a results folder can be shown again, in either language, without its simulations."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

from sim.report.document import Block, Command, Figure, Finding, Head, Items, Note, Page, Sheet, Table, Text

KINDS: Mapping[str, type[Block]] = {
    kind.__name__: kind for kind in (Head, Text, Note, Finding, Items, Table, Figure, Command, Sheet)
}


def to_records(page: Iterable[Block]) -> list[dict[str, Any]]:
    """A record for each block: its fields and its ``kind``; lists for tuples."""
    return [{"kind": type(block).__name__, **_plain(asdict(block))} for block in page]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple | range) else value


def from_records(records: Any) -> Page:
    """The blocks of ``records``. Raises ValueError for anything that ``to_records`` does not write."""
    try:
        return [_block(dict(record)) for record in records]
    except (AttributeError, KeyError, TypeError, IndexError) as cause:
        raise ValueError(f"holds a block that no page has: {cause}") from None


def _block(record: dict[str, Any]) -> Block:
    kind = KINDS[record.pop("kind")]
    if set(record) != {one.name for one in fields(kind)}:
        raise KeyError(f"{kind.__name__} with {', '.join(record)}")
    if kind is Table:
        return _table(record)
    if kind is Figure:
        data = record["data"]
        return Figure(_word(record["name"]), _word(record["caption"]), None if data is None else _table(data))
    if kind is Items:
        return Items(tuple(map(_word, record["items"])))
    if kind is Head:
        return Head(_word(record["text"]), min(max(int(record["level"]), 1), 6))
    words = [_word(value) for value in record.values()]
    return kind(*words)  # type: ignore[arg-type]  # the other kinds hold text alone, in the order it was written in


def _table(record: Mapping[str, Any]) -> Table:
    heads, rows = list(map(_word, record["heads"])), [list(map(_word, row)) for row in record["rows"]]
    if any(len(row) != len(heads) for row in rows):
        raise KeyError("a table whose rows are not as long as its heads")
    return Table(heads, rows, tuple(map(int, record["right"])), _word(record["folded"]))


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
