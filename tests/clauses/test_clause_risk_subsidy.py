"""风险补助: amount within its caps, draws on losses."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clauses.risk_subsidy import amount, draw, private_loss

QUICK = settings(max_examples=50, derandomize=True, deadline=None)
FEN = st.integers(0, 10**12)
LEFT = st.integers(-1, 10**12)
MILLION = 100_000_000


def test_ten_percent_of_the_private_part_of_the_investment() -> None:
    # 6 m invested by a fund that is 75 % private: 4.5 m, of it 10 %
    assert amount(6 * MILLION, 0.75, False, 0.10, MILLION, -1, -1, 99 * MILLION) == 45_000_000
    assert amount(6 * MILLION, 0.75, True, 0.10, MILLION, -1, -1, 99 * MILLION) == 60_000_000


def test_each_cap_binds() -> None:
    deal = (20 * MILLION, 1.0, False, 0.10)  # 2 m before any cap
    assert amount(*deal, 0, -1, -1, 99 * MILLION) == 2 * MILLION
    assert amount(*deal, MILLION, -1, -1, 99 * MILLION) == MILLION
    assert amount(*deal, MILLION, 30, -1, 99 * MILLION) == 30
    assert amount(*deal, MILLION, 30, 20, 99 * MILLION) == 20
    assert amount(*deal, MILLION, 30, 20, 10) == 10
    assert amount(*deal, MILLION, 0, -1, 10) == 0
    assert amount(*deal, MILLION, -1, 0, 10) == 0
    assert amount(*deal, 0, -1, -1, -7) == 0


@QUICK
@given(invested=FEN, private=st.floats(0, 1), rate=st.integers(0, 100), cap=FEN, company=LEFT, year=LEFT, budget=FEN)
def test_no_limit_is_ever_broken(
    invested: int, private: float, rate: int, cap: int, company: int, year: int, budget: int
) -> None:
    for base_all in (False, True):
        paid = amount(invested, private, base_all, rate / 100, cap, company, year, budget)
        assert 0 <= paid <= budget
        assert 100 * paid <= rate * invested
        assert cap == 0 or paid <= cap
        assert company == -1 or paid <= company
        assert year == -1 or paid <= year


def test_a_loss_draws_no_more_than_the_reserve_holds() -> None:
    assert draw(100, 30) == 30
    assert draw(100, 300) == 100
    assert draw(0, 300) == 0
    assert draw(100, 0) == 0


def test_only_the_private_part_of_a_loss_counts() -> None:
    assert private_loss(6 * MILLION, 2 * MILLION, 0.75) == 3 * MILLION
    assert private_loss(6 * MILLION, 9 * MILLION, 0.75) == 0
    assert private_loss(6 * MILLION, 0, 1.0) == 6 * MILLION


@QUICK
@given(balance=FEN, cost=FEN, proceeds=FEN, private=st.floats(0, 1))
def test_a_draw_covers_at_most_the_loss_and_leaves_no_negative_reserve(
    balance: int, cost: int, proceeds: int, private: float
) -> None:
    loss = private_loss(cost, proceeds, private)
    drawn = draw(balance, loss)
    assert 0 <= loss <= max(0, cost - proceeds)
    assert 0 <= drawn <= min(balance, loss)
    assert drawn in (balance, loss)
