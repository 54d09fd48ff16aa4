"""Applications for co-investment that could not be met at a round's closing, served in turn as money comes (128号 18).

The lead applies when the round closes. What the guidance fund did not co-invest then, for want of money or of room in
the round, it may still co-invest within the window: new shares on top of the round, at its price.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.clauses import co_investment
from sim.ledger.history import NEVER
from sim.reference.calendar import COMPANY, GUIDANCE, PAYMENT, ROUND, key
from sim.reference.world import fen

if TYPE_CHECKING:
    from sim.reference.co_stakes import CoInvestments, CoStake
    from sim.reference.funds import LiveFund
    from sim.reference.holdings import LiveCompany

LINE = "co_investment"
LATER = 1  # ordinal of a later payment; a company's own round is paid at 0


@dataclass(slots=True)
class Application:
    """One lead's deal: its ticket, what has been co-invested in it, and what the founders would still sell (fen)."""

    lead: LiveFund
    company: LiveCompany
    stage: int
    last_day: int
    ticket: int
    paid: int
    room: int
    stake: CoStake | None


class Applications:
    """The waiting list, by closing day and then by company: rounds of one day are paid in that order."""

    def __init__(self, room: CoInvestments) -> None:
        self.room = room
        self.w = room.w
        self.rules = room.rules
        self.waiting: list[Application] = []
        self._service = NEVER

    def apply(self, lead: LiveFund, company: LiveCompany, ticket: int, paid: int, room: int) -> None:
        """A round has closed: the lead applies for what was not co-invested."""
        months, w = self.rules.window_months, self.w
        if months == 0:
            return
        last = co_investment.last_day(w.start + w.today, months) - w.start
        stake = company.co_stakes[-1] if paid else None
        one = Application(lead, company, company.record.stage, last, ticket, paid, room, stake)
        if not self._stands(one) or self._rest(one) < self._least():
            return
        self.waiting.append(one)
        w.tell((company.name, lead.name), "co_investment.applied", self._rest(one), "co_investment.window_months")
        if self.room.g.available[LINE] >= self._least():
            self._plan(w.today + 1)

    def money_came(self) -> None:
        """The purse has grown: those who wait are served today, before today's rounds close."""
        if self.waiting:
            self._plan(self.w.today)

    def _plan(self, day: int) -> None:
        if self._service != day:
            self._service = day
            self.w.calendar.call(day, key(ROUND, GUIDANCE, 0), self._serve)

    def _least(self) -> int:
        return max(1, fen(self.rules.minimum))

    def _stands(self, one: Application) -> bool:
        """Whether the application is still good: in time, price not stale, lead and stake in place, eligible.

        The price is stale once the company has reached a milestone: it is then stalled, about to raise its next round,
        waiting to be listed, or gone. A later round brings a price of its own, which is not that of this deal.
        """
        if self.w.today > one.last_day or not one.company.at_round_price or one.company.record.stage != one.stage:
            return False
        if one.company.slot not in one.lead.holdings:
            return False
        if one.stake is not None and one.stake.position.exit_day != NEVER:
            return False
        return self.room.supports(one.lead, one.company, one.stage)

    def _rest(self, one: Application) -> int:
        """What the rules still allow in this deal, whatever is in the purse (fen)."""
        rules, company = self.rules, one.company
        value = company.price * company.shares
        room = self.room.within_cap(company, company.price, value, one.room, on_top=True)
        left = self.room.left_for(company)
        return co_investment.later_amount(
            one.ticket, rules.ratio, fen(rules.cap_per_deal), left, one.paid, room, one.room
        )

    def _serve(self) -> None:
        """First come, first served; who gets part of what the rules allow, or nothing, waits on for the rest."""
        waiting: list[Application] = []
        for one in self.waiting:
            if not self._stands(one):
                continue
            rest = self._rest(one)
            amount = min(rest, self.room.g.available[LINE])
            if amount >= self._least():
                self._bind(one, amount)
                rest -= amount
            if rest >= self._least():
                waiting.append(one)
        self.waiting = waiting

    def _bind(self, one: Application, amount: int) -> None:
        one.paid += amount
        one.room -= amount
        self.room.pledge(amount)
        priority = key(PAYMENT, COMPANY, one.company.slot, LATER)
        self.w.calendar.call(self.w.today, priority, self._pay, one, amount)

    def _pay(self, one: Application, amount: int) -> None:
        """Shares at the round's price; as with a larger round, the runway stays and more is spent a day."""
        companies, company = self.w.companies, one.company
        companies.settle_burn(company)
        shares = company.issue(amount)
        self.w.count("co_investments_later")
        one.stake = self.room.invest(one.lead, company, amount, shares, one.stake, "co_investment.window_months")
        companies.round_paid(company)
