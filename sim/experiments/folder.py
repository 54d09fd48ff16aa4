"""A study's folder: written under a temporary name beside its target and renamed when it is complete.

What is written is the study's own affair (``sim.experiments.study``); this module knows no experiment.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sim.experiments.file_names import SUMMARY
from sim.experiments.shown import Shown
from sim.experiments.study import File, Study
from sim.experiments.work.store import WORKING, passing_name
from sim.ledger.exports import columns_to_parquet, merge_parquet
from sim.report.sheets import write_table
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

MEASURES_CSV = "measures.csv"
PROBE = "figures/a-name-as-long-as-those-of-figures.zh.{}"
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
        raise BadInput([Problem(str(target), "--out", said("already exists; results are never overwritten"))])
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
        raise BadInput(
            [Problem(str(target), "--out", said("cannot be written: {above}: {reason}", above=above, reason=reason))]
        ) from None


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
        _put(working, target)
    except BaseException:
        shutil.rmtree(working, ignore_errors=True)
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise


def _put(working: Path, target: Path) -> None:
    """Make ``working`` the target. A folder somebody stands in stays the same one and takes in what was written."""
    if target.exists() and not target.samefile(Path.cwd()):
        target.rmdir()  # empty, or this refuses
    if not target.exists():
        working.rename(target)
        return
    for one in working.iterdir():
        one.rename(target / one.name)
    working.rmdir()


def _missing(folder: Path) -> list[Path]:
    """The folders that have to be made for ``folder`` to be there, the deepest first."""
    return [one for one in (folder, *folder.parents) if not os.path.lexists(one)]


def write_study(study: Study, target: Path, shown: Shown | None = None) -> Path:
    """Write the whole results folder of ``study`` at ``target`` and return it; its files: ``results/README.md``.

    ``shown`` says which figures and pages, in which languages; with several of its ``workers`` as many processes draw,
    and a script guards the call as for ``sim.run``. Raises BadInput when ``target`` exists already or cannot be made.
    """
    with complete_or_nothing(target) as folder:
        fill(study, folder, shown or Shown())
    return target


def fill(study: Study, folder: Path, shown: Shown) -> None:
    """Write all that ``study`` gives into ``folder``, which is there."""
    for name, record in {**study.records(), SUMMARY: study.summary()}.items():
        write_json(folder / name, record)
    for file in study.files():
        _write_file(file, folder)
    if told := study.measures_csv():
        write_table(told, folder / MEASURES_CSV)
    shown.write(folder, study.drawings, lambda lang: study.page(lang, figures=shown.figures))


def write_json(path: Path, record: Mapping[str, Any]) -> None:
    """Write one JSON object; raises ValueError for a NaN."""
    text = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def _write_file(file: File, folder: Path) -> None:
    """One file, joined from its parts so that only one is in memory at once; none without parts."""
    if len(file.parts) == 1:
        columns_to_parquet(file.parts[0](), folder / file.name, file.types)
    if len(file.parts) <= 1:
        return
    with tempfile.TemporaryDirectory(dir=folder, prefix=".parts-") as parts:
        paths = [Path(parts) / f"{number}.parquet" for number in range(len(file.parts))]
        for path, part in zip(paths, file.parts, strict=True):
            columns_to_parquet(part(), path, file.types)
        merge_parquet(paths, folder / file.name)
