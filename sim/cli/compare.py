"""``yindao compare``: rule books on the same draws, their differences, figures, a results folder."""

from collections.abc import Callable, Sequence
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
from sim.cli.stopping import target_of
from sim.scenario.errors import BadInput, Problem

if TYPE_CHECKING:
    from sim.cli.keeping import Kept
    from sim.experiments.compare.ask import CompareResult
    from sim.experiments.shown import Shown
    from sim.report.texts import Language
    from sim.scenario.scenario_schema import Scenario

PILOT = 30


def compare(
    scenario: ScenarioArgument,
    policy: Annotated[
        list[str] | None, typer.Option(help="Rule book to compare: file or name; may be repeated.")
    ] = None,
    baseline: Annotated[
        str | None, typer.Option(help="Rule book the others differ from; default: the scenario's own, else the first.")
    ] = None,
    economy: EconomyOption = None,
    settings: SettingsOption = None,
    replications: Annotated[int | None, typer.Option(help="Independent replications; with --until, at most.")] = None,
    seed: SeedOption = None,
    workers: WorkersOption = None,
    engine: EngineOption = Engine.auto,
    until: Annotated[
        float | None, typer.Option(metavar="HALF-WIDTH", help="Stop when the differences in --measure are this sure.")
    ] = None,
    plan: Annotated[
        float | None,
        typer.Option(
            metavar="HALF-WIDTH", help="From a pilot of 30, tell how many replications that takes; no folder."
        ),
    ] = None,
    measure: Annotated[str | None, typer.Option(help="Measure that --until or --plan looks at.")] = None,
    out: Annotated[Path | None, typer.Option(help="Results folder; default: results/NAME-compare-DATE-TIME.")] = None,
    format: FormatOption = Format.text,  # noqa: A002
    lang: PageLangOption = PageLang.en,
    no_figures: NoFiguresOption = False,
    quiet: QuietOption = False,
) -> None:
    """Compare rule books on the same draws: differences with intervals, additionality, figures, a results folder.

    The world without a guidance fund, with the same economy and institutions, is always simulated beside them. A rule
    book called no-guidance-fund is that world.

    \b
    Example:
      yindao compare beijing-2011 --policy beijing-2011 --policy pari-passu --replications 40
      yindao compare beijing-2011 --policy beijing-2011 --policy pari-passu --until 0.01 --measure public.irr
    """
    from sim.cli.memory import check_memory
    from sim.experiments.folder import check_target
    from sim.measures.catalogue import EVERY

    target = target_of(until, plan, measure, EVERY)
    loaded = _load(scenario, policy, baseline, economy, settings, seed, replications, pilot=plan is not None)
    check_memory(loaded[0].replications, len(loaded[1]) + 1)
    folder = out or (_folder(loaded) if plan is None else None)
    if folder is not None:
        check_target(folder)
    spoken, shown = lang.spoken, shown_of(lang, workers, no_figures=no_figures)
    tell_input([loaded[0], *loaded[1].values()], spoken, quiet=quiet)
    how = {"workers": workers, "engine": engine.value, "aim" if until is None else "until": target}
    result = _simulate(loaded, baseline, spoken, how, quiet=quiet)
    kept = _write(result, folder, shown, spoken, quiet=quiet)
    if format is Format.json:
        emit_json({**result.summary(), "results": kept.told})
    else:
        _print(result, kept.told, spoken)
    kept.end()


def _load(
    source: str,
    policies: list[str] | None,
    baseline: str | None,
    economy: str | None,
    settings: list[str] | None,
    seed: int | None,
    replications: int | None,
    *,
    pilot: bool,
) -> "tuple[Scenario, dict[str, Scenario]]":
    """The scenario, and it under each rule book by name; raises BadInput with every problem."""
    from sim.scenario.files import load
    from sim.scenario.naming import name_of

    def loaded(policy: str | None, count: int | None) -> "Scenario":
        changed = settings or ()
        return load(source, policy=policy, economy=economy, settings=changed, seed=seed, replications=count)

    own = loaded(None, replications)
    if pilot and replications is None and own.replications > PILOT:
        replications = PILOT
        own = loaded(None, replications)
    wanted = list(policies or [own.policy_name if baseline is None else baseline])
    found = each_policy(wanted, own, lambda policy: loaded(policy, replications))
    if baseline is not None and name_of(baseline) not in found:
        found |= each_policy([baseline], own, lambda policy: loaded(policy, replications))
    return own, found


