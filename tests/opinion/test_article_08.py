"""科研经费 (arts. 8 and 14): grants by stage, to the fen; what is lost; who gets none."""

import pytest

from sim.clauses.exit_price import ACTIVE
from sim.engine import codes, companies
from sim.engine.base import open_account
from sim.engine.codes import NEVER, NOBODY
from sim.engine.programmes import purses, supports
from sim.engine.rules import ResearchMoneyRule
from sim.engine.state import World
from sim.ledger.history import History
from sim.measures.reduce import reduce_history
from sim.scenario.economy_schema import OWNERS
from tests.engine.hand_made import made, small_world
from tests.villages import run, village

MILLION = 100_000_000
ENOUGH = ("policy.appropriation.yearly=[90e6, 90e6, 90e6, 90e6]", "policy.appropriation.shares.mix=0.5")
ON = (*ENOUGH, "policy.research_money.size=1e6", "policy.research_money.mode=staged")
ONE_LOOK = ("economy.rounds.quarters=1",)
STAGED, UPFRONT, POST = (f"policy.research_money.mode={mode}" for mode in ("staged", "upfront", "post"))


def values(replication: int, *sets: str) -> dict[str, float]:
    found = reduce_history(run(replication, *sets), village(*sets)).values
    return {name: value or 0.0 for name, value in found.items()}


def one_company(owner: str = "private_firm", **rules: float) -> World:
    """A company at its seed stage that spends 2,000 yuan a day, ten million in the line of grants."""
    w = small_world(rules={"response": [village().economy.response]})
    open_account(w, codes.OUTSIDE_CASH, 0, 1)
    made(w.levels, treasury=open_account(w, codes.TREASURY_CASH, 0, 0))
    purses.open_purses(w)
    supports.begin(w)
    for line in (codes.RD_GRANT, codes.POST_SUBSIDY, codes.SME_FUND):
        purses.appropriate(w, line, 10 * MILLION)
    rule = ResearchMoneyRule(0)
    for name, value in ({"size": 1e6} | rules).items():
        setattr(rule, name, value)
    w.research_money = [rule]  # type: ignore[assignment]
    made(w.achievements, slot=7, owner=OWNERS.index(owner), company=0)
    made(
        w.companies, slot=7, local=1, burn=200_000.0, runway_end=400, state=ACTIVE, at_round_price=1, left=NEVER,
        cash=open_account(w, codes.COMPANY_CASH, 7, 0), first_support=NOBODY, ordered=NEVER, ended=NEVER, listed=NEVER,
    )  # fmt: skip
    return w


def cash(w: World) -> int:
    return w.accounts[w.companies[0].cash].balance


def test_a_staged_grant_comes_at_the_award_at_acceptance_and_with_the_next_round() -> None:
    w = one_company()
    company = w.companies[0]
    supports.award(w, company, codes.RD_GRANT, 0, 1, MILLION)
    assert (cash(w), company.runway_end) == (40_000_000, 400 + 200)
    assert purses.free(w, codes.RD_GRANT) == 9 * MILLION
    supports.milestone(w, company, 1)
    assert cash(w) == 70_000_000
    supports.round_paid(w, company)
    assert cash(w) == MILLION
    assert (w.programmes[codes.RD_GRANT].committed, w.supports[0].state) == (0, codes.ACCEPTED)


def test_what_is_not_due_any_more_is_released() -> None:
    w = one_company()
    company = w.companies[0]
    supports.award(w, company, codes.RD_GRANT, 0, 1, MILLION)
    supports.fallen(w, company)
    assert (w.supports[0].state, w.supports[0].paid) == (codes.LOST, 40_000_000)
    assert (purses.free(w, codes.RD_GRANT), w.programmes[codes.RD_GRANT].committed) == (10 * MILLION - 40_000_000, 0)


