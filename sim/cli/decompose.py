"""``yindao decompose``: what each principle, or each instrument, of a rule book adds; figures, a results folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from sim.scenario.errors import BadInput, Problem

if TYPE_CHECKING:
    from sim.experiments.decompose.switches import By, ExitReading
    from sim.scenario.scenario_schema import Scenario


def decompose(
    scenario: ScenarioArgument,
    by: Annotated[str, typer.Option(metavar="principles|instruments", help="What is switched off and on.")],
    measure: Annotated[
        list[str] | None, typer.Option(help="Measure to attribute; may be repeated. Default: eight headlines.")
    ] = None,
    principles_exit: Annotated[
        str,
        typer.Option(metavar="appraised|auction", help="How stakes are sold at a deadline where incentives are off."),
    ] = "appraised",
    policy: PolicyOption = None,
    economy: EconomyOption = None,
    settings: SettingsOption = None,
    replications: Annotated[int | None, typer.Option(help="Independent replications of every coalition.")] = None,
    seed: SeedOption = None,
    workers: WorkersOption = None,
    engine: EngineOption = Engine.auto,
    out: Annotated[Path | None, typer.Option(help="Results folder; default: results/NAME-decompose-DATE-TIME.")] = None,
    format: FormatOption = Format.text,  # noqa: A002
    lang: PageLangOption = PageLang.en,
    no_figures: NoFiguresOption = False,
    quiet: QuietOption = False,
) -> None:
    """Attribute what a rule book does to its principles or its instruments: parts that sum to the full effect.

    By principles (government investment, market operation, incentives, timely exit) or by instruments, every
    combination of switches is simulated on the same draws; each part is an exact Shapley value with its interval.

    \b
    Example:
      yindao decompose beijing-2011 --by principles --replications 40
      yindao decompose beijing-2011 --by instruments --measure public.net_cost_pv --measure company.funded
    """
    from sim.cli.memory import check_memory
    from sim.experiments.decompose.ask import decompose as simulate
    from sim.measures.headlines import ATTRIBUTED

    manner = Manner(workers, engine, out, format, lang, no_figures, quiet)
    loaded = Asked(scenario, policy, economy, settings or (), replications, seed).load()
    switched, reading = _checked(loaded, by, measure, principles_exit)
    check_memory(loaded.replications, 2)  # the fewest coalitions there can be
    target = manner.target(f"{loaded.name}-decompose")
    tell_input([loaded], manner.spoken, quiet=quiet)
    with simulating(loaded.replications, manner.spoken, hidden=quiet) as told:
        result = simulate(
            loaded,
            switched,
            measures=measure or ATTRIBUTED,
            principles_exit=reading,
            workers=workers,
            progress=told,
            engine=engine.value,
        )
    conclude(result, keep(result, target, manner), manner)


def _checked(
    scenario: "Scenario", by: str, measures: list[str] | None, principles_exit: str
) -> "tuple[By, ExitReading]":
    """What to decompose by; raises BadInput, before anything is simulated, with every problem of the question."""
    from sim.experiments.decompose.switches import BY, EXIT_READINGS, switches_of
    from sim.measures.catalogue import unknown

    problems = unknown(measures or ())
    chosen = next((one for one in BY if one == by), None)
    if chosen is None:
        problems.append(Problem("--by", "", f'is "{by}"; must be {" or ".join(BY)}'))
    reading = next((one for one in EXIT_READINGS if one == principles_exit), None)
    if reading is None:
        words = " or ".join(EXIT_READINGS)
        problems.append(Problem("--principles-exit", "", f'is "{principles_exit}"; must be {words}'))
    elif reading != "appraised" and chosen == "instruments":
        problems.append(Problem("--principles-exit", "", 'acts on nothing here; it needs "--by principles"'))
    if problems or chosen is None or reading is None:
        raise BadInput(problems)
    try:
        switches_of(scenario.law, chosen)
    except ValueError as cause:
        raise BadInput([Problem(scenario.policy_name, "", str(cause))]) from None
    return chosen, reading
