"""Which law is in force on which day: a rule book with its articles switched, scaled and dated, span by span."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from sim.clauses.appropriation import NO_FLOOR
from sim.clauses.rates import anniversary
from sim.scenario.appropriated import yearly_of, years_of
from sim.scenario.articles_schema import COVERING, GUIDANCE_FUND, PERMANENT, PILOTS, SWITCHED
from sim.scenario.book import Parameter, parameters, value_at
from sim.scenario.parameter import ABSENT, Section
from sim.scenario.policy_schema import Policy

PREFIX = "policy."
RESPONSES = "economy.response."


@dataclass(frozen=True)
class Span:
    """The law from a day on, until the next span.

    ``policy`` is the rule book with every switch thrown. ``uncovered`` is what it is for a case that a pilot does not
    cover, and ``coverage`` the share of cases that each of ``COVERING`` covers.
    """

    day: int  # from the start, negative before it
    policy: Policy
    uncovered: Policy
    coverage: tuple[float, ...]


def article_of(key: str) -> int:
    """The article that owns a key of the rule book, with or without ``policy.``; raises KeyError for none."""
    return _owners()[key.removeprefix(PREFIX)]


def article_of_clause(clause: str) -> int:
    """The article to which a clause belongs, a key or a group of keys; 0 where it belongs to none or to several."""
    found = {one for key, one in _owners().items() if key == clause or key.startswith(f"{clause}.")}
    return found.pop() if len(found) == 1 else 0


def keys_of(article: int) -> tuple[Parameter, ...]:
    """The keys of the rule book that an article owns, in the order of the parameter book."""
    return tuple(one for one in parameters() if one.key.startswith(PREFIX) and one.article == article)


def responses_of(article: int) -> tuple[Parameter, ...]:
    """The keys of the economy by which people and firms answer to an article."""
    return tuple(one for one in parameters() if one.key.startswith(RESPONSES) and one.article == article)


def resolve(policy: Policy, start: date, begins: int) -> tuple[Span, ...]:
    """The spans of law from the world's first day (``begins``, 0 or before the start) to the end of time.

    Before the start no article is in force, and after it each from its day on. A rule book that switches nothing has
    one span, and in it the same object.
    """
    whole = (1.0,) * len(COVERING)
    if not _switches(policy):
        return (Span(begins, policy, policy, whole),)
    before = [Span(begins, *_none_on(policy), whole)] if begins < 0 else []
    found = [*before, *(_on_day(policy, start, day) for day in _days(policy, start))]
    changed = [found[0], *(one for last, one in pairwise(found) if replace(one, day=last.day) != last)]
    return tuple(changed)


def changes(policy: Policy, start: date) -> list[tuple[int, int, bool]]:
    """The days, from the start, on which articles begin (True) or end, of those of which the rule book states anything.

    Without switches and dates no article begins: the rule book is as it is from the world's first day on.
    """
    found: list[tuple[int, int, bool]] = []
    if not _switches(policy):
        return found
    now = {article: False for article in SWITCHED if without(policy, (article,)) != policy}
    for day in _days(policy, start):
        for article, was in now.items():
            now[article] = _strength(policy, article, start + timedelta(day), start) > 0.0
            if now[article] != was:
                found.append((day, article, now[article]))
    return found


def at_day(spans: Sequence[Span], day: int) -> Span:
    """The span in which ``day`` lies, the first one for a day before them all."""
    return max((one for one in spans if one.day <= day), key=lambda one: one.day, default=spans[0])


def day_of_year(start: date, year: int) -> int:
    """The day of an anniversary, from the start."""
    return anniversary(start.toordinal(), year) - start.toordinal()


def law_of_year(spans: Sequence[Span], start: date, year: int) -> Policy:
    """The law on an anniversary: that of the money of its year."""
    return at_day(spans, day_of_year(start, year)).policy


def in_one(spans: Sequence[Span], start: date) -> Policy:
    """The law of the start as one rule book, with each year's money as its anniversary has it."""
    policy = at_day(spans, 0).policy
    if len(spans) == 1:
        return policy
    years = max(years_of(one.policy) for one in spans)
    money = yearly_of([law_of_year(spans, start, year) for year in range(years)])
    given = {
        "budget.yearly": money.city,
        "appropriation.yearly": money.programmes,
        "levels.district.yearly": money.district,
        # Floors and ceiling are in the money already.
        "budget.growth_floor": NO_FLOOR,
        "appropriation.floor_rule": "none",
    }
    found: Policy = _put(policy, given)
    return found


def without(policy: Policy, articles: Iterable[int]) -> Policy:
    """The rule book with the keys of ``articles`` at what held before the opinion, its switches as they are."""
    found = policy
    for article in articles:
        found = _put(found, {key.key: key.off for key in keys_of(article) if key.off is not ABSENT})
    return found


