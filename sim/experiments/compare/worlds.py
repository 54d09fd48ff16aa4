"""The worlds of a comparison: rule books over one economy, and what it would be without a guidance fund."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from sim.economy.streams import Draws
from sim.engine.supply import Supply, supply_of
from sim.experiments.decompose.switches import CONCESSION, concedes, without
from sim.experiments.work.replication import (
    ReplicationFailedError,
    SimulateOnDraws,
    SimulateOnSupply,
    replicate,
    simulator_on_draws,
)
from sim.experiments.work.spool import Packed, pack
from sim.ledger.history import History
from sim.scenario.articles import keys_of_fund, without_fund
from sim.scenario.files import read_policy
from sim.scenario.in_force import spends
from sim.scenario.policy_schema import Policy
from sim.scenario.scenario_schema import Scenario
from sim.scenario.titles import Titles, titles_of

NOTHING = "no-guidance-fund"
PARI_PASSU = "pari-passu"
SHARED = ("start", "horizon_years", "warm_up_years", "seed", "replications", "economy", "data")


@dataclass(frozen=True)
class Worlds:
    """What is simulated side by side.

    ``named`` the rule books to compare, in the order given; ``scenarios`` all worlds by name, counterfactuals behind;
    ``counterfactuals`` maps every world to its own world without a guidance fund; ``unconceded`` each rule book that
    concedes part of its gain (让利) to the same rule book without that concession, which is no world of its own;
    ``held`` the rule books that are simulated once more with the supply of private money that the baseline finds.
    """

    named: tuple[str, ...]
    baseline: str
    scenarios: dict[str, Scenario]
    counterfactuals: dict[str, str]
    unconceded: dict[str, Scenario]
    held: dict[str, Scenario] = field(default_factory=dict)

    @property
    def free(self) -> tuple[Scenario, ...]:
        """All that is simulated on its own supply: the worlds in their order, then those without their concession."""
        return (*self.scenarios.values(), *self.unconceded.values())

    def holding(self) -> "Worlds":
        """The same, each rule book with a budget but the baseline once more with the baseline's supply."""
        others = {
            name: self.scenarios[name]
            for name in self.named
            if name != self.baseline and spends(self.scenarios[name].law)
        }
        return replace(self, held=others)


def worlds_of(scenarios: Mapping[str, Scenario], baseline: str | None, own: str) -> Worlds:
    """Add the counterfactuals: one for each set of rules beside the fund, called ``no-guidance-fund``.

    A rule book called ``no-guidance-fund`` is the counterfactual, whatever its settings say. The baseline is the one
    named, else the scenario's ``own``, else the first. Raises ValueError for no rule book, an unknown baseline, or
    scenarios that differ in more than their rule book.
    """
    if not scenarios:
        raise ValueError("a comparison needs at least one rule book")
    first = next(iter(scenarios.values()))
    for name, scenario in scenarios.items():
        unlike = [field for field in SHARED if getattr(scenario, field) != getattr(first, field)]
        if unlike:
            raise ValueError(
                f"{name} differs from {next(iter(scenarios))} in {', '.join(unlike)}, not only in its rules"
            )
    chosen = baseline or (own if own in scenarios else next(iter(scenarios)))
    if chosen not in scenarios and chosen != NOTHING:
        raise ValueError(f"the baseline {chosen} is not among the rule books: {', '.join(scenarios)}")
    named = {name: without_money(one) if name == NOTHING else one for name, one in scenarios.items()}
    # The plain name belongs to the world without a fund that was asked for, else to the baseline's.
    empty = {NOTHING: named.get(NOTHING) or without_money(named.get(chosen, first))}
    titles = titles_of({name: one.policy for name, one in named.items()})
    counterfactuals = {name: _counterfactual(name, one, empty, titles) for name, one in named.items()}
    counterfactuals |= {name: name for name in empty}
    unconceded = {name: _without_concession(one) for name, one in named.items() if concedes(one.policy)}
    return Worlds(tuple(scenarios), chosen, named | empty, counterfactuals, unconceded)


def _without_concession(scenario: Scenario) -> Scenario:
    """The same rule book with every concession at its neutral value."""
    name = f"{scenario.policy_name} without {CONCESSION.label}"
    return replace(scenario, policy=without(scenario.policy, (CONCESSION,)), policy_name=name)


