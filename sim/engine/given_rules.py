"""A rule book as the rows that laws read."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from sim.clauses.rate_path import NEVER_COMES, NO_STEPS, Steps
from sim.clauses.rates import anniversary
from sim.decisions.contracts import READ
from sim.economy import laws
from sim.economy.rates import RateBook
from sim.engine import rules
from sim.engine.money import CITY, DISTRICT
from sim.engine.rules import DIRECT_RATE, FIRST_WINDOW, LOAN_RATE, NO_RATE
from sim.engine.state import BY_SPAN, MADE, SECTIONS
from sim.scenario.appropriated import yearly
from sim.scenario.articles import Span
from sim.scenario.contract_schema import RECIPIENTS, ConcessionTier
from sim.scenario.holders_schema import DirectEquity
from sim.scenario.in_force import CITY_LINES, Line, district_match, has_money, in_force, spends
from sim.scenario.policy_schema import CoInvestment, Policy
from sim.scenario.rate_schema import RateRule

Rows = dict[str, list[dict[str, Any]]]


def rule_rows(policy: Policy, book: RateBook) -> Rows:
    """Sections with words in them, rates over time, the windows of the option."""
    with_words = {name: path for name, path in SECTIONS.items() if name in MADE}
    rows: Rows = {name: [rules.as_numbers(attrgetter(path)(policy), MADE[name])] for name, path in with_words.items()}
    rows["district"][0]["match"] = district_match(policy)
    equity = policy.stage_equity
    schedule = equity.option.schedule
    terms = equity.terms
    preferred = RateRule(index=terms.preferred_index, spread=terms.preferred_rate)
    used = [equity.option.rate, policy.co_investment.rate, equity.return_cap.rate, preferred]
    used += [window.rate for window in schedule]
    rows["rates"] = [_rate(rule, book) for rule in used]
    rows["rates"].insert(NO_RATE, _padded(NO_STEPS))
    rows["rates"].insert(LOAN_RATE, _rate(RateRule(index="loan_1y"), book))
    rows["rates"].insert(DIRECT_RATE, _rate(policy.direct_equity.rate, book))
    rows["co_rule"].append(_direct(policy.direct_equity))
    rows["tiers"] = [_tier(tier, book) for tier in equity.concession if tier.share > 0.0]
    rows["contract"] = [_contract(policy)]
    rows["windows"] = [
        {"from_year": window.from_year, "to_year": window.to_year, "rate": FIRST_WINDOW + i, "ordinal": i}
        for i, window in enumerate(schedule)
    ]
    return rows


def _direct(section: DirectEquity) -> dict[str, Any]:
    """Direct equity as a scheme of co-investment: rules that it has no keys for are those of no rule book."""
    known = [name for name in CoInvestment.model_fields if name in DirectEquity.model_fields]
    return rules.as_numbers(CoInvestment(**{name: getattr(section, name) for name in known}), rules.CoRule)


def laws_by_span(spans: Sequence[Span]) -> list[Policy]:
    """The law of each span, then where pilots cover a part of cases that of each span for the others."""
    laws = [one.policy for one in spans]
    return laws + [one.uncovered for one in spans] if _partial(spans) else laws


def _partial(spans: Sequence[Span]) -> bool:
    return any(share < 1.0 for one in spans for share in one.coverage)


def span_rows(spans: Sequence[Span], laws: Sequence[Policy]) -> Rows:
    """The spans, and the sections with words that may change from span to span: a row for each of ``laws``."""
    beyond = len(spans) if _partial(spans) else 0
    found: Rows = {
        name: [rules.as_numbers(attrgetter(path)(one), MADE[name]) for one in laws]
        for name, path in BY_SPAN.items()
        if name in MADE
    }
    found["spans"] = [
        {"day": one.day, "coverage": list(one.coverage), "uncovered": number + beyond}
        for number, one in enumerate(spans)
    ]
    return found


def _rate(rule: RateRule, book: RateBook) -> dict[str, Any]:
    return {**rules.as_numbers(rule, rules.RateRule), **_padded(book.steps(rule.index, rule.spread))}


def _padded(steps: Steps) -> dict[str, Any]:
    missing = rules.STEPS - len(steps.days)
    if missing < 0:
        raise ValueError(f"an index has {len(steps.days)} steps; at most {rules.STEPS} are kept")
    return {"days": [*steps.days, *[NEVER_COMES] * missing], "rates": [*steps.rates, *[0.0] * missing]}


def _tier(tier: ConcessionTier, book: RateBook) -> dict[str, Any]:
    rate = tier.rate
    return {
        "hurdle": tier.hurdle,
        "share": tier.share,
        "to": RECIPIENTS.index(tier.to),
        "local_multiple": tier.local_multiple,
        "read": READ[rate.index_date],
        "compound": int(not tier.indexed or rate.compounding == "compound"),
        **_padded(book.steps(rate.index, rate.spread) if tier.indexed else NO_STEPS),
    }


def _contract(policy: Policy) -> dict[str, Any]:
    terms, cap = policy.stage_equity.terms, policy.stage_equity.return_cap
    return {
        "public_rate": terms.preferred_rate,
        "for_all": int(terms.preferred_for == "all"),
        "public_senior": int(terms.public_senior),
        "preference_first": int(terms.preference_first),
        "residual_share": terms.residual_share,
        "first_loss_share": terms.first_loss_share,
        "capped": int(cap.enabled),
        "cap_compound": int(cap.rate.compounding == "compound"),
        "cap_at_payment": int(cap.rate.index_date == "payment"),
        "cap_each_day": int(cap.rate.index_date == "path"),
        "indexed": int(terms.preferred_index != "fixed"),
        "fixed_at_call": int(terms.preferred_index_date == "first_call"),
    }


def budget_rows(policy: Policy, start: int, fund_loss_chance: float) -> Rows:
    """Appropriations and calls by day, the closing, and the share of each line; ``start`` is the ordinal of day 0.

    ``fund_loss_chance`` is that of the prospectus.
    """
    budget, money = policy.budget, yearly(policy)
    years = max(len(money.city), int(budget.recycle_until_year + 0.999999))
    district_years = max(len(money.district), int(budget.recycle_until_year + 0.999999))
    beside = spends(policy) and has_money(policy, "district")  # it waits for funds of the city

    def day(year: int) -> int:
        return anniversary(start, year) - start

    wait = laws.months_to_days(budget.call_month)
    return {
        "dates": [
            {
                "closing": day(years),
                "district_closing": day(district_years),
                "progress": budget.staging.progress,
                "best_weight": max(policy.stage_equity.duty.local_weights),
                "city_money": int(spends(policy)),
                "district_money": int(beside),
                "fund_loss_chance": fund_loss_chance,
            }
        ],
        "appropriations": [
            {"level": level, "day": day(year), "yuan": yuan}
            for level, plan in ((CITY, money.city), (DISTRICT, money.district if beside else ()))
            for year, yuan in enumerate(plan)
        ],
        "calls": [{"day": day(year) + wait} for year in range(years)],
        "tranches": [{"share": share} for share in budget.staging.tranches],
        "lines": [_line(policy, line) for line in CITY_LINES],
    }


def _line(policy: Policy, line: Line) -> dict[str, Any]:
    return {"share": float(getattr(policy.budget, f"{line}_share")), "on": int(in_force(policy, line))}
