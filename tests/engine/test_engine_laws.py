"""Laws that every replication obeys, on the village and on random rule books."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.decisions.irr import irr
from sim.economy.streams import Draws, Override, Stream
from sim.engine.reference import simulate
from sim.ledger.auditor import audit
from sim.ledger.history import History
from sim.scenario.book import parameters, value_at
from sim.scenario.disposal_schema import SAME
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parents[1] / "village.toml"
PARI_PASSU = (
    "policy.budget.stage_equity_share=1.0",
    "policy.budget.co_investment_share=0.0",
    "policy.budget.risk_subsidy_share=0.0",
    "policy.stage_equity.option.enabled=false",
    "policy.stage_equity.maximum_holding_years=0.0",
    "policy.stage_equity.at_deadline.rule=hold_to_term",
    "policy.stage_equity.at_deadline.floor=none",
    "policy.stage_equity.at_deadline.first_refusal=false",
    "policy.stage_equity.liquidation_preference=false",
    "policy.risk_subsidy.rate=0.0",
)


def village(*sets: str, policy: str | None = None) -> Scenario:
    return load(VILLAGE, settings=sets, policy=policy)


def digest(history: History) -> str:
    return history.postings.digest().hex()


@settings(max_examples=50, derandomize=True, deadline=None)
@given(
    cap=st.sampled_from([0.0, 0.1, 0.25, 0.4]),
    not_largest=st.booleans(),
    base=st.sampled_from(["unreturned", "original"]),
    clock=st.sampled_from(["first_payment", "each_payment"]),
    rule=st.sampled_from(["auction", "hold_to_term", "option_only"]),
    floor=st.sampled_from(["formula", "share_of_appraised", "none"]),
    gain=st.sampled_from([0.0, 0.5, 1.0]),
    subsidy=st.sampled_from([0.0, 0.1, 0.6]),
    unused=st.sampled_from(["keep", "return"]),
    recycle=st.sampled_from([0.0, 4.0, 9.0]),
    money=st.sampled_from(["[0.0]", "[5e6, 5e6]", "[60e6, 0.0, 30e6]"]),
    replication=st.integers(0, 50),
)
def test_money_is_conserved_and_caps_hold_on_random_rule_books(
    cap: float,
    not_largest: bool,
    base: str,
    clock: str,
    rule: str,
    floor: str,
    gain: float,
    subsidy: float,
    unused: str,
    recycle: float,
    money: str,
    replication: int,
) -> None:
    scenario = village(
        f"policy.stage_equity.share_cap={cap}",
        f"policy.stage_equity.not_largest={str(not_largest).lower()}",
        f"policy.stage_equity.option.enabled={str(cap > 0).lower()}",
        f"policy.stage_equity.option.base={base}",
        f"policy.stage_equity.option.clock={clock}",
        f"policy.stage_equity.at_deadline.rule={rule}",
        f"policy.stage_equity.at_deadline.floor={floor}",
        f"policy.co_investment.gain_share={gain}",
        f"policy.risk_subsidy.rate={subsidy}",
        f"policy.risk_subsidy.unused={unused}",
        f"policy.budget.recycle_until_year={recycle}",
        f"policy.budget.yearly={money}",
    )
    history = simulate(scenario, replication)
    assert audit(history.postings) == []
    assert_public_places_match_cash(history)
    rules = scenario.policy
    for fund in history.funds:
        total = fund.public_fen + fund.private_fen + fund.manager_fen
        assert fund.public_fen <= cap * total + 1e-6
        assert fund.drawn_fen <= total
        assert fund.invested_fen <= fund.drawn_fen
    for position in history.positions:
        if position.instrument == "co_investment":
            assert position.cost_fen <= rules.co_investment.cap_per_deal * 100
            assert position.paid_away_fen <= gain * max(0, position.proceeds_fen - position.cost_fen) + 1


def assert_public_places_match_cash(history: History) -> None:
    """At the end of every day, uncommitted + not set up + undrawn money is the guidance fund's cash."""
    rows, names = history.postings.rows, history.postings.accounts
    ours = {i for i, name in enumerate(names) if name.startswith("guidance_fund.")}
    change: dict[int, int] = defaultdict(int)
    for row in rows:
        if int(row["debit"]) in ours:
            change[int(row["day"])] += int(row["fen"])
        if int(row["credit"]) in ours:
            change[int(row["day"])] -= int(row["fen"])
    for level in history.levels:
        if level.place in ("uncommitted", "not_set_up", "undrawn"):
            change[level.day] -= level.fen
    assert {day: fen for day, fen in change.items() if fen} == {}
    totals: dict[str, int] = defaultdict(int)
    for level in history.levels:
        totals[level.place] += level.fen
        assert totals[level.place] >= 0, level


