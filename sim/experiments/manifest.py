"""The manifest of a run: everything needed to make it again, and the digests that prove it was."""

import json
import platform
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from sim.scenario.economy_schema import Economy
from sim.scenario.errors import BadInput, Problem
from sim.scenario.policy_schema import Policy
from sim.scenario.scenario_schema import Asked, Scenario, Sourced

MANIFEST = "manifest.json"
FORMAT = 1


def scenario_record(scenario: Scenario) -> dict[str, Any]:
    """A resolved scenario as plain JSON values; floats keep every bit."""
    return {
        "name": scenario.name,
        "title": scenario.title,
        "title_zh": scenario.title_zh,
        "start": scenario.start.isoformat(),
        "horizon_years": scenario.horizon_years,
        "seed": scenario.seed,
        "replications": scenario.replications,
        "economy_name": scenario.economy_name,
        "policy_name": scenario.policy_name,
        "economy": scenario.economy.model_dump(mode="json"),
        "policy": scenario.policy.model_dump(mode="json"),
        "asked": asdict(scenario.asked),
        "data": dict(scenario.data),
        "provenance": {key: {"source": one.source, "read": one.read} for key, one in scenario.provenance.items()},
    }


def scenario_from(record: dict[str, Any]) -> Scenario:
    """The scenario that ``scenario_record`` wrote down; raises KeyError or ValueError when it is damaged."""
    same = ("name", "title", "title_zh", "horizon_years", "seed", "replications", "economy_name", "policy_name", "data")
    return Scenario(
        **{key: record[key] for key in same},
        start=date.fromisoformat(record["start"]),
        economy=Economy.model_validate(record["economy"]),
        policy=Policy.model_validate(record["policy"]),
        provenance={key: Sourced(**one) for key, one in record["provenance"].items()},
        asked=_asked(record.get("asked", {})),
    )


def _asked(record: dict[str, Any]) -> Asked:
    """What a scenario was loaded from; the first manifests did not say it."""
    return Asked(**{**record, "settings": tuple(record.get("settings", ()))})


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


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a results folder; raises BadInput when there is none or it cannot be read."""
    path = folder / MANIFEST
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        known = manifest["format"] == FORMAT
    except FileNotFoundError:
        raise BadInput([Problem(str(folder), "", f"not a results folder: it has no {MANIFEST}")]) from None
    except (OSError, ValueError, KeyError, TypeError) as cause:
        raise BadInput([Problem(str(path), "", f"not a manifest of a run: {cause}")]) from None
    if not known:
        raise BadInput(
            [Problem(str(path), "format", f"{manifest['format']} is not known; this version reads {FORMAT}")]
        )
    return manifest