def test_a_company_that_is_sold_has_no_next_round() -> None:
    w = one_company()
    company = w.companies[0]
    supports.award(w, company, codes.RD_GRANT, 0, 1, MILLION)
    supports.milestone(w, company, 0)
    assert (cash(w), w.programmes[codes.RD_GRANT].committed) == (70_000_000, 0)
    assert w.supports[0].state == codes.ACCEPTED


def test_the_university_has_its_part_and_what_is_tied_comes_back_at_acceptance() -> None:
    """1 m up front, 13 % to the university; of 0.87 m 5 % are tied and do not lengthen the runway."""
    w = one_company("university", indirect_rate=0.13, friction=0.10, autonomy=0.5)
    company = w.companies[0]
    supports.award(w, company, codes.RD_GRANT, 0, 0, MILLION)
    institutions = w.accounts[w.market[0].institutions]
    assert (institutions.balance, cash(w), company.tied) == (13_000_000, 87_000_000, 4_350_000)
    assert company.runway_end == 400 + (87_000_000 - 4_350_000) // 200_000
    supports.milestone(w, company, 1)
    assert (cash(w), company.tied) == (87_000_000 - 4_350_000, 0)
    assert purses.free(w, codes.RD_GRANT) == 9 * MILLION + 4_350_000


def test_what_is_tied_of_the_part_with_the_next_round_goes_back_with_it() -> None:
    """1 m by stage, .4, .3 and .3: 5 % of each part are tied; the last part comes after acceptance."""
    w = one_company(friction=0.1, autonomy=0.5)
    company = w.companies[0]
    supports.award(w, company, codes.RD_GRANT, 0, 1, MILLION)
    assert company.tied == 2_000_000
    supports.milestone(w, company, 1)
    assert (company.tied, w.supports[0].back) == (0, 2_000_000 + 1_500_000)
    supports.round_paid(w, company)
    assert (company.tied, w.supports[0].tied, w.supports[0].back) == (0, 0, 5_000_000)
    assert (cash(w), purses.free(w, codes.RD_GRANT)) == (MILLION - 5_000_000, 9 * MILLION + 5_000_000)


def test_a_round_before_acceptance_leaves_tied_what_is_tied() -> None:
    w = one_company(friction=0.1, autonomy=0.5)
    company = w.companies[0]
    supports.award(w, company, codes.RD_GRANT, 0, 1, MILLION)
    supports.round_paid(w, company)
    assert (company.tied, w.supports[0].back) == (3_500_000, 0)
    supports.milestone(w, company, 1)
    assert (company.tied, w.supports[0].back) == (0, 5_000_000)


def test_tied_money_is_not_spent() -> None:
    w = one_company(friction=0.5)
    company = w.companies[0]
    supports.award(w, company, codes.RD_GRANT, 0, 0, MILLION)
    w.clock[0].today = company.runway_end
    companies.runway.spend(w, company)
    assert cash(w) == company.tied == 50_000_000


def test_who_leaves_the_city_gives_back_where_grants_say_so() -> None:
    w = one_company(clawback_if_leaving=1)
    company = w.companies[0]
    supports.award(w, company, codes.RD_GRANT, 0, 1, MILLION)
    supports.left_city(w, company)
    assert (cash(w), company.runway_end) == (0, 0)
    assert (purses.free(w, codes.RD_GRANT), w.supports[0].back) == (10 * MILLION, 40_000_000)
    other = one_company()
    supports.award(other, other.companies[0], codes.RD_GRANT, 0, 1, MILLION)
    supports.left_city(other, other.companies[0])
    assert cash(other) == 40_000_000


def test_a_company_gives_back_its_own_part_not_the_institution_s() -> None:
    w = one_company("university", clawback_if_leaving=1, indirect_rate=0.25)
    supports.award(w, w.companies[0], codes.RD_GRANT, 0, 0, MILLION)  # all of it: 750,000 to the company
    w.accounts[w.companies[0].cash].balance += 50_000_000  # it has other money, too
    supports.left_city(w, w.companies[0])
    assert w.supports[0].back == 75_000_000
    assert cash(w) == 50_000_000


