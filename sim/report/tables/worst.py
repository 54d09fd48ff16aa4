"""The worst twentieth of a run's replications, and in what they differ from the others, as far as that is no chance."""

import math

from sim.measures.catalogue import EVERY
from sim.measures.tails import ENOUGH
from sim.measures.worst import LARGEST, RESULT, Apart, Worst
from sim.report.document import Head, Page, Table, Text
from sim.report.numbers import plain, quantity
from sim.report.texts import Language, say

COLUMNS = ("meaning", "in_worst", "in_others", "apart", "chance_of_any")


def worst_page(worst: Worst | None, replications: int, lang: Language) -> Page:
    """Heading, sentences, table and note; one sentence where there are too few replications, nothing if all agree."""
    if worst is None:
        few = Text(say("worst.few", lang, n=replications, enough=ENOUGH))
        return [Head(say("worst", lang), 3), few] if replications < ENOUGH else []
    heads = [say(f"table.{column}", lang) for column in COLUMNS]
    rows = [_row(one, lang) for one in worst.things]
    table = Table(heads, rows, range(1, len(heads)), say("worst.looked_at", lang, count=len(rows)))
    return [Head(say("worst", lang), 3), Text(_told(worst, lang)), table, Text(say("worst.note", lang))]


def _told(worst: Worst, lang: Language) -> str:
    """Which they are, and what of them is sure."""
    amounts = {name: quantity(getattr(worst, name), EVERY[RESULT].unit, lang) for name in ("border", "mean", "others")}
    whole = say("worst.which", lang, count=worst.count, total=worst.total, **amounts)
    if not worst.sure:
        return whole + say("worst.nothing", lang, count=len(worst.things))
    listed = ("；" if lang == "zh" else "; ").join(_one(thing, lang) for thing in worst.sure)
    return whole + say("worst.differs", lang, count=len(worst.things), listed=listed)


def _one(thing: Apart, lang: Language) -> str:
    label, inside, others, apart, _ = _row(thing, lang)
    side = "worst.more" if thing.apart > 0 else "worst.less"
    return say(side, lang, label=label, worst=inside, others=others, apart=apart.lstrip("-−"))


def _row(thing: Apart, lang: Language) -> list[str]:
    label, unit = _name(thing.name, lang)
    chance = f"{math.ceil(1000 * thing.chance) / 1000:.3f}"
    return [label, quantity(thing.worst, unit, lang), quantity(thing.others, unit, lang), plain(thing.apart, 1), chance]


def _name(name: str, lang: Language) -> tuple[str, str]:
    """What a thing is called, and its unit."""
    if name == LARGEST:
        return say(f"worst.{LARGEST}", lang), "x"
    return EVERY[name].called(lang), EVERY[name].unit
