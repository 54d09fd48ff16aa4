"""Achievements, companies and funds counted by hand."""

from typing import Any

import pytest

from sim.ledger.history import NEVER, Achievement, Company, Fund
from sim.measures.people import FUNNEL
from sim.scenario.economy_schema import OWNERS


def achievement(slot: int, completed: int, converted: int = NEVER, **more: Any) -> Achievement:
    return Achievement(slot, 0, 0, 0, 0.0, completed, converted=converted, **more)


def test_conversion_is_counted_among_disclosed_and_lateness_among_those_watched_a_year(hand: Any) -> None:
    hand.lists["achievements"] = [
        achievement(0, 0, 300, local=True, discovered=10, evaluated=40, decided=100),
        achievement(1, 0, 400),  # after a year
        achievement(2, 100),
        achievement(3, 3500),  # too young to be late
        achievement(4, 4000),  # after the horizon
    ]
    reduced = hand.reduce()
    values = reduced.values
    assert (values["pipeline.disclosed"], values["pipeline.converted"]) == (4, 2)
    assert values["pipeline.conversion_rate"] == 0.5
    assert values["pipeline.landed"] == 0.5
    assert values["pipeline.unconverted_12m"] == 2 / 3
    assert values["pipeline.median_months"] == pytest.approx(300 / (365.25 / 12), abs=1e-12)
    assert (reduced.funnel["discovered"], reduced.funnel["not_discovered"], reduced.funnel["shelved"]) == (1, 3, 0)


def test_every_step_of_the_funnel_is_counted(hand: Any) -> None:
    assert set(hand.reduce().funnel) > set(FUNNEL)


def test_the_ninetieth_percentile_of_approval_is_what_nine_in_ten_do_not_exceed(hand: Any) -> None:
    hand.lists["achievements"] = [achievement(i, 0, approval_opened=5, decided=5 + 10 * (i + 1)) for i in range(10)]
    hand.lists["achievements"].append(achievement(10, 0, approval_opened=5))  # still waiting
    hand.lists["achievements"].append(achievement(11, 0, decided=9999))  # needed no approval
    values = hand.reduce().values
    assert values["pipeline.approval_p90_months"] == pytest.approx(90 / (365.25 / 12), abs=1e-12)
    assert values["pipeline.approval_median_months"] == pytest.approx(50 / (365.25 / 12), abs=1e-12)


def test_five_year_survival_watches_only_companies_funded_early_enough(hand: Any) -> None:
    def company(slot: int, funded: int, end: str = "active", ended: int = NEVER) -> Company:
        return Company(
            slot, 0, True, 0, funded=funded, ended=ended, end=end, listed=ended if end == "listed" else NEVER
        )

    hand.lists["companies"] = [
        company(0, 100),
        company(1, 100, "failed", 500),
        company(2, 100, "no_money", 100 + 1827),  # a day after five years
        company(3, 100, "listed", 1000),
        company(4, 2000, "failed", 2100),  # watched less than five years
        company(5, NEVER, "no_money", 400),  # never funded
    ]
    values = hand.reduce().values
    assert values["company.survival_5y"] == 3 / 4
    assert (values["company.founded"], values["company.funded"]) == (6, 5)
    assert (values["company.listed"], values["company.wound_up"]) == (1, 4)


def test_survival_of_companies_from_private_firms_goes_by_the_owner_of_the_result(hand: Any) -> None:
    private, university = OWNERS.index("private_firm"), OWNERS.index("university")
    owners = (private, private, private, university, private)
    hand.lists["achievements"] = [Achievement(slot, 0, owner, 0, 0.0, 0) for slot, owner in enumerate(owners)]
    hand.lists["companies"] = [
        Company(0, 0, True, 0, funded=100),
        Company(1, 0, True, 0, funded=100, ended=100 + 731, end="no_money"),  # on the last day of the two years
        Company(2, 0, True, 0, funded=100, ended=100 + 732, end="failed"),
        Company(3, 0, True, 0, funded=100, ended=200, end="failed"),  # a university's
        Company(4, 0, True, 0, funded=3000),  # watched for less than two years
        Company(9, 0, True, 0, funded=100),  # of a result that nobody counts
    ]
    values = hand.reduce().values
    assert values["company.from_private.survival_24m"] == 2 / 3
    assert values["company.survival_24m"] == 3 / 5


