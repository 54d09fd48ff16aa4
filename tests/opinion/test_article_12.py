"""创新型企业 (art. 12): support of small firms, once and by stage; gazelles; what it moves and what it does not."""

import numpy as np
import pytest

from sim.engine import runway
from sim.engine.reference import simulate
from sim.ledger.history import History
from sim.measures.programmes import is_fast
from sim.measures.reduce import reduce_history
from tests.villages import run, village

AMOUNT = 62_000_000  # fen
PATH = "economy.operations.mode=path"
MONEY = (PATH, "policy.appropriation.yearly=[20e6, 20e6, 20e6, 20e6]", "policy.appropriation.shares.sme_fund=0.25")
ON = (*MONEY, "policy.growth_firms.sme_amount=620000")
# Rounds close at their first look or never, so that longer runways bring none.
INNOFUND = ("economy.rounds.quarters=1",)
NAMED = (PATH, "policy.growth_firms.gazelle=true")
# A village whose companies reach ten million and grow.
LARGE = ("economy.operations.founding_sales=5e6", "economy.operations.sigma=0.8", "economy.company.size_sigma=1.5")


def values(replication: int, *sets: str) -> dict[str, float]:
    found = reduce_history(run(replication, *sets), village(*sets)).values
    return {name: value or 0.0 for name, value in found.items()}


def fates(history: History) -> list[tuple[object, ...]]:
    companies = [(one.slot, one.stage, one.funded, one.listed, one.ended, one.end) for one in history.companies]
    rounds = [(one.company, one.stage, one.day, one.raised_fen) for one in history.rounds]
    return [*companies, *rounds, *[(one.company, one.day, one.sales_fen) for one in history.operated]]


def named(history: History) -> set[tuple[int, str]]:
    return {(step.day, step.about[0]) for step in history.story if step.what == "company.gazelle"}


@pytest.mark.parametrize("replication", range(4))
def test_where_nobody_answers_and_cash_lasts_no_longer_only_money_moves(
    replication: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Innofund setting: no causal effect, so companies' fates are the same to the bit."""
    monkeypatch.setattr(runway, "days_bought", lambda amount, burn: 0)
    on, off = simulate(village(*ON), replication), simulate(village(*MONEY), replication)
    assert on.supports
    assert fates(on) == fates(off)
    assert on.postings.digest() != off.postings.digest()


@pytest.mark.parametrize("replication", range(4))
def test_money_is_paid_with_the_article_and_gazelles_stay_as_they_are_where_nobody_answers(replication: int) -> None:
    on = values(replication, *ON, *INNOFUND, *LARGE)
    off = values(replication, *ON, *INNOFUND, *LARGE, "policy.articles.12.on=false")
    assert on["programme.sme_fund.paid"] > off["programme.sme_fund.paid"] == 0.0
    assert on["company.gazelles"] == off["company.gazelles"]
    assert on["programme.supported"] > off["programme.supported"] == 0.0


def test_support_that_helps_turns_fates_for_the_better() -> None:
    plain, strong = run(0, *ON, *INNOFUND), run(0, *ON, *INNOFUND, "economy.response.sme_on_advance=4.0")
    first = min(one.day for one in plain.supports)
    ends = [{one.company: one.state for one in history.supports if one.day == first} for history in (plain, strong)]
    assert ends[0].keys() == ends[1].keys()
    assert {slot for slot, end in ends[0].items() if end == "accepted"} <= {
        slot for slot, end in ends[1].items() if end == "accepted"
    }
    assert sum(end == "lost" for end in ends[1].values()) < sum(end == "lost" for end in ends[0].values())


def test_seventy_per_cent_at_the_award_and_the_rest_at_the_milestone_once_a_firm() -> None:
    history = run(0, *ON)
    assert len({one.company for one in history.supports}) == len(history.supports)
    assert {one.paid_fen for one in history.supports if one.state == "accepted"} == {AMOUNT}
    assert {one.paid_fen for one in history.supports if one.state != "accepted"} == {43_400_000}
    assert {one.awarded_fen for one in history.supports} == {AMOUNT}


def test_support_goes_to_small_firms_of_the_city_by_quality_until_the_next_does_not_fit() -> None:
    """Five million a year: eight a year at .62 m, since nothing smaller is looked for."""
    history = run(0, *ON, "policy.growth_firms.noise=0.0")
    quality = {one.slot: one.quality for one in history.achievements}
    local = {one.slot: one.local for one in history.companies}
    for day in {one.day for one in history.supports}:
        ours = [one.company for one in history.supports if one.day == day]
        assert ours == sorted(ours, key=lambda slot: (-quality[slot], slot))
        assert len(ours) <= 8
        assert all(local[slot] for slot in ours)
    assert max(sum(one.day == day for one in history.supports) for day in history.programme_days) == 8


def test_gazelles_are_named_by_the_table() -> None:
    """Of companies in business in the city; those that measures count are all whose sales are a gazelle's."""
    history, scenario = run(0, *NAMED, *LARGE), village(*NAMED, *LARGE)
    sales = {(one.company, one.day): one for one in history.operated}
    days = list(history.programme_days)
    fast = set()
    for (slot, day), now in sales.items():
        before = sales.get((slot, days[days.index(day) - 1])) if day != days[0] else None
        company = next(one for one in history.companies if one.slot == slot)
        there = now.local and not 0 <= company.ended <= day and not 0 <= company.listed <= day
        if before and there and not 0 <= company.lingering <= day:
            pair = (np.array([now.sales_fen]), np.array([before.sales_fen]))
            if is_fast(*pair, scenario)[0]:
                fast.add((day, f"company {slot}"))
    assert named(history) == fast
    assert fast
    assert named(run(0, *NAMED, *LARGE, "policy.articles.12.on=false")) == set()
    assert values(0, *NAMED, *LARGE)["company.gazelles"] >= len({name for _, name in fast})


@pytest.mark.parametrize(
    ("now", "before", "yes"),
    [(9.99e6, 5e6, False), (12e6, 10e6, True), (10e6, 10e6 / 1.2, True), (104.9e6, 100e6, False), (500e6, 1e6, False)],
)
def test_measures_read_the_same_table(now: float, before: float, yes: bool) -> None:
    assert is_fast(np.array([int(now * 100)]), np.array([int(before * 100)]), village())[0] == yes
