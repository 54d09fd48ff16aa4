"""Articles 5 and 7: the tax on an award, who can pay it, and its instalments."""

import math
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clauses.awards import accepts, bill, instalment

QUICK = settings(max_examples=50, derandomize=True, deadline=None)
MILLION = 100_000_000  # in fen


def test_a_bill_by_hand() -> None:
    assert bill(0.2, 208 * MILLION // 100, 0.2) == 8_320_000  # 4 % of 2.08 m yuan
    assert bill(0.5, 333, 0.2) == 33
    assert bill(0.2, MILLION, 0.0) == 0


def test_whoever_can_pay_the_first_part_accepts() -> None:
    # 50,000 yuan of an income of 100,000
    assert accepts(5_000_000, 1, 1e5, 0.5)
    assert not accepts(5_000_001, 1, 1e5, 0.5)
    assert accepts(25_000_000, 5, 1e5, 0.5)
    assert accepts(0, 1, 0.0, 0.0)


@pytest.mark.parametrize(("instalments", "share"), [(1, 0.389), (5, 0.728)])
def test_how_many_accept_in_closed_form(instalments: int, share: float) -> None:
    """Value and income are lognormal, so is their ratio; both as midpoints of equal chances."""
    normal, steps = NormalDist(), 300
    points = [normal.inv_cdf((step + 0.5) / steps) for step in range(steps)]
    incomes = [1e5 * math.exp(0.5 * z) for z in points]
    median = 9.46e6 * math.exp(-0.5 * 1.74 * 1.74)
    bills = [bill(0.2, int(100 * median * math.exp(1.74 * z)), 0.2) for z in points]
    found = sum(accepts(one, instalments, income, 0.5) for one in bills for income in incomes) / steps**2
    wide = math.sqrt(1.74**2 + 0.5**2)
    closed = normal.cdf(math.log(0.5 * 1e5 * instalments / (0.2 * 0.2 * median)) / wide)
    assert closed == pytest.approx(share, abs=5e-4)
    assert found == pytest.approx(closed, abs=2e-3)


@pytest.mark.parametrize(
    ("instalments", "first", "worth"), [(5, 0, 0.8624), (5, 1, 0.7985), (2, 0, 0.9630), (3, 0, 0.9278), (1, 0, 1.0)]
)
def test_present_value_of_a_bill_in_instalments(instalments: int, first: int, worth: float) -> None:
    whole = 100_000_007
    paid = [instalment(whole, instalments, k) / 1.08 ** (first + k) for k in range(instalments)]
    assert sum(paid) / whole == pytest.approx(worth, abs=5e-5)


@QUICK
@given(st.integers(0, 10**12), st.integers(1, 10))
def test_instalments_add_up_to_the_bill_and_only_the_last_differs(whole: int, instalments: int) -> None:
    parts = [instalment(whole, instalments, k) for k in range(instalments)]
    assert sum(parts) == whole
    assert len(set(parts[:-1])) <= 1
    assert 0 <= parts[-1] - parts[0] < instalments
