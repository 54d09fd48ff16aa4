"""A stage-equity stake: its price by hand from the postings, its dates, its sale (财企[2007]128号 art. 15, 16; D7)."""

import csv
from collections import defaultdict
from datetime import date, timedelta
from io import StringIO

import pytest

from sim.ledger.history import History, Position
from sim.scenario.scenario_schema import Scenario
from tests.villages import run, village

MONEY = (
    "policy.budget.yearly=[60e6, 60e6]",
    "policy.budget.stage_equity_share=1.0",
    "policy.budget.co_investment_share=0.0",
    "policy.budget.risk_subsidy_share=0.0",
)
NOBODY_BUYS = (*MONEY, "economy.exercise.liquid=0.0")


def stakes(history: History) -> list[Position]:
    return [p for p in history.positions if p.instrument == "stage_equity" and p.first_day >= 0]


def rows(history: History, fund: str) -> list[tuple[int, str, int, str, str]]:
    """(day, kind, fen, receiver, giver) of every posting on a fund's cash or under its name."""
    p, found = history.postings, []
    for row in p.rows:
        debit, credit = p.accounts[row["debit"]], p.accounts[row["credit"]]
        if p.entities[row["entity"]] == fund or f"{fund}:cash" in (debit, credit):
            found.append((int(row["day"]), p.kinds[row["kind"]], int(row["fen"]), debit, credit))
    return found


def unreturned_lots(history: History, fund: str, before: int) -> list[list[int]]:
    """[day, fen not returned] of each public payment before a day; capital comes back first, oldest payment first.

    All lines pay in pro rata and capital goes before profit, so a public receipt is capital up to what is unreturned.
    """
    lots: list[list[int]] = []
    for day, kind, fen, debit, credit in rows(history, fund):
        if day >= before:
            break
        if kind == "capital_call" and credit.startswith("guidance_fund."):
            lots.append([day, fen])
        if kind == "distribution" and debit.startswith("guidance_fund."):
            left = fen
            for lot in lots:
                taken = min(lot[1], left)
                lot[1] -= taken
                left -= taken
    return lots


def years_later(start: date, years: int) -> date:
    return start.replace(year=start.year + years) if (start.month, start.day) != (2, 29) else start.replace(
        year=start.year + years, day=28
    )  # fmt: skip


def years_between(start: date, end: date) -> float:
    whole = 0
    while years_later(start, whole + 1) <= end:
        whole += 1
    return whole + (end - years_later(start, whole)).days / 365


def loan_rate(scenario: Scenario, day: date) -> float:
    every = csv.DictReader(StringIO(scenario.data["loan_rates"]))
    steps = [step for step in every if step["series"].endswith("1y")]
    return float([s for s in steps if date.fromisoformat(s["effective_from"]) <= day][-1]["percent"]) / 100


def test_on_the_third_anniversary_the_price_is_the_unreturned_capital() -> None:
    checked = 0
    for replication in range(4):
        history, start = run(replication, *NOBODY_BUYS), village(*NOBODY_BUYS).start
        asked = {(s.about[0], s.day): s for s in history.story if s.what == "option.considered"}
        for stake in stakes(history):
            third = (years_later(start + timedelta(stake.first_day), 3) - start).days
            if third > history.horizon or (stake.fund, third) not in asked:
                continue
            price = asked[(stake.fund, third)].facts["strike_fen"]
            assert price == pytest.approx(sum(fen for _, fen in unreturned_lots(history, stake.fund, third)), abs=2)
            checked += 1
    assert checked >= 6


def test_after_the_third_anniversary_the_price_adds_simple_interest_at_the_loan_rate_of_the_day() -> None:
    checked = 0
    for replication in range(4):
        scenario, history = village(*NOBODY_BUYS), run(replication, *NOBODY_BUYS)
        first = {stake.fund: scenario.start + timedelta(stake.first_day) for stake in stakes(history)}
        for step in history.story:
            today = scenario.start + timedelta(step.day)
            if step.what != "option.considered" or today <= years_later(first[step.about[0]], 3):
                continue
            rate, price = loan_rate(scenario, today), 0.0
            for day, fen in unreturned_lots(history, step.about[0], step.day):
                price += fen * (1.0 + rate * years_between(scenario.start + timedelta(day), today))
            assert step.facts["strike_fen"] == pytest.approx(price, abs=5)
            checked += 1
    assert checked >= 4


def test_the_deadline_is_the_fifth_anniversary_of_the_first_payment() -> None:
    history, start = run(0, *NOBODY_BUYS), village(*NOBODY_BUYS).start
    assert len(stakes(history)) >= 3
    for stake in stakes(history):
        calls = [
            r[0] for r in rows(history, stake.fund) if r[1] == "capital_call" and r[4].startswith("guidance_fund.")
        ]
        assert stake.first_day == calls[0]
        assert start + timedelta(stake.deadline) == years_later(start + timedelta(calls[0]), 5)


