"""统筹协作 (art. 24): no programme supports a company that another one has just supported."""

import pytest

from sim.clauses.exit_price import ACTIVE
from sim.engine import codes
from sim.engine.base import open_account
from sim.engine.codes import NEVER, NOBODY
from sim.engine.programmes import grants, purses, small_firms, supports
from sim.engine.state import World
from sim.measures.reduce import reduce_history
from sim.scenario.articles_schema import COVERING
from sim.scenario.economy_schema import OWNERS
from sim.scenario.policy_schema import Policy
from tests.engine.hand_made import made, small_world
from tests.villages import run, village

BOTH = (
    "economy.operations.mode=path", "policy.appropriation.yearly=[20e6, 20e6, 20e6, 20e6]",
    "policy.appropriation.shares.mix=0.1", "policy.research_money.size=1e6",
    "policy.appropriation.shares.sme_fund=0.124", "policy.growth_firms.sme_amount=620000",
    "policy.research_money.noise=0.0", "policy.growth_firms.noise=0.0",
)  # fmt: skip
CONTROLLED = (*BOTH, "policy.coordination.no_double_months=24")


def values(replication: int, *sets: str) -> dict[str, float]:
    found = reduce_history(run(replication, *sets), village(*sets)).values
    return {name: value or 0.0 for name, value in found.items()}


def two_companies(months: int) -> World:
    """The better one and its runner-up, both eligible for a grant and as small firms; each line has money for one."""
    policy = Policy.model_validate(
        {"growth_firms": {"sme_amount": 1e6, "noise": 0.0}, "coordination": {"no_double_months": months}}
    )
    economy = village().economy
    w = small_world(
        rules={
            "response": [economy.response], "company_law": [economy.company], "growth_firms": [policy.growth_firms],
            "coordination": [policy.coordination],
        },
        rows={
            "spans": [{"day": 0, "coverage": [1.0] * len(COVERING)}], "research_money": [{"size": 1e6}],
            "operations": [{"mode": 0}],
        },
    )  # fmt: skip
    open_account(w, codes.OUTSIDE_CASH, 0, 1)
    made(w.levels, treasury=open_account(w, codes.TREASURY_CASH, 0, 0))
    purses.open_purses(w)
    supports.begin(w)
    for line in (codes.RD_GRANT, codes.SME_FUND):
        purses.appropriate(w, line, 100_000_000)
    for slot, quality in ((0, 0.5), (1, 1.0)):
        made(w.achievements, slot=slot, owner=OWNERS.index("institute"), company=slot)
        made(
            w.companies, slot=slot, achievement=slot, quality=quality, local=1, state=ACTIVE, at_round_price=1,
            cash=open_account(w, codes.COMPANY_CASH, slot, 0), first_support=NOBODY, ordered=NEVER, ended=NEVER,
            listed=NEVER, runway_end=400, burn=200_000.0, size=1.0, next_operating=1 if slot == 0 else NOBODY,
        )  # fmt: skip
    return w


@pytest.mark.parametrize(("months", "small_firm"), [(0, 1), (24, 0)])
def test_a_company_of_two_programmes_gets_one_and_the_runner_up_the_other(months: int, small_firm: int) -> None:
    w = two_companies(months)
    grants.answer(w, 0)
    small_firms.answer(w, 0)
    awards = [(one.line, one.company, one.awarded) for one in w.supports]
    assert awards == [(codes.RD_GRANT, 1, 100_000_000), (codes.SME_FUND, small_firm, 100_000_000)]


@pytest.mark.parametrize("replication", range(4))
def test_less_is_given_twice_and_more_companies_are_supported(replication: int) -> None:
    """Sign test; as much is paid, since there are applicants enough."""
    on, off = values(replication, *CONTROLLED), values(replication, *CONTROLLED, "policy.articles.24.on=false")
    assert off["programme.duplicates"] > on["programme.duplicates"] == 0.0
    assert on["programme.supported"] >= off["programme.supported"]


def test_a_window_of_no_months_is_no_rule() -> None:
    assert run(0, *BOTH, "policy.coordination.no_double_months=0").postings.digest() == run(0, *BOTH).postings.digest()


def test_after_the_window_another_programme_may_help() -> None:
    """A window of a year: who had a grant may have the other support on the next day but not on the same."""
    history = run(0, *BOTH, "policy.coordination.no_double_months=12")
    days: dict[int, list[int]] = {}
    for one in history.supports:
        days.setdefault(one.company, []).append(one.day)
    gaps = [second - first for first, second in (two for two in days.values() if len(two) == 2)]
    assert gaps
    assert min(gaps) >= 365
