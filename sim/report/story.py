"""The steps of one replication told as sentences: with real dates, amounts in yuan, and the clause behind each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sim.ledger.history import Position, Step
from sim.report.numbers import DASH, fen, plain, share
from sim.report.texts import Language, known, say
from sim.scenario.economy_schema import STAGES

# The fact on which a step turns one way or the other.
TURNS = {
    "achievement.converted": "local",
    "achievement.refused": "bureau",
    "fund.signal": "accepted",
    "option.considered": "decided",
    "option.outsider": "bought",
    "deadline.first_refusal": "decided",
    "deadline.auction": "sold",
    "leave.offered": "decided",
    "leave.auction": "sold",
    "put.considered": "sold",
    "co_investment.deadline": "bought",
    "co_investment.auction": "sold",
    "co_investment.exit": "gain_share_fen",
    "direct_equity.founders": "bought",
    "direct_equity.deadline": "bought",
    "direct_equity.auction": "sold",
    "direct_equity.exit": "gain_share_fen",
}
SHARES = frozenset({"early_share", "income", "kept_share", "institution", "inventors", "founders", "recovery", "share"})
DAYS = frozenset({"completed"})  # days since the start, told as dates
NAMED = frozenset({"holder", "sector", "owner", "stage", "kind", "reason", "purpose", "line", "liquid", "programme"})
# How a company's life ended, or was valued by others: part of the story of every fund that holds it.
FATES = frozenset(
    {
        "company.failed",
        "company.no_money",
        "company.trade_sale",
        "company.filed",
        "company.listed",
        "company.lockup_sale",
    }
)
CO_INVESTMENT = frozenset(
    {
        "co_investment.made",
        "co_investment.made_later",
        "co_investment.deadline",
        "co_investment.auction",
        "co_investment.with_lead",
        "co_investment.exit",
        "direct_equity.made",
        "direct_equity.founders",
        "direct_equity.deadline",
        "direct_equity.auction",
        "direct_equity.exit",
        "deadline.overdue",
    }
)


@dataclass(frozen=True)
class Sentence:
    """One step as a reader meets it.

    ``about`` holds the names of those concerned as the engine writes them, ``text`` the sentence, ``yuan`` the amount,
    ``clause`` the key of the clause that caused it (empty where none did) and ``rule`` its name.
    """

    day: int
    date: date
    about: tuple[str, ...]
    what: str
    text: str
    yuan: float
    clause: str
    rule: str


def tell(steps: Sequence[Step], start: date, about: str | None = None, lang: Language = "en") -> list[Sentence]:
    """The story of ``about`` ("company 1029", "achievement 1029", "fund 3.1", "guidance fund"), or of all.

    A company's story includes that of the result it was founded on, and a fund's the ends of the companies it holds.
    The order is that of the events; a name that never occurs gives an empty list.
    """
    chosen = steps if about is None else select(steps, about)
    return [sentence(step, start, lang) for step in chosen]


def tell_position(steps: Sequence[Step], position: Position, start: date, lang: Language = "en") -> list[Sentence]:
    """The story of one holding of the guidance fund: of its sub-fund, or of its company from the investment on."""
    if position.company < 0:
        return tell(steps, start, position.fund, lang)
    name = f"company {position.company}"
    return [
        sentence(step, start, lang)
        for step in steps
        if name in step.about and step.day >= position.first_day and _concerns_holders(step.what)
    ]


def _concerns_holders(what: str) -> bool:
    return what in CO_INVESTMENT or what.startswith("company.")


def select(steps: Sequence[Step], about: str) -> Iterator[Step]:
    """The steps that belong to the story of ``about``, in order."""
    names = {about}
    if about.startswith("company "):
        names.add("achievement " + about.removeprefix("company "))
    held: set[str] = set()
    for step in steps:
        if not names.isdisjoint(step.about):
            if step.what == "fund.signal" and about.startswith("fund ") and not step.facts.get("accepted", 1):
                continue  # a fund declines far more companies than a reader wants to hear of
            yield step
            held = _holdings(held, step)
        elif step.what in FATES and not held.isdisjoint(step.about):
            yield step


def _holdings(held: set[str], step: Step) -> set[str]:
    """The companies a fund follows after ``step``; none once it has ended, since what is left is sold then."""
    if step.what == "fund.ended":
        return set()
    if step.what == "fund.invested":
        return held | {one for one in step.about if one.startswith("company ")}
    return held


def sentence(step: Step, start: date, lang: Language) -> Sentence:
    """One step in words; a kind of step without a text of its own is told by its name and facts."""
    words = _words(step, start, lang)
    key = _key(step)
    try:
        text = say(key, lang, **words) if known(key) else _generic(step, words, lang)
    except KeyError:  # a fact that the text names is missing
        text = _generic(step, words, lang)
    rule = say(f"clause.{step.clause}", lang) if known(f"clause.{step.clause}") else step.clause
    what = step.what
    day = start + timedelta(days=step.day)
    return Sentence(
        step.day, day, step.about, what, _with_owner(step, text, lang), step.amount_fen / 100, step.clause, rule
    )


def _key(step: Step) -> str:
    turn = TURNS.get(step.what)
    if turn is None:
        return step.what
    return f"{step.what}.{'yes' if step.facts.get(turn) else 'no'}"


def _with_owner(step: Step, text: str, lang: Language) -> str:
    """The sentence with the name of its first subject in front, unless the sentence names it."""
    if not step.about:
        return text
    subject = name(step.about[0], lang)
    if re.search(re.escape(subject) + r"(?!\d)", text):
        return text
    return f"{subject}：{text}" if lang == "zh" else f"{subject}: {text}"


def _words(step: Step, start: date, lang: Language) -> dict[str, str]:
    """Everything a text may name: the amount, the company and fund concerned, the facts in readable form."""
    words = {"amount": fen(step.amount_fen, lang), "company": DASH, "fund": DASH}
    for one in step.about:
        words[one.split(" ")[0]] = name(one, lang)
    for fact, value in step.facts.items():
        words[fact] = _date(start, value) if fact in DAYS else _fact(fact, value, lang)
    return words


def _date(start: date, day: str | float | int) -> str:
    return (start + timedelta(days=int(day))).isoformat()


def _fact(fact: str, value: str | float | int, lang: Language) -> str:
    if fact.endswith("_fen"):
        return fen(int(value), lang)
    if fact == "lead":
        return name(str(value), lang)
    if fact in SHARES:
        return share(float(value))
    if fact in NAMED:
        return _named(fact, value, lang)
    return plain(value, 2) if isinstance(value, float) else str(value)


def _named(fact: str, value: str | float | int, lang: Language) -> str:
    if fact == "stage" and isinstance(value, int):
        value = STAGES[value] if 0 <= value < len(STAGES) else value
    if fact == "liquid":
        value = "yes" if value else "no"
    key = f"{fact}.{value}"
    return say(key, lang) if known(key) else str(value)


def name(one: str, lang: Language) -> str:
    """The name of a company, fund or result in ``lang``; unknown kinds of name stay as they are."""
    kind, _, rest = one.partition(" ")
    return say(f"name.{kind}", lang, rest=rest) if known(f"name.{kind}") else one


def _generic(step: Step, words: dict[str, str], lang: Language) -> str:
    parts = [f"{fact} = {words[fact]}" for fact in step.facts]
    if step.amount_fen:
        parts.insert(0, words["amount"])
    joined = "；".join(parts) if lang == "zh" else ", ".join(parts)
    detail = (f"（{joined}）" if lang == "zh" else f" ({joined})") if joined else ""
    return say("story.generic", lang, what=step.what, detail=detail)