@pytest.mark.parametrize("replication", range(3))
def test_cost_per_accepted_project_in_a_closed_world(replication: int) -> None:
    """Where grants move nothing, all modes have one set of projects: G / a, G (.4 + .3 r + .3 a) / a and G.

    A grant buys runway, and with it looks at a round, so rounds close at their first look or never.
    """
    world = (*ENOUGH, "policy.research_money.size=1e6", *ONE_LOOK)
    found = {mode: run(replication, *world, mode) for mode in (UPFRONT, STAGED, POST)}
    ends = {mode: [(one.company, one.day, one.state) for one in history.supports] for mode, history in found.items()}
    assert ends[UPFRONT] == ends[STAGED] == ends[POST]
    over = {mode: [one for one in h.supports if one.state in ("accepted", "lost")] for mode, h in found.items()}
    accepted = sum(one.state == "accepted" for one in over[POST])
    assert 0 < accepted < len(over[POST])
    rounds = {(one.company, one.stage) for one in found[POST].rounds}
    closed = sum((one.company, 1) in rounds for one in over[POST])
    a, r = accepted / len(over[POST]), closed / len(over[POST])
    cost = {mode: sum(one.paid_fen for one in ended) / MILLION / accepted for mode, ended in over.items()}
    assert cost[UPFRONT] == pytest.approx(1.0 / a)
    assert cost[STAGED] == pytest.approx((0.4 + 0.3 * r + 0.3 * a) / a)
    assert cost[POST] == 1.0


@pytest.mark.parametrize("replication", range(3))
def test_staged_grants_lose_less_and_cost_less_than_those_up_front(replication: int) -> None:
    """Sign test: paid by stage against up front, with the effect of cash on runways."""
    staged, upfront = values(replication, *ON), values(replication, *ON, UPFRONT)
    assert 0 < staged["grant.lost"] < upfront["grant.lost"]
    assert staged["grant.per_accepted"] < upfront["grant.per_accepted"]
    assert values(replication, *ON, POST)["grant.lost"] == 0.0


def test_institutions_have_more_income_at_a_higher_rate() -> None:
    low, high = (values(0, *ON, UPFRONT, f"policy.research_money.indirect_rate={rate}") for rate in (0.05, 0.13))
    assert 0 < low["institutions.income"] < high["institutions.income"]


def test_a_grant_turns_fates_for_the_better_only() -> None:
    """A grant of great effect: whoever was accepted without it still is, and most others now are."""
    plain, strong = run(0, *ON, *ONE_LOOK), run(0, *ON, *ONE_LOOK, "economy.response.grant_on_advance=4.0")
    first = min(one.day for one in plain.supports)
    states = [{one.company: one.state for one in h.supports if one.day == first} for h in (plain, strong)]
    assert states[0].keys() == states[1].keys()
    assert all(states[1][slot] == "accepted" for slot, state in states[0].items() if state == "accepted")
    assert sum(state == "accepted" for state in states[1].values()) >= sum(s == "accepted" for s in states[0].values())
    assert sum(one.state == "lost" for one in plain.supports) > sum(one.state == "lost" for one in strong.supports)


def test_indirect_costs_make_institutions_more_willing() -> None:
    """At 15 points more and .3 a ten points: log odds .45 more, so more results of institutions, and of nobody else."""
    sets = ("economy.response.indirect_on_conversion=0.3",)
    on, off = (run(0, *sets, f"policy.research_money.indirect_rate={rate}") for rate in (0.2, 0.05))
    converted = [{(a.slot, a.owner) for a in h.achievements if a.converted != NEVER} for h in (on, off)]
    institutions = {OWNERS.index("university"), OWNERS.index("institute")}
    assert {one for one in converted[1] if one[1] in institutions} < {
        one for one in converted[0] if one[1] in institutions
    }
    assert {one for one in converted[0] if one[1] not in institutions} == {
        one for one in converted[1] if one[1] not in institutions
    }
    assert run(0, *sets).postings.digest() == run(0).postings.digest()


