"""The manifest of a run: everything needed to make it again, and the digests that prove it was."""

import hashlib
import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path, PurePath
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError, field_validator

from sim.engine.auto import EngineName
from sim.experiments.file_names import MANIFEST
from sim.experiments.work.replication import ENGINES
from sim.scenario.data_files import SERIES, first_day
from sim.scenario.documents import read_text
from sim.scenario.economy_schema import Economy
from sim.scenario.errors import BadInput, Problem
from sim.scenario.file_schema import ScenarioFile
from sim.scenario.policy_schema import Policy
from sim.scenario.said import said
from sim.scenario.scenario_schema import Asked, Scenario, Sourced

FORMAT = 1
MOST_BYTES = 200_000_000  # what a run of two million replications writes
FRAME = ("title", "title_zh", "start", "horizon_years", "seed", "replications", "warm_up_years")


def scenario_record(scenario: Scenario) -> dict[str, Any]:
    """A resolved scenario as plain JSON values; floats keep every bit."""
    return {
        "name": scenario.name,
        "title": scenario.title,
        "title_zh": scenario.title_zh,
        "start": scenario.start.isoformat(),
        "horizon_years": scenario.horizon_years,
        "warm_up_years": scenario.warm_up_years,
        "seed": scenario.seed,
        "replications": scenario.replications,
        "economy_name": scenario.economy_name,
        "policy_name": scenario.policy_name,
        "economy": scenario.economy.model_dump(mode="json"),
        "policy": scenario.policy.model_dump(mode="json"),
        "reference": scenario.reference and scenario.reference.model_dump(mode="json"),
        "asked": asdict(scenario.asked),
        "data": dict(scenario.data),
        "provenance": {key: {"source": one.source, "read": one.read} for key, one in scenario.provenance.items()},
    }


def scenario_from(record: dict[str, Any]) -> Scenario:
    """The scenario that ``scenario_record`` wrote down; raises ValueError, which says where, when it is damaged."""
    try:
        rest = _Rest.model_validate(record)
        names = {"economy": rest.economy_name, "policy": rest.policy_name}
        frame = ScenarioFile.model_validate({**{key: record[key] for key in FRAME if key in record}, **names})
    except ValidationError as cause:
        raise ValueError(_first(cause)) from None
    _check_series(rest.data, frame.start)
    return Scenario(**dict(rest), **{key: getattr(frame, key) for key in FRAME})


class _Rest(BaseModel):
    """What a scenario's record holds beside what its file says."""

    name: str
    economy_name: str
    policy_name: str
    economy: Economy
    policy: Policy
    reference: Policy | None = None
    data: dict[str, str]
    provenance: dict[str, Sourced]
    asked: Asked = Asked()  # the first manifests did not say it

    @field_validator("name")
    @classmethod
    def _no_path(cls, name: str) -> str:
        """A file is called by it; it must lie where it is asked for."""
        if PurePath(name).name != name or name in ("", ".."):
            raise ValueError(said("is a path; must be a name"))
        return name


def _check_series(data: Mapping[str, str], start: date) -> None:
    """What an engine would stumble over only on its way; raises ValueError."""
    for name in SERIES:
        if name not in data:
            raise ValueError(said("data.{name}: is missing", name=name))
        try:
            first = first_day(name, data[name], name)
        except BadInput as cause:
            raise ValueError(said("data.{problem}", problem=cause.problems[0])) from None
        if start < first:
            raise ValueError(
                said(
                    "start: is {start}; must not lie before {first}, where data.{name} begins",
                    start=start,
                    first=first,
                    name=name,
                )
            )


def _first(cause: ValidationError) -> str:
    """The first thing pydantic found, in one line."""
    details = cause.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(step) for step in details["loc"])
    what = said("is missing") if details["type"] == "missing" else details["msg"].removeprefix("Value error, ")
    return said("{where}: {what}", where=where, what=what) if where else what


def surroundings() -> dict[str, str | list[str]]:
    """What a digest is promised for: platform, C library, Python, numpy, and the streams of draws."""
    import numpy as np

    from sim.economy.streams import STREAMS

    return {
        "platform": platform.platform(),
        "machine": platform.machine(),
        "c_library": " ".join(platform.libc_ver()).strip() or "unknown",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "streams": sorted(STREAMS),
    }


def series_hashes(data: Mapping[str, str]) -> dict[str, str]:
    """The SHA-256 of each series as UTF-8: a manifest holds text and hash, so that an edit is noticed."""
    return {name: hashlib.sha256(text.encode("utf-8")).hexdigest() for name, text in data.items()}


@dataclass(frozen=True)
class RunRecord:
    """What the manifest of a run says of it: ``digests`` by replication, ``kept`` the replications with postings.

    A comparison's is that of the run of its ``baseline`` with more: ``worlds`` maps every rule book to its scenario and
    digests, ``unconceded`` those that are simulated without what they concede, ``held`` to the digests on the
    baseline's supply. A decomposition's has the digest of each of its ``coalitions``.
    """

    scenario: Scenario
    engine: EngineName
    digests: list[bytes]
    kept: frozenset[int]
    surroundings: dict[str, Any]
    created: str = ""
    baseline: str = ""
    worlds: dict[str, tuple[Scenario, list[bytes]]] = field(default_factory=dict)
    unconceded: dict[str, tuple[Scenario, list[bytes]]] = field(default_factory=dict)
    held: dict[str, list[bytes]] = field(default_factory=dict)
    coalitions: frozenset[str] = frozenset()

    def changed(self) -> list[str]:
        """What is not as it was when the run was made, of the things a digest is promised for, version first."""
        from sim import __version__

        now, then = {"version": __version__, **surroundings()}, self.surroundings
        return [f"{key} {then[key]!s:.80} then, {value!s:.80} now" for key, value in now.items() if then[key] != value]


