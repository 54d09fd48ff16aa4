"""The task of a decomposition: each replication under every coalition of switches, on the same draws."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sim.clauses.stage_equity import deadline
from sim.economy.streams import Draws
from sim.experiments.compare.worlds import every_world
from sim.experiments.work.replication import SimulateOnDraws, simulator_on_draws
from sim.experiments.work.spool import Packed
from sim.ledger.history import NEVER, History
from sim.scenario.scenario_schema import Scenario


@dataclass(frozen=True)
class EveryCoalition:
    """What each worker is told once; ``rules`` is the whole rule book, whose deadlines are the yardstick of all."""

    module: str
    scenarios: tuple[Scenario, ...]
    rules: Scenario

    def begin(self) -> Callable[[int], list[Packed]]:
        """What does one replication; its results stand in the order of the scenarios."""
        return partial(every_world, Yardstick(simulator_on_draws(self.module), self.rules), self.scenarios)


class Yardstick:
    """An engine whose public positions all have the deadline of the whole rule book.

    Where a coalition sets no deadline nothing happens on that day, but exits are still counted against it: otherwise
    "on time" would mean something else, or nothing, in every coalition. The ledger knows nothing of it.
    """

    def __init__(self, simulate: SimulateOnDraws, rules: Scenario) -> None:
        self._simulate = simulate
        self._start = rules.start.toordinal()
        self._years = {
            "stage_equity": rules.policy.stage_equity.maximum_holding_years,
            "co_investment": rules.policy.co_investment.maximum_holding_years,
        }

    def __call__(self, scenario: Scenario, replication: int, /, *, draws: Draws) -> History:
        """Simulate one replication."""
        history = self._simulate(scenario, replication, draws=draws)
        history.positions = list(history.positions)  # no longer columns: a deadline changes
        for position in history.positions:
            years = self._years.get(position.instrument, 0.0)
            if position.deadline == NEVER and position.first_day != NEVER and years > 0.0:
                position.deadline = deadline(self._start + position.first_day, years) - self._start
        return history
