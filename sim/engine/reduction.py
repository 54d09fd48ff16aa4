"""A fund that has invested little by the end of its investment period gives up commitments, on all lines alike (D9)."""

from sim.clauses import fund_size
from sim.engine import codes, lines, partners, seeing, steps
from sim.engine.base import tell
from sim.engine.calendar import at
from sim.engine.codes import PRIVATE
from sim.engine.instruments import dispatch
from sim.engine.kinds.firms import Fund
from sim.engine.order import DISTRIBUTION, FUND, REDUCED
from sim.engine.rows import law
from sim.engine.state import World


@law
def plan(w: World, fund: Fund, day: int) -> None:
    """Look at the fund on the last day of its investment period, before the day's rounds."""
    if w.fund_terms[0].reduce_below > 0.0:
        at(w, day, DISTRIBUTION, FUND, fund.slot, REDUCED, codes.REDUCE, fund.id, 0)


@law
def bound(w: World, fund: Fund) -> int:
    """What the fund will still need: its reserve for later rounds and its fees, owed and to come (fen)."""
    return fund.follow_on_money + fund.fees_owed + int(seeing.fees_to_come(w, fund) + 0.5)


@law
def reduce_fund(w: World, f: int, _: int) -> None:
    """Commitments shrink in one proportion, unless a line has paid more than would be left of its own."""
    fund, total = w.funds[f], lines.committed(w.funds[f])
    if fund.over or fund.invested_fen >= w.fund_terms[0].reduce_below * total:
        return
    share = fund_size.kept_share(float(lines.drawn(fund)), float(bound(w, fund)), float(total))
    if share == 1.0:
        return
    for line in range(3):
        if fund.paid_in[line] > fund_size.kept(fund.commitment[line], share):
            return
    private = fund.commitment[PRIVATE]
    for line in range(3):
        fund.commitment[line] = fund_size.kept(fund.commitment[line], share)
    partners.shrink(w, fund, private)
    dispatch.fund_reduced(w, fund)
    give_up_free(w, fund)
    tell(w, steps.REDUCED, f, total - lines.committed(fund), share)


@law
def give_up_free(w: World, fund: Fund) -> None:
    """Of the money for new companies there stays what the commitments still hold beside all that is bound."""
    left = max(0, lines.committed(fund) - lines.drawn(fund) - bound(w, fund))
    lost = max(0, fund.free - left)
    fund.free -= lost
    w.market[0].uninvested -= lost
