"""Jobs, sales, taxes and who stays, on histories written by hand; and what no measure of the guidance fund counts."""

import math
from typing import Any

import numpy as np
import pytest

from sim.ledger.history import NEVER, Company, History, Operated
from sim.measures.additionality import compared_samples
from sim.measures.catalogue import EVERY
from sim.measures.city import payback_day, payback_years, stays
from sim.measures.estimates import estimate, estimates_of
from sim.measures.flows import Dated
from sim.measures.reduce import Reduced, reduce_history
from sim.measures.since import since_start
from sim.measures.survival import held_at
from sim.scenario.scenario_schema import Scenario
from tests.measures.conftest import STAGE, ByHand
from tests.villages import run, village

DAYS = (91, 456, 821)
PATH = "economy.operations.mode=path"
PAST = ("warm_up_years=3", "economy.pipeline.disclosures_per_year=40", "economy.pipeline.arrival_years=5")
MONEY = ("policy.budget.yearly=[30e6, 30e6]", "horizon_years=16")


def counted(**changes: Any) -> ByHand:
    """Three programme days of two companies, one of them outside the city, on the village with paths."""
    hand = ByHand(village(PATH), **changes)
    hand.lists["programme_days"] = DAYS
    hand.lists["operated"] = [
        Operated(0, 91, 10**8, 10, True, 24_000.0),
        Operated(0, 456, 2 * 10**10, 60, True, 4_800_000.0),
        Operated(7, 456, 10**11, 300, False, 0.0),
        Operated(0, 821, 5 * 10**9, 30, True, 1_200_000.0),
    ]
    return hand


def dated(*pairs: tuple[int, int]) -> Dated:
    days, fen = zip(*pairs, strict=True)
    return np.array(days, dtype=np.int64), np.array(fen, dtype=np.int64)


def test_person_years_are_of_the_city_and_sales_of_all() -> None:
    values = counted().reduce().values
    assert values["company.jobs"] == 10 + 60 + 30
    assert values["company.sales"] == 1e6 + 2e8 + 1e9 + 5e7
    assert [values[f"company.revenue_{size}"] for size in ("100m", "1bn", "10bn")] == [2, 1, 0]


def test_taxes_are_discounted_to_the_first_day() -> None:
    reduced = counted().reduce()
    rate = reduced.discount_rate
    expected = sum(
        fen * (1 + rate) ** (-day / 365) for day, fen in zip(DAYS, (24_000, 4_800_000, 1_200_000), strict=True)
    )
    assert reduced.values["city.tax_pv"] == pytest.approx(expected)
    assert reduced.yearly["tax"].tolist() == [2_400_000, 480_000_000, 120_000_000]
    assert reduced.yearly["jobs"].tolist() == [10, 60, 30]


def test_without_paths_there_is_nothing_to_count(hand: Any) -> None:
    reduced = hand.reduce()
    names = (
        "city.tax_pv",
        "company.jobs",
        "company.sales",
        "company.revenue_1bn",
        "city.kept_10y",
        "city.tax_payback_years",
    )
    assert [name for name in names if reduced.values[name] is not None] == []
    assert reduced.parts["city.tax_paid_back"][1] == 0


# ---- payback --------------------------------------------------------------------------------------------------------


def test_taxes_that_fall_behind_again_have_not_paid_back() -> None:
    outlay = dated((10, -1), (400, -1000), (800, -500))
    assert payback_day(outlay, dated((50, 5), (700, 1000), (900, 600)), 0.0) == 900
    assert payback_day(outlay, dated((50, 5), (700, 1000)), 0.0) == NEVER


def test_payback_is_the_day_from_which_taxes_cover_the_outlay() -> None:
    outlay = dated((100, -1000), (400, -500), (900, 200))
    assert (
        payback_day(outlay, dated((365, 600), (730, 600), (1095, 600)), 0.0) == 1095
    )  # at 900 it is 1,200 against 1,300
    assert payback_day(outlay, dated((365, 600), (730, 900), (1095, 600)), 0.0) == 730
    assert payback_day(outlay, dated((365, 100)), 0.0) == NEVER
    assert payback_years(outlay, dated((365, 600), (730, 900)), 0.0) == pytest.approx(730 / 365.25)


def test_what_comes_in_before_the_first_payment_pays_nothing_back_by_itself() -> None:
    assert payback_day(dated((100, -1000)), dated((50, 10), (365, 990)), 0.0) == 365
    assert payback_day(dated((100, -1000), (800, -5000)), dated((50, 2000)), 0.0) == NEVER
    assert payback_day(dated((100, -1000)), dated((50, 2000)), 0.0) == 100
    assert payback_day(dated((100, 5)), dated((50, 2000)), 0.0) == NEVER


