"""A public line divided among its owners: the guidance fund, and whoever bought part of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.clauses import residual_gain
from sim.clauses.faults import ImpossibleError, there
from sim.clauses.rounding import share_out
from sim.ledger import vocabulary as v

if TYPE_CHECKING:
    from sim.reference.funds import LiveFund
    from sim.reference.guidance import GuidanceFund

GUIDANCE, PARTNERS, BUYER, MANAGER = range(4)


@dataclass(slots=True)
class Part:
    """One owner's part of the line: its share of receipts, the commitment it must still pay in (fen).

    ``residual`` is the share of later gain that the buyer owes the guidance fund; ``paid``, ``received`` and
    ``handed_on`` (fen) are what that gain is reckoned on.
    """

    owner: int
    share: float
    undrawn: int
    residual: float = 0.0
    paid: int = 0
    received: int = 0
    handed_on: int = 0


class Parts:
    """Who owns the public line of one fund; splits its calls and receipts to the fen.

    The guidance fund's part comes first and takes the remainder of every split while it holds one.
    """

    def __init__(self, guidance: GuidanceFund, fund: LiveFund) -> None:
        self.g, self.w, self.fund = guidance, guidance.w, fund
        self.parts = [Part(GUIDANCE, 1.0, fund.record.public_fen)]
        self.clause = self.w.ledger.word("stage_equity")

    @property
    def held(self) -> float:
        """The guidance fund's share of the line."""
        return self.parts[0].share if self.parts[0].owner == GUIDANCE else 0.0

    def owned_by(self, owner: int) -> float:
        """Share of the line in other hands of one kind."""
        total = 0.0
        for part in self.parts:
            total += part.share if part.owner == owner else 0.0
        return total

    def sell(self, share: float, owner: int, price: int, residual: float) -> int:
        """Move ``share`` of what the guidance fund holds; returns the undrawn commitment that goes with it (fen)."""
        ours = self.parts[0]
        undrawn = ours.undrawn if share >= 1.0 else int(ours.undrawn * share)
        self.parts.append(Part(owner, ours.share * share, undrawn, residual, paid=price))
        ours.undrawn -= undrawn
        ours.share -= ours.share * share
        if share >= 1.0:
            self.parts.pop(0)
        return undrawn

    def withdraw(self) -> int:
        """The guidance fund pays nothing more: its undrawn commitment is gone (fen)."""
        amount = self.parts[0].undrawn
        self.parts[0].undrawn = 0
        return amount

    # ---- calls ------------------------------------------------------------------------------------------------

    def call(self, amount: int) -> int:
        """The other owners pay their parts of a call; returns what is left for the guidance fund."""
        ours = 0
        for part, due in zip(self.parts, by_undrawn(amount, [part.undrawn for part in self.parts]), strict=True):
            part.undrawn -= due
            if part.owner == GUIDANCE:
                ours = due
            else:
                part.paid += due
                self._pay(part.owner, due)
        return ours

    def _pay(self, owner: int, amount: int) -> None:
        fund, w = self.fund, self.w
        if owner == PARTNERS:
            fund._from_private(amount, self.clause)
            return
        payer = w.buyers if owner == BUYER else fund.manager_cash
        w.provide(payer, amount, fund.entity, self.clause)
        w.post(fund.cash, payer, amount, "capital_call", fund.entity, self.clause)

    # ---- receipts ---------------------------------------------------------------------------------------------

    def receive(self, amount: int) -> int:
        """The other owners get their parts of a distribution; returns what is left for the guidance fund."""
        ours = 0
        for part, due in zip(self.parts, share_out(amount, [part.share for part in self.parts]), strict=True):
            if part.owner == GUIDANCE:
                ours = due
            else:
                self._hand_out(part, due)
        return ours

    def _hand_out(self, part: Part, amount: int) -> None:
        """A distribution on a part that was bought; the guidance fund's share of its gain is paid out of it."""
        part.received += amount
        owed = residual_gain.due(float(part.received), float(part.paid), part.residual, float(part.handed_on))
        residual = min(amount, int(owed + 0.5))
        part.handed_on += residual
        fund, w = self.fund, self.w
        if residual:
            there(fund.stake, "public stake").take_residual(residual)
        if part.owner == PARTNERS:
            for kind, one in enumerate(fund.by_class(amount - residual)):
                w.post(fund.partner_cash[kind], fund.cash, one, "distribution", fund.entity, self.clause)
            return
        payee = w.buyers if part.owner == BUYER else fund.manager_cash
        w.post(payee, fund.cash, amount - residual, "distribution", fund.entity, self.clause)

    # ---- value ------------------------------------------------------------------------------------------------

    def residual_value(self, line: float, owner: int = -1) -> float:
        """What the guidance fund would still get of bought parts if the whole line brought ``line`` (fen) today.

        Of the parts of one kind of owner, or of all.
        """
        total = 0.0
        for part in self.parts:
            if part.residual == 0.0 or owner not in (-1, part.owner):
                continue
            received = part.received + part.share * line
            total += residual_gain.due(received, float(part.paid), part.residual, float(part.handed_on))
        return total


def payer_accounts(fund: LiveFund, owner: int, amount: int) -> list[tuple[int, int]]:
    """(account, fen) of those who pay a price: the private partners pro rata, the buyers, or the manager."""
    if owner == PARTNERS:
        return list(zip(fund.partner_cash, fund.by_class(amount), strict=True))
    account = fund.w.buyers if owner == BUYER else fund.w.ledger.account(v.manager_cash(fund.manager))
    return [(account, amount)]


def by_undrawn(amount: int, undrawn: list[int]) -> list[int]:
    """``amount`` pro rata to what each must still pay in, never more; the remainder to the first with room."""
    total = 0
    for one in undrawn:
        total += one
    if amount > total:
        raise ImpossibleError("a call exceeds the undrawn public commitment")
    due = [amount * one // total if total else 0 for one in undrawn]
    left = amount
    for one in due:
        left -= one
    for i, one in enumerate(undrawn):
        more = min(left, one - due[i])
        due[i] += more
        left -= more
    return due
