"""The guidance fund's own holdings: when and how each was left, against its deadline (D7, D11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sim.ledger.history import NEVER, Position, Route
from sim.ledger.records import column, places_in
from sim.measures.survival import YEAR, median_days

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Parts = dict[str, tuple[int, int]]

Instrument = Literal["stage_equity", "co_investment"]
INSTRUMENTS: tuple[Instrument, ...] = get_args(Instrument)
AnyInstrument = Literal["", Instrument]  # empty: of any
EACH_AND_ALL: tuple[AnyInstrument, ...] = get_args(AnyInstrument)
ROUTES: tuple[Route, ...] = get_args(Route)
# A price is rounded once a payment: less than a yuan short of cost is rounding, not a loss.
ROUNDING_FEN = 100


@dataclass(frozen=True, slots=True)
class Positions:
    """Public holdings of one replication, one entry each (P,).

    ``instrument`` and ``route`` number INSTRUMENTS and ROUTES; days since the start, NEVER for none; ``proceeds`` in
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

    def of(self, instrument: AnyInstrument) -> Mask:
        """Which holdings are of ``instrument``, of any for an empty name; those bought under a put left out."""
        if not instrument:
            return ~self.by_put
        return np.asarray((self.instrument == INSTRUMENTS.index(instrument)) & ~self.by_put)

    def durations(self, instrument: AnyInstrument = "") -> tuple[Ints, Mask]:
        """Days held, to the exit or to the horizon, and whether it ended by an exit."""
        mask = self.of(instrument)
        left = self.exit_day != NEVER
        return (np.where(left, self.exit_day, self.horizon) - self.first_day)[mask], left[mask]

    def routes_taken(self, instrument: AnyInstrument = "") -> tuple[Ints, Ints]:
        """Days held and the number of the route in ROUTES, -1 for what is still held."""
        mask = self.of(instrument)
        days, left = self.durations(instrument)
        return days, np.where(left, self.route[mask], -1)


def is_loss(positions: Sequence[Position]) -> Mask:
    """Which holdings gave back less than they cost, by a yuan or more, or were written off (P,)."""
    back = column(positions, "proceeds_fen") - column(positions, "paid_away_fen")
    written_off = places_in(("write_off",), positions, "route") == 0
    return np.asarray(written_off | (column(positions, "cost_fen") - back >= ROUNDING_FEN))


def left_by_deadline(positions: Sequence[Position]) -> Mask:
    """Which holdings with a deadline were left on or before it, at whatever price (P,)."""
    deadline, exit_day = column(positions, "deadline"), column(positions, "exit_day")
    return np.asarray((deadline != NEVER) & (exit_day != NEVER) & (exit_day <= deadline))


def is_due(positions: Sequence[Position], horizon: int) -> Mask:
    """Which holdings have a deadline within the horizon (P,)."""
    deadline = column(positions, "deadline")
    return np.asarray((deadline != NEVER) & (deadline <= horizon))


def read_positions(positions: Sequence[Position], horizon: int) -> Positions:
    """The public holdings that cost anything, in the order of the history."""
    instrument, cost = places_in(INSTRUMENTS, positions, "instrument"), column(positions, "cost_fen")
    public = np.flatnonzero((instrument >= 0) & (cost > 0))
    out = left_by_deadline(positions)
    return Positions(
        instrument=instrument[public],
        route=places_in(ROUTES, positions, "route")[public],
        first_day=column(positions, "first_day")[public],
        deadline=column(positions, "deadline")[public],
        exit_day=column(positions, "exit_day")[public],
        cost=cost[public],
        proceeds=(column(positions, "proceeds_fen") - column(positions, "paid_away_fen"))[public],
        nav=column(positions, "nav_fen")[public],
        due=is_due(positions, horizon)[public],
        out=out[public],
        on_time=(out & ~is_loss(positions))[public],
        optioned=column(positions, "optioned", np.bool_)[public],
        by_put=column(positions, "by_put", np.bool_)[public],
        horizon=horizon,
    )


def exit_parts(positions: Positions) -> Parts:
    """Numerator and denominator of every share of ``exit.*``, over all public holdings and by instrument.

    ``on_time``, ``lost`` and ``overdue`` sum to one.
    """
    parts: Parts = {}
    for instrument in EACH_AND_ALL:
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
    for instrument in EACH_AND_ALL:
        days = median_days(*positions.durations(instrument))
        medians[f"{instrument}.exit.median_years" if instrument else "exit.median_years"] = (
            None if days is None else days / YEAR
        )
    return medians
