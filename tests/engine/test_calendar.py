import pytest
import simpy

from sim.clauses.faults import ImpossibleError
from sim.reference import calendar as c
from sim.reference.calendar import Calendar, key


def test_events_of_a_day_run_by_phase_kind_entity_and_ordinal_whatever_their_order_of_creation() -> None:
    calendar, log = Calendar(10), []
    wanted = [
        (3, key(c.CALL, c.FUND, 9)),
        (3, key(c.ROUND, c.COMPANY, 1)),
        (3, key(c.ROUND, c.COMPANY, 1, 1)),
        (3, key(c.ROUND, c.COMPANY, 2)),
        (3, key(c.ROUND, c.FUND, 0)),
        (4, key(c.DATA, c.WORLD, 0)),
    ]
    for day, priority in reversed(wanted):
        calendar.call(day, priority, lambda d, p: log.append((d, p)), day, priority)
    calendar.run()
    assert log == wanted
    assert calendar.events == 6


def test_an_event_in_the_past_of_the_same_day_is_refused() -> None:
    calendar, refused = Calendar(10), []

    def look_back() -> None:
        with pytest.raises(ImpossibleError, match="lies before day 2"):
            calendar.call(2, key(c.DATA, c.WORLD, 0), lambda: None)
        refused.append(True)

    calendar.call(2, key(c.ROUND, c.COMPANY, 1), look_back)
    calendar.run()
    assert refused == [True]


def test_two_events_with_one_day_and_key_are_refused() -> None:
    calendar = Calendar(10)
    calendar.call(2, key(c.ROUND, c.COMPANY, 1), lambda: None)
    with pytest.raises(ImpossibleError, match="two events with one key"):
        calendar.call(2, key(c.ROUND, c.COMPANY, 1), lambda: None)


def test_the_last_day_of_the_horizon_runs_and_the_day_after_does_not() -> None:
    calendar, days = Calendar(5), []
    for day in (5, 6):
        calendar.call(day, key(c.END, c.WORLD, 0), days.append, day)
    calendar.run()
    assert days == [5]


def test_a_process_waits_on_dated_events() -> None:
    calendar, days = Calendar(20), []

    def life() -> "simpy.events.ProcessGenerator":
        for day in (3, 3, 7):
            yield calendar.at(day, key(c.FEE, c.FUND, 1, len(days)))
            days.append((calendar.today, calendar.phase()))

    calendar.env.process(life())
    calendar.run()
    assert days == [(3, c.FEE), (3, c.FEE), (7, c.FEE)]
