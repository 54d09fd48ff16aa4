"""The guidance fund's own holdings: when and how each was left, against its deadline (D7, D11)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.ledger.history import NEVER, Position
from sim.measures.survival import YEAR, median_days

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Parts = dict[str, tuple[int, int]]

INSTRUMENTS = ("stage_equity", "co_investment")
ROUTES = ("listing", "trade_sale", "option", "first_refusal", "secondary", "liquidation", "write_off", "open")
# A price is rounded once a payment: less than a yuan short of cost is rounding, not a loss.
ROUNDING_FEN = 100


@dataclass(frozen=True, slots=True)
class Positions:
    """Public holdings of one replication, one entry each (P,).

    ``instrument`` and ``route`` number INSTRUMENTS and ROUTES; days are since the start, -1 for never; ``proceeds`` in
    fen after the gain share handed on; ``due``: the deadline lies within the horizon; ``out``: left by it; ``on_time``:
    left by it without a loss; ``optioned``: an option bought it or part of it; ``by_put``: bought under the partners'
    put, so that it has neither deadline nor option and is no exit to be measured.
    """

    instrument: Ints
    route: Ints
    first_day: Ints
    deadline: Ints
    exit_day: Ints
    cost: Ints
    proceeds: Ints
    nav: Ints
    due: Mask
    out: Mask
    on_time: Mask
    optioned: Mask
    by_put: Mask
    horizon: int

    def of(self, instrument: str) -> Mask:
        """Which holdings are of ``instrument``, of any for an empty name; those bought under a put left out."""
        if not instrument:
            return ~self.by_put
        return np.asarray((self.instrument == INSTRUMENTS.index(instrument)) & ~self.by_put)

    def durations(self, instrument: str = "") -> tuple[Ints, Mask]:
        """Days held, to the exit or to the horizon, and whether it ended by an exit."""
        mask = self.of(instrument)
        left = self.exit_day != NEVER
        return (np.where(left, self.exit_day, self.horizon) - self.first_day)[mask], left[mask]

    def routes_taken(self, instrument: str = "") -> tuple[Ints, Ints]:
        """Days held and the number of the route in ROUTES, -1 for what is still held."""
        mask = self.of(instrument)
        days, left = self.durations(instrument)
        return days, np.where(left, self.route[mask], -1)


def is_loss(position: Position) -> bool:
    """Whether a holding gave back less than it cost, by a yuan or more, or was written off."""
    short = position.cost_fen - position.proceeds_fen + position.paid_away_fen
    return position.route == "write_off" or short >= ROUNDING_FEN


def left_by_deadline(position: Position) -> bool:
    """Whether a holding with a deadline was left on or before it, at whatever price."""
    return position.deadline != NEVER and position.exit_day != NEVER and position.exit_day <= position.deadline


def read_positions(positions: list[Position], horizon: int) -> Positions:
    """The public holdings that cost anything, in the order of the history."""
    public = [one for one in positions if one.instrument in INSTRUMENTS and one.cost_fen > 0]

    def column(numbers: list[int]) -> Ints:
        return np.array(numbers, dtype=np.int64)

    return Positions(
        instrument=column([INSTRUMENTS.index(one.instrument) for one in public]),
        route=column([ROUTES.index(one.route) for one in public]),
        first_day=column([one.first_day for one in public]),
        deadline=column([one.deadline for one in public]),
        exit_day=column([one.exit_day for one in public]),
        cost=column([one.cost_fen for one in public]),
        proceeds=column([one.proceeds_fen - one.paid_away_fen for one in public]),
        nav=column([one.nav_fen for one in public]),
        due=np.array([one.deadline != NEVER and one.deadline <= horizon for one in public], dtype=np.bool_),
        out=np.array([left_by_deadline(one) for one in public], dtype=np.bool_),
        on_time=np.array([left_by_deadline(one) and not is_loss(one) for one in public], dtype=np.bool_),
        optioned=np.array([one.optioned for one in public], dtype=np.bool_),
        by_put=np.array([one.by_put for one in public], dtype=np.bool_),
        horizon=horizon,
    )


def exit_parts(positions: Positions) -> Parts:
    """Numerator and denominator of every share of ``exit.*``, over all public holdings and by instrument.

    ``on_time``, ``lost`` and ``overdue`` sum to one.
    """
    parts: Parts = {}
    for instrument in ("", *INSTRUMENTS):
        mask = positions.of(instrument)
        due = positions.due & mask
        prefix = f"{instrument}.exit" if instrument else "exit"
        shares = {
            "on_time": (positions.on_time & due, due),
            "lost": (positions.out & ~positions.on_time & due, due),
            "out_by_deadline": (positions.out & due, due),
            "overdue": (~positions.out & due, due),
            "option_exercised": (mask & positions.optioned, mask),
        }
        shares |= {f"route.{route}": (mask & (positions.route == n), mask) for n, route in enumerate(ROUTES)}
        for name, (some, whole) in shares.items():
            parts[f"{prefix}.{name}"] = int(some.sum()), int(whole.sum())
            parts[f"{prefix}.{name}.by_cost"] = int(positions.cost[some].sum()), int(positions.cost[whole].sum())
    return parts


def tolerance_parts(positions: Positions, limit: float) -> tuple[int, int]:
    """Stage-equity stakes left with a loss of more than ``limit`` of their cost, and all stakes left (K44)."""
    left = (positions.instrument == INSTRUMENTS.index("stage_equity")) & (positions.exit_day != NEVER)
    loss = positions.cost - positions.proceeds
    return int((left & (loss > limit * positions.cost)).sum()), int(left.sum())


def exit_medians(positions: Positions) -> dict[str, float | None]:
    """Kaplan–Meier median years to exit of this replication, over all public holdings and by instrument."""
    medians: dict[str, float | None] = {}
    for instrument in ("", *INSTRUMENTS):
        days = median_days(*positions.durations(instrument))
        medians[f"{instrument}.exit.median_years" if instrument else "exit.median_years"] = (
            None if days is None else days / YEAR
        )
    return medians
