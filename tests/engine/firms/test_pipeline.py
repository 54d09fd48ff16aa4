"""From achievement to company: the approval line, one chance to convert, the one-year clock, landing (D5)."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from sim.economy.streams import Draws
from sim.engine.reference import simulate
from sim.ledger.history import NEVER, Achievement, History
from sim.scenario.economy_schema import OWNERS
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parents[2] / "village.toml"
START = date(2011, 3, 15)
EIGHT_MILLION_FEN = 800_000_000
INSTITUTIONS = (OWNERS.index("university"), OWNERS.index("institute"))
PRIVATE_FIRM = OWNERS.index("private_firm")
ARRIVALS = ("economy.pipeline.disclosures_per_year=40.0", "economy.pipeline.arrival_years=4")


def village(*sets: str) -> Scenario:
    return load(VILLAGE, settings=sets)


def evaluated(history: History) -> list[Achievement]:
    return [a for a in history.achievements if a.evaluated != NEVER]


def a_year_after(day: int) -> int:
    """The same day of the month a year later, the 28th of February for the 29th; days since the start."""
    completed = START + timedelta(days=day)
    day_of_month = 28 if (completed.month, completed.day) == (2, 29) else completed.day
    return (date(completed.year + 1, completed.month, day_of_month) - START).days


def test_institutions_ask_for_approval_at_eight_million_and_nobody_does_below() -> None:
    above = below = 0
    for replication in range(2):
        for a in evaluated(simulate(village("policy.institutions.takeover_month=0"), replication)):
            if a.appraised_fen < EIGHT_MILLION_FEN:
                assert not a.needs_approval
                assert a.approval_opened == NEVER
                below += 1
            elif a.owner in INSTITUTIONS:
                assert a.needs_approval
                assert a.evaluated < a.approval_opened < a.decided
                above += 1
    assert above >= 10
    assert below >= 10


def test_the_line_itself_needs_approval_and_a_fen_below_it_does_not() -> None:
    one = next(a for a in evaluated(simulate(village(), 0)) if a.owner in INSTITUTIONS)
    for fen_above, needed in ((0, True), (1, False)):
        line = (one.appraised_fen + fen_above) / 100
        history = simulate(village(f"policy.institutions.approval_line={line!r}"), 0)
        same = next(a for a in history.achievements if a.slot == one.slot)
        assert same.appraised_fen == one.appraised_fen
        assert same.needs_approval is needed


def test_a_single_approver_takes_one_result_at_a_time_in_order_of_request() -> None:
    sets = ("policy.institutions.approvers=1", "policy.institutions.takeover_month=0")
    queued = [a for a in simulate(village(*sets), 0).achievements if a.approval_opened != NEVER]
    queued.sort(key=lambda a: (a.approval_opened, a.slot))
    decided = [a.decided for a in queued if a.decided != NEVER]
    assert len(decided) >= 8
    assert all(earlier < later for earlier, later in pairwise(decided))
    assert all(a.decided == NEVER for a in queued[len(decided) :])


@pytest.mark.parametrize("takeover_share", [0.0, 1.0])
def test_whether_a_result_converts_is_drawn_once_and_never_twice(takeover_share: float) -> None:
    scenario = village(f"economy.pipeline.takeover_share={takeover_share}", "economy.pipeline.conversion=0.5")
    draws, keyed, read = Draws(scenario.seed, 3), Draws(scenario.seed, 3).stream("conversion"), Counter[int]()

    def counted(entity: int, ordinal: int) -> float:
        read[entity] += 1
        return keyed.u(entity, ordinal)

    draws.override("conversion", counted)
    history = simulate(scenario, 3, draws=draws)
    assert len(read) >= 50
    assert set(read.values()) == {1}
    for a in history.achievements:
        assert (a.converted != NEVER) == (a.slot in read and keyed.u(a.slot) < 0.5)


def test_a_result_whose_agreement_failed_is_not_taken_over() -> None:
    history = simulate(village("economy.pipeline.conversion=0.0", "economy.pipeline.takeover_share=1.0"), 0, tell=True)
    shelved = {step.about[0]: step.day for step in history.story if step.what == "achievement.shelved"}
    assert not history.companies
    before_the_clock = 0
    for a in history.achievements:
        day = shelved.get(f"achievement {a.slot}", NEVER)
        if NEVER < day <= a_year_after(a.completed):
            assert a.taken_over == NEVER
            before_the_clock += 1
    assert before_the_clock >= 5


def test_inventors_take_over_on_the_same_day_a_year_after_completion_and_never_from_a_private_firm() -> None:
    """Nobody agrees within the year; a result evaluated after its year is taken over the day after."""
    sets = ("economy.pipeline.negotiation_median_months=600.0", "economy.pipeline.takeover_share=1.0", *ARRIVALS)
    on_the_day = firms = 0
    for a in evaluated(simulate(village(*sets), 0)):
        if a.owner == PRIVATE_FIRM:
            assert a.taken_over == NEVER
            firms += 1
        else:
            assert a.taken_over == max(a_year_after(a.completed), a.evaluated + 1)
            on_the_day += a.taken_over == a_year_after(a.completed)
    assert on_the_day >= 50
    assert firms >= 10


def test_what_has_become_a_company_is_not_taken_over() -> None:
    taken = early = 0
    for a in evaluated(simulate(village("economy.pipeline.takeover_share=1.0", "economy.pipeline.conversion=1.0"), 1)):
        if a.taken_over == NEVER:
            if a.owner != PRIVATE_FIRM:
                assert NEVER < a.converted <= a_year_after(a.completed)
                early += 1
        else:
            assert a.converted == NEVER or a.converted > a.taken_over
            taken += 1
    assert taken >= 10
    assert early >= 5


def test_without_a_clock_nobody_takes_over() -> None:
    history = simulate(village("policy.institutions.takeover_month=0", "economy.pipeline.takeover_share=1.0"), 0)
    assert all(a.taken_over == NEVER for a in history.achievements)


def test_a_company_lands_in_the_city_by_its_own_draw_whatever_the_policy() -> None:
    scenario = village("economy.pipeline.local_share=0.6")
    keyed = Draws(scenario.seed, 0).stream("landing")
    without = load(VILLAGE, settings=("economy.pipeline.local_share=0.6",), policy="no-guidance-fund")
    for history in (simulate(scenario, 0), simulate(without, 0)):
        assert len(history.companies) >= 30
        assert {c.local for c in history.companies} == {True, False}
        assert all(c.local == (keyed.u(c.slot) < 0.6) for c in history.companies)


def test_companies_are_founded_on_the_day_of_conversion_and_by_nothing_else() -> None:
    history = simulate(village(*ARRIVALS), 0)
    converted = {a.slot: a.converted for a in history.achievements if a.converted != NEVER}
    assert {c.slot: c.founded for c in history.companies} == converted
    assert len(converted) >= 80
