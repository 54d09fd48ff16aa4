"""The catalogue and what is computed name the same measures."""

import math
from typing import Any

import pytest

from sim.measures.catalogue import CATALOGUE
from sim.measures.estimates import POOLED_ONLY, estimate
from sim.measures.reduce import reduce_history
from tests.villages import run, village

# The official names that can be computed now, as others script against them.
OFFICIAL = {
    "treasury": "irr tvpi peak_cash_out back_year back_share.5 back_share.8 back_share.10 back_share.12 back_share.15",
    "public": "irr irr_realised tvpi dpi rvpi net_cost_pv principal_back cvar95",
    **dict.fromkeys(
        ("stage_equity", "co_investment"),
        "irr tvpi dpi rvpi net_cost_pv principal_back cvar95 exit.on_time exit.lost exit.overdue.by_cost",
    ),
    "risk_subsidy": "paid used",
    "loss_compensation": "paid",
    "guarantee_grant": "paid reclaimed",
    "loss_guarantee": "paid",
    "private": "irr tvpi dpi",
    "manager": "income_pv",
    "leverage": "fund project private_per_public",
    "exit": "on_time lost out_by_deadline overdue median_years option_exercised on_time.by_cost",
    "exit.route": "listing trade_sale option secondary liquidation write_off open first_refusal otc buy_back",
    "budget": "appropriated peak_exposure revolving idle_rate idle_years remitted",
    "fund": "proposed set_up set_up_on_time deployment early_share local_share",
    "pipeline": "disclosed converted conversion_rate median_months unconverted_12m approval_p90_months landed",
    "company": "founded funded survival_5y listed wound_up alive_5y lingering_5y dead_5y alive_8y lingering_8y dead_8y "
    "no_money jobs sales revenue_100m revenue_1bn revenue_10bn gazelles advanced",
    "loan": "count amount private_share default_rate loss_rate",
    "bank": "result",
    "guarantor": "capital_left leverage",
    "city": "kept_10y tax_pv tax_payback_years",
}


@pytest.mark.parametrize(("family", "names"), OFFICIAL.items())
def test_every_official_name_is_there(family: str, names: str) -> None:
    assert [name for name in names.split() if f"{family}.{name}" not in CATALOGUE] == []


def test_what_is_computed_and_what_is_defined_are_the_same(hand: Any) -> None:
    assert set(hand.reduce().values) | POOLED_ONLY == set(CATALOGUE)


def test_ratios_have_pooled_values_and_means_have_none(hand: Any, scenario: Any) -> None:
    reduced = hand.reduce()
    special = {
        name
        for name in CATALOGUE
        if name.endswith(
            (".irr", "irr_realised", "median_years", "back_year", "payback_years", "_months", "_wait_median")
        )
        or name.startswith(("pipeline.decision_", "pipeline.kink"))
    } | POOLED_ONLY
    ratios = {name for name, one in CATALOGUE.items() if one.kind == "ratio"}
    assert ratios == set(reduced.parts) | special
    assert list(estimate([reduced])) == list(CATALOGUE)


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_record_is_complete(name: str) -> None:
    one = CATALOGUE[name]
    assert one.formula.endswith(".")
    assert any("\u4e00" <= letter <= "\u9fff" for letter in one.zh)
    assert set(one.who.split()) <= set("FMVAUNL")
    assert len(one.source) > 10, "a source is something a reader can look up, not a number of ours"
    assert one.better in (-1, 0, 1)
    assert one.unit in {
        "1",
        "1/year",
        "x",
        "share",
        "yuan",
        "years",
        "months",
        "funds",
        "companies",
        "person-years",
        "loans",
        "achievements",
        "awards",
        "rates",
    }
    assert one.label
    assert one.law in {"share": {"share", "multiple", "number"}, "x": {"multiple"}, "1/year": {"rate"}}.get(
        one.unit, {"amount", "number"}
    )


def test_names_and_chinese_names_are_unique() -> None:
    for names in ([one.zh for one in CATALOGUE.values()], [one.label for one in CATALOGUE.values()]):
        assert sorted({name for name in names if names.count(name) > 1}) == []


def test_records_of_one_instrument_speak_of_it() -> None:
    assert "stage-equity line's" in CATALOGUE["stage_equity.irr"].formula
    assert "guidance fund's" not in CATALOGUE["co_investment.tvpi"].formula
    assert "ublic co-investment positions" in CATALOGUE["co_investment.exit.on_time"].formula


def test_what_is_said_not_to_be_negative_is_not() -> None:
    found = [reduce_history(run(replication), village()).values for replication in range(3)]
    lowest = {"share": 0.0, "multiple": 0.0, "amount": 0.0, "rate": -1.0, "number": -math.inf}
    for values in found:
        told = {name: value for name, value in values.items() if value is not None}
        assert [name for name, value in told.items() if value < lowest[CATALOGUE[name].law]] == []
        assert [name for name, value in told.items() if CATALOGUE[name].law == "share" and value > 1.0] == []