def each_policy(
    wanted: list[str], own: "Scenario", loaded: "Callable[[str | None], Scenario]"
) -> "dict[str, Scenario]":
    """By name; a name given twice is refused, since both would be reported under it."""
    found: dict[str, Scenario] = {}
    for policy in wanted:
        # The scenario's own rule book may be a file that its name alone does not find.
        one = own if policy == own.policy_name else loaded(policy)
        if one.policy_name in found:
            raise BadInput([Problem("--policy", "", f'names "{one.policy_name}" twice')])
        found[one.policy_name] = one
    return found


def _folder(loaded: "tuple[Scenario, dict[str, Scenario]]") -> Path:
    from datetime import datetime

    from sim.experiments.folder import default_target

    return default_target(f"{loaded[0].name}-compare", datetime.now())


def _simulate(
    loaded: "tuple[Scenario, dict[str, Scenario]]",
    baseline: str | None,
    lang: Lang,
    how: dict[str, Any],
    *,
    quiet: bool,
) -> "CompareResult":
    """Compare with a progress bar; a failure ends the command with what reproduces it and exit code 1."""
    from sim.experiments.compare.ask import compare as simulate
    from sim.scenario.naming import name_of

    own, policies = loaded
    base = None if baseline is None else name_of(baseline)
    with simulating(own.replications, lang, hidden=quiet) as told:
        return simulate(own, policies, baseline=base, progress=told, **how)


def _write(result: "CompareResult", target: Path | None, shown: "Shown", lang: Lang, *, quiet: bool) -> "Kept":
    from sim.cli.keeping import Kept, written
    from sim.experiments.compare.folder import write_comparison

    if target is None:
        return Kept(None)
    if not quiet:
        message(writing(shown, lang))
    return written(lambda folder: write_comparison(result, folder, **vars(shown)), target, lang)


def _print(result: "CompareResult", folder: str | None, lang: Lang) -> None:
    """Key measures by rule book, differences, the plan, then the digests and where the results are."""
    from sim.report.tables.compare import (
        ambiguities,
        differences_table,
        names_told,
        plan_table,
        plan_title,
        values_table,
    )
    from sim.report.texts import say

    language: Language = lang.value
    summary, titles = result.summary(), result.titles
    values = values_table(summary, titles, language)
    _titled(say("compare.page.values", language), *values, range(2, 2 + len(result.policies)))
    write(say("compare.page.star", language).lstrip("\\"))
    for sentence in (names_told(summary, titles, language), *ambiguities(summary, titles, language)):
        write(sentence.replace("`", ""))
    title = say("compare.page.differences", language, baseline=titles.of(result.baseline, language))
    _titled(title, *differences_table(summary, titles, language), (2, 3, 4, 6))
    write(say("interval.chance", language))
    if result.target is not None:
        _titled(plan_title(summary, language), *plan_table(summary, titles, language), (1, 2))
    scenario = result.policies[result.baseline].scenario
    run = f"{scenario.name}, {result.baseline}, {result.replications}, {scenario.seed}, {result.seconds:.1f} s"
    facts = say_in("scenario, baseline, replications, seed, time: ", "情景、基准、模拟次数、随机种子、用时：", lang)
    write(f"\n{facts}{run}")
    for name, one in result.policies.items():
        write(f"{say_in('digest', '校验码', lang)} {name}{say_in(': ', '：', lang)}{one.digest}")
    _print_alike(result, lang)
    if folder is not None:
        write(f"{say_in('results: ', '结果：', lang)}{folder}")


def _print_alike(result: "CompareResult", lang: Lang) -> None:
    """Rule books that came out the same to the last posting."""
    books: dict[str, list[str]] = {}
    for name, one in result.policies.items():
        books.setdefault(one.digest, []).append(name)
    for names in books.values():
        if len(names) > 1:
            write(
                say_in(
                    f"same digest: {', '.join(names)}; what differs between them changes nothing here",
                    f"校验码相同：{'、'.join(names)}；其间的差别在此不起作用",
                    lang,
                )
            )


def _titled(title: str, heads: list[str], rows: list[list[str]], right: Sequence[int]) -> None:
    """A table below its title, which is a line of its own however narrow the table."""
    plain = title.replace("`", "")
    write(f"\n{plain}\n")
    table(heads, rows, right=right)
