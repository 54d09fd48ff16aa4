"""Terms of the public line: draw order, rank, share of profit, return cap, concession; by hand, then for any lines."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clauses import draw_order
from sim.clauses.concession import FOUNDERS, MANAGER, PARTNERS, Tier, acting, conceded, hurdle_balance
from sim.clauses.distribution import Balances, Contract, Distribution, PublicFlows, distribute, in_whole_fen
from sim.clauses.ranking import ranked_split
from sim.clauses.return_cap import Payment, Receipt, over_cap, room
from sim.clauses.waterfall import Amounts, split

QUICK = settings(max_examples=50, derandomize=True, deadline=None)
MONEY = st.integers(0, 10**9).map(float)
LINES = st.tuples(MONEY, MONEY, MONEY)
SHARE = st.integers(0, 100).map(lambda percent: percent / 100)
BEGIN = date(2011, 3, 15).toordinal()
NO_FLOWS = PublicFlows((), (), 0.0)


def on(year: int) -> int:
    return date(year, 3, 15).toordinal()


def total(amounts: Amounts) -> float:
    return amounts[0] + amounts[1] + amounts[2]


def paid(amount: float, rate: float = 0.06) -> list[Payment]:
    return [Payment(BEGIN, amount, rate)]


# --- draw order


@QUICK
@given(
    order=st.sampled_from((draw_order.PRO_RATA, draw_order.FIRST, draw_order.LAST)),
    commitments=st.tuples(st.integers(0, 10**10), st.integers(1, 10**10), st.integers(0, 10**9)),
    parts=st.lists(st.integers(1, 100), min_size=1, max_size=6),
)
def test_every_order_draws_each_commitment_to_its_end_and_never_beyond(
    order: int, commitments: tuple[int, int, int], parts: list[int]
) -> None:
    paid_in = [0, 0, 0]
    called = 0
    for i in range(1, len(parts) + 1):
        amount = sum(commitments) * sum(parts[:i]) // sum(parts) - called
        called += amount
        due = draw_order.shares_of_call(order, amount, commitments, (paid_in[0], paid_in[1], paid_in[2]))
        assert sum(due) == amount
        for line in range(3):
            assert due[line] >= 0
            paid_in[line] += due[line]
            assert paid_in[line] <= commitments[line]
        if order == draw_order.FIRST:
            assert paid_in[1] + paid_in[2] == 0 or paid_in[0] == commitments[0]
        if order == draw_order.LAST:
            assert paid_in[0] == 0 or paid_in[1] + paid_in[2] == commitments[1] + commitments[2]
    assert tuple(paid_in) == commitments


def test_a_manager_that_has_paid_ahead_of_the_others_pays_nothing_until_they_have_caught_up() -> None:
    """Of 100, 60 and 10 fen, 45, 60 and 10 are paid, and 17 are called: only the public still owes any."""
    assert draw_order.shares_of_call(draw_order.PRO_RATA, 17, (100, 60, 10), (45, 60, 10)) == (17, 0, 0)
    # 150 of 170 drawn after this call: the public owes 88 by now, 63 more than it has paid, the others 60 in all
    assert draw_order.shares_of_call(draw_order.PRO_RATA, 65, (100, 60, 10), (25, 50, 10)) == (63, 2, 0)


@QUICK
@given(st.tuples(*[st.integers(1, 10**12)] * 3), st.tuples(*[st.integers(0, 100)] * 3), st.integers(0, 100))
def test_whatever_was_paid_before_nobody_gets_back_or_pays_beyond_its_commitment(
    commitments: tuple[int, int, int], paid: tuple[int, int, int], called: int
) -> None:
    paid_in = (commitments[0] * paid[0] // 100, commitments[1] * paid[1] // 100, commitments[2] * paid[2] // 100)
    amount = (sum(commitments) - sum(paid_in)) * called // 100
    due = draw_order.shares_of_call(draw_order.PRO_RATA, amount, commitments, paid_in)
    assert sum(due) == amount
    for line in range(3):
        assert 0 <= due[line] <= commitments[line] - paid_in[line] + 2 * (line == 1)  # rounding is the private line's


# --- rank and share of profit


@QUICK
@given(MONEY, LINES, LINES, LINES, MONEY, MONEY, SHARE, SHARE, st.booleans())
def test_neutral_terms_are_the_plain_waterfall_to_the_last_bit(
    amount: float,
    unreturned: Amounts,
    preference: Amounts,
    paid_in: Amounts,
    profit: float,
    carried: float,
    carry: float,
    catch_up: float,
    first: bool,
) -> None:
    plain = split(amount, unreturned, preference, paid_in, profit, carried, carry, catch_up, first)
    balances = Balances(unreturned, preference, paid_in, profit, carried)
    found = distribute(amount, BEGIN, balances, carry, catch_up, first, Contract(), NO_FLOWS)
    assert found == Distribution(plain, 0.0, (0.0, 0.0, 0.0))
    # a layer of nothing and a share of everything pro rata are neutral too, in the ranked steps themselves
    ranked = ranked_split(
        amount, unreturned, preference, paid_in, profit, carried, carry, catch_up, first, False, 1e-300, -1.0
    )
    for mine, theirs in zip((*ranked.capital, *ranked.residual), (*plain.capital, *plain.residual), strict=True):
        assert mine == pytest.approx(theirs, abs=1e-3)


@QUICK
@given(MONEY, LINES, LINES, LINES, SHARE, st.booleans(), MONEY, st.integers(-1, 10).map(lambda tenth: tenth / 10))
def test_whatever_the_rank_parts_are_never_negative_and_sum_to_the_amount(
    amount: float,
    unreturned: Amounts,
    preference: Amounts,
    paid_in: Amounts,
    carry: float,
    senior: bool,
    layer: float,
    residual: float,
) -> None:
    found = ranked_split(
        amount, unreturned, preference, paid_in, 0.0, 0.0, carry, 1.0, False, senior, layer, max(-1.0, residual)
    )
    parts = (*found.capital, *found.preference, *found.residual, found.carry)
    assert min(parts) >= 0.0
    assert sum(parts) == pytest.approx(amount, abs=1e-3)
    assert all(got <= owed + 1e-6 for got, owed in zip(found.capital, unreturned, strict=True))


def test_a_public_line_that_paid_nothing_in_yet_has_no_share_of_profit() -> None:
    found = ranked_split(
        10.0, (0.0, 0.0, 0.0), (0.0, 0.0, 0.0), (0.0, 99.0, 1.0), 0.0, 0.0, 0.0, 0.0, False, False, 0.0, 0.4
    )
    assert found.residual == pytest.approx((0.0, 9.9, 0.1))


# --- return cap


def test_a_hundred_back_as_two_hundred_after_five_years_leaves_the_public_130() -> None:
    left = room(paid(100.0), [], on(2016), compound=False)
    assert left == pytest.approx(130.0)
    assert 200.0 - over_cap(200.0, 100.0, left) == pytest.approx(130.0)
    assert room(paid(100.0), [], on(2016), compound=True) == pytest.approx(100.0 * 1.06**5)


def test_the_cap_runs_on_dated_flows_and_repays_the_oldest_payment_first() -> None:
    # 100 in 2011, 50 in 2013, 120 back in 2015: interest 24 + 6, then a year on the 30 left of the second: 1.8
    payments = [*paid(100.0), Payment(on(2013), 50.0, 0.06)]
    receipts = [Receipt(on(2015), 120.0)]
    assert room(payments, receipts, on(2016), compound=False) == pytest.approx(30.0 + 24.0 + 6.0 + 1.8)
    compound = ((100.0 * 1.06**2 + 50.0) * 1.06**2 - 120.0) * 1.06
    assert room(payments, receipts, on(2016), compound=True) == pytest.approx(compound)


def test_each_payment_bears_its_own_rate_where_the_index_is_read_at_payment() -> None:
    payments = [Payment(BEGIN, 100.0, 0.06), Payment(on(2013), 100.0, 0.04)]
    assert room(payments, [], on(2016), compound=False) == pytest.approx(130.0 + 112.0)


def test_capital_is_never_handed_on_even_when_the_cap_leaves_less_room() -> None:
    assert over_cap(80.0, 80.0, 50.0) == 0.0
    assert over_cap(100.0, 80.0, 50.0) == pytest.approx(20.0)
    assert over_cap(100.0, 80.0, 500.0) == 0.0


# --- concession


def one_exit(back: float, tiers: tuple[Tier, ...], local: float = 0.0) -> Amounts:
    """100 paid in 2011, ``back`` five years later, of which 100 is return of capital."""
    return conceded(back, min(100.0, back), paid(100.0), [], on(2016), tiers, local)


def test_linyi_gives_half_of_what_lies_above_the_loan_rate() -> None:
    given_up = one_exit(200.0, (Tier(0.0345, 0.5, PARTNERS, 0.0),))
    assert given_up == pytest.approx((0.5 * (200.0 - 100.0 * 1.0345**5), 0.0, 0.0))


def test_below_the_hurdle_nothing_is_given() -> None:
    assert one_exit(100.0 * 1.0345**5 - 0.01, (Tier(0.0345, 1.0, PARTNERS, 0.0),)) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(("local", "share"), [(1.99, 0.0), (2.0, 0.2), (2.5, 0.4), (2.99, 0.4), (3.0, 0.6)])
def test_ganzhou_gives_more_for_more_local_investment(local: float, share: float) -> None:
    tiers = (Tier(0.0, 0.2, PARTNERS, 2.0), Tier(0.0, 0.4, PARTNERS, 2.5), Tier(0.0, 0.6, PARTNERS, 3.0))
    assert one_exit(200.0, tiers, local) == pytest.approx((share * 100.0, 0.0, 0.0))


def test_each_tier_acts_up_to_the_next_and_each_recipient_has_its_own_ladder() -> None:
    low, high = 100.0 * 1.06**5, 100.0 * 1.10**5
    tiers = (Tier(0.10, 0.5, PARTNERS, 0.0), Tier(0.06, 0.2, PARTNERS, 0.0), Tier(0.06, 0.1, MANAGER, 0.0))
    expected = 0.2 * (high - low) + 0.5 * (200.0 - high), 0.1 * (200.0 - low), 0.0
    assert one_exit(200.0, tiers) == pytest.approx(expected)


def test_a_higher_tier_without_its_condition_leaves_the_lower_one_acting() -> None:
    tiers = (Tier(0.0, 0.2, FOUNDERS, 0.0), Tier(0.05, 0.9, FOUNDERS, 2.0))
    assert one_exit(200.0, tiers, 1.0) == pytest.approx((0.0, 0.0, 20.0))
    assert [tiers[i].share for i in acting(tiers, FOUNDERS, 2.0)] == [0.2, 0.9]


def test_what_was_received_early_counts_with_interest_towards_the_hurdle() -> None:
    # 100 in 2011, 100 back in 2013: five years on, 100 x 1.06^5 less 100 x 1.06^3 is still missing to 6 %
    receipts = [Receipt(on(2013), 100.0)]
    missing = 100.0 * 1.06**5 - 100.0 * 1.06**3
    assert hurdle_balance(paid(100.0), receipts, 0.06, on(2016)) == pytest.approx(missing)
    given_up = conceded(50.0, 0.0, paid(100.0), receipts, on(2016), (Tier(0.06, 0.3, PARTNERS, 0.0),), 0.0)
    assert given_up[0] == pytest.approx(0.3 * (50.0 - missing))


@QUICK
@given(
    back=MONEY,
    capital=MONEY,
    hurdles=st.lists(st.integers(0, 30), min_size=1, max_size=4),
    shares=st.lists(st.integers(0, 33), min_size=4, max_size=4),
)
def test_no_tier_ever_touches_principal(back: float, capital: float, hurdles: list[int], shares: list[int]) -> None:
    capital = min(capital, back)
    tiers = tuple(Tier(h / 100, s / 100, i % 3, 0.0) for i, (h, s) in enumerate(zip(hurdles, shares, strict=False)))
    given_up = conceded(back, capital, paid(capital), [], on(2016), tiers, 0.0)
    assert min(given_up) >= 0.0
    assert total(given_up) <= back - capital + 1e-6


# --- the whole order


def test_the_cap_comes_before_the_concession_and_both_before_rounding() -> None:
    # one line each of 100, 400 back after 5 years: 200 public; the cap leaves 130; half of the 30 of gain is given up
    contract = Contract(capped=True, tiers=(Tier(0.0, 0.5, MANAGER, 0.0),))
    balances = Balances((100.0, 100.0, 0.0), (0.0, 0.0, 0.0), (100.0, 100.0, 0.0), 0.0, 0.0)
    flows = PublicFlows(paid(100.0), (), 0.0)
    found = distribute(400.0, on(2016), balances, 0.0, 0.0, False, contract, flows)
    assert found.public == pytest.approx(200.0)
    assert found.over_cap == pytest.approx(70.0)
    assert found.conceded == pytest.approx((0.0, 15.0, 0.0))
    whole = in_whole_fen(400, found, 1.0)
    assert (whole.public, whole.private, whole.over_cap, whole.to_manager, whole.ceded) == (200, 200, 70, 15, 85)


def test_what_the_government_has_sold_hands_nothing_on() -> None:
    contract = Contract(capped=True, tiers=(Tier(0.0, 0.5, MANAGER, 0.0),))
    balances = Balances((100.0, 100.0, 0.0), (0.0, 0.0, 0.0), (100.0, 100.0, 0.0), 0.0, 0.0)
    found = distribute(400.0, on(2016), balances, 0.0, 0.0, False, contract, PublicFlows(paid(100.0), (), 0.0))
    assert in_whole_fen(400, found, 0.4).over_cap == 28
    assert in_whole_fen(400, found, 0.0).ceded == 0
    free = distribute(400.0, on(2016), balances, 0.0, 0.0, False, contract.released(), NO_FLOWS)
    assert (free.over_cap, free.conceded) == (0.0, (0.0, 0.0, 0.0))


@QUICK
@given(st.integers(0, 10**12), LINES, SHARE, SHARE, SHARE)
def test_whole_fen_parts_sum_and_cessions_stay_within_public_profit(
    amount: int, paid_in: Amounts, carry: float, given_up: float, held: float
) -> None:
    contract = Contract(capped=True, tiers=(Tier(0.0, given_up, FOUNDERS, 0.0),))
    balances = Balances(paid_in, (0.0, 0.0, 0.0), paid_in, 0.0, 0.0)
    flows = PublicFlows(paid(paid_in[0]), (), 0.0)
    found = distribute(float(amount), on(2016), balances, carry, 1.0, False, contract, flows)
    whole = in_whole_fen(amount, found, held)
    assert whole.public + whole.private + whole.manager + whole.carry == amount
    assert 0 <= whole.ceded <= max(0, whole.public - int(found.split.capital[0]))
