"""``yindao ledger``: the postings of one replication of a finished run, as a file others can read."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.language import told_of
from sim.cli.output import Format, FormatOption, Lang, LangOption, QuietOption, emit_json, message, write
from sim.scenario.said import said

if TYPE_CHECKING:
    from sim.ledger.postings import Postings
    from sim.scenario.scenario_schema import Scenario

FORMS = {"csv": "csv", "parquet": "parquet", "beancount": "beancount"}


def ledger(
    results: Annotated[Path, typer.Argument(help="Results folder of a run.")],
    to: Annotated[str, typer.Option("--to", metavar="csv|parquet|beancount", help="Form of the file.")],
    replication: Annotated[int, typer.Option("--replication", help="Which replication, from 0.")] = 0,
    output: Annotated[Path | None, typer.Option("--output", help="File; default: NAME-rR.FORM here.")] = None,
    format: FormatOption = Format.text,  # noqa: A002
    lang: LangOption = Lang.en,
    quiet: QuietOption = False,
) -> None:
    """Export the ledger of one replication.

    A replication whose ledger was not kept is simulated again from the manifest. Either way its digest must be the
    one the run recorded. Beancount's own bean-check accepts the text ledger.

    \b
    Example:
      yindao ledger results/beijing-2011-20110315-090000 --replication 3 --to beancount --output r3.beancount
    """
    from sim.experiments.folder import fitting
    from sim.experiments.ledgers import DigestMismatchError, ledger_of
    from sim.experiments.work.replication import ReplicationFailedError

    _check_form(to)
    try:
        scenario, postings = ledger_of(results, replication)
    except (DigestMismatchError, ReplicationFailedError) as error:
        message(told_of(error))
        raise typer.Exit(1) from None
    path = output or Path(f"{fitting(scenario.name, 200)}-r{replication}.{FORMS[to]}")
    _write(to, scenario, postings, replication, path)
    if format is Format.json:
        digest = postings.digest().hex()
        emit_json({"output": str(path), "replication": replication, "postings": len(postings.rows), "digest": digest})
    elif not quiet and path.is_file():  # standard output, or another device, has the ledger itself
        count = len(postings.rows)
        write(f"{path}：{count} 笔分录" if lang is Lang.zh else f"{path}: {count} postings")


def _check_form(to: str) -> None:
    from sim.scenario.errors import BadInput, Problem

    if to == "xlsx":
        raise BadInput([Problem("--to", "", said("xlsx is not written by this version; a spreadsheet opens csv"))])
    if to not in FORMS:
        raise BadInput([Problem("--to", "", said("is {to!r}; must be one of {forms}", to=to, forms=", ".join(FORMS)))])


def _write(to: str, scenario: "Scenario", postings: "Postings", replication: int, path: Path) -> None:
    """Write the whole file or nothing; raises BadInput where it cannot be written."""
    from sim.experiments.whole_file import whole_file
    from sim.ledger.exports import ExportError, beancount_text, write_csv, write_parquet
    from sim.scenario.errors import BadInput, Problem

    try:
        with whole_file(path) as working:
            if to == "csv":
                write_csv(postings, scenario.start, working, replication)
            elif to == "parquet":
                write_parquet(postings, scenario.start, working, replication)
            else:
                title = f"{scenario.name}, {scenario.policy_name}, seed {scenario.seed}, replication {replication}"
                working.write_text(beancount_text(postings, scenario.start, title), encoding="utf-8")
    except (OSError, ExportError) as cause:
        reason = getattr(cause, "strerror", None) or str(cause)
        raise BadInput(
            [Problem("--output", "", said("{path} cannot be written: {reason}", path=path, reason=reason))]
        ) from None
