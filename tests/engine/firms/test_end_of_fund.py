"""How a fund ends: how long it goes on, what is given back, what is never drawn (D9)."""

from collections import Counter
from pathlib import Path

import pytest

from sim.economy.streams import Draws
from sim.engine import funds
from sim.engine.given import given
from sim.engine.reference import simulate
from sim.engine.state import World
from sim.ledger.history import History
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from tests.engine.hand_made import made, small_world

VILLAGE = Path(__file__).parents[2] / "village.toml"
WEIGHTS = "economy.fund.extension_weights="


def run(replication: int, *settings: str) -> History:
    return simulate(load(VILLAGE, settings=settings), replication)


def digest(*settings: str) -> bytes:
    return run(1, *settings).postings.digest()


# ---- how long it goes on --------------------------------------------------------------------------------------------


def test_a_certain_extension_is_the_fixed_one_of_as_many_years() -> None:
    never, one_year = digest("economy.fund.extension_years=0.0"), digest("economy.fund.extension_years=1.0")
    assert never != one_year
    assert digest(f"{WEIGHTS}[1.0, 0.0, 0.0, 0.0, 0.0, 0.0]") == never
    assert digest(f"{WEIGHTS}[0.0, 1.0, 0.0, 0.0, 0.0, 0.0]") == one_year


def extensions(weights: str) -> World:
    scenario = load(VILLAGE, settings=[f"{WEIGHTS}{weights}"])
    rows = given(scenario, Draws(1, 0)).rows["extensions"]
    return small_world(rows={"extensions": rows})


def test_extensions_come_as_often_as_their_weights_say() -> None:
    w = extensions("[0.15, 0.2, 0.25, 0.2, 0.1, 0.1]")
    found = Counter(funds.extension(w, made(w.funds, slot=slot)) for slot in range(20_000))
    for years, share in enumerate((0.15, 0.20, 0.25, 0.20, 0.10, 0.10)):
        assert found[float(years)] / 20_000 == pytest.approx(share, abs=0.013)  # four standard errors


def test_an_extension_is_the_funds_own_whatever_others_there_are() -> None:
    w = extensions("[0.5, 0.0, 0.0, 0.0, 0.0, 0.5]")
    first = [funds.extension(w, made(w.funds, slot=slot)) for slot in range(50)]
    assert [funds.extension(w, made(w.funds, slot=slot)) for slot in reversed(range(50))] == first[::-1]
    assert set(first) == {0.0, 5.0}


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ("[0.5, 0.5]", "has 2 entries; must have 6, one per number of years from 0"),
        ("[0.5, 0.1, 0.1, 0.1, 0.1, 0.0]", "sums to 0.9; shares must sum to 1"),
        ("[1.5, 0.0, 0.0, 0.0, 0.0, 0.0]", "is 1.5; must be 0 to 1"),
    ],
)
def test_weights_that_are_none_are_refused(weights: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        load(VILLAGE, settings=[f"{WEIGHTS}{weights}"])
