"""Options with a schedule, a holder, a part, a floor and a residual share, on the village (model 4, D7)."""

from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.reference import simulate
from sim.ledger.auditor import audit
from sim.ledger.history import History, Position
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parents[2] / "village.toml"
OPTION = "policy.stage_equity.option."
MONEY = (
    "policy.budget.yearly=[60e6, 60e6]",
    "policy.budget.stage_equity_share=1.0",
    "policy.budget.co_investment_share=0.0",
    "policy.budget.risk_subsidy_share=0.0",
    "economy.exercise.liquid=1.0",
)
AT_COST = "{from_year=0.0, to_year=3.0}"
DEAR = "{from_year=3.0, rate={spread=0.3, compounding='compound'}}"
OURS = "guidance_fund."


@cache
def village(*sets: str) -> Scenario:
    return load(VILLAGE, settings=(*MONEY, *sets))


@cache
def run(replication: int, *sets: str) -> History:
    return simulate(village(*sets), replication, tell=True)


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


def digest(*sets: str, replication: int = 1) -> str:
    return simulate(village(*sets), replication).postings.digest().hex()


@pytest.mark.parametrize(
    "sets",
    [
        ("holder=partners", "max_share=1.0", "price=exact", "residual_gain_share=0.0", "schedule=[]"),
        # three years at cost and the loan rate after, written as windows
        ("schedule=[{to_year=3.0}, {from_year=3.0, rate={index='loan_1y'}}]",),
    ],
)
def test_neutral_terms_change_nothing_to_the_fen(sets: tuple[str, ...]) -> None:
    for replication in range(3):
        assert digest(*(OPTION + one for one in sets), replication=replication) == digest(replication=replication)


def test_a_window_that_never_opens_is_no_option_at_all() -> None:
    never = OPTION + "schedule=[{from_year=29.0, to_year=30.0}]"
    history = run(0, never)
    assert not [s for s in history.story if s.what == "option.considered"]
    assert len(stakes(history)) >= 3


def test_partners_beat_the_cliff_by_buying_on_the_last_day_at_cost() -> None:
    """The known way to game the third-year cliff: the price of a dear second window is never paid by choice."""
    sets = (OPTION + f"schedule=[{AT_COST}, {DEAR}]", OPTION + "window_years=0.0", "economy.exercise.value_noise=0.0")
    on_the_eve = 0
    for replication in range(8):
        history, start = run(replication, *sets), village(*sets).start
        lots = {stake.fund: start + timedelta(stake.first_day) for stake in stakes(history)}
        asked = [s for s in history.story if s.what == "option.considered" and s.facts["decided"]]
        for step in asked:
            third = lots[step.about[0]].replace(year=lots[step.about[0]].year + 3)
            if start + timedelta(step.day) != third:
                continue
            assert step.facts["strike_fen"] == pytest.approx(unreturned(history, step.about[0], step.day), abs=2)
            on_the_eve += 1
    assert on_the_eve >= 3


def unreturned(history: History, fund: str, before: int) -> int:
    """Public capital called and not returned before a day: capital comes back before profit."""
    total = 0
    for day, kind, fen, debit, credit in rows(history, fund):
        if day < before and kind == "capital_call" and credit.startswith(OURS):
            total += fen
        if day < before and kind == "distribution" and debit.startswith(OURS):
            total = max(0, total - fen)
    return total


def test_every_price_of_yozma_two_follows_from_the_calls_and_the_day() -> None:
    """1 % compound up to the fourth anniversary, 5 % after, each payment from its own day; original base."""
    sets = (
        OPTION + "schedule=[{to_year=4.0, rate={spread=0.01, compounding='compound'}},"
        " {from_year=4.0, rate={spread=0.05, compounding='compound'}}]",
        OPTION + "window_years=0.0",
        OPTION + "base=original",
        "economy.exercise.liquid=0.0",
    )
    cheap = dear = 0
    for replication in range(4):
        history, start = run(replication, *sets), village(*sets).start
        first = {stake.fund: start + timedelta(stake.first_day) for stake in stakes(history)}
        for step in [s for s in history.story if s.what == "option.considered"]:
            today, fund = start + timedelta(step.day), step.about[0]
            early = today <= first[fund].replace(year=first[fund].year + 4)
            price = 0.0
            for day, kind, fen, _, credit in rows(history, fund):
                if day < step.day and kind == "capital_call" and credit.startswith(OURS):
                    price += fen * (1.01 if early else 1.05) ** years_between(start + timedelta(day), today)
            assert step.facts["strike_fen"] == pytest.approx(price, abs=5)
            cheap, dear = cheap + early, dear + (not early)
    assert cheap >= 3
    assert dear >= 3


