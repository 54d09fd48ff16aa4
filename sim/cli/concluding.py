"""How every study ends: its folder is written, its answer told, and the exit code says whether all of it is there."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sim.cli.asked import Manner
from sim.cli.keeping import Kept, written
from sim.cli.output import Format, Lang, emit_json, message, width, write

if TYPE_CHECKING:
    from sim.experiments.study import Study
    from sim.report.document import Page


def conclude(study: "Study", kept: Kept, manner: Manner, page: "Page | None" = None) -> None:
    """The answer on standard output, as ``page`` (default: all that the study tells) or as one JSON object.

    Exit code 1 where results are not where they should be, or some could not be simulated.
    """
    if manner.format is Format.json:
        emit_json({**study.printed(), "results": kept.told})
    else:
        _write(study.told(manner.spoken.value) if page is None else page, kept.told, manner.spoken)
    kept.end()
    if study.failed:
        raise typer.Exit(1)


def keep(study: "Study", target: Path | None, manner: Manner) -> Kept:
    """Write the folder of ``study``, if it is to have one; elsewhere where it cannot be at ``target``."""
    from sim.experiments.folder import write_study

    if target is None:
        return Kept(None)
    if not manner.quiet:
        message(writing(manner))
    return written(lambda folder: write_study(study, folder, manner.shown), target, manner.spoken)


def writing(manner: Manner) -> str:
    """What is told before a folder is written."""
    if manner.spoken is Lang.zh:
        return "正在写出结果" if manner.no_figures else "正在绘图并写出结果"
    return "writing the results" if manner.no_figures else "drawing the figures and writing the results"


def _write(page: "Page", folder: str | None, lang: Lang) -> None:
    from sim.report.terminal import to_terminal
    from sim.report.texts import say

    write(to_terminal(page, width()))
    if folder is not None:
        write(say("told.results", lang.value, folder=folder))
