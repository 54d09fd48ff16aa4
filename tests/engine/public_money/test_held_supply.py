"""Private money held as another rule book found it: the same world under that book, its own terms under another."""

import pytest

from sim.engine.prepared import prepare
from sim.engine.reference import simulate
from sim.engine.supply import Supply, supply_of
from sim.ledger.history import NEVER, Attempt, History
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario
from tests.engine.worlds import BOOKS, OTHERS, VILLAGE, told
from tests.villages import run, village

MANY = ("economy.managers.slots=20", "economy.managers.funds_each=2", "policy.budget.yearly=[60e6, 60e6, 60e6]")
CHOOSY = (*MANY, "economy.managers.response=1", "economy.managers.burden_share=0.02")
SUBSIDY = "policy.risk_subsidy.rate"


def held(replication: int, book: tuple[str, ...], baseline: tuple[str, ...]) -> History:
    """A replication under ``book`` with the private money that ``baseline`` finds in it."""
    supply = supply_of(village(*baseline), run(replication, *baseline))
    return simulate(village(*book), replication, tell=True, supply=supply)


def answers(history: History) -> dict[tuple[str, int], int]:
    return {(one.fund, one.attempt): one.private_fen for one in history.attempts}


def whole(scenario: Scenario) -> None:
    free = simulate(scenario, 0)
    again = simulate(scenario, 0, supply=supply_of(scenario, free))
    assert told(again) == told(free)


@pytest.mark.parametrize("book", BOOKS)
def test_a_rule_book_on_its_own_supply_is_itself(book: str) -> None:
    whole(load(VILLAGE, policy=book))


@pytest.mark.parametrize("clauses", OTHERS)
def test_so_it_is_with_clauses_that_no_shipped_book_has(clauses: str) -> None:
    whole(load(VILLAGE, settings=OTHERS[clauses]))


@pytest.mark.parametrize("replication", range(3))
@pytest.mark.parametrize("sets", [MANY, CHOOSY, (*MANY, "economy.private.pool=[150e6, 60e6]")])
def test_with_many_funds_too(replication: int, sets: tuple[str, ...]) -> None:
    again, free = held(replication, sets, sets), run(replication, *sets)
    assert told(again) == told(free)
    assert again.story == free.story


@pytest.mark.parametrize("replication", range(4))
def test_terms_that_speak_to_partners_alone_change_nothing(replication: int) -> None:
    """How partners weigh an uplift is no contract: with supply held a rule book cannot differ by it."""
    eager = held(replication, (*MANY, "economy.private.response=9.0"), MANY)
    assert eager.postings.digest() == run(replication, *MANY).postings.digest()
    free = run(replication, *MANY, "economy.private.response=9.0")
    assert answers(free) != answers(eager)


@pytest.mark.parametrize("replication", range(4))
def test_money_and_applications_are_those_of_the_baseline(replication: int) -> None:
    other = (*MANY, "policy.stage_equity.share_cap=0.1", f"{SUBSIDY}=0.0", "policy.stage_equity.concession=[]")
    found, asked = held(replication, other, MANY), answers(run(replication, *MANY))
    both = answers(found).keys() & asked.keys()
    assert both
    assert {key: answers(found)[key] for key in both} == {key: asked[key] for key in both}
    came = {fund.name: fund.applied != NEVER for fund in run(replication, *MANY).funds}
    assert all((fund.applied != NEVER) == came[fund.name] for fund in found.funds if fund.name in came)


@pytest.mark.parametrize("replication", range(4))
def test_offers_are_made_anew(replication: int) -> None:
    found = held(replication, (*MANY, "policy.stage_equity.share_cap=0.1"), MANY)
    funds = [fund for fund in found.funds if fund.public_fen]
    assert funds
    for fund in funds:
        assert fund.public_fen <= 0.1 * (fund.public_fen + fund.private_fen + fund.manager_fen) + 1


def test_an_attempt_that_the_baseline_did_not_have_is_its_own_with_the_baselines_uplift() -> None:
    """Without any row held, each attempt has its own fill, and exp(k × uplift) that of the baseline's prospectus."""
    rich = (*MANY, "economy.private.fill_median=0.3")
    poor = (*rich, f"{SUBSIDY}=0.0")
    baseline = village(*rich)
    nothing_held = simulate(village(*poor), 0, supply=Supply(baseline, ()))
    assert answers(nothing_held)[_first(nothing_held)] == answers(run(0, *rich))[_first(run(0, *rich))]
    assert prepare(baseline).prospectus.uplift(0.2) != prepare(village(*poor)).prospectus.uplift(0.2)
    assert answers(run(0, *poor))[_first(run(0, *poor))] != answers(nothing_held)[_first(nothing_held)]


def _first(history: History) -> tuple[str, int]:
    """The first attempt with an offer: nothing has gone another way before it."""
    offered = {fund.name for fund in history.funds if fund.approved != NEVER}
    first: Attempt = next(one for one in history.attempts if one.fund in offered)
    return first.fund, first.attempt
