"""Make a finished run or comparison again from its manifest, and say whether every digest is what it was."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.engine.auto import AUTO, EngineName
from sim.experiments.compare.worlds import EveryWorld
from sim.experiments.file_names import MANIFEST, MARK
from sim.experiments.manifest import RunRecord, read_manifest
from sim.experiments.work.building import laws_for
from sim.experiments.work.replication import engine_module
from sim.experiments.work.spool import Packed
from sim.experiments.work.workers import Progress, default_workers, run_replications
from sim.ledger.postings import run_digest
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said
from sim.scenario.scenario_schema import Scenario


@dataclass(frozen=True)
class WorldAgain:
    """One rule book made again: the digest it had, the one it has, and the replications that differ."""

    name: str
    then: str
    now: str
    differ: tuple[int, ...]

    @property
    def equal(self) -> bool:
        """Whether every replication is what it was."""
        return not self.differ


@dataclass(frozen=True)
class Replayed:
    """What was found: each rule book, the version then and now, and what else changed around the run."""

    folder: Path
    worlds: tuple[WorldAgain, ...]
    replications: int
    version: str
    version_now: str
    changed: tuple[str, ...]
    left: int  # coalitions of a decomposition, which a command of its own makes again

    @property
    def equal(self) -> bool:
        """Whether every digest is what it was."""
        return all(one.equal for one in self.worlds)

    @property
    def same_version(self) -> bool:
        """Whether the version is the one that made the folder, so that the digests must be equal."""
        return self.version == self.version_now

    def as_dict(self) -> dict[str, Any]:
        """The object ``yindao replay --format json`` prints."""
        return {
            "results": str(self.folder),
            "equal": self.equal,
            "version": self.version,
            "version_now": self.version_now,
            "changed": list(self.changed),
            "replications": self.replications,
            "policies": {
                one.name: {"digest": one.then, "digest_now": one.now, "differ": list(one.differ)}
                for one in self.worlds
            },
            "left": self.left,
        }  # fmt: skip


def record_of(folder: Path) -> RunRecord:
    """The manifest of ``folder``; raises BadInput, which for a sweep or study says how that is made again."""
    if not os.path.lexists(folder / MANIFEST) and (folder / MARK).is_file():
        what = said(
            "holds a sweep or a study, which its own command makes again; a run with a point's settings has its digest"
        )
        raise BadInput([Problem(str(folder), "", what)])
    return read_manifest(folder)


def replay(
    folder: Path,
    record: RunRecord,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    engine: EngineName = AUTO,
) -> Replayed:
    """Simulate every replication in ``record``, that of ``folder``, again; raises ReplicationFailedError.

    Of a decomposition only the whole rule book is simulated.
    """
    from sim import __version__

    then = _then(record)
    task = _task(record, engine_module(engine))
    every = range(len(record.digests))
    with laws_for(engine):
        done = run_replications(task, every, workers or default_workers(), progress, keep=_digests)
    now = list(zip(*done, strict=True)) or [()] * len(then)
    worlds = tuple(_again(name, told, found) for (name, told), found in zip(then, now, strict=True))
    version = str(record.surroundings["version"])
    return Replayed(
        folder, worlds, len(every), version, __version__, tuple(record.changed()), max(len(record.coalitions) - 1, 0)
    )


def _then(record: RunRecord) -> list[tuple[str, list[bytes]]]:
    """What each world's digests were, in the order in which ``_task`` simulates them."""
    if not record.worlds:
        return [(record.scenario.policy_name, record.digests)]
    free = [(name, digests) for name, (_, digests) in record.worlds.items()]
    unconceded = [(f"{name} (without concession)", digests) for name, (_, digests) in record.unconceded.items()]
    return free + unconceded + [(f"{name} (supply held)", digests) for name, digests in record.held.items()]


def _task(record: RunRecord, module: str) -> EveryWorld:
    if not record.worlds:
        return EveryWorld(module, (record.scenario,))
    worlds = {name: scenario for name, (scenario, _) in record.worlds.items()}
    unconceded: list[Scenario] = [scenario for scenario, _ in record.unconceded.values()]
    held = tuple(worlds[name] for name in record.held)
    return EveryWorld(module, (*worlds.values(), *unconceded), worlds.get(record.baseline), held)


def _digests(packed: list[Packed]) -> list[bytes]:
    return [one.light.digest for one in packed]


def _again(name: str, then: Sequence[bytes], now: Sequence[bytes]) -> WorldAgain:
    differ = tuple(number for number, pair in enumerate(zip(then, now, strict=True)) if pair[0] != pair[1])
    return WorldAgain(name, run_digest(list(then)), run_digest(list(now)), differ)
