"""Bases: neighbours of one's industry help to advance, a base draws foundings and holds companies."""

import math

import pytest

from sim.economy import laws
from sim.economy.fates import chance_of_advancing, cluster_gain, log_odds_shift
from sim.economy.streams import Draws
from sim.ledger.history import NEVER, Company
from sim.measures.reduce import reduce_history
from tests.opinion.companies import (
    AT_BASE,
    BASE,
    LEAVING,
    RATE,
    advanced,
    companies,
    crowd,
    first_leave,
    history,
    laws_of,
    rounds,
)
from tests.opinion.small import REPLICATIONS

CLUSTER = (BASE, "economy.response.cluster=0.2")
STRONG = (BASE, "economy.response.cluster=2.0")
DRAWS_FOUNDINGS = (BASE, "economy.response.base_on_landing=0.1")
HOLDS = (BASE, "economy.response.base_on_staying=0.2")


def test_twenty_neighbours_are_worth_the_log_of_two_and_none_nothing() -> None:
    assert cluster_gain(0.05, 20, 20.0) == pytest.approx(0.05 * math.log(2.0))
    assert round(cluster_gain(0.05, 20, 20.0), 4) == 0.0347
    assert cluster_gain(0.05, 0, 20.0) == 0.0


def around(one: Company, day: int, others: dict[int, Company]) -> tuple[int, bool]:
    """Neighbours of a company on a day, by the records; and whether any comes or goes on that very day."""
    same = [other for other in others.values() if other.sector == one.sector and other.local and other != one]
    days = {day_of for other in same for day_of in (other.founded, other.ended, other.left)}
    alive = [other for other in same if other.founded <= day and not NEVER < other.ended <= day]
    return len([other for other in alive if not NEVER < other.left <= day]), day in days


def test_each_round_has_the_chance_that_its_neighbours_of_the_day_give() -> None:
    """Counted anew from the records: founded in the city, of the same industry, not ended, not left, not itself."""
    scenario = crowd(*CLUSTER, base=LEAVING)
    found = history(scenario, 0)
    firms, results = companies(found), {one.slot: one for one in found.achievements}
    terms, seen = scenario.economy.company, set()
    for (slot, stage), one in rounds(found).items():
        firm = firms[slot]
        here = firm.local and not NEVER < firm.left <= one.day
        count, unclear = around(firm, one.day, firms)
        if unclear:
            continue
        shift = log_odds_shift(terms, stage, results[slot].quality, 0.0)
        if here and firm.sector in AT_BASE:
            shift += 0.2 * math.log(1.0 + count / 20.0)
            seen.add(count)
        assert one.advance_chance == pytest.approx(chance_of_advancing(laws_of(scenario)[stage], shift))
    assert len(seen) > 5


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_neighbours_let_more_companies_advance_and_those_of_other_industries_are_none(replication: int) -> None:
    """Without funds a company's rounds are its own: those at no base have the same to the fen."""
    plain, found = (history(crowd(*sets), replication) for sets in ((), STRONG))
    assert advanced(plain) <= advanced(found)
    others = {slot for slot, one in companies(plain).items() if one.sector not in AT_BASE}
    kept = [{key: one for key, one in rounds(these).items() if key[0] in others} for these in (plain, found)]
    assert kept[0] == kept[1]
    assert kept[0]


def test_in_the_mean_more_companies_advance() -> None:
    gains = [len(advanced(history(crowd(*STRONG), one))) - len(advanced(history(crowd(), one))) for one in range(8)]
    assert min(gains) >= 0
    assert sum(gains) > 0


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_a_base_draws_foundings_of_its_industries_only(replication: int) -> None:
    scenario = crowd(*DRAWS_FOUNDINGS)
    keyed = Draws(scenario.seed, replication).stream("landing")
    share = scenario.economy.pipeline.local_share
    for one in history(scenario, replication).companies:
        chance = laws.moved_odds(share, 0.1) if one.sector in AT_BASE else share
        assert one.local == (keyed.u(one.slot) < chance)


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_a_base_holds_companies_of_its_industries(replication: int) -> None:
    """Their hazard is e^-.2 of the others': each leaves on the first programme day on which its draw says so."""
    scenario = crowd(*HOLDS, base=LEAVING)
    found = history(scenario, replication)
    days = tuple(found.programme_days)
    for one in found.companies:
        rate = RATE * math.exp(-0.2) if one.sector in AT_BASE else RATE
        chances = dict.fromkeys(range(len(days)), 1.0 - math.exp(-rate))
        assert one.left == first_leave(scenario, replication, one, days, chances)
    plain = reduce_history(history(crowd(base=LEAVING), replication), scenario).values["city.kept_10y"]
    kept = reduce_history(found, scenario).values["city.kept_10y"]
    assert plain is not None
    assert kept is not None
    assert kept >= plain


def test_nobody_answers_to_a_base_by_default() -> None:
    assert history(crowd(BASE), 0).postings.digest() == history(crowd(), 0).postings.digest()


def test_unknown_industries_are_refused_by_name() -> None:
    with pytest.raises(Exception, match="shipbuilding"):
        crowd('policy.bases.sectors=["shipbuilding"]')
