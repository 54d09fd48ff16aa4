"""What each switch turns off, that no two share a parameter, and that without public money nothing else acts."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from sim.engine.reference import simulate
from sim.experiments.decompose.switches import (
    CONCESSION,
    EXIT_READINGS,
    INSTRUMENTS,
    INVESTMENT,
    PRINCIPLES,
    ExitReading,
    Switch,
    coalitions,
    concedes,
    label_of,
    principles,
    switches_of,
    without,
)
from sim.ledger.history import History
from sim.scenario.book import by_key, value_at
from sim.scenario.exit_schema import Window
from sim.scenario.files import load
from sim.scenario.policy_schema import Policy
from sim.scenario.scenario_schema import Scenario
from sim.scenario.shipped import shipped_names

VILLAGE = Path(__file__).parents[1] / "village.toml"
BY_NAME = {one.name: one for one in (*PRINCIPLES, *INSTRUMENTS.values())}
INVESTING, MARKET, INCENTIVES, EXIT = PRINCIPLES


def off(*names: str) -> Scenario:
    scenario = load(VILLAGE)
    return replace(scenario, policy=without(scenario.policy, [BY_NAME[name] for name in names]))


def digests(scenario: Scenario) -> list[bytes]:
    return [simulate(scenario, replication).postings.digest() for replication in range(2)]


def paid(history: History, kind: str) -> int:
    postings = history.postings
    rows = postings.rows
    if kind not in postings.kinds:
        return 0
    return int(rows["fen"][rows["kind"] == postings.kinds.index(kind)].sum())


@pytest.mark.parametrize("switches", [PRINCIPLES, tuple(INSTRUMENTS.values())])
def test_no_parameter_belongs_to_two_switches_and_each_exists(switches: tuple[Switch, ...]) -> None:
    for one, other in combinations(switches, 2):
        assert one.off.keys() & other.off.keys() == set(), f"{one.name} and {other.name}"
    known = [key.removeprefix("policy.") for key in by_key()]
    for switch in switches:
        for key in switch.off:
            assert any(name == key or name.startswith(f"{key}.") for name in known), key


def test_a_switch_changes_its_own_parameters_and_nothing_else() -> None:
    policy = load("beijing-2011").policy
    keys = [key.removeprefix("policy.") for key in by_key() if key.startswith("policy.")]
    for switch in PRINCIPLES:
        found = without(policy, [switch])
        changed = {key for key in keys if value_at(found, key) != value_at(policy, key)}
        assert changed
        assert changed <= switch.off.keys() | {"stage_equity.at_deadline.rule"}  # the seam of two principles


def test_the_order_in_which_switches_are_thrown_does_not_matter() -> None:
    policy = load("beijing-2011").policy
    assert without(policy, PRINCIPLES) == without(policy, reversed(PRINCIPLES))
    step_by_step = policy
    for switch in reversed(PRINCIPLES):
        step_by_step = without(step_by_step, [switch])
    assert step_by_step == without(policy, PRINCIPLES)


@pytest.mark.parametrize("name", shipped_names("policy"))
def test_every_coalition_of_every_shipped_rule_book_is_a_rule_book(name: str) -> None:
    policy = load("beijing-2011", policy=name).policy
    for switches in (PRINCIPLES, tuple(INSTRUMENTS.values())):
        for number in range(1 << len(switches)):
            made = without(policy, [one for i, one in enumerate(switches) if not number >> i & 1])
            assert Policy.model_validate(made.model_dump()) == made


def test_every_coalition_without_government_investment_is_the_world_without_a_fund() -> None:
    nothing = digests(load(VILLAGE, policy="no-guidance-fund"))
    others = ("market_operation", "incentives", "timely_exit")
    for count in range(len(others) + 1):
        for names in combinations(others, count):
            assert digests(off(INVESTMENT, *names)) == nothing, names


def test_with_nothing_off_the_ledger_is_that_of_the_rule_book() -> None:
    assert digests(off()) == digests(load(VILLAGE))


def test_principles_are_simulated_once_for_each_coalition_that_can_differ() -> None:
    found = coalitions(load(VILLAGE), PRINCIPLES)
    assert sorted(found) == [0, 1, 3, 5, 7, 9, 11, 13, 15]
    assert found[15] is not found[0]
    assert found[15].policy == load(VILLAGE).policy
    assert found[0].policy.budget.yearly == ()
    assert found[5].policy_name == "village-policy without market_operation, timely_exit"
    assert label_of(PRINCIPLES, 5) == "government_investment+incentives"
    assert label_of(PRINCIPLES, 0) == "none"


DIRECT = (
    "policy.appropriation.yearly=[10e6, 10e6, 10e6]", "policy.appropriation.shares.mix=1.0",
    "policy.mix.grant=0.0", "policy.mix.equity=1.0", "policy.direct_equity.ratio=1.0",
    "policy.direct_equity.alone=true", "policy.direct_equity.gain_share=0.5",
    "policy.direct_equity.maximum_holding_years=2", "policy.direct_equity.founders_first=true",
)  # fmt: skip


def test_principles_act_on_direct_equity_as_on_co_investment() -> None:
    own = load(VILLAGE, settings=DIRECT)
    none = replace(own, policy=without(own.policy, [INVESTING]))
    assert all(paid(simulate(own, replication), "programme_appropriation") > 0 for replication in range(2))
    assert all(paid(simulate(none, replication), "programme_appropriation") == 0 for replication in range(2))
    for names in (["market_operation"], ["incentives"], ["timely_exit"], ["market_operation", "incentives"]):
        switched = without(own.policy, [INVESTING, *(BY_NAME[name] for name in names)])
        assert digests(replace(own, policy=switched)) == digests(none), names
    priced, dated = without(own.policy, [EXIT]).direct_equity, without(own.policy, [INCENTIVES]).direct_equity
    assert (priced.maximum_holding_years, priced.founders_first, priced.gain_share) == (0.0, False, 0.5)
    assert (dated.maximum_holding_years, dated.gain_share, dated.floor_share) == (2.0, 0.0, 1.0)


def test_a_share_of_the_gain_on_direct_equity_is_a_concession_where_it_is_bought() -> None:
    alone = (*DIRECT, "policy.budget.yearly=[]")
    assert concedes(load(VILLAGE, settings=alone).policy)
    assert not concedes(without(load(VILLAGE, settings=alone).policy, (CONCESSION,)))
    assert not concedes(load(VILLAGE, settings=(*alone, "policy.direct_equity.ratio=0.0")).policy)


def test_incentives_are_prices_and_timely_exit_is_dates() -> None:
    policy = load("beijing-2011").policy
    priced, dated = without(policy, [EXIT]).stage_equity, without(policy, [INCENTIVES]).stage_equity
    # Incentives without dates: the formula price, for as long as the fund lives.
    assert priced.option.enabled
    assert (priced.option.grace_years, priced.option.rate) == (3, policy.stage_equity.option.rate)
    assert (priced.option.window_years, priced.maximum_holding_years) == (0.0, 0.0)
    assert priced.at_deadline.rule == "hold_to_term"
    # Dates without incentives: a sale at the deadline, at the full appraised value.
    assert not dated.option.enabled
    assert (dated.maximum_holding_years, dated.at_deadline.rule) == (5.0, "appraised")
    # Neither: no date, no sale.
    assert without(policy, [INCENTIVES, EXIT]).stage_equity.at_deadline.rule == "hold_to_term"


def test_read_as_an_auction_dates_without_incentives_leave_the_rule_and_ask_for_the_appraised_value() -> None:
    policy = load("beijing-2011").policy
    incentives = principles("auction")[2]
    dated = without(policy, [incentives]).stage_equity
    assert (dated.maximum_holding_years, dated.at_deadline.rule) == (5.0, "auction")
    assert (dated.at_deadline.floor, dated.at_deadline.floor_share) == ("share_of_appraised", 1.0)
    assert principles("auction")[3] == EXIT
    assert incentives.off.items() >= INCENTIVES.off.items()


def test_a_rule_book_that_holds_to_term_sells_nothing_at_a_deadline_without_incentives() -> None:
    policy = load("beijing-2011", policy="pari-passu").policy
    assert policy.stage_equity.at_deadline.rule == "hold_to_term"
    assert without(policy, [INCENTIVES]).stage_equity.at_deadline.rule == "hold_to_term"


# Companies to which nothing happens for decades, and funds without fees, carry and hurdle: worth what was paid in.
FROZEN = (
    "economy.company.advance_median_years=[90, 90, 90, 90, 90]",
    "economy.company.trade_sale_median_years=90",
    "economy.company.filing_median_years=90",
    "economy.company.failure_median_years=90",
    "economy.company.stall_share=0",
    "economy.fund.fee_rate=0",
    "economy.fund.carry=0",
    "economy.fund.hurdle=0",
    "policy.co_investment.ratio=0",
    "policy.stage_equity.maximum_holding_years=3",
)


@pytest.mark.parametrize("reading", EXIT_READINGS)
def test_without_incentives_a_stake_in_companies_at_cost_is_sold_at_what_was_paid_in(reading: ExitReading) -> None:
    scenario = load(VILLAGE, settings=FROZEN)
    scenario = replace(scenario, policy=without(scenario.policy, [principles(reading)[2]]))
    sold = looked_at = 0
    for replication in range(3):
        history = simulate(scenario, replication)
        for stake in history.positions:
            if stake.instrument != "stage_equity" or not 0 < stake.deadline <= history.horizon:
                continue
            looked_at += 1
            if stake.exit_day == stake.deadline:
                sold += 1
                # Reading "auction": a bid below the appraised value, which is the cost, is refused.
                assert stake.proceeds_fen >= 0.9999 * stake.cost_fen
                assert reading == "auction" or stake.proceeds_fen == pytest.approx(stake.cost_fen, rel=1e-4)
    assert looked_at >= 4
    assert sold == looked_at if reading == "appraised" else sold < looked_at


def test_without_timely_exit_the_last_price_window_has_no_end() -> None:
    windows = (Window(from_year=0, to_year=4), Window(from_year=4, to_year=7))
    book = load("beijing-2011").policy
    option = book.stage_equity.option.model_copy(update={"schedule": windows})
    policy = book.model_copy(update={"stage_equity": book.stage_equity.model_copy(update={"option": option})})
    schedule = without(policy, [EXIT]).stage_equity.option.schedule
    assert [(one.from_year, one.to_year) for one in schedule] == [(0.0, 4.0), (4.0, 0.0)]


def test_without_incentives_the_subsidys_money_is_unspent_and_goes_nowhere_else() -> None:
    policy = load(VILLAGE).policy
    assert without(policy, [INCENTIVES]).budget == policy.budget
    with_it = sum(paid(simulate(load(VILLAGE), r), "subsidy") for r in range(2))
    assert with_it > 0
    assert sum(paid(simulate(off("incentives"), r), "subsidy") for r in range(2)) == 0


@pytest.mark.parametrize(
    ("instrument", "kind"),
    [("stage_equity", "commitment"), ("co_investment", "co_investment"), ("risk_subsidy", "subsidy")],
)
def test_an_instrument_that_is_off_leaves_its_line_unspent(instrument: str, kind: str) -> None:
    whole, less = load(VILLAGE), off(instrument)
    assert less.policy.budget == whole.policy.budget
    for replication in range(2):
        histories = simulate(whole, replication), simulate(less, replication)
        assert paid(histories[0], kind) > 0
        assert paid(histories[1], kind) == 0
        assert paid(histories[1], "appropriation") == paid(histories[0], "appropriation")


def test_with_every_instrument_off_companies_fare_as_without_a_fund() -> None:
    nothing = load(VILLAGE, policy="no-guidance-fund")
    idle = off("stage_equity", "co_investment", "risk_subsidy")
    for replication in range(2):
        one, other = simulate(idle, replication), simulate(nothing, replication)
        assert one.companies == other.companies
        assert one.rounds == other.rounds
        assert paid(one, "appropriation") == paid(one, "remittance") > 0


def test_the_instruments_are_those_with_rules_and_money() -> None:
    names = [one.name for one in switches_of(load(VILLAGE).policy, "instruments")]
    assert names == ["stage_equity", "co_investment", "risk_subsidy"]
    pari_passu = load(VILLAGE, policy="pari-passu").policy
    assert [one.name for one in switches_of(pari_passu, "instruments")] == ["stage_equity"]


def test_a_rule_book_without_money_and_an_unknown_kind_of_switch_are_refused() -> None:
    with pytest.raises(ValueError, match="spends no public money, so there is nothing to decompose"):
        switches_of(load(VILLAGE, policy="no-guidance-fund").policy, "principles")
    with pytest.raises(ValueError, match="cannot decompose by 'articles'; known: principles, instruments"):
        switches_of(load(VILLAGE).policy, "articles")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("book", "expected"),
    [
        ("beijing-2011", True),  # half of the gain of a co-investment to the manager
        ("kvic-2025", True),  # a concession tier
        ("kvic-2025-call", False),  # the same fund with the option in its place
        ("ganzhou-2023", True),  # tiers by local multiple
        ("beijing-kechuang-2018", True),  # a cap on the return
        ("uk-rvcf-2002", True),
        ("iif-1997", True),  # a preferred return and a tenth of the profit
        ("uk-ecf-2006", True),
        ("beijing-2009", False),
        ("pari-passu", False),
        ("no-guidance-fund", False),
    ],
)
def test_a_rule_book_concedes_where_it_gives_up_gain_when_that_is_shared_out(book: str, expected: bool) -> None:
    policy = load("beijing-2011", policy=book).policy
    assert concedes(policy) == expected
    assert not concedes(without(policy, (CONCESSION,)))


def test_a_concession_of_a_line_without_money_is_none() -> None:
    own = load(VILLAGE)
    assert concedes(own.policy)
    assert not concedes(load(VILLAGE, settings=["policy.budget.co_investment_share=0.0"]).policy)


def test_without_its_concession_a_rule_book_keeps_its_option_and_what_bears_losses() -> None:
    sets = ["policy.stage_equity.terms.first_loss_share=0.1", "policy.stage_equity.liquidation_preference=false"]
    policy = load(VILLAGE, settings=sets).policy
    left = without(policy, (CONCESSION,))
    assert left.co_investment.gain_share == 0.0
    assert left.stage_equity == policy.stage_equity
    assert left.risk_subsidy == policy.risk_subsidy
