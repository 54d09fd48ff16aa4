"""The moments file: which key is set by which moment, to which value, by which rule; checked as any file is."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from sim.experiments.calibrate.observing import OBSERVERS, Observer
from sim.experiments.calibrate.rules import RULES, Rule
from sim.scenario.book import Parameter, by_key
from sim.scenario.checking import nearest, validate
from sim.scenario.documents import Document, label, read_document
from sim.scenario.economy_schema import STAGES
from sim.scenario.errors import BadInput, Problem
from sim.scenario.parameter import Section, par
from sim.scenario.said import said
from sim.scenario.scenario_schema import Sourced
from sim.scenario.shipped import root

FOLDER = "moments"
SHIPPED = "beijing-2011"
OWN: Literal["economy"] = "economy"
Targets = float | tuple[float, ...] | Literal["economy"]
Strength = Annotated[float, Field(gt=0.0, le=100.0)]
Strengths = Strength | tuple[Strength, ...]
EACH = {len(STAGES): "stage", 0: "year"}  # what an array has an entry for, by how many it must have (0: any number)


class Entry(Section):
    """One table of a moments file: a key, or some stages or the years of one, and what it is set by."""

    title: str = ""
    title_zh: str = ""
    key: str = par("参数", "key of the economy that is set", unit="key")
    stages: tuple[str, ...] = par("阶段", "stages of which the key has an entry each", unit="stage", default=())
    years: int = par(
        "年份", "years from the start of which the key has an entry each", unit="years", ge=0, le=100, default=0
    )
    observe: str = par("观测", "what is observed of a replication", unit="choice")
    target: Targets = par(
        "目标", "value the moment is to meet, one an entry; economy: what the economy itself says", unit=""
    )
    rule: str = par("规则", "how the key answers to a moment that misses", unit="choice")
    strength: Strengths = par(
        "步长", "exponent or spread of the rule, one number or one an entry", unit="1", default=1.0
    )
    tolerance: float = par(
        "容差", "distance that counts as met where one standard error is less", unit="", ge=0, default=0.0
    )

    @property
    def entries(self) -> tuple[str, ...]:
        """The entries of the key that are set, by name: stages, or years from 0 on; none where it is one number."""
        return self.stages or tuple(map(str, range(self.years)))

    @property
    def each(self) -> str:
        """What the key has an entry for."""
        return "stage" if self.stages else "year" if self.years else ""


@dataclass(frozen=True)
class Moment:
    """A moment and the number it sets: a key, or the entry of one that stands at ``place`` and is called ``entry``.

    ``target`` is None where the economy itself says what is to be met.
    """

    name: str
    titles: tuple[str, str]
    key: str
    place: int | None
    entry: str | None
    observer: Observer
    target: float | None
    rule: Rule
    strength: float
    tolerance: float
    sourced: Sourced

    @property
    def by_year(self) -> bool:
        """Whether the key has an entry a year, as many as moments set."""
        return self.parameter.count == 0

    @property
    def parameter(self) -> Parameter:
        """What the schema says of the key."""
        return by_key()[self.key]


def read_moments(ref: str | Path | None = None) -> tuple[Moment, ...]:
    """The moments of a file in its order; without one those that come with the program. Raises BadInput."""
    document = read_document(Path(ref) if ref is not None else root() / FOLDER / f"{SHIPPED}.toml")
    problems: list[Problem] = []
    found = [one for name in document.values for one in _moments(name, document, problems)]
    if not found and not problems:
        problems.append(Problem(document.file, "", said("names no moment")))
    found_at: dict[tuple[str, int | None], str] = {}
    for one in found:
        first = found_at.setdefault((one.key, one.place), one.name)
        if first != one.name:
            problems.append(_problem(document, one.name, "key", said("is set by {first} already", first=first)))
    if problems:
        raise BadInput(problems)
    return tuple(found)


def _moments(name: str, document: Document, problems: list[Problem]) -> Iterator[Moment]:
    """The moments of one table."""
    values = document.values[name]
    if not isinstance(values, dict):
        if name not in ("title", "title_zh"):
            problems.append(
                _problem(document, name, "", said("must be a table: [NAME] and the moment's keys below it"))
            )
        return
    below = Document(document.file, values, document.origins, f"{name}.", document.folder)
    entry = validate(Entry, below, problems)
    wrong = () if entry is None else tuple(_mistakes(entry))
    problems += [_problem(document, name, key, text) for key, text in wrong]
    if entry is None or wrong:
        return
    origin = document.origins.get(f"{name}.target")
    places: tuple[str | None, ...] = entry.entries or (None,)
    targets, strengths = _each(entry.target, entry), _each(entry.strength, entry)
    for place, target, strength in zip(places, targets, strengths, strict=True):
        yield Moment(
            name=name,
            titles=(entry.title or name, entry.title_zh or entry.title or name),
            key=entry.key,
            place=None if place is None else STAGES.index(place) if entry.stages else int(place),
            entry=place,
            observer=OBSERVERS[entry.observe],
            target=None if isinstance(target, str) else target,
            rule=RULES[entry.rule],
            strength=strength,
            tolerance=entry.tolerance,
            sourced=origin.sourced if origin else Sourced(),
        )


def _each(given: Any, entry: Entry) -> tuple[Any, ...]:
    """One value an entry; a single one holds for all."""
    return given if isinstance(given, tuple) else (given,) * max(1, len(entry.entries))


def _mistakes(entry: Entry) -> Iterator[tuple[str, str]]:
    """What is wrong with an entry that the schema lets pass, by key."""
    parameter = by_key().get(entry.key)
    if parameter is None or not entry.key.startswith("economy."):
        known = [key for key in by_key() if key.startswith("economy.")]
        yield "key", f'is "{entry.key}"; must be a key of the economy{nearest(entry.key, known)}'
    elif parameter.kind != "number" or parameter.count not in (*EACH, None):
        yield "key", f'is "{entry.key}", which holds {parameter.allowed}; must be a number, or one a stage or a year'
    else:
        yield from _wrong_entries(entry, "" if parameter.count is None else EACH[parameter.count])
    for key, word, known in (("observe", entry.observe, [*OBSERVERS]), ("rule", entry.rule, [*RULES])):
        if word not in known:
            yield key, f'is "{word}"; must be one of {", ".join(known)}'
    for key, given in (("target", entry.target), ("strength", entry.strength)):
        if isinstance(given, tuple) and len(given) != len(entry.entries):
            count = len(entry.entries)
            yield key, f"has {len(given)} entries; must be one number, or one a {entry.each or 'stage'} ({count})"
    if entry.observe in OBSERVERS:
        yield from _unobserved(entry, OBSERVERS[entry.observe])


def _wrong_entries(entry: Entry, each: str) -> Iterator[tuple[str, str]]:
    """What is wrong with the stages or years of an entry whose key has one number for ``each``."""
    for key, word, given in (("stages", "stage", entry.stages), ("years", "year", entry.years)):
        if given and each != word:
            yield key, f"acts on nothing; the key is one number{f' a {each}' if each else ''}"
        if not given and each == word:
            yield key, f"is missing; the key has an entry a {word}"
    for stage in entry.stages:
        if stage not in STAGES:
            yield "stages", f'has "{stage}"; must be of {", ".join(STAGES)}'
    if len(set(entry.stages)) < len(entry.stages):
        yield "stages", "has a stage twice"


def _unobserved(entry: Entry, observer: Observer) -> Iterator[tuple[str, str]]:
    """Where an entry asks of an observer what it does not see, or a target that is not there."""
    if set(entry.stages) - set(observer.stages) or entry.each != observer.each:
        where = {"stage": f"at {', '.join(observer.stages)}", "year": "by year", "": "for all stages together"}
        yield "observe", f'is "{entry.observe}", which is observed {where[observer.each]}'
    if observer.own is None and entry.target == OWN:
        yield "target", f'is "economy"; the economy says nothing of {entry.observe}: a number is needed'


def _problem(document: Document, name: str, key: str, text: str) -> Problem:
    where = f"{name}.{key}".rstrip(".")
    return Problem(label(Path(document.file)), where, text, document.origin(where).line)