def test_every_company_watched_long_enough_is_alive_lingering_or_dead(hand: Any) -> None:
    def company(slot: int, funded: int, lingering: int = NEVER, end: str = "active", ended: int = NEVER) -> Company:
        return Company(slot, 0, True, 0, funded=funded, ended=ended, end=end, lingering=lingering)

    five, eight = 100 + 1826, 100 + 2922
    hand.lists["companies"] = [
        company(0, 100),
        company(1, 100, 900),  # lingers to the end
        company(2, 100, 900, "no_money", five),  # on the last day of the five years
        company(3, 100, five + 1, "no_money", eight + 1),  # alive, then lingering
        company(4, 100, 900, "trade_sale", 1500),  # lingered, then sold
        company(5, 100, NEVER, "failed", 600),
        company(6, 3000),  # watched for less than five years
        company(7, NEVER, 300, "no_money", 400),  # never funded
    ]
    values = hand.reduce().values
    assert [values[f"company.{state}_5y"] for state in ("alive", "lingering", "dead")] == [3 / 6, 1 / 6, 2 / 6]
    assert [values[f"company.{state}_8y"] for state in ("alive", "lingering", "dead")] == [2 / 6, 2 / 6, 2 / 6]
    assert values["company.survival_5y"] == 4 / 6


def test_funds_are_on_time_when_set_up_within_a_year_of_approval(hand: Any) -> None:
    hand.lists["funds"] = [
        Fund(
            "fund 0.0",
            0,
            0,
            0,
            0,
            approved=100,
            set_up=466,
            public_fen=10,
            drawn_fen=80,
            invested_fen=40,
            early_fen=30,
            local_fen=10,
        ),
        Fund(
            "fund 1.0",
            1,
            0,
            0,
            0,
            approved=100,
            set_up=467,
            public_fen=10,
            drawn_fen=20,
            invested_fen=10,
            early_fen=0,
            local_fen=10,
        ),
        Fund("fund 2.0", 2, 0, 0, 0, approved=100),
        Fund("fund 3.0", 3, 0, 0, 0, approved=3500),  # its year is not over
        Fund("fund 4.0", 4, 0, 0, 50, set_up=200, drawn_fen=100, invested_fen=50, early_fen=50),  # never asked
    ]
    values = hand.reduce().values
    assert values["fund.set_up_on_time"] == 1 / 3
    assert (values["fund.proposed"], values["fund.set_up"], values["sub_fund.set_up"]) == (5, 3, 2)
    assert values["fund.deployment"] == 100 / 200
    assert values["sub_fund.deployment"] == 50 / 100
    assert values["sub_fund.early_share"] == 30 / 50
    assert values["fund.local_share"] == 20 / 100


def test_who_applied_is_counted_by_quarter_of_skill(hand: Any) -> None:
    # the quarters of a standard normal end at -.674, 0 and .674
    skills = [(-2.0, 5), (-0.7, NEVER), (-0.6, 7), (0.1, NEVER), (0.6, NEVER), (0.7, 9)]
    hand.lists["funds"] = [
        Fund(f"fund {i}.0", i, 0, 100, 0, applied=applied, skill=skill) for i, (skill, applied) in enumerate(skills)
    ]
    values = hand.reduce().values
    assert values["fund.applied"] == 3
    assert values["fund.applied_share"] == 3 / 6
    assert [values[f"fund.applied_share.skill_{n}"] for n in (1, 2, 3, 4)] == [1 / 2, 1.0, 0.0, 1.0]
    assert values["fund.applicant_skill"] == pytest.approx((-2.0 - 0.6 + 0.7) / 3)
    hand.lists["funds"] = []
    assert hand.reduce().values["fund.applicant_skill"] is None
