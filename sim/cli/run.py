"""``yindao run``: one scenario, its measures, its figures, its results folder."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from sim.cli.notices import tell_input
from sim.cli.output import (
    EconomyOption,
    Engine,
    EngineOption,
    Format,
    FormatOption,
    Lang,
    NoFiguresOption,
    PageLang,
    PageLangOption,
    PolicyOption,
    QuietOption,
    ScenarioArgument,
    SeedOption,
    SettingsOption,
    WorkersOption,
    emit_json,
    message,
    shown_of,
    table,
    write,
    writing,
)

if TYPE_CHECKING:
    from sim.cli.keeping import Kept
    from sim.experiments.run.ask import RunResult
    from sim.experiments.shown import Shown
    from sim.experiments.work.workers import Progress
    from sim.scenario.scenario_schema import Scenario

Postings = frozenset[int] | Literal["all"] | None


def run(
    scenario: ScenarioArgument,
    policy: PolicyOption = None,
    economy: EconomyOption = None,
    settings: SettingsOption = None,
    replications: Annotated[int | None, typer.Option(help="Independent replications; with --until, at most.")] = None,
    seed: SeedOption = None,
    workers: WorkersOption = None,
    engine: EngineOption = Engine.auto,
    until: Annotated[
        float | None, typer.Option(metavar="HALF-WIDTH", help="Stop when --measure is known this well.")
    ] = None,
    measure: Annotated[str | None, typer.Option(help="Measure that --until looks at.")] = None,
    postings: Annotated[
        str, typer.Option(metavar="none|all|0,3", help="Replications whose ledgers are kept.")
    ] = "none",
    out: Annotated[Path | None, typer.Option(help="Results folder; default: results/NAME-DATE-TIME.")] = None,
    format: FormatOption = Format.text,  # noqa: A002
    lang: PageLangOption = PageLang.en,
    no_figures: NoFiguresOption = False,
    quiet: QuietOption = False,
    every: Annotated[bool, typer.Option("--all", help="Print every measure, not only the headlines.")] = False,
) -> None:
    """Run one scenario: table of measures, figures, a results folder.

    The results folder holds every measure, holding and flow, the figures, a report, and the manifest with the digest
    that identifies the run; it is written complete or not at all, and never over another.

    \b
    Example:
      yindao run beijing-2011 --replications 20
      yindao run beijing-2011 --policy pari-passu --set policy.stage_equity.share_cap=0.3 --out results/trial
      yindao run beijing-2011 --until 0.002 --measure public.irr
    """
    from datetime import datetime

    from sim.cli.memory import check_memory
    from sim.cli.stopping import target_of
    from sim.experiments.folder import check_target, default_target
    from sim.measures.catalogue import CATALOGUE
    from sim.scenario.files import load

    wanted = target_of(until, None, measure, CATALOGUE)
    changed = settings or ()
    loaded = load(scenario, policy=policy, economy=economy, settings=changed, seed=seed, replications=replications)
    check_memory(loaded.replications)
    keep = parse_postings(postings, loaded.replications)
    check_target(target := out or default_target(loaded.name, datetime.now()))
    spoken, shown = lang.spoken, shown_of(lang, workers, no_figures=no_figures)
    tell_input([loaded], spoken, quiet=quiet)
    how: dict[str, Any] = {"workers": workers, "engine": engine.value, "keep_postings": keep, "until": wanted}
    result = _simulate(loaded, spoken, how, quiet=quiet)
    kept = _write(result, target, shown, spoken, quiet=quiet)
    if format is Format.json:
        emit_json({**result.summary(), "results": kept.told})
    else:
        _print(result, kept.told, spoken, every=every)
    kept.end()


def _write(result: "RunResult", target: Path, shown: "Shown", lang: Lang, *, quiet: bool) -> "Kept":
    from sim.cli.keeping import written
    from sim.experiments.folder import write_results

    if not quiet:
        message(writing(shown, lang))
    return written(lambda folder: write_results(result, folder, **vars(shown)), target, lang)


def _simulate(scenario: "Scenario", lang: Lang, how: dict[str, Any], *, quiet: bool) -> "RunResult":
    """Run with a progress bar; a failure ends the command with what reproduces it and exit code 1."""
    from sim.experiments.run.ask import run as simulate

    with simulating(scenario.replications, lang, hidden=quiet) as told:
        return simulate(scenario, progress=told, **how)


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
def simulating(total: int | None, lang: Lang, *, hidden: bool) -> Iterator["Progress"]:
    """A progress bar as below, and at the end how replications were simulated.

    A failure inside ends the command with what reproduces it and exit code 1.
    """
    from sim.engine.auto import taken
    from sim.experiments.work.replication import ReplicationFailedError
    from sim.experiments.work.workers import WorkersDiedError

    try:
        with progress_bar(total, hidden=hidden) as told:
            yield told
        if not hidden and (ran := taken()):
            message(where_simulated(ran, lang))
    except ReplicationFailedError as failed:
        message(f"{failed.details}{failed}")
        raise typer.Exit(1) from None
    except WorkersDiedError as died:
        message(str(died))
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
def progress_bar(total: int | None, *, hidden: bool) -> Iterator["Progress"]:
    """A bar on standard error; the callable takes (done, total), and its total counts where none was given."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("replications"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    # Away from a terminal nothing moves; the bar would leave no more than an empty line.
    with Progress(*columns, console=console, transient=True, disable=hidden or not console.is_terminal) as bar:
        task = bar.add_task("run", total=total)
        yield lambda done, found: bar.update(task, completed=done, total=total or found)


def _print(result: "RunResult", target: str | None, lang: Lang, *, every: bool) -> None:
    """The table of the measures that exist, then the digest and where the results are."""
    from sim.measures.headlines import RUN
    from sim.report.tables.measures import ambiguity, measures_table
    from sim.report.texts import say

    shown = result.estimates if every else {name: result.estimates[name] for name in RUN}
    chinese = lang is Lang.zh
    english = ("measure", "", "value", "95 % interval", "p5 to p95 of replications", "n")
    heads = ("指标", "名称", "数值", "95% 区间", "各次模拟 p5 至 p95", "n") if chinese else english
    rows = [
        (one.name, one.zh if chinese else one.label, one.value, one.interval, one.spread, one.n)
        for one in measures_table(shown, lang.value)
    ]
    table(heads, rows, right=(2, 3, 4, 5))
    write(say("interval.chance", lang.value))
    scenario = result.scenario
    run = f"{scenario.name}, {scenario.policy_name}, {result.replications}, {scenario.seed}, {result.seconds:.1f} s"
    facts = say_in("scenario, rule book, replications, seed, time: ", "情景、规则、模拟次数、随机种子、用时：", lang)
    if not every:
        more = f"{len(rows)} of {len(result.estimates)} measures; --all prints the rest"
        write(f"\n{say_in(more, f'共 {len(result.estimates)} 项指标，以上 {len(rows)} 项；--all 显示其余', lang)}")
    if several := ambiguity(result.estimates, lang.value):
        write(f"\n{several}")
    write(f"\n{facts}{run}\n{say_in('digest: ', '校验码：', lang)}{result.digest}")
    if target is not None:
        write(f"{say_in('results: ', '结果：', lang)}{target}")


def say_in(english: str, chinese: str, lang: Lang) -> str:
    """One of the two texts."""
    return chinese if lang is Lang.zh else english
