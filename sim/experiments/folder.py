"""A run's folder: written under a temporary name beside its target and renamed when it is complete."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiments.manifest import FORMAT, MANIFEST, scenario_record, surroundings
from sim.experiments.run.ask import RunResult
from sim.experiments.shown import Shown
from sim.experiments.tables import Table, stack
from sim.experiments.work.store import WORKING, passing_name
from sim.ledger.exports import Columns, columns_to_parquet, merge_parquet, write_parquet
from sim.scenario.errors import BadInput, Problem

if TYPE_CHECKING:
    from sim.report.texts import Language


PROBE = "figures/a-name-as-long-as-those-of-figures.zh.{}"
ROWS_AT_ONCE = 20  # replications whose rows are in memory together while they are written
PROBE_MB = 1  # what the figures of the smallest results folder take


def default_target(name: str, now: datetime, under: Path = Path("results")) -> Path:
    """``results/NAME-YYYYMMDD-HHMMSS``, with a number behind it when that second has one already."""
    stem = f"{fitting(name, 200)}-{now:%Y%m%d-%H%M%S}"
    return free_name(under / stem)


def free_name(target: Path) -> Path:
    """``target``, or with a number from 2 behind it, whichever is the first that nothing has."""
    found = target
    for number in range(2, 1000):
        if not os.path.lexists(found):
            break
        found = target.with_name(f"{target.name}-{number}")
    return found


def fitting(name: str, most: int) -> str:
    """The beginning of ``name`` that takes at most ``most`` bytes."""
    return name.encode("utf-8", "surrogateescape")[:most].decode("utf-8", "ignore")


def check_target(target: Path) -> None:
    """Refuse, before anything is simulated, a folder that exists or cannot be written; raises BadInput."""
    if os.path.lexists(target) and not _is_empty_folder(target):
        raise BadInput([Problem(str(target), "--out", "already exists; results are never overwritten")])
    above = target
    try:
        above = target.absolute()
        while not os.path.lexists(above):
            above = above.parent
        below = target.absolute().relative_to(above)
        with tempfile.TemporaryDirectory(dir=above, prefix=WORKING) as probe:
            _fill(Path(probe, below, PROBE))
    except OSError as cause:
        reason = cause.strerror or str(cause)
        raise BadInput([Problem(str(target), "--out", f"cannot be written: {above}: {reason}")]) from None


def _fill(file: Path) -> None:
    """Write what a results folder takes at least, so that a full disk is known; raises OSError."""
    file.parent.mkdir(parents=True)
    for number in range(PROBE_MB):
        file.with_name(file.name.format(number)).write_bytes(bytes(2**20))


def _is_empty_folder(path: Path) -> bool:
    try:
        return path.is_dir() and not path.is_symlink() and not any(path.iterdir())
    except OSError:  # it may not be read
        return False


@contextmanager
def complete_or_nothing(target: Path) -> Iterator[Path]:
    """A temporary folder beside ``target`` that becomes ``target`` at the end and vanishes when anything fails."""
    check_target(target)
    made = _missing(target.parent)
    working = target.parent / passing_name()
    try:
        working.mkdir(parents=True)
        yield working
        if target.exists():
            target.rmdir()  # empty, or this refuses
        working.rename(target)
    except BaseException:
        shutil.rmtree(working, ignore_errors=True)
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise


def _missing(folder: Path) -> list[Path]:
    """The folders that have to be made for ``folder`` to be there, the deepest first."""
    return [one for one in (folder, *folder.parents) if not os.path.lexists(one)]


def write_results(
    result: RunResult,
    target: Path,
    *,
    languages: Sequence["Language"] = ("en", "zh"),
    figures: bool = True,
    workers: int = 1,
) -> Path:
    """Write the whole results folder of ``result`` at ``target`` and return it.

    ``report.md`` is in the first of ``languages``; without ``figures`` none are drawn; with several ``workers`` as many
    processes draw, and a script guards the call as for ``sim.run``. Its files are listed in ``results/README.md``.
    Raises BadInput when ``target`` exists already or cannot be made.
    """
    with complete_or_nothing(target) as folder:
        write_json(folder / MANIFEST, manifest(result))
        write_json(folder / "summary.json", result.summary())
        columns_to_parquet(values_by_replication(result).columns, folder / "measures.parquet")
        _write_rows([one.position_rows for one in result.reduced], folder / "positions.parquet", {"on_time": "BOOLEAN"})
        _write_rows([one.flow_rows for one in result.reduced], folder / "flows.parquet")
        _write_postings(result, folder)
        _write_report(result, folder, Shown(languages, figures, workers))
    return target


def manifest(result: RunResult) -> dict[str, Any]:
    """What identifies a run and lets it be made again."""
    return {
        "format": FORMAT,
        "created": datetime.now().astimezone().isoformat(timespec="seconds"),
        "scenario": scenario_record(result.scenario),
        "policy": result.scenario.policy_name,
        "economy": result.scenario.economy_name,
        "seed": result.scenario.seed,
        "replications": result.replications,
        "engine": result.engine,
        "version": result.version,
        "seconds": round(result.seconds, 3),
        "digest": result.digest,
        "digests": [digest.hex() for digest in result.digests],
        "postings": sorted(result.postings),
        **surroundings(),
    }


def values_by_replication(result: RunResult) -> Table:
    """A row per replication, a column per measure that has a value within one replication; NaN where it has none."""
    count = result.replications
    columns: dict[str, Any] = {
        "policy": np.array([result.scenario.policy_name] * count, dtype=object),
        "replication": np.arange(count, dtype=np.int32),
    }
    for name in result.estimates:
        values = [one.values.get(name) for one in result.reduced]
        columns[name] = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    return Table(columns)


def write_json(path: Path, record: dict[str, Any]) -> None:
    """Write one JSON object; raises ValueError for a NaN."""
    text = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def _write_rows(tables: Sequence[Columns], path: Path, types: Mapping[str, str] | None = None) -> None:
    """One file of the rows of all replications, joined from parts so that only some are in memory at once."""
    if len(tables) <= ROWS_AT_ONCE:
        columns_to_parquet(stack([Table(one) for one in tables]).columns, path, types)
        return
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".parts-") as parts:
        paths: list[Path] = []
        for at in range(0, len(tables), ROWS_AT_ONCE):
            paths.append(Path(parts) / f"{at}.parquet")
            block = stack([Table(one) for one in tables[at : at + ROWS_AT_ONCE]])
            columns_to_parquet(block.columns, paths[-1], types)
        merge_parquet(paths, path)


def _write_postings(result: RunResult, folder: Path) -> None:
    """One file for all ledgers kept, joined from a part per replication so that only one is in memory twice."""
    if not result.postings:
        return
    with tempfile.TemporaryDirectory(dir=folder, prefix=".parts-") as parts:
        paths: list[Path] = []
        for replication in sorted(result.postings):
            paths.append(Path(parts) / f"{replication}.parquet")
            write_parquet(result.postings[replication], result.scenario.start, paths[-1], replication)
        merge_parquet(paths, folder / "postings.parquet")


def _write_report(result: RunResult, folder: Path, shown: Shown) -> None:
    # The one door from results to pictures; the report room stands above this one.
    from sim.report.figures.listing import save_figures
    from sim.report.pages.run import report_markdown

    data, summary = result.figure_data, result.summary()
    if shown.figures:
        save_figures(data, folder / "figures", shown.languages, shown.drawer)
    shown.write_pages(folder, lambda lang: report_markdown(data, summary, result.scenario, lang, figures=shown.figures))
