"""A guarantee on private capital (WFG, Inbal): set aside when a fund is set up, paid on its loss when it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.clauses import loss_guarantee
from sim.decisions.losses import loss_chance, lost_share
from sim.reference.lines import PRIVATE
from sim.reference.world import fen
from sim.scenario.in_force import in_force

if TYPE_CHECKING:
    from sim.reference.funds import LiveFund
    from sim.reference.guidance import GuidanceFund

LINE: Final = "loss_guarantee"
CLAUSE = "loss_guarantee.rate"


class LossGuarantees:
    """The guarantees given: fen set aside by fund, an undrawn commitment until the fund ends."""

    def __init__(self, guidance: GuidanceFund) -> None:
        self.g = guidance
        self.w = guidance.w
        self.rules = guidance.w.policy.loss_guarantee
        self.on = in_force(guidance.w.policy, LINE)
        self._bound: dict[str, int] = {}
        self._clause = guidance.w.ledger.word(CLAUSE)

    def set_up(self, fund: LiveFund) -> None:
        """Set aside the most that the guarantee on a new fund can cost."""
        rules, record = self.rules, fund.record
        if not self.on or (rules.scope == "sub_funds" and record.public_fen == 0):
            return
        amount = loss_guarantee.bound(record.private_fen, rules.rate, fen(rules.cap_per_fund), self.g.available[LINE])
        if amount == 0:
            return
        self._bound[fund.name] = amount
        self.g.available[LINE] -= amount
        self.w.move("uncommitted", -amount)
        self.w.move("undrawn", amount)
        self.w.tell((fund.name,), "guarantee.given", amount, CLAUSE)

    def fund_ended(self, fund: LiveFund) -> None:
        """Pay on the private partners' loss; what was set aside and is not needed is free again."""
        bound = self._bound.pop(fund.name, 0)
        if bound == 0:
            return
        lines, rules = fund.lines, self.rules
        paid_in, back = lines.paid_in[PRIVATE], lines.received[PRIVATE]
        if fund.stake is not None:
            paid_in, back = fund.stake.put.of_partners()
        received = back + fund.ceded_to_partners + fund.helped
        due = loss_guarantee.due(float(paid_in), float(received), rules.rate, float(fen(rules.cap_per_fund)))
        paid = min(int(due), bound)
        self.w.move("undrawn", -bound)
        for index, part in enumerate(fund.by_class(paid)):
            self.w.post(fund.partner_cash[index], self.g.cash[LINE], part, "guarantee", fund.entity, self._clause)
        if paid:
            self.w.tell((fund.name,), "guarantee.paid", paid, CLAUSE, bound_fen=bound)
        self._free(bound - paid)

    def _free(self, amount: int) -> None:
        """Back to the purse, or to the treasury after the closing."""
        self.w.move("uncommitted", amount)
        if self.w.today < self.g.closing:
            self.g.available[LINE] += amount
        else:
            self.g.free_after_closing(LINE, amount)

    def expected(self, fund: LiveFund, stage: int, ticket: int, quality: float) -> float:
        """Chance that the fund ends in loss times what the guarantee would then pay on the loss of this deal."""
        bound = self._bound.get(fund.name, 0)
        if bound == 0:
            return 0.0
        law, w = self.w.economy.company, self.w
        chance = loss_chance(law, w.prepared.stages, stage, quality, 0.0) * w.prepared.prospectus.fund_loss_chance
        private = fund.lines.commitments[PRIVATE] / fund.lines.total
        lost = private * lost_share(law) * ticket
        return chance * min(loss_guarantee.due(lost, 0.0, self.rules.rate, 0.0), float(bound))
