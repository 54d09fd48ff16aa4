"""City and district side by side: shares, calls and receipts pro rata, two treasuries, and limits over both."""

from collections import defaultdict
from functools import cache

import pytest

from sim.ledger.history import History
from sim.measures.reduce import Reduced, reduce_history
from tests.villages import run, village

CITY, DISTRICT = "guidance_fund.stage_equity:cash", "district_fund:cash"
MONEY = (
    "policy.budget.yearly=[80e6, 80e6, 80e6]",
    "policy.stage_equity.share_cap=0.4",
    "policy.stage_equity.not_largest=false",
)
BESIDE = (
    *MONEY,
    "policy.levels.district.yearly=[20e6, 20e6, 20e6]",
    "policy.levels.district.match=0.5",
    "policy.levels.district.cap_all_levels=0.5",
)


@cache
def measured(replication: int, *sets: str) -> Reduced:
    return reduce_history(run(replication, *sets), village(*sets))


def flows(history: History, account: str, sign: int, *kinds: str) -> dict[str, int]:
    """What an account paid (-1) or received (1) by the posting's company or fund."""
    p, found = history.postings, defaultdict(int)
    side = "debit" if sign > 0 else "credit"
    for row in p.rows:
        if p.accounts[row[side]] == account and p.kinds[row["kind"]] in kinds:
            found[p.entities[row["entity"]]] += int(row["fen"])
    return found


@pytest.mark.parametrize("replication", range(3))
def test_without_district_money_the_other_keys_of_the_district_change_nothing(replication: int) -> None:
    plain = run(replication, *MONEY).postings.digest()
    assert run(replication, *MONEY, "policy.levels.district.match=0.5").postings.digest() == plain
    assert run(replication, *BESIDE).postings.digest() != plain


@pytest.mark.parametrize("replication", range(3))
def test_calls_and_receipts_are_pro_rata_between_the_levels(replication: int) -> None:
    history = run(replication, *BESIDE)
    back = ("distribution", "option_price", "first_refusal_price", "auction_price")
    paid = [flows(history, account, -1, "capital_call") for account in (CITY, DISTRICT)]
    received = [flows(history, account, 1, *back) for account in (CITY, DISTRICT)]
    checked = 0
    for fund in history.funds:
        if not fund.district_fen:
            continue
        share = fund.district_fen / fund.public_fen
        for city, district in (paid, received):
            both = city[fund.name] + district[fund.name]
            assert district[fund.name] == pytest.approx(share * both, abs=20)
            checked += both > 0
        assert paid[1][fund.name] <= fund.district_fen
    assert checked >= 4


@pytest.mark.parametrize("replication", range(4))
def test_all_levels_together_stay_within_their_cap_and_the_district_within_its_match(replication: int) -> None:
    history = run(replication, *BESIDE)
    shared = [fund for fund in history.funds if fund.district_fen]
    assert shared
    for fund in shared:
        city = fund.public_fen - fund.district_fen
        whole = fund.public_fen + fund.private_fen + fund.manager_fen
        assert 2 * fund.public_fen <= whole
        assert city <= 0.4 * whole
        assert 2 * fund.district_fen <= city


def test_the_cap_over_all_levels_binds_in_some_fund() -> None:
    """Without it the two together would hold up to 60 %."""
    loose = (*BESIDE[:-1], "policy.levels.district.cap_all_levels=0.0")
    above = 0
    for replication in range(4):
        for fund in run(replication, *loose).funds:
            above += 2 * fund.public_fen > fund.public_fen + fund.private_fen + fund.manager_fen
    assert above >= 1


@pytest.mark.parametrize("replication", range(3))
def test_the_cap_over_all_levels_binds_the_city_alone_too(replication: int) -> None:
    history = run(replication, *MONEY, "policy.levels.district.cap_all_levels=0.1")
    funds = [fund for fund in history.funds if fund.public_fen]
    assert funds
    assert all(10 * f.public_fen <= f.public_fen + f.private_fen + f.manager_fen for f in funds)


@pytest.mark.parametrize("recycle", [6.0, 0.0])
@pytest.mark.parametrize("replication", range(2))
def test_the_districts_money_comes_from_and_goes_back_to_its_own_treasury(replication: int, recycle: float) -> None:
    history = run(replication, *BESIDE, f"policy.budget.recycle_until_year={recycle}")
    p, purse = history.postings, defaultdict(int)
    for row in p.rows:
        debit, credit, kind = p.accounts[row["debit"]], p.accounts[row["credit"]], p.kinds[row["kind"]]
        if kind == "appropriation":
            assert (debit == DISTRICT) == (credit == "district_treasury:cash")
        if kind == "remittance":
            assert (credit == DISTRICT) == (debit == "district_treasury:cash")
        if DISTRICT in (debit, credit):
            purse[kind] += int(row["fen"]) * (1 if debit == DISTRICT else -1)
    assert purse["appropriation"] == 6_000_000_000
    assert purse["remittance"] < 0
    assert sum(purse.values()) >= 0
    last = [fund for fund in history.funds if fund.district_fen and fund.ended < 0]
    if not last:
        assert sum(purse.values()) == 0


