"""A stage-equity stake (阶段参股): paid in lots, bought out at a price, auctioned at its deadline, or held (D7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.clauses import exit_price, rates, stage_equity
from sim.economy import laws
from sim.ledger.history import NEVER, Position
from sim.reference.calendar import OPTION, STAKE, key
from sim.reference.lines import PUBLIC

if TYPE_CHECKING:
    from sim.reference.funds import LiveFund
    from sim.reference.guidance import GuidanceFund

FLOORS = {
    "formula": stage_equity.FLOOR_FORMULA,
    "share_of_appraised": stage_equity.FLOOR_SHARE,
    "none": stage_equity.FLOOR_NONE,
}
GRACE_END, WINDOW_END, DEADLINE = range(3)
GUIDANCE, PARTNERS, BUYER = range(3)


class Stake:
    """The public line of one sub-fund and who owns it now."""

    def __init__(self, guidance: GuidanceFund, fund: LiveFund) -> None:
        self.g = guidance
        self.w = guidance.w
        self.fund = fund
        self.rules = self.w.policy.stage_equity
        self.law = self.w.economy.exercise
        self.owner = GUIDANCE
        self.lots: list[list[float]] = []
        self.decisions = 0
        self._asked = NEVER
        self.position = Position("stage_equity", "guidance_fund", fund.name, -1, NEVER)
        self.w.positions.append(self.position)
        self.outstanding = 0.0
        self.at_cost = 0

    # ---- money ------------------------------------------------------------------------------------------------

    def pay(self, amount: int) -> None:
        """The owner of the public line answers a capital call."""
        fund, w = self.fund, self.w
        if self.owner == PARTNERS:
            fund._from_private(amount, self.g.words["stage_equity"])
            return
        if self.owner == BUYER:
            w.provide(w.buyers, amount, fund.entity, self.g.words["stage_equity"])
            w.post(fund.cash, w.buyers, amount, "capital_call", fund.entity, self.g.words["stage_equity"])
            return
        self.g.pay_call(fund, amount)
        self.lots.append([float(w.start + w.today), float(amount)])
        self.outstanding += amount
        self.at_cost += amount
        self.position.cost_fen += amount
        if self.position.first_day == NEVER:
            self._first_payment()

    def receive(self, amount: int, capital: float) -> None:
        """A distribution on the public line goes to whoever owns it."""
        fund, w = self.fund, self.w
        if self.owner == PARTNERS:
            for kind, part in enumerate(fund.by_class(amount)):
                w.post(
                    fund.partner_cash[kind], fund.cash, part, "distribution", fund.entity, self.g.words["stage_equity"]
                )
            return
        if self.owner == BUYER:
            w.post(w.buyers, fund.cash, amount, "distribution", fund.entity, self.g.words["stage_equity"])
            return
        self.g.receive("stage_equity", fund.cash, amount, "distribution", fund.entity)
        self.position.proceeds_fen += amount
        self._return_capital(capital)

    def _return_capital(self, capital: float) -> None:
        """Capital returned takes the oldest payments first off the price base."""
        left = min(capital, self.outstanding)
        whole = min(self.at_cost, int(left + 0.5))
        self.at_cost -= whole
        self.g.capital_back(whole)
        self.outstanding -= left
        if self.rules.option.base == "original":
            return
        for lot in self.lots:
            taken = min(lot[1], left)
            lot[1] -= taken
            left -= taken

    # ---- dates ------------------------------------------------------------------------------------------------

    def _first_payment(self) -> None:
        """The clock of price and deadline starts (财企[2007]128号 art. 15)."""
        w, rules = self.w, self.rules
        self.position.first_day = w.today
        first = w.start + w.today
        if rules.option.enabled:
            grace_end = rates.anniversary(first, rules.option.grace_years) - w.start
            if rules.option.grace_years:
                self._plan(grace_end, GRACE_END, self.consider)
            window_end = self._window_end() - w.start
            if window_end != grace_end and rules.option.window_years:
                self._plan(window_end, WINDOW_END, self.consider)
        due = stage_equity.deadline(first, rules.maximum_holding_years)
        if due > 0:
            self.position.deadline = due - w.start
            self._plan(due - w.start, DEADLINE, self._deadline)

    def _plan(self, day: int, ordinal: int, action: Callable[[], object]) -> None:
        self.w.calendar.call(day, key(OPTION, STAKE, self.fund.entity_number, ordinal), action)

    def _window_end(self) -> int:
        first = self.w.start + self.position.first_day
        end = (
            self.w.start
            + self.fund.record.set_up
            + laws.days(self.fund.terms.term_years + self.fund.terms.extension_years)
        )
        return stage_equity.window_end(first, self.rules.option.window_years, end)

    def option_lives(self) -> bool:
        """Whether the partners may buy today."""
        if not self.rules.option.enabled or not self.held_by_guidance_fund():
            return False
        return self.position.first_day != NEVER and self.w.start + self.w.today <= self._window_end()

    def held_by_guidance_fund(self) -> bool:
        """Whether the stake is neither sold nor ended."""
        return self.owner == GUIDANCE and self.fund.record.ended == NEVER

    def watches_distributions(self) -> bool:
        """Whether a large distribution would be a decision day."""
        return self.option_lives()

    def distribution_due(self) -> None:
        """Before cash goes out: is the public part large enough that partners look at their option?"""
        due = self.fund.lines.line_value(self.w.today, float(self.fund.distributable()), PUBLIC)
        if due > self.law.distribution_trigger * self.position.cost_fen:
            self.consider()

    # ---- prices -----------------------------------------------------------------------------------------------

    def strike(self) -> float:
        """The formula price today, in fen: every payment priced by its own age."""
        option, w = self.rules.option, self.w
        today = w.start + w.today
        total = 0.0
        for paid, left in self.lots:
            read = w.today if option.rate.index_date == "transfer" else int(paid) - w.start
            total += stage_equity.lot_price(
                left,
                int(paid),
                w.start + self.position.first_day,
                today,
                option.grace_years,
                option.clock == "each_payment",
                option.rate.accrual == "grace_end",
                option.rate.compounding == "compound",
                w.rate(option.rate.index, option.rate.spread, read),
            )
        return total

    def appraised(self) -> float:
        """Accounting value of the public line (fen)."""
        return self.fund.lines.line_value(self.w.today, self.fund.nav(), PUBLIC)

    def _nav_at_horizon(self) -> float:
        return self.fund.lines.line_value(self.w.horizon, self.fund.nav(), PUBLIC)

    def _own_value(self) -> float:
        """The partners' own value of the public line, with their error of the day."""
        u = self.g.draws["exercise_value"].u(self.fund.entity_number, self.decisions)
        noise = laws.lognormal(u, 1.0, self.law.value_noise) if self.law.value_noise > 0.0 else 1.0
        return noise * self.fund.lines.line_value(self.w.today, self.fund.own_value(), PUBLIC)

    def _liquid(self) -> bool:
        return self.g.draws["exercise_liquid"].u(self.fund.entity_number, self.decisions) < self.law.liquid

    # ---- decisions --------------------------------------------------------------------------------------------

    def consider(self) -> bool:
        """A decision day of the option: partners buy when their own value beats the price and they can pay."""
        if not self.option_lives() or self._asked == self.w.today:
            return False
        self._asked = self.w.today
        price = int(self.strike() + 0.5)
        bought = self._buy_if_worth(price, "option.considered")
        if bought:
            self._sell(price, "option_price", "option", PARTNERS, "stage_equity.option")
        return bought

    def _buy_if_worth(self, price: int, what: str) -> bool:
        value, liquid = self._own_value(), self._liquid()
        self.decisions += 1
        decided = liquid and stage_equity.worth_buying(value, float(price), self.law.threshold)
        self.w.tell(
            (self.fund.name,),
            what,
            price,
            "stage_equity.option",
            own_value_fen=int(value),
            strike_fen=price,
            liquid=int(liquid),
            decided=int(decided),
        )
        return decided

    def _deadline(self) -> None:
        """D7: option, then first refusal where no option lives, then auction, else overdue: asked again in a year."""
        if self.owner != GUIDANCE or self.fund.ended or self.rules.at_deadline.rule == "hold_to_term":
            return
        if self.option_lives():
            if self.consider():
                return
        elif self.rules.at_deadline.rule == "auction" and self._first_refusal():
            return
        if self.rules.at_deadline.rule == "auction" and self._auction():
            return
        self.w.tell((self.fund.name,), "deadline.overdue", clause="stage_equity.at_deadline")
        again = rates.anniversary(self.w.start + self.w.today, 1) - self.w.start
        self._plan(again, DEADLINE, self._deadline)

    def _first_refusal(self) -> bool:
        if not self.rules.at_deadline.first_refusal:
            return False
        share = self.rules.at_deadline.floor_share
        price = int(stage_equity.first_refusal_price(self.strike(), self.appraised(), share) + 0.5)
        if not self._buy_if_worth(price, "deadline.first_refusal"):
            return False
        self._sell(price, "first_refusal_price", "first_refusal", PARTNERS, "stage_equity.at_deadline")
        return True

    def _auction(self) -> bool:
        """One bid; taken if it reaches the floor."""
        terms, appraised = self.rules.at_deadline, self.appraised()
        z = laws.normal(self.g.draws["auction"].u(self.fund.entity_number, self.decisions))
        self.decisions += 1
        bid = exit_price.auction_bid(appraised, self.law.auction_discount, self.law.auction_sigma, z)
        floor = stage_equity.auction_floor(FLOORS[terms.floor], self.strike(), appraised, terms.floor_share)
        sold = bid >= floor and bid >= 1.0
        self.w.tell(
            (self.fund.name,),
            "deadline.auction",
            int(bid),
            "stage_equity.at_deadline",
            bid_fen=int(bid),
            floor_fen=int(floor),
            sold=int(sold),
        )
        if sold:
            self._sell(int(bid + 0.5), "auction_price", "secondary", BUYER, "stage_equity.at_deadline")
        return sold

    def _sell(self, price: int, kind: str, route: str, owner: int, clause: str) -> None:
        """The whole stake changes hands; the buyer takes over the undrawn commitment."""
        fund, w = self.fund, self.w
        if owner == PARTNERS:
            for index, part in enumerate(fund.by_class(price)):
                w.provide(fund.partner_cash[index], part, fund.entity, self.g.words[clause])
                self.g.receive("stage_equity", fund.partner_cash[index], part, kind, fund.entity)
        else:
            w.provide(w.buyers, price, fund.entity, self.g.words[clause])
            self.g.receive("stage_equity", w.buyers, price, kind, fund.entity)
        self.owner = owner
        self.position.proceeds_fen += price
        if route == "option":
            w.tell((fund.name,), "option.exercised", price, clause)
        self._leave(route)

    def fund_ended(self) -> None:
        """The fund has paid its last distribution."""
        if self.owner != GUIDANCE:
            return
        self._leave(exit_price.exit_route("liquidation", self.position.proceeds_fen, self.position.cost_fen))

    def _leave(self, route: str) -> None:
        self.position.route = route
        self.position.exit_day = self.w.today
        self.g.left(self.fund, self.at_cost)
        self.at_cost = 0
        self.outstanding = 0.0
        self.lots = []

    def nav(self) -> int:
        """Value at the horizon in fen, 0 once sold."""
        if self.owner != GUIDANCE or self.position.exit_day != NEVER:
            return 0
        return int(self._nav_at_horizon() + 0.5)