def test_only_young_local_companies_before_their_first_milestone_have_projects_and_one_each() -> None:
    history = run(0, *ON)
    companies_by_slot = {one.slot: one for one in history.companies}
    seeds = {one.company: one.day for one in history.rounds if one.stage == 0}
    assert len({one.company for one in history.supports}) == len(history.supports) > 0
    for one in history.supports:
        company = companies_by_slot[one.company]
        assert company.local
        assert one.day - company.founded <= 4 * 365
        assert seeds[one.company] <= one.day


def test_a_rule_book_says_how_old_they_may_be() -> None:
    """All that have one here are more than a year and less than two years old."""

    def ages(*sets: str) -> list[int]:
        history = run(0, *ON, *sets)
        founded = {one.slot: one.founded for one in history.companies}
        return [one.day - founded[one.company] for one in history.supports]

    assert 365 < min(ages()) <= max(ages()) <= 2 * 365
    assert ages("policy.research_money.oldest_years=1") == []
    assert ages("policy.research_money.oldest_years=2") == ages()


def test_without_the_article_grants_are_paid_up_front_by_the_line_of_article_14() -> None:
    off = run(0, *ON, "policy.articles.8.on=false")
    assert {one.paid_fen for one in off.supports} == {MILLION}
    assert run(0, *ENOUGH).supports[:] == run(0).supports[:]


def test_a_pilot_that_covers_half_pays_half_by_stage() -> None:
    """The others have what held before, all up front; more coverage only adds cases."""

    def staged(strength: float) -> set[int]:
        lost = [one for one in run(0, *ON, f"policy.articles.8.strength={strength}").supports if one.state == "lost"]
        assert {one.paid_fen for one in lost} <= {MILLION, 40_000_000}
        return {one.company for one in lost if one.paid_fen == 40_000_000}

    assert staged(0.0) == set()
    assert staged(0.0) < staged(0.5) < staged(1.0)


def test_lines_conserve_their_money() -> None:
    """At the horizon all that is free has gone back: what lies in the purses is promised, to the fen."""
    scarce = ("policy.appropriation.yearly=[8e6, 8e6, 8e6]", "policy.appropriation.shares.mix=0.5", *ON[2:])
    legs = ("policy.mix.grant=0.5", "policy.mix.post=0.5", "policy.research_money.friction=0.1")
    history = run(0, *scarce, *legs, "horizon_years=3")
    lies = sum(balance(history, f"programme.{line}:cash") for line in ("rd_grant", "post_subsidy"))
    assert lies == balance(history, "programme:commitments") > 0
    assert {one.line for one in history.supports} == {"rd_grant", "post_subsidy"}


def balance(history: History, account: str) -> int:
    p = history.postings
    came = sum(int(row["fen"]) for row in p.rows if p.accounts[row["debit"]] == account)
    return came - sum(int(row["fen"]) for row in p.rows if p.accounts[row["credit"]] == account)


def test_projects_of_private_firms_have_grants_where_access_is_equal() -> None:
    """Article 19: without it none of them, with it some; there is money for all, so that nobody else has less."""
    shut, opened = run(0, *ON), run(0, *ON, "policy.private_access.projects=true")
    private = {one.slot for one in shut.achievements if one.owner == OWNERS.index("private_firm")}
    had = [{one.company for one in history.supports} for history in (shut, opened)]
    assert not had[0] & private
    assert had[1] & private
    assert had[0] == had[1] - private
    off = run(0, *ON, "policy.private_access.projects=true", "policy.articles.19.on=false")
    assert off.postings.digest() == shut.postings.digest()
