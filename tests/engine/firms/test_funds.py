"""A fund's money, recomputed from its postings: sources and uses, calls, fees, waterfall, tickets (D6, D9)."""

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from sim.engine.reference import simulate
from sim.ledger.history import Fund, History
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parents[2] / "village.toml"
# Companies that do well and a public line that stays, so that every step of the waterfall is used.
GOOD_TIMES = (
    "horizon_years=14",
    "economy.company.selection_shift=0.0",
    "economy.company.trade_sale_multiple=6.0",
    "policy.budget.yearly=[60e6, 60e6]",
    "policy.stage_equity.option.enabled=false",
    "policy.stage_equity.maximum_holding_years=0.0",
    "policy.stage_equity.at_deadline.rule=hold_to_term",
    "policy.stage_equity.at_deadline.first_refusal=false",
    "policy.stage_equity.liquidation_preference=false",
)
IN = {"capital_call", "trade_sale", "listing_sale", "recovery", "secondary_sale", "clawback"}
OUT = {"investment", "fee", "distribution", "carry"}
HURDLE, CARRY, FEE_YEARLY = 0.08, 0.20, 0.02


@cache
def village(*sets: str) -> Scenario:
    return load(VILLAGE, settings=sets)


@cache
def run(replication: int, *sets: str) -> History:
    return simulate(village(*sets), replication)


def total(fund: Fund) -> int:
    return fund.public_fen + fund.private_fen + fund.manager_fen


def cash_rows(history: History, fund: Fund) -> list[tuple[int, str, int, str]]:
    """(day, kind, signed fen, other account) of one fund's cash, in order."""
    p, mine = history.postings, f"{fund.name}:cash"
    rows = []
    for row in p.rows:
        debit, credit, kind = p.accounts[row["debit"]], p.accounts[row["credit"]], p.kinds[row["kind"]]
        if mine in (debit, credit):
            sign, other = (1, credit) if debit == mine else (-1, debit)
            rows.append((int(row["day"]), kind, sign * int(row["fen"]), other))
    return rows


def funds_set_up(history: History) -> list[Fund]:
    return [fund for fund in history.funds if fund.set_up >= 0]


@pytest.mark.parametrize("replication", range(3))
def test_invested_and_fees_and_paid_out_and_cash_equal_called_and_proceeds(replication: int) -> None:
    history = run(replication)
    for fund in funds_set_up(history):
        by_kind: dict[str, int] = defaultdict(int)
        for _, kind, fen, _ in cash_rows(history, fund):
            assert kind in (IN if fen > 0 else OUT)
            by_kind[kind] += fen
        assert by_kind["capital_call"] == fund.drawn_fen <= total(fund)
        assert -by_kind["investment"] == fund.invested_fen
        proceeds = sum(q.proceeds_fen for q in history.positions if q.holder == fund.name)
        received = sum(by_kind[kind] for kind in ("trade_sale", "listing_sale", "recovery", "secondary_sale"))
        assert received == proceeds
        used = fund.invested_fen - by_kind["fee"] - by_kind["distribution"] - by_kind["carry"]
        assert used == fund.drawn_fen + proceeds + by_kind["clawback"]


@pytest.mark.parametrize("replication", range(3))
def test_a_fund_keeps_no_cash_over_night(replication: int) -> None:
    history = run(replication)
    for fund in funds_set_up(history):
        balance: dict[int, int] = defaultdict(int)
        for day, _, fen, _ in cash_rows(history, fund):
            balance[day] += fen
        assert len(balance) > 5
        assert set(balance.values()) == {0}


@pytest.mark.parametrize("replication", range(3))
def test_every_call_is_pro_rata_to_commitments(replication: int) -> None:
    """While the guidance fund holds its stake it has always paid its share of all calls, to a fen."""
    history = run(replication, *GOOD_TIMES)
    checked = 0
    for fund in funds_set_up(history):
        called = public = manager = 0
        for _, kind, fen, other in cash_rows(history, fund):
            if kind == "capital_call":
                called += fen
                public += fen if other.startswith("guidance_fund") else 0
                manager += fen if other.startswith("manager") else 0
        assert abs(public - called * fund.public_fen / total(fund)) <= 1
        assert abs(manager - called * fund.manager_fen / total(fund)) <= 1
        checked += fund.public_fen > 0
    assert checked >= 2


