"""Which deals count as the best: those of the highest multiples, as the published figures have it."""

from typing import Any

import pytest

from sim.ledger.history import Position
from tests.scripts import load_script


@pytest.fixture(scope="module")
def sanity() -> Any:
    return load_script("benchmarks/sanity.py")


def deal(cost: int, proceeds: int) -> Position:
    return Position("fund_holding", "fund 0.0", "fund 0.0", 1, 0, cost_fen=cost, proceeds_fen=proceeds)


def test_a_small_deal_of_many_times_its_cost_ranks_before_a_large_one_of_a_few(sanity: Any) -> None:
    deals = [deal(1000, 3000), deal(10, 500), deal(100, 200), deal(100, 0), deal(100, 0)]
    # a fifth of five deals is one: fifty times its cost, 500 of 3,700, and not the 3,000 of the largest
    assert sanity.top_share(deals, 0.2) == pytest.approx(500 / 3700)
    assert sanity.top_share(deals, 0.4) == pytest.approx(3500 / 3700)
