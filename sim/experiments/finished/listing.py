"""Which finished folders there are, told by what stands in them; nothing is simulated and no schema is needed."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sim.experiments.file_names import MANIFEST, MARK, SUMMARY
from sim.experiments.work.store import WORKING
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

DAMAGED = "damaged"
UNFINISHED = "unfinished"


@dataclass(frozen=True)
class Found:
    """One folder: when it was made (ISO), by which command, of what; None where the folder does not say."""

    folder: Path
    created: str
    command: str
    scenario: str | None = None
    policies: tuple[str, ...] = ()
    replications: int | None = None
    seed: int | None = None
    version: str | None = None
    digest: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The folder as JSON knows it."""
        return {**vars(self), "folder": str(self.folder), "policies": list(self.policies)}


def folders(under: Path) -> list[Found]:
    """Every results folder that is ``under`` or stands directly in it, the latest first; raises BadInput for no folder.

    One that another process is still writing is "unfinished", one that cannot be read "damaged".
    """
    if not under.is_dir():
        raise BadInput([Problem(str(under), "", said("is no folder"))])
    try:
        inside = sorted(one for one in under.iterdir() if one.is_dir() and not one.name.startswith(WORKING))
    except OSError as cause:
        raise BadInput([Problem(str(under), "", said("cannot be read: {reason}", reason=cause.strerror))]) from None
    found = [_found(one) for one in (under, *inside) if _is_results(one)]
    return sorted(found, key=lambda one: (one.created, one.folder.name), reverse=True)


def _is_results(folder: Path) -> bool:
    return any(os.path.lexists(folder / name) for name in (MANIFEST, MARK))


def _found(folder: Path) -> Found:
    try:
        told = _read(folder / MANIFEST) if (folder / MANIFEST).exists() else None
        if told is not None:
            return _of_manifest(folder, told)
        return _of_sweep(folder)
    except (OSError, ValueError, RecursionError, TypeError, AttributeError, KeyError):
        return Found(folder, _modified(folder), DAMAGED)


def _read(path: Path) -> Mapping[str, Any]:
    read = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(read, dict):
        raise ValueError(said("{path} holds no object", path=path))
    return read


def _of_manifest(folder: Path, told: Mapping[str, Any]) -> Found:
    command = "compare" if "baseline" in told else "decompose" if "by" in told else "run"
    policies = tuple(str(one) for one in told.get("policies", {})) or (str(told["policy"]),)
    return Found(
        folder,
        _local(str(told["created"])),
        command,
        str(told["scenario"]["name"]),
        policies,
        int(told["replications"]),
        int(told["seed"]),
        str(told["version"]),
        str(told["digest"]),
    )


def _of_sweep(folder: Path) -> Found:
    """A sweep or a sensitivity study, which holds no clock times: its last change counts."""
    kind = (folder / MARK).read_text(encoding="ascii").strip().removesuffix(" study") or "sweep"
    if not (folder / SUMMARY).exists():
        return Found(folder, _modified(folder), UNFINISHED)
    told = _read(folder / SUMMARY)
    policies = told.get("policies") or [told.get("policy", "")]
    done = told.get("replications")
    return Found(
        folder,
        _modified(folder / SUMMARY),
        kind,
        str(told.get("scenario", "")),
        tuple(str(one) for one in policies if one),
        done if isinstance(done, int) else None,
        told.get("seed"),
        told.get("version"),
        told.get("digest"),
    )


def _local(written: str) -> str:
    return datetime.fromisoformat(written).astimezone().isoformat(timespec="seconds")


def _modified(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime).astimezone().isoformat(timespec="seconds")
