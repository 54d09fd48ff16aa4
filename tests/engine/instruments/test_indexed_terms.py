"""Indexed hurdles and preferred returns over whole replications: neutral where nothing moves, right where it does."""

import math
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest

from sim.engine import lines
from sim.engine.codes import PRIVATE, PUBLIC
from sim.engine.kinds.firms import Fund
from sim.engine.reference import simulate
from sim.engine.rules import PREFERRED_RATE
from sim.ledger.auditor import audit_or_raise
from sim.ledger.history import History
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from tests.engine.hand_made import made, small_world

VILLAGE = Path(__file__).parents[2] / "village.toml"
EQUITY = "policy.stage_equity."
GOOD = (
    "horizon_years=14",
    "economy.private.response=0.0",
    "policy.budget.yearly=[60e6, 60e6]",
    EQUITY + "option.enabled=false",
    EQUITY + "maximum_holding_years=0.0",
    EQUITY + "at_deadline.rule=hold_to_term",
    EQUITY + "at_deadline.first_refusal=false",
    EQUITY + "liquidation_preference=false",
    "economy.company.selection_shift=0.0",
    "economy.company.trade_sale_multiple=6.0",
)
LOAN = [  # PBoC 1-year benchmark: first days of the rates in force from 2011 to 2015, then unchanged to the LPR of 2019
    (date(2011, 2, 9), 0.0606), (date(2011, 4, 6), 0.0631), (date(2011, 7, 7), 0.0656), (date(2012, 6, 8), 0.0631),
    (date(2012, 7, 6), 0.06), (date(2014, 11, 22), 0.056), (date(2015, 3, 1), 0.0535), (date(2015, 5, 11), 0.051),
    (date(2015, 6, 28), 0.0485), (date(2015, 8, 26), 0.046), (date(2015, 10, 24), 0.0435),
]  # fmt: skip
START = date(2011, 3, 15).toordinal()


def tier(written: str) -> str:
    return f"{EQUITY}concession=[{{{written}, share=0.5}}]"


@cache
def run(replication: int, *sets: str) -> History:
    history = simulate(load(VILLAGE, settings=(*GOOD, *sets)), replication, tell=True)
    audit_or_raise(history.postings)
    return history


def digest(replication: int, *sets: str) -> str:
    return run(replication, *sets).postings.digest().hex()


def conceded(history: History) -> int:
    return sum(step.amount_fen for step in history.story if step.what == "fund.conceded")


def loan_rate(day: int) -> float:  # of a day of the simulation
    return [rate for first, rate in LOAN if first.toordinal() <= START + day][-1]


@pytest.mark.parametrize(
    "sets",
    [
        (tier("hurdle=0.05, rate={index='fixed', spread=0.0}"),),
        (tier("rate={spread=0.05, compounding='compound'}"),),
    ],
)
def test_a_fixed_rate_rule_is_the_hurdle_itself_to_the_fen(sets: tuple[str, ...]) -> None:
    plain = tier("hurdle=0.05")
    for replication in range(2):
        assert digest(replication, *sets) == digest(replication, plain)
    assert sum(conceded(run(replication, plain)) for replication in range(2)) > 0


def test_an_index_of_the_fixed_kind_leaves_the_preferred_return_alone() -> None:
    sets = (EQUITY + "terms.preferred_index_date=first_call",)
    assert digest(0, *sets) == digest(0)
    assert digest(0, EQUITY + "terms.preferred_for=all") == digest(0)  # every line has the fund's own hurdle already


def payments(history: History, fund: str) -> list[tuple[int, int]]:
    p = history.postings
    return [
        (int(row["day"]), int(row["fen"]))
        for row in p.rows
        if p.accounts[row["debit"]] == f"{fund}:cash" and p.accounts[row["credit"]].startswith("guidance_fund")
    ]


def handed(history: History, fund: str) -> dict[int, tuple[int, int]]:
    """What the public line was entitled to and what of it was conceded (fen), by day."""
    p = history.postings
    found: dict[int, tuple[int, int]] = {}
    for row in p.rows:
        if p.accounts[row["credit"]] != f"{fund}:cash":
            continue
        given = p.kinds[row["kind"]] == "concession"
        if given or p.accounts[row["debit"]].startswith("guidance_fund"):
            entitled, part = found.get(int(row["day"]), (0, 0))
            amount = int(row["fen"])
            found[int(row["day"])] = (entitled + amount, part + (amount if given else 0))
    return found


@pytest.mark.parametrize("index_date", ["transfer", "path"])
def test_concessions_above_the_loan_rate_are_those_of_the_dated_flows(index_date: str) -> None:
    rule = tier(f"rate={{index='loan_1y', index_date='{index_date}', compounding='compound'}}")
    checked = 0
    for replication in range(3):
        history = run(replication, rule)
        for fund in (one.name for one in history.funds if one.public_fen):
            paid, back = payments(history, fund), handed(history, fund)
            for day, (entitled, given) in back.items():
                if day > (date(2019, 8, 1).toordinal() - START):
                    continue
                flows = [(one, amount) for one, amount in paid if one <= day]
                flows += [(one, -amount) for one, (amount, _) in back.items() if one < day]
                missing = sum(amount * carried(one, day, index_date) for one, amount in flows)
                expected = 0.5 * max(0.0, entitled - max(0.0, missing))
                # years are reckoned by anniversaries in the program and by days here: a day's interest of slack
                slack = 2.0 + 0.001 * sum(amount for _, amount in paid)
                assert given < expected + slack
                gained = min((one for one, (_, part) in back.items() if part), default=day)
                if not any(gained < one <= day for one, _ in paid):  # capital called after a gain is never conceded
                    assert given > expected - slack
                    checked += given > 0
    assert checked >= 3


