"""The words a scenario was asked for with, so that a page can say how its numbers are made again."""

from sim.scenario.overrides import COMMAND_LINE
from sim.scenario.scenario_schema import Scenario
from sim.scenario.switching import name_without


def words_of(scenario: Scenario) -> list[str]:
    """The scenario as it was named, with ``--economy`` and ``--set`` as given: in the same folder, the same files.

    Rule book, seed and replications are for the command to add. A scenario made in code goes by its name.
    """
    asked = scenario.asked
    source = asked.scenario or scenario.name
    words = [f"./{source}" if source.startswith("-") else source]
    words += ["--economy", asked.economy] if asked.economy else []
    return words + [word for setting in asked.settings for word in (COMMAND_LINE, setting)]


def policy_words(scenario: Scenario) -> list[str]:
    """``--policy`` as given; nothing where the scenario's own rule book was used."""
    if not scenario.asked.scenario:
        return ["--policy", scenario.policy_name]
    return ["--policy", scenario.asked.policy] if scenario.asked.policy else []


def policy_word(scenario: Scenario) -> str:
    """The rule book as given; its name where it is the scenario's own. Articles thrown off beside do not count."""
    return scenario.asked.policy or scenario.policy_name.removesuffix(name_without("", scenario.asked.without))
