"""``yindao sweep``: a scenario at many values of its keys, on the same draws; resumable; figures, a folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.compare import each_policy
from sim.cli.notices import saying_first, tell_input
from sim.cli.output import (
    ClusterOption,
    EconomyOption,
    Engine,
    EngineOption,
    Format,
    FormatOption,
    Lang,
    NoFiguresOption,
    PageLang,
    PageLangOption,
    QuietOption,
    ResumeOption,
    ScenarioArgument,
    SeedOption,
    SettingsOption,
    WorkersOption,
    emit_json,
    message,
    say_in,
    shown_of,
    table,
    write,
    writing,
)
from sim.cli.resuming import resumable
from sim.cli.simulating import simulating
from sim.scenario.errors import BadInput, Problem

if TYPE_CHECKING:
    from sim.experiments.shown import Shown
    from sim.experiments.stopping import Target
    from sim.experiments.sweep.answer import SweepResult
    from sim.experiments.work.workers import Progress
    from sim.report.figures.sweep_data import SweepData
    from sim.report.texts import Language
    from sim.scenario.scenario_schema import Scenario

MOST_SHOWN = 20
MOST_FAILURES = 5


VaryOption = Annotated[
    list[str] | None,
    typer.Option(metavar="KEY=LO:HI:N|KEY=V1,V2", help="Key and its values; may be repeated. lhs, sobol: KEY=LO:HI."),
]
PolicyOption = Annotated[
    list[str] | None, typer.Option(help="Rule book crossed with all settings: file or name; may be repeated.")
]
UntilOption = Annotated[
    float | None, typer.Option(metavar="HALF-WIDTH", help="Stop a point when its first --measure is this sure.")
]
MeasureOption = Annotated[
    list[str] | None, typer.Option(help="Measure to rank, tell and draw; may be repeated. Default: four headlines.")
]


def sweep(
    scenario: ScenarioArgument,
    vary: VaryOption = None,
    design: Annotated[str, typer.Option(metavar="grid|lhs|sobol", help="How the points lie.")] = "grid",
    points: Annotated[int | None, typer.Option(help="Points of lhs or sobol (there a power of two).")] = None,
    policy: PolicyOption = None,
    economy: EconomyOption = None,
    settings: SettingsOption = None,
    replications: Annotated[int | None, typer.Option(help="Replications of each point; with --until, at most.")] = None,
    seed: SeedOption = None,
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
    engine: EngineOption = Engine.auto,
    until: UntilOption = None,
    measure: MeasureOption = None,
    out: Annotated[Path | None, typer.Option(help="Results folder; default: results/NAME-sweep-DATE-TIME.")] = None,
    resume: ResumeOption = False,
    format: FormatOption = Format.text,  # noqa: A002
    lang: PageLangOption = PageLang.en,
    no_figures: NoFiguresOption = False,
    quiet: QuietOption = False,
) -> None:
    """Sweep keys of rule book or economy: every point on the same draws, a table, figures, a results folder.

    Results reach the folder as they are made; after an interruption the same command with --resume goes on. A
    replication that fails is recorded, the rest goes on, and the exit code is 1.

    \b
    Example:
      yindao sweep beijing-2011 --vary policy.stage_equity.share_cap=0.1:0.4:7 --replications 40 --out results/caps
      yindao sweep beijing-2011 --vary policy.stage_equity.share_cap=0.1:0.4 --vary economy.private.response=0:20
        --design sobol --points 64 --measure stage_equity.exit.on_time --out results/sobol
    """
    names = _measures(measure)
    target = _target(until, measure)
    _check_settings(vary, settings)
    if resume and out is None:
        raise BadInput([Problem("--resume", "", "needs --out: the folder to go on in")])
    own, policies = _load(scenario, policy, economy, settings, seed, replications)
    folder = out or _folder(own)
    how: dict[str, Any] = {"design": design, "points": points, "workers": workers, "cluster": cluster, "until": target}
    how["engine"] = engine.value
    spoken, shown = lang.spoken, shown_of(lang, workers, no_figures=no_figures)
    with resumable(folder, spoken):
        with simulating(None, spoken, hidden=quiet) as bar:
            told = saying_first(bar, lambda: _tell(own, vary, policies, design, points, spoken, quiet=quiet))
            result = _simulate(own, vary, policies, folder, told, resume=resume, **how)
        if not quiet:
            message(_reused(result, spoken))
            message(writing(shown, spoken))
        _write(result, folder, names, _asked(own, policy, measure), shown)
    if format is Format.json:
        emit_json({**result.summary(), "measures": _values(result, names), "results": str(folder)})
    else:
        _print(result, names, folder, spoken)
    if result.failures:
        raise typer.Exit(1)


def _tell(
    own: "Scenario",
    vary: list[str] | None,
    policies: "dict[str, Scenario]",
    design: str,
    points: int | None,
    lang: Lang,
    *,
    quiet: bool,
) -> None:
    """What is worth saying before the sweep, its varied keys included."""
    from sim.experiments.sweep.ask import some_points

    some = some_points(own, vary or (), design=design, points=points, policies=policies)
    varied = {text.partition("=")[0].strip(): "--vary" for text in vary or ()}
    tell_input([own, *some], lang, quiet=quiet, varied=varied)


def _measures(asked: list[str] | None) -> tuple[str, ...]:
    """The measures to tell; raises BadInput for those that do not exist."""
    from sim.experiments.sweep.arrays import DEFAULT
    from sim.measures.catalogue import unknown

    problems = unknown(asked or ())
    if problems:
        raise BadInput(problems)
    return tuple(dict.fromkeys(asked or DEFAULT))


def _target(until: float | None, measure: list[str] | None) -> "Target | None":
    if until is None:
        return None
    from sim.cli.stopping import target_of
    from sim.measures.catalogue import CATALOGUE

    return target_of(until, None, measure[0] if measure else None, CATALOGUE)


def _check_settings(vary: list[str] | None, settings: list[str] | None) -> None:
    """Refuse a key that is varied and set as well: the setting would be without effect."""
    varied = {text.partition("=")[0].strip() for text in vary or ()}
    twice = [key for text in settings or () if (key := text.partition("=")[0].strip()) in varied]
    if twice:
        raise BadInput([Problem("--set", key, "is varied too; leave one of the two out") for key in twice])


def _asked(scenario: "Scenario", policies: list[str] | None, measures: list[str] | None) -> list[str]:
    """The scenario and the options that the result itself does not know as they were written."""
    from sim.scenario.asked import words_of

    given = [("--policy", one) for one in policies or ()] + [("--measure", one) for one in measures or ()]
    return [*words_of(scenario), *(word for pair in given for word in pair)]


def _write(result: "SweepResult", folder: Path, names: tuple[str, ...], asked: Sequence[str], shown: "Shown") -> None:
    from sim.experiments.sweep.arrays import write_pictures

    write_pictures(result, folder, names, asked, shown=shown)


def _load(
    source: str,
    policies: list[str] | None,
    economy: str | None,
    settings: list[str] | None,
    seed: int | None,
    replications: int | None,
) -> "tuple[Scenario, dict[str, Scenario]]":
    """The scenario, and it under each rule book by name; raises BadInput with every problem."""
    from sim.scenario.files import load

    def loaded(policy: str | None) -> "Scenario":
        changed = settings or ()
        return load(source, policy=policy, economy=economy, settings=changed, seed=seed, replications=replications)

    own = loaded(None)
    return own, each_policy(list(policies or [own.policy_name]), own, loaded)


def _folder(scenario: "Scenario") -> Path:
    from datetime import datetime

    from sim.experiments.folder import default_target

    return default_target(f"{scenario.name}-sweep", datetime.now())


def _simulate(
    own: "Scenario",
    vary: list[str] | None,
    policies: "dict[str, Scenario]",
    folder: Path,
    told: "Progress",
    *,
    resume: bool,
    **how: Any,
) -> "SweepResult":
    from sim.experiments.sweep.ask import sweep as simulate

    return simulate(own, vary or (), policies=policies, out=folder, resume=resume, progress=told, **how)


def _reused(result: "SweepResult", lang: Lang) -> str:
    total = result.computed + result.reused
    english = f"{result.computed} replications simulated, {result.reused} of {total} found in the folder"
    return say_in(english, f"共 {total} 次模拟：新做 {result.computed} 次，{result.reused} 次取自文件夹", lang)


def _values(result: "SweepResult", names: tuple[str, ...]) -> dict[str, Any]:
    """Each measure told: its unit, and by point in order its value, interval (null where there is none) and n."""
    data = result.figure_data(names)
    return {
        one.measure: {
            "unit": one.unit,
            "value": one.value.tolist(),
            "ci95": [list(ends) for ends in zip(one.low.tolist(), one.high.tolist(), strict=True)],
            "n": one.n.tolist(),
        }
        for one in data.measures
    }


def _print(result: "SweepResult", names: tuple[str, ...], folder: Path, lang: Lang) -> None:
    """The table, what failed, then the digest and where the results are."""
    from sim.report.pages.sweep import same_digests
    from sim.report.tables.sweep import ranked_table, values_table
    from sim.report.texts import say

    language: Language = lang.value
    data = result.figure_data(names)
    heads, rows = (
        values_table(data, language) if len(data.keys) == 1 else ranked_table(data, names[0], language, MOST_SHOWN)
    )
    table(heads, rows, right=range(len(heads) - 1 - (3 * len(names) if len(data.keys) == 1 else 3), len(heads)))
    write(say("interval.chance", language))
    if len(rows) < data.points.size:
        english = f"the first {len(rows)} of {data.points.size} points by {names[0]}; estimates.parquet has all"
        chinese = f"按 {names[0]} 排列，共 {data.points.size} 个点，以上为前 {len(rows)} 个；全部见 estimates.parquet"
        write(f"\n{say_in(english, chinese, lang)}")
    for sentence in same_digests(data, language):
        write(f"\n{sentence.replace('`', '')}")
    if result.failures:
        _print_failures(data, lang)
    scenario = result.scenario
    run = (
        f"{scenario.name}, {', '.join(result.policies)}, {result.replications}, {scenario.seed}, {result.seconds:.1f} s"
    )
    facts = say_in(
        "scenario, rule books, replications a point, seed, time: ", "情景、规则、每点模拟次数、随机种子、用时：", lang
    )
    write(f"\n{facts}{run}\n{say_in('digest: ', '校验码：', lang)}{result.digest}")
    write(f"{say_in('results: ', '结果：', lang)}{folder}")


def _print_failures(data: "SweepData", lang: Lang) -> None:
    from sim.report.tables.sweep import failures_table

    failed, at = int(data.failed.sum()), int((data.failed > 0).sum())
    total = failed + int(data.replications.sum())
    english = f"{failed} of {total} replications failed; points with failures: {at}"
    chinese = f"共 {total} 次模拟，其中 {failed} 次失败，涉及 {at} 个点"
    write(f"\n{say_in(english, chinese, lang)}\n")
    table(*failures_table(data, lang.value, MOST_FAILURES))
    if len(data.failures) > MOST_FAILURES:
        write(say_in("failures.parquet has all", "全部见 failures.parquet", lang))
