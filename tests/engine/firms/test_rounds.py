"""Financing rounds: who is asked, who leads, how much each may take, at what price, and what follows a failure (D6)."""

from collections import defaultdict
from pathlib import Path

import pytest

from sim.engine.reference import simulate
from sim.ledger.history import NEVER, Fund, History, Step
from sim.scenario.economy_schema import STAGES
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parents[2] / "village.toml"
QUARTER = 91
INVESTMENT_DAYS = 3 * 365  # investment period of a village fund
WILLING = ("economy.managers.bar=0.01", "economy.fund.attempts=4", "economy.private.fill_median=1.0")
ALONE = (
    "economy.managers.slots=0",
    "economy.rounds.heat_elasticity=0.0",
    "economy.rounds.seed_dilution_sigma=0.0",
    "economy.company.step_sigma=0.0",
    "economy.company.quality_on_step=0.0",
)


def village(*sets: str, policy: str | None = None) -> Scenario:
    return load(VILLAGE, settings=sets, policy=policy)


def told(history: History, what: str) -> list[Step]:
    return [step for step in history.story if step.what == what]


def tickets(history: History) -> dict[tuple[str, str], list[tuple[int, int, int]]]:
    """(day, stage, fen) of every payment, by fund and company."""
    paid: dict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
    for step in told(history, "fund.invested"):
        paid[(step.about[0], step.about[1])].append((step.day, int(step.facts["stage"]), step.amount_fen))
    return paid


def commitments(fund: Fund) -> int:
    return fund.public_fen + fund.private_fen + fund.manager_fen


@pytest.fixture(scope="module")
def histories() -> list[History]:
    return [simulate(village(*WILLING), replication, tell=True) for replication in range(3)]


def test_the_lead_takes_half_of_the_round_or_its_own_smallest_ticket(histories: list[History]) -> None:
    """Its smallest ticket is 1 % of commitments; a lead pays a quarter of the round, or the whole of a small one."""
    led = whole = 0
    for history in histories:
        paid = {(*pair, day): amount for pair, rows in tickets(history).items() for day, _, amount in rows}
        smallest = {fund.name: int(0.01 * commitments(fund)) for fund in history.funds}
        for one in history.rounds:
            if one.lead != "outside":
                amount = paid[(one.lead, f"company {one.company}", one.day)]
                assert amount <= min(one.size_fen, max(0.5 * one.size_fen, smallest[one.lead]))
                least = min(one.size_fen, max(0.25 * one.size_fen, smallest[one.lead]))
                assert amount >= int(least) or one.stage > 0  # later, holders may leave less
                led += 1
                whole += amount == one.size_fen
    assert led >= 40
    assert whole >= 3


def test_a_round_closes_at_three_fifths_and_outsiders_fill_it_to_the_end(histories: list[History]) -> None:
    short = 0
    for history in histories:
        for one in history.rounds:
            assert one.raised_fen == one.funds_fen + one.co_investment_fen + one.outside_fen
            assert 0.6 * one.size_fen <= one.raised_fen <= one.size_fen
            assert one.outside_fen == 0 or one.raised_fen == one.size_fen
            short += one.raised_fen < one.size_fen
    assert short >= 5


def test_no_round_sells_more_than_two_fifths_of_the_company(histories: list[History]) -> None:
    cut = 0
    for history in histories:
        wanted = {(s.about[0], s.facts["stage"]): s.amount_fen for s in told(history, "company.round_opened")}
        for one in history.rounds:
            assert one.size_fen / (one.size_fen + one.pre_money_fen) <= 0.4 + 1e-9
            size = wanted[(f"company {one.company}", STAGES[one.stage])]
            assert one.cut == (one.size_fen < size)
            if one.cut:
                assert one.size_fen / (one.size_fen + one.pre_money_fen) == pytest.approx(0.4, abs=1e-6)
                cut += 1
    assert cut >= 10


def test_no_fund_puts_more_than_its_limit_into_one_company() -> None:
    """Rounds ten times as large make the limit of 15 % bind."""
    sets = ("economy.rounds.size_median=[25e6, 60e6, 90e6, 120e6, 150e6]", "economy.rounds.smallest_ticket=0.0")
    binding = 0
    for replication in range(2):
        history = simulate(village(*WILLING, *sets), replication)
        limit = {fund.name: int(0.15 * commitments(fund)) for fund in history.funds}
        for position in history.positions:
            if position.instrument == "fund_holding":
                assert 0 < position.cost_fen <= limit[position.fund]
                binding += position.cost_fen == limit[position.fund]
    assert binding >= 5


def test_follow_ons_keep_at_most_the_holders_share_and_double_the_first_ticket(histories: list[History]) -> None:
    followed = 0
    for history in histories:
        rounds = {(f"company {one.company}", one.stage): one for one in history.rounds}
        for (_, company), paid in tickets(history).items():
            first, total, owned = paid[0][2], paid[0][2], 0.0
            for stage in range(paid[0][1], 5):
                one = rounds.get((company, stage))
                if one is None:
                    continue
                amount = sum(fen for _, at, fen in paid if at == stage)
                if stage > paid[0][1] and amount:
                    assert amount <= owned * one.size_fen + 1
                    total += amount
                    followed += 1
                after = one.pre_money_fen + one.raised_fen
                owned = owned * one.pre_money_fen / after * (1 + 1e-7) + amount / after
            assert total <= 2 * first
    assert followed >= 10


