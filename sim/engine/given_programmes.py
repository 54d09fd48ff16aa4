"""The money of programmes as the rows that laws read: what each anniversary brings, and what then goes back."""

from typing import Any

from sim.clauses.rates import anniversary
from sim.engine import codes
from sim.scenario.articles import law_of_year
from sim.scenario.policy_schema import Policy
from sim.scenario.programme_money import cost_keys, line_money, running_costs
from sim.scenario.scenario_schema import Scenario

Rows = dict[str, list[dict[str, Any]]]


def programme_rows(scenario: Scenario) -> Rows:
    """What lines get and articles run, by day; anniversaries to the horizon, none where there is no such money."""
    spans, start, years = scenario.spans, scenario.start, scenario.horizon_years
    money, costs = line_money(spans, start, years), running_costs(spans, start, years)
    return {
        "line_money": [{"day": one.day, "line": one.to, "fen": one.fen} for one in money],
        "running_costs": [
            {"day": one.day, "article": one.to, "clause": codes.CLAUSES.index(cost_keys()[one.to]), "fen": one.fen}
            for one in costs
        ],
        "anniversaries": [_anniversary(scenario, year) for year in range(years + 1)] if money or costs else [],
    }


def _anniversary(scenario: Scenario, year: int) -> dict[str, Any]:
    start, law = scenario.start.toordinal(), law_of_year(scenario.spans, scenario.start, year)
    last = year == scenario.horizon_years
    return {
        "day": anniversary(start, year) - start,
        "keeps": int(law.appropriation.carry and not last),
        "reuses": int(_reuses(law, year) and not last),
    }


def _reuses(law: Policy, year: int) -> bool:
    """Whether what came home may still be used after an anniversary, as in the guidance fund."""
    return law.budget.reuse_receipts and year < law.budget.recycle_until_year
