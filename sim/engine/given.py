"""What a replication is given before it begins: parameters, and the tables that depend on the seed alone."""

import math
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from operator import attrgetter
from typing import Any

from sim.clauses.arithmetic import power
from sim.clauses.rates import anniversary
from sim.clauses.rounding import share_out
from sim.economy import laws
from sim.economy.fates import cycle, market_factors
from sim.economy.listing import capacity
from sim.economy.streams import BEFORE_START, Draws, Stream
from sim.engine.given_programmes import programme_rows
from sim.engine.given_rules import budget_rows, laws_by_span, rule_rows, span_rows
from sim.engine.pipeline import YEARS_BEFORE
from sim.engine.prepared import Prepared, month_starts, prepare
from sim.engine.rules import FundEnd, Operations, RoundSize, as_numbers
from sim.engine.state import BY_SPAN, GIVEN, SECTIONS
from sim.engine.supply import Supply
from sim.scenario.economy_schema import Economy, FundTerms, Pipeline
from sim.scenario.file_schema import DAYS_A_YEAR
from sim.scenario.in_force import has_programme_days
from sim.scenario.scenario_schema import Scenario

YEARS_BEYOND = 100  # the horizon, in which a milestone may be due that decides what happens before


@dataclass(frozen=True)
class Given:
    """Rows by table: ``rules`` as the files have them, ``rows`` as values by field."""

    start: int  # ordinal of day 0
    begins: int  # the world's first day, 0 or before it
    horizon: int
    draws: Draws  # of which the streams that these tables read are open
    rules: dict[str, list[Any]]
    rows: dict[str, list[dict[str, Any]]]

    def clock(self) -> dict[str, int]:
        """The clock before anything has happened."""
        return {"start": self.start, "begins": self.begins, "today": self.begins, "horizon": self.horizon, "key": -1}


def given(scenario: Scenario, draws: Draws, supply: Supply | None = None) -> Given:
    """What one replication of ``scenario`` on ``draws`` is given; ``supply`` holds that of another rule book."""
    prepared, economy = prepare(scenario), scenario.economy
    start = scenario.start.toordinal()
    horizon = anniversary(start, scenario.horizon_years) - start
    law, by_span = scenario.law, laws_by_span(scenario.spans)
    rules: dict[str, list[Any]] = {
        "pipeline": [economy.pipeline],
        "company_law": [economy.company],
        "round_law": [economy.rounds],
        "listing": [economy.listing],
        "manager_law": [economy.managers],
        "fund_terms": [economy.fund],
        "private": [economy.private],
        "leaving": [economy.leaving],
        "bank": [economy.bank],
        "buy_back": [economy.buy_back],
        "stages": list(prepared.stages),
        "levers": list(prepared.levers),
        "response": [economy.response],
        "usual_award": [prepared.usual_award],
        "exercise": [economy.exercise],
        **{name: [attrgetter(path)(law)] for name, path in SECTIONS.items() if name in GIVEN},
        **{name: [attrgetter(path)(one) for one in by_span] for name, path in BY_SPAN.items() if name in GIVEN},
    }
    rows = {
        **rule_rows(law, prepared.rates),
        **span_rows(scenario.spans, by_span),
        **budget_rows(law, start, prepared.prospectus.fund_loss_chance),
        "years": _years(scenario, draws),
        "cycle": _cycle(scenario, draws),
        "months": _months(scenario, prepared, draws, horizon),
        "worth": _worth(prepared),
        "shares": _shares(prepared if supply is None else prepare(supply.scenario)),
        "pool": [{"yuan": yuan} for yuan in economy.private.pool],
        "held": [] if supply is None else list(supply.funds),
        "cells": _cells(scenario, draws),
        "extensions": _extensions(economy.fund),
        "round_size": [as_numbers(economy.rounds, RoundSize)],
        "fund_end": [as_numbers(economy.fund, FundEnd)],
        "operations": [as_numbers(economy.operations, Operations)],
        "usual": _usual(economy),
        "programme_days": _programme_days(scenario, start),
        **programme_rows(scenario),
    }
    return Given(start, scenario.begins, horizon, draws, rules, rows)


def _years(scenario: Scenario, draws: Draws) -> list[dict[str, Any]]:
    law, stream = scenario.economy.company, draws.stream("market")
    factors = market_factors(law, stream, scenario.horizon_years + 1, scenario.warm_up_years)
    return [{"factor": factor} for factor in factors]


