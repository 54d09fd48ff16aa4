"""A world that runs before the start: what is there on day 0, and what the years before it leave as it is."""

from functools import cache
from itertools import pairwise

import pytest

from sim.economy.streams import Draws
from sim.engine.given import given
from sim.engine.pipeline import SLOTS_A_CELL
from sim.engine.reference import simulate
from sim.ledger.history import NEVER, Achievement, Fund, History
from sim.ledger.vocabulary import PUBLIC_MONEY
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from sim.scenario.policy_schema import Policy
from sim.scenario.scenario_schema import Scenario
from sim.scenario.shipped import shipped_names
from tests.engine.worlds import OTHERS, VILLAGE

YEARS, SLOTS, ARRIVAL_YEARS = 5, 6, 3  # of the warm-up, and of the village's managers in this case
CASE = OTHERS["a world that is already there"][1:]
FIRST = -365 * YEARS


@cache
def scenario(years: int, policy: str | None = None) -> Scenario:
    return load(VILLAGE, policy=policy, settings=(f"warm_up_years={years}", *CASE))


@cache
def run(years: int, policy: str | None = None, replication: int = 0) -> History:
    return simulate(scenario(years, policy), replication, tell=True)


def drawn(one: Achievement) -> tuple[object, ...]:
    """What chance alone makes of an achievement."""
    found = one.discovered - one.completed if one.discovered != NEVER else None
    return one.slot, one.sector, one.owner, one.appraised_fen, one.quality, one.completed, found


@pytest.mark.parametrize("replication", range(3))
def test_no_draw_after_the_start_depends_on_the_years_before_it(replication: int) -> None:
    cold, warm = (run(years, "no-guidance-fund", replication) for years in (0, YEARS))
    arrived = [drawn(one) for one in cold.achievements if one.slot >= 8 * SLOTS_A_CELL]  # behind the shelf
    assert len(arrived) > 50
    assert [drawn(one) for one in warm.achievements if one.completed >= 0] == arrived
    firsts = [(one.manager, one.skill, one.target_fen, one.marketed) for one in cold.funds if one.number == 0]
    found = [(one.manager, one.skill, one.target_fen, one.marketed) for one in warm.funds if one.number == 0]
    assert len(firsts) == SLOTS
    assert [one for one in found if one[0] < SLOTS] == firsts


def test_tables_of_years_and_months_are_the_same_from_the_start_on() -> None:
    cold, warm = (given(scenario(years), Draws(7, 3)).rows for years in (0, YEARS))
    assert warm["years"][YEARS:] == cold["years"]
    assert warm["cycle"][YEARS:] == cold["cycle"]  # from 2006 on, not from 2011
    assert [month for month in warm["months"] if month["day"] > 0] == cold["months"]
    assert all(0 < later["day"] - one["day"] <= 31 for one, later in pairwise(warm["months"]))
    assert FIRST < warm["months"][0]["day"] <= FIRST + 31


def test_the_shelf_stands_on_the_first_day_and_results_arrive_at_the_first_year_s_rate() -> None:
    shelf = [one.completed for one in run(YEARS).achievements if one.slot < 8 * SLOTS_A_CELL]
    assert shelf == [FIRST] * 60
    last = max(one.slot for one in run(YEARS).achievements if one.completed >= 0)
    every = (one for replication in range(20) for one in run(YEARS, None, replication).achievements)
    early = [one for one in every if one.completed < 0 and one.slot >= 8 * SLOTS_A_CELL]
    assert min(one.slot for one in early) > last
    each = [sum(one.completed // 365 == -year for one in early) / 20 for year in range(1, YEARS + 1)]
    assert each == pytest.approx([30.0] * YEARS, abs=6.0)  # a mean of 20 draws of deviation 6 and more


def test_managers_come_before_the_start_at_the_rate_of_those_after_it() -> None:
    early: list[Fund] = []
    for replication in range(20):
        firsts = [one for one in run(YEARS, None, replication).funds if one.number == 0]
        before = [one for one in firsts if one.marketed < 0]
        assert sorted(one.manager for one in before) == list(range(SLOTS, SLOTS + round(SLOTS * YEARS / ARRIVAL_YEARS)))
        early += before
    days = [one.marketed for one in early]
    assert min(days) >= FIRST
    assert sum(days) / len(days) == pytest.approx(FIRST / 2, abs=120)  # 200 uniform days: deviation of the mean 37


def test_funds_marketed_before_the_start_never_apply_and_public_money_moves_from_day_0_on() -> None:
    later = 0
    for replication in range(5):
        history = run(YEARS, None, replication)
        early = [one for one in history.funds if one.marketed < 0]
        assert {(one.applied, one.approved, one.public_fen) for one in early} == {(NEVER, NEVER, 0)}
        later += sum(one.applied != NEVER for one in history.funds if one.manager >= SLOTS and one.marketed >= 0)
        postings = history.postings
        public = [name.startswith(PUBLIC_MONEY) for name in postings.accounts]
        days = [row["day"] for row in postings.rows if public[row["debit"]] or public[row["credit"]]]
        assert min(days) >= 0
        assert all(one.day >= 0 for one in history.levels)
        assert postings.rows["day"].min() < 0
    assert later  # their managers may, with their next fund


def test_on_day_0_companies_look_for_money_and_funds_are_there() -> None:
    history = run(YEARS)
    at_work = [one for one in history.funds if NEVER < one.set_up < 0 and (one.ended == NEVER or one.ended > 0)]
    open_now = [one for one in history.companies if one.founded < 0 and (one.ended == NEVER or one.ended > 0)]
    assert len(at_work) > 3
    assert len(open_now) > 10
    assert {one.day for one in history.rounds if one.company in {c.slot for c in open_now}} & set(range(0, 400))


def test_counters_count_from_the_start_on() -> None:
    history = run(YEARS)
    opened = [step.day for step in history.story if step.what == "company.round_opened"]
    counted = sum(n for name, n in history.counters.items() if name.startswith("rounds_opened"))
    assert min(opened) < 0
    assert counted == sum(day >= 0 for day in opened)


def test_what_a_warm_up_cannot_be_is_refused() -> None:
    for wrong, words in (("11", "10"), ("-1", "0"), ("2.5", "whole")):
        with pytest.raises(BadInput, match="warm_up_years") as refused:
            load(VILLAGE, settings=(f"warm_up_years={wrong}",))
        assert words in str(refused.value)
    with pytest.raises(BadInput, match=r"warm_up_years: 10 .* managers before the start"):
        load(
            VILLAGE, settings=("warm_up_years=10", "economy.managers.slots=2000", "economy.managers.arrival_years=0.01")
        )


@pytest.mark.parametrize("policy", [name for name in shipped_names("policy") if name != "no-guidance-fund"])
def test_the_past_is_the_same_under_every_rule_book(policy: str) -> None:
    """What a comparison calls additional may not come from before the money."""
    # A book that speaks of articles has none of them in its past, one that does not has the institutions of today.
    speaks = scenario(YEARS, policy).policy.articles != Policy().articles
    past, other = (pasts(run(YEARS, name)) for name in ("before-opinion" if speaks else "no-guidance-fund", policy))
    assert len(past) > 100
    assert other == past


def pasts(history: History) -> list[tuple[int, int, str, str, str, str]]:
    """The postings from before the start, in words."""
    p = history.postings
    return [
        (
            int(row["day"]),
            int(row["fen"]),
            p.kinds[row["kind"]],
            p.accounts[row["debit"]],
            p.accounts[row["credit"]],
            p.entities[row["entity"]],
        )
        for row in p.rows[p.rows["day"] < 0]
    ]
