"""投入方式创新 (art. 14): one envelope and five ways to pay it out; without the article the same yuan as grants."""

import pytest

from sim.scenario.articles import law_of_year
from sim.scenario.programme_money import Money, line_money, split
from tests.villages import run, village

MONEY = ("policy.appropriation.yearly=[200e6, 200e6, 200e6]", "policy.appropriation.shares.mix=0.6")
LEGS = {"grant": 0.25, "interest": 0.10, "post": 0.15, "procurement": 0.20, "equity": 0.30}
ORDERS = "policy.procurement.enabled=true"  # article 20, which spends a leg
MIX = (ORDERS, *(f"policy.mix.{leg}={part}" for leg, part in LEGS.items()))
OTHERS = ("policy.appropriation.shares.sme_fund=0.1", "policy.appropriation.shares.recognised=0.05")
FIRST_LEGS = (0, 1, 2, 3, 4)


def money(*sets: str) -> tuple[Money, ...]:
    scenario = village(*sets)
    return line_money(scenario.spans, scenario.start, scenario.horizon_years)


def by_line(found: tuple[Money, ...]) -> dict[int, int]:
    return {line: sum(one.fen for one in found if one.to == line) for line in {one.to for one in found}}


def test_the_envelope_of_120_million_is_divided_as_the_rule_book_says() -> None:
    law = village(*MONEY, *MIX, *OTHERS).law
    parts = {line: fen / 100 for line, fen in split(law, 200e6).items() if fen}
    assert parts == {
        "rd_grant": 30e6, "interest_subsidy": 12e6, "post_subsidy": 18e6, "procurement": 24e6, "direct_equity": 36e6,
        "sme_fund": 20e6, "recognised": 10e6,
    }  # fmt: skip


def test_off_moves_the_same_yuan_into_grants() -> None:
    on, off = by_line(money(*MONEY, *MIX)), by_line(money(*MONEY, *MIX, "policy.articles.14.on=false"))
    assert off == {0: 360_000_000_00}
    assert sum(on.values()) == sum(off.values())
    assert set(on) == set(FIRST_LEGS)


def test_legs_that_make_up_the_envelope_make_up_all_of_its_fen() -> None:
    law = village("policy.appropriation.shares.mix=1.0", *MIX).law
    for yuan in (0.01, 0.07, 1.23, 99_999.99, 123_456_789.01):
        assert sum(split(law, yuan).values()) == round(yuan * 100)


def test_the_leg_of_orders_is_not_appropriated_while_they_are_off() -> None:
    procurement = 3
    on, off = by_line(money(*MONEY, *MIX)), by_line(money(*MONEY, *MIX, "policy.articles.20.on=false"))
    assert on.pop(procurement) == 72_000_000_00
    assert off == on
    late = money(*MONEY, *MIX, "policy.articles.20.from=2012-03-16")
    assert [one.day for one in late if one.to == procurement] == [731]


def test_what_the_legs_leave_out_is_not_appropriated() -> None:
    law = village(*MONEY, "policy.mix.grant=0.5").law
    assert split(law, 200e6)["rd_grant"] == 60_000_000_00
    assert sum(split(law, 200e6).values()) == 60_000_000_00


def test_half_strength_is_half_of_the_way_from_grants_to_the_mix() -> None:
    half = law_of_year(village(*MONEY, *MIX, "policy.articles.14.strength=0.5").spans, village().start, 0)
    assert [getattr(half.mix, leg) for leg in LEGS] == pytest.approx([0.625, 0.05, 0.075, 0.1, 0.15])


def test_an_article_that_is_off_is_not_appropriated_and_its_years_are_lost() -> None:
    sme, recognised = 5, 6
    assert recognised not in by_line(money(*MONEY, *OTHERS, "policy.articles.16.on=false"))
    late = money(*MONEY, *OTHERS, "policy.articles.12.from=2012-03-16", "policy.articles.16.until=2013-03-15")
    days = {line: [one.day for one in late if one.to == line] for line in (sme, recognised)}
    # Anniversaries fall on days 0, 366 (2012 is a leap year) and 731; the money of the others is not made up for.
    assert days == {sme: [731], recognised: [0, 366]}
    assert {one.fen for one in late if one.to == sme} == {20_000_000_00}


def test_the_ledger_has_the_same_money_with_the_mix_and_without() -> None:
    def appropriated(*sets: str) -> int:
        postings = run(0, *MONEY, *MIX, *sets).postings
        kind = postings.kinds.index("programme_appropriation")
        return int(postings.rows["fen"][postings.rows["kind"] == kind].sum())

    assert appropriated() == appropriated("policy.articles.14.on=false") == 360_000_000_00


def test_money_that_nothing_uses_goes_back_on_the_next_anniversary() -> None:
    postings = run(0, *MONEY).postings
    kinds = [postings.kinds.index(name) for name in ("programme_appropriation", "programme_remittance")]
    came, back = ([int(row["day"]) for row in postings.rows if row["kind"] == kind] for kind in kinds)
    assert (came, back) == ([0, 366, 731], [366, 731, 1096])


def test_what_is_carried_over_goes_back_at_the_horizon() -> None:
    postings = run(0, *MONEY, "policy.appropriation.carry=true").postings
    back = [row for row in postings.rows if postings.kinds[row["kind"]] == "programme_remittance"]
    assert [(int(row["day"]), int(row["fen"])) for row in back] == [(3653, 360_000_000_00)]
