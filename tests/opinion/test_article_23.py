"""Roadshows: more private money, outsiders ready for later rounds, foundings drawn in; and companies drawn away."""

import math

import pytest

from sim.economy import laws
from sim.ledger.history import NEVER
from sim.measures.reduce import reduce_history
from tests.opinion.companies import LEAVING, RATE, companies, crowd, first_leave, history, rounds
from tests.opinion.small import REPLICATIONS, uniform
from tests.villages import run, village

SHOW = "policy.outside_capital.roadshows=1.0"
READY = (SHOW, "economy.response.roadshow_on_ready=0.1")
VERY_READY = (SHOW, "economy.response.roadshow_on_ready=2.0")
LAND = (SHOW, "economy.response.roadshow_on_landing=0.1")
PULL = (SHOW, "economy.response.outside_pull=0.2")
FILL = (SHOW, "economy.response.roadshow_on_fill=0.3")
OPEN = ("policy.partners.lp_open=0.3",)
POOL = "economy.private.pool=[150e6, 100e6, 100e6]"
MANY = ("economy.managers.slots=20", "economy.pipeline.shelf=20")
ELASTICITIES = (0.0, 0.5, 1.0)


def test_a_chance_of_three_tenths_moves_to_321() -> None:
    assert laws.moved_odds(0.30, 0.1) == pytest.approx(0.321, abs=5e-4)


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_outsiders_stand_ready_for_more_rounds_after_the_first_by_their_own_draws(replication: int) -> None:
    scenario = crowd(*VERY_READY)
    plain, found = rounds(history(crowd(), replication)), rounds(history(scenario, replication))
    assert {key for key in plain if key[1] == 0} == {key for key in found if key[1] == 0}
    assert set(plain) < set(found)
    ready = scenario.economy.rounds.outside_ready
    for slot, stage in found:
        share = laws.moved_odds(ready[stage], 2.0) if stage > 0 else ready[stage]
        u = uniform(scenario, replication, "outside_ready", slot, stage)
        assert u < share
        assert ((slot, stage) in plain) <= (u < ready[stage])


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_roadshows_draw_foundings_into_the_city_and_lose_none(replication: int) -> None:
    scenario = crowd(*LAND)
    landed = [{slot for slot, one in companies(history(crowd(*sets), replication)).items() if one.local}
              for sets in ((), LAND)]  # fmt: skip
    share = laws.moved_odds(scenario.economy.pipeline.local_share, 0.1)
    all_slots = companies(history(scenario, replication))
    assert landed[0] <= landed[1]
    assert landed[1] == {slot for slot in all_slots if uniform(scenario, replication, "landing", slot) < share}


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_outside_investors_draw_away_companies_whose_round_they_led_and_no_others(replication: int) -> None:
    """All rounds here are theirs: from the first on the hazard is e^.2 of what it was."""
    scenario = crowd(*PULL, base=LEAVING)
    found = history(scenario, replication)
    days, first = tuple(found.programme_days), {slot: one.day for (slot, k), one in rounds(found).items() if k == 0}
    for one in found.companies:
        led = first.get(one.slot, 10**9)
        chances = {y: 1.0 - math.exp(-RATE * (math.exp(0.2) if led <= day else 1.0)) for y, day in enumerate(days)}
        assert one.left == first_leave(scenario, replication, one, days, chances)


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_angels_are_no_outsiders_who_draw_companies_away(replication: int) -> None:
    """Where angels pay whole seed rounds the hazard is the plain one until outsiders lead a round."""
    angels = ("policy.angels.pool_per_year=1e9", "policy.angels.ticket=1e8", "policy.angels.chance=1.0")
    scenario = crowd(*PULL, *angels, base=LEAVING)
    found = history(scenario, replication)
    closed = sorted((slot, one.day, one.outside_fen > 0) for (slot, _), one in rounds(found).items())
    assert not all(outside for _, _, outside in closed)
    for one in found.companies:
        own = [(day, outside) for slot, day, outside in closed if slot == one.slot]
        chances = {}
        for year, day in enumerate(found.programme_days):
            pulled = [outside for at, outside in own if at <= day][-1:] == [True]
            chances[year] = 1.0 - math.exp(-RATE * (math.exp(0.2) if pulled else 1.0))
        assert one.left == first_leave(scenario, replication, one, tuple(found.programme_days), chances)


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_fewer_stay_only_where_outsiders_pull(replication: int) -> None:
    strong = (SHOW, "economy.response.outside_pull=1.5")
    kept = {}
    for name, sets in (("off", ()), ("no pull", (SHOW,)), ("pull", strong)):
        scenario = crowd(*sets, base=LEAVING)
        kept[name] = reduce_history(history(scenario, replication), scenario).values["city.kept_10y"] or 0.0
    assert kept["pull"] < kept["off"] == kept["no pull"]
    gone = [{slot for slot, one in companies(history(crowd(*sets, base=LEAVING), replication)).items()
             if one.left != NEVER} for sets in ((), strong)]  # fmt: skip
    assert gone[0] < gone[1]


def private_capital(replication: int, *sets: str) -> float:
    found = reduce_history(run(replication, *MANY, *sets), village(*MANY, *sets))
    return float(found.values["market.private_capital"] or 0.0)


@pytest.mark.parametrize("lever", [FILL, OPEN], ids=["roadshows", "wider partners"])
@pytest.mark.parametrize("elasticity", ELASTICITIES)
def test_more_private_money_comes_whatever_the_elasticity(elasticity: float, lever: tuple[str, ...]) -> None:
    """The pool grows as the answers do, so that the sign holds; paired mean over eight replications."""
    sets = (POOL, f"economy.private.elasticity={elasticity}")
    gains = [private_capital(one, *sets, *lever) - private_capital(one, *sets) for one in range(8)]
    assert sum(gains) > 0


@pytest.mark.parametrize("elasticity", ELASTICITIES)
def test_what_the_first_fund_is_answered_grows_by_the_factor_itself(elasticity: float) -> None:
    """Answer × e^x and pool × e^x: the part of the pool is as it was, so e^x at every elasticity, to the fen."""
    sets = (POOL, f"economy.private.elasticity={elasticity}", "economy.private.fill_median=0.1")
    plain, found = (run(0, *MANY, *sets, *more).attempts for more in ((), OPEN))
    first, other = plain[0], found[0]
    assert (first.fund, first.day) == (other.fund, other.day)
    assert first.private_fen > 0
    assert other.private_fen == pytest.approx(first.private_fen * math.exp(0.3), abs=2)


def test_nobody_answers_to_roadshows_by_default() -> None:
    assert run(0, *MANY, SHOW).postings.digest() == run(0, *MANY).postings.digest()


def test_neither_managers_nor_partners_reckon_with_wider_partners() -> None:
    """Who asks for public money is the same: what a manager expects to raise does not contain it."""
    sets = ("economy.managers.response=1", *MANY)
    plain, found = (run(0, *sets, *more).funds for more in ((), OPEN))
    first = {one.name: one.applied for one in plain if one.number == 0}
    assert first == {one.name: one.applied for one in found if one.number == 0}
