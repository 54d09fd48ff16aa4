"""Exits against deadlines by hand, and survival curves against lifelines (D7, D11)."""

import random
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sim.engine import codes
from sim.ledger.history import NEVER, Position
from sim.measures.budget import PLACES
from sim.measures.positions import ROUTES, exit_parts, read_positions
from sim.measures.survival import exit_curve, exit_median, incidence, median_days


def stake(
    deadline: int = NEVER,
    left: int = NEVER,
    route: str = "open",
    cost: int = 100,
    back: int = 0,
    away: int = 0,
    **more: Any,
) -> Position:
    """A stage-equity stake of ``cost`` yuan held from day 0."""
    instrument = more.pop("instrument", "stage_equity")
    return Position(
        instrument,
        "guidance_fund",
        "fund 0.0",
        -1,
        more.pop("first", 0),
        deadline,
        left,
        route,
        cost * 100,
        back * 100,
        away * 100,
        **more,
    )


def eight(hand: Any) -> Any:
    hand.lists["positions"] = [
        stake(1825, 1095, "option", 100, 100, optioned=True),  # on time, at cost
        stake(1825, 1825, "option", 300, 350, optioned=True),  # on the deadline itself
        stake(1825, 1800, "liquidation", 100, 60),  # out, but a loss
        stake(1825, 1700, "write_off", 100, 2),  # out, but written off
        stake(1825, 2000, "secondary", 200, 260),  # too late
        stake(1825, NEVER, "open", 100),  # still held, overdue
        stake(4000, NEVER, "open", 100),  # its deadline lies beyond the horizon
        stake(1825, 1500, "trade_sale", 50, 80, 20, instrument="co_investment"),  # on time, after a gain share
        Position("fund_holding", "fund 0.0", "fund 0.0", 3, 0, 10, 5, "listing", 1, 2),  # not the public's
    ]
    return hand


def test_on_time_needs_the_deadline_kept_and_no_loss(hand: Any) -> None:
    values = eight(hand).reduce().values
    assert values["exit.on_time"] == 3 / 7
    assert values["exit.out_by_deadline"] == 5 / 7
    assert values["exit.overdue"] == 2 / 7
    assert values["exit.lost"] == 2 / 7
    assert values["stage_equity.exit.lost.by_cost"] == 200 / 900
    assert values["stage_equity.exit.on_time"] == 2 / 6
    assert values["co_investment.exit.on_time"] == 1.0


def test_shares_by_cost_weight_each_position_by_its_money(hand: Any) -> None:
    values = eight(hand).reduce().values
    assert values["exit.on_time.by_cost"] == 450 / 950
    assert values["exit.out_by_deadline.by_cost"] == 650 / 950
    assert values["stage_equity.exit.overdue.by_cost"] == 300 / 900


def test_every_route_and_place_that_the_engine_can_write_is_measured() -> None:
    assert set(codes.ROUTES) == set(ROUTES)
    assert set(codes.PLACES) == set(PLACES)


def test_routes_are_shares_of_all_public_positions_and_add_up_to_one(hand: Any) -> None:
    values = eight(hand).reduce().values
    assert values["exit.route.option"] == values["exit.option_exercised"] == 2 / 8
    assert values["exit.route.open"] == 2 / 8
    assert values["stage_equity.exit.route.trade_sale"] == 0.0
    shares = [
        value for name, value in values.items() if name.startswith("exit.route.") and not name.endswith("by_cost")
    ]
    assert sum(share or 0.0 for share in shares) == pytest.approx(1.0, abs=1e-12)


@settings(derandomize=True, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("stage_equity", "co_investment")),
            st.integers(-1, 4000),  # deadline
            st.integers(-1, 3650),  # day left
            st.integers(1, 500),  # cost
            st.integers(0, 900),  # proceeds
            st.sampled_from(ROUTES),
        ),
        min_size=1,
    )
)
def test_on_time_lost_and_overdue_sum_to_one_over_the_positions_that_are_due(rows: list[Any]) -> None:
    held = [stake(due, left, route, cost, back, instrument=kind) for kind, due, left, cost, back, route in rows]
    parts = exit_parts(read_positions(held, 3650))
    for prefix in ("exit", "stage_equity.exit", "co_investment.exit"):
        for ending in ("", ".by_cost"):
            three = [parts[f"{prefix}.{name}{ending}"] for name in ("on_time", "lost", "overdue")]
            assert len({due for _, due in three}) == 1
            assert sum(some for some, _ in three) == three[0][1]
            out = parts[f"{prefix}.out_by_deadline{ending}"][0]
            assert three[1][0] == out - three[0][0]


