"""``yindao replay``: a finished run again, and whether it is the same."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.output import (
    Engine,
    EngineOption,
    Format,
    FormatOption,
    Lang,
    LangOption,
    QuietOption,
    WorkersOption,
    emit_json,
    width,
    write,
)
from sim.cli.simulating import simulating


def replay(
    results: Annotated[Path, typer.Argument(help="Results folder of a run or a comparison.")],
    workers: WorkersOption = None,
    engine: EngineOption = Engine.auto,
    format: FormatOption = Format.text,  # noqa: A002
    lang: LangOption = Lang.en,
    quiet: QuietOption = False,
) -> None:
    """Run a finished folder's manifest again and say whether every digest is equal.

    Nothing but the folder is needed: scenario, rule books, economy and series, own ones too, stand in its manifest,
    with the SHA-256 of each series. Nothing is written. Of a decomposition the whole rule book is run again. A folder
    that another version made may differ, and it says so.

    Exit code 0 when all is equal or another version made it, 1 when a digest of this version differs.

    \b
    Example:
      yindao replay results/beijing-2011-20110315-090000
      yindao replay results/beijing-2011-20110315-090000 --format json
    """
    from sim.experiments.finished.replay import record_of
    from sim.experiments.finished.replay import replay as again
    from sim.report.pages.finished import replay_told
    from sim.report.terminal import to_terminal

    record = record_of(results)
    with simulating(len(record.digests), lang, hidden=quiet) as told:
        found = again(results, record, workers=workers, progress=told, engine=engine.value)
    if format is Format.json:
        emit_json(found.as_dict())
    else:
        write(to_terminal(replay_told(found.as_dict(), lang.value), width()))
    if found.same_version and not found.equal:
        raise typer.Exit(1)
