"""Single values laid over a scenario: its ``[set]`` table and ``--set KEY=VALUE``, keyed as the parameter book."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.scenario.book import by_key
from sim.scenario.checking import nearest
from sim.scenario.documents import Document, Origin, leaves
from sim.scenario.errors import Problem
from sim.scenario.hints import elsewhere
from sim.scenario.names import instead, is_chinese, key_of, unknown_name
from sim.scenario.replaced import replaced
from sim.scenario.said import said
from sim.scenario.scenario_schema import Sourced
from sim.scenario.spelling import odd_in_pair
from sim.scenario.toml_mistakes import cut
from sim.scenario.toml_text import MalformedError, parse

COMMAND_LINE = "--set"
TABLE = "[set] of "


@dataclass(frozen=True)
class Override:
    """A value for one key of the parameter book, and where it was given."""

    key: str
    value: Any
    origin: Origin


def parse_settings(settings: Sequence[str], problems: list[Problem]) -> list[Override]:
    """Read ``KEY=VALUE`` texts; a value is TOML, or plain text where it is none. Problems are added to ``problems``."""
    found: list[Override] = []
    for setting in settings:
        key, equals, text = setting.partition("=")
        key = key.strip()
        origin = Origin(COMMAND_LINE, None, Sourced(f"{COMMAND_LINE} {key}"))
        if not equals or not key:
            odd = odd_in_pair(setting)
            message = said(
                "is not KEY=VALUE; {hint}", hint=odd[1] if odd else said("example: policy.stage_equity.share_cap=0.3")
            )
            problems.append(Problem(COMMAND_LINE, cut(setting), message))
        elif unknown := _unknown(key):
            problems.append(Problem(COMMAND_LINE, cut(key), unknown))
        else:
            found.append(Override(key, parse_value(text.strip()), origin))
    return found


def in_keys(settings: Sequence[str]) -> tuple[str, ...]:
    """The same texts with keys for Chinese names, which files and records never hold; what means no key stays."""
    return tuple(_in_key(setting) for setting in settings)


def _in_key(setting: str) -> str:
    name, equals, text = setting.partition("=")
    return f"{key_of(name.strip())}{equals}{text}" if is_chinese(name) else setting


def parse_value(text: str) -> Any:
    """Read one TOML value; text that is none is returned as it is, so that names need no quotes."""
    try:
        read = parse(f"value = {text}").values
    except MalformedError:
        return text
    # A line break in the text could smuggle in a second key; then it is no single value.
    return read["value"] if len(read) == 1 else text


def from_table(document: Document, problems: list[Problem]) -> list[Override]:
    """Take the ``[set]`` table out of a scenario document; its keys may be quoted or written as nested tables."""
    table = document.values.pop("set", {})
    if not isinstance(table, dict):
        origin = document.origin("set")
        problems.append(Problem(origin.file, "set", said("must be a table of KEY = VALUE"), origin.line))
        return []
    found: list[Override] = []
    for key, value in leaves(table):
        origin = document.origin(f"set.{key}")
        message = said("unknown key{hint}", hint=instead(key)) if is_chinese(key) else _unknown(key)
        if message:
            problems.append(Problem(origin.file, key, message, origin.line))
            continue
        sourced = Sourced(origin.sourced.source or f"{TABLE}{origin.file}", origin.sourced.read)
        found.append(Override(key, value, Origin(origin.file, origin.line, sourced)))
    return found


def given_by_hand(note: Sourced) -> str:
    """Where a value was set by hand without a source: ``--set`` or the scenario's file; empty for any other."""
    if note.source.startswith(f"{COMMAND_LINE} "):
        return COMMAND_LINE
    return note.source.removeprefix(TABLE) if note.source.startswith(TABLE) else ""


def lay(overrides: Sequence[Override], document: Document) -> Document:
    """A copy of ``document`` with the overrides of its prefix laid over it, in order."""
    result = Document(document.file, document.values, dict(document.origins), document.prefix, document.folder)
    for override in overrides:
        key = override.key.removeprefix(document.prefix)
        if override.key.startswith(document.prefix) and (document.prefix or "." not in key):
            result.values = _with(result.values, key.split("."), override.value)
            result.origins[override.key] = override.origin
    return result


def _with(values: dict[str, Any], path: list[str], value: Any) -> dict[str, Any]:
    """A copy of a tree with one leaf replaced; a scalar that stands where a table belongs gives way."""
    name, *rest = path
    if not rest:
        return values | {name: value}
    below = values.get(name)
    return values | {name: _with(below if isinstance(below, dict) else {}, rest, value)}


def _unknown(key: str) -> str:
    """What is wrong with a key, empty if it is in the parameter book."""
    book = by_key()
    if key in book:
        return ""
    if key in ("economy", "policy"):
        return said("cannot be set; name the {key} with --{key} or in the scenario file", key=key)
    if any(known.startswith(f"{key}.") for known in book):
        return said("is a group of parameters; name one of them (yindao parameters lists them)")
    if told := replaced(key) or unknown_name(key):
        return told
    near = nearest(key, book)
    return said("unknown key{hint}", hint=near or elsewhere(key, ""))
