"""A replication costs what its events cost: none is spent on polling or on waits that were lost (D1, model 9).

What must happen, and how often, is derived from the history alone: most events exactly, the others between bounds.
"""

from collections import Counter
from datetime import date

import pytest

from sim.economy.laws import days, months_to_days
from sim.engine import codes
from sim.engine.handlers import HANDLERS
from sim.engine.reference import simulate
from sim.ledger.history import Fund, History
from sim.scenario.scenario_schema import Scenario
from tests.villages import village

EARLY = "economy.fund.investment_years=2.0"  # funds that have left all companies long before their term
Bounds = dict[str, tuple[int, int]]


def exactly(**counts: int) -> Bounds:
    return {name: (count, count) for name, count in counts.items()}


def achievement_events(history: History) -> Bounds:
    """One for each step; a step that was planned comes to nothing where the inventors were faster."""
    a = history.achievements
    evaluated = [one for one in a if one.evaluated >= 0]
    needs = [one for one in evaluated if one.needs_approval]
    own = [one for one in evaluated if not one.needs_approval]
    taken = [one for one in a if one.taken_over >= 0]
    opened, decided = sum(one.approval_opened >= 0 for one in a), sum(one.decided >= 0 for one in a)
    return {
        **exactly(discover=sum(one.discovered >= 0 for one in a), evaluated=len(evaluated)),
        "request_approval": (opened, len(needs)),
        "approved": (sum(one.decided >= 0 for one in needs), opened),
        "decide": (sum(one.decided >= 0 for one in own), len(own)),
        "agree": (sum(one.converted >= 0 and one.taken_over < 0 for one in a), decided),
        "one_year_over": (len(taken), len(evaluated)),
        "convert": (sum(one.converted >= 0 for one in taken), len(taken)),
    }


def company_events(history: History) -> Bounds:
    """Each quarter of a round, its payment, a milestone after it, at most one second draw, and the end."""
    opened = sum(count for name, count in history.counters.items() if name.startswith("rounds_opened"))
    ends = Counter(company.end for company in history.companies)
    alive = sum(company.ended < 0 and company.stage >= 0 for company in history.companies)
    rounds = len(history.rounds)
    return {
        **exactly(open_round=opened, look=history.counters["looks"] - opened, pay_round=rounds),
        "milestone": (rounds - alive, rounds),
        "redraw": (0, rounds),
        **exactly(fail=ends["failed"], no_money=ends["no_money"], trade_sale=ends["trade_sale"]),
        **exactly(sell_listed=ends["listed"]),
    }


def fee_dates(fund: Fund, scenario: Scenario, last: int) -> tuple[int, int]:
    """Fee dates up to a fund's end.

    Each date plans the next. One that was planned before a fund ended early still comes, and finds nothing to do; those
    after it never do. (An engine that gives up a fund's waiting with the fund itself has one event fewer.)
    """
    terms = scenario.economy.fund
    wait = terms.fee_interval_months
    dates = [fund.set_up] + [
        fund.set_up + months_to_days(float(months)) for months in range(wait, int(terms.term_years * 12 + 0.5), wait)
    ]
    due = sum(day < (fund.ended if fund.ended >= 0 else last + 1) for day in dates)
    return due, min(due + 1, sum(day <= last for day in dates))


def fund_events(history: History, scenario: Scenario) -> Bounds:
    """Marketing, attempts, fees, the dates of the contract, a distribution on a day of sales, the closing of books."""
    terms, counters, last = scenario.economy.fund, history.counters, history.horizon
    up = [fund for fund in history.funds if fund.set_up >= 0]
    ended = sum(fund.ended >= 0 for fund in up)
    failed = counters.get("attempts_failed_money", 0) + counters.get("attempts_failed_time", 0)
    fees = [fee_dates(fund, scenario, last) for fund in up]
    sales = {(q.holder, q.exit_day) for q in history.positions if q.instrument == "fund_holding" and q.exit_day >= 0}

    def dated(wait: int) -> int:
        return sum(fund.set_up + wait <= last for fund in up)

    return {
        **exactly(market_fund=scenario.economy.managers.slots, set_up_fund=len(up), give_up_fund=failed),
        "next_fund": (0, failed + 2 * len(up)),  # some time after each attempt, and when a fund is mostly invested
        "fee": (sum(least for least, _ in fees), sum(most for _, most in fees)),
        **exactly(release_reserve=dated(months_to_days(terms.reserve_release_month))),
        **exactly(stop_investing=dated(days(terms.investment_years)), term=dated(days(terms.term_years))),
        "sell_rest": (0, ended),
        "distribute": (0, len(sales)),
        **exactly(close_books=ended),
    }


