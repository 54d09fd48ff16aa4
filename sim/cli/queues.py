"""What is worth saying of a scenario's queues before it is run: which of them would hardly ever come to an end."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.economy.loads import Load
    from sim.scenario.notices import Notice


def busy_queues(path: Path) -> "list[Notice]":
    """A notice for every queue of a scenario file whose servers are too busy. Raises BadInput as loading it does."""
    from sim.economy.loads import overloaded
    from sim.scenario.documents import label
    from sim.scenario.files import load

    return [_notice(label(path), one) for one in overloaded(load(path))]


def _notice(file: str, one: "Load") -> "Notice":
    from sim.scenario.notices import Notice

    busy, key = f"{100.0 * one.load:.0f} %", one.mended_by[0]
    names = " or ".join(one.mended_by)
    message = f"{one.queue} would be busy {busy} of the time, so that their queue grows; raise {names}"
    zh = f"{one.zh}负荷为 {busy}，队列会不断变长；可提高 {'、'.join(one.mended_by)}"
    return Notice("busy-queue", file, key, message, zh)
