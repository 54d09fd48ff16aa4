"""A stand-in engine in which it is known what every parameter does."""

from one_appropriation import history_of

from sim.economy.streams import Draws
from sim.ledger.history import History
from sim.scenario.scenario_schema import Scenario

# Yuan of appropriation for one unit of each parameter.
STRONG, WEAK = 1_000_000.0, 100_000.0


def simulate(scenario: Scenario, replication: int, *, draws: Draws | None = None) -> History:
    """One appropriation: strong in the median of funds raised, weak in the managers' bar, the fee rate does nothing.

    The response to returns moves chance only: its weight is a draw around zero.
    """
    economy = scenario.economy
    if economy.exercise.liquid > 0.999:
        raise ZeroDivisionError("a planted mistake")
    draws = draws or Draws(scenario.seed, replication)
    chance, swing = draws.stream("quality"), draws.stream("market")
    yuan = 5_000_000 + STRONG * economy.private.fill_median + WEAK * economy.managers.bar[0]
    yuan += 300_000 * (chance.u(0) - 0.5) + 10_000 * economy.private.response * (swing.u(0) - 0.5)
    amount = int(100 * yuan)
    return history_of(replication, amount)