def test_later_taxes_count_for_less() -> None:
    tax = dated((365, 1000), (730, 100))
    assert payback_day(dated((0, -1000)), tax, 0.0) == 365
    assert payback_day(dated((0, -1000)), tax, 0.05) == 730  # 952.4, then 90.7 more
    assert payback_day(dated((0, -1000)), tax, 0.12) == NEVER  # 892.9 and 79.7


def paying(outlay: int, *, tax: float, path: bool = True) -> Reduced:
    """A replication that pays so much (yuan) on day 100 and gets its tax on the second programme day."""
    hand = ByHand(village(PATH) if path else village())
    hand.post(50, STAGE, "treasury:cash", max(outlay, 1), "appropriation")
    if outlay:
        hand.post(100, "fund 0.0:cash", STAGE, outlay, "capital_call")
    if path:
        hand.lists["programme_days"] = DAYS
        hand.lists["operated"] = [Operated(0, 456, 10**9, 10, True, tax)]
    return hand.reduce()


def test_replications_without_payback_are_censored_at_the_horizon() -> None:
    reached, missed = paying(1000, tax=2000.0), paying(1000, tax=500.0)
    years = 456 / 365.25
    assert (reached.values["city.tax_payback_years"], missed.values["city.tax_payback_years"]) == (years, None)
    assert estimate([reached, reached, missed])["city.tax_payback_years"].pooled == pytest.approx(years)
    assert estimate([reached, missed, missed])["city.tax_payback_years"].pooled is None
    assert estimate([reached, missed, missed])["city.tax_paid_back"].pooled == pytest.approx(1 / 3)


def test_without_an_outlay_or_without_taxes_counted_there_is_no_payback() -> None:
    for reduced in (paying(0, tax=2000.0), paying(1000, tax=2000.0, path=False)):
        assert reduced.parts["city.tax_paid_back"] == (0, 0)
        assert estimate([reduced] * 3)["city.tax_payback_years"].n == 0


def test_net_of_the_counterfactual_only_additional_taxes_pay_back() -> None:
    policy = paying(1000, tax=2000.0)
    for others, expected in ((900.0, 456 / 365.25), (1500.0, None)):
        worlds = {"policy": [policy] * 3, "nothing": [paying(0, tax=others)] * 3}
        reduced, sample = compared_samples(worlds, {"policy": "nothing", "nothing": "nothing"}, None, {})["policy"]
        assert reduced[0].values["additionality.tax_payback_years"] == expected
        factor = (1 + policy.discount_rate) ** (-456 / 365)
        assert reduced[0].values["additionality.tax_pv"] == pytest.approx((2000 - others) * factor)
        pooled = estimates_of(sample, EVERY)["additionality.tax_payback_years"].pooled
        assert pooled == pytest.approx(expected) if expected else pooled is None


# ---- who stays ------------------------------------------------------------------------------------------------------


def company(slot: int, founded: int, **more: Any) -> Company:
    return Company(slot, 0, more.pop("local", True), founded, **{"operates_until": 3651, **more})


def test_who_leaves_on_a_programme_day_is_set_against_all_who_were_there(hand: Any) -> None:
    hand.lists["programme_days"] = (100, 200, 300)
    hand.lists["companies"] = [
        company(0, 50, left=200),  # on its second day: 4
        company(1, 100, left=200),  # founded after the day's count, so on its first: 2
        company(2, 150, ended=250, end="failed", operates_until=250),  # after one day: 3, censored
        company(3, 150, ended=300, end="failed", operates_until=300),  # counted before it failed that day: 5, censored
        company(4, 50, left=250, ended=250, end="trade_sale"),  # bought after two days: 5
        company(5, 0, operates_until=300, ended=120, end="trade_sale"),  # its life was over before the count: 5
        company(6, 150),  # two days: 5, censored
        company(7, 0, local=False),
    ]
    steps, gone = stays(hand.history())
    assert steps.tolist() == [4, 2, 3, 5, 5, 5, 5]
    assert gone.tolist() == [True, True, False, False, True, False, False]
    assert held_at(steps, gone, 4) == pytest.approx(6 / 7 * 4 / 5)
    assert held_at(steps, gone, 6) is None  # nobody was watched for so long


