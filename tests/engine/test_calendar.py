"""The order of the day: phase, kind of entity, entity, ordinal; what is planned lies ahead, in a place of its own."""

import pytest

from sim.engine import codes, order
from sim.engine.calendar import at, phase_now
from sim.engine.handlers import HANDLERS
from sim.engine.rows import StoppedError
from sim.engine.state import World
from tests.engine.hand_made import small_world

SEEN, PLANS = codes.DISCOVER, codes.DECIDE  # two things that happen, here with laws of these tests


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Day and number of everything that happens with the code SEEN."""
    seen: list[tuple[int, int]] = []
    monkeypatch.setitem(HANDLERS, SEEN, lambda w, a, b: seen.append((w.clock[0].today, a)))
    return seen


def test_events_of_a_day_happen_by_phase_kind_entity_and_ordinal_whatever_their_order_of_creation(
    log: list[tuple[int, int]],
) -> None:
    wanted = [
        (3, order.CALL, order.FUND, 9, 0),
        (3, order.ROUND, order.COMPANY, 1, 0),
        (3, order.ROUND, order.COMPANY, 1, 1),
        (3, order.ROUND, order.COMPANY, 2, 0),
        (3, order.ROUND, order.FUND, 0, 0),
        (4, order.DATA, order.WORLD, 0, 0),
    ]
    w = small_world(10)
    for number, (day, *place) in reversed(list(enumerate(wanted))):
        at(w, day, *place, SEEN, number, 0)
    w.calendar.run()
    assert log == [(day, number) for number, (day, *_) in enumerate(wanted)]
    assert w.clock[0].events == 6


def test_an_event_in_the_past_of_the_same_day_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(HANDLERS, PLANS, lambda w, a, b: at(w, 2, order.DATA, order.WORLD, 0, 0, SEEN, 0, 0))
    w = small_world(10)
    at(w, 2, order.ROUND, order.COMPANY, 1, 0, PLANS, 0, 0)
    with pytest.raises(StoppedError):
        w.calendar.run()
    assert (w.clock[0].reason, w.clock[0].today) == (codes.PAST, 2)


def test_two_events_in_one_place_of_a_day_are_refused(log: list[tuple[int, int]]) -> None:
    w = small_world(10)
    at(w, 2, order.ROUND, order.COMPANY, 1, 0, SEEN, 1, 0)
    at(w, 3, order.ROUND, order.COMPANY, 1, 0, SEEN, 2, 0)
    at(w, 2, order.ROUND, order.COMPANY, 1, 0, SEEN, 3, 0)
    with pytest.raises(StoppedError):
        w.calendar.run()
    assert (w.clock[0].reason, w.clock[0].fen) == (codes.TWICE, 2)


def test_the_last_day_of_the_horizon_happens_and_the_day_after_does_not(log: list[tuple[int, int]]) -> None:
    w = small_world(5)
    for day in (5, 6):
        at(w, day, order.END, order.WORLD, 0, 0, SEEN, day, 0)
    w.calendar.run()
    assert log == [(5, 5)]


def test_one_thing_leads_to_the_next_of_the_same_day_or_later(monkeypatch: pytest.MonkeyPatch) -> None:
    days: list[tuple[int, int]] = []

    def step(w: World, number: int, _: int) -> None:
        days.append((w.clock[0].today, phase_now(w)))
        if number < 2:
            at(w, (3, 7)[number], order.FEE, order.FUND, 1, number + 1, PLANS, number + 1, 0)

    monkeypatch.setitem(HANDLERS, PLANS, step)
    w = small_world(20)
    at(w, 3, order.FEE, order.FUND, 1, 0, PLANS, 0, 0)
    w.calendar.run()
    assert days == [(3, order.FEE), (3, order.FEE), (7, order.FEE)]
