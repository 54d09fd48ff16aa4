"""Anyone may buy (财企[2007]128号 art. 15); what follows a right to leave that found no buyer (210号 art. 20, 21)."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from sim.engine.reference import simulate
from sim.ledger.auditor import audit
from sim.ledger.history import History, Step
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parents[2] / "village.toml"
EQUITY = "policy.stage_equity."
ANYONE = EQUITY + "option.holder=anyone"
ALL_STAGE = (
    "policy.budget.yearly=[60e6, 60e6]",
    "policy.budget.stage_equity_share=1.0",
    "policy.budget.co_investment_share=0.0",
    "policy.budget.risk_subsidy_share=0.0",
)
BROKE = "economy.exercise.liquid=0.0"
OPEN = (EQUITY + "option.window_years=0.0", EQUITY + "at_deadline.rule=option_only")
OURS = "guidance_fund."


@cache
def village(*sets: str) -> Scenario:
    return load(VILLAGE, settings=sets)


@cache
def run(replication: int, *sets: str) -> History:
    return simulate(village(*ALL_STAGE, *sets), replication, tell=True)


def rows(history: History, fund: str, kind: str) -> list[tuple[int, int, str, str]]:
    """(day, fen, receiver, giver) of a fund's postings of one kind."""
    p = history.postings
    return [
        (int(row["day"]), int(row["fen"]), p.accounts[row["debit"]], p.accounts[row["credit"]])
        for row in p.rows
        if p.entities[row["entity"]] == fund and p.kinds[row["kind"]] == kind
    ]


def steps(history: History, what: str) -> list[Step]:
    return [step for step in history.story if step.what == what]


def test_outsiders_who_would_give_nothing_change_nothing_to_the_fen() -> None:
    timid = (*OPEN, "economy.exercise.auction_discount=1e-9", EQUITY + "option.base=original")
    for replication in range(3):
        assert run(replication, ANYONE, *timid).postings.digest() == run(replication, *timid).postings.digest()
        assert steps(run(replication, ANYONE, *timid), "option.outsider")


def test_an_outsider_pays_the_formula_price_and_gets_the_line() -> None:
    bought = 0
    for replication in range(6):
        history, alone = run(replication, ANYONE, BROKE, *OPEN), run(replication, BROKE, *OPEN)
        assert audit(history.postings) == []
        asked = {(s.about, s.day): s.facts["strike_fen"] for s in steps(alone, "option.considered")}
        for step in steps(history, "option.outsider"):
            fund, price, bid = step.about[0], int(step.facts["strike_fen"]), int(step.facts["bid_fen"])
            assert step.facts["bought"] == (bid >= max(1, price))
            if not step.facts["bought"]:
                continue
            assert price == asked[step.about, step.day]  # the price partners were asked, not the bid
            paid = rows(history, fund, "option_price")
            assert [(one[0], one[3]) for one in paid] == [(step.day, "buyers:cash")] * bool(price)
            assert sum(one[1] for one in paid) == price
            position = next(p for p in history.positions if p.fund == fund and p.instrument == "stage_equity")
            assert (position.route, position.exit_day) == ("option", step.day)
            later = [one for one in rows(history, fund, "distribution") if one[0] >= step.day]
            assert not [one for one in later if one[2].startswith(OURS)]
            public = sum(int(s.facts["public_fen"]) for s in steps(history, "fund.distribution")
                         if s.about == step.about and s.day >= step.day)  # fmt: skip
            assert sum(one[1] for one in later if one[2] == "buyers:cash") == public
            bought += 1
    assert bought >= 3


def test_partners_go_first_and_their_draws_stay_what_they_are() -> None:
    outsiders = alike = 0
    for replication in range(6):
        deaf = (*OPEN, "economy.private.response=0.0")  # private money does not answer the prospectus: funds are alike
        history, alone = run(replication, ANYONE, *deaf), run(replication, *deaf)
        before = {(s.about, s.day): s.facts for s in steps(alone, "option.considered")}
        asked = {(s.about, s.day): s for s in steps(history, "option.considered")}
        taken = [s.day for s in steps(history, "option.outsider") if s.facts["bought"]]
        for key, step in asked.items():
            if step.day <= min(taken, default=step.day):  # money that came back earlier is used again
                assert step.facts == before[key]
                alike += 1
        for step in steps(history, "option.outsider"):
            assert not asked[step.about, step.day].facts["decided"]
            outsiders += 1
        partners = [s for s in asked.values() if s.facts["decided"]]
        assert not {(s.about, s.day) for s in partners} & {(s.about, s.day) for s in steps(history, "option.outsider")}
    assert outsiders >= 5
    assert alike >= 5