Hex = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class _Digests(BaseModel):
    """One world of a comparison as its manifest tells it."""

    digests: list[Hex]

    @property
    def each(self) -> list[bytes]:
        return [bytes.fromhex(text) for text in self.digests]


class _World(_Digests):
    """The same with its rule book."""

    policy: Policy


class _Run(BaseModel):
    """The part of a manifest that exports and repetitions rely on."""

    scenario: dict[str, Any]
    engine: str
    digests: list[Hex]
    postings: frozenset[int]
    created: str = ""
    baseline: str = ""
    policies: dict[str, _World] = Field(default_factory=dict)
    without_concession: dict[str, _World] = Field(default_factory=dict)
    held: dict[str, _Digests] = Field(default_factory=dict)
    coalitions: dict[str, Any] = Field(default_factory=dict)
    worlds: dict[str, Any] = Field(default_factory=dict)  # of a decomposition by articles
    data_sha256: dict[str, Hex] = Field(default_factory=dict)  # the first manifests did not say it


def read_manifest(folder: Path) -> RunRecord:
    """The manifest of a results folder; raises BadInput when there is none, or it is not what a run wrote."""
    path = folder / MANIFEST
    if not os.path.lexists(path):
        raise BadInput([Problem(str(folder), "", said("not a results folder: it has no {file}", file=MANIFEST))])
    text = read_text(path, MOST_BYTES)
    try:
        record = json.loads(text, parse_constant=_no_number)
        if not isinstance(record, dict) or "format" not in record:
            raise ValueError(said("it has no format"))
        if record["format"] != FORMAT:
            raise ValueError(
                said(
                    "format {given!r:.40} is not known; this version reads {known}",
                    given=record["format"],
                    known=FORMAT,
                )
            )
        return _record(record)
    except (ValueError, RecursionError) as cause:
        raise BadInput([Problem(str(path), "", said("the manifest is damaged: {cause}", cause=cause))]) from None


def _record(record: dict[str, Any]) -> RunRecord:
    """Raises ValueError, which says where, for damage."""
    try:
        run = _Run.model_validate(record)
    except ValidationError as cause:
        raise ValueError(_first(cause)) from None
    engine = next((name for name in ENGINES if name == run.engine), None)
    if engine is None:
        raise ValueError(
            said("engine: is {engine!r:.40}; must be {known}", engine=run.engine, known=" or ".join(sorted(ENGINES)))
        )
    try:
        scenario = scenario_from(run.scenario)
    except ValueError as cause:
        raise ValueError(said("scenario.{cause}", cause=cause)) from None
    _check_hashes(scenario.data, run.data_sha256)
    _check_worlds(run)
    known = {key: record.get(key) for key in ("version", *surroundings())}
    found = RunRecord(
        scenario, engine, _Digests(digests=run.digests).each, run.postings, known, run.created, run.baseline
    )
    return replace(
        found,
        worlds=_worlds(scenario, run.policies),
        unconceded=_worlds(scenario, run.without_concession),
        held={name: one.each for name, one in run.held.items()},
        coalitions=frozenset(run.coalitions or run.worlds),
    )


def _worlds(scenario: Scenario, told: Mapping[str, _World]) -> dict[str, tuple[Scenario, list[bytes]]]:
    """The scenario under each rule book; the sources of the values are known for the baseline alone."""
    return {
        name: (scenario if one.policy == scenario.policy else _under(scenario, name, one.policy), one.each)
        for name, one in told.items()
    }


def _under(scenario: Scenario, name: str, policy: Policy) -> Scenario:
    kept = {key: one for key, one in scenario.provenance.items() if not key.startswith("policy.")}
    return replace(scenario, policy=policy, policy_name=name, provenance=kept)


def _check_worlds(run: _Run) -> None:
    """Raises ValueError where what is told of the worlds of a comparison does not fit together."""
    for name, world in {**run.policies, **run.without_concession, **run.held}.items():
        if len(world.digests) != len(run.digests):
            raise ValueError(
                said(
                    "{name:.80}: has {count} digests; the run has {wanted}",
                    name=name,
                    count=len(world.digests),
                    wanted=len(run.digests),
                )
            )
    needed = set(run.held) | ({run.baseline} if run.policies else set())
    if absent := sorted(needed - set(run.policies)):
        raise ValueError(said("policies: has no {absent:.80}", absent=absent[0]))


def _check_hashes(data: Mapping[str, str], told: Mapping[str, str]) -> None:
    """Raises ValueError for a series that was edited since."""
    for name, found in series_hashes(data).items():
        if name in told and told[name] != found:
            raise ValueError(
                said("scenario.data.{name}: is not the series that was run: its SHA-256 differs", name=name)
            )


def _no_number(text: str) -> float:
    raise ValueError(said("{text} is no number", text=text))