def test_an_overdue_stake_is_auctioned_on_every_anniversary_until_the_fund_ends() -> None:
    sets = (
        *NOBODY_BUYS,
        "economy.exercise.auction_discount=0.001",
        "economy.exercise.auction_sigma=0.0",
        "policy.stage_equity.at_deadline.floor=share_of_appraised",
    )
    asked_again = 0
    for replication in range(4):
        history, start = run(replication, *sets), village(*sets).start
        days: dict[str, list[int]] = defaultdict(list)
        for step in history.story:
            if step.what == "deadline.auction":
                days[step.about[0]].append(step.day)
        ended = {f.name: f.ended if f.ended >= 0 else history.horizon + 1 for f in history.funds}
        for stake in stakes(history):
            first = start + timedelta(stake.first_day)
            due = [(years_later(first, y) - start).days for y in range(5, 15)]
            expected = [day for day in due if day < ended[stake.fund] and day <= history.horizon]
            assert [day for day in days[stake.fund] if day in expected] == expected
            assert set(days[stake.fund]) <= set(due)
            asked_again += len(expected) > 1
    assert asked_again >= 2


@pytest.mark.parametrize("floor", ["formula", "share_of_appraised", "none"])
def test_an_auction_sells_exactly_when_the_bid_reaches_the_floor(floor: str) -> None:
    sets = (*NOBODY_BUYS, "economy.exercise.auction_discount=1.0", f"policy.stage_equity.at_deadline.floor={floor}")
    outcomes: dict[bool, int] = defaultdict(int)
    for replication in range(6):
        history = run(replication, *sets)
        prices = [
            (r[0], s.fund, r[2]) for s in stakes(history) for r in rows(history, s.fund) if r[1] == "auction_price"
        ]
        for step in history.story:
            if step.what != "deadline.auction":
                continue
            bid, limit = float(step.facts["bid_fen"]), float(step.facts["floor_fen"])
            sold = [fen for day, fund, fen in prices if (day, fund) == (step.day, step.about[0])]
            assert bool(sold) == (bid >= limit and bid >= 1.0)
            assert all(abs(fen - bid) <= 1 and fen >= limit for fen in sold)
            outcomes[bool(sold)] += 1
    assert outcomes[True] >= 3
    assert outcomes[False] >= (0 if floor == "none" else 2)


def test_after_a_sale_the_guidance_fund_neither_pays_nor_receives_and_the_buyer_does() -> None:
    sold = followed = 0
    for replication in range(4):
        history = run(replication, *MONEY, "economy.exercise.liquid=1.0", "economy.company.selection_shift=0.0")
        for stake in stakes(history):
            if stake.route not in ("option", "first_refusal", "secondary"):
                continue
            sold += 1
            later = [r for r in rows(history, stake.fund) if r[0] > stake.exit_day]
            ours = [r for r in later if r[3].startswith("guidance_fund.") or r[4].startswith("guidance_fund.")]
            assert [r for r in ours if r[1] in ("capital_call", "distribution")] == []
            followed += any(r[1] == "distribution" for r in later)
    assert sold >= 3
    assert followed >= 2


def test_a_position_carries_the_cash_of_its_stake_and_its_route_the_kind_of_its_last_receipt() -> None:
    last_kind = {
        "option": "option_price",
        "first_refusal": "first_refusal_price",
        "secondary": "auction_price",
        "liquidation": "distribution",
    }
    seen = set()
    for replication in range(6):
        history = run(replication, *MONEY)
        for stake in stakes(history):
            mine = rows(history, stake.fund)
            paid = sum(r[2] for r in mine if r[1] == "capital_call" and r[4].startswith("guidance_fund."))
            back = [r for r in mine if r[3].startswith("guidance_fund.") and r[1] in last_kind.values()]
            assert stake.cost_fen == paid
            assert stake.proceeds_fen == sum(r[2] for r in back)
            if stake.route in last_kind:
                assert back[-1][1] == last_kind[stake.route]
                # the last company of a fund may bring nothing, so the fund's end can lie after the last receipt
                assert back[-1][0] == stake.exit_day or stake.route == "liquidation"
                assert back[-1][0] <= stake.exit_day
                seen.add(stake.route)
            elif stake.route == "write_off":
                assert stake.proceeds_fen < 0.05 * stake.cost_fen
            else:
                assert stake.exit_day < 0
    assert {"option", "liquidation"} <= seen


def test_held_to_term_no_stake_is_ever_auctioned_or_offered_at_its_deadline() -> None:
    sets = (*NOBODY_BUYS, "policy.stage_equity.at_deadline.rule=hold_to_term")
    history = run(0, *sets)
    assert len(stakes(history)) >= 3
    assert not [s for s in history.story if s.what.startswith("deadline.")]
    assert {s.route for s in stakes(history)} <= {"liquidation", "write_off", "open"}


def test_no_option_is_asked_after_the_last_day_of_its_window() -> None:
    window = "policy.stage_equity.option.window_years=4.0"
    for replication in range(3):
        history, start = run(replication, *NOBODY_BUYS, window), village(*NOBODY_BUYS, window).start
        first = {stake.fund: start + timedelta(stake.first_day) for stake in stakes(history)}
        asked = [s for s in history.story if s.what == "option.considered"]
        assert asked
        for step in asked:
            assert start + timedelta(step.day) <= years_later(first[step.about[0]], 4)