def _counterfactual(name: str, scenario: Scenario, empty: dict[str, Scenario], titles: Titles) -> str:
    """The world without a fund that shares all other rules of ``scenario``, added to ``empty`` when there is none."""
    for known, one in empty.items():
        if _rules_without_money(one) == _rules_without_money(scenario):
            return known
    made, world = f"{NOTHING} ({name})", without_money(scenario)
    # With titles of their own, or the name would stand behind, in brackets in brackets.
    own = {
        "title": f"{world.policy.title}, otherwise {titles.of(name, 'en')}",
        "title_zh": f"{world.policy.title_zh}，其余同‘{titles.of(name, 'zh')}’",
    }
    empty[made] = replace(world, policy=world.policy.model_copy(update=own), policy_name=made)
    return made


def without_money(scenario: Scenario) -> Scenario:
    """The same economy and all rules but those of the guidance fund."""
    gone = {one.key for one in keys_of_fund()}
    kept = {key: one for key, one in scenario.provenance.items() if key not in gone}
    asked = replace(scenario.asked, policy=NOTHING)
    rules = _rules_without_money(scenario)
    return replace(scenario, policy=rules, policy_name=NOTHING, provenance=kept, asked=asked)


def _rules_without_money(scenario: Scenario) -> Policy:
    names = {"title": "No guidance fund", "title_zh": "无引导基金", "citation": "counterfactual"}
    rules: Policy = without_fund(scenario.policy).model_copy(update=names)
    return rules


def under(scenario: Scenario, policies: Iterable[str | Path | Scenario]) -> dict[str, Scenario]:
    """``scenario`` under each of ``policies``: rule books by path or shipped name, or scenarios with their own.

    Raises BadInput for a file with problems, ValueError for two of one name.
    """
    found: dict[str, Scenario] = {}
    for policy in policies:
        made = policy if isinstance(policy, Scenario) else _under(scenario, policy)
        if made.policy_name in found:
            raise ValueError(f"two rule books are called {made.policy_name}")
        found[made.policy_name] = made
    return found


def _under(scenario: Scenario, policy: str | Path) -> Scenario:
    read = read_policy(policy)
    kept = {key: one for key, one in scenario.provenance.items() if not key.startswith("policy.")}
    asked = replace(scenario.asked, policy=str(policy))
    grounds = kept | read.provenance
    return replace(scenario, policy=read.value, policy_name=read.name, provenance=grounds, asked=asked)


@dataclass(frozen=True)
class EveryWorld:
    """The task of a comparison: each replication under every rule book, from one set of tables of draws.

    ``held`` are simulated after that with the supply that ``baseline``, one of ``scenarios``, found in it.
    """

    module: str
    scenarios: tuple[Scenario, ...]
    baseline: Scenario | None = None
    held: tuple[Scenario, ...] = ()

    def begin(self) -> Callable[[int], list[Packed]]:
        """What does one replication; its results stand in the order of the scenarios, then of those held."""
        simulate = simulator_on_draws(self.module)
        if self.held:
            return partial(self._with_held, simulate)
        return partial(every_world, simulate, self.scenarios)

    def _with_held(self, simulate: SimulateOnSupply, replication: int) -> list[Packed]:
        draws = Draws(self.scenarios[0].seed, replication)
        supplies: list[Supply] = []

        def noting(scenario: Scenario, replication: int, /, *, draws: Draws) -> History:
            history = simulate(scenario, replication, draws=draws)
            if scenario is self.baseline:
                supplies.append(supply_of(scenario, history))
            return history

        free = every_world(noting, self.scenarios, replication, draws)
        on_supply = partial(simulate, supply=supplies[0])
        return free + every_world(on_supply, self.held, replication, draws)


def every_world(
    simulate: SimulateOnDraws, scenarios: Sequence[Scenario], replication: int, draws: Draws | None = None
) -> list[Packed]:
    """One replication under each of ``scenarios``, in their order, from one set of tables of draws."""
    draws = draws or Draws(scenarios[0].seed, replication)
    found: list[Packed] = []
    for scenario in scenarios:
        on_draws = partial(simulate, draws=draws.again())
        try:
            reduced = replicate(on_draws, scenario, replication, frozenset()).reduced
        except ReplicationFailedError as failed:
            reason = f"under {scenario.policy_name}: {failed.reason}"
            raise ReplicationFailedError(failed.seed, replication, reason, failed.details) from failed
        # Holdings and flows row by row are for single runs.
        found.append(pack(replace(reduced, position_rows={}, flow_rows={})))
    return found
