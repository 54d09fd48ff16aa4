"""Measures of loans, on loans written by hand, and against the ledger of a replication."""

from typing import Any

import pytest

from sim.ledger.auditor import balances
from sim.ledger.history import Loan, Position
from sim.measures.credit import loan_parts, loan_values
from tests.villages import run

YUAN = 100
BANK = (
    "economy.bank.base=0.5",
    "economy.bank.sales_share=0.2",
    "economy.bank.pledge=0.5",
    "policy.credit.pledge_ltv=0.3",
)


def loans() -> list[Loan]:
    repaid = Loan(1, 100, 0, 1000 * YUAN, 80 * YUAN, private=True, end="repaid", ended=465, paid_fen=1080 * YUAN)
    lost = Loan(2, 100, 0, 500 * YUAN, 40 * YUAN, end="defaulted", ended=300, paid_fen=100 * YUAN)
    lost.cover_paid_fen, lost.sold_fen, lost.lost_fen = 200 * YUAN, 60 * YUAN, 180 * YUAN
    return [repaid, lost, Loan(3, 200, 1, 700 * YUAN, 50 * YUAN)]


def test_shares_and_sums_of_three_loans(hand: Any) -> None:
    hand.lists["loans"] = loans()
    parts, values = loan_parts(hand.history()), loan_values(hand.history())
    assert parts["loan.private_share"] == (1, 3)
    assert parts["loan.default_rate"] == (1, 2)
    assert parts["loan.loss_rate"] == (180 * YUAN, 1500 * YUAN)
    assert values == {"loan.count": 3.0, "loan.amount": 2200.0, "bank.result": 80.0 - 140.0}


def test_leverage_is_all_that_the_guarantor_covered_over_the_capital_of_the_city(hand: Any) -> None:
    hand.lists["loans"] = [
        Loan(1, 100, 0, 1000 * YUAN, 80 * YUAN, coverer="guarantee", covered_fen=800 * YUAN, end="repaid", ended=465),
        Loan(2, 200, 0, 500 * YUAN, 40 * YUAN, coverer="guarantee", covered_fen=400 * YUAN),
        Loan(3, 300, 0, 700 * YUAN, 50 * YUAN, coverer="insurance", covered_fen=490 * YUAN),
        Loan(4, 300, 0, 900 * YUAN, 70 * YUAN),
    ]
    for day, yuan in ((0, 200), (365, 300)):
        hand.post(day, "guarantor:cash", "programme.guarantee_capital:cash", yuan, "capital_in", "guarantor")
    hand.post(0, "guarantor:insurance", "outside:cash", 1000, "capital_in", "guarantor")  # the insurer's
    assert hand.reduce().values["guarantor.leverage"] == 1200 / 500


def test_without_capital_there_is_no_leverage(hand: Any) -> None:
    hand.lists["loans"] = loans()
    assert hand.reduce().values["guarantor.leverage"] is None


def test_without_loans_there_are_no_shares(hand: Any) -> None:
    found = hand.reduce().values
    assert (found["loan.count"], found["bank.result"]) == (0.0, 0.0)
    assert found["loan.private_share"] is found["loan.default_rate"] is found["loan.loss_rate"] is None


def test_what_funds_sell_on_the_board_or_to_founders_is_a_share_of_all_they_left(hand: Any) -> None:
    def held(company: int, route: Any, day: int = 500) -> Position:
        return Position("fund_holding", "fund 0.0", "fund 0.0", company, 10, exit_day=day, route=route)

    hand.lists["positions"] = [held(1, "otc"), held(2, "buy_back"), held(3, "otc"), held(4, "secondary")]
    hand.lists["positions"].append(Position("fund_holding", "fund 0.0", "fund 0.0", 5, 10))
    parts = loan_parts(hand.history())
    assert (parts["fund.exit.otc"], parts["fund.exit.buy_back"]) == ((2, 4), (1, 4))


@pytest.mark.parametrize("replication", range(2))
def test_the_banks_result_is_what_its_account_has_beyond_what_it_lent(replication: int) -> None:
    history = run(replication, *BANK)
    over = sum(one.principal_fen for one in history.loans if one.end != "open")
    assert over > 0
    expected = (balances(history.postings)["bank:cash"] - over) / YUAN
    assert loan_values(history)["bank.result"] == pytest.approx(expected)