def without_fund(policy: Policy) -> Policy:
    """The rule book with all rules and money of the guidance fund neutral, everything else as it is."""
    found: Policy = _put(policy, {one.key: one.default for one in keys_of_fund()})
    return found


def keys_of_fund() -> tuple[Parameter, ...]:
    """The keys of the guidance fund itself: those of its article but for what stands beside a fund."""
    beside = tuple(
        f"{PREFIX}{name}." for name, field in Policy.model_fields.items() if getattr(field.annotation, "beside_fund", 0)
    )
    return tuple(one for one in keys_of(GUIDANCE_FUND) if not one.key.startswith(beside))


def _switches(policy: Policy) -> bool:
    """Whether any article is switched, weakened or dated."""
    neutral = Policy()
    return policy.articles != neutral.articles or policy.permanence != neutral.permanence


def _none_on(policy: Policy) -> tuple[Policy, Policy]:
    off = without(policy, SWITCHED)
    return off, off


def _days(policy: Policy, start: date) -> list[int]:
    """The days on which the law begins or changes, the start first."""
    dates = {
        day
        for article in SWITCHED
        for day in (getattr(policy.articles, str(article)).__dict__[name] for name in ("from", "until"))
        if day is not None
    }
    dates |= {one for one in (policy.permanence.pilots_end, policy.permanence.statute_from) if one is not None}
    return [0, *sorted((one - start).days for one in dates if one > start)]


def _on_day(policy: Policy, start: date, day: int) -> Span:
    today = start + timedelta(day)
    strengths = {article: _strength(policy, article, today, start) for article in SWITCHED}
    covering = {article: strengths[article] for article in COVERING}
    values: dict[str, Any] = {}
    for article, strength in strengths.items():
        whole = article in COVERING and strength > 0.0
        values |= dict(_values(policy, article, 1.0 if whole else strength))
    found = _put(policy, values)
    part = [article for article, share in covering.items() if 0.0 < share < 1.0]
    uncovered = without(found, part)
    return Span(day, found, uncovered, tuple(1.0 if share == 0.0 else share for share in covering.values()))


def _strength(policy: Policy, article: int, today: date, start: date) -> float:
    """How strongly an article is in force on a day."""
    switch = getattr(policy.articles, str(article))
    first, last = switch.__dict__["from"] or start, switch.__dict__["until"] or date.max
    in_force = switch.on and first <= today < last and (article not in PILOTS or _pilots_last(policy, today, start))
    return float(switch.strength) if in_force else 0.0


def _pilots_last(policy: Policy, today: date, start: date) -> bool:
    """Whether the pilots are in force: they have not ended, or a statute keeps them."""
    terms = policy.permanence
    statute = getattr(policy.articles, str(PERMANENT)).on and today >= (terms.statute_from or start)
    return statute or today < terms.pilots_end


def _values(policy: Policy, article: int, strength: float) -> Iterator[tuple[str, Any]]:
    """What becomes of an article's keys at a strength: nothing at 1."""
    for one in keys_of(article) if strength < 1.0 else ():
        if one.off is not ABSENT:
            yield one.key, scaled(value_at(policy, one.key.removeprefix(PREFIX)), one, strength)


def scaled(on: Any, key: Parameter, strength: float) -> Any:
    """The value of ``key`` at a strength in [0, 1], ``on`` being what the rule book writes.

    Numbers lie between off and on; whole numbers are rounded; arrays go entry by entry, an empty one as zeros.
    Whatever has no values in between is on at any strength above 0.
    """
    if strength == 0.0 or on == key.off:
        return key.off
    if strength == 1.0 or on is None or key.kind not in ("number", "whole number"):
        return on
    if key.count is None:
        return _between(on, key.off, key, strength)
    off = key.off or (0.0,) * len(on)
    return tuple(_between(more, less, key, strength) for more, less in zip(on, off, strict=True))


def _between(on: float, off: float, key: Parameter, strength: float) -> float:
    if key.scale == "log":
        found = off * math.exp(strength * math.log(on / off))
    elif key.scale == "product":
        found = on * strength
    else:
        found = off + strength * (on - off)
    return math.floor(found + 0.5) if key.kind == "whole number" else found


@cache
def _owners() -> dict[str, int]:
    return {one.key.removeprefix(PREFIX): one.article for one in parameters() if one.article}


def _put(section: Any, values: dict[str, Any]) -> Any:
    """A copy of a rule book with ``values`` by dotted key; itself where nothing is put."""
    changed: dict[str, dict[str, Any]] = {}
    own: dict[str, Any] = {}
    for key, value in values.items():
        name, _, rest = key.removeprefix(PREFIX).partition(".")
        if rest:
            changed.setdefault(name, {})[rest] = value
        else:
            own[name] = value
    own |= {name: _put(getattr(section, name), below) for name, below in changed.items()}
    return section.model_copy(update=own) if isinstance(section, Section) and own else section
