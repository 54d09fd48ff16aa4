"""``yindao run``: one scenario, its measures, its figures, its results folder."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from sim.cli.asked import Asked, Manner
from sim.cli.concluding import conclude, keep
from sim.cli.notices import tell_input
from sim.cli.output import (
    EconomyOption,
    Engine,
    EngineOption,
    Format,
    FormatOption,
    MeasuresOption,
    NoFiguresOption,
    PageLang,
    PageLangOption,
    PolicyOption,
    QuietOption,
    ScenarioArgument,
    SeedOption,
    SettingsOption,
    WorkersOption,
)
from sim.cli.simulating import simulating
from sim.scenario.said import said

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
        float | None, typer.Option(metavar="HALF-WIDTH", help="Stop when the first --measure is known this well.")
    ] = None,
    measure: MeasuresOption = None,
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
      yindao run beijing-2011 --measure public.irr --measure company.listed
      yindao run beijing-2011 --until 0.002 --measure public.irr
    """
    from sim.cli.memory import check_memory
    from sim.cli.stopping import measures_of, target_of
    from sim.experiments.run.ask import run as simulate
    from sim.measures.catalogue import CATALOGUE

    manner = Manner(workers, engine, out, format, lang, no_figures, quiet)
    measures = measures_of(measure, CATALOGUE)
    wanted = target_of(until, None, measures)
    loaded = Asked(scenario, policy, economy, settings or (), replications, seed).load()
    check_memory(loaded.replications)
    keep_postings = parse_postings(postings, loaded.replications)
    target = manner.target(loaded.name)
    tell_input([loaded], manner.spoken, quiet=quiet)
    with simulating(loaded.replications, manner.spoken, hidden=quiet) as told:
        result = simulate(
            loaded, workers=workers, progress=told, keep_postings=keep_postings, until=wanted, engine=engine.value
        )
    page = result.told(manner.spoken.value, every=every, measures=measures)
    conclude(result, keep(result, target, manner), manner, page)


def parse_postings(text: str, replications: int) -> Postings:
    """``none``, ``all`` or numbers of replications such as ``0,3``; raises BadInput for anything else."""
    from sim.scenario.errors import BadInput, Problem

    if text == "none":
        return None
    if text == "all":
        return "all"
    numbers = [part.strip() for part in text.split(",")]
    if not all(number.isdecimal() for number in numbers):
        raise BadInput(
            [Problem("--postings", "", said("is {text!r}; must be none, all, or replications such as 0,3", text=text))]
        )
    keep = frozenset(int(number) for number in numbers)
    if max(keep) >= replications:
        message = said("asks for replication {asked}; the run has 0 … {last}", asked=max(keep), last=replications - 1)
        raise BadInput([Problem("--postings", "", message)])
    return keep
