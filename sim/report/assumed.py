"""What a run with articles assumes and does not simulate: the frictions that articles 1 and 2 state."""

from sim.report.document import Head, Page, Table, Text
from sim.report.numbers import DASH
from sim.report.texts import Language, say
from sim.report.units import read_name, unit_name
from sim.report.values import meaning_of, value_in_words
from sim.scenario.article_words import articles
from sim.scenario.book import by_key, value_at
from sim.scenario.scenario_schema import Scenario, Sourced
from sim.scenario.switching import concerned

NOTHING = Sourced()


def assumed(scenario: Scenario, lang: Language) -> Page:
    """The box of it; nothing for a scenario that says nothing of articles."""
    if not concerned(scenario):
        return []
    heads = [say(f"table.{column}", lang) for column in ("key", "meaning", "value", "unit")]
    heads += [say(f"assumed.{column}", lang) for column in ("range", "read", "relaxed")]
    rows = [_row(scenario, key, by, lang) for one in articles().values() for key, by in one.frictions.items()]
    what = Text(say("assumed.what", lang, response=_anchored(scenario, lang)))
    return [
        Head(say("assumed.title", lang), 3),
        what,
        Table(heads, rows, right=(2,)),
        Text(say("assumed.landing", lang)),
    ]


def _anchored(scenario: Scenario, lang: Language) -> str:
    return say(f"assumed.anchor.{scenario.economy.response.anchor}", lang)


def _row(scenario: Scenario, key: str, by: tuple[int, ...], lang: Language) -> list[str]:
    known = by_key()[key]
    value = value_at(scenario.economy, key.removeprefix("economy."))
    ends = known.plausible
    return [
        f"`{key}`",
        meaning_of(key, lang),
        value_in_words(key, value, lang),
        unit_name(known.unit, lang),
        say("assumed.between", lang, low=f"{ends[0]:g}", high=f"{ends[1]:g}") if ends else DASH,
        read_name(scenario.provenance.get(key, NOTHING).read, lang),
        ("、" if lang == "zh" else ", ").join(map(str, by)),
    ]
