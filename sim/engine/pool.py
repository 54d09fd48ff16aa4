"""The private money of a market, which all funds that ask within a year share (D4)."""

from sim.clauses.rounding import fen
from sim.decisions import raising
from sim.engine import city_levers
from sim.engine.kinds.firms import Fund
from sim.engine.rows import add, law
from sim.engine.state import World


@law
def closes(w: World, amount: int) -> None:
    """A fund closes today with ``amount`` fen of private money."""
    closing = add(w.closings)
    closing.day = w.clock[0].today
    closing.fen = amount
    w.market[0].closed += amount


@law
def closed(w: World) -> int:
    """Private money (fen) closed in the 365 days before today: all that ask on one day see the same."""
    market, today = w.market[0], w.clock[0].today
    while market.first_closing < len(w.closings) and w.closings[market.first_closing].day < today - 365:
        market.closed -= w.closings[market.first_closing].fen
        market.first_closing += 1
    found, last = market.closed, len(w.closings) - 1
    while last >= market.first_closing and w.closings[last].day == today:
        found -= w.closings[last].fen
        last -= 1
    return found


@law
def part(w: World, sought: int) -> float:
    """What the market gives of an answer when ``sought`` fen are asked of it, this answer among them."""
    today, years = w.clock[0].today, len(w.pool)
    if today < 0 or years == 0:
        return 1.0
    there = fen(w.pool[min(today // 365, years - 1)].yuan * city_levers.on_fill(w))
    return raising.part_of_pool(there, sought, w.private[0].elasticity)


@law
def note(w: World, fund: Fund, sought: int, private: int) -> None:
    """Keep what an attempt asked of the market and got."""
    attempt = add(w.attempts)
    attempt.fund = fund.id
    attempt.attempt = fund.attempt
    attempt.day = w.clock[0].today
    attempt.sought = sought
    attempt.private = private
