"""Places in incubators and agents of negotiations, and what both cost (article 17)."""

import math

import pytest

from sim.economy import laws
from sim.economy.streams import Draws
from sim.engine.reference import simulate
from sim.ledger.auditor import audit_or_raise
from sim.ledger.history import NEVER, History
from sim.measures.reduce import reduce_history
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from tests.villages import VILLAGE, run, village

MONEY = ("policy.appropriation.yearly=[2e6, 1e6, 2e6]", "policy.appropriation.shares.services=0.1")
PLACES = ("policy.services.places=3", "policy.services.demand=0.8", "policy.services.stay_months=20")
FEES = (*MONEY, *PLACES, "policy.services.place_fee=2e4")
SHARES = (*PLACES, "policy.services.equity_share=0.05", "policy.services.equity_cash=1.5e5")
AGENTS = (*MONEY, "policy.services.agent_factor=0.8", "policy.services.agent_fee=5e4")
# All results of the shelf go the same way in the same time, so that many companies are founded on one day.
TOGETHER = (
    "economy.pipeline.discovery_sigma=0.0",
    "economy.pipeline.own_decision_sigma=0.0",
    "economy.pipeline.negotiation_sigma=0.0",
    "economy.pipeline.evaluators=1000",
    "economy.pipeline.local_share=1.0",
)
FEE, STAY = 2_000_000, 608
BEFORE, AFTER = 0, 1  # the foundings of a day


def draws(replication: int, stream: str, *sets: str) -> Draws:
    return Draws(village(*sets).seed, replication).stream(stream)


def leaves(history: History) -> dict[int, tuple[int, int]]:
    """Day on which each company would leave a place, before or after the foundings of that day."""
    later = {one.company: (one.day, AFTER) for one in history.rounds if one.stage == 1}
    found = {}
    for one in history.companies:
        ways = [(one.founded + laws.months_to_days(20), BEFORE)]
        ways += [(one.ended, AFTER)] if one.ended != NEVER else []
        ways += [(one.left, BEFORE)] if one.left != NEVER else []
        found[one.slot] = min([*ways, later.get(one.slot, ways[0])])
    return found


def placed(history: History) -> set[int]:
    return {int(step.about[0].split()[1]) for step in history.story if step.what == "company.incubated"}


@pytest.mark.parametrize("way", [(), TOGETHER, ("economy.leaving.rate=0.2",)], ids=["apart", "together", "leaving"])
def test_places_go_to_who_comes_first_and_of_one_day_to_the_lower_slot(way: tuple[str, ...]) -> None:
    full = same_day = 0
    for replication in range(4):
        sets = (*PLACES, *way, "horizon_years=6")
        history = run(replication, *sets)
        out, u = leaves(history), draws(replication, "incubated", *sets)
        inside: list[int] = []
        expected: set[int] = set()
        turned_away: dict[int, int] = {}
        for one in sorted(history.companies, key=lambda company: (company.founded, company.slot)):
            inside = [slot for slot in inside if out[slot] > (one.founded, BEFORE)]
            if not one.local or u.u(one.slot) >= 0.8:
                continue
            if len(inside) < 3:
                inside.append(one.slot)
                expected.add(one.slot)
            else:
                full += 1
                turned_away[one.founded] = one.slot
        assert placed(history) == expected
        same_day += sum(one.founded in turned_away and one.slot in expected for one in history.companies)
    assert full >= 3
    assert same_day >= 1 or way != TOGETHER


def test_a_company_in_a_place_has_a_longer_runway_by_what_it_saves() -> None:
    """At .1 its money lasts 1 / .9 = 1.111 times as long, to the day."""
    sets = ("policy.services.places=100", "policy.services.demand=1.0", "policy.services.saving=0.1")
    longer = exact = 0
    for replication in range(6):
        history, terms = run(replication, *sets), village(*sets).economy.rounds
        u = draws(replication, "runway", *sets)
        inside = placed(history)
        due = {step.about[0]: step for step in history.story if step.what == "company.milestone"}
        stalled = {step.about[0] for step in history.story if step.what == "company.stalled"}
        for one in history.companies:
            name = f"company {one.slot}"
            if one.end != "no_money" or one.stage != 0 or name in stalled:
                continue
            wait = due[name].day - one.funded
            slack = max(1.0, laws.lognormal(u.u(one.slot, 0), terms.runway_median, terms.runway_sigma))
            factor = 1 / (1 - 0.1) if one.slot in inside else 1.0
            runway = one.funded + int(wait * slack * factor + 0.5)
            assert one.ended >= runway
            exact += one.ended == runway
            longer += one.ended == runway and factor > 1.0
    assert min(exact, longer) >= 3


def test_the_incubator_holds_five_percent_at_founding_and_sells_at_the_price_of_all() -> None:
    sold = wound_up = 0
    for replication in range(6):
        history = run(replication, *SHARES, "horizon_years=14")
        audit_or_raise(history.postings)
        told = {(step.about[0], step.day, step.what): step.facts for step in history.story if step.about}
        assert {one.company for one in history.small_holdings} == placed(history)
        for one in history.small_holdings:
            assert (one.holder, one.shares, one.cost_fen) == ("incubators", 5_000_000, 15_000_000)
            sale = told.get((f"company {one.company}", one.exit_day, "company.trade_sale"))
            end = told.get((f"company {one.company}", one.exit_day, "company.failed"))
            if sale:
                assert one.proceeds_fen == int(5_000_000 * float(sale["price"]) + 0.5)
                sold += 1
            elif end:
                assert one.proceeds_fen == int(15_000_000 * float(end["recovery"]) + 0.5)
                wound_up += 1
    assert min(sold, wound_up) >= 1


