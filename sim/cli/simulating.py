"""What a command tells while it simulates: a bar, how replications were simulated, and what reproduces a failure."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from sim.cli.language import told_of
from sim.cli.output import Lang, message, say_in

if TYPE_CHECKING:
    from sim.experiments.work.workers import Progress


@contextmanager
def simulating(total: int | None, lang: Lang, *, hidden: bool) -> Iterator["Progress"]:
    """A progress bar as below, and at the end how replications were simulated.

    A failure inside ends the command with what reproduces it and exit code 1.
    """
    from sim.engine.auto import taken
    from sim.experiments.work.replication import ReplicationFailedError
    from sim.experiments.work.workers import WorkersDiedError

    try:
        with progress_bar(total, lang, hidden=hidden) as told:
            yield told
        if not hidden and (ran := taken()):
            message(where_simulated(ran, lang))
    except ReplicationFailedError as failed:
        message(f"{failed.details}{told_of(failed)}")
        raise typer.Exit(1) from None
    except WorkersDiedError as died:
        message(told_of(died))
        raise typer.Exit(1) from None


def where_simulated(ran: Mapping[str, int], lang: Lang) -> str:
    """How many replications were simulated in which way, and why all under SimPy where that has a reason."""
    from sim.engine.auto import COMPILED, REFERENCE
    from sim.engine.cache import failure, folder, has_compiler

    slow, fast = ran.get(REFERENCE, 0), ran.get(COMPILED, 0)
    told = say_in(f"replications simulated: {slow} by the reference", f"模拟次数：参考方式 {slow} 次", lang)
    if fast:
        return told + say_in(f", {fast} compiled", f"，编译方式 {fast} 次", lang)
    if not has_compiler():
        return told + say_in(
            "; numba, which would be faster, is not installed or switched off", "；numba 未安装或已停用，无法加速", lang
        )
    if folder() is None:
        return told + say_in(
            "; no folder can be written to in which compiled laws would be kept (YINDAO_CACHE names one)",
            "；没有可写入的缓存文件夹存放编译结果，无法加速（可用 YINDAO_CACHE 指定）", lang,
        )  # fmt: skip
    if reason := failure():
        return told + say_in(
            f"; the laws could not be compiled ({reason}); yindao verify tries again",
            f"；模型规则编译失败（{reason}），无法加速；yindao verify 会重试", lang,
        )  # fmt: skip
    return told


@contextmanager
def progress_bar(total: int | None, lang: Lang, *, hidden: bool) -> Iterator["Progress"]:
    """A bar on standard error, with the time so far and left; the callable takes (done, total).

    Its total counts where none was given.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from sim.cli.time_left import TimeLeft

    columns = (
        TextColumn(say_in("replications", "模拟次数", lang)),
        BarColumn(),
        MofNCompleteColumn(),
        TimeLeft(lang),
    )
    console = Console(stderr=True)
    # Away from a terminal nothing moves; the bar would leave no more than an empty line.
    with Progress(*columns, console=console, transient=True, disable=hidden or not console.is_terminal) as bar:
        task = bar.add_task("run", total=total)
        yield lambda done, found: bar.update(task, completed=done, total=total or found)
