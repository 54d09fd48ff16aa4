"""``yindao compare``: rule books on the same draws, their differences, figures, a results folder."""

from collections.abc import Callable
from enum import Enum
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
    MeasuresOption,
    NoFiguresOption,
    PageLang,
    PageLangOption,
    QuietOption,
    ScenarioArgument,
    SeedOption,
    SettingsOption,
    WorkersOption,
)
from sim.cli.simulating import simulating
from sim.cli.stopping import measures_of, target_of
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

if TYPE_CHECKING:
    from sim.scenario.scenario_schema import Scenario

PILOT = 30
PlanOption = Annotated[
    float | None,
    typer.Option(
        metavar="HALF-WIDTH", help=f"From a pilot of {PILOT}, tell how many replications that takes; no folder."
    ),
]

PoliciesOption = Annotated[
    list[str] | None, typer.Option("--policy", help="Rule book to compare: file or name; may be repeated.")
]
WithoutOption = Annotated[
    list[str] | None,
    typer.Option(metavar="N[,N]", help="Each rule book also without these articles of the opinion; may be repeated."),
]
UntilOption = Annotated[
    float | None, typer.Option(metavar="HALF-WIDTH", help="Stop when differences in the first --measure are sure.")
]


class Held(Enum):
    """What may be held at the baseline's: the supply of private money, applications among it."""

    supply = "supply"


HoldOption = Annotated[
    Held | None, typer.Option(help="Hold --baseline's private money: price apart from what it attracts.")
]


def compare(
    scenario: ScenarioArgument,
    policy: PoliciesOption = None,
    baseline: Annotated[
        str | None, typer.Option(help="Rule book the others differ from; default: the scenario's own, else the first.")
    ] = None,
    without: WithoutOption = None,
    economy: EconomyOption = None,
    settings: SettingsOption = None,
    replications: Annotated[int | None, typer.Option(help="Independent replications; with --until, at most.")] = None,
    seed: SeedOption = None,
    workers: WorkersOption = None,
    engine: EngineOption = Engine.auto,
    until: UntilOption = None,
    plan: PlanOption = None,
    hold: HoldOption = None,
    measure: MeasuresOption = None,
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
      yindao compare beijing-2011 --policy pari-passu --baseline beijing-2011 --hold supply --replications 20
      yindao compare beijing-2011 --without 15 --without 6,15 --measure pipeline.median_months
    """
    from sim.cli.memory import check_memory
    from sim.experiments.compare.ask import compare as simulate
    from sim.measures.catalogue import EVERY
    from sim.scenario.naming import name_of
    from sim.scenario.switching import parse_articles

    manner = Manner(workers, engine, out, format, lang, no_figures, quiet)
    measures = measures_of(measure, EVERY)
    wanted = target_of(until, plan, measures)
    asked = Asked(scenario, None, economy, settings or (), replications, seed)
    less = [parse_articles(one, "--without") for one in without or ()]
    own, policies = _less(*_load(asked, policy, baseline, pilot=plan is not None), less)
    check_memory(own.replications, len(policies) * (1 if hold is None else 2) + 1)
    target = manner.target(f"{own.name}-compare") if out is not None or plan is None else None
    tell_input([own, *policies.values()], manner.spoken, quiet=quiet)
    base = None if baseline is None else name_of(baseline)
    stop = None if until is None else wanted
    with simulating(own.replications, manner.spoken, hidden=quiet) as told:
        result = simulate(
            own, policies, baseline=base, measures=measures, workers=workers, progress=told, until=stop, aim=wanted,
            engine=engine.value, hold=None if hold is None else hold.value,
        )  # fmt: skip
    conclude(result, keep(result, target, manner), manner)


def _load(
    asked: Asked, policies: list[str] | None, baseline: str | None, *, pilot: bool
) -> "tuple[Scenario, dict[str, Scenario]]":
    """The scenario, and it under each rule book by name; raises BadInput with every problem."""
    from sim.scenario.naming import name_of

    own = asked.load()
    if pilot and asked.replications is None and own.replications > PILOT:
        asked = asked.times(PILOT)
        own = asked.load()

    def loaded(policy: str | None) -> "Scenario":
        return asked.under(policy).load()

    wanted = list(policies or [own.policy_name if baseline is None else baseline])
    found = each_policy(wanted, own, loaded)
    if baseline is not None and name_of(baseline) not in found:
        found |= each_policy([baseline], own, loaded)
    return own, found


def _less(
    own: "Scenario", policies: "dict[str, Scenario]", less: list[tuple[int, ...]]
) -> "tuple[Scenario, dict[str, Scenario]]":
    """The scenario and its rule books, and each of these less each set of articles; all begin on the same footing."""
    from sim.scenario.switching import dated, without_articles

    if not less:
        return own, policies
    found: dict[str, Scenario] = {}
    for name, one in policies.items():
        found[name] = dated(one)
        for off in less:
            made = without_articles(found[name], off)
            if made.policy_name in found:
                raise BadInput([Problem("--without", "", said("names {names} twice", names=", ".join(map(str, off))))])
            found[made.policy_name] = made
    return found.get(own.policy_name, own), found


def each_policy(
    wanted: list[str], own: "Scenario", loaded: "Callable[[str | None], Scenario]"
) -> "dict[str, Scenario]":
    """By name; a name given twice is refused, since both would be reported under it."""
    found: dict[str, Scenario] = {}
    for policy in wanted:
        # The scenario's own rule book may be a file that its name alone does not find.
        one = own if policy == own.policy_name else loaded(policy)
        if one.policy_name in found:
            raise BadInput([Problem("--policy", "", said('names "{name}" twice', name=one.policy_name))])
        found[one.policy_name] = one
    return found
