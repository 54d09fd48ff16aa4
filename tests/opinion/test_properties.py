"""What holds of every article, and of all of them together: a hamlet of Beijing under the whole opinion."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.economy.streams import Draws
from sim.engine.reference import simulate
from sim.ledger.auditor import audit
from sim.ledger.history import History
from sim.scenario.appropriation_schema import PROGRAMME_LINES as LINES
from sim.scenario.articles_schema import PERMANENT, SWITCHED
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario
from sim.scenario.switching import law_of
from tests.opinion import town

PART = 0.05
AFTER = date(2031, 1, 1)  # the horizon
CUT = 4  # years
LEGS = {
    "rd_grant": "grant",
    "interest_subsidy": "interest",
    "post_subsidy": "post",
    "procurement": "procurement",
    "direct_equity": "equity",
}
SETTINGS = (
    *town.settings(PART),
    *("horizon_years=8", "economy.pipeline.arrival_years=2"),
    # Partners reckon with every share up to the cap: with a low one a world is ready sooner.
    "policy.stage_equity.share_cap=0.05",
)
# Kinds of postings that some article, and nothing else, brings about.
OF_ARTICLES = {
    *("agent_fee", "angel_investment", "appropriation", "award_tax", "capital_in", "co_investment", "cover_fee"),
    *("first_set", "incubator_equity", "order", "place_support", "running_cost", "subsidy", "support"),
}
OF_A_COMPANY = ("fate", "step", "growth", "recovery", "exit_price", "lockup", "life_after")
OF_A_YEAR = ("leave", "otc", "loan_growth", "programme_noise")


@cache
def hamlet(*settings: str) -> Scenario:
    return load(town.WHOLE, settings=(*SETTINGS, *settings))


def switch(*numbers: int, **change: Any) -> Scenario:
    scenario = hamlet()
    articles = scenario.policy.articles
    changed = {str(one): getattr(articles, str(one)).model_copy(update=change) for one in numbers}
    switched = articles.model_copy(update=changed)
    return replace(scenario, policy=scenario.policy.model_copy(update={"articles": switched}))


def digest(scenario: Scenario, draws: Draws | None = None) -> str:
    return simulate(scenario, 0, draws=draws).postings.digest().hex()


@cache
def plain() -> History:
    return simulate(hamlet(), 0)


@pytest.mark.parametrize("article", SWITCHED)
def test_no_strength_and_a_beginning_after_the_horizon_are_off(article: int) -> None:
    off, weak, late = switch(article, on=False), switch(article, strength=0.0), switch(article, **{"from": AFTER})
    laws = [law_of(one.policy, one.start, one.begins) for one in (off, weak, late)]
    assert laws[0] == laws[1] == laws[2][:1]
    expected = digest(off)
    assert digest(late) == expected
    assert plain().postings.digest().hex() != expected  # it does something here


def test_the_opinion_without_strength_is_no_opinion() -> None:
    assert digest(switch(*SWITCHED, strength=0.0)) == digest(switch(*SWITCHED, on=False))


def test_the_opinion_off_is_the_law_before_it_and_moves_no_money_of_an_article() -> None:
    none = simulate(switch(*SWITCHED, PERMANENT, on=False), 0)
    before = load(town.WHOLE, policy="before-opinion", settings=SETTINGS)
    assert simulate(before, 0).postings.digest() == none.postings.digest()
    assert set(plain().postings.kinds) >= OF_ARTICLES
    assert not OF_ARTICLES & set(none.postings.kinds)


def test_a_statute_of_a_day_after_the_horizon_is_no_statute() -> None:
    none = switch(25, on=False)
    ends = {"pilots_end": date(2013, 1, 1), "statute_from": AFTER}
    short = none.policy.model_copy(update={"permanence": none.policy.permanence.model_copy(update=ends)})
    late = hamlet().policy.model_copy(update={"permanence": short.permanence})
    expected = digest(replace(none, policy=short))
    assert digest(replace(none, policy=late)) == expected
    assert plain().postings.digest().hex() != expected


def test_a_result_that_is_never_discovered_changes_nobody_under_all_articles() -> None:
    before, larger = simulate(hamlet("economy.pipeline.shelf=16"), 0), hamlet("economy.pipeline.shelf=24")
    slots = {one.slot for one in before.achievements}
    keyed, draws = Draws(larger.seed, 0).stream("discovery"), Draws(larger.seed, 0)
    draws.override("discovery", lambda slot, ordinal: keyed.u(slot, ordinal) if slot in slots else 1.0)
    after = simulate(larger, 0, draws=draws)
    assert len(after.achievements) == len(before.achievements) + 8
    assert after.postings.digest() == before.postings.digest()


def test_nothing_is_paid_by_what_will_be_drawn_later() -> None:
    """Draws of companies founded after the cut, and of programme days then, are others; no earlier posting moves."""
    scenario, days = hamlet(), CUT * 365
    later = {one.slot for one in plain().companies if one.founded > days}
    draws = Draws(scenario.seed, 0)
    for name in (*OF_A_COMPANY, *OF_A_YEAR):
        own, other = (Draws(scenario.seed, number).stream(name).u for number in (0, 99))
        yearly = name in OF_A_YEAR

        def shuffled(slot: int, ordinal: int, own: Any = own, other: Any = other, yearly: bool = yearly) -> float:
            moved = ordinal % 64 > CUT if yearly else slot in later
            return float((other if moved else own)(slot, ordinal))

        draws.override(name, shuffled)
    found = simulate(scenario, 0, draws=draws)
    assert found.postings.digest() != plain().postings.digest()
    assert early(found, days) == early(plain(), days)
    assert len(early(found, days)) > 200


def early(history: History, until: int) -> list[tuple[Any, ...]]:
    p = history.postings
    return [
        (int(row["day"]), int(row["fen"]), p.accounts[row["debit"]], p.accounts[row["credit"]], p.kinds[row["kind"]])
        for row in p.rows
        if row["day"] <= until
    ]


@settings(max_examples=5, deadline=None, derandomize=True)
@given(
    st.lists(st.integers(0, 10), min_size=5, max_size=5).filter(any),
    st.lists(st.integers(0, 10), min_size=6, max_size=6).filter(any),
    st.booleans(),
)
def test_lines_compete_only_by_their_shares_and_conserve_their_money(
    legs: list[int], lines: list[int], carry: bool
) -> None:
    ways = dict(
        zip(("grant", "interest", "post", "procurement", "equity"), (one / sum(legs) for one in legs), strict=True)
    )
    names = ("mix", "sme_fund", "recognised", "services", "guarantee_capital", "insurance_subsidy")
    shares = dict(zip(names, (one / sum(lines) for one in lines), strict=True))
    scenario = hamlet(
        *(f"policy.mix.{name}={share}" for name, share in ways.items()),
        *(f"policy.appropriation.shares.{name}={share}" for name, share in shares.items()),
        f"policy.appropriation.carry={str(carry).lower()}",
    )
    history = simulate(scenario, 0)
    assert audit(history.postings) == []
    came, lies = purses(history)
    all_years = scenario.policy.appropriation.yearly[0] * 100 * (1.1**5 - 1) / 0.1  # five, each a tenth more
    for line in LINES:
        share = shares["mix"] * ways[LEGS[line]] if line in LEGS else shares[line]
        assert came.get(line, 0) == pytest.approx(all_years * share, abs=10.0)
    # What is not promised has gone back.
    assert sum(lies.values()) == promised(history)


def purses(history: History) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """What each line was appropriated and what lies in its purse (fen); no purse pays another."""
    p = history.postings
    came: dict[str, int] = {}
    lies: dict[str, int] = {}
    for row in p.rows:
        to, by = (p.accounts[row[side]].removesuffix(":cash") for side in ("debit", "credit"))
        assert not (to.startswith("programme.") and by.startswith("programme."))
        for name, fen in ((to, int(row["fen"])), (by, -int(row["fen"]))):
            if name.startswith("programme."):
                lies[name] = lies.get(name, 0) + fen
        if p.kinds[row["kind"]] == "programme_appropriation":
            line = to.removeprefix("programme.")
            came[line] = came.get(line, 0) + int(row["fen"])
    return came, lies


def promised(history: History) -> int:
    p = history.postings
    sides = (("debit", 1), ("credit", -1))
    return sum(
        sign * int(row["fen"])
        for row in p.rows
        for side, sign in sides
        if p.accounts[row[side]] == "programme:commitments"
    )