def test_a_zero_budget_and_no_guidance_fund_give_one_digest() -> None:
    for replication in range(3):
        nothing = simulate(village(policy="no-guidance-fund"), replication)
        empty = simulate(village("policy.budget.yearly=[0.0, 0.0, 0.0]"), replication)
        assert digest(nothing) == digest(empty)


def test_a_zero_budget_destroys_no_private_capital_by_waiting() -> None:
    empty = simulate(village("policy.budget.yearly=[0.0]"), 1)
    assert all(fund.applied < 0 for fund in empty.funds)


def test_an_achievement_that_is_never_discovered_changes_nobody() -> None:
    before = simulate(village("economy.pipeline.shelf=64"), 2)
    slots = {a.slot for a in before.achievements}
    larger = village("economy.pipeline.shelf=72")
    draws = Draws(larger.seed, 2)
    keyed = Draws(larger.seed, 2).stream("discovery")
    draws.override("discovery", lambda entity, ordinal: keyed.u(entity, ordinal) if entity in slots else 1.0)
    after = simulate(larger, 2, draws=draws)
    assert len(after.achievements) == 72
    assert digest(after) == digest(before)


@pytest.mark.parametrize("replication", [0, 3])
def test_shuffled_future_outcomes_leave_every_earlier_posting_unchanged(replication: int) -> None:
    """Outcomes that lie after day T are replaced; whatever happened up to T must not know (rivals' defect B4)."""
    scenario, cut = village(), 4 * 365
    plain = simulate(scenario, replication)
    closed_later = {(r.company, r.stage) for r in plain.rounds if r.day > cut}
    unresolved = {c.slot for c in plain.companies if c.ended < 0 or c.ended > cut}
    draws = Draws(scenario.seed, replication)
    for name in ("exit_price", "lockup", "recovery", "fate", "step"):
        draws.override(name, replaced(Draws(scenario.seed, replication).stream(name), name, closed_later, unresolved))
    shuffled = simulate(scenario, replication, draws=draws)
    assert digest(plain) != digest(shuffled)
    assert early(plain, cut) == early(shuffled, cut)


def replaced(keyed: Stream, name: str, closed_later: set[tuple[int, int]], unresolved: set[int]) -> Override:
    """Other uniforms for what is decided after the cut: fates of later stages, ends of companies still alive."""

    def value(entity: int, ordinal: int) -> float:
        u = keyed.u(entity, ordinal)
        if name in ("fate", "step"):
            stage = ordinal // 2 if name == "fate" else ordinal + 1
            return (u + 0.37) % 1.0 if (entity, stage) in closed_later else u
        return (u + 0.37) % 1.0 if entity in unresolved else u

    return value


def early(history: History, day: int) -> list[tuple[int | str, ...]]:
    p = history.postings
    rows = p.rows[p.rows["day"] <= day]
    names = (p.accounts, p.accounts, p.kinds, p.entities)
    columns = ("debit", "credit", "kind", "entity")
    return [
        (int(row["day"]), int(row["fen"]), *(table[row[column]] for table, column in zip(names, columns, strict=True)))
        for row in rows
    ]


def line_flows(history: History, fund: str, prefix: str) -> dict[int, int]:
    """Net flows by day between one fund's cash and the accounts that start with ``prefix``."""
    p = history.postings
    flows: dict[int, int] = defaultdict(int)
    for row in p.rows:
        debit, credit = p.accounts[row["debit"]], p.accounts[row["credit"]]
        if debit == f"{fund}:cash" and credit.startswith(prefix):
            flows[int(row["day"])] -= int(row["fen"])
        if credit == f"{fund}:cash" and debit.startswith(prefix) and p.kinds[row["kind"]] == "distribution":
            flows[int(row["day"])] += int(row["fen"])
    return flows


