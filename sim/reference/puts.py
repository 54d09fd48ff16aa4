"""The private partners' put (回售权): part of the private line, sold to the guidance fund (KVIC 2025)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.clauses import exit_price, put, stage_equity
from sim.clauses.faults import there
from sim.economy import laws
from sim.ledger import vocabulary as v
from sim.ledger.history import Position
from sim.reference.calendar import OPTION, STAKE, key
from sim.reference.lines import PRIVATE
from sim.reference.stake_parts import by_undrawn

if TYPE_CHECKING:
    from sim.reference.stakes import Stake

LINE = "stage_equity"
FIRST_ORDINAL = 64  # decision days of the put within a day


class PrivatePut:
    """The right of one sub-fund's partners, and what the guidance fund holds of the private line after its use."""

    def __init__(self, stake: Stake) -> None:
        self.stake, self.fund, self.w, self.g = stake, stake.fund, stake.w, stake.g
        self.rules = stake.rules.put
        self.clause = self.w.ledger.word("stage_equity.put")
        self.share = 0.0
        self._price = 0
        self._undrawn = [0, 0]  # of partners and guidance fund
        self._at_cost = 0
        self._position: Position | None = None
        self._decisions = 0

    def start(self, first: int) -> None:
        """Plan the days on which partners look at it: its first day, the anniversaries of it, its last day."""
        days = []
        years = self.rules.from_year
        while years < self.rules.to_year:
            days.append(stage_equity.years_after(first, years))
            years += 1.0
        days.append(stage_equity.years_after(first, self.rules.to_year))
        for i, day in enumerate(days):
            if day - self.w.start > self.w.today:
                ordinal = FIRST_ORDINAL + i
                self.w.calendar.call(
                    day - self.w.start, key(OPTION, STAKE, self.fund.entity_number, ordinal), self._consider
                )

    # ---- the decision -----------------------------------------------------------------------------------------

    def _consider(self) -> None:
        """Partners sell when what they keep is worth less to them, and the guidance fund can pay."""
        first, today = self.w.start + self.stake.position.first_day, self.w.start + self.w.today
        if self.share > 0.0 or self.fund.ended or not self.stake.held_by_guidance_fund():
            return
        if not put.open_on(first, today, self.rules.from_year, self.rules.to_year):
            return
        part, lines = self.rules.max_share, self.fund.lines
        price = int(put.price(lines.unreturned[PRIVATE], part, self.rules.cost_share) + 0.5)
        undrawn = int((lines.commitments[PRIVATE] - lines.paid_in[PRIVATE]) * part)
        value = self._own_value() * part
        wanted = put.worth_selling(value, float(price))
        affordable = put.affordable(price, undrawn, self.g.available[LINE])
        about, sold = (self.fund.name,), int(wanted and affordable)
        self.w.tell(
            about, "put.considered", price, "stage_equity.put",
            own_value_fen=int(value), price_fen=price, wanted=int(wanted), sold=sold,
        )  # fmt: skip
        if sold:
            self._buy(part, price, undrawn)

    def _own_value(self) -> float:
        """The partners' own value of the private line (fen), with their error of the day."""
        noise, law = 1.0, self.w.economy.exercise
        if law.value_noise > 0.0:
            u = self.g.draws["put_value"].u(self.fund.entity_number, self._decisions)
            noise = laws.lognormal(u, 1.0, law.value_noise)
        self._decisions += 1
        return noise * self.fund.lines.line_value(self.w.today, self.fund.own_value(), PRIVATE)

    def _buy(self, part: float, price: int, undrawn: int) -> None:
        """The guidance fund pays, binds money for the calls to come, and owns the part."""
        g, w, fund = self.g, self.w, self.fund
        self.share, self._price = part, price
        left = fund.lines.commitments[PRIVATE] - fund.lines.paid_in[PRIVATE]
        self._undrawn = [left - undrawn, undrawn]
        g.available[LINE] -= price + undrawn
        g.memo(v.COMMITMENTS, v.COMMITTED, undrawn, "commitment", fund.entity)
        w.move("uncommitted", -undrawn)
        w.move("undrawn", undrawn)
        for account, amount in zip(fund.partner_cash, fund.by_class(price), strict=True):
            w.post(account, g.cash[LINE], amount, "put_price", fund.entity, self.clause)
        self._position = Position("stage_equity", "guidance_fund", fund.name, -1, w.today, by_put=True)
        w.positions.append(self._position)
        w.move("uncommitted", -price)
        self._cost(price)

    def _cost(self, amount: int) -> None:
        there(self._position, "position of the put").cost_fen += amount
        self._at_cost += amount
        self.g.memo(v.STAKES, v.STAKES_CONTRA, amount, "stake", self.fund.entity)
        self.w.move("in_funds", amount)

    def _cost_back(self, amount: int) -> None:
        self._at_cost -= amount
        self.g.memo(v.STAKES_CONTRA, v.STAKES, amount, "stake_out", self.fund.entity)
        self.w.move("in_funds", -amount)

    # ---- the part that was sold -------------------------------------------------------------------------------

    def call(self, amount: int) -> int:
        """The guidance fund pays its part of a call on the private line; returns what is left for the partners."""
        if self.share == 0.0:
            return amount
        partners, ours = by_undrawn(amount, self._undrawn)
        self._undrawn = [self._undrawn[0] - partners, self._undrawn[1] - ours]
        self.g.cover(ours)
        self.w.post(self.fund.cash, self.g.cash[LINE], ours, "capital_call", self.fund.entity, self.clause)
        self.g.memo(v.COMMITTED, v.COMMITMENTS, ours, "drawn", self.fund.entity)
        self.w.move("undrawn", -ours)
        self._cost(ours)
        return partners

    def receive(self, amount: int) -> int:
        """The guidance fund takes its part of a distribution on the private line; returns the partners' part."""
        ours = int(amount * self.share)
        if ours == 0 or self._position is None:
            return amount
        self.w.post(self.g.cash[LINE], self.fund.cash, ours, "distribution", self.fund.entity, self.clause)
        self.g.arrives(LINE, ours)
        self._position.proceeds_fen += ours
        self._cost_back(min(self._at_cost, ours))
        return amount - ours

    def of_partners(self) -> tuple[int, int]:
        """What the partners themselves paid in and got back on the private line (fen), with the price of the put."""
        lines, position = self.fund.lines, self._position
        if position is None:
            return lines.paid_in[PRIVATE], lines.received[PRIVATE]
        called = position.cost_fen - self._price
        return lines.paid_in[PRIVATE] - called, lines.received[PRIVATE] - position.proceeds_fen + self._price

    def fund_ended(self) -> None:
        """The fund is over: what was never drawn is free again."""
        position = self._position
        if position is None:
            return
        position.exit_day = self.w.today
        position.route = exit_price.exit_route("liquidation", position.proceeds_fen, position.cost_fen)
        self._cost_back(self._at_cost)
        self.g.memo(v.COMMITTED, v.COMMITMENTS, self._undrawn[1], "release", self.fund.entity)
        self.w.move("undrawn", -self._undrawn[1])
        self.g.free_again(LINE, self._undrawn[1])

    def nav(self) -> int:
        """Value at the horizon in fen."""
        position = self._position
        if position is None or position.exit_day >= 0:
            return 0
        position.nav_fen = int(self.share * self.fund.lines.line_value(self.w.horizon, self.fund.nav(), PRIVATE) + 0.5)
        return position.nav_fen
