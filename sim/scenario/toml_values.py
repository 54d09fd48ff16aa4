"""Values as TOML writes them."""

import json
import math
from collections.abc import Iterator
from datetime import date
from typing import Any

from sim.scenario.parameter import Section

LONG, LONGEST = 1e4, 1e15  # of amounts that are written with marks


def written(value: Any) -> str:
    """A value as TOML; raises TypeError for one that no file of ours holds."""
    match value:
        case bool():
            return str(value).lower()
        case float():
            return _float(value)
        case int():
            return str(value)
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case date():
            return value.isoformat()
        case tuple() | list():
            return f"[{', '.join(map(written, value))}]"
        case Section():
            return f"{{ {', '.join(_entries(value))} }}"
    raise TypeError(f"{type(value).__name__} cannot be written")


def _float(value: float) -> str:
    """Large amounts with a mark between thousands, which TOML reads over."""
    if not math.isfinite(value):
        return str(value)
    return f"{value:_}" if LONG <= abs(value) < LONGEST and float(f"{value:_}") == value else repr(value)


def sourced(value: Any, source: str, read: str) -> str:
    """A value with its grounds, as a table on one line."""
    return f"{{ value = {written(value)}, source = {written(source)}, read = {written(read)} }}"


def _entries(section: Section) -> Iterator[str]:
    """What of a table is not as the schema has it anyway; all of it where that would be nothing."""
    fields = type(section).model_fields
    own = [name for name, field in fields.items() if field.is_required() or getattr(section, name) != field.default]
    for name in own or fields:
        yield f"{name} = {written(getattr(section, name))}"
