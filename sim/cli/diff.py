"""``yindao diff``: what differs between two finished folders."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.output import Format, FormatOption, Lang, LangOption, QuietOption, emit_json, width, write


def diff(
    first: Annotated[Path, typer.Argument(metavar="A", help="Results folder of a run or a comparison.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="Another one.")],
    policy: Annotated[
        str | None, typer.Option(help="Rule book to look at in folders of comparisons; default: the baseline.")
    ] = None,
    measure: Annotated[
        list[str] | None, typer.Option("--measure", help="Measure to show, not the headlines; may be repeated.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Show every measure that both folders know.")] = False,
    format: FormatOption = Format.text,  # noqa: A002
    lang: LangOption = Lang.en,
    quiet: QuietOption = False,
) -> None:
    """Compare two finished folders: rule books clause by clause, worlds, and measures: B less A, with intervals.

    Replications are paired only where both folders drew the same chance: seed, economy, series, start, length and
    version are the same. Else they are independent, and it says so. Nothing is simulated.

    \b
    Example:
      yindao diff results/beijing-2011-20110315-090000 results/beijing-2011-20110316-090000
      yindao diff results/a results/b --measure treasury.irr --measure company.funded
    """
    from sim.cli.stopping import measures_of
    from sim.experiments.finished.diff import diff as apart
    from sim.measures.catalogue import EVERY
    from sim.report.pages.finished import diff_told
    from sim.report.terminal import to_terminal

    measures = measures_of(measure, EVERY)
    found = apart(first, second, policy)
    told = found.as_dict()
    if format is Format.json:
        emit_json(told)
        return
    shown = tuple(found.measures) if every else measures
    write(to_terminal(diff_told(told, lang.value, shown), width()))
