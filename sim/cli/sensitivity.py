"""``yindao sensitivity``: which parameters a measure depends on, ranked, with chance told apart."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.asked import Asked, Manner
from sim.cli.concluding import conclude
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
    PolicyOption,
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
from sim.cli.stopping import measures_of, twins_told
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import not_among

if TYPE_CHECKING:
    from sim.experiments.sensitivity.design import Method
    from sim.scenario.scenario_schema import Scenario


SizeOption = Annotated[
    int | None, typer.Option(help="Morris: trajectories (10). Sobol: base samples, a power of two (64).")
]
MeasureOption = Annotated[
    list[str] | None, typer.Option(help="Measure to rank parameters for; may be repeated. Default: five headlines.")
]


def sensitivity(
    scenario: ScenarioArgument,
    out: Annotated[Path, typer.Option(help="Folder for simulations and results; --resume goes on with it.")],
    method: Annotated[
        str, typer.Option(metavar="morris|sobol|tornado", help="Screening, variance shares, or one at a time.")
    ] = "morris",
    parameters: Annotated[
        str, typer.Option(metavar="GROUP,…", help="Keys or groups of keys to vary over their plausible ranges.")
    ] = "economy",
    size: SizeOption = None,
    measure: MeasureOption = None,
    policy: PolicyOption = None,
    economy: EconomyOption = None,
    settings: SettingsOption = None,
    replications: Annotated[
        int | None, typer.Option(help="Replications of every point; default: the scenario's, at most 8.")
    ] = None,
    seed: SeedOption = None,
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
    engine: EngineOption = Engine.auto,
    resume: ResumeOption = False,
    format: FormatOption = Format.text,  # noqa: A002
    lang: PageLangOption = PageLang.en,
    no_figures: NoFiguresOption = False,
    quiet: QuietOption = False,
) -> None:
    """Rank parameters by what they do to a measure over their plausible ranges, and say what may be chance.

    morris screens many parameters cheaply; sobol divides the variance among a few; tornado moves one parameter at a
    time from the low to the high end of its range. Every point uses the same draws.

    \b
    Example:
      yindao sensitivity beijing-2011 --method tornado --parameters economy.private --out results/tornado
      yindao sensitivity beijing-2011 --method sobol --parameters economy.private --size 128 --out results/sobol
    """
    from sim.experiments.sensitivity.ask import REPLICATIONS
    from sim.experiments.sensitivity.ask import sensitivity as study
    from sim.measures.catalogue import AT_A_POINT
    from sim.measures.headlines import RANKED
    from sim.scenario.book import by_key

    chosen, manner = _method(method), Manner(workers, engine, out, format, lang, no_figures, quiet)
    loaded = Asked(scenario, policy, economy, settings or (), seed=seed).load()
    count = min(loaded.replications, REPLICATIONS) if replications is None else replications
    names = _named(parameters)
    measures = measures_of(measure, AT_A_POINT) or RANKED
    total = _planned(loaded, chosen, names, size, count, manner, measures)
    named = {key: "--parameters" for key in names if key in by_key()}
    with resumable(out, manner.spoken), simulating(total, manner.spoken, hidden=quiet) as bar:
        told = saying_first(bar, lambda: tell_input([loaded], manner.spoken, quiet=quiet, varied=named))
        result = study(
            loaded, method=chosen, parameters=names, size=size, replications=count, measures=measures,
            out=out, resume=resume, workers=workers, cluster=cluster, progress=told, shown=manner.shown,
            engine=engine.value,
        )  # fmt: skip
    if result.failed and format is Format.text:
        message(_failed(result.summary()["failed"], manner.spoken))
    conclude(result, Kept(out), manner)


def _named(parameters: str) -> tuple[str, ...]:
    """The keys and groups between commas, those of Chinese names for them."""
    from sim.scenario.ranges import in_keys

    return in_keys([part.strip() for part in re.split("[,，]", parameters) if part.strip()])


def _planned(
    scenario: "Scenario",
    method: "Method",
    names: Sequence[str],
    size: int | None,
    count: int,
    manner: Manner,
    measures: Sequence[str],
) -> int:
    """How many replications there will be, told before they begin; raises BadInput where there can be none."""
    from sim.experiments.sensitivity.design import make_design
    from sim.experiments.twins import needs_twins
    from sim.scenario.ranges import ranges

    points = len(make_design(method, ranges(names, scenario), size, scenario.seed))
    if not manner.quiet:
        message(_plan(points, count, manner.spoken))
    if not needs_twins(measures):
        return points * count
    if not manner.quiet:
        message(twins_told(manner.spoken))
    return 2 * points * count


def _method(text: str) -> "Method":
    from sim.experiments.sensitivity.design import METHODS

    for one in METHODS:
        if one == text:
            return one
    raise BadInput([Problem("--method", "", not_among(text, METHODS))])


def _plan(points: int, count: int, lang: Lang) -> str:
    """What is about to be simulated, told before it begins."""
    english = f"{points:,} points, {count} replications each: {points * count:,} replications"
    return say_in(english, f"{points:,} 个点，每点模拟 {count} 次，共 {points * count:,} 次", lang)


def _failed(count: int, lang: Lang) -> str:
    return say_in(f"{count} replications failed; see failures in summary.json", f"{count} 次模拟失败", lang)