def test_follow_ons_in_the_investment_period_come_out_of_the_reserve_alone() -> None:
    """Reserve: a hundredth of what is left of commitments after fees (2 % for 3 years) and expenses (4 %)."""
    used = 0.0
    for replication in range(2):
        history = simulate(village(*WILLING, "economy.fund.reserve_share=0.01"), replication, tell=True)
        for fund in history.funds:
            reserve, spent = 0.01 * (1.0 - 3 * 0.02 - 0.04) * commitments(fund), 0
            for (name, _), paid in tickets(history).items():
                if name == fund.name:
                    spent += sum(fen for day, _, fen in paid[1:] if day < fund.set_up + INVESTMENT_DAYS)
            assert spent <= reserve
            used = max(used, spent / max(reserve, 1.0))
    assert used > 0.9


def test_a_fund_enters_companies_only_in_its_investment_period(histories: list[History]) -> None:
    late_follow_ons = 0
    for history in histories:
        funds = {fund.name: fund for fund in history.funds}
        for (name, _), paid in tickets(history).items():
            fund = funds[name]
            assert fund.set_up <= paid[0][0] <= fund.set_up + INVESTMENT_DAYS
            assert all(fund.ended == NEVER or day <= fund.ended for day, _, _ in paid)
            late_follow_ons += any(day > fund.set_up + INVESTMENT_DAYS for day, _, _ in paid)
    assert late_follow_ons >= 1


def test_managers_without_a_live_fund_do_not_answer(histories: list[History]) -> None:
    answers = 0
    for history in histories:
        funds = {fund.name: fund for fund in history.funds}
        first_held = {pair: paid[0][0] for pair, paid in tickets(history).items()}
        for step in told(history, "fund.signal"):
            company, name = step.about
            fund, insider = funds[name], first_held.get((name, company), history.horizon + 1) < step.day
            assert fund.set_up != NEVER
            assert fund.set_up <= step.day
            assert insider or step.day <= fund.set_up + INVESTMENT_DAYS
            assert fund.ended == NEVER or step.day <= fund.ended
            answers += 1
    assert answers >= 100


def test_a_round_is_shown_to_two_new_managers_a_quarter_and_to_none_twice() -> None:
    history = simulate(village("economy.rounds.managers_asked=2", "economy.managers.bar=1.7"), 0, tell=True)
    opened = {(s.about[0], s.day): s for s in told(history, "company.round_opened")}
    days = {company: sorted(day for one, day in opened if one == company) for company, _ in opened}
    held = {pair: paid[0][0] for pair, paid in tickets(history).items()}
    asked: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
    for step in told(history, "fund.signal"):
        company, name = step.about
        if held.get((name, company), history.horizon + 1) >= step.day:
            started = max(day for day in days[company] if day <= step.day)
            asked[(company, started)].append((step.day, name))
    assert len(asked) >= 15
    for (_, started), answers in asked.items():
        assert len({name for _, name in answers}) == len(answers)
        for day in {day for day, _ in answers}:
            assert (day - started) % QUARTER == 0
            assert sum(one == day for one, _ in answers) <= 2
    assert max(day - started for (_, started), answers in asked.items() for day, _ in answers) == 2 * QUARTER


def test_a_seed_company_nobody_funds_is_shown_for_four_quarters_and_then_wound_up() -> None:
    history = simulate(village("economy.managers.slots=0", "economy.rounds.outside_ready=[0.0, 0.0, 0.0, 0.0, 0.0]"), 0)
    early = [c for c in history.companies if c.founded + 365 + 3 * QUARTER + 1 <= history.horizon]
    assert len(early) >= 30
    for company in early:
        assert company.end == "no_money"
        assert company.ended == company.founded + 365 + 3 * QUARTER + 1
    assert not history.rounds


@pytest.mark.parametrize("runway", [1.0, 1.25, 3.0])
def test_a_company_without_its_next_round_is_wound_up_when_its_runway_ends(runway: float) -> None:
    """The runway is a fixed multiple of the time to the milestone; the last quarter that fits in it is the last."""
    sets = (
        "economy.managers.slots=0",
        "economy.rounds.outside_ready=[1.0, 0.0, 0.0, 0.0, 0.0]",
        f"economy.rounds.runway_median={runway}",
        "economy.rounds.runway_sigma=0.0",
        "economy.company.stall_share=0.0",
    )
    checked = 0
    for replication in range(2):
        history = simulate(village(*sets, policy="no-guidance-fund"), replication, tell=True)
        ready = {s.about[0]: s.day for s in told(history, "company.round_opened") if s.facts["stage"] == STAGES[1]}
        failed = {s.about[0]: s.day for s in told(history, "company.round_failed")}
        for company in history.companies:
            name = f"company {company.slot}"
            if name not in failed:
                continue
            runway_end = company.funded + int((ready[name] - company.funded) * runway + 0.5)
            quarters = min(3, (runway_end - ready[name]) // QUARTER)
            assert failed[name] == ready[name] + quarters * QUARTER
            wound_up = max(runway_end, failed[name] + 1)
            assert company.ended == (wound_up if wound_up <= history.horizon else NEVER)
            checked += 1
    assert checked >= 15


def test_a_seed_round_sells_the_drawn_share_and_later_prices_rise_by_the_step() -> None:
    """Without spread, heat or funds a fifth is sold at seed, and a share costs 1.622, then 1.725 times more."""
    sets = (*ALONE, "economy.rounds.outside_ready=[1.0, 1.0, 1.0, 1.0, 1.0]")
    history = simulate(village(*sets, policy="no-guidance-fund"), 0)
    steps = (1.622, 1.725, 1.413, 1.326)
    last: dict[int, int] = {}
    later = 0
    for one in history.rounds:
        if one.stage == 0:
            assert one.pre_money_fen == pytest.approx(4 * one.size_fen, rel=1e-6)
        else:
            assert one.pre_money_fen == pytest.approx(last[one.company] * steps[one.stage - 1], rel=1e-6)
            later += 1
        last[one.company] = one.pre_money_fen + one.raised_fen
    assert later >= 15
