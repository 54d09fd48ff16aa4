"""Compensation, grants and guarantees are public money like any other, and are measured by themselves."""

from typing import Any

import pytest

from sim.ledger.history import Fund, Support
from sim.measures.catalogue import CATALOGUE
from sim.report.texts import say

POOL, GRANTS, PROMISES = (
    f"guidance_fund.{line}:cash" for line in ("loss_compensation", "guarantee_grant", "loss_guarantee")
)


def test_each_instrument_is_measured_and_all_count_as_public_money(hand: Any) -> None:
    hand.lists["funds"] = [Fund("fund 0.0", 0, 0, 10_000, 0, set_up=0, private_fen=9_000, public_fen=1_000)]
    for purse in (POOL, GRANTS, PROMISES):
        hand.post(0, purse, "treasury:cash", 100, "appropriation")
    hand.post(5, "manager 0:reserve for fund 0.0", "manager 0:cash", 30, "reserve_paid")
    hand.post(10, "partners.insurers:cash", "manager 0:reserve for fund 0.0", 20, "compensation")
    hand.post(10, "partners.insurers:cash", POOL, 40, "compensation")
    hand.post(10, "manager 0:cash", POOL, 2, "compensation")
    hand.post(20, "company 7:cash", GRANTS, 50, "grant", "company 7")
    hand.post(385, GRANTS, "company 7:cash", 15, "grant_clawback", "company 7")
    hand.post(900, "partners.corporates:cash", PROMISES, 60, "guarantee")
    values = hand.reduce().values
    assert values["loss_compensation.paid"] == 42  # the manager's own reserve is not public money
    assert (values["guarantee_grant.paid"], values["guarantee_grant.reclaimed"]) == (50, 15)
    assert values["loss_guarantee.paid"] == 60
    assert (values["public.paid_in"], values["public.distributed"]) == (42 + 50 + 60, 15)
    assert values["party.managers"] < 0  # 2 received, 20 of its own reserve paid away


def test_what_comes_back_of_grants_is_no_part_of_what_they_paid(hand: Any) -> None:
    hand.lists["supports"] = [
        Support(1, "rd_grant", 100, 1000 * 100, 1000 * 100, 40 * 100, "accepted"),
        Support(2, "post_subsidy", 100, 500 * 100, 500 * 100, 30 * 100, "accepted"),
        Support(3, "rd_grant", 100, 1000 * 100, 400 * 100, 0, "lost"),
        Support(4, "sme_fund", 100, 600 * 100, 600 * 100, 7 * 100, "accepted"),  # no grant to a project
    ]
    values = hand.reduce().values
    assert (values["grant.returned"], values["grant.paid"], values["grant.lost"]) == (70, 1830, 400)


def test_the_parties_still_sum_to_zero(hand: Any) -> None:
    hand.post(0, POOL, "treasury:cash", 100, "appropriation")
    hand.post(10, "partners.insurers:cash", POOL, 40, "compensation")
    hand.post(20, "company 7:cash", GRANTS, 50, "grant", "company 7")
    hand.post(30, "outside:cash", "company 7:cash", 50, "burn", "company 7")
    values = hand.reduce().values
    parts = [values[f"party.{party}"] for party in ("public", "partners", "managers", "companies", "outside")]
    assert abs(sum(parts)) < 1e-6
    assert values["party.public"] < -80


def test_the_public_is_treasuries_guidance_funds_and_programmes(hand: Any) -> None:
    """100 leave the purses named on the first day; what moves between them is no loss, the guarantor's is outside.

    The 8 in shares of programmes come on the last day, discounted by ten years at 3.86 %, the yield of 2011.
    """
    for number, purse in enumerate(("treasury", "district_treasury", "guidance_fund.stage_equity", "district_fund")):
        hand.post(0, "company 1:cash", f"{purse}:cash", 10 + number, "grant", "company 1")
    hand.post(0, "programme.rd_grant:cash", "treasury:cash", 50, "programme_appropriation", "programme rd_grant")
    hand.post(0, "company 1:cash", "programme.rd_grant:cash", 24, "support", "company 1")
    hand.post(0, "guarantor:cash", "programme.guarantee_capital:cash", 30, "support", "programme guarantee_capital")
    hand.navs = {"direct_equity": 8}
    assert hand.reduce().values["party.public"] == pytest.approx(-100 + 8 / 1.0386**10)
    words = CATALOGUE["party.public"]
    for text in (words.formula, words.label, say("compare.party.public", "en")):
        assert "programmes" in text
    for text in (words.zh, say("compare.party.public", "zh")):
        assert "支持资金" in text
