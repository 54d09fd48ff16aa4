"""``yindao page``: the page of a results folder made again, or one page over several."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.output import Lang, QuietOption, write
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said


def page(
    folders: Annotated[list[Path], typer.Argument(metavar="FOLDER...", help="Results folders, one or several.")],
    lang: Annotated[Lang | None, typer.Option("--lang", help="Language; default: that of the folder's report.")] = None,
    out: Annotated[Path | None, typer.Option(help="HTML file; default, for one folder: its report.html.")] = None,
    quiet: QuietOption = False,
) -> None:
    """Make the page of a results folder again, in either language, or one page over several; nothing is simulated.

    \b
    Example:
      yindao page results/beijing-2011-20260101-120000 --lang zh --out beijing.html
      yindao page results/beijing-2011-20260101-120000 results/beijing-2011-compare-20260101-123000 --out both.html
    """
    from sim.experiments.pages import page_again
    from sim.experiments.whole_file import whole_file

    if out is None and len(folders) > 1:
        raise BadInput([Problem("--out", "", said("is needed for one page over several folders"))])
    made = page_again(folders, None if lang is None else lang.value)
    target = folders[0] / "report.html" if out is None else out
    try:
        with whole_file(target) as passing:
            passing.write_text(made, encoding="utf-8")
    except OSError as cause:
        raise BadInput(
            [Problem(str(target), "--out", said("cannot be written: {reason}", reason=cause.strerror or cause))]
        ) from None
    if not quiet:
        write(str(target))