@pytest.mark.parametrize("replication", range(3))
def test_public_measures_cover_both_levels(replication: int) -> None:
    history, values = run(replication, *BESIDE), measured(replication, *BESIDE).values
    district = sum(flows(history, DISTRICT, -1, "capital_call").values()) / 100
    city = sum(flows(history, CITY, -1, "capital_call").values()) / 100
    other = ("co_investment", "subsidy")
    beside = sum(
        sum(flows(history, f"guidance_fund.{line}:cash", -1, *other).values())
        for line in ("co_investment", "risk_subsidy")
    )
    assert values["district.paid_in"] == pytest.approx(district)
    assert values["public.paid_in"] == pytest.approx(city + district + beside / 100)
    assert values["budget.appropriated"] == pytest.approx(240e6 + 60e6)
    parts = measured(replication, *BESIDE).parts
    assert parts["stage_equity.dpi"][1] == pytest.approx((city + district) * 100)


@pytest.mark.parametrize("replication", range(3))
def test_parties_still_sum_to_zero_and_public_places_to_nothing_lost(replication: int) -> None:
    values = measured(replication, *BESIDE).values
    parties = [values[f"party.{name}"] for name in ("public", "partners", "managers", "companies", "outside")]
    assert sum(one for one in parties if one is not None) == pytest.approx(0.0, abs=1.0)
    levels: dict[str, int] = defaultdict(int)
    for change in run(replication, *BESIDE).levels:
        levels[change.place] += change.fen
        assert levels[change.place] >= 0


def test_a_fund_with_district_money_gets_no_co_investment_beside_it() -> None:
    """No double support holds across levels."""
    sets = (*BESIDE, "policy.co_investment.no_double_support=true", "policy.stage_equity.option.enabled=false")
    helped = 0
    for replication in range(4):
        history = run(replication, *sets)
        public = {fund.name: fund for fund in history.funds if fund.district_fen}
        for position in history.positions:
            if position.instrument == "co_investment" and position.fund in public:
                stake = next(q for q in history.positions if q.instrument == "stage_equity" and q.fund == position.fund)
                assert 0 <= stake.exit_day <= position.first_day
        helped += len(public)
    assert helped >= 3


def test_with_a_plan_the_districts_treasury_pays_early_and_no_more_in_all() -> None:
    sets = (
        *BESIDE,
        "policy.budget.cover=plan",
        "policy.levels.district.yearly=[1e6, 1e6, 30e6]",
        "economy.fund.yearly_pace=1.0",
    )
    early = 0
    for replication in range(4):
        history = run(replication, *sets)
        p = history.postings
        given = [
            (int(row["day"]), int(row["fen"]))
            for row in p.rows
            if p.kinds[row["kind"]] == "appropriation" and p.accounts[row["debit"]] == DISTRICT
        ]
        assert sum(fen for _, fen in given) == 3_200_000_000
        early += any(day not in (0, 366, 731) for day, _ in given)
    assert early >= 1


def test_partners_who_buy_part_of_the_line_take_it_from_both_levels() -> None:
    """Half of the line is sold: the rest is still called and repaid pro rata between the levels."""
    sets = (
        *BESIDE, "policy.stage_equity.option.max_share=0.5", "policy.stage_equity.option.grace_years=1",
        "economy.exercise.liquid=1.0", "economy.company.trade_sale_multiple=6.0",
    )  # fmt: skip
    sold = 0
    for replication in range(4):
        history = run(replication, *sets)
        priced = [flows(history, account, 1, "option_price") for account in (CITY, DISTRICT)]
        for fund in history.funds:
            if fund.district_fen and priced[1][fund.name]:
                share = fund.district_fen / fund.public_fen
                both = priced[0][fund.name] + priced[1][fund.name]
                assert priced[1][fund.name] == pytest.approx(share * both, abs=20)
                sold += 1
    assert sold >= 1


@pytest.mark.parametrize("ratio", [0.1, 0.3])
def test_public_money_never_exceeds_its_ratio_to_private_money(ratio: float) -> None:
    bound = 0
    for replication in range(3):
        for fund in run(replication, *BESIDE, f"policy.stage_equity.match_ratio={ratio}").funds:
            if fund.public_fen:
                assert fund.public_fen <= ratio * (fund.private_fen + fund.manager_fen)
                bound += fund.public_fen >= 0.99 * ratio * (fund.private_fen + fund.manager_fen) - 1
    assert bound >= 1


def test_an_offer_below_the_smallest_share_is_not_made() -> None:
    """With a floor of a tenth no fund is offered less than that of its target; without it some are."""
    poor = ("policy.budget.yearly=[12e6, 12e6, 12e6]", "policy.stage_equity.minimum_offer=0.0", "horizon_years=8")
    low = [0, 0]
    for i, floor in enumerate((0.0, 0.1)):
        for replication in range(4):
            history = run(replication, *poor, f"policy.stage_equity.share_floor={floor}")
            target = {fund.name: fund.target_fen for fund in history.funds}
            for step in history.story:
                if step.what == "fund.approved":
                    low[i] += 10 * step.amount_fen < target[step.about[0]]
    assert low[0] >= 1
    assert low[1] == 0
