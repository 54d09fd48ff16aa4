"""A short part of the long run ``python -m tests.fuzz.calendars``, the same in every run."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from sim.engine import codes, reference
from sim.engine.build import build
from sim.engine.cache import has_compiler
from sim.engine.faults import EngineError
from sim.ledger.history import History
from sim.scenario.scenario_schema import Scenario
from tests.engine import checked_rows
from tests.fuzz.calendars import QUIET, Simulate, difference, least, way
from tests.fuzz.worlds import World, worlds

short = settings(QUIET, derandomize=True, max_examples=25)


@short
@given(worlds())
def test_random_worlds_keep_numbers_to_their_kinds(world: World) -> None:
    assert not difference(world, checked_rows.simulate), world.command


@pytest.mark.skipif(not has_compiler(), reason="needs numba")
def test_random_worlds_leave_the_same_history_compiled() -> None:
    assert build()
    compiled = way("compiled")

    @short
    @given(worlds())
    def one(world: World) -> None:
        assert not difference(world, compiled), world.command

    one()


def test_a_district_has_no_money_beside_a_city_that_spends_nothing() -> None:
    world = World("linyi-2023-industry", (("policy.budget.stage_equity_share", 0.0),))
    accounts = reference.simulate(world.load(), world.replication).postings.accounts
    assert not [name for name in accounts if name.startswith("district")]
    assert [name for name in accounts if name.startswith("fund")]


def one_more_where_public_money_is_half(scenario: Scenario, replication: int) -> History:
    """A way of running with a fault in one clause."""
    history = reference.simulate(scenario, replication)
    wrong = scenario.policy.stage_equity.share_cap == 0.5
    return replace(history, horizon=history.horizon + 1) if wrong else history


def stops_at(fen: int) -> Simulate:
    """A way of running that gives up."""

    def simulate(scenario: Scenario, replication: int) -> History:
        raise EngineError(codes.OVERDRAWN, 7, fen)

    return simulate


def test_two_ways_that_stop_agree_only_for_one_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World("pari-passu", ())
    assert difference(world, stops_at(5)).startswith("a history against stopped for reason ")
    monkeypatch.setattr(reference, "simulate", stops_at(5))
    assert not difference(world, stops_at(5))
    assert difference(world, stops_at(6))


def test_a_difference_is_told_by_the_least_that_shows_it() -> None:
    world = World("pari-passu", (("economy.fund.fee_rate", 0.02), ("policy.stage_equity.share_cap", 0.5)))

    def differs(one: World) -> str:
        return difference(one, one_more_where_public_money_is_half)

    assert differs(world) == "other horizon"
    assert least(world, differs).settings == world.settings[1:]
    assert not differs(replace(world, settings=()))
