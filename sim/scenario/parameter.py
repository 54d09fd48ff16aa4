"""How a parameter is declared: its unit, its allowed range, its names, and the range in which it is plausible."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from sim.scenario.said import said

# Shares are written with a few decimals; a sum further from one than this is a mistake, not rounding.
SUM_TOLERANCE = 1e-6

# Bounds are ten times the upper plausible value, 1 for shares, 5 for sigmas, a hundred years. An amount in a rule book
# may be as large as any state's (a trillion yuan, 1万亿): such a cap is none, and its fen stay exact in a float.
MOST_YUAN = 1e12
# How many there are of something is bounded by what an engine has places for: a country is simulated as a city is.
MOST_OF_A_SIZE = 1_000_000


class Section(BaseModel):
    """A group of parameters: frozen, closed to unknown keys, refusing NaN and infinity.

    Files are read strictly (no text for a number, no 1 for true); code may pass a list for a tuple.
    """

    # Only whole files are validated: a group inside needs no validator of its own, which takes time to build.
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True)

    article: ClassVar[int] = 0
    """The article of the opinion (京政发[2011]12号) that owns its keys and those of sections inside; 0 = none."""

    beside_fund: ClassVar[bool] = False
    """Whether it is no rule of the guidance fund, though its article is the fund's: a world without a fund keeps it."""


SectionType = TypeVar("SectionType", bound=Section)
# Between off and on: in equal steps, in equal ratios, or the product of strength and on, whatever off is.
Scale = Literal["linear", "log", "product"]


class Absent:
    """Says that a key has no value of its own while its article is off: it stays as written."""

    def __repr__(self) -> str:
        """As a reader of a table sees it."""
        return "–"


ABSENT = Absent()


def par(
    zh: str,
    doc: str,
    *,
    unit: str,
    ge: float | None = None,
    le: float | None = None,
    gt: float | None = None,
    plausible: tuple[float, float] | None = None,
    why: str = "",
    default: Any = ...,
    article: int = 0,
    off: Any = ABSENT,
    scale: Scale = "linear",
) -> Any:
    """Declare a parameter.

    ``zh`` is its Chinese name, ``doc`` one sentence on its meaning, ``unit`` what its number counts,
    ``ge``/``le``/``gt`` what the schema refuses beyond, ``plausible`` the range a sweep explores and ``why`` the
    reason for that range. Without ``default`` the key must be given.

    ``article`` owns the key where its section has no article or another one. While that article is off the key has the
    value ``off``, or stays as written without one; ``scale`` says how an article's strength moves a number between
    ``off`` and what a rule book writes. A key of the economy says by it which article it answers to, and has no off.
    """
    extra: dict[str, Any] = {"unit": unit, "zh": zh, "plausible": plausible, "why": why}
    extra |= {"article": article, "off": off, "scale": scale}
    return Field(default, description=doc, ge=ge, le=le, gt=gt, json_schema_extra=extra)


@dataclass(frozen=True)
class Entries:
    """Refuses an array that has not exactly ``count`` entries, one per ``of``."""

    count: int
    of: str

    def __call__(self, value: tuple[Any, ...]) -> tuple[Any, ...]:
        """Give the array back or raise a validation error."""
        if len(value) != self.count:
            message = said(
                "has {count} entries; must have {wanted}, one per {of}",
                count=len(value),
                wanted=self.count,
                of=said(self.of),
            )
            raise PydanticCustomError("rule", "{text}", {"text": message})
        return value


def entries(count: int, of: str) -> AfterValidator:
    """An array with exactly ``count`` entries, one per ``of``."""
    return AfterValidator(Entries(count, of))


def none_or(check: AfterValidator) -> AfterValidator:
    """The same check of an array that may also be empty."""
    return AfterValidator(lambda value: check.func(value) if value else value)  # type: ignore[call-arg]


def count_of(metadata: Sequence[Any]) -> int:
    """How many entries an array must have, by what its field is annotated with; 0 where that is not fixed."""
    sizes = [item.func.count for item in metadata if isinstance(getattr(item, "func", None), Entries)]
    return sizes[0] if sizes else 0


@dataclass(frozen=True)
class OneForAll:
    """Takes a single number for each of ``count`` entries."""

    count: int

    def __call__(self, value: Any) -> Any:
        """The number as an array; anything else as it is."""
        single = isinstance(value, int | float) and not isinstance(value, bool)
        return (value,) * self.count if single else value


def one_for_all(count: int) -> BeforeValidator:
    """An array for which a file may give a single number that holds for every entry."""
    return BeforeValidator(OneForAll(count))


def _sums_to_one(value: tuple[float, ...]) -> tuple[float, ...]:
    total = 0.0
    for share in value:
        total += share
    if abs(total - 1.0) > SUM_TOLERANCE:
        raise PydanticCustomError(
            "rule", "{text}", {"text": said("sums to {total:.6g}; shares must sum to 1", total=total)}
        )
    return value


SUMS_TO_ONE = AfterValidator(_sums_to_one)


def refuse(section: SectionType, problems: Sequence[tuple[str, str]]) -> SectionType:
    """Give ``section`` back, or raise one validation error that carries every (key, message) in ``problems``."""
    if not problems:
        return section
    text = "; ".join(f"{key}: {message}" for key, message in problems)
    raise PydanticCustomError("contradiction", "{text}", {"text": text, "problems": list(problems)})
