"""Private firms that take up results of universities and institutes, and recognised companies at the bank."""

import pytest

from sim.engine import lending
from tests.opinion.small import INSTITUTIONS, REPLICATIONS, reached, results, village
from tests.opinion.worlds import BANK, TODAY, company, deal, world

TAKEN_UP = ("policy.private_access.transfer=1.0", "economy.response.transfer=0.3")


@pytest.mark.parametrize("replication", REPLICATIONS)
def test_institutions_convert_more_lose_none_and_nobody_else_changes(replication: int) -> None:
    before, found = (results(village(*sets), replication) for sets in ((), TAKEN_UP))
    assert reached(before, "converted") < reached(found, "converted")
    assert all(found[slot] == one for slot, one in before.items() if one.owner not in INSTITUTIONS)


def test_off_or_unanswered_it_changes_nothing() -> None:
    off = (*TAKEN_UP, "policy.articles.19.on=false")
    assert results(village(), 0) == results(village(*off), 0) == results(village(TAKEN_UP[0]), 0)


@pytest.mark.parametrize(("until", "lent"), [(TODAY, 1), (TODAY - 1, 0)])
def test_a_bank_lends_to_a_recognised_company_with_a_fifth_more_chance(until: int, lent: int) -> None:
    """.3 becomes .36, above the draw of .33, on its last day and not after."""
    w = world(*BANK, "economy.bank.pledge=0.3", "economy.response.recognition_bank=1.2", draws={"loan": 0.33})
    one = company(w)
    one.recognised_until = until
    lending.bridge(w, one, deal(w))
    assert len(w.loans) == lent
