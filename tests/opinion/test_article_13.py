"""科技投入统筹 (art. 13): the floor under the growth of all yearly money, its ceiling, and what is said of both."""

import pytest

from sim.ledger.vocabulary import PROGRAMME_MONEY
from sim.measures.reduce import Reduced, reduce_history
from sim.scenario.appropriated import yearly
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from sim.scenario.programme_money import yearly_by_law
from tests.villages import VILLAGE, run, village

FLAT = "policy.appropriation.yearly=[210e6, 210e6, 210e6, 210e6, 210e6]"
GROWTH = "policy.appropriation.revenue_growth=[0.1, 0.1, 0.1, 0.1]"
REVENUE = ("policy.appropriation.floor_rule=revenue", GROWTH)
ALL_OF_IT = "policy.appropriation.shares.sme_fund=1.0"
RAISED = (210e6, 231e6, 254.1e6, 279.51e6, 307.461e6)
DISTRICT = ("policy.levels.district.yearly=[10e6, 10e6]", "policy.levels.district.match=0.5")


def given(*sets: str) -> list[int]:
    """Fen that programmes get on each anniversary, from the ledger."""
    rows, accounts, kinds = (getattr(run(0, *sets).postings, name) for name in ("rows", "accounts", "kinds"))
    return [
        int(row["fen"])
        for row in rows
        if kinds[row["kind"]] == "programme_appropriation" and accounts[row["debit"]].startswith(PROGRAMME_MONEY)
    ]


def reduced(replication: int, *sets: str) -> Reduced:
    return reduce_history(run(replication, *sets), village(*sets))


def test_the_worked_example_is_appropriated_to_the_fen() -> None:
    found = given(FLAT, ALL_OF_IT, *REVENUE)
    assert found == [round(yuan * 100) for yuan in RAISED]
    assert sum(found) == 1_282_071_000_00
    assert sum(given(FLAT, ALL_OF_IT)) == 1_050_000_000_00


def test_city_district_and_programmes_have_the_same_floor() -> None:
    plans = ("policy.budget.yearly=[20e6, 20e6]", "policy.appropriation.yearly=[30e6, 0]", *DISTRICT)
    found = yearly(village(*plans, *REVENUE).law)
    assert [path[1] / path[0] for path in found] == pytest.approx([1.1, 1.1, 1.1])
    scalar = yearly(village(*plans, "policy.appropriation.floor_rule=scalar", "policy.budget.growth_floor=0.1").law)
    assert scalar == found


def test_without_a_rule_the_scalar_holds_for_the_city_s_guidance_fund_alone() -> None:
    plans = ("policy.budget.yearly=[20e6, 20e6]", "policy.appropriation.yearly=[30e6, 0]", *DISTRICT)
    city, programmes, district = yearly(village(*plans, "policy.budget.growth_floor=0.1").law)
    assert city == (20e6, 20e6 * 1.1)
    assert (programmes, district) == ((30e6, 0.0), (10e6, 10e6))


def test_the_law_of_an_anniversary_says_what_its_money_grows_by() -> None:
    """In force from the third anniversary on: the years before it stay flat, later ones grow from there."""
    late = village(FLAT, ALL_OF_IT, *REVENUE, "policy.articles.13.from=2014-03-15")
    assert yearly_by_law(late.spans, late.start).programmes == pytest.approx((210e6, 210e6, 210e6, 231e6, 254.1e6))
    half = village(FLAT, ALL_OF_IT, *REVENUE, "policy.articles.13.strength=0.5")
    assert yearly_by_law(half.spans, half.start).programmes[1] == pytest.approx(210e6 * 1.05)


def test_off_and_no_growth_are_as_if_nothing_had_been_said() -> None:
    plain = run(0, FLAT, ALL_OF_IT).postings.digest()
    assert run(0, FLAT, ALL_OF_IT, *REVENUE, "policy.articles.13.on=false").postings.digest() == plain
    assert run(0, FLAT, ALL_OF_IT, *REVENUE, "policy.articles.13.strength=0.0").postings.digest() == plain


@pytest.mark.parametrize("replication", range(4))
def test_more_is_appropriated_with_the_article_than_without(replication: int) -> None:
    on = reduced(replication, *REVENUE, "policy.budget.yearly=[30e6, 30e6, 30e6]")
    off = reduced(replication, *REVENUE, "policy.budget.yearly=[30e6, 30e6, 30e6]", "policy.articles.13.on=false")
    assert on.values["budget.appropriated"] == pytest.approx(30e6 * (1 + 1.1 + 1.21))
    assert off.values["budget.appropriated"] == 90e6
    assert (on.values["budget.floor_kept"], off.values["budget.floor_kept"]) == (1.0, 0.0)


def test_a_ceiling_makes_the_floor_a_promise_that_is_not_kept() -> None:
    low = (FLAT, ALL_OF_IT, *REVENUE, "policy.budget.yearly=[]", "policy.appropriation.ceiling=240e6")
    assert yearly(village(*low).law).programmes == (210e6, 210e6 * 1.1, 240e6, 240e6, 240e6)
    found = reduced(0, *low).values
    assert (found["budget.floor_kept"], found["budget.feasible"]) == (0.25, 0.0)
    enough = reduced(0, *low[:-1], "policy.appropriation.ceiling=308e6").values
    assert (enough["budget.floor_kept"], enough["budget.feasible"]) == (1.0, 1.0)


def test_what_is_not_stated_is_not_judged() -> None:
    found = reduced(0).values
    assert (found["budget.floor_kept"], found["budget.feasible"]) == (None, None)


@pytest.mark.parametrize(
    ("sets", "message"),
    [
        (("policy.appropriation.floor_rule=revenue",), "while revenue_growth is empty"),
        ((*REVENUE, "policy.appropriation.yearly=[1e12, 1]"), "raises yearly money"),
        (("policy.appropriation.shares.mix=0.7", "policy.appropriation.shares.services=0.4"), "sums to 1.1"),
        (("policy.mix.equity=0.1",), "sums to 1.1"),
    ],
)
def test_money_that_cannot_be_is_refused_in_one_message(sets: tuple[str, ...], message: str) -> None:
    with pytest.raises(BadInput) as refused:
        load(VILLAGE, settings=sets)
    (problem,) = refused.value.problems
    assert message in problem.message
