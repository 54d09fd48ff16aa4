"""``yindao export``: a results folder as a workbook, as CSV files, or as a document that can be edited."""

import os
from collections.abc import Callable
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.output import Format, FormatOption, Lang, LangOption, QuietOption, emit_json, write
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

if TYPE_CHECKING:
    from sim.report.texts import Language

OFFICE = "pip install 'yindao[office]'"
# What each form is written with: a module, and the distribution that holds it.
NEEDED = {"xlsx": ("xlsxwriter", "XlsxWriter"), "docx": ("docx", "python-docx")}


def export(
    results: Annotated[Path, typer.Argument(help="Results folder.")],
    to: Annotated[str, typer.Option("--to", metavar="xlsx|csv|docx", help="What to write.")],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "--output", help="File, for csv a folder; default: FOLDER.FORM here, or the next that is free."
        ),
    ] = None,
    format: FormatOption = Format.text,  # noqa: A002
    lang: LangOption = Lang.en,
    quiet: QuietOption = False,
) -> None:
    """Export a results folder as an Excel workbook, as CSV files, or as a Word document.

    xlsx and csv hold summary, measures with their definitions, cash flows with live XIRR and sums, holdings, cash
    by year and a dictionary of every column; of a comparison measures and differences, of a sweep a row a point, of
    a sensitivity study a row a parameter, of a decomposition a row a part. CSV is UTF-8 with a byte order mark, so
    that Excel opens Chinese. docx is the page of the folder, to be edited. Excel and Word need the extra office:
    pip install 'yindao[office]'.

    \b
    Example:
      yindao export results/beijing-2011-20110315-090000 --to xlsx --lang zh
      yindao export results/beijing-2011-20110315-090000 --to csv --out tables
    """
    writers: dict[str, Callable[[Path, Path, Language], None]] = {"xlsx": _xlsx, "csv": _csv, "docx": _docx}
    if to not in writers:
        raise BadInput(
            [Problem("--to", "", said("is {to!r}; must be one of {forms}", to=to, forms=", ".join(writers)))]
        )
    target = out or _free(results.resolve().name, to)
    module, package = NEEDED.get(to, ("", ""))
    if module and find_spec(module) is None:
        raise _missing(package, to)
    try:
        writers[to](results, target, lang.value)
    except OSError as cause:
        raise _unwritten(target, cause) from None
    if format is Format.json:
        emit_json({"results": str(results), "to": to, "output": str(target)})
    elif not quiet:
        write(str(target))


def _free(name: str, to: str) -> Path:
    """The default target: a file that is there may have been edited since, so the next is numbered from 2."""
    if to == "csv":
        return Path(f"{name}-csv")
    names = (f"{name}{'' if number == 1 else f'-{number}'}.{to}" for number in count(1))
    return next(Path(one) for one in names if not os.path.lexists(one))


def _xlsx(results: Path, target: Path, lang: "Language") -> None:
    from sim.experiments.finished.sheets import sheets_of
    from sim.experiments.whole_file import whole_file
    from sim.report.workbook import write_workbook

    sheets = sheets_of(results, lang)
    with whole_file(target) as working:
        write_workbook(sheets, working, lang, results.resolve().name)


def _csv(results: Path, target: Path, lang: "Language") -> None:
    from sim.experiments.finished.sheets import sheets_of
    from sim.experiments.folder import complete_or_nothing
    from sim.report.sheets import write_csv

    sheets = sheets_of(results, lang)
    with complete_or_nothing(target) as folder:
        for sheet in sheets:
            write_csv(sheet, folder / f"{sheet.key}.csv", lang)


def _docx(results: Path, target: Path, lang: "Language") -> None:
    from sim.experiments.pages import stored_pages
    from sim.experiments.whole_file import whole_file
    from sim.report.word import write_document

    stored = stored_pages(results)
    ending = f".{stored.pictures_in(lang)}.png"
    pictures = {path.name.removesuffix(ending): path for path in results.glob(f"figures/*{ending}")}
    with whole_file(target) as working:
        write_document(stored.blocks(lang), working, lang, pictures)


def _missing(package: str, form: str) -> BadInput:
    return BadInput(
        [
            Problem(
                "--to",
                "",
                said(
                    "{form} needs {package}, which is not installed: {command}",
                    form=form,
                    package=package,
                    command=OFFICE,
                ),
            )
        ]
    )


def _unwritten(target: Path, cause: OSError) -> BadInput:
    return BadInput(
        [
            Problem(
                "--out",
                "",
                said("{path} cannot be written: {reason}", path=target, reason=cause.strerror or str(cause)),
            )
        ]
    )
