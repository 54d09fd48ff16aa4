"""What a scenario rests on: how many values are known how well, and each that no source was read for."""

from collections import Counter
from collections.abc import Iterable

from sim.report.document import Head, Page, Table, Text
from sim.report.texts import Language, say
from sim.report.units import read_name, unit_name
from sim.report.values import meaning_of, value_in_words
from sim.scenario.book import by_key, value_at
from sim.scenario.plain_text import markdown
from sim.scenario.scenario_schema import Scenario, Sourced

WEAK = ("assumption", "memory")


def grounds(scenario: Scenario | None, lang: Language) -> Page:
    """How many values are known how well, and every value whose source was not read, grouped by how it is known."""
    head = Head(say("page.assumptions", lang))
    if scenario is None:
        return [head, Text(say("page.no_assumptions", lang))]
    stated = {key: one for key, one in scenario.provenance.items() if key.startswith(("policy.", "economy."))}
    weak = [key for key, one in stated.items() if one.read in WEAK]
    blocks: Page = [head, Text(say("page.assumptions_note", lang, count=len(weak), total=len(stated)))]
    blocks.append(_counts(stated.values(), lang))
    heads = [say(f"table.{column}", lang) for column in ("key", "meaning", "value", "unit", "source")]
    for read in WEAK:
        rows = [_parameter_row(scenario, key, lang) for key in weak if stated[key].read == read]
        if rows:
            folded = say("table.folded", lang, name=say(f"page.read.{read}", lang), count=len(rows))
            blocks.append(Table(heads, rows, right=(2,), folded=folded))
    return blocks


def _counts(stated: Iterable[Sourced], lang: Language) -> Table:
    """How many values rest on what."""
    count = Counter(one.read for one in stated)
    heads = [say("page.read.head", lang), say("page.read.count", lang)]
    return Table(heads, [[read_name(read, lang), str(many)] for read, many in count.most_common()], right=(1,))


def _parameter_row(scenario: Scenario, key: str, lang: Language) -> list[str]:
    part, rest = key.split(".", 1)
    value = value_at(scenario.policy if part == "policy" else scenario.economy, rest)
    known = by_key().get(key)
    return [
        f"`{key}`",
        meaning_of(key, lang),
        markdown(value_in_words(key, value, lang)),
        unit_name(known.unit, lang) if known else "",
        markdown(scenario.provenance[key].source),
    ]
