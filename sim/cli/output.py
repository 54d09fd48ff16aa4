"""What all commands share: their common options, tables, the one JSON object, and how bad input ends a command."""

import json
import math
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TextIO

import typer

from sim.cli.language import spoken
from sim.scenario.errors import Problem
from sim.scenario.plain_text import visible

if TYPE_CHECKING:
    from sim.report.texts import Language

# Piped text is not wrapped: a row stays on one line, whatever its length.
UNWRAPPED = 4000


# More processes than that no machine has processors for; every one takes its own memory.
MOST_WORKERS = 1024


class Format(StrEnum):
    """How a result is written."""

    text = "text"
    json = "json"


class Engine(StrEnum):
    """How replications are simulated; results do not depend on it."""

    auto = "auto"
    reference = "reference"
    compiled = "compiled"


class Lang(StrEnum):
    """The language of headings and names."""

    en = "en"
    zh = "zh"


class PageLang(StrEnum):
    """The language of figures and pages, which is that of the terminal too; with both it speaks English."""

    en = "en"
    zh = "zh"
    both = "both"

    @property
    def spoken(self) -> Lang:
        """The language of the terminal."""
        return Lang.zh if self is PageLang.zh else Lang.en

    @property
    def pages(self) -> "tuple[Language, ...]":
        """The languages of figures and pages, that of ``report.md`` first."""
        return ("en", "zh") if self is PageLang.both else (self.spoken.value,)


FormatOption = Annotated[Format, typer.Option("--format", help="A readable table, or one JSON object.")]
LangOption = Annotated[Lang, typer.Option("--lang", help="Language of headings and names.")]
PageLangOption = Annotated[
    PageLang, typer.Option("--lang", help="Language of output, figures and report; both: en, zh.")
]
NoFiguresOption = Annotated[bool, typer.Option("--no-figures", help="Draw no figures: tables and report alone.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Silence progress and messages.")]

ScenarioArgument = Annotated[str, typer.Argument(help="Scenario file, or the name of a shipped one.")]
PolicyOption = Annotated[str | None, typer.Option(help="Rule book to use instead of the scenario's: file or name.")]
EconomyOption = Annotated[str | None, typer.Option(help="Economy to use instead of the scenario's: file or name.")]
SettingsOption = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change one parameter; may be repeated.")
]
SeedOption = Annotated[int | None, typer.Option(help="Root of all chance.")]
WorkersOption = Annotated[
    int | None, typer.Option(min=1, max=MOST_WORKERS, help="Processes; default: one a processor.")
]
EngineOption = Annotated[
    Engine, typer.Option("--engine", help="auto: compiled laws once they are ready. The results are the same.")
]
MeasuresOption = Annotated[
    list[str] | None,
    typer.Option(
        "--measure", help="Measure to show, not the headlines; may be repeated. A half-width is that of the first."
    ),
]
ClusterOption = Annotated[
    str | None, typer.Option(metavar="tcp://HOST:PORT", help="Dask scheduler whose workers simulate instead.")
]
ResumeOption = Annotated[bool, typer.Option("--resume", help="Go on in --out: only what is missing is simulated.")]


def emit_json(result: object) -> None:
    """Write one JSON object on standard output; a number that does not exist becomes null."""
    print(json.dumps(_plain(result), ensure_ascii=False, indent=2, allow_nan=False))


def table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "", right: Sequence[int] = ()
) -> None:
    """Write a table on standard output; Chinese characters count two columns. ``right`` lists right-aligned columns.

    Where no column has a name there is no heading.
    """
    from sim.report.terminal import grid

    write(grid(columns, [[show(cell) for cell in row] for row in rows], title=title, right=right, width=width()))


def width() -> int | None:
    """The columns that a line may take; None where the terminal is to be asked."""
    return None if sys.stdout.isatty() else UNWRAPPED


def show(value: object) -> str:
    """A value as a reader wants it in a table: 8,000,000 rather than 8000000.0; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple | list):
        return ", ".join(show(item) for item in value)
    fields = value.model_dump() if hasattr(value, "model_dump") else value
    if isinstance(fields, dict):  # a table of a list, as TOML writes it
        return "{ " + ", ".join(f"{key} = {show(below)}" for key, below in fields.items()) + " }"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value)


def write(text: str) -> None:
    """Write lines on standard output; what a user named cannot steer the terminal."""
    print(visible(text))


def message(text: str) -> None:
    """Write a message on standard error, where it disturbs no result; nowhere when nobody listens there."""
    try:
        print(visible(text), file=sys.stderr, flush=True)
    except OSError:
        with suppress(OSError):
            discard(sys.stderr)


def discard(stream: TextIO) -> None:
    """Let what waits for a stream go nowhere: the interpreter would try once more when it ends, and fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def fail(problems: Iterable[Problem]) -> NoReturn:
    """Write each problem on its own line on standard error and end with exit code 2 (bad input)."""
    for problem in problems:
        message(problem.text(spoken()).replace("\n", " "))
    raise typer.Exit(2)


def _plain(value: Any) -> Any:
    """A copy in JSON's own types."""
    if isinstance(value, dict):
        return {str(key): _plain(below) for key, below in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(below) for below in value]
    if hasattr(value, "model_dump"):
        return _plain(value.model_dump())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, date):
        return value.isoformat()
    return value


def say_in(english: str, chinese: str, lang: Lang) -> str:
    """One of the two texts."""
    return chinese if lang is Lang.zh else english