def guidance_events(history: History, scenario: Scenario) -> Bounds:
    """Appropriations, calls, the closing; a settling on a day of receipts; a question a year after a deadline."""
    budget, years = scenario.policy.budget, scenario.horizon_years
    home = {change.day for change in history.levels if change.place == "uncommitted" and change.fen > 0}
    stakes = sum(q.instrument == "stage_equity" for q in history.positions)
    beside = sum(q.instrument == "co_investment" for q in history.positions)
    sales = {(q.fund, q.exit_day) for q in history.positions if q.instrument == "fund_holding" and q.exit_day >= 0}
    calls = max(len(budget.yearly), int(budget.recycle_until_year + 0.999999))
    return {
        **exactly(appropriate=len(budget.yearly), call_for_funds=calls, close_budget=1),
        "settle_receipts": (0, len(home)),
        "use_again": (0, 2 * len(home)),
        "consider_option": (0, 2 * stakes),
        "stake_due": (0, years * stakes),
        "distribution_due": (0, len(sales)),
        "co_stake_due": (0, years * beside),
    }


def first_days_of_months(scenario: Scenario, horizon: int) -> int:
    start = scenario.start.toordinal()
    return sum(date.fromordinal(start + day).day == 1 for day in range(1, horizon + 1))


def bounds(history: History, scenario: Scenario) -> Bounds:
    return {
        **achievement_events(history),
        **company_events(history),
        **exactly(month=first_days_of_months(scenario, history.horizon)),
        **fund_events(history, scenario),
        **guidance_events(history, scenario),
    }


@pytest.fixture
def happened(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each thing happens in the replications that a test simulates."""
    counts: Counter[str] = Counter()
    for code, handler in HANDLERS.items():

        def counted(w, a, b, name=codes.EVENTS[code], handler=handler):  # type: ignore[no-untyped-def]
            counts[name] += 1
            handler(w, a, b)

        monkeypatch.setitem(HANDLERS, code, counted)
    return counts


@pytest.mark.parametrize("sets", [(), (EARLY,)], ids=["village", "funds that end early"])
@pytest.mark.parametrize("replication", range(4))
def test_nothing_happens_but_what_the_history_tells(
    replication: int, sets: tuple[str, ...], happened: Counter[str]
) -> None:
    scenario = village(*sets)
    history = simulate(scenario, replication)
    expected = bounds(history, scenario)
    wrong = {name: (happened[name], expected.get(name)) for name in happened | expected.keys()
             if not expected.get(name, (0, 0))[0] <= happened[name] <= expected.get(name, (0, 0))[1]}  # fmt: skip
    assert wrong == {}
    assert history.counters["kernel_events"] == happened.total()


def months(history: History, since: int, until: int) -> int:
    return ((until if until >= 0 else history.horizon) - since) // 31


def test_a_monthly_poll_of_companies_funds_or_achievements_would_break_the_bounds() -> None:
    """The check can fail: all bounds together leave less room than the least of these polls would need."""
    scenario = village()
    history = simulate(scenario, 0)
    room = sum(most for _, most in bounds(history, scenario).values()) - history.counters["kernel_events"]
    polls = {
        "companies": sum(months(history, one.founded, one.ended) for one in history.companies),
        "funds": sum(months(history, one.set_up, one.ended) for one in history.funds if one.set_up >= 0),
        "achievements": sum(months(history, one.discovered, one.converted) for one in history.achievements
                            if one.discovered >= 0),
    }  # fmt: skip
    assert room < min(polls.values())
