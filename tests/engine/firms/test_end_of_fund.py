"""How a fund ends: how long it goes on, what is given back, what is never drawn (D9)."""

from collections import Counter
from pathlib import Path

import pytest

from sim.clauses.distribution import in_whole_fen
from sim.clauses.waterfall import given_back
from sim.economy.streams import Draws
from sim.engine import codes, funds, lines
from sim.engine.given import given
from sim.engine.kinds.firms import Fund
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


# ---- what is given back ---------------------------------------------------------------------------------------------

MILLION, YEAR = 100_000_000, 365
BOTH = "economy.fund.clawback=share_and_hurdle"
HAND_CASE = ((0, -100), (1, 130), (2, -100), (10, 100))  # years, millions: below 0 called, else distributed


def fund_after(flows: tuple[tuple[int, float], ...], *settings: str) -> tuple[World, Fund]:
    """A fund of private money alone, with these flows behind it (8 %, full catch-up, 20 %)."""
    scenario = load(VILLAGE, settings=settings)
    rows = {"fund_end": given(scenario, Draws(1, 0)).rows["fund_end"], "contract": [{}]}
    w = small_world(20 * YEAR, {"fund_terms": [scenario.economy.fund]}, rows)
    made(w.stage_rule)
    fund: Fund = made(w.funds)
    lines.set_terms(w, fund)
    for year, millions in flows:
        w.clock[0].today, fen = year * YEAR, int(abs(millions) * MILLION)
        if millions < 0:
            lines.book_call(w, fund, year * YEAR, (0, fen, 0))
        else:
            lines.accrue(w, fund, year * YEAR)
            found = lines.hand_on(w, fund, year * YEAR, lines.share(w, fund, year * YEAR, float(fen), 0))
            lines.book_distribution(w, fund, found, in_whole_fen(fen, found, 0.0))
    return w, fund


def test_all_the_carry_goes_back_where_the_lines_end_below_the_hurdle() -> None:
    w, fund = fund_after(HAND_CASE, BOTH)
    assert fund.carry_paid == 6 * MILLION
    # 100 × 1.08^10 − 124 × 1.08^9 + 100 × 1.08^8 − 100 is lacking, more than 6
    assert fund.behind[codes.PRIVATE] == pytest.approx(53.11 * MILLION, rel=1e-3)
    assert lines.clawback(w, fund) == 6 * MILLION


def test_the_share_alone_leaves_the_carry_of_the_hand_case() -> None:
    w, fund = fund_after(HAND_CASE)
    assert lines.clawback(w, fund) == 0


def test_tax_on_the_carry_is_not_asked_back() -> None:
    w, fund = fund_after(HAND_CASE, BOTH, "economy.fund.clawback_tax=0.25")
    assert lines.clawback(w, fund) == int(4.5 * MILLION)


def test_no_more_goes_back_than_the_lines_lack() -> None:
    """100 called, 130 back after a year (6 of it carry), 100 called that day, and so much back a year later."""
    w, fund = fund_after(((0, -100), (1, 130), (1, -100), (2, 105)), BOTH)
    # 100 × 1.1664 − 124 × 1.08 + 100 × 1.08 − 105 = −14.28: nothing is lacking
    assert lines.clawback(w, fund) == 0
    w, fund = fund_after(((0, -100), (1, 130), (1, -100), (2, 90)), BOTH)
    # 116.64 − 133.92 + 108 − 90 = .72 is lacking; by share the profit of 20 bears 4 of the 6
    assert lines.clawback(w, fund) == 2 * MILLION
    w, fund = fund_after(((0, -100), (1, 130), (1, -100), (2, 87)), BOTH)
    # 3.72 is lacking; the profit of 17 bears 3.4, so that 2.6 would come back by share
    assert lines.clawback(w, fund) == pytest.approx(3.72 * MILLION, abs=2)


def test_a_fund_that_kept_its_hurdle_keeps_its_carry() -> None:
    w, fund = fund_after(((0, -100), (5, 200)), BOTH)
    assert fund.carry_paid > 0
    assert lines.clawback(w, fund) == 0


def test_what_is_due_is_the_greater_claim_within_the_carry() -> None:
    assert given_back(6.0, 2.0, 1.0, 0.0) == 2.0
    assert given_back(6.0, 2.0, 5.0, 0.0) == 5.0
    assert given_back(6.0, 2.0, 50.0, 0.5) == 3.0
