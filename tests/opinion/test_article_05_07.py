"""Articles 5 and 7: shares for inventors, who accepts them, what that moves, and the tax in instalments."""

import math
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from statistics import NormalDist

import pytest

from sim.economy.laws import moved_odds
from sim.economy.streams import Draws
from sim.ledger.history import NEVER, Achievement, Company, History
from sim.measures.estimates import estimate
from sim.measures.reduce import reduce_history
from tests.opinion.pipelines import PRIVATE_FIRM, converted, evaluated, results, run

NO_CLOCK = "policy.institutions.takeover_month=0"
OFF_5, OFF_7 = "policy.articles.5.on=false", "policy.articles.7.on=false"
TAXED = "policy.inventors.tax_rate=0.2"
FIVE = "policy.inventors.instalments=5"
ANSWER = "economy.response.share_on_conversion=1.04"
MEDIAN = 9.46e6 * math.exp(-0.5 * 1.74 * 1.74)  # of appraisals, yuan


def uniform(name: str, replication: int = 0):
    return Draws(results().seed, replication).stream(name).u


def by_slot(history: History) -> dict[int, Company]:
    return {one.slot: one for one in history.companies}


def settled(history: History) -> list[Achievement]:
    return [one for one in evaluated(history) if one.cause not in ("waiting", "refused")]


def income(slot: int, replication: int = 0) -> float:
    return 1e5 * math.exp(0.5 * NormalDist().inv_cdf(uniform("award_income", replication)(slot)))


def pays(one: Achievement, share: float, instalments: int) -> bool:
    return 0.2 * share * one.declared_fen / instalments <= 0.5 * income(one.slot) * 100


# ---- what an award moves --------------------------------------------------------------------------------------------


def test_a_fifth_for_the_inventors_moves_a_chance_of_sixty_to_nearly_sixty_five() -> None:
    """LO(.6, 1.04 x .2) = .648 where all accept, exactly .6 without the article, and for private firms."""
    assert moved_odds(0.6, 1.04 * 0.2) == pytest.approx(0.6487, abs=5e-5)
    u = uniform("conversion")
    for one in settled(run(0, ANSWER, NO_CLOCK)):
        chance = 0.6 if one.owner == PRIVATE_FIRM else moved_odds(0.6, 1.04 * 0.2)
        assert (one.converted != NEVER) == (u(one.slot) < chance)
    assert all((one.converted != NEVER) == (u(one.slot) < 0.6) for one in settled(run(0, ANSWER, NO_CLOCK, OFF_5)))


def test_with_the_article_every_replication_converts_all_that_it_did_and_more() -> None:
    for r in range(4):
        assert converted(run(r, ANSWER, NO_CLOCK, OFF_5)) < converted(run(r, ANSWER, NO_CLOCK))


def test_without_an_answer_the_share_moves_no_conversion() -> None:
    assert converted(run(0, NO_CLOCK)) == converted(run(0, NO_CLOCK, OFF_5))


def test_inventors_hold_a_fifth_of_the_seventy_percent_that_technology_may_stand_for() -> None:
    history = run(0, NO_CLOCK)
    held = {step.about[1]: step.facts["inventors"] for step in history.story if step.what == "company.founded"}
    full = 0
    for one in evaluated(history):
        if one.converted == NEVER:
            continue
        share = held[f"achievement {one.slot}"]
        if one.owner == PRIVATE_FIRM:
            assert share == 0.0
        elif one.declared_fen > 5e8:  # beside two million of cash
            assert share == pytest.approx(0.14)
            full += 1
    assert full >= 50


def test_what_inventors_hold_moves_milestones() -> None:
    """A seed round that everybody closes: as many as LO(ready, 5 x .2) says are ready for the next, same draws."""
    sets = (NO_CLOCK, "economy.rounds.outside_ready=[1, 1, 1, 1, 1]", "economy.company.stall_share=0")
    sets = (*sets, "policy.institutions.technology_cap=1.0")
    few, many = (run(0, *sets, f"economy.response.share_on_advance={weight}") for weight in (0.0, 5.0))
    before, after = (
        {one.company: one.advance_chance for one in history.rounds if one.stage == 0} for history in (few, many)
    )
    companies, seen = by_slot(many), 0
    for slot, chance in before.items():
        assert after[slot] == pytest.approx(moved_odds(chance, 5.0 * companies[slot].award))
        seen += companies[slot].award > 0.0
    assert seen >= 100
    assert len(many.rounds) > len(few.rounds)


