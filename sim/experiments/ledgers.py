"""The ledger of one replication of a finished run: read where it was kept, simulated again where it was not."""

from pathlib import Path

from sim.clauses.faults import there
from sim.engine.auto import EngineName
from sim.experiments.manifest import RunRecord, read_manifest
from sim.experiments.work.replication import engine_module, replicate, simulator
from sim.ledger.exports import read_parquet
from sim.ledger.postings import Postings
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said
from sim.scenario.scenario_schema import Scenario


class DigestMismatchError(RuntimeError):
    """The postings are not those of the run: the file was altered, or the program or platform is another."""


def ledger_of(folder: Path, replication: int) -> tuple[Scenario, Postings]:
    """Scenario and postings of ``replication`` of the run in ``folder``, proven by the digest in its manifest.

    Raises BadInput when there is no such run or replication, DigestMismatchError when the digest differs.
    """
    run = read_manifest(folder)
    if not 0 <= replication < len(run.digests):
        allowed = f"0 … {len(run.digests) - 1}"
        raise BadInput(
            [
                Problem(
                    str(folder),
                    "--replication",
                    said("is {replication}; the run has {allowed}", replication=replication, allowed=allowed),
                )
            ]
        )
    path = folder / "postings.parquet"
    if replication in run.kept and path.is_file():
        postings = _kept(path, replication)
        reason = said("{path} was altered", path=path)
    else:
        postings = _again(run.scenario, run.engine, replication)
        reason = said("simulated again it differs: {difference}", difference=_difference(run))
    if postings.digest() != run.digests[replication]:
        raise DigestMismatchError(f"replication {replication} does not have the digest in the manifest; {reason}")
    return run.scenario, postings


def _kept(path: Path, replication: int) -> Postings:
    try:
        return read_parquet(path, replication)
    except OSError as cause:
        reason = said("{path} was altered or cannot be read: {cause}", path=path, cause=cause)
        raise DigestMismatchError(f"replication {replication} cannot be proven; {reason}") from cause


def _again(scenario: Scenario, engine: EngineName, replication: int) -> Postings:
    outcome = replicate(simulator(engine_module(engine)), scenario, replication, frozenset({replication}))
    return there(outcome.postings, "posting of the replication")


def _difference(run: RunRecord) -> str:
    return "; ".join(run.changed()) or "version and platform are the same, so the program's sources were changed"
