"""What would not have come anyway, by hand: two worlds on the same draws."""

from typing import Any

import pytest

from sim.ledger.history import Fund
from sim.measures.additionality import compared_samples

STAGE = "guidance_fund.stage_equity:cash"


def world(new_hand: Any, public: int, funds: list[tuple[int, int]], outside: int) -> Any:
    """Private money by fund (partners, manager), ``public`` beside it in the first, and outside money in a company."""
    hand = new_hand()
    hand.lists["funds"] = [
        Fund(f"fund {i}.0", i, 0, 0, 0, set_up=0, public_fen=100 * public * (i == 0), private_fen=100 * one[0])
        for i, one in enumerate(funds)
    ]
    hand.post(0, "fund 0.0:cash", STAGE, public, "capital_call")
    for i, (partners, manager) in enumerate(funds):
        hand.post(0, f"fund {i}.0:cash", "partners.insurers:cash", partners, "capital_call", f"fund {i}.0")
        hand.post(0, f"fund {i}.0:cash", f"manager {i}:cash", manager, "capital_call", f"fund {i}.0")
    hand.post(9, "company 4:cash", "outside:cash", outside, "investment", "company 4")
    return hand.reduce()


@pytest.fixture
def found(new_hand: Any) -> Any:
    with_fund = world(new_hand, 25, [(74, 1), (50, 2)], 10)
    without = world(new_hand, 0, [(40, 2), (60, 3)], 12)
    samples = compared_samples(
        {"book": [with_fund], "nothing": [without]}, {"book": "nothing", "nothing": "nothing"}, None, {}
    )
    return samples["book"][1]


def test_additional_capital_is_told_apart_into_funds_and_rounds_which_sum_to_it(found: Any) -> None:
    values = {name: float(value[0]) for name, value in found.values.items()}
    assert values["additionality.private_capital.funds"] == (74 + 50 + 1 + 2) - (40 + 60 + 2 + 3)
    assert values["additionality.private_capital.rounds"] == 10 - 12
    assert values["additionality.private_capital"] == 22 - 2
    assert values["market.private_capital.partners"] == 74 + 50


def test_per_public_yuan_the_parts_sum_to_the_whole(found: Any) -> None:
    pooled = {name: one.value for name, one in found.pooled.items()}
    assert pooled["additionality.per_public_yuan"] == 20 / 25
    assert pooled["additionality.per_public_yuan.funds"] == 22 / 25
    assert pooled["additionality.per_public_yuan.rounds"] == -2 / 25


def test_crowding_out_sets_partners_money_in_funds_against_partners_money_in_funds(found: Any) -> None:
    # 74 stand beside public money; partners paid 124 into funds, without the guidance fund 100: 24 are additional
    assert found.pooled["crowding_out"].value == pytest.approx(1 - 24 / 74, rel=1e-14)
