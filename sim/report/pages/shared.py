"""Blocks that the pages of several studies share: warnings, limits, how to get the same numbers again."""

from collections.abc import Mapping, Sequence

from sim.report.document import Command, Head, Items, Note, Page, Text
from sim.report.numbers import unit_of_page
from sim.report.texts import Language, say
from sim.scenario.plain_text import markdown

FEW = 100


def money_note(lang: Language) -> str:
    """In which unit all amounts of the page are, and that it is nominal; empty where each amount has its own."""
    unit = unit_of_page()
    return f"{'' if lang == 'zh' else ' '}{say('brief.money', lang, unit=unit)}" if unit else ""


def few(replications: int, lang: Language) -> Page:
    """A warning where there are so few replications that the tails are unreliable."""
    return [Note(say("page.few", lang, n=replications))] if replications < FEW else []


def limits(names: Sequence[str], lang: Language, prefix: str = "page.limit") -> Page:
    """What the numbers do not say: a sentence for each of ``names``."""
    return [Head(say("page.limits", lang)), Items(tuple(say(f"{prefix}.{one}", lang) for one in names))]


def again(command: str, digest: str, lang: Language, note: str = "page.again_note") -> Page:
    """How to get the same numbers: a command, and the digest that it ends with."""
    return [Head(say("page.again", lang)), Command(command), Text(say(note, lang, digest=digest))]


def facts_told(study: str, facts: Sequence[object], seconds: float, digests: Mapping[str, str], lang: Language) -> Page:
    """The last lines on a terminal: which study it was, how long it took, and its digests by name."""
    listed = ", ".join(markdown(str(one)) for one in facts)
    lines = [say(f"told.{study}.facts", lang, facts=listed, seconds=f"{seconds:.1f}")]
    for name, digest in digests.items():
        lines.append(say("told.digest_of" if name else "told.digest", lang, name=markdown(name), digest=digest))
    return [Note("\n".join(lines))]  # set apart from a table that may stand before