def years_between(start: date, end: date) -> float:
    whole = end.year - start.year - ((end.month, end.day) < (start.month, start.day))
    if (start.month, start.day) == (2, 29):
        start = start.replace(day=28)
    return whole + (end - start.replace(year=start.year + whole)).days / 365


def told(history: History, fund: str, what: str, since: int) -> int:
    """The public line's part (fen) of all calls or distributions of a fund from a day on."""
    steps = [s for s in history.story if s.about == (fund,) and s.what == what and s.day >= since]
    return sum(int(s.facts["public_fen"]) for s in steps)


def booked(history: History, fund: str, kind: str, since: int, column: int) -> int:
    """What the guidance fund receives (column 3) or pays (column 4) under one kind from a day on."""
    return sum(r[2] for r in rows(history, fund) if r[0] >= since and r[1] == kind and r[column].startswith(OURS))


def test_a_part_is_bought_and_the_line_is_split_pro_rata_to_the_fen() -> None:
    """Thirty per cent are bought: of each later call and distribution the guidance fund has seven tenths."""
    sets = (OPTION + "max_share=0.3", "policy.stage_equity.at_deadline.rule=hold_to_term")
    parts = 0
    for replication in range(8):
        history = run(replication, *sets)
        bought = {s.about[0]: (s.day, s.amount_fen) for s in history.story if s.what == "option.exercised"}
        for stake in [one for one in stakes(history) if one.fund in bought]:
            fund, (day, price) = stake.fund, bought[stake.fund]
            flows = len([r for r in rows(history, fund) if r[0] >= day])
            # the distribution of the day comes after the sale, a call of the day too: rounding is below a fen each
            line, ours = told(history, fund, "fund.distribution", day), booked(history, fund, "distribution", day, 3)
            assert ours == pytest.approx(0.7 * line, abs=flows)
            called, paid = told(history, fund, "fund.called", day), booked(history, fund, "capital_call", day, 4)
            assert paid == pytest.approx(0.7 * called, abs=flows)
            assert booked(history, fund, "option_price", day, 3) == price
            assert stake.proceeds_fen == price + booked(history, fund, "distribution", 0, 3)
            assert stake.exit_day != day  # it is left when nothing of it is held
            assert stake.route in ("liquidation", "write_off", "open")
            assert stake.optioned
            parts += line > 0
    assert parts >= 3


def test_a_part_costs_its_share_of_the_whole_price() -> None:
    whole, part = run(2, "economy.exercise.liquid=0.0"), run(2, OPTION + "max_share=0.3", "economy.exercise.liquid=0.0")
    prices = {(s.about, s.day): s.facts["strike_fen"] for s in whole.story if s.what == "option.considered"}
    asked = [s for s in part.story if s.what == "option.considered"]
    assert asked
    for step in asked:
        assert step.facts["strike_fen"] == pytest.approx(0.3 * float(prices[step.about, step.day]), abs=1)


def test_a_manager_who_holds_the_option_pays_for_it_and_gets_the_line() -> None:
    bought = 0
    for replication in range(6):
        history = run(replication, OPTION + "holder=manager")
        for stake in stakes(history):
            if stake.route != "option":
                continue
            mine = rows(history, stake.fund)
            payers = {r[4] for r in mine if r[1] == "option_price"}
            assert len(payers) == 1
            assert next(iter(payers)).startswith("manager ")
            assert not [r for r in mine if r[0] > stake.exit_day and r[3].startswith(OURS) and r[1] == "distribution"]
            bought += 1
    assert bought >= 3


def test_a_floor_asks_for_nine_tenths_of_the_appraisal_where_that_is_more() -> None:
    dearer = 0
    for replication in range(6):
        exact = run(replication, "economy.exercise.liquid=0.0")
        floor = run(replication, OPTION + "price=floor", "economy.exercise.liquid=0.0")
        before = {(s.about, s.day): s.facts["strike_fen"] for s in exact.story if s.what == "option.considered"}
        after = {(s.about, s.day): s.facts["strike_fen"] for s in floor.story if s.what == "option.considered"}
        assert before.keys() == after.keys()
        assert all(after[one] >= before[one] for one in before)
        dearer += sum(after[one] > before[one] for one in before)
    assert dearer >= 2


