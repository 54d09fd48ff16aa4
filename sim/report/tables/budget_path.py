"""The money of each year by line: what was planned, what is given, and whether it grows with revenue (question 13)."""

from itertools import pairwise

from sim.clauses.appropriation import growth_into
from sim.clauses.rounding import FEN
from sim.measures.catalogue import PROGRAMMES
from sim.report.numbers import DASH, quantity
from sim.report.texts import Language, say
from sim.scenario.appropriation_schema import PROGRAMME_LINES
from sim.scenario.articles import day_of_year
from sim.scenario.policy_schema import Policy
from sim.scenario.programme_money import line_money, yearly_by_law
from sim.scenario.scenario_schema import Scenario

Rows = list[list[str]]


def budget_path(scenario: Scenario, lang: Language) -> tuple[list[str], Rows]:
    """Headings and a row a year; empty where there are no programmes and no floor follows revenue."""
    money = yearly_by_law(scenario.spans, scenario.start)
    stated = scenario.policy.appropriation.revenue_growth
    if not any(money.programmes) and not stated:
        return [], []
    years = min(max(map(len, money)), scenario.horizon_years)
    lines = _lines(scenario, years)
    own = [_at(money.city, year) + _at(money.district, year) for year in range(years)]
    # What shares leave out, and what lines of articles that are off would get, is planned and not given.
    given = [own[year] + sum(path[year] for path in lines.values()) for year in range(years)]
    heads = [say(f"table.{name}", lang) for name in ("year", "planned", "given", "growth", "revenue", "guidance_fund")]
    heads += [PROGRAMMES[line][0 if lang == "zh" else 1] for line in lines]
    growth = [DASH, *(_share(after / before - 1.0 if before else None, lang) for before, after in pairwise(given))]
    rows = []
    for year in range(years):
        asked = growth_into(stated, year) if stated and year else None
        amounts = [_planned(scenario.policy, year), given[year]], [own[year], *(path[year] for path in lines.values())]
        told = [[quantity(yuan, "yuan", lang) for yuan in part] for part in amounts]
        rows.append([str(year + 1), *told[0], growth[year], _share(asked, lang), *told[1]])
    return heads, rows


def _lines(scenario: Scenario, years: int) -> dict[str, list[float]]:
    """Yuan by year of each line that ever gets any."""
    found: dict[str, list[float]] = {}
    days = {day_of_year(scenario.start, year): year for year in range(years)}
    for one in line_money(scenario.spans, scenario.start, years):
        found.setdefault(PROGRAMME_LINES[one.to], [0.0] * years)[days[one.day]] = one.fen / FEN
    return {line: found[line] for line in PROGRAMME_LINES if line in found}


def _planned(policy: Policy, year: int) -> float:
    """What the rule book writes for a year, whatever is in force."""
    plans = (policy.budget.yearly, policy.appropriation.yearly, policy.levels.district.yearly)
    return sum(_at(plan, year) for plan in plans)


def _at(path: tuple[float, ...], year: int) -> float:
    return path[year] if year < len(path) else 0.0


def _share(value: float | None, lang: Language) -> str:
    return DASH if value is None else quantity(value, "share", lang)