def test_a_stake_bought_in_part_counts_as_bought_by_option_whatever_became_of_the_rest(hand: Any) -> None:
    hand.lists["positions"] = [
        stake(left=3000, route="liquidation", cost=300, back=400, optioned=True),  # a third was bought in year 3
        stake(left=3000, route="liquidation", cost=100, back=90),
    ]
    values = hand.reduce().values
    assert values["exit.option_exercised"] == 1 / 2
    assert values["stage_equity.exit.option_exercised.by_cost"] == 300 / 400
    assert values["exit.route.option"] == 0.0


def test_what_partners_put_to_the_guidance_fund_is_no_exit_but_its_loss_is_one_for_the_tolerance(
    new_hand: Any,
) -> None:
    own = [stake(1825, 1095, "option", 100, 100, optioned=True), stake(1825, 2000, "secondary", 100, 90)]
    bought = stake(left=3000, route="write_off", cost=500, back=0, by_put=True)
    without, beside = new_hand(), new_hand()
    without.lists["positions"], beside.lists["positions"] = own, [*own, bought]
    one, other = without.reduce(), beside.reduce()
    exits = [name for name in one.values if "exit." in name]
    assert {name: one.values[name] for name in exits} == {name: other.values[name] for name in exits}
    assert (one.parts["fund.tolerance_breach"][1], other.parts["fund.tolerance_breach"][1]) == (2, 3)


def test_a_gain_share_that_eats_the_gain_makes_a_loss(hand: Any) -> None:
    hand.lists["positions"] = [stake(1825, 1000, "trade_sale", 100, 110, 11)]
    assert hand.reduce().values["exit.on_time"] == 0.0


@pytest.mark.parametrize(("short_fen", "on_time"), [(1, 1.0), (99, 1.0), (100, 0.0)])
def test_a_price_rounded_down_by_less_than_a_yuan_is_no_loss(hand: Any, short_fen: int, on_time: float) -> None:
    exercised = stake(1825, 1095, "option", 100, 100)
    exercised.proceeds_fen -= short_fen
    hand.lists["positions"] = [exercised]
    assert hand.reduce().values["exit.on_time"] == on_time


def test_a_deadline_beyond_the_horizon_and_none_at_all_leave_shares_without_a_value(hand: Any) -> None:
    hand.lists["positions"] = [stake(3651, 1000, "option", 100, 100), stake()]
    reduced = hand.reduce()
    assert reduced.values["exit.on_time"] is None
    assert reduced.values["exit.route.option"] == 0.5
    assert reduced.position_rows["on_time"].tolist() == [None, None]
    assert np.isnat(reduced.position_rows["deadline"]).tolist() == [False, True]


def test_position_rows_hold_every_holding_with_dates(hand: Any) -> None:
    rows = eight(hand).reduce().position_rows
    assert len(rows["route"]) == 9
    assert rows["on_time"].tolist()[:7] == [True, True, False, False, False, False, None]
    assert str(rows["exit_date"][0]) == "2014-03-14"  # 1,095 days after 2011-03-15, over the leap day of 2012


def test_the_median_counts_what_is_still_held_as_censored(hand: Any) -> None:
    hand.lists["positions"] = [stake(left=365), stake(left=730), stake(), stake(first=3000)]
    # held: 1 of 4 leaves with 4 watched (3/4), one is censored at 650 days, then 1 of 2 leaves: 3/8
    assert hand.reduce().values["exit.median_years"] == pytest.approx(730 / 365.25, abs=1e-12)
    hand.lists["positions"] = [stake(left=365), stake(), stake()]
    assert hand.reduce().values["exit.median_years"] is None


def test_half_held_exactly_is_the_median() -> None:
    durations = np.arange(1, 11, dtype=np.int64)
    assert median_days(durations, np.ones(10, dtype=np.bool_)) == 5.0