def test_the_residual_is_its_share_of_what_the_line_brings_above_price_and_calls() -> None:
    shared = 0
    sets = (OPTION + "residual_gain_share=0.5", "economy.exercise.threshold=1.0")
    for replication in range(8):
        history = run(replication, *sets)
        for stake in stakes(history):
            if stake.route != "option":
                continue
            mine = rows(history, stake.fund)
            story = [s for s in history.story if s.about == (stake.fund,)]
            sale = next(i for i, step in enumerate(story) if step.what == "option.exercised")
            paid, got, highest = story[sale].amount_fen, 0, 0
            for step in story[sale:]:  # running totals: the residual is never asked back
                paid += int(step.facts["public_fen"]) if step.what == "fund.called" else 0
                got += int(step.facts["public_fen"]) if step.what == "fund.distribution" else 0
                highest = max(highest, got - paid)
            residual = sum(r[2] for r in mine if r[1] == "residual_gain")
            assert residual == pytest.approx(0.5 * highest, abs=2)
            before = [r for r in mine if r[3].startswith(OURS) and r[1] in ("distribution", "option_price")]
            assert stake.proceeds_fen == residual + sum(r[2] for r in before)
            shared += residual > 0
    assert shared >= 2


def test_the_deadline_can_end_in_a_sale_at_the_appraised_value() -> None:
    sets = (OPTION + "enabled=false", "policy.stage_equity.at_deadline.rule=appraised")
    sold = 0
    for replication in range(4):
        history = run(replication, *sets)
        for stake in stakes(history):
            if stake.exit_day == stake.deadline and stake.route in ("secondary", "first_refusal"):
                sold += 1
            assert stake.exit_day <= stake.deadline or stake.deadline > history.horizon
    assert sold >= 4


@settings(max_examples=50, derandomize=True, deadline=None)
@given(
    holder=st.sampled_from(["partners", "manager", "anyone"]),
    part=st.sampled_from([0.1, 0.3, 0.77, 1.0]),
    windows=st.sampled_from(["[]", "[{to_year=2.0}, {from_year=3.0, to_year=6.0, rate={spread=0.04}}]"]),
    price=st.sampled_from(["exact", "floor"]),
    residual=st.sampled_from([0.0, 0.07, 1.0]),
    rule=st.sampled_from(["auction", "hold_to_term", "option_only", "appraised"]),
    put=st.sampled_from(["false", "true"]),
    local=st.sampled_from([0.0, 2.0]),
    breach=st.sampled_from(["none", "leave"]),
    idle=st.sampled_from([0, 4]),
    setup=st.sampled_from([0, 5]),
    district=st.sampled_from(["[0.0]", "[20e6, 20e6]"]),
    replication=st.integers(0, 50),
)
def test_money_is_conserved_under_random_terms(
    holder: str, part: float, windows: str, price: str, residual: float, rule: str, put: str, local: float,
    breach: str, idle: int, setup: int, district: str, replication: int,
) -> None:  # fmt: skip
    equity = "policy.stage_equity."
    scenario = load(
        VILLAGE,
        settings=(
            *MONEY,
            f"{OPTION}holder={holder}", f"{OPTION}max_share={part}", f"{OPTION}schedule={windows}",
            f"{OPTION}price={price}", f"{OPTION}residual_gain_share={residual}", f"{equity}at_deadline.rule={rule}",
            f"{equity}put.enabled={put}", f"{equity}put.max_share=0.3", f"{equity}put.cost_share=0.9",
            f"{equity}put.from_year=1.5", f"{equity}put.to_year=4.0", f"{equity}duty.local_multiple={local}",
            f"{equity}duty.breach={breach}", f"{equity}duty.test_years=2.0", f"{equity}unilateral.idle_months={idle}",
            f"{equity}unilateral.setup_months={setup}", f"policy.levels.district.yearly={district}",
            f"policy.levels.district.match={0.0 if district == '[0.0]' else 0.5}",
        ),
    )  # fmt: skip
    history = simulate(scenario, replication)
    assert audit(history.postings) == []
    assert_public_places_match_cash(history)
    for fund in history.funds:
        assert fund.invested_fen <= fund.drawn_fen <= fund.public_fen + fund.private_fen + fund.manager_fen


def assert_public_places_match_cash(history: History) -> None:
    """At the end of every day what is said to be uncommitted, not set up or undrawn lies in the cash accounts."""
    rows, names = history.postings.rows, history.postings.accounts
    ours = {i for i, name in enumerate(names) if name.startswith((OURS, "district_fund:cash"))}
    change: dict[int, int] = defaultdict(int)
    for row in rows:
        change[int(row["day"])] += int(row["fen"]) * (int(row["debit"]) in ours)
        change[int(row["day"])] -= int(row["fen"]) * (int(row["credit"]) in ours)
    totals: dict[str, int] = defaultdict(int)
    for level in history.levels:
        if level.place in ("uncommitted", "not_set_up", "undrawn"):
            change[level.day] -= level.fen
        totals[level.place] += level.fen
        assert totals[level.place] >= 0, level
    assert {day: fen for day, fen in change.items() if fen} == {}
