"""What a gate is: keys that act only where something holds, and tests that several gates share."""

from collections.abc import Callable
from dataclasses import dataclass

from sim.scenario.appropriation_schema import ProgrammeLine
from sim.scenario.economy_schema import Economy
from sim.scenario.in_force import line_has_money
from sim.scenario.policy_schema import Policy

Test = Callable[[Policy, Economy | None], bool]  # None: a rule book alone, whatever its economy


@dataclass(frozen=True)
class Gate:
    """The keys that begin with one of ``prefixes`` act only where ``holds``; ``needs`` says so in keys.

    ``opened_by`` are keys among them that open the gate themselves: they always act.
    """

    prefixes: tuple[str, ...]
    needs: str
    holds: Test
    opened_by: tuple[str, ...] = ()

    def shuts(self, key: str, policy: Policy, economy: Economy | None) -> bool:
        """Whether ``key`` stands behind this gate and the gate is shut."""
        behind = key.startswith(self.prefixes) and key not in self.opened_by
        return behind and not self.holds(policy, economy)


def answered(*responses: str) -> Test:
    """Whether people answer to a quantity of the rule book."""
    return lambda _, economy: economy is None or any(getattr(economy.response, one) > 0.0 for one in responses)


def asked(section: str, quantity: str) -> Test:
    """Whether a quantity that people answer to is there, in the rule book or in the one calibrated with."""

    def holds(policy: Policy, economy: Economy | None) -> bool:
        return getattr(getattr(policy, section), quantity) > 0.0 or anchored(policy, economy)

    return holds


def anchored(_: Policy, economy: Economy | None) -> bool:
    """Whether the economy was calibrated with a rule book, so that what that one has counts, too."""
    return economy is None or economy.response.anchor == 1


def on_path(_: Policy, economy: Economy | None) -> bool:
    """Whether companies have sales of their own."""
    return economy is None or economy.operations.mode == "path"


def funded(line: ProgrammeLine) -> Test:
    """Whether a line of the yearly support has money."""
    return lambda policy, _: line_has_money(policy, line)