def carried(start: int, end: int, index_date: str) -> float:
    if index_date == "transfer":
        return math.pow(1.0 + loan_rate(end), (end - start) / 365.25)
    factor: float = 1.0
    for day in range(start, end):
        factor *= math.pow(1.0 + loan_rate(day), 1.0 / 365.25)
    return factor


def test_a_higher_index_gives_less_away_and_every_reading_lies_between_its_ends() -> None:
    def given(written: str) -> int:
        return sum(conceded(run(replication, tier(written))) for replication in range(3))

    readings = [given(f"rate={{index='loan_1y', index_date='{one}', compounding='compound'}}")
                for one in ("transfer", "payment", "path")]  # fmt: skip
    low, high = given("hurdle=0.03"), given("hurdle=0.07")
    assert all(high < one < low for one in readings)
    assert len(set(readings)) == 3
    assert given("rate={index='loan_1y', spread=0.02, index_date='path', compounding='compound'}") < readings[2]


def test_an_indexed_preferred_return_changes_who_gets_what_and_nothing_else() -> None:
    def public(*sets: str) -> int:
        return sum(position.proceeds_fen for r in range(3) for position in run(r, *sets).positions
                   if position.instrument == "stage_equity")  # fmt: skip

    senior = EQUITY + "terms.preference_first=true"
    base = public(EQUITY + "terms.preferred_rate=0.02", senior)
    path = public(EQUITY + "terms.preferred_index=loan_1y", senior)
    fixed = public(EQUITY + "terms.preferred_index=loan_1y", EQUITY + "terms.preferred_index_date=first_call", senior)
    assert base < path  # 4 to 6.6 % against 2 %
    assert base < fixed
    assert path != fixed  # the rates of 2011 and 2012 lay above those that followed
    calls = {r: run(r, EQUITY + "terms.preferred_index=loan_1y", senior).funds for r in range(3)}
    for r, funds in calls.items():
        assert [one.drawn_fen for one in funds] == [one.drawn_fen for one in run(r, senior).funds]


def test_the_first_call_fixes_the_rate_for_good() -> None:
    # a fund called for the first time under one loan rate, drawn and repaid under others, has the constant of that day
    fixed = drawn_fund(indexed=1, fixed_at_call=1)
    along = drawn_fund(indexed=1, fixed_at_call=0)
    constant = drawn_fund(indexed=0, public_rate=0.06)
    assert fixed.preference == constant.preference
    # by days: 6 % to day 1000, 2 % after; the private line keeps the fund's own 8 %
    grown = (50.0 * 1.06 ** (1000 / 365) + 50.0 * 1.06 ** (500 / 365)) * 1.02 ** (1000 / 365)
    assert along.preference[PUBLIC] == pytest.approx(grown - 100.0)
    assert along.preference[PRIVATE] == pytest.approx(150.0 * (1.08 ** (2000 / 365) + 1.08 ** (1500 / 365)) - 300.0)


def drawn_fund(**contract: float) -> Fund:
    """A fund with public money, half called on day 0 and half on day 500, its preferred return on day 2000."""
    index = {"days": [1, 1001], "rates": [0.06, 0.02]}
    rates = [index if row == PREFERRED_RATE else {} for row in range(PREFERRED_RATE + 1)]
    rules = {"fund_terms": [SimpleNamespace(hurdle=0.08)]}
    w = small_world(3000, rules, {"contract": [contract], "rates": rates, "fund_end": [{}]})
    fund = made(w.funds, commitment=[100, 300, 0], public_at_close=100)
    lines.set_terms(w, fund)
    lines.book_call(w, fund, 0, (50, 150, 0))
    lines.book_call(w, fund, 500, (50, 150, 0))
    lines.accrue(w, fund, 2000)
    return fund


def test_preference_first_pays_the_public_line_before_the_others_and_no_later() -> None:
    poor = (EQUITY + "terms.preferred_rate=0.5",)  # more than funds earn, so that rank decides

    def public(*sets: str) -> int:
        return sum(position.proceeds_fen for r in range(16) for position in run(r, *poor, *sets).positions
                   if position.instrument == "stage_equity")  # fmt: skip

    assert public() < public(EQUITY + "terms.preference_first=true")


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        (tier("hurdle=0.03, rate={index='loan_1y'}"), "takes its place"),
        (tier("rate={index='loan_1y', accrual='grace_end'}"), "no grace period"),
    ],
)
def test_two_hurdles_in_one_tier_and_a_grace_are_refused(setting: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        load(VILLAGE, settings=(setting,))


def test_capital_and_return_first_and_the_return_alone_first_are_refused_together() -> None:
    with pytest.raises(BadInput, match="choose one"):
        load(VILLAGE, settings=(EQUITY + "terms.public_senior=true", EQUITY + "terms.preference_first=true",
                                EQUITY + "liquidation_preference=false"))  # fmt: skip
