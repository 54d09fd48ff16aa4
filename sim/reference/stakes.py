"""A stage-equity stake (阶段参股): paid in lots, bought out at a price, auctioned at its deadline, or held (D7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.clauses import exit_price, option_holder, option_schedule, rates, residual_gain, stage_equity
from sim.economy import laws
from sim.ledger.history import NEVER, Position
from sim.reference.calendar import OPTION, STAKE, key
from sim.reference.duties import LiveDuty
from sim.reference.early_exit import watch_idle
from sim.reference.lines import PUBLIC
from sim.reference.puts import PrivatePut
from sim.reference.stake_parts import BUYER, MANAGER, PARTNERS, Parts, payer_accounts
from sim.reference.stake_price import StakePrice

if TYPE_CHECKING:
    from sim.reference.funds import LiveFund
    from sim.reference.guidance import GuidanceFund

FLOORS = {
    "formula": stage_equity.FLOOR_FORMULA,
    "share_of_appraised": stage_equity.FLOOR_SHARE,
    "none": stage_equity.FLOOR_NONE,
}
GRACE_END, WINDOW_END, DEADLINE = range(3)
SCHEDULE = 16  # ordinals of the ends of price windows


class Stake:
    """The public line of one sub-fund and who owns it now."""

    def __init__(self, guidance: GuidanceFund, fund: LiveFund) -> None:
        self.g = guidance
        self.w = guidance.w
        self.fund = fund
        self.rules = self.w.policy.stage_equity
        self.law = self.w.economy.exercise
        self.parts = Parts(guidance, fund)
        self.prices = StakePrice(self.w, self.rules.option)
        self.lots: list[list[float]] = []
        self.decisions = 0
        self._asked = NEVER
        self.position = Position("stage_equity", "guidance_fund", fund.name, -1, NEVER)
        self.w.positions.append(self.position)
        self.outstanding = 0.0
        self.at_cost = 0
        self.put = PrivatePut(self)
        self.duty = LiveDuty(self) if self.rules.duty.any or fund.early_bound > 0.0 else None
        self.bought = 0.0  # share of the whole line bought by option

    # ---- money ------------------------------------------------------------------------------------------------

    def pay(self, amount: int) -> None:
        """The owners of the public line answer a capital call."""
        fund, w = self.fund, self.w
        amount = self.parts.call(amount)
        if amount == 0:
            return
        self.g.pay_call(fund, amount)
        self.lots.append([float(w.start + w.today), float(amount)])
        self.outstanding += amount
        self.at_cost += amount
        self.position.cost_fen += amount
        if self.position.first_day == NEVER:
            self._first_payment()

    def receive(self, amount: int, capital: float, ceded: int) -> None:
        """A distribution on the public line goes to its owners; ``ceded`` is what the government hands on of it."""
        held = self.parts.held
        ours = self.parts.receive(amount) - ceded
        if held == 0.0:
            return
        self.g.receive("stage_equity", self.fund.cash, ours, "distribution", self.fund.entity)
        self.position.proceeds_fen += ours
        self._return_capital(capital * held)

    def take_residual(self, amount: int) -> None:
        """The guidance fund's share of what a bought part has gained."""
        self.g.receive("stage_equity", self.fund.cash, amount, "residual_gain", self.fund.entity)
        self.position.proceeds_fen += amount

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
        if rules.option.enabled and rules.option.schedule:
            for i, day in enumerate(self.prices.window_ends(first)):
                self._plan(day - w.start, SCHEDULE + i, self.consider)
        if rules.option.enabled:
            grace_end = rates.anniversary(first, rules.option.grace_years) - w.start
            if rules.option.grace_years and not rules.option.schedule:
                self._plan(grace_end, GRACE_END, self.consider)
            window_end = self._window_end() - w.start
            if window_end != grace_end and rules.option.window_years:
                self._plan(window_end, WINDOW_END, self.consider)
        watch_idle(self, first)
        if rules.put.enabled:
            self.put.start(first)
        if self.duty is not None:
            self.duty.start(first)
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
        if self.position.first_day == NEVER or self.w.start + self.w.today > self._window_end():
            return False
        if self._part_to_buy() <= 0.0:
            return False
        return self.prices.in_schedule(self.w.start + self.position.first_day, self.w.start + self.w.today)

    def _part_to_buy(self) -> float:
        """Which part of what the guidance fund holds its option still covers."""
        return option_schedule.part_to_buy(self.parts.held, self.bought, self.rules.option.max_share)

    def held_by_guidance_fund(self) -> bool:
        """Whether the stake is neither sold nor ended."""
        return self.parts.held > 0.0 and self.fund.record.ended == NEVER

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
        first = self.w.start + self.position.first_day
        total = 0.0
        for paid, left in self.lots:
            total += self.prices.lot(left, int(paid), first)
        return total

    def appraised(self) -> float:
        """Accounting value of what the guidance fund holds of the public line (fen)."""
        return self.parts.held * self.fund.lines.line_value(self.w.today, self.fund.nav(), PUBLIC)

    def _nav_at_horizon(self) -> float:
        return self.fund.lines.held_value(self.w.horizon, self.fund.nav(), PUBLIC)

    def _own_value(self, buyer: int) -> float:
        """The buyer's own value of what the guidance fund holds, with their error of the day."""
        u = self.g.draws["exercise_value"].u(self.fund.entity_number, self.decisions)
        noise = laws.lognormal(u, 1.0, self.law.value_noise) if self.law.value_noise > 0.0 else 1.0
        lines = self.fund.lines
        worth = lines.worth_to_manager if buyer == MANAGER else lines.worth_to_partners
        return noise * worth(self.w.today, self.fund.own_value()) * self.parts.held

    def _liquid(self) -> bool:
        return self.g.draws["exercise_liquid"].u(self.fund.entity_number, self.decisions) < self.law.liquid

    # ---- decisions --------------------------------------------------------------------------------------------

    def consider(self) -> bool:
        """A decision day of the option: holders buy when their own value beats the price and they can pay.

        Where anyone may buy, an outside investor is asked when the partners decline.
        """
        if not self.option_lives() or self._asked == self.w.today:
            return False
        self._asked = self.w.today
        terms, part = self.rules.option, self._part_to_buy()
        appraised = self.appraised() if terms.price == "floor" else 0.0
        share = self.rules.at_deadline.floor_share
        price = option_schedule.price_or_floor(self.strike(), appraised, share, terms.price == "floor")
        price_fen = int(price * part + 0.5)
        buyer = MANAGER if terms.holder == "manager" else PARTNERS
        clause = "stage_equity.option"
        bought = self.buy_if_worth(price_fen, "option.considered", clause, part, buyer)
        if not bought and terms.holder == "anyone" and self._outsider_buys(price_fen, clause, part):
            bought, buyer = True, BUYER
        if bought:
            self.bought += part * self.parts.held
            self.sell(price_fen, "option_price", "option", buyer, clause, part)
        return bought

    def buy_if_worth(
        self, price: int, what: str, clause: str = "stage_equity.option", part: float = 1.0, buyer: int = PARTNERS
    ) -> bool:
        """Whether ``part`` of what is held is bought at ``price``; what must be handed on later lowers its value."""
        value, liquid = self._own_value(buyer) * part, self._liquid()
        residual = self.rules.option.residual_gain_share if what == "option.considered" else 0.0
        value -= residual_gain.due(value, float(price), residual, 0.0)
        self.decisions += 1
        decided = liquid and stage_equity.worth_buying(value, float(price), self.law.threshold)
        self.w.tell(
            (self.fund.name,),
            what,
            price,
            clause,
            own_value_fen=int(value),
            strike_fen=price,
            liquid=int(liquid),
            decided=int(decided),
        )
        return decided

    def _outsider_buys(self, price: int, clause: str, part: float) -> bool:
        """Whether an outside investor, who bids as at an auction, pays the option's price for ``part`` of what is held.

        His draw has a stream of its own and does not count as a decision: the partners' draws stay what they would be.
        """
        z = laws.normal(self.g.draws["outsider_bid"].u(self.fund.entity_number, self.decisions))
        bid = part * exit_price.auction_bid(self.appraised(), self.law.auction_discount, self.law.auction_sigma, z)
        bought = option_holder.outsider_buys(bid, float(price))
        about = (self.fund.name,)
        self.w.tell(about, "option.outsider", price, clause, bid_fen=int(bid), strike_fen=price, bought=int(bought))
        return bought

    def _deadline(self) -> None:
        """D7: option, then first refusal where no option lives, then auction, else overdue: asked again in a year."""
        rule = self.rules.at_deadline.rule
        if not self.parts.held or self.fund.ended or rule == "hold_to_term":
            return
        if self.option_lives():
            self.consider()
        if self.parts.held and rule == "auction" and not self.option_lives():
            self._first_refusal()
        if self.parts.held and rule == "auction":
            self.auction(self.rules.at_deadline.floor, "stage_equity.at_deadline")
        if self.parts.held and rule == "appraised":
            self._sell_appraised()
        if not self.parts.held:
            return
        self.w.tell((self.fund.name,), "deadline.overdue", clause="stage_equity.at_deadline")
        again = rates.anniversary(self.w.start + self.w.today, 1) - self.w.start
        self._plan(again, DEADLINE, self._deadline)

    def _first_refusal(self) -> None:
        if not self.rules.at_deadline.first_refusal:
            return
        share = self.rules.at_deadline.floor_share
        price = int(stage_equity.first_refusal_price(self.strike(), self.appraised(), share) + 0.5)
        if self.buy_if_worth(price, "deadline.first_refusal"):
            self.sell(price, "first_refusal_price", "first_refusal", PARTNERS, "stage_equity.at_deadline")

    def _sell_appraised(self) -> None:
        """财预[2015]210号 art. 21: at the appraised value, to the partners if they want it, else to a buyer."""
        price, clause = int(self.appraised() + 0.5), "stage_equity.at_deadline"
        if price == 0:
            return
        if self.buy_if_worth(price, "deadline.first_refusal"):
            self.sell(price, "first_refusal_price", "first_refusal", PARTNERS, clause)
            return
        self.w.tell((self.fund.name,), "deadline.appraised", price, clause)
        self.sell(price, "secondary_sale", "secondary", BUYER, clause)

    def auction(self, floor_rule: str, clause: str, what: str = "deadline.auction") -> None:
        """One bid; taken if it reaches the floor."""
        terms, appraised = self.rules.at_deadline, self.appraised()
        z = laws.normal(self.g.draws["auction"].u(self.fund.entity_number, self.decisions))
        self.decisions += 1
        bid = exit_price.auction_bid(appraised, self.law.auction_discount, self.law.auction_sigma, z)
        floor = stage_equity.auction_floor(FLOORS[floor_rule], self.strike(), appraised, terms.floor_share)
        sold = bid >= floor and bid >= 1.0
        self.w.tell(
            (self.fund.name,),
            what,
            int(bid),
            clause,
            bid_fen=int(bid),
            floor_fen=int(floor),
            sold=int(sold),
        )
        if sold:
            self.sell(int(bid + 0.5), "auction_price", "secondary", BUYER, clause)

    def sell(self, price: int, kind: str, route: str, owner: int, clause: str, part: float = 1.0) -> None:
        """``part`` of what is held changes hands; the buyer takes over its undrawn commitment."""
        fund, w, words = self.fund, self.w, self.w.ledger.word(clause)
        for account, amount in payer_accounts(fund, owner, price):
            w.provide(account, amount, fund.entity, words)
            self.g.receive("stage_equity", account, amount, kind, fund.entity)
        residual = self.rules.option.residual_gain_share if route == "option" else 0.0
        self.parts.sell(part, owner, price, residual)
        self.position.proceeds_fen += price
        if route == "option":
            self.position.optioned = True
            w.tell((fund.name,), "option.exercised", price, clause)
        fund.lines.release(self.parts.held)
        if not self.parts.held:
            self._leave(route)
            return
        cost = int(self.at_cost * part)
        self.at_cost -= cost
        self.outstanding *= 1.0 - part
        for lot in self.lots:
            lot[1] *= 1.0 - part
        self.g.part_left(fund, cost, self.parts.parts[0].undrawn)

    def fund_ended(self) -> None:
        """The fund has paid its last distribution."""
        if self.duty is not None:
            self.duty.test()
        self.put.fund_ended()
        if not self.parts.held:
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
        """Value at the horizon in fen of what is still held, and of the claim on gains of what was bought."""
        if self.fund.record.ended != NEVER:
            return 0
        line = self.fund.lines.line_value(self.w.horizon, self.fund.nav(), PUBLIC)
        return int(self.parts.held * self._nav_at_horizon() + self.parts.residual_value(line) + 0.5)

    def partners_nav(self) -> float:
        """Value at the horizon (fen) to the private partners of what they bought of the public line."""
        if not self.parts.owned_by(PARTNERS):
            return 0.0
        line = self.fund.lines.line_value(self.w.horizon, self.fund.nav(), PUBLIC)
        return self.parts.owned_by(PARTNERS) * line - self.parts.residual_value(line, PARTNERS)
