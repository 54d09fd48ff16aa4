"""``yindao run``: one scenario, its measures, its figures, its results folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sim.cli.output import Format, Lang, emit_json

if TYPE_CHECKING:
    from sim.experiments.run import RunResult
    from sim.experiments.workers import Progress
    from sim.scenario.scenario_schema import Scenario

Postings = frozenset[int] | Literal["all"] | None


def run(
    scenario: Annotated[str, typer.Argument(help="Scenario file, or the name of a shipped one.")],
    policy: Annotated[str | None, typer.Option(help="Rule book to use instead of the scenario's: file or name.")] = None,
    economy: Annotated[str | None, typer.Option(help="Economy to use instead of the scenario's: file or name.")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change one parameter; may be repeated.")
    ] = None,
    replications: Annotated[int | None, typer.Option(help="Independent replications.")] = None,
    seed: Annotated[int | None, typer.Option(help="Root of all chance.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; default: one a processor.")] = None,
    postings: Annotated[str, typer.Option(metavar="none|all|0,3", help="Replications whose ledgers are kept.")] = "none",
    out: Annotated[Path | None, typer.Option(help="Results folder; default: results/NAME-DATE-TIME.")] = None,
    format: Annotated[Format, typer.Option(help="Table, or one JSON object on standard output.")] = Format.text,  # noqa: A002
    lang: Annotated[Lang, typer.Option(help="Language of the table.")] = Lang.en,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress, no messages.")] = False,
) -> None:
    """Run one scenario: table of measures, figures, a results folder.

    Example: yindao run beijing-2011 --replications 20 --set policy.stage_equity.share_cap=0.3
    """
    from datetime import datetime

    from sim.experiments.results import check_target, default_target, write_results
    from sim.experiments.run import run as simulate
    from sim.scenario.files import load

    loaded = load(
        scenario, policy=policy, economy=economy, settings=settings or (), seed=seed, replications=replications
    )
    keep = parse_postings(postings, loaded.replications)
    target = out or default_target(loaded.name, datetime.now())
    check_target(target)
    with progress_bar(loaded.replications, hidden=quiet) as told:
        result = simulate(loaded, workers=workers, progress=told, keep_postings=keep)
    write_results(result, target)
    if format is Format.json:
        emit_json({**result.summary(), "results": str(target)})
    else:
        typer.echo(as_text(result, target, lang))


def parse_postings(text: str, replications: int) -> Postings:
    """``none``, ``all`` or numbers of replications such as ``0,3``; raises BadInput for anything else."""
    from sim.scenario.errors import BadInput, Problem

    if text == "none":
        return None
    if text == "all":
        return "all"
    numbers = [part.strip() for part in text.split(",")]
    if not all(number.isdecimal() for number in numbers):
        raise BadInput([Problem("--postings", "", f"is {text!r}; must be none, all, or replications such as 0,3")])
    keep = frozenset(int(number) for number in numbers)
    if max(keep) >= replications:
        message = f"asks for replication {max(keep)}; the run has 0 … {replications - 1}"
        raise BadInput([Problem("--postings", "", message)])
    return keep


@contextmanager
def progress_bar(total: int, *, hidden: bool) -> Iterator["Progress"]:
    """A bar on standard error; the callable takes (done, total)."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("replications"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=hidden) as bar:
        task = bar.add_task("run", total=total)
        yield lambda done, _: bar.update(task, completed=done)


def as_text(result: "RunResult", target: Path, lang: Lang) -> str:
    """The table of measures, where the results are, and the digest."""
    from sim.report.tables import measures_table

    raise SystemExit
