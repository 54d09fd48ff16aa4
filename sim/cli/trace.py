"""``yindao trace``: the story of one company, fund or public position in one replication."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.notices import tell_input
from sim.cli.output import (
    EconomyOption,
    Format,
    FormatOption,
    Lang,
    LangOption,
    PolicyOption,
    QuietOption,
    ScenarioArgument,
    SeedOption,
    SettingsOption,
    emit_json,
    table,
    write,
)
from sim.ledger.days import NEVER, NO_STAGE
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

if TYPE_CHECKING:
    from sim.ledger.history import Company, Fund, History, Position
    from sim.report.story import Sentence
    from sim.scenario.scenario_schema import Scenario

LISTED = 20  # rows of each list that a terminal is shown
GUIDANCE_FUND = "guidance_fund"


def trace(
    scenario: ScenarioArgument,
    policy: PolicyOption = None,
    economy: EconomyOption = None,
    settings: SettingsOption = None,
    seed: SeedOption = None,
    replication: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Which replication, from 0.")] = 0,
    company: Annotated[int | None, typer.Option(help="Tell the story of this company.")] = None,
    fund: Annotated[str | None, typer.Option(metavar="N.M", help="Tell the story of this fund.")] = None,
    position: Annotated[int | None, typer.Option(help="Tell the story of this public position.")] = None,
    article: Annotated[int | None, typer.Option(help="Tell when this article of the opinion begins and ends.")] = None,
    form: FormatOption = Format.text,
    lang: LangOption = Lang.en,
    quiet: QuietOption = False,
) -> None:
    """Tell the story of one company, fund, public position or article: each step with its date, amount and clause.

    Without --company, --fund, --position or --article it lists what there is to choose from.

    \b
    Example:
      yindao trace beijing-2011 --replication 3
      yindao trace beijing-2011 --fund 10.0 --lang zh
    """
    asked = [choice is not None for choice in (company, fund, position, article)]
    if sum(asked) > 1:
        raise BadInput([Problem("", "", said("choose one of --company, --fund, --position and --article"))])
    from sim.engine.reference import simulate
    from sim.scenario.files import load

    loaded = load(scenario, policy=policy, economy=economy, settings=settings or (), seed=seed)
    history = simulate(loaded, replication, tell=True)
    if not any(asked):
        tell_input([loaded], lang, quiet=quiet)
        _list(loaded, history, form, lang)
        return
    if article is not None:
        about, sentences = _article(loaded, history, article, lang)
    else:
        about, sentences = _story(loaded, history, company, fund, position, lang)
    tell_input([loaded], lang, quiet=quiet)
    _tell(loaded, history, about, sentences, form, lang)


def _story(
    scenario: "Scenario", history: "History", company: int | None, fund: str | None, position: int | None, lang: Lang
) -> "tuple[str, list[Sentence]]":
    """What was asked for and its sentences; raises BadInput naming what there is when it does not exist."""
    from sim.report.story import tell, tell_position

    if position is not None:
        public = public_positions(history)
        if not 0 <= position < len(public):
            what = said(
                "{position} does not exist; this replication has {count} public positions, from 0",
                position=position,
                count=len(public),
            )
            raise BadInput([Problem("--position", "", what)])
        return f"position {position}", tell_position(history.story, public[position], scenario.start, lang.value)
    about = f"company {company}" if company is not None else f"fund {fund}"
    sentences = tell(history.story, scenario.start, about, lang.value)
    if not sentences:
        option = about.split(" ")[0]
        what = said(
            "{name} does not exist in this replication; leave --{option} out for a list",
            name=about.split(" ")[1],
            option=option,
        )
        raise BadInput([Problem(f"--{option}", "", what)])
    return about, sentences


def _article(scenario: "Scenario", history: "History", article: int, lang: Lang) -> "tuple[str, list[Sentence]]":
    """When an article begins and ends; raises BadInput where it does not, because nothing is switched or stated."""
    from sim.report.story import tell

    about = f"article {article}"
    sentences = tell(history.story, scenario.start, about, lang.value)
    if not sentences:
        what = said(
            "{article} neither begins nor ends under this rule book: see yindao articles {article}", article=article
        )
        raise BadInput([Problem("--article", "", what)])
    return about, sentences


def public_positions(history: "History") -> "list[Position]":
    """The guidance fund's own holdings in the order of the history; ``--position`` counts them from 0."""
    return [one for one in history.positions if one.holder == GUIDANCE_FUND]


