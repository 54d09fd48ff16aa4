"""Values and whole files as TOML writes them."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any


def toml_value(value: Any) -> str:
    """One value; tables stand in one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{toml_key(name)} = {toml_value(one)}" for name, one in value.items()) + " }"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(toml_value(one) for one in value) + "]"
    return repr(value)


def toml_key(name: str) -> str:
    """A key, in quotes where it needs them."""
    bare = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if bare else json.dumps(name, ensure_ascii=False)


def toml_text(values: Mapping[str, Any], above: str = "") -> str:
    """A file: values first, then a section for each table that is no value with its source."""
    lines, sections = [], []
    for name, value in values.items():
        key = f"{above}{toml_key(name)}"
        if isinstance(value, Mapping) and "value" not in value:
            sections.append(f"\n[{key}]\n{toml_text(value, f'{key}.')}")
        else:
            lines.append(f"{toml_key(name)} = {toml_value(value)}\n")
    return "".join([*lines, *sections])
