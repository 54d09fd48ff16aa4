"""Which law is in force on which day: switches, strengths, dates, pilots, and the cases that they cover."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import settings
from hypothesis import strategies as st

from sim.economy.laws import moved_odds
from sim.engine.reference import simulate
from sim.scenario.articles import article_of, at_day, keys_of, resolve, scaled, without, without_fund
from sim.scenario.articles_schema import COVERING, PERMANENT, PILOTS, SWITCHED
from sim.scenario.book import Parameter, parameters
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from sim.scenario.parameter import ABSENT
from sim.scenario.policy_schema import Policy
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parents[1] / "village.toml"
START = date(2011, 3, 15)


def book(**articles: dict[str, object]) -> Policy:
    return Policy.model_validate({"articles": {name.removeprefix("a"): value for name, value in articles.items()}})


def test_a_rule_book_that_switches_nothing_is_its_own_law() -> None:
    policy = Policy()
    (span,) = resolve(policy, START, -365)
    assert (span.day, span.policy, span.uncovered) == (-365, policy, policy)
    assert span.policy is policy


def test_an_article_that_is_off_has_what_held_before_the_opinion() -> None:
    (span,) = resolve(book(a15={"on": False}, a5={"on": False}), START, 0)
    assert span.policy.institutions.takeover_month == 0
    assert span.policy.institutions.inventor_share == 0.0
    assert span.policy.institutions.approval_line == 8e6


def test_before_the_start_no_article_is_in_force() -> None:
    before, after = resolve(book(a3={"on": False}), START, -365)
    assert (before.day, after.day) == (-365, 0)
    assert before.policy.institutions.takeover_month == 0
    assert after.policy.institutions.takeover_month == 12


def test_a_day_begins_and_another_ends_an_article() -> None:
    spans = resolve(book(a15={"from": date(2012, 3, 15), "until": date(2013, 3, 15)}), START, 0)
    months = {day: at_day(spans, day).policy.institutions.takeover_month for day in (0, 365, 366, 730, 731, 9999)}
    assert months == {0: 0, 365: 0, 366: 12, 730: 12, 731: 0, 9999: 0}


def test_money_of_anniversaries_without_the_article_is_lost_and_not_shifted() -> None:
    one = load(VILLAGE, settings=["policy.budget.yearly=[1e7, 2e7, 3e7]", "policy.articles.21.from=2012-06-01"])
    assert one.law.budget.yearly == (0.0, 0.0, 3e7)
    assert one.policy.budget.yearly == (1e7, 2e7, 3e7)


def test_pilots_end_on_their_day_unless_a_statute_keeps_them() -> None:
    ended = Policy.model_validate({"articles": {"25": {"on": False}}})
    kept = Policy.model_validate({"permanence": {"pilots_end": date(2012, 1, 1)}})
    for policy, shares in ((ended, [0.2, 0.0]), (kept, [0.2])):
        spans = resolve(policy, START, 0)
        assert [one.policy.institutions.inventor_share for one in spans] == shares
    assert resolve(ended, START, 0)[-1].policy.institutions.takeover_month == 12


def test_a_statute_of_a_later_day_takes_the_pilots_up_again() -> None:
    late = {"pilots_end": date(2012, 3, 15), "statute_from": date(2013, 3, 15)}
    spans = resolve(Policy.model_validate({"permanence": late}), START, 0)
    assert [(one.day, one.policy.institutions.inventor_share) for one in spans] == [(0, 0.2), (366, 0.0), (731, 0.2)]


def test_a_pilot_below_full_strength_covers_a_share_of_cases() -> None:
    (span,) = resolve(book(a15={"strength": 0.25}), START, 0)
    assert span.policy.institutions.takeover_month == 12
    assert span.uncovered.institutions.takeover_month == 0
    assert span.coverage == (1.0, 1.0, 1.0, 1.0, 0.25)


def test_strength_of_money_is_part_of_the_money() -> None:
    policy = Policy.model_validate({"budget": {"yearly": (10.0, 20.0)}, "articles": {"21": {"strength": 0.5}}})
    (span,) = resolve(policy, START, 0)
    assert span.policy.budget.yearly == (5.0, 10.0)


def test_the_world_without_a_fund_keeps_angels_and_wider_partners_and_every_other_article() -> None:
    book = load("beijing-2011-whole").policy
    found = without_fund(book)
    assert found.budget.yearly == found.levels.district.yearly == ()
    assert found.stage_equity.share_cap == 0.0
    kept = ("angels", "partners", "appropriation", "credit", "institutions", "articles")
    assert all(getattr(found, name) == getattr(book, name) for name in kept)
    assert found.angels.pool_per_year > 0.0
    assert found.partners.lp_open > 0.0


def parameter(kind: str = "number", scale: str = "linear", off: object = 0.0, count: int | None = None) -> Parameter:
    return Parameter("policy.x", kind, "1", "", "", off=off, scale=scale, count=count)  # type: ignore[arg-type]


def test_values_between_off_and_on() -> None:
    assert scaled(3.0, parameter(off=1.0), 0.25) == 1.5
    assert scaled(0.6, parameter(off=1.0, scale="log"), 0.5) == pytest.approx(0.6**0.5)
    assert scaled(5, parameter("whole number", off=0), 0.5) == 3
    assert scaled((4.0, 8.0), parameter(off=(), count=0), 0.5) == (2.0, 4.0)
    assert scaled(0.1, parameter(off=-1.0, scale="product"), 0.5) == 0.05
    assert scaled(-1.0, parameter(off=-1.0, scale="product"), 0.5) == -1.0  # no floor is no half of a floor
    assert scaled(True, parameter("true or false", off=False), 0.01) is True
    assert scaled(True, parameter("true or false", off=False), 0.0) is False


@settings(max_examples=50, deadline=None, derandomize=True)
@hypothesis_given(st.sets(st.sampled_from(SWITCHED)))
def test_off_twice_is_off_once_and_order_does_not_matter(articles: set[int]) -> None:
    once = without(Policy(), sorted(articles))
    assert without(once, sorted(articles)) == once == without(Policy(), sorted(articles, reverse=True))
    assert Policy.model_validate(once.model_dump()) == once


def test_every_key_of_the_opinion_belongs_to_an_article_that_can_be_switched() -> None:
    owned = [one for one in parameters() if one.article]
    assert all(one.article in (*SWITCHED, PERMANENT) for one in owned)
    assert all(one.key.startswith(("policy.", "economy.response.")) for one in owned)
    assert all(one.article for one in parameters() if one.off is not ABSENT)
    assert article_of("institutions.takeover_month") == 15
    assert {one.key for one in keys_of(15)} >= {"policy.institutions.takeover_month"}
    assert set(PILOTS) | set(COVERING) < set(SWITCHED)


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        (
            "policy.articles.1.on=false",
            "article 1 states the problem; its frictions are economy.pipeline",
        ),
        ("policy.articles.26.on=false", "unknown key"),
        ("policy.articles.25.strength=0.5", "unknown key"),
        ("policy.articles.15.strength=1.5", "must be 0 to 1"),
    ],
)
def test_switches_that_are_none_are_refused_with_a_reason(setting: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        load(VILLAGE, settings=[setting])


def test_off_and_without_the_deadline_are_one_world() -> None:
    off = load(VILLAGE, settings=["policy.articles.15.on=false"])
    written = load(VILLAGE, settings=["policy.institutions.takeover_month=0"])
    assert digest(off) == digest(written)


def test_coverage_only_adds_cases() -> None:
    taken = [taken_over(f"policy.articles.15.strength={share}") for share in (0.0, 0.4, 0.8, 1.0)]
    assert taken[0] == set() != taken[1]
    assert all(less <= more for less, more in pairwise(taken))
    assert taken[1] < taken[3]


def test_odds_move_by_their_logarithm_and_nothing_moves_them_by_nothing() -> None:
    assert moved_odds(0.32, 0.2) == pytest.approx(0.365, abs=5e-4)
    assert moved_odds(0.6, 0.10) == pytest.approx(0.6237, abs=5e-5)
    assert moved_odds(0.6, 0.2) == pytest.approx(0.647, abs=5e-4)
    assert moved_odds(0.3, 0.0) == 0.3
    assert (moved_odds(0.0, 1.0), moved_odds(1.0, -1.0)) == (0.0, 1.0)


def digest(scenario: Scenario) -> str:
    return simulate(scenario, 0).postings.digest()


def taken_over(setting: str) -> set[int]:
    slow = ["economy.pipeline.takeover_share=1.0", "economy.pipeline.negotiation_median_months=60.0"]
    achievements = simulate(load(VILLAGE, settings=[setting, *slow]), 0).achievements
    return {one.slot for one in achievements if one.taken_over >= 0}