def _cycle(scenario: Scenario, draws: Draws) -> list[dict[str, Any]]:
    stream, first = draws.stream("cycle"), (scenario.start + timedelta(scenario.begins)).year
    if scenario.economy.company.cycle_sigma == 0.0:
        return [{"log_odds": 0.0}]
    last = scenario.start.year + scenario.horizon_years + YEARS_BEYOND
    return [{"log_odds": state} for state in cycle(scenario.economy.company, stream, first, last)]


def _months(scenario: Scenario, prepared: Prepared, draws: Draws, horizon: int) -> list[dict[str, Any]]:
    first = scenario.start + timedelta(scenario.begins)
    days = month_starts(first, horizon - scenario.begins)
    places = capacity(
        prepared.listings,
        prepared.window_states,
        scenario.economy.listing,
        (first, scenario.start),
        len(days) + 1,
        draws.stream("window_state"),
        draws.stream("window_count"),
        draws.stream("listing_rounding"),
    )
    return [{"day": day + scenario.begins, "capacity": places[month + 1]} for month, day in enumerate(days)]


def _worth(prepared: Prepared) -> list[dict[str, Any]]:
    tables = zip(prepared.valuation.multiples, prepared.valuation.values, strict=True)
    return [{"multiple": multiple, "value": value} for multiple, value in tables]


def _shares(prepared: Prepared) -> list[dict[str, Any]]:
    found = prepared.prospectus
    return [
        {"year": year, "share": share, "uplift": uplift, "income": income, "gain": found.gains[year]}
        for year, uplifts in enumerate(found.by_year)
        for share, uplift, income in zip(found.shares, uplifts, found.incomes, strict=True)
    ]


def _extensions(terms: FundTerms) -> list[dict[str, Any]]:
    """How long funds may go on after their term, with the chance of no more; the fixed time without weights."""
    possible = [(float(years), weight) for years, weight in enumerate(terms.extension_weights) if weight > 0.0]
    chances = accumulate(weight for _, weight in possible)
    rows = [{"chance": chance, "years": years} for (years, _), chance in zip(possible, chances, strict=True)]
    return rows or [{"chance": 1.0, "years": terms.extension_years}]


def _usual(economy: Economy) -> list[dict[str, Any]]:
    """Logarithms of the usual sizes, where a company's size follows from its sales."""
    if economy.operations.mode == "static":
        return []
    sizes = {"log_sales": "sales", "log_staff": "staff", "log_assets": "net_assets"}
    return [{name: [math.log(one) for one in getattr(economy.company, field)] for name, field in sizes.items()}]


def _programme_days(scenario: Scenario, start: int) -> list[dict[str, Any]]:
    """The day of the yearly call after each anniversary from the first day on; ``start`` is the ordinal of day 0."""
    if not any(has_programme_days(one.policy, scenario.economy) for one in scenario.spans):
        return []
    wait = laws.months_to_days(scenario.policy.budget.call_month)
    return [{"day": anniversary(start, year) - start + wait} for year in range(scenario.horizon_years)]


def _cells(scenario: Scenario, draws: Draws) -> list[dict[str, Any]]:
    """How many achievements wait on the first day, and arrive in each year, by sector."""
    law, counts = scenario.economy.pipeline, draws.stream("arrivals")
    cells = [
        {"block": 0, "day": scenario.begins, "sector": sector, "number": number}
        for sector, number in enumerate(share_out(law.shelf, law.sector_shares))
    ]
    for year in range(min(law.arrival_years, scenario.horizon_years)):
        place = {"block": 1 + year, "day": DAYS_A_YEAR * year}
        cells += [place | one for one in _arrivals(law, counts, year, power(1.0 + law.growth, float(year)))]
    for before in range(1, scenario.warm_up_years + 1):
        place = {"block": YEARS_BEFORE + before, "day": -DAYS_A_YEAR * before}
        cells += [place | one for one in _arrivals(law, counts, BEFORE_START + before, 1.0)]
    return cells


def _arrivals(law: Pipeline, counts: Stream, index: int, grown: float) -> list[dict[str, Any]]:
    """How many achievements a year brings, by sector; ``index`` keys its draws, ``grown`` its rate over the first's."""
    found = []
    for sector, share in enumerate(law.sector_shares):
        mean = law.disclosures_per_year * share * grown
        u = counts.u(index * len(law.sector_shares) + sector)
        number = laws.negative_binomial(u, mean, law.arrival_dispersion * share) if mean > 0.0 else 0
        found.append({"sector": sector, "number": number})
    return found
