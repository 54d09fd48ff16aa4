"""Who gains and who loses: each amount is received once and paid once."""

from typing import Any

from sim.ledger.history import Fund, Position
from sim.measures.flows import read_books
from sim.measures.parties import party_flows


def totals(hand: Any) -> dict[str, int]:
    history = hand.history()
    return {
        name: int(fen.sum()) // 100
        for name, (_, fen) in party_flows(read_books(history.postings, history.funds), history).items()
    }


def test_parties_sum_to_zero_and_money_to_pay_with_is_no_gain(hand: Any) -> None:
    hand.post(0, "treasury:cash", "outside:cash", 100, "provide")
    hand.post(0, "guidance_fund.stage_equity:cash", "treasury:cash", 100, "appropriation")
    hand.post(1, "guidance_fund:commitments", "guidance_fund:committed", 999, "commitment")
    hand.post(2, "fund 0.0:cash", "guidance_fund.stage_equity:cash", 100, "capital_call")
    hand.post(2, "partners.corporate:cash", "outside:cash", 300, "provide")
    hand.post(2, "fund 0.0:cash", "partners.corporate:cash", 300, "capital_call")
    hand.post(3, "manager 0:cash", "fund 0.0:cash", 20, "fee")
    hand.post(4, "company 7:cash", "fund 0.0:cash", 350, "investment")
    hand.post(90, "outside:cash", "company 7:cash", 340, "burn")
    hand.post(900, "fund 0.0:cash", "outside:cash", 800, "trade_sale")
    hand.post(901, "guidance_fund.stage_equity:cash", "fund 0.0:cash", 200, "distribution")
    hand.post(901, "partners.corporate:cash", "fund 0.0:cash", 500, "distribution")
    found = totals(hand)
    assert found == {"public": 100, "partners": 200, "managers": 20, "companies": 350, "outside": -670}
    assert sum(found.values()) == 0


def test_what_is_still_held_is_owed_by_outside(hand: Any) -> None:
    hand.post(0, "fund 1.0:cash", "partners.corporate:cash", 90, "capital_call")
    hand.post(0, "fund 1.0:cash", "manager 1:cash", 10, "capital_call")
    hand.post(1, "company 7:cash", "fund 1.0:cash", 60, "investment")
    hand.navs = {"public": 40, "private": 5}
    hand.lists["funds"] = [Fund("fund 1.0", 1, 0, 10_000, 0, set_up=0, private_fen=9_000, manager_fen=1_000)]
    hand.lists["positions"] = [Position("fund_holding", "fund 1.0", "fund 1.0", 7, 1, cost_fen=6_000, nav_fen=8_000)]
    found = totals(hand)
    assert found["public"] == 40
    assert found["partners"] == -90 + 5 + (80 + 40) * 9 // 10  # nine tenths of holding and cash of a fund of its own
    assert sum(found.values()) == 0
