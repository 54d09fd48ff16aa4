"""How a command tells what is worth saying of its input: on standard error, once, and beside the result in JSON."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.cli.beyond import tell_beyond
from sim.cli.output import Lang, message

if TYPE_CHECKING:
    from sim.experiments.work.workers import Progress
    from sim.scenario.notices import Notice
    from sim.scenario.scenario_schema import Scenario

MOST_LISTED = 3  # values beyond plausible; a small city's economy has a dozen
MOST_NAMED = 4


def tell_input(
    scenarios: "Sequence[Scenario]", lang: Lang, *, quiet: bool, varied: "Mapping[str, str] | None" = None
) -> None:
    """Tell what is worth saying before ``scenarios`` are simulated.

    The first is the scenario asked for; the others are it under other rules and with other values. ``varied`` are the
    keys that take those values, each with the option that named it.
    """
    from sim.scenario.notices import of_scenario

    first = scenarios[0]
    found = of_scenario(first, scenarios[1:], varied or {})
    tell_beyond(scenarios, lang, quiet=quiet)
    files = (first.asked.scenario or first.name, first.asked.policy, first.asked.economy)
    tell(found, lang, quiet=quiet, where=" ".join(file for file in files if file))


def saying_first(progress: "Progress", say: Callable[[], None]) -> "Progress":
    """The same progress, before whose first step ``say`` is called: all is checked then, and nothing simulated yet."""
    waiting = [say]

    def told(done: int, total: int) -> None:
        if waiting:
            waiting.pop()()
        progress(done, total)

    return told


def tell(found: "Sequence[Notice]", lang: Lang, *, quiet: bool, where: str = "") -> None:
    """A line a notice; many values of files beyond their plausible ranges are one, which says where all are listed."""
    from sim.scenario.overrides import COMMAND_LINE  # not before help

    if quiet:
        return
    beyond = [one for one in found if one.kind == "implausible" and one.file != COMMAND_LINE]
    together = where and len(beyond) > MOST_LISTED
    for one in found:
        if not together or one not in beyond:
            message(warning(one.text(lang.value), lang))
    if together:
        message(warning(_together(beyond, where, lang), lang))


def warning(text: str, lang: Lang) -> str:
    """The text of a notice, told apart from what is refused."""
    return f"注意：{text}" if lang is Lang.zh else f"warning: {text}"


def entries(found: "Sequence[Notice]") -> list[dict[str, Any]]:
    """The notices as JSON knows them."""
    return [
        {"kind": one.kind, "file": one.file or None, "line": one.line, "key": one.key or None, "message": one.message}
        for one in found
    ]


def _together(beyond: "Sequence[Notice]", where: str, lang: Lang) -> str:
    names = ", ".join(one.key for one in beyond[:MOST_NAMED])
    if lang is Lang.zh:
        return f"{len(beyond)} 个取值不在合理范围之内：{names} 等（yindao validate {where} 逐一列出）"
    return f"{len(beyond)} values lie outside their plausible ranges: {names}, … (yindao validate {where} lists them)"