@pytest.mark.parametrize("replication", range(3))
def test_fees_in_the_investment_period_are_a_hundredth_of_commitments_every_half_year_in_advance(
    replication: int,
) -> None:
    history = run(replication)
    years = village().economy.fund.investment_years
    for fund in funds_set_up(history):
        if fund.set_up + years * 365 > history.horizon:
            continue
        fees = [(day, -fen) for day, kind, fen, _ in cash_rows(history, fund) if kind == "fee"]
        early = [(day, fen) for day, fen in fees if day < fund.set_up + years * 365 - 1]
        assert len(early) == 2 * years
        for i, (day, fen) in enumerate(early):
            assert abs(day - fund.set_up - i * 182.5) <= 1.0
            assert fen == int(FEE_YEARLY / 2 * total(fund) + 0.5)


@pytest.mark.parametrize("replication", range(3))
def test_fees_after_the_investment_period_never_exceed_two_per_cent_a_year_of_cost_held(replication: int) -> None:
    history = run(replication)
    years = village().economy.fund.investment_years
    checked = 0
    for fund in funds_set_up(history):
        since = fund.set_up + years * 365 + 2
        held = [q for q in history.positions if q.holder == fund.name]
        charged = paid = 0.0
        for half in range(int(2 * years), 14):
            day = fund.set_up + int(half * 365 / 2 + 0.5)
            cost = sum(q.cost_fen for q in held if q.exit_day < 0 or q.exit_day > day - 2)
            charged += FEE_YEARLY / 2 * cost + 1
        for day, kind, fen, _ in cash_rows(history, fund):
            paid -= fen if kind == "fee" and day >= since else 0
        assert paid <= charged
        checked += paid > 0
    assert checked >= 2


def waterfall(flows: list[tuple[int, str, int]]) -> tuple[float, float]:
    """Carry and everything else of one fund by hand, all lines as one: (carry paid, paid to lines).

    Lines pay in pro rata, so the sum of their balances moves like one line: capital first, then 8 % a year compound,
    then all to the manager until it has a fifth of profit, then 80/20. ``flows`` are (day, "call" | "out", fen).
    """
    capital = preference = profit = carry = lines = 0.0
    last = flows[0][0]
    for day, what, fen in flows:
        grown = (capital + preference) * (1.0 + HURDLE) ** ((day - last) / 365.0)
        preference, last = grown - capital, day
        if what == "call":
            capital += fen
            continue
        back = min(capital, fen)
        hurdle = min(preference, fen - back)
        rest = fen - back - hurdle
        capital, preference, profit = capital - back, preference - hurdle, profit + hurdle
        # full catch-up: x with (carry + x) = 20 % of (profit + carry + x)
        caught = min(rest, max(0.0, (CARRY * (profit + carry) - carry) / (1.0 - CARRY)))
        manager = caught + CARRY * (rest - caught)
        carry += manager
        profit += rest - manager
        lines += back + hurdle + rest - manager
    return carry, lines


def test_hurdle_catch_up_and_carry_follow_from_the_dated_flows() -> None:
    with_carry = without = 0
    for replication in range(4):
        history = run(replication, *GOOD_TIMES)
        for fund in funds_set_up(history):
            days: dict[int, list[int]] = defaultdict(lambda: [0, 0])
            carry = lines = claw = 0
            for day, kind, fen, _ in cash_rows(history, fund):
                if kind == "capital_call":
                    days[day][1] += fen
                elif kind in ("distribution", "carry"):
                    days[day][0] -= fen
                    carry -= fen if kind == "carry" else 0
                    lines -= fen if kind == "distribution" else 0
                claw += fen if kind == "clawback" else 0
            if claw:
                continue
            flows = []
            for day, (out, called) in sorted(days.items()):  # distributions come before calls in a day
                flows += [(day, "out", out)] if out else []
                flows += [(day, "call", called)] if called else []
            expected_carry, expected_lines = waterfall(flows)
            assert carry == pytest.approx(expected_carry, abs=200)
            assert lines == pytest.approx(expected_lines, abs=200)
            with_carry += carry > 0
            without += carry == 0
    assert with_carry >= 2
    assert without >= 1