def test_a_plan_that_is_not_delegated_keeps_an_agreement_waiting() -> None:
    usual, asked = (run(0, NO_CLOCK, f"policy.inventors.delegated={word}") for word in ("true", "false"))
    waited = 0
    later = {one.slot: one for one in asked.achievements}
    for one in evaluated(usual):
        other = later[one.slot]
        if one.converted == NEVER or other.converted == NEVER:
            continue
        plan = 0 if one.owner == PRIVATE_FIRM else 180
        assert other.converted == max(one.converted, one.decided + plan)
        waited += other.converted > one.converted
    assert waited >= 100


# ---- who accepts ----------------------------------------------------------------------------------------------------


def test_whoever_can_pay_the_first_instalment_accepts() -> None:
    for instalments in (1, 5):
        history = run(0, TAXED, f"policy.inventors.instalments={instalments}", NO_CLOCK)
        results_of = {one.slot: one for one in history.achievements}
        for company in history.companies:
            one = results_of[company.slot]
            if one.owner == PRIVATE_FIRM:
                assert (company.offered, company.award) == (0.0, 0.0)
            else:
                assert company.offered == 0.2
                assert company.award == (0.2 if pays(one, 0.2, instalments) else 0.0)


@pytest.mark.parametrize(("instalments", "share"), [(1, 0.389), (5, 0.728)])
def test_so_many_accept_as_the_closed_form_says(instalments: int, share: float) -> None:
    sets = (TAXED, f"policy.inventors.instalments={instalments}", NO_CLOCK)
    found = [reduce_history(run(r, *sets), results(*sets)) for r in range(4)]
    accepted, offered = (sum(one.parts["award.accepted"][k] for one in found) for k in (0, 1))
    assert offered > 2000
    assert abs(accepted - share * offered) < 3 * math.sqrt(share * (1 - share) * offered)
    assert estimate(found)["award.accepted"].pooled == accepted / offered


def test_instalments_only_add_to_those_who_accept_and_so_to_those_who_convert() -> None:
    for r in range(4):
        sets = (TAXED, FIVE, ANSWER, NO_CLOCK)
        on, off, none = run(r, *sets), run(r, *sets, OFF_7), run(r, *sets, OFF_5)
        assert accepting(off) < accepting(on)
        assert converted(none) < converted(off) < converted(on)
        assert accepting(none) == set()


def accepting(history: History) -> set[int]:
    return {one.slot for one in history.companies if one.award > 0.0}


def test_more_strength_of_instalments_only_covers_more() -> None:
    sets = (TAXED, FIVE, NO_CLOCK)
    found = [accepting(run(0, *sets, f"policy.articles.7.strength={part}")) for part in (0.0, 0.5, 1.0)]
    assert all(less < more for less, more in pairwise(found))
    assert found[0] == accepting(run(0, *sets, OFF_7))
    assert found[2] == accepting(run(0, *sets))


# ---- the tax --------------------------------------------------------------------------------------------------------


def paid(history: History, to: str) -> dict[int, int]:
    """Tax by day."""
    rows, found = history.postings, defaultdict(int)
    for row in rows.rows:
        if rows.kinds[row["kind"]] == "award_tax" and rows.accounts[row["debit"]] == to:
            found[int(row["day"])] += int(row["fen"])
    return dict(found)