def test_an_outsider_may_buy_no_more_than_the_part_the_option_covers() -> None:
    """Three tenths of the line: of all later distributions on it the guidance fund keeps seven tenths."""
    sold = 0
    for replication in range(8):
        history = run(replication, ANYONE, BROKE, *OPEN, EQUITY + "option.max_share=0.3")
        for step in [s for s in steps(history, "option.outsider") if s.facts["bought"]]:
            fund = step.about[0]
            told = [s for s in steps(history, "fund.distribution") if s.about == (fund,) and s.day >= step.day]
            line = sum(int(s.facts["public_fen"]) for s in told)
            mine = [r for r in rows(history, fund, "distribution") if r[0] >= step.day and r[2].startswith(OURS)]
            assert sum(one[1] for one in mine) == pytest.approx(0.7 * line, abs=len(told) + 1)
            sold += line > 0
    assert sold >= 2


# ---- leaving --------------------------------------------------------------------------------------------------


def anniversary(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28) if (day.month, day.day) == (2, 29) else day.day)


def test_an_idle_stake_that_nobody_took_is_offered_again_each_year() -> None:
    again = sold = 0
    for replication in range(12):
        sets = (
            EQUITY + "unilateral.idle_months=3",
            EQUITY + "option.enabled=false",
            EQUITY + "at_deadline.rule=hold_to_term",
        )
        history, start = run(replication, *sets), village(*ALL_STAGE, *sets).start
        assert audit(history.postings) == []
        for idle in steps(history, "unilateral.idle"):
            position = next(p for p in history.positions if p.fund == idle.about[0] and p.instrument == "stage_equity")
            days = {s.day for s in history.story if s.about == idle.about and s.what.startswith("leave.")}
            due, end = start + timedelta(idle.day), position.exit_day if position.exit_day >= 0 else history.horizon
            expected = set()
            while (due - start).days <= end:
                expected.add((due - start).days)
                due = anniversary(due)
            assert days == expected
            again += len(days) > 1
            sold += len(days) > 1 and position.route in ("first_refusal", "secondary")
    assert again >= 3
    assert sold >= 1  # worth nothing in its first year, worth something later


def test_a_breach_can_be_left_at_the_appraised_value() -> None:
    """210号 art. 21. An auction's floor of the whole appraised value, on the same day, says what that is."""
    breach = (
        EQUITY + "duty.early_share=1.0", EQUITY + "duty.breach=leave", EQUITY + "duty.test_years=2.0", BROKE,
        EQUITY + "at_deadline.floor=share_of_appraised", EQUITY + "at_deadline.floor_share=1.0",
    )  # fmt: skip
    compared = apart = 0
    for replication in range(12):
        formula, appraised = run(replication, *breach), run(replication, *breach, EQUITY + "duty.price=appraised")
        floors = {(s.about, s.day): s.facts["floor_fen"] for s in steps(appraised, "leave.auction")}
        asked = {(s.about, s.day): s.facts["strike_fen"] for s in steps(formula, "leave.offered")}
        for step in steps(appraised, "leave.offered"):
            assert step.facts["strike_fen"] == pytest.approx(float(floors[step.about, step.day]), abs=1)
            compared += 1
            apart += step.facts["strike_fen"] != asked.get((step.about, step.day))
    assert compared >= 3
    assert apart >= 3


# ---- what a put leaves to the partners ------------------------------------------------------------------------


def test_after_a_put_the_loss_reserve_pays_partners_for_what_is_still_theirs() -> None:
    """Of a draw the manager gets its commitment over its own and seven tenths of the private one."""
    put = EQUITY + "put."
    sets = (
        "policy.budget.yearly=[80e6, 80e6]", "policy.budget.stage_equity_share=0.5",
        "policy.budget.co_investment_share=0.0", "policy.budget.risk_subsidy_share=0.5",
        put + "enabled=true", put + "max_share=0.3", put + "cost_share=1.0", put + "from_year=1.0",
        put + "to_year=5.0", EQUITY + "option.enabled=false", EQUITY + "at_deadline.rule=hold_to_term",
    )  # fmt: skip
    seen = 0
    for replication in range(10):
        history = simulate(village(*sets), replication, tell=True)
        sold = {s.about[0]: s.day for s in steps(history, "put.considered") if s.facts["sold"]}
        for fund in [one for one in history.funds if one.name in sold]:
            draws = [r for r in rows(history, fund.name, "subsidy_draw") if r[0] > sold[fund.name]]
            if not draws:
                continue
            manager = sum(one[1] for one in draws if one[2].startswith("manager"))
            share = fund.manager_fen / (fund.manager_fen + 0.7 * fund.private_fen)
            assert manager == pytest.approx(share * sum(one[1] for one in draws), abs=len(draws) + 1)
            seen += 1
    assert seen >= 2