def test_without_sales_a_share_exp_minus_ten_h_stays_ten_years() -> None:
    rate = 0.0059 * 10  # ten times Beijing's, so that many leave
    held = []
    for replication in range(40):
        sets = (
            "horizon_years=16",
            "economy.company.linger_share=1",
            "economy.company.linger_unfunded=1",
            f"economy.leaving.rate={rate}",
        )
        held.append(reduce_history(run(replication, *sets), village(*sets)).values["city.kept_10y"])
    values = np.array(held, dtype=np.float64)
    error = values.std(ddof=1) / math.sqrt(values.size)
    assert error < 0.02
    assert abs(values.mean() - math.exp(-10 * rate)) < 3 * error


# ---- three families of public money ---------------------------------------------------------------------------------


def measures_of(scenario: Scenario, *sets: str) -> Reduced:
    return reduce_history(run(1, *sets), scenario)


def test_taxes_are_in_no_measure_of_the_guidance_fund() -> None:
    """All but what the city has of companies, and what public and outside pay each other, is the same to the bit."""
    static, path = (measures_of(village(*sets), *sets) for sets in (MONEY, (*MONEY, PATH)))
    assert path.values["city.tax_pv"] > 0  # type: ignore[operator]
    own = (
        "city.",
        "company.jobs",
        "company.sales",
        "company.revenue_",
        "company.gazelles",
        "party.public",
        "party.outside",
    )
    own += ("fiscal.net_cost_after_tax_pv",)
    names = [name for name in static.values if not name.startswith(own)]
    assert [name for name in names if static.values[name] != path.values[name]] == []
    assert all(np.array_equal(static.flows[group], path.flows[group]) for group in static.flows)
    moved = path.values["party.public"] - static.values["party.public"]  # type: ignore[operator]
    assert moved == pytest.approx(path.values["city.tax_pv"])
    assert path.values["party.outside"] - static.values["party.outside"] == pytest.approx(-moved)  # type: ignore[operator]


def test_the_postings_of_tax_are_what_was_counted_and_all_others_stay() -> None:
    static, path = run(1, *MONEY).postings, run(1, *MONEY, PATH).postings
    kind = path.kinds.index("tax")
    taxes, others = path.rows[path.rows["kind"] == kind], path.rows[path.rows["kind"] != kind]
    assert [others[name].tolist() for name in ("day", "fen")] == [static.rows[name].tolist() for name in ("day", "fen")]
    reduced = measures_of(village(*MONEY, PATH), *MONEY, PATH)
    counted_taxes = dict(zip(reduced.yearly["days"].tolist(), reduced.yearly["tax"].tolist(), strict=True))
    assert dict(zip(taxes["day"].tolist(), taxes["fen"].tolist(), strict=True)) == {
        d: t for d, t in counted_taxes.items() if t
    }
    assert {path.accounts[row["debit"]] for row in taxes} == {"treasury:cash"}
    assert {path.accounts[row["credit"]] for row in taxes} == {"outside:cash"}


def test_ten_years_of_constant_sales_pay_two_million_four_in_all() -> None:
    """Companies that sell ten million from their founding on, whatever happens: 240,000 a year for each in the city."""
    same = ("economy.operations.founding_sales=1e7", "economy.operations.rate=0", "economy.operations.quality=0")
    history = run(0, *MONEY, PATH, *same, "economy.company.size_sigma=0")
    postings = history.postings
    taxes = postings.rows[postings.rows["kind"] == postings.kinds.index("tax")]
    assert 10 * 240_000 == 2_400_000
    for row in taxes:
        here = sum(one.local for one in history.operated if one.day == row["day"])
        assert row["fen"] == here * 24_000_000
    assert len(taxes) > 10


def test_nobody_is_counted_who_was_there_before_the_start() -> None:
    sets = (*MONEY, PATH, *PAST)
    history = run(0, *sets)
    early = {one.slot for one in history.companies if one.founded < 0}
    rows = [one for one in history.operated if one.company not in early]
    assert 0 < len(rows) < len(history.operated)
    reduced = reduce_history(history, village(*sets))
    assert reduced.values["company.jobs"] == sum(one.staff for one in rows if one.local)
    assert reduced.yearly["tax"].sum() == pytest.approx(100 * sum(one.tax for one in rows), abs=20)


def test_taxes_of_companies_from_before_the_start_are_received_by_nobody() -> None:
    history = run(0, *MONEY, PATH, *PAST)
    rows = [taxes_posted(one) for one in (history, since_start(history))]
    early = {one.slot for one in history.companies if one.founded < 0}
    ours = sum(one.tax for one in history.operated if one.company not in early)
    assert sum(rows[1]) == pytest.approx(100 * ours, abs=20)
    assert 0 < sum(rows[1]) < sum(rows[0])


def taxes_posted(history: History) -> list[int]:
    p = history.postings
    return p.rows["fen"][p.rows["kind"] == p.kinds.index("tax")].tolist()
