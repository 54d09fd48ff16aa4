"""``yindao decompose``: what each principle, or each instrument, of a rule book adds; figures, a results folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    say_in,
    shown_of,
    table,
    write,
    writing,
)
from sim.cli.simulating import simulating
from sim.scenario.errors import BadInput, Problem

if TYPE_CHECKING:
    from sim.cli.keeping import Kept
    from sim.experiments.decompose.ask import DecomposeResult
    from sim.experiments.decompose.switches import By, ExitReading
    from sim.experiments.shown import Shown
    from sim.report.texts import Language
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
    from datetime import datetime

    from sim.cli.memory import check_memory
    from sim.experiments.folder import check_target, default_target
    from sim.scenario.files import load

    changed = settings or ()
    loaded = load(scenario, policy=policy, economy=economy, settings=changed, seed=seed, replications=replications)
    question = _checked(loaded, by, measure, principles_exit)
    check_memory(loaded.replications, 2)  # the fewest coalitions there can be
    target = out or default_target(f"{loaded.name}-decompose", datetime.now())
    check_target(target)
    spoken, shown = lang.spoken, shown_of(lang, workers, no_figures=no_figures)
    tell_input([loaded], spoken, quiet=quiet)
    how: dict[str, Any] = {"workers": workers, "engine": engine.value}
    result = _simulate(loaded, question, measure, spoken, how, quiet=quiet)
    kept = _write(result, target, shown, spoken, quiet=quiet)
    if format is Format.json:
        emit_json({**result.summary(), "results": kept.told})
    else:
        _print(result, kept.told, spoken)
    kept.end()


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
        switches_of(scenario.policy, chosen)
    except ValueError as cause:
        raise BadInput([Problem(scenario.policy_name, "", str(cause))]) from None
    return chosen, reading


def _simulate(
    scenario: "Scenario",
    question: "tuple[By, ExitReading]",
    measures: list[str] | None,
    lang: Lang,
    how: "dict[str, Any]",
    *,
    quiet: bool,
) -> "DecomposeResult":
    """Decompose with a progress bar; a failure ends the command with what reproduces it and exit code 1."""
    from sim.experiments.decompose.ask import DEFAULT
    from sim.experiments.decompose.ask import decompose as simulate

    by, reading = question
    names = measures or DEFAULT
    with simulating(scenario.replications, lang, hidden=quiet) as told:
        return simulate(scenario, by, measures=names, principles_exit=reading, progress=told, **how)


def _write(result: "DecomposeResult", target: Path, shown: "Shown", lang: Lang, *, quiet: bool) -> "Kept":
    from sim.cli.keeping import written
    from sim.experiments.decompose.folder import write_decomposition

    if not quiet:
        message(writing(shown, lang))
    return written(lambda folder: write_decomposition(result, folder, **vars(shown)), target, lang)


def _print(result: "DecomposeResult", folder: str | None, lang: Lang) -> None:
    """Every effect with its parts, then the digest and where the results are."""
    from sim.report.tables.decompose import absences, parts_table
    from sim.report.texts import say

    language: Language = lang.value
    heads, rows = parts_table(result.summary(), language)
    if rows:
        table(heads, rows, right=(4, 5, 6))
        write(say("interval.chance", language))
    for sentence in absences(result.summary(), language):
        write(sentence)
    scenario = result.scenario
    run = f"{scenario.name}, {scenario.policy_name}, {result.replications}, {scenario.seed}, {result.seconds:.1f} s"
    facts = say_in("scenario, rule book, replications, seed, time: ", "情景、规则、模拟次数、随机种子、用时：", lang)
    write(f"\n{facts}{run}\n{say_in('digest: ', '校验码：', lang)}{result.whole.digest}")
    if folder is not None:
        write(f"{say_in('results: ', '结果：', lang)}{folder}")
