"""The duty that comes with public money (政策投资任务、返投), how it bites, and what follows its breach."""

from functools import cache
from pathlib import Path

import pytest

from sim.engine.reference import simulate
from sim.ledger.history import Fund, History
from sim.measures.reduce import reduce_history
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parents[2] / "village.toml"
DUTY = "policy.stage_equity.duty."
MONEY = (
    "policy.budget.yearly=[60e6, 60e6]",
    "policy.budget.stage_equity_share=1.0",
    "policy.budget.co_investment_share=0.0",
    "policy.budget.risk_subsidy_share=0.0",
    "economy.pipeline.local_share=0.5",
)


@cache
def village(*sets: str) -> Scenario:
    return load(VILLAGE, settings=(*MONEY, *sets))


@cache
def run(replication: int, *sets: str) -> History:
    return simulate(village(*sets), replication, tell=True)


def digest(replication: int, *sets: str) -> str:
    return run(replication, *sets).postings.digest().hex()


def sub_funds(history: History) -> list[Fund]:
    return [fund for fund in history.funds if fund.public_fen]


def local_share(*sets: str) -> float:
    """Local part of all that sub-funds invested in twelve replications on the same draws."""
    funds = [fund for replication in range(12) for fund in sub_funds(run(replication, *sets))]
    return sum(fund.local_fen for fund in funds) / sum(fund.invested_fen for fund in funds)


@pytest.mark.parametrize(
    "sets",
    [
        (DUTY + "breach=leave", DUTY + "test_years=3.0", DUTY + "counting=manager"),
        (DUTY + "local_weights=[2.0, 1.5, 1.0, 1.0, 1.0]",),
        (DUTY + "local_multiple=0.001", DUTY + "breach=leave"),  # a duty that nobody notices
    ],
)
def test_a_duty_of_nothing_changes_nothing_to_the_fen(sets: tuple[str, ...]) -> None:
    assert digest(1, *sets) == digest(1)


def test_local_investment_rises_with_the_required_multiple_on_the_same_draws() -> None:
    shares = [local_share(DUTY + f"local_multiple={multiple}") for multiple in (0.0, 2.0, 3.0, 4.0)]
    assert shares == sorted(shares)
    assert shares[-1] > shares[0] + 0.05


def test_a_higher_early_quota_and_multiple_raise_early_investment() -> None:
    def early(*sets: str) -> float:
        funds = [fund for replication in range(12) for fund in sub_funds(run(replication, *sets))]
        return sum(fund.early_fen for fund in funds) / sum(fund.invested_fen for fund in funds)

    assert early(DUTY + "early_share=0.9") > early()
    assert early(DUTY + "multiple=4.0") > early()


def test_a_fund_without_public_money_owes_nothing() -> None:
    sets = (DUTY + "local_multiple=4.0",)
    for replication in range(6):
        history = run(replication, *sets)
        private = {fund.name for fund in history.funds if not fund.public_fen}
        passed = [s.about[1] for s in history.story if s.what == "duty.passed_over"]
        assert not private & set(passed)
        assert all(fund.duty_tested < 0 for fund in history.funds if fund.name in private)


def test_the_test_compares_local_money_with_public_money_paid_in() -> None:
    sets = (DUTY + "local_multiple=4.0", DUTY + "test_years=2.0", "economy.exercise.liquid=0.0")
    verdicts = {True: 0, False: 0}
    for replication in range(8):
        history = run(replication, *sets)
        p = history.postings
        for fund in [one for one in sub_funds(history) if one.duty_tested >= 0]:
            public = local = 0
            for row in p.rows[p.rows["day"] <= fund.duty_tested]:
                payer = p.accounts[row["credit"]]
                if p.kinds[row["kind"]] == "capital_call" and p.entities[row["entity"]] == fund.name:
                    public += int(row["fen"]) * payer.startswith("guidance_fund.")
                if p.kinds[row["kind"]] == "investment" and payer == f"{fund.name}:cash":
                    slot = int(p.entities[row["entity"]].removeprefix("company "))
                    local += int(row["fen"]) * next(c.local for c in history.companies if c.slot == slot)
            assert fund.duty_kept == (local >= 4.0 * public)
            verdicts[fund.duty_kept] += 1
    assert min(verdicts.values()) >= 2


