"""The ledger of one replication of a finished run: read where it was kept, simulated again where it was not."""

from pathlib import Path
from typing import Any

from sim.experiments.manifest import read_manifest, scenario_from, surroundings
from sim.experiments.replication import engine_module, replicate, simulator
from sim.ledger.exports import read_parquet
from sim.ledger.postings import Postings
from sim.scenario.errors import BadInput, Problem
from sim.scenario.scenario_schema import Scenario


class DigestMismatchError(RuntimeError):
    """The postings are not those of the run: the file was altered, or the program or platform is another."""


def ledger_of(folder: Path, replication: int) -> tuple[Scenario, Postings]:
    """Scenario and postings of ``replication`` of the run in ``folder``, proven by the digest in its manifest.

    Raises BadInput when there is no such run or replication, DigestMismatchError when the digest differs.
    """
    manifest = read_manifest(folder)
    try:
        scenario = scenario_from(manifest["scenario"])
        digests = [bytes.fromhex(text) for text in manifest["digests"]]
        kept, engine = set(manifest["postings"]), str(manifest["engine"])
    except (KeyError, TypeError, ValueError) as cause:
        raise BadInput([Problem(str(folder), "", f"its manifest is damaged: {cause}")]) from None
    if not 0 <= replication < len(digests):
        allowed = f"0 … {len(digests) - 1}"
        raise BadInput([Problem(str(folder), "--replication", f"is {replication}; the run has {allowed}")])
    path = folder / "postings.parquet"
    if replication in kept and path.is_file():
        postings = read_parquet(path, replication)
        reason = f"{path} was altered"
    else:
        postings = _again(scenario, engine, replication)
        reason = f"simulated again it differs: {_difference(manifest)}"
    if postings.digest() != digests[replication]:
        raise DigestMismatchError(f"replication {replication} does not have the digest in the manifest; {reason}")
    return scenario, postings


def _again(scenario: Scenario, engine: str, replication: int) -> Postings:
    outcome = replicate(simulator(engine_module(engine)), scenario, replication, frozenset({replication}))
    assert outcome.postings is not None
    return outcome.postings


def _difference(manifest: dict[str, Any]) -> str:
    """What is not as it was when the run was made, of the things a digest is promised for."""
    from sim import __version__

    now = {"version": __version__, **surroundings()}
    then = {key: manifest.get(key) for key in now}
    changed = [f"{key} {then[key]} then, {value} now" for key, value in now.items() if then[key] != value]
    return "; ".join(changed) or "version and platform are the same, so the program's sources were changed"
