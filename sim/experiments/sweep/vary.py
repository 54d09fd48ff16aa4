"""What a sweep varies: keys of the parameter book, each with listed values or a range, every mistake told at once."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.scenario.book import KIND_WORDS, Parameter, ValueKind, by_key
from sim.scenario.checking import nearest
from sim.scenario.errors import BadInput, Problem
from sim.scenario.hints import elsewhere, meant
from sim.scenario.names import key_of, unknown_name
from sim.scenario.overrides import parse_value
from sim.scenario.said import said
from sim.scenario.spelling import odd_character, odd_in_pair
from sim.scenario.toml_mistakes import cut

OPTION = "--vary"
FORMS = "KEY=LO:HI:N, KEY=LO:HI (sampled designs) or KEY=V1,V2,…"
KINDS: tuple[ValueKind, ...] = ("number", "whole number", "true or false", "choice")
FIXED = {
    "seed": said("cannot vary: every point is simulated on the same draws"),
    "replications": said("cannot vary: every point is simulated in the same replications"),
}
MOST_VALUES = 100_000
EXACT = 2**53


@dataclass(frozen=True)
class Axis:
    """One varied key: its listed ``values``, or the two ``ends`` between which a sampled design takes numbers."""

    parameter: Parameter
    values: tuple[Any, ...]
    ends: tuple[float, float] | None = None

    @property
    def key(self) -> str:
        """The dotted key."""
        return self.parameter.key

    def at(self, share: float) -> Any:
        """The value at ``share`` (0 to below 1) of the range; listed values and whole numbers have equal shares."""
        if self.ends is None:
            return self.values[min(int(share * len(self.values)), len(self.values) - 1)]
        low, high = self.ends
        if self.parameter.kind == "whole number":
            return min(int(low) + int(share * (high - low + 1)), int(high))
        return low + share * (high - low)


def axes(vary: Mapping[str, Any] | Iterable[str], *, sampled: bool) -> tuple[Axis, ...]:
    """Read what is varied: ``KEY=…`` texts, or a mapping of keys to values or to the text behind the ``=``.

    A Chinese name may stand for a key. ``sampled``: a design that takes numbers from ranges, in which ``LO:HI`` is a
    range; a grid needs ``LO:HI:N``.
    Raises BadInput with every problem: an unknown key or one given twice, a kind that cannot vary, a value not allowed.
    """
    problems: list[Problem] = []
    found: dict[str, Axis] = {}
    for key, given in _pairs(vary, problems):
        parameter = by_key().get(key)
        message = _unknown(key) if parameter is None else _unfit(parameter)
        if key in found:
            message = said("is varied twice")
        if parameter is None or message:
            problems.append(Problem(OPTION, key, message))
            continue
        try:
            found[key] = _axis(parameter, given, sampled)
        except ValueError as cause:
            problems.append(Problem(OPTION, key, cause.args[0]))
    if not problems and not found:
        problems.append(Problem(OPTION, "", said("names no key; example: {forms}", forms=FORMS)))
    if problems:
        raise BadInput(problems)
    return tuple(found.values())


def _pairs(vary: Mapping[str, Any] | Iterable[str], problems: list[Problem]) -> list[tuple[str, Any]]:
    if isinstance(vary, Mapping):
        return [(key_of(str(key)), given) for key, given in vary.items()]
    pairs: list[tuple[str, Any]] = []
    for text in [vary] if isinstance(vary, str) else vary:
        key, equals, given = text.partition("=")
        if equals and key.strip() and given.strip():
            pairs.append((key_of(key.strip()), given.strip()))
        else:
            odd = odd_in_pair(text)
            problems.append(
                Problem(
                    OPTION,
                    cut(text),
                    said("is none of {forms}{hint}", forms=FORMS, hint=said("; {hint}", hint=odd[1]) if odd else ""),
                )
            )
    return pairs


def _unknown(key: str) -> str:
    """What is wrong with a key that is none."""
    return unknown_name(key) or said("unknown key{hint}", hint=nearest(key, by_key()) or elsewhere(key, ""))


def _unfit(parameter: Parameter) -> str:
    """Why a key cannot vary, empty if it can."""
    if parameter.key in FIXED:
        return FIXED[parameter.key]
    if (parameter.count is not None and not parameter.single) or parameter.kind not in KINDS:
        what = said("a list") if parameter.count is not None else said("a {kind}", kind=KIND_WORDS[parameter.kind])
        return said("is {what}; only numbers, true or false, and choices can vary", what=what)
    return ""


def _axis(parameter: Parameter, given: Any, sampled: bool) -> Axis:
    """One axis; raises ValueError saying what is wrong and what is allowed."""
    if not isinstance(given, str):
        listed = given.tolist() if hasattr(given, "tolist") else given
        return _listed(parameter, list(listed) if isinstance(listed, Iterable) else [listed])
    if odd := odd_character(given):
        raise ValueError(said("is {given}; {hint}", given=cut(given), hint=odd[1]))
    if ":" in given and parameter.kind in ("number", "whole number"):
        return _range(parameter, given, sampled)
    if parameter.kind == "choice":
        return _listed(parameter, [text.strip().strip('"') for text in given.split(",")])
    return _listed(parameter, [parse_value(text.strip()) for text in given.split(",")])


def _range(parameter: Parameter, given: str, sampled: bool) -> Axis:
    parts = [parse_value(part.strip()) for part in given.split(":")]
    low, high = (_allowed(parameter, part) for part in parts[:2])
    if low >= high:
        raise ValueError(said("is {given}; the first number must be below the second", given=given))
    if sampled:
        if len(parts) != 2:
            raise ValueError(
                said("is {given}; a sampled design takes LO:HI, and --points says how many points", given=given)
            )
        return Axis(parameter, (low, high), (float(low), float(high)))
    if len(parts) != 3 or type(parts[2]) is not int or not 2 <= parts[2] <= MOST_VALUES:
        raise ValueError(
            said("is {given}; a grid takes LO:HI:N, N a whole number, 2 to {most}", given=given, most=MOST_VALUES)
        )
    return _listed(parameter, _spaced(parameter, low, high, parts[2]))


def _spaced(parameter: Parameter, low: float, high: float, count: int) -> list[Any]:
    """Equal steps, written with twelve digits so that 0.3 is the 0.3 a user would write."""
    steps = [low + (high - low) * step / (count - 1) for step in range(count)]
    if parameter.kind == "whole number":
        return [math.floor(value + 0.5) for value in steps]
    return [low, *(float(f"{value:.12g}") for value in steps[1:-1]), high]


def _listed(parameter: Parameter, given: Sequence[Any]) -> Axis:
    values = [_allowed(parameter, value) for value in given]
    if not values:
        raise ValueError(said("has no values"))
    seen: set[Any] = set()
    for value in values:
        if value in seen:
            raise ValueError(said("has {value} twice", value=_shown(value)))
        seen.add(value)
    return Axis(parameter, tuple(values))


def _allowed(parameter: Parameter, value: Any) -> Any:
    """The value as the schema keeps it; raises ValueError for one it refuses."""
    kind = parameter.kind
    if hasattr(value, "item"):  # a number of numpy's
        value = value.item()
    if kind == "choice" and value in parameter.choices:
        return value
    if kind == "true or false" and isinstance(value, bool):
        return value
    if kind in ("number", "whole number") and isinstance(value, int | float) and not isinstance(value, bool):
        # A whole number that no float holds is beyond any engine.
        exact = abs(value) <= EXACT if kind == "whole number" or isinstance(value, int) else math.isfinite(value)
        if exact and _inside(parameter, value) and (kind == "number" or float(value).is_integer()):
            return float(value) if kind == "number" else int(value)
    article = "a " if kind.endswith("number") else ""
    raise ValueError(
        said(
            "is {value}; must be {article}{allowed}{meant}",
            value=_shown(value),
            article=article,
            allowed=parameter.allowed,
            meant=meant(parameter, value),
        )
    )


def _inside(parameter: Parameter, value: float) -> bool:
    return (
        (parameter.minimum is None or value >= parameter.minimum)
        and (parameter.maximum is None or value <= parameter.maximum)
        and (parameter.above is None or value > parameter.above)
    )


def _shown(value: Any) -> str:
    return (
        str(value).lower() if isinstance(value, bool) else f'"{cut(value)}"' if isinstance(value, str) else str(value)
    )
