"""The parameter book: every key a user may set, read from the schemas, with what the shipped files say about it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeGuard, get_args, get_origin

from pydantic.fields import FieldInfo

from sim.scenario.economy_schema import Economy
from sim.scenario.file_schema import ScenarioFile
from sim.scenario.parameter import ABSENT, OneForAll, Scale, Section, count_of
from sim.scenario.policy_schema import Policy
from sim.scenario.said import Said, either, said

# Words for what a key may hold, in messages and tables.
ValueKind = Literal["number", "whole number", "true or false", "text", "date", "value", "choice", "table"]
KINDS: dict[type, ValueKind] = {
    float: "number",
    int: "whole number",
    bool: "true or false",
    str: "text",
    date: "date",
    NoneType: "value",
}
KIND_WORDS: dict[ValueKind, Said] = {kind: said(kind) for kind in get_args(ValueKind)}


@dataclass(frozen=True)
class Parameter:
    """One key: its meaning, what the schema allows, where a sweep looks, and its neutral value if it has one.

    ``count`` is the number of entries of an array (0: any number, None: not an array); bounds then hold for each entry.
    ``single`` says that a file may give one number for all entries; the plausible range is then that of this number.
    ``default`` is None where a file must give the key, or where no value is a value of its own.

    ``article`` is the article of the opinion that owns the key (0: none), ``off`` its value while that is off
    (``ABSENT``: as written), ``scale`` how strength moves it.
    """

    key: str
    kind: ValueKind
    unit: str
    zh: str
    doc: str
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    choices: tuple[str, ...] = ()
    count: int | None = None
    single: bool = False
    plausible: tuple[float, float] | None = None
    why: str = ""
    default: Any = None
    article: int = 0
    off: Any = ABSENT
    scale: Scale = "linear"

    @property
    def allowed(self) -> str:
        """What the schema accepts, in words: ``number, 0 to 0.9``."""
        if self.choices:
            return either([f'"{choice}"' for choice in self.choices])
        what: str = KIND_WORDS[self.kind]
        if self.count is not None:
            many = said("list of {count} {kind}s", count=self.count, kind=what)
            many = many if self.count else said("list of {kind}s", kind=what)
            what = either([what, many]) if self.single else many
        return said("{what}, {bounds}", what=what, bounds=self.bounds) if self.bounds else what

    @property
    def bounds(self) -> str:
        """The range in words, empty if there is none."""
        low, high = _short(self.above if self.minimum is None else self.minimum), _short(self.maximum)
        if self.minimum is not None:
            return (
                said("{low} or more", low=low) if self.maximum is None else said("{low} to {high}", low=low, high=high)
            )
        if self.above is not None:
            one_sided = self.maximum is None
            return (
                said("above {low}", low=low) if one_sided else said("above {low}, at most {high}", low=low, high=high)
            )
        return "" if self.maximum is None else said("at most {high}", high=high)


@cache
def parameters() -> tuple[Parameter, ...]:
    """Every parameter in the order of the schemas: the scenario's own keys, then ``economy.…``, then ``policy.…``."""
    return (*_walk(ScenarioFile, ""), *_walk(Economy, "economy."), *_walk(Policy, "policy."))


@cache
def by_key() -> dict[str, Parameter]:
    """The same by dotted key."""
    return {parameter.key: parameter for parameter in parameters()}


def value_at(section: Section, key: str) -> Any:
    """The value under a dotted key without its ``economy.`` or ``policy.`` prefix."""
    value: Any = section
    for part in key.split("."):
        value = getattr(value, part)
    return value


def parameter_at(schema: type[Section], path: Sequence[str], prefix: str) -> Parameter | None:
    """What a schema says of the key at ``path``, also inside the tables of an array; None if there is no such key."""
    for number, name in enumerate(path):
        field = schema.model_fields.get(name)
        if field is None:
            return None
        _, kind = _shape(field.annotation, [], {})
        if number == len(path) - 1:
            extra = field.json_schema_extra
            return _parameter(f"{prefix}{'.'.join(path)}", field, extra if isinstance(extra, dict) else {})
        if not _is_section(kind):
            return None
        schema = kind
    return None


def section_at(schema: type[Section], path: Sequence[str]) -> type[Section] | None:
    """The schema of the table, or of each table of the array, at ``path``; None if no table stands there."""
    for name in path:
        field = schema.model_fields.get(name)
        kind = None if field is None else _shape(field.annotation, [], {})[1]
        if not _is_section(kind):
            return None
        schema = kind
    return schema


def _is_section(kind: Any) -> TypeGuard[type[Section]]:
    return isinstance(kind, type) and issubclass(kind, Section)


def _walk(section: type[Section], prefix: str, article: int = 0) -> Iterator[Parameter]:
    article = section.article or article
    for name, field in section.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, Section):
            yield from _walk(kind, f"{prefix}{name}.", article)
        elif isinstance(field.json_schema_extra, dict):
            yield _parameter(f"{prefix}{name}", field, field.json_schema_extra, article)


def _parameter(key: str, field: FieldInfo, extra: dict[str, Any], article: int = 0) -> Parameter:
    bounds: dict[str, float] = {}
    count, kind = _shape(field.annotation, list(field.metadata), bounds)
    single = any(isinstance(getattr(item, "func", None), OneForAll) for item in field.metadata)
    choices = get_args(kind) if get_origin(kind) is Literal else ()
    return Parameter(
        key=key,
        kind="choice" if choices else KINDS.get(kind, "table"),
        unit=str(extra.get("unit", "")),
        zh=str(extra.get("zh", "")),
        doc=field.description or "",
        minimum=bounds.get("ge"),
        maximum=bounds.get("le"),
        above=bounds.get("gt"),
        choices=tuple(choices),
        count=count,
        single=single,
        plausible=extra.get("plausible"),
        why=str(extra.get("why", "")),
        default=None if field.is_required() else field.default,
        article=extra.get("article") or article,
        off=extra.get("off", ABSENT),
        scale=extra.get("scale", "linear"),
    )


def _shape(annotation: Any, metadata: list[Any], bounds: dict[str, float]) -> tuple[int | None, Any]:
    """Unwrap annotated types and tuples; gather bounds on the way; give the outer count and the innermost type."""
    count: int | None = None
    while True:
        for item in metadata:
            _bounds(item, bounds)
        if get_origin(annotation) is Annotated:
            annotation, *metadata = get_args(annotation)
        elif get_origin(annotation) is tuple:
            count = count_of(metadata) if count is None else count
            annotation, metadata = get_args(annotation)[0], []
        elif get_origin(annotation) is UnionType:  # a value or none
            annotation = next(one for one in get_args(annotation) if one is not NoneType)
        else:
            return count, annotation


def _bounds(item: Any, bounds: dict[str, float]) -> None:
    for constraint in item.metadata if isinstance(item, FieldInfo) else [item]:
        for name in ("ge", "le", "gt"):
            if hasattr(constraint, name):
                bounds[name] = getattr(constraint, name)


def _short(number: float | None) -> str:
    """A bound without needless zeros, as TOML takes it: 0, 0.9, 5000, 1e12; seeds keep all their digits."""
    if isinstance(number, int) or number is None:
        return str(number)
    return re.sub(r"e\+0*", "e", f"{number:g}")
