"""``yindao sweep``: a scenario at many values of its keys, on the same draws; resumable; figures, a folder."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.asked import Asked, Manner
from sim.cli.compare import each_policy
from sim.cli.concluding import conclude, writing
from sim.cli.keeping import Kept
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
    message,
    say_in,
)
from sim.cli.resuming import resumable
from sim.cli.simulating import simulating
from sim.cli.stopping import measures_of, target_of, twins_told
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

if TYPE_CHECKING:
    from sim.experiments.sweep.answer import SweepResult
    from sim.scenario.scenario_schema import Scenario

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
    list[str] | None, typer.Option(help="Measure to rank, show and draw; may be repeated. Default: four headlines.")
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
    from sim.experiments.placing import place_study
    from sim.experiments.sweep.ask import sweep as simulate
    from sim.experiments.work.folder import SWEEP
    from sim.measures.catalogue import AT_A_POINT
    from sim.measures.headlines import SWEPT

    manner = Manner(workers, engine, out, format, lang, no_figures, quiet)
    names = measures_of(measure, AT_A_POINT)
    target = target_of(until, None, names)
    varied, given = _by_key(vary or (), settings or ())
    if resume and out is None:
        raise BadInput([Problem("--resume", "", said("needs --out: the folder to go on in"))])
    own, policies = _load(Asked(scenario, None, economy, given, replications, seed), policy)
    folder = out or _folder(own)
    asked: dict[str, Any] = {"design": design, "points": points, "policies": policies}
    with resumable(folder, manner.spoken):
        with simulating(None, manner.spoken, hidden=quiet) as bar:
            result = simulate(
                own, varied, **asked, measures=names or SWEPT, out=folder, resume=resume, workers=workers,
                cluster=cluster, until=target, engine=engine.value,
                progress=saying_first(bar, lambda: _tell(own, varied, asked, names, manner)),
            )  # fmt: skip
        if not quiet:
            message(_reused(result, manner.spoken))
            message(writing(manner))
        place_study(result, folder, SWEEP, manner.shown)
    conclude(result, Kept(folder), manner)


def _tell(
    own: "Scenario", vary: Sequence[str], asked: Mapping[str, Any], measures: Sequence[str], manner: Manner
) -> None:
    """What is worth saying before the sweep, its varied keys and what its measures cost included."""
    from sim.experiments.sweep.ask import some_points
    from sim.experiments.twins import needs_twins

    varied = {text.partition("=")[0].strip(): "--vary" for text in vary}
    tell_input([own, *some_points(own, vary, **asked)], manner.spoken, quiet=manner.quiet, varied=varied)
    if needs_twins(measures) and not manner.quiet:
        message(twins_told(manner.spoken))


def _by_key(vary: Sequence[str], settings: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Both with keys for Chinese names; a key that is varied and set as well is refused, as setting it does nothing."""
    from sim.scenario.overrides import in_keys

    varied, given = in_keys(vary), in_keys(settings)
    keys = {text.partition("=")[0].strip() for text in varied}
    twice = [key for text in given if (key := text.partition("=")[0].strip()) in keys]
    if twice:
        raise BadInput([Problem("--set", key, said("is varied too; leave one of the two out")) for key in twice])
    return varied, given


def _load(asked: Asked, policies: list[str] | None) -> "tuple[Scenario, dict[str, Scenario]]":
    """The scenario, and it under each rule book by name; raises BadInput with every problem."""
    own = asked.load()
    return own, each_policy(list(policies or [own.policy_name]), own, lambda policy: asked.under(policy).load())


def _folder(scenario: "Scenario") -> Path:
    from datetime import datetime

    from sim.experiments.folder import default_target

    return default_target(f"{scenario.name}-sweep", datetime.now())


def _reused(result: "SweepResult", lang: Lang) -> str:
    total = result.computed + result.reused
    english = f"{result.computed} replications simulated, {result.reused} of {total} found in the folder"
    return say_in(english, f"共 {total} 次模拟：新做 {result.computed} 次，{result.reused} 次取自文件夹", lang)
