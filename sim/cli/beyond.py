"""What a command tells of data that its scenario outlives."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.cli.output import Lang, message

if TYPE_CHECKING:
    from sim.scenario.scenario_schema import Scenario


def tell_beyond(scenarios: "Iterable[Scenario]", lang: Lang, *, quiet: bool) -> None:
    """One line on standard error where any of ``scenarios`` reads past the end of a series; nothing otherwise."""
    from sim.report.beyond import beyond_note

    note = "" if quiet else beyond_note(scenarios, lang.value)
    if note:
        message(note)
