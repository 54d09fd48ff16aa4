"""A public commitment paid in instalments, in step with what the fund has invested (分期出资, 财预〔2020〕7号)."""

from sim.clauses import staging
from sim.engine import lines
from sim.engine.codes import NOBODY, OWN, PRIVATE, PUBLIC
from sim.engine.instruments.stage_equity import parts
from sim.engine.kinds.firms import Fund
from sim.engine.rows import law
from sim.engine.state import World


@law
def by_progress(w: World, fund: Fund) -> int:
    """Whether something is held back: the guidance fund still holds part of the line, and not all is released."""
    if fund.stake == NOBODY or fund.tranches >= len(w.tranches):
        return 0
    return int(parts.held(w, w.stakes[fund.stake]) > 0.0)


@law
def released(w: World, fund: Fund) -> int:
    """Fen of the public commitment that are released."""
    shares = [w.tranches[i].share for i in range(len(w.tranches))]
    return int(staging.released(shares, fund.tranches, float(fund.commitment[PUBLIC])))


@law
def withheld(w: World, fund: Fund) -> int:
    """Fen of the public commitment that no call of today could reach."""
    if by_progress(w, fund) == 0:
        return 0
    if staging.in_step(float(lines.drawn(fund)), float(fund.invested_fen), w.dates[0].progress):
        return 0
    return fund.commitment[PUBLIC] - max(released(w, fund), fund.paid_in[PUBLIC])


@law
def call_split(w: World, fund: Fund, called: tuple[int, int, int]) -> tuple[int, int, int]:
    """A call's parts once the unreleased public money is met by the private partners, then by the manager's own line.

    What neither can meet any more stays with the public: it was promised when the fund was still in step.
    """
    if by_progress(w, fund) == 0 or called[PUBLIC] == 0:
        return called
    due = fund.paid_in[PUBLIC] + called[PUBLIC]
    in_step = staging.in_step(float(lines.drawn(fund)), float(fund.invested_fen), w.dates[0].progress)
    shares = [w.tranches[i].share for i in range(len(w.tranches))]
    commitment = float(fund.commitment[PUBLIC])
    fund.tranches = staging.tranches_released(shares, fund.tranches, float(due), commitment, in_step)
    held_back = max(0, min(due - released(w, fund), called[PUBLIC]))
    private = min(held_back, fund.commitment[PRIVATE] - fund.paid_in[PRIVATE] - called[PRIVATE])
    own = min(held_back - private, fund.commitment[OWN] - fund.paid_in[OWN] - called[OWN])
    return called[PUBLIC] - private - own, called[PRIVATE] + private, called[OWN] + own
