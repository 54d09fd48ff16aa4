"""Open laboratories: a round lasts longer, companies advance more often; people who move help institutions' results."""

import pytest

from sim.economy import laws
from sim.economy.fates import chance_of_advancing, log_odds_shift
from sim.measures.reduce import reduce_history
from tests.opinion.companies import advanced, crowd, history, laws_of, rounds
from tests.opinion.small import INSTITUTIONS, REPLICATIONS

CUT = ("policy.open_labs.cost_cut=0.05",)
LABS = ("policy.open_labs.intensity=1.0", "economy.response.labs=0.05")
MOVE = ("policy.open_labs.mobility_rate=0.05", "economy.response.mobility=0.05")
YOUNG = 1


def test_odds_of_657_in_a_thousand_move_to_668() -> None:
    assert laws.moved_odds(0.657, 0.05) == pytest.approx(0.668, abs=5e-4)


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_a_round_of_a_young_company_lasts_for_one_over_ninety_five_parts(replication: int) -> None:
    """Money that was to last W days, rounded, lasts W/.95, rounded; from the B round on it lasts as ever.

    Outsiders, who wait while a round can be shown again, then come a quarter later to some.
    """
    plain, found = (rounds(history(crowd(*sets), replication)) for sets in ((), CUT))
    both = plain.keys() & found.keys()
    assert {key for key in plain if key[1] == 0} == {key for key in found if key[1] == 0}
    for slot, stage in both:
        one, other = plain[slot, stage], found[slot, stage]
        if stage > YOUNG:
            assert other.runway == one.runway
        else:
            assert abs(other.runway - one.runway / 0.95) <= 0.5 + 0.5 / 0.95
    assert {stage for _, stage in both} >= {0, 1, 2}


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_the_mean_runway_grows_and_no_more_companies_run_out_of_money(replication: int) -> None:
    reduced = [reduce_history(history(crowd(*sets), replication), crowd(*sets)).values for sets in ((), CUT)]
    runway, broke = ([one[name] or 0.0 for one in reduced] for name in ("company.runway_mean", "company.no_money"))
    assert runway[1] > runway[0]
    assert broke[1] <= broke[0]


def test_labs_move_the_odds_of_all_and_people_those_of_results_of_institutions() -> None:
    scenario = crowd(*LABS, *MOVE)
    found = history(scenario, 0)
    results, terms, owners = {one.slot: one for one in found.achievements}, scenario.economy.company, set()
    for (slot, stage), one in rounds(found).items():
        moved = 0.05 + (0.05 * 0.05 / 0.10 if results[slot].owner in INSTITUTIONS else 0.0)
        own = log_odds_shift(terms, stage, results[slot].quality, 0.0)
        assert one.advance_chance == pytest.approx(chance_of_advancing(laws_of(scenario)[stage], own + moved))
        owners.add(results[slot].owner in INSTITUTIONS)
    assert owners == {True, False}


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_open_laboratories_let_more_companies_advance(replication: int) -> None:
    strong = (LABS[0], "economy.response.labs=1.0")
    assert advanced(history(crowd(), replication)) < advanced(history(crowd(*strong), replication))


def test_nobody_answers_by_default() -> None:
    plain = history(crowd(), 0).postings.digest()
    assert history(crowd(LABS[0], MOVE[0]), 0).postings.digest() == plain


def test_no_saving_leaves_nothing_to_spend() -> None:
    with pytest.raises(Exception, match="cost_cut"):
        crowd("policy.open_labs.cost_cut=1.0")


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_a_milestone_is_read_by_the_law_of_its_day(replication: int) -> None:
    """Laboratories that open after a round help at the milestone of that round, if it is still ahead."""
    opens, strong = 730, (LABS[0], "economy.response.labs=3.0")
    dated = crowd(*strong, "policy.articles.18.from=2013-03-14")
    plain, found = history(crowd("policy.articles.18.from=2013-03-14"), replication), history(dated, replication)
    before = {slot for (slot, stage), one in rounds(plain).items() if stage == 0 and one.day < opens}
    gone_on = {slot for (slot, stage), one in rounds(plain).items() if stage == 1 and one.day < opens}
    assert advanced(plain) < advanced(found)
    assert (advanced(found) - advanced(plain)) & (before - gone_on)