def test_a_breach_leads_to_the_sale_at_the_formula_price_or_to_the_best_bid() -> None:
    sets = (DUTY + "local_multiple=6.0", DUTY + "test_years=2.0", DUTY + "breach=leave", "economy.exercise.liquid=1.0")
    sets = (*sets, "policy.stage_equity.at_deadline.floor=none")
    left = 0
    for replication in range(8):
        history = run(replication, *sets)
        position = {p.fund: p for p in history.positions if p.instrument == "stage_equity"}
        broken = {s.about[0]: s.day for s in history.story if s.what == "duty.broken"}
        for fund, day in broken.items():
            asked = [s for s in history.story if s.about == (fund,) and s.day == day and s.what.startswith("leave.")]
            assert asked[0].what == "leave.offered"
            gone = bool(asked[0].facts["decided"]) or bool(asked[-1].facts.get("sold"))
            assert (position[fund].exit_day == day) == gone
            assert asked[0].facts["decided"] == int(position[fund].route == "first_refusal" and gone)
            left += gone
    assert left >= 4
    kept_on = [run(r, *(one for one in sets if not one.startswith(DUTY + "breach"))) for r in range(3)]
    assert not [s for history in kept_on for s in history.story if s.what.startswith("leave.")]


def test_without_an_option_the_partners_pay_unreturned_cost() -> None:
    sets = (
        DUTY + "local_multiple=9.0", DUTY + "test_years=2.0", DUTY + "breach=leave",
        "policy.stage_equity.option.enabled=false", "economy.exercise.liquid=0.0",
    )  # fmt: skip
    checked = 0
    for replication in range(6):
        history = run(replication, *sets)
        p = history.postings
        tested = {(fund.name, fund.duty_tested) for fund in history.funds}
        for step in [s for s in history.story if s.what == "leave.offered" and (s.about[0], s.day) in tested]:
            cost = 0
            for row in p.rows[p.rows["day"] <= step.day]:
                if p.entities[row["entity"]] != step.about[0] or p.kinds[row["kind"]] not in (
                    "capital_call",
                    "distribution",
                ):
                    continue
                cost += int(row["fen"]) * p.accounts[row["credit"]].startswith("guidance_fund.")
                cost -= int(row["fen"]) * p.accounts[row["debit"]].startswith("guidance_fund.")
            if cost > 0:
                assert step.facts["strike_fen"] == pytest.approx(cost, abs=2)
                checked += 1
    assert checked >= 3


def test_counting_weights_make_the_same_investments_count_for_more() -> None:
    """Linyi: a yuan counted twice halves the money the duty asks for, so fewer deals elsewhere are passed over."""

    def passed(*sets: str) -> int:
        return sum(run(r, DUTY + "local_multiple=4.0", *sets).counters.get("duty_passed_over", 0) for r in range(6))

    assert passed(DUTY + "local_weights=[2.0, 2.0, 2.0, 2.0, 2.0]") < passed()


def test_the_managers_other_funds_can_keep_the_duty_for_it() -> None:
    """Known gaming: with counting by manager a private fund's local deals serve the public one's duty."""
    sets = (DUTY + "local_multiple=6.0", "economy.managers.funds_each=2", "economy.managers.next_fund_months=6.0")
    own = [run(r, *sets) for r in range(6)]
    all_funds = [run(r, *sets, DUTY + "counting=manager") for r in range(6)]

    def kept(histories: list[History]) -> int:
        return sum(fund.duty_kept for history in histories for fund in history.funds)

    assert kept(all_funds) > kept(own)


def test_the_measures_count_kept_duties_and_local_money_per_public_yuan() -> None:
    sets = (DUTY + "local_multiple=3.0",)
    history = run(2, *sets)
    reduced = reduce_history(history, village(*sets))
    tested = [fund for fund in history.funds if fund.duty_tested >= 0]
    assert reduced.parts["sub_fund.duty_kept"] == (sum(fund.duty_kept for fund in tested), len(tested))
    local, public = reduced.parts["sub_fund.local_multiple"]
    assert local == sum(fund.local_fen for fund in sub_funds(history))
    assert public == sum(p.cost_fen for p in history.positions if p.instrument == "stage_equity")


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        (DUTY + "local_weights=[1.0, 2.0]", "must have 5, one per stage"),
        ("policy.stage_equity.put.enabled=true", "nothing to sell"),
        ("policy.stage_equity.option.schedule=[{from_year=3.0, to_year=2.0}]", "must end after it begins"),
        ("policy.stage_equity.option.schedule=[{to_year=0.0}, {from_year=3.0}]", "only the last may leave to_year out"),
        ("policy.stage_equity.option.schedule=[{to_year=4.0}, {from_year=3.0}]", "must follow it"),
    ],
)
def test_terms_that_contradict_each_other_are_refused(setting: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        load(VILLAGE, settings=[setting])