def paid(history: History, kind: str) -> list[tuple[int, str, int]]:
    """Day, company and fen of every posting of a kind."""
    p = history.postings
    return [
        (int(row["day"]), p.entities[row["entity"]], int(row["fen"])) for row in p.rows if p.kinds[row["kind"]] == kind
    ]


def test_places_are_paid_for_by_the_year_from_the_entry_on_while_the_line_has_money() -> None:
    some = later = 0
    for replication in range(4):
        history = run(replication, *FEES)
        audit_or_raise(history.postings)
        founded = {f"company {one.slot}": one.founded for one in history.companies}
        out = leaves(history)
        years = paid(history, "place_support")
        for day, name, fen in years:
            assert fen == FEE
            assert day - founded[name] in (0, laws.months_to_days(12))
            assert (day, BEFORE) < out[int(name.split()[1])]
            later += day > founded[name]
        some += len(years)
    assert min(some, later) >= 3


def test_the_agents_fee_is_promised_at_the_decision_and_paid_or_free_again_at_the_end() -> None:
    paid_out = freed = without = 0
    for replication in range(4):
        history = run(replication, *AGENTS, "economy.pipeline.takeover_share=0.5")
        audit_or_raise(history.postings)
        promised, got = paid(history, "commitment"), paid(history, "agent_fee")
        ours = {name: day for day, name, fen in promised if name.startswith("company") and fen == 5_000_000}
        back = {name: day for day, name, _ in paid(history, "release") if name.startswith("company")}
        agents = {name: day for day, name, _ in got}
        for one in history.achievements:
            name = f"company {one.slot}"
            if name not in ours:
                without += one.decided != NEVER and one.decided >= 0
                continue
            assert ours[name] == one.decided
            if name in agents:
                assert agents[name] == one.converted
                assert name not in back
            elif name in back:
                assert one.converted == NEVER or one.taken_over == back[name]
        paid_out += len(agents)
        freed += len(back)
    assert min(paid_out, freed, without) >= 3


def test_an_agent_brings_the_negotiation_to_an_end_in_so_much_of_its_time() -> None:
    quicker = 0
    for replication in range(4):
        sets = (*AGENTS, "policy.institutions.takeover_month=0")
        history, terms = run(replication, *sets), village(*sets).economy.pipeline
        u = draws(replication, "negotiation_time", *sets)
        ours = {name for _, name, fen in paid(history, "commitment") if fen == 5_000_000}
        for one in history.achievements:
            if one.converted != NEVER:
                has_agent = f"company {one.slot}" in ours
                median = terms.negotiation_median_months * (0.8 if has_agent else 1.0)
                time = laws.lognormal(u.u(one.slot), median, terms.negotiation_sigma)
                assert one.converted - one.decided == laws.days(time / 12.0)
                quicker += has_agent
    assert quicker >= 3


def test_without_a_response_places_land_nobody_and_with_one_only_more() -> None:
    more = 0
    for replication in range(4):
        none, some = (run(replication, *PLACES, *way) for way in ((), ("economy.response.incubator_on_landing=1.0",)))
        before = {one.slot: one.local for one in run(replication).achievements}
        assert {one.slot: one.local for one in none.achievements} == before
        after = {one.slot for one in some.achievements if one.local}
        assert {slot for slot, local in before.items() if local} <= after
        more += len(after) - sum(before.values())
    assert more >= 1


def test_a_place_raises_the_odds_of_those_in_it_alone() -> None:
    """The same draw, read with more: who advanced from seed still does."""
    sets = ("policy.services.places=100", "policy.services.demand=0.5", "economy.managers.slots=0")
    sets = (*sets, "economy.rounds.outside_ready=[1.0, 1.0, 1.0, 1.0, 1.0]", "policy.budget.yearly=[]")
    more = 0
    for replication in range(4):
        milestones = []
        for way in ((), ("economy.response.incubator_on_advance=2.0",)):
            history = run(replication, *sets, *way)
            found = {s.about[0]: s.facts["kind"] for s in reversed(history.story) if s.what == "company.milestone"}
            milestones.append(found)
        inside = {f"company {slot}" for slot in placed(run(replication, *sets))}
        for name, kind in milestones[0].items():
            helped = milestones[1].get(name, kind)
            assert helped == kind or (name in inside and helped in ("advance", "stall", "trade_sale", "filing"))
            more += helped != kind
    assert more >= 3


def test_places_that_save_money_keep_companies_alive() -> None:
    differences = []
    sets = ("policy.services.places=100", "policy.services.demand=1.0", "policy.services.saving=0.5")
    for replication in range(8):
        found = []
        for way in (sets, ()):
            scenario = load(VILLAGE, settings=way)
            found.append(reduce_history(simulate(scenario, replication), scenario).values["company.survival_24m"])
        with_places, without = found
        assert with_places is not None
        assert without is not None
        differences.append(with_places - without)
    mean = sum(differences) / 8
    error = math.sqrt(sum((one - mean) ** 2 for one in differences) / 7 / 8)
    assert mean > 1.895 * error  # one-sided, 95 %, seven degrees of freedom


def test_article_17_off_is_none_of_it() -> None:
    every = (*FEES, *AGENTS, *SHARES, "policy.services.saving=0.1")
    for replication in range(2):
        off = run(replication, *every, "policy.articles.17.on=false")
        only = run(replication, MONEY[0])
        assert off.postings.digest() == only.postings.digest()
        assert off.postings.digest() != run(replication, *every).postings.digest()


def test_a_saving_of_all_money_is_refused() -> None:
    with pytest.raises(BadInput, match=r"services\.saving"):
        village("policy.services.saving=1.0")
