"""A district guidance fund (区县引导基金): beside the city in its sub-funds, on the same terms, from its own purse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.clauses import levels, rates
from sim.clauses.faults import ImpossibleError
from sim.ledger import vocabulary as v
from sim.reference.calendar import DATA, GUIDANCE, RECEIPT, key
from sim.reference.purses import Purses
from sim.reference.world import World, fen
from sim.scenario.in_force import has_money, in_force

if TYPE_CHECKING:
    from sim.reference.funds import LiveFund

LINE = "stage_equity"
LEVEL = 1  # the city is level 0 in the order of a day
APPROPRIATE, CLOSE, RETURN = range(3)
AGAIN = 8
ABOUT = ("district guidance fund",)


@dataclass(slots=True)
class Shared:
    """A public line of two levels: what each committed, and what both have received on it so far (fen)."""

    city: int
    district: int
    received: int = 0


class District:
    """The district's purse and its part of every public line; it does nothing in a rule book without district money."""

    def __init__(self, world: World) -> None:
        self.w = world
        self.rules = world.policy.levels.district
        self.on = in_force(world.policy, "district")
        self.budget = world.policy.budget
        ledger = world.ledger
        self.cash = ledger.account(v.DISTRICT_CASH)
        self.treasury = ledger.account(v.DISTRICT_TREASURY)
        self._commitments = ledger.account(v.DISTRICT_COMMITMENTS, may_be_negative=True)
        self._committed = ledger.account(v.DISTRICT_COMMITTED, may_be_negative=True)
        self.entity = ledger.word("district guidance fund")
        self._clause = ledger.word("levels.district")
        self._recall_clause = ledger.word("budget.recall_idle_months")
        self.available = Purses(world, (LINE,), self.budget.recall_idle_months, LEVEL, self._recalled)
        self.years = max(len(self.rules.yearly), int(self.budget.recycle_until_year + 0.999999))
        self.closing = self._anniversary(self.years)
        self._undrawn: dict[str, int] = {}
        self._shared: dict[int, Shared] = {}
        self._arriving = 0
        self._planned_receipt = False
        self._advanced = 0

    def _anniversary(self, years: int) -> int:
        return rates.anniversary(self.w.start, years) - self.w.start

    # ---- the purse --------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Plan the district's appropriations and its closing."""
        if not has_money(self.w.policy, "district"):
            return
        for year, amount in enumerate(self.rules.yearly):
            self._plan(self._anniversary(year), DATA, APPROPRIATE, self._appropriate, amount)
        self._plan(self.closing, DATA, CLOSE, self._close)

    def _plan(self, day: int, phase: int, ordinal: int, action: Callable[..., None], *arguments: object) -> None:
        self.w.calendar.call(day, key(phase, GUIDANCE, LEVEL, ordinal), action, *arguments)

    def _appropriate(self, yuan: float) -> None:
        early = min(fen(yuan), self._advanced)
        self._advanced -= early
        self._fund(fen(yuan) - early)
        self.w.tell(ABOUT, "district_fund.appropriation", fen(yuan), "levels.district")

    def _fund(self, amount: int) -> None:
        self.w.provide(self.treasury, amount, self.entity, self._clause)
        self.w.post(self.cash, self.treasury, amount, "appropriation", self.entity, self._clause)
        self.available[LINE] += amount
        self.w.move("uncommitted", amount)

    def _planned(self) -> int:
        """Appropriations still to come, when commitments may be covered by the plan."""
        if self.budget.cover == "cash":
            return 0
        total = 0
        for year, amount in enumerate(self.rules.yearly):
            if self._anniversary(year) > self.w.today:
                total += fen(amount)
        return total - self._advanced

    def _close(self) -> None:
        """The stated year: what is unspent goes back to the district's treasury."""
        self.available[LINE] += self._arriving
        self._arriving = 0
        self._remit(self.available[LINE], self._clause)
        self.available[LINE] = 0

    def _recalled(self, _: str, amount: int) -> None:
        self._remit(amount, self._recall_clause)

    def _remit(self, amount: int, clause: int) -> None:
        amount = max(0, amount)
        self.w.post(self.treasury, self.cash, amount, "remittance", self.entity, clause)
        self.w.move("uncommitted", -amount)
        if amount:
            self.w.tell(ABOUT, "district_fund.remitted", amount, "levels.district")

    # ---- commitments ------------------------------------------------------------------------------------------

    def offer(self, city_fen: int, target_fen: int) -> int:
        """What the district adds to the city's offer today."""
        if city_fen == 0 or not self.on or self.w.today >= self.closing:
            return 0
        left = self.available[LINE] + self._planned()
        ratio = self.w.policy.stage_equity.match_ratio
        return levels.district_offer(city_fen, target_fen, self.rules.match, left, ratio, self.rules.cap_all_levels)

    def commit(self, name: str, amount: int) -> None:
        """Bind the district's money to a fund that was approved."""
        if amount == 0:
            return
        self.available[LINE] -= amount
        self._undrawn[name] = amount
        self._memo(self._commitments, self._committed, amount, "commitment", name)
        self.w.move("uncommitted", -amount)
        self.w.move("not_set_up", amount)

    def release(self, name: str, amount: int, place: str) -> None:
        """Undrawn commitment comes back to the purse, or to the treasury after the closing."""
        if amount == 0:
            return
        self._undrawn[name] -= amount
        self._memo(self._committed, self._commitments, amount, "release", name)
        self.w.move(place, -amount)
        self.w.move("uncommitted", amount)
        if self.w.today < self.closing:
            self.available[LINE] += amount
        else:
            self._arrive(amount)

    def set_up(self, fund: LiveFund, offer: int) -> None:
        """First close: what was offered beyond the district's part is freed."""
        held = fund.record.district_fen
        self.release(fund.name, offer - held, "not_set_up")
        if held:
            self.w.move("not_set_up", -held)
            self.w.move("undrawn", held)
            self._shared[fund.entity] = Shared(fund.record.public_fen - held, held)

    def _memo(self, debit: int, credit: int, amount: int, kind: str, name: str) -> None:
        self.w.post(debit, credit, amount, kind, self.w.ledger.word(name), self._clause)

    # ---- flows of the public line -----------------------------------------------------------------------------

    def pay_call(self, fund: LiveFund, amount: int, city_undrawn: int) -> int:
        """Pay the district's part of a call on the public line, pro rata to what is undrawn; returns that part."""
        own = self._undrawn.get(fund.name, 0)
        if own == 0:
            return 0
        part = amount - levels.city_part(amount, 0, city_undrawn, own)
        self._undrawn[fund.name] -= part
        if self._undrawn[fund.name] < 0:
            raise ImpossibleError(f"{fund.name} draws more than the district's commitment")
        short = part - self.w.ledger.balances[self.cash]
        if short > 0:
            self._advanced += short
            self._fund(short)
        self.w.post(fund.cash, self.cash, part, "capital_call", fund.entity, self._clause)
        self._memo(self._committed, self._commitments, part, "drawn", fund.name)
        return part

    def receive(self, payer: int, amount: int, kind: str, entity: int) -> int:
        """Take the district's part of a receipt on the public line of fund ``entity``; returns that part."""
        shared = self._shared.get(entity)
        if shared is None:
            return 0
        part = amount - levels.city_part(amount, shared.received, shared.city, shared.district)
        shared.received += amount
        self.w.post(self.cash, payer, part, kind, entity, self._clause)
        self.w.move("uncommitted", part)
        self._arrive(part)
        return part

    def keep(self, fund: LiveFund, undrawn: int, city_undrawn: int) -> int:
        """Only ``undrawn`` of the public commitment stays: free the district's part of the rest; returns its part."""
        own = self._undrawn.get(fund.name, 0)
        if own == 0:
            return 0
        part = undrawn - levels.city_part(undrawn, 0, city_undrawn, own)
        self.release(fund.name, own - part, "undrawn")
        return part

    def left(self, fund: LiveFund) -> None:
        """The public line is gone: what the district had not paid in is freed."""
        self.release(fund.name, self._undrawn.get(fund.name, 0), "undrawn")

    # ---- receipts ---------------------------------------------------------------------------------------------

    def _arrive(self, amount: int) -> None:
        self._arriving += amount
        if amount and not self._planned_receipt:
            self._planned_receipt = True
            day = self.w.today if self.w.calendar.phase() < RECEIPT else self.w.today + 1
            self._plan(day, RECEIPT, RETURN, self._settle)

    def _settle(self) -> None:
        """After the day's receipts: used again from tomorrow, or remitted."""
        self._planned_receipt = False
        amount, self._arriving = self._arriving, 0
        reuses = self.budget.reuse_receipts and self.budget.recycle_until_year > 0.0
        if reuses and self.w.today < self.closing:
            self._plan(self.w.today + 1, DATA, AGAIN, self._use_again, amount)
        else:
            self._remit(amount, self._clause)

    def _use_again(self, amount: int) -> None:
        if self.w.today >= self.closing:
            self._remit(amount, self._clause)
            return
        self.available[LINE] += amount
