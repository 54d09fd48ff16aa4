"""What articles 19 and 22 do when each alone is switched on, in a village of 400 results."""

from functools import cache

import pytest

from sim.engine.reference import simulate
from sim.measures.reduce import reduce_history
from tests.villages import village

TOWN = (
    "economy.pipeline.shelf=400",
    "economy.pipeline.evaluators=400",
    "economy.operations.mode=path",
    "economy.company.linger_share=0.5",
    "economy.rounds.outside_ready=[0.1, 0.5, 0.7, 0.85, 0.95]",
    "economy.company.funded_when_ready=[1.0, 1.0, 1.0, 1.0, 1.0]",
    "economy.company.advance=[0.75, 0.75, 0.75, 0.45, 0.0]",
    "economy.managers.slots=24",
    "economy.managers.arrival_years=6.0",
    "economy.rounds.managers_asked=2",
    "economy.rounds.quarters=2",
    "economy.bank.base=0.5",
    "economy.bank.pledge=0.6",
    "economy.bank.private_factor=0.6",
    "economy.bank.sales_share=1.0",
    "economy.bank.smallest=2e4",
    "policy.credit.pledge_ltv=0.25",
    "policy.private_access.loans=true",
    "policy.otc.rate=0.6",
    "policy.otc.sales=2e6",
)
ARTICLES = (19, 22)


@cache
def values(replication: int, *on: int) -> dict[str, float | None]:
    """Measures of a replication with these of the two articles on."""
    off = [f"policy.articles.{article}.on=false" for article in ARTICLES if article not in on]
    scenario = village(*TOWN, *off)
    return dict(reduce_history(simulate(scenario, replication), scenario).values)


def difference(name: str, article: int, replication: int) -> float:
    with_it, without = values(replication, article)[name], values(replication)[name]
    assert with_it is not None
    assert without is not None
    return with_it - without


@pytest.mark.parametrize("replication", range(4))
def test_equal_access_raises_the_share_of_private_firms_in_loans(replication: int) -> None:
    assert difference("loan.private_share", 19, replication) > 0.0


@pytest.mark.parametrize("replication", range(4))
def test_the_board_gives_funds_a_route_of_its_own(replication: int) -> None:
    assert values(replication)["fund.exit.otc"] == 0.0
    assert difference("fund.exit.otc", 22, replication) > 0.0


def test_loans_on_pledged_results_leave_fewer_companies_without_money() -> None:
    found = [difference("company.no_money", 22, replication) for replication in range(8)]
    mean = sum(found) / len(found)
    error = (sum((one - mean) ** 2 for one in found) / (len(found) - 1) / len(found)) ** 0.5
    assert mean + 1.9 * error < 0.0  # one-sided, seven degrees of freedom
