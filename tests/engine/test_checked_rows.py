"""Laws put whole numbers of 64 bits where whole numbers stand, and floats where floats stand."""

import pytest

from sim.engine import reference
from sim.engine import reference as laws
from sim.engine.kinds.firms import Company, Fund
from sim.engine.rows import add
from sim.engine.state import World
from sim.scenario.files import load
from tests.engine.checked_rows import CheckedTable, WrongKindError, simulate
from tests.engine.worlds import BOOKS, OTHERS, VILLAGE, told


@pytest.mark.parametrize("book", BOOKS)
def test_every_shipped_rule_book_keeps_numbers_to_their_kinds(book: str) -> None:
    scenario = load(VILLAGE, policy=book)
    assert told(simulate(scenario, 0)) == told(laws.simulate(scenario, 0))


@pytest.mark.parametrize("name", OTHERS)
def test_clauses_that_no_shipped_rule_book_uses_keep_numbers_to_their_kinds(name: str) -> None:
    simulate(load(VILLAGE, settings=OTHERS[name]), 0)


@pytest.mark.parametrize(("table", "field", "wrong"), [("funds", "target", 1.0), ("clock", "events", 2.0)])
def test_a_law_that_leaves_another_kind_is_stopped(
    table: str, field: str, wrong: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    def close_world(w: World) -> None:
        setattr(getattr(w, table)[0], field, wrong)

    monkeypatch.setattr(reference, "close_world", close_world)
    laws.simulate(load(VILLAGE), 0)
    with pytest.raises(WrongKindError, match=f"{field} is given"):
        simulate(load(VILLAGE), 0)


def test_what_is_no_number_of_its_kind_is_refused() -> None:
    fund, companies = add(CheckedTable(Fund)), CheckedTable(Company)
    company = add(companies)
    company.price, fund.commitment[1], fund.rate[2] = 1.5, 2**63 - 1, 0.0
    for wrong in (2, True, "1.5"):
        with pytest.raises(WrongKindError, match=r"Company\.price is given"):
            company.price = wrong
    for wrong in (1.0, True, 2**63):
        with pytest.raises(WrongKindError, match=r"Fund\.commitment is given"):
            fund.commitment[0] = wrong
    with pytest.raises(WrongKindError, match=r"Fund\.rate is given 2 numbers and holds 3"):
        fund.rate = [0.0, 0.0]
    with pytest.raises(WrongKindError, match="Company is asked for its number -1"):
        companies[-1]
