"""How far results came and what became of their companies, on histories written by hand; classes by year."""

from typing import Any

import pytest

from sim.ledger.history import NEVER, Achievement, Company, Operated
from sim.measures.landing import CAUSES, causes_of, landing, sector_hhi
from sim.measures.reduce import reduce_history
from tests.measures.conftest import ByHand
from tests.measures.test_city_measures import counted
from tests.villages import run, village

MAY_LEAVE = "economy.leaving.rate=0.01"
HORIZON, BEYOND = 3650, 3651


def result(slot: int, **reached: Any) -> Achievement:
    return Achievement(slot, 0, 0, 10**8, 0.0, completed=reached.pop("completed", 0), **reached)


def firm(slot: int, sector: int = 0, *, local: bool = True, until: int = BEYOND, left: int = NEVER) -> Company:
    return Company(slot, sector, local=local, founded=400, operates_until=until, left=left)


def city(*settings: str) -> ByHand:
    """Eight results: one after the horizon, one hidden, one in a queue, one shelved, four whose company is founded.

    Of these one was taken over and its company has left, one is elsewhere, one is still there and one has ended.
    """
    hand = ByHand(village(MAY_LEAVE, *settings), HORIZON)
    done = {"discovered": 100, "evaluated": 200, "converted": 400}
    hand.lists["achievements"] = [
        result(0, completed=HORIZON + 1),
        result(1),
        result(2, discovered=100, evaluated=200),
        result(3, discovered=100, evaluated=200, decided=300),
        result(4, **done, taken_over=366, local=True),
        result(5, **done, decided=300, local=False),
        result(6, **done, decided=300, local=True),
        result(7, **done, decided=300, local=True),
    ]
    hand.lists["companies"] = [
        firm(4, left=900, until=1200),
        firm(5, local=False),
        firm(6, sector=3),
        firm(7, until=HORIZON),
    ]
    return hand


def test_every_step_is_a_part_of_the_one_before_and_fates_are_of_the_landed() -> None:
    found = landing(city().history())
    assert [found[step] for step in ("disclosed", "discovered", "decided", "converted")] == [7, 6, 5, 4]
    assert (found["landed"], found["elsewhere"]) == (3, 1)
    assert (found["here"], found["ended"], found["left"]) == (1, 1, 1)


def test_who_left_and_ended_later_has_left() -> None:
    assert landing(city().history())["ended"] == 1


def test_companies_of_other_results_are_in_no_count() -> None:
    """Slot 9 is a result of before the start, which measures do not count."""
    hand = city()
    hand.lists["companies"].append(firm(9))
    assert landing(hand.history())["here"] == 1


def test_the_measure_is_what_is_still_there_and_none_where_nobody_can_leave(hand: Any) -> None:
    reduced = city().reduce()
    assert reduced.values["city.still_here"] == 1
    assert reduced.landing["disclosed"] == 7
    assert (hand.reduce().values["city.still_here"], hand.reduce().landing) == (None, {})


def test_concentration_is_the_sum_of_squared_shares_of_who_is_still_in_the_city() -> None:
    """Three of one industry, one of another: (3/4)² + (1/4)² = .625; those elsewhere, gone or ended are in neither."""
    hand = city()
    assert sector_hhi(hand.history()) == 1.0
    hand.lists["companies"] += [firm(10, sector=3), firm(11, sector=3), firm(12, sector=5)]
    assert sector_hhi(hand.history()) == pytest.approx(0.625)
    hand.lists["companies"] = [firm(5, local=False), firm(7, until=HORIZON)]
    assert sector_hhi(hand.history()) is None


def test_classes_are_counted_by_year_of_all_companies() -> None:
    """On the second of three days one company sells 200 m and another, not in the city, 1 bn."""
    yearly = counted().reduce().yearly
    assert yearly["revenue_100m"].tolist() == [0, 2, 0]
    assert yearly["revenue_1bn"].tolist() == [0, 1, 0]
    assert yearly["revenue_10bn"].tolist() == [0, 0, 0]


def test_gazelles_are_counted_in_the_year_to_which_they_grew() -> None:
    """From 10 m of sales on by 20 %: 9 to 10.8 m and 10 to 12 m do, 10 to 11.9 m does not; nobody in a first year."""
    hand = counted()
    growth = {1: (9, 10.8), 2: (10, 12), 3: (10, 11.9)}
    hand.lists["operated"] = [
        Operated(slot, day, round(million * 1e8), 1, True)
        for slot, pair in growth.items()
        for day, million in zip((91, 456), pair, strict=True)
    ]
    assert hand.reduce().yearly["gazelles"].tolist() == [0, 2, 0]


def test_each_disclosed_result_has_one_cause_and_each_landed_company_one_fate() -> None:
    """Eleven results, of which the first is completed after the horizon; the three landed as in ``city``."""
    hand = city()
    given = [
        "not_discovered",
        "not_discovered",
        "waiting",
        "agreement_failed",
        "landed",
        "elsewhere",
        "landed",
        "landed",
    ]
    for one, cause in zip(hand.lists["achievements"], given, strict=True):
        one.cause = cause
    hand.lists["achievements"] += [
        result(8, discovered=100, screened=200, cause="screened_out"),
        result(9, discovered=100, refused=300, cause="refused"),
        result(10, discovered=100, decided=300, cause="delay_failed"),
    ]
    found = causes_of(hand.history())
    assert found == {
        "not_discovered": 1, "waiting": 1, "screened_out": 1, "refused": 1, "agreement_failed": 1, "delay_failed": 1,
        "elsewhere": 1, "landed": 3, "here": 1, "ended": 1, "left": 1,
    }  # fmt: skip
    assert sum(found[cause] for cause in CAUSES) == landing(hand.history())["disclosed"] == 10
    assert hand.reduce().causes == found


def test_in_a_village_all_counts_add_up() -> None:
    sets = ("economy.leaving.rate=0.2", "horizon_years=12")
    reduced = reduce_history(run(0, *sets), village(*sets))
    one = reduced.landing
    assert one["disclosed"] >= one["discovered"] >= one["decided"] >= one["converted"] > 0
    assert one["landed"] + one["elsewhere"] == one["converted"]
    assert one["here"] + one["ended"] + one["left"] == one["landed"]
    assert one["left"] > 0
    assert reduced.values["city.still_here"] == one["here"]
    why = reduced.causes
    assert sum(why[cause] for cause in CAUSES) == one["disclosed"]
    assert why["not_discovered"] == one["disclosed"] - one["discovered"]
    assert {name: why[name] for name in ("landed", "elsewhere", "here", "ended", "left")}.items() <= one.items()