def test_carry_less_clawback_is_at_most_a_fifth_of_profit() -> None:
    kept_some = 0
    for replication in range(4):
        history = run(replication, *GOOD_TIMES)
        for fund in funds_set_up(history):
            if fund.ended < 0:
                continue
            by_kind: dict[str, int] = defaultdict(int)
            for _, kind, fen, _ in cash_rows(history, fund):
                by_kind[kind] += fen
            carry = -by_kind["carry"] - by_kind["clawback"]
            profit = -by_kind["distribution"] + carry - by_kind["capital_call"]
            assert carry <= CARRY * max(0, profit) + 100
            kept_some += carry > 0
    assert kept_some >= 1


@pytest.mark.parametrize("replication", range(3))
def test_a_company_gets_at_most_the_cap_and_twice_the_first_ticket(replication: int) -> None:
    history = run(replication)
    p, terms = history.postings, village().economy.fund
    tickets: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in p.rows:
        payer = p.accounts[row["credit"]]
        if p.kinds[row["kind"]] == "investment" and payer.startswith("fund "):
            tickets[(payer.removesuffix(":cash"), p.accounts[row["debit"]])].append(int(row["fen"]))
    size = {fund.name: total(fund) for fund in history.funds}
    assert any(len(paid) > 1 for paid in tickets.values())
    for (fund_name, _), paid in tickets.items():
        assert sum(paid) <= terms.company_cap * size[fund_name]
        assert sum(paid) <= terms.follow_on_multiple * paid[0]


def test_no_new_company_is_bought_after_the_investment_period() -> None:
    years = village().economy.fund.investment_years
    for replication in range(3):
        history = run(replication)
        end = {fund.name: fund.set_up + years * 365 + 1 for fund in funds_set_up(history)}
        bought = [q for q in history.positions if q.instrument == "fund_holding"]
        assert len(bought) > 10
        assert all(q.first_day <= end[q.holder] for q in bought)


def test_the_fee_on_commitments_is_paid_for_exactly_the_investment_years() -> None:
    """Two per cent a year for three years in half-years: six payments of a hundredth, not seven."""
    compared = 0
    for replication in range(3):
        history = run(replication)
        for fund in funds_set_up(history):
            if fund.set_up + 3.2 * 365 > history.horizon:
                continue
            due = int(0.01 * total(fund) + 0.5)
            paid = [fen for _, kind, fen, _ in cash_rows(history, fund) if kind == "fee" and -fen == due]
            assert len(paid) == 6
            compared += 1
    assert compared > 5


def test_at_the_end_of_a_losing_fund_the_last_money_returns_public_capital_first() -> None:
    """财企[2007]128号 art. 16(5): what the last day brings goes to the public line up to what it is still owed."""
    sets = (*(one for one in GOOD_TIMES[3:] if "liquidation_preference" not in one),)
    compared = 0
    for replication in range(4):
        history = run(replication, *sets)
        for fund in history.funds:
            rows = cash_rows(history, fund) if fund.public_fen and fund.ended >= 0 else []
            called = sum(fen for _, kind, fen, _ in rows if kind == "capital_call")
            back = -sum(fen for _, kind, fen, _ in rows if kind == "distribution")
            if back >= called or not rows:
                continue
            public = sum(fen for _, kind, fen, other in rows if kind == "capital_call" and other.startswith("guidance"))
            early = sum(
                -fen
                for day, kind, fen, other in rows
                if kind == "distribution" and other.startswith("guidance") and day < fund.ended
            )
            got = -sum(fen for _, kind, fen, other in rows if kind == "distribution" and other.startswith("guidance"))
            last = -sum(fen for day, kind, fen, _ in rows if kind == "distribution" and day == fund.ended)
            assert got - early == pytest.approx(min(last, public - early), abs=2)
            compared += last > 0
    assert compared >= 5