def samples(seed: int, *, distinct: bool) -> tuple[list[int], list[int]]:
    """Durations, and routes 0 and 1 or -1 for censored."""
    source = random.Random(seed)
    days = source.sample(range(1, 4000), 60) if distinct else [source.randrange(1, 60) for _ in range(60)]
    return days, [source.choice((-1, 0, 0, 1)) for _ in days]


def fitted(name: str, *arguments: Any) -> Any:
    """A fitter of lifelines, whose warnings are no concern of ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import lifelines

        fitter = getattr(lifelines, name)()
        fitter.fit(*arguments)
    return fitter


@pytest.mark.parametrize("seed", range(4))
def test_the_curve_equals_kaplan_meier_of_lifelines(seed: int) -> None:
    days, routes = samples(seed, distinct=False)
    durations, left = np.array(days, dtype=np.int64), np.array(routes) >= 0
    curve = exit_curve([(durations[:25], left[:25]), (durations[25:], left[25:])])
    other = fitted("KaplanMeierFitter", durations, left)
    expected = other.survival_function_at_times(curve.days).to_numpy()
    assert np.allclose(curve.held, expected, atol=1e-12)
    assert curve.median_days == other.median_survival_time_
    assert curve.at_risk[0] == 60


@pytest.mark.parametrize("route", [0, 1])
def test_incidence_equals_aalen_johansen_of_lifelines(route: int) -> None:
    days, routes = samples(11, distinct=True)
    found = incidence([(np.array(days, dtype=np.int64), np.array(routes, dtype=np.int64))], ("option", "liquidation"))
    other = fitted("AalenJohansenFitter", days, [r + 1 for r in routes], route + 1)
    table = other.cumulative_density_.iloc[:, 0]
    ours = found.by_route[("option", "liquidation")[route]]
    for day in (500, 1500, 2500, 3500):
        expected = float(table[table.index <= day].iloc[-1])
        assert ours[np.searchsorted(found.days, day, side="right") - 1] == pytest.approx(expected, abs=1e-9)


def test_incidences_and_what_is_held_add_up_to_one() -> None:
    days, routes = samples(5, distinct=False)
    found = incidence([(np.array(days, dtype=np.int64), np.array(routes, dtype=np.int64))], ("option", "liquidation"))
    assert np.allclose(sum(found.by_route.values()) + found.held, 1.0, atol=1e-12)


def test_without_censoring_the_band_of_the_curve_is_clopper_and_pearsons() -> None:
    single = [(np.array([10 * (one + 1)], dtype=np.int64), np.array([True])) for one in range(8)]
    curve = exit_curve(single)
    for place, held in enumerate(range(8, -1, -1)):
        expected = stats.binomtest(held, 8).proportion_ci(0.95, method="exact")
        assert (curve.low[place], curve.high[place]) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_with_censoring_a_holding_a_replication_has_greenwoods_variance() -> None:
    days, routes = samples(3, distinct=True)
    single = [
        (np.array([day], dtype=np.int64), np.array([route >= 0])) for day, route in zip(days, routes, strict=True)
    ]
    found = exit_median(single)
    other = fitted("KaplanMeierFitter", days, [route >= 0 for route in routes])
    curve = exit_curve(single)
    assert found.value == other.median_survival_time_
    place = np.searchsorted(curve.days, found.value)
    rest = other.event_table.loc[1 : found.value]
    greenwood = float((rest["observed"] / (rest["at_risk"] * (rest["at_risk"] - rest["observed"]))).sum())
    deviation = curve.held[place] * greenwood**0.5
    assert curve.high[place] - curve.low[place] == pytest.approx(2 * 1.96 * deviation, rel=0.1)


def test_fewer_than_three_replications_with_holdings_have_no_band() -> None:
    one, none = (np.array([10, 20], dtype=np.int64), np.array([True, True])), (np.array([], dtype=np.int64),) * 2
    curve = exit_curve([one, one, (none[0], np.array([], dtype=np.bool_))])
    assert (curve.low == curve.held).all()
    assert (curve.high == curve.held).all()
    assert exit_median([one, one]).own is None