def test_pari_passu_gives_public_and_private_partners_one_irr() -> None:
    history = simulate(village(*PARI_PASSU, "policy.budget.yearly=[60e6, 60e6]"), 0)
    compared = 0
    for fund in history.funds:
        if fund.public_fen == 0 or fund.ended < 0:
            continue
        public = line_flows(history, fund.name, "guidance_fund.")
        private = line_flows(history, fund.name, "partners.")
        ours = irr(list(public), [float(x) for x in public.values()])
        theirs = irr(list(private), [float(x) for x in private.values()])
        assert ours is not None
        assert theirs is not None
        assert ours == pytest.approx(theirs, abs=1e-7)
        compared += 1
    assert compared >= 3


def test_leverage_is_one_over_the_share_where_the_cap_binds() -> None:
    """T1: a quarter gives 4.00 times; funds whose offer was below the cap give more, none less."""
    sets = (*PARI_PASSU, "policy.budget.yearly=[200e6]", "policy.stage_equity.not_largest=false")
    binding = 0
    for replication in range(4):
        for fund in simulate(village(*sets), replication).funds:
            if fund.public_fen:
                leverage = (fund.public_fen + fund.private_fen + fund.manager_fen) / fund.public_fen
                assert leverage >= 4.0 - 1e-9
                binding += leverage == pytest.approx(4.0, abs=1e-6)
    assert binding >= 3


def test_with_perfect_partners_the_public_gets_the_lesser_of_value_and_price() -> None:
    """Noise 0, threshold 1, always liquid: a decision day ends in a sale exactly when value exceeds price."""
    sets = (
        "economy.exercise.value_noise=0.0",
        "economy.exercise.threshold=1.0",
        "economy.exercise.liquid=1.0",
        "policy.budget.yearly=[60e6, 60e6]",
        "policy.budget.stage_equity_share=1.0",
        "policy.budget.co_investment_share=0.0",
        "policy.budget.risk_subsidy_share=0.0",
    )
    bought = kept = 0
    for replication in (5, 7):
        history = simulate(village(*sets), replication, tell=True)
        paid = {step.about[0]: step.amount_fen for step in history.story if step.what == "option.exercised"}
        for step in history.story:
            if step.what != "option.considered":
                continue
            value, price = step.facts["own_value_fen"], step.facts["strike_fen"]
            assert step.facts["decided"] == int(value > price) or value == price
            if step.facts["decided"]:
                assert paid[step.about[0]] == price
                bought += 1
            else:
                kept += 1
    assert bought >= 3
    assert kept >= 3


def test_the_same_replication_gives_the_same_digest_and_another_seed_another() -> None:
    first = digest(simulate(village(), 1))
    assert digest(simulate(village(), 1)) == first
    assert digest(simulate(load(VILLAGE, seed=8), 1)) != first


def test_the_story_changes_nothing() -> None:
    assert digest(simulate(village(), 1, tell=True)) == digest(simulate(village(), 1))


def test_money_in_another_unit_gives_the_same_events() -> None:
    """Every yuan amount times ten: the same rounds close on the same days at ten times the amounts."""
    scenario = village()
    factor = 10.0
    scaled = scaled_scenario(scenario, factor)
    one, ten = simulate(scenario, 1), simulate(scaled, 1)
    assert [(r.company, r.stage, r.day, r.lead) for r in one.rounds] == [
        (r.company, r.stage, r.day, r.lead) for r in ten.rounds
    ]
    small = np.array([r.raised_fen for r in one.rounds], dtype=float)
    large = np.array([r.raised_fen for r in ten.rounds], dtype=float)
    # Shares are whole, so an amount may differ by the price of a few shares: below a millionth of a round.
    assert np.all(np.abs(large - factor * small) <= 2 * factor + 1e-6 * large)


def scaled_scenario(scenario: Scenario, factor: float) -> Scenario:
    sets = []
    for parameter in parameters():
        room, _, key = parameter.key.partition(".")
        if parameter.unit != "yuan" or room not in ("economy", "policy"):
            continue
        value = value_at(scenario.economy if room == "economy" else scenario.policy, key)
        if value == SAME:
            continue  # no amount: as another key says
        scaled = [v * factor for v in value] if isinstance(value, tuple) else value * factor
        sets.append(f"{parameter.key}={scaled}")
    assert len(sets) > 15
    return village(*sets)