def test_tax_comes_on_programme_days_in_five_parts_that_sum_to_the_bill() -> None:
    history = run(0, TAXED, FIVE, NO_CLOCK)
    days = list(history.programme_days)
    declared = {one.slot: one.declared_fen for one in history.achievements}
    due: dict[int, int] = defaultdict(int)
    whole = 0
    for company in history.companies:
        if company.award == 0.0:
            continue
        bill = int(0.2 * 0.2 * declared[company.slot] + 0.5)
        first = next((y for y, day in enumerate(days) if day > company.founded), len(days))
        parts = [bill // 5] * 4 + [bill - 4 * (bill // 5)]
        assert sum(parts) == bill
        for k, part in enumerate(parts):
            if first + k < len(days):
                due[days[first + k]] += part
                whole += part
    local, rest = paid(history, "treasury:cash"), paid(history, "outside:cash")
    assert {day: local.get(day, 0) + rest.get(day, 0) for day in due} == {day: fen for day, fen in due.items() if fen}
    assert sum(local.values()) == pytest.approx(0.4 * whole, rel=1e-6)
    assert whole > 1e9


def test_where_the_first_part_is_due_at_the_end_of_the_year_all_come_a_year_later() -> None:
    sets = (TAXED, FIVE, NO_CLOCK)
    now, later = (run(0, *sets, f"policy.inventors.first={word}") for word in ("award", "year_end"))
    days = list(now.programme_days)
    first, second = paid(now, "treasury:cash"), paid(later, "treasury:cash")
    assert {days[days.index(day) + 1]: fen for day, fen in first.items() if day != days[-1]} == second


def test_without_a_tax_nobody_pays_and_there_is_no_programme_day() -> None:
    history = run(0, NO_CLOCK)
    assert "award_tax" not in history.postings.kinds
    assert len(history.programme_days) == 0


def test_tax_is_no_money_of_the_guidance_fund() -> None:
    sets = (TAXED, FIVE)
    taxed, free = (reduce_history(run(0, *one), results(*one)) for one in (sets, ()))
    names = [
        name for name in free.values if name.startswith(("treasury.", "public.", "budget.", "city.tax", "fiscal."))
    ]
    assert {name: taxed.values[name] for name in names} == {name: free.values[name] for name in names}


# ---- after a take-over ----------------------------------------------------------------------------------------------


def test_after_a_take_over_inventors_have_what_was_agreed() -> None:
    sets = ("policy.clock.inventor_share=0.5", "economy.pipeline.takeover_share=1.0", ANSWER)
    history, u = run(0, *sets), uniform("conversion")
    companies, seen = by_slot(history), 0
    for one in settled(history):
        if one.owner == PRIVATE_FIRM:
            continue
        share = 0.5 if one.taken_over != NEVER else 0.2
        assert (one.converted != NEVER) == (u(one.slot) < moved_odds(0.6, 1.04 * share))
        if one.converted != NEVER:
            assert companies[one.slot].award == share
            seen += one.taken_over != NEVER
    assert seen >= 100


def test_a_story_tells_of_award_refusal_and_tax() -> None:
    told = run(0, TAXED, FIVE, NO_CLOCK).story
    steps = defaultdict(list)
    for step in told:
        steps[step.what].append(step)
    assert {step.facts["share"] for step in steps["award.granted"]} == {0.2}
    assert {step.facts["instalments"] for step in steps["award.tax_due"]} == {5}
    assert len(steps["award.tax_due"]) == len(steps["award.granted"]) > 100
    assert len(steps["award.declined"]) > 100


# ---- where answers are measured from --------------------------------------------------------------------------------


def test_an_economy_calibrated_with_awards_is_unmoved_under_them_and_loses_without(tmp_path: Path) -> None:
    """``anchor`` 1: the reference offers a fifth, taxed at once; under the same rules every chance is .6."""
    reference = tmp_path / "reference.toml"
    reference.write_text("[inventors]\ntax_rate = 0.2\n[institutions]\ntakeover_month = 0\n", encoding="utf-8")
    anchored = (ANSWER, NO_CLOCK, "economy.response.anchor=1", f"economy.response.reference={reference}")
    u = uniform("conversion")
    for one in settled(run(0, *anchored, TAXED)):
        assert (one.converted != NEVER) == (u(one.slot) < 0.6)
    lost = 0
    for one in settled(run(0, *anchored, TAXED, OFF_5)):
        would = one.owner != PRIVATE_FIRM and pays(one, 0.2, 1)
        assert (one.converted != NEVER) == (u(one.slot) < (moved_odds(0.6, -1.04 * 0.2) if would else 0.6))
        lost += would and one.converted == NEVER and u(one.slot) < 0.6
    assert lost >= 5