def _tell(
    scenario: "Scenario", history: "History", about: str, sentences: "Sequence[Sentence]", form: Format, lang: Lang
) -> None:
    from sim.scenario.articles import article_of_clause
    from sim.scenario.switching import concerned

    if form is Format.json:
        steps = [
            {
                "date": one.date,
                "day": one.day,
                "about": list(one.about),
                "what": one.what,
                "text": one.text,
                "yuan": one.yuan,
                "clause": one.clause or None,
                "rule": one.rule or None,
                "article": article_of_clause(one.clause) or None,
            }
            for one in sentences
        ]
        emit_json({**_head(scenario, history), "about": about, "steps": steps})
        return
    from sim.report.story import name
    from sim.report.texts import say

    heads = [say(f"trace.{column}", lang.value) for column in ("date", "step", "clause")]
    of = {one.clause: article_of_clause(one.clause) for one in sentences} if concerned(scenario) else {}
    rules = [_rule(one.rule, of.get(one.clause, 0), lang) for one in sentences]
    rows = [(one.date.isoformat(), one.text, rule) for one, rule in zip(sentences, rules, strict=True)]
    stop, head = "；" if lang is Lang.zh else "; ", say("trace.head", lang.value, **_head(scenario, history))
    table(heads, rows, title=f"{name(about, lang.value)}{stop}{head}")


def _rule(rule: str, article: int, lang: Lang) -> str:
    """A clause with the article of the opinion that owns it; in a rule book of another country that would mislead."""
    if not article:
        return rule
    return f"{rule}（第 {article} 条）" if lang is Lang.zh else f"{rule} (art. {article})"


def _head(scenario: "Scenario", history: "History") -> dict[str, Any]:
    return {
        "scenario": scenario.name,
        "policy": scenario.policy_name,
        "seed": scenario.seed,
        "replication": history.replication,
        "digest": history.postings.digest().hex(),
    }


# ---- what there is ------------------------------------------------------------------------------------------------


def _list(scenario: "Scenario", history: "History", form: Format, lang: Lang) -> None:
    """Funded companies, funds that were set up, and public positions."""
    start = scenario.start
    companies = [_company(one, start) for one in history.companies if one.funded != NEVER]
    funds = [_fund(one, start) for one in history.funds if one.set_up != NEVER]
    positions = [_position(number, one, start) for number, one in enumerate(public_positions(history))]
    if form is Format.json:
        emit_json({**_head(scenario, history), "companies": companies, "funds": funds, "positions": positions})
        return
    from sim.report.texts import say

    write(say("trace.head", lang.value, **_head(scenario, history)) + "\n")
    columns = {
        "companies": ("number", "founded", "funded", "stage", "end"),
        "funds": ("number", "set_up", "size", "public", "state"),
        "positions": ("number", "instrument", "in", "paid", "left", "route", "cost", "proceeds"),
    }
    for title, rows in (("companies", companies), ("funds", funds), ("positions", positions)):
        heads = [say(f"trace.{column}", lang.value) for column in columns[title]]
        shown = [[_cell(key, value, lang) for key, value in row.items()] for row in rows[:LISTED]]
        table(heads, shown, title=say(f"trace.{title}", lang.value))
        more = len(rows) - LISTED
        write(say("trace.more", lang.value, n=more) + "\n" if more > 0 else "")


def _date(day: int, start: date) -> date | None:
    return None if day == NEVER else start + timedelta(days=day)


def _company(one: "Company", start: date) -> dict[str, Any]:
    from sim.scenario.economy_schema import STAGES

    return {
        "company": one.slot,
        "founded": _date(one.founded, start),
        "funded": _date(one.funded, start),
        "stage": STAGES[one.stage] if one.stage != NO_STAGE else "none",
        "end": "lingering" if one.end == "active" and one.lingering != NEVER else one.end,
    }


def _fund(one: "Fund", start: date) -> dict[str, Any]:
    return {
        "fund": one.name.removeprefix("fund "),
        "set_up": _date(one.set_up, start),
        "size_yuan": (one.private_fen + one.public_fen + one.manager_fen) / 100,
        "public_yuan": one.public_fen / 100,
        "state": one.state,
    }


def _position(number: int, one: "Position", start: date) -> dict[str, Any]:
    return {
        "position": number,
        "instrument": one.instrument,
        "in": one.fund if one.company < 0 else f"company {one.company}",
        "first_date": _date(one.first_day, start),
        "exit_date": _date(one.exit_day, start),
        "route": one.route,
        "cost_yuan": one.cost_fen / 100,
        "proceeds_yuan": (one.proceeds_fen - one.paid_away_fen) / 100,
    }


def _cell(key: str, value: Any, lang: Lang) -> str:
    """A listed value in words of ``lang``."""
    from sim.report.numbers import money
    from sim.report.story import name
    from sim.report.texts import known, say

    if value is None:
        return "–"
    if key.endswith("_yuan"):
        return money(value, lang.value)
    if key == "in":
        return name(value, lang.value)
    text = f"{'line' if key == 'instrument' else key}.{value}"
    return say(text, lang.value) if known(text) else str(value)
