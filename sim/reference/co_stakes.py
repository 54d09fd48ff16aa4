"""Co-investment (跟进投资): beside a lead at closing, entrusted to it, its gain shared, left by a deadline (D8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.clauses import co_investment, eligibility, exit_price, rates, stage_equity
from sim.economy import laws
from sim.ledger import vocabulary as v
from sim.ledger.history import NEVER, Position
from sim.reference.calendar import CO_STAKE, OPTION, key
from sim.reference.world import fen

if TYPE_CHECKING:
    from sim.reference.funds import LiveFund
    from sim.reference.guidance import GuidanceFund
    from sim.reference.holdings import LiveCompany
    from sim.reference.world import World

LINE = "co_investment"
STAGE_SLOTS = 8
ASKED_SLOTS = 16


def eligible(world: World, company: LiveCompany, stage: int, *, last_stage: int, local_only: bool) -> bool:
    """Whether co-investment or subsidy may support the company today (财企[2007]128号 art. 11)."""
    if not eligibility.eligible_stage(stage, last_stage):
        return False
    if not eligibility.eligible_place(company.record.local, local_only):
        return False
    test = world.policy.eligible_company
    staff, sales, net_assets = world.companies.size(company, max(stage - 1, 0))
    age = rates.years_between(world.start + company.record.founded, world.start + world.today)
    return eligibility.eligible_company(
        age, staff, sales, net_assets, test.max_age_years, test.max_staff, test.max_sales, test.max_net_assets
    )


class CoStake:
    """The guidance fund's shares of one company, bought beside one lead."""

    def __init__(
        self, room: CoInvestments, lead: LiveFund, company: LiveCompany, position: Position, shares: int
    ) -> None:
        self.stage = max(company.record.stage, 0)
        self.room = room
        self.w = room.g.w
        self.lead = lead
        self.company = company
        self.position = position
        self.shares = shares
        self.asked = 0

    def plan_deadline(self, day: int) -> None:
        """Ask at the deadline."""
        number = self.company.slot * STAGE_SLOTS + self.stage
        self.w.calendar.call(day, key(OPTION, CO_STAKE, number), self._deadline)

    def _deadline(self) -> None:
        """No buyer at the price: the stake stays, overdue, and is asked again every year."""
        if self.position.exit_day != NEVER:
            return
        price = self._price()
        if self._manager_buys(price):
            manager = self.w.ledger.account(v.manager_cash(self.lead.manager))
            self.w.provide(
                manager, price, self.company.entity, self.room.g.words["co_investment.maximum_holding_years"]
            )
            self._receive(manager, price, "first_refusal_price", "first_refusal")
            return
        self.w.tell((self.company.name,), "deadline.overdue", clause="co_investment.maximum_holding_years")
        self.plan_deadline(rates.anniversary(self.w.start + self.w.today, 1) - self.w.start)

    def _price(self) -> int:
        rules = self.room.rules
        first, today = self.w.start + self.position.first_day, self.w.start + self.w.today
        day = self.w.today if rules.rate.index_date == "transfer" else self.position.first_day
        price = co_investment.deadline_price(
            float(self.position.cost_fen),
            self.w.rate(rules.rate.index, rules.rate.spread, day),
            rates.years_between(first, today),
            rules.rate.compounding == "compound",
            self.company.nav(self.shares),
            rules.floor_share,
        )
        return int(price + 0.5)

    def _manager_buys(self, price: int) -> bool:
        """The entrusted manager has first refusal; it compares its own value with the price."""
        law, company = self.w.economy.exercise, self.company
        slot, ordinal = company.slot, self.stage * ASKED_SLOTS + self.asked
        self.asked += 1
        noise = 1.0
        if law.value_noise > 0.0:
            noise = laws.lognormal(self.room.draws["co_exercise_value"].u(slot, ordinal), 1.0, law.value_noise)
        factor = 1.0
        if company.record.listed < 0:
            quality = self.w.managers.posterior(self.lead, company)
            factor = self.w.prepared.valuation.present_value(company.record.stage, quality)
        value = company.nav(self.shares) * factor * noise
        liquid = self.room.draws["co_exercise_liquid"].u(slot, ordinal) < law.liquid
        bought = liquid and stage_equity.worth_buying(value, float(price), law.threshold)
        self.w.tell(
            (company.name,),
            "co_investment.deadline",
            price,
            "co_investment.maximum_holding_years",
            price_fen=price,
            own_value_fen=int(value),
            bought=int(bought),
        )
        return bought

    def nav(self) -> int:
        """Value at the horizon in fen, after the manager's share of the gain."""
        value = int(self.company.nav(self.shares) + 0.5)
        return value - co_investment.gain_share(value, self.position.cost_fen, self.room.rules.gain_share)

    def leave(self, proceeds: int, kind: str, route: str) -> None:
        """The company is sold, listed and sold, or wound up."""
        self._receive(self.w.outside, proceeds, kind, route)

    def _receive(self, payer: int, proceeds: int, kind: str, route: str) -> None:
        """Proceeds come in; the agreed share of the gain goes to the entrusted manager."""
        g, position, w = self.room.g, self.position, self.w
        g.receive(LINE, payer, proceeds, kind, self.company.entity)
        share = co_investment.gain_share(proceeds, position.cost_fen, self.room.rules.gain_share)
        manager = w.ledger.account(v.manager_cash(self.lead.manager))
        w.post(manager, g.cash[LINE], share, "gain_share", self.company.entity, g.words["co_investment.gain_share"])
        g.take_from_arrivals(LINE, share)
        position.proceeds_fen += proceeds
        position.paid_away_fen += share
        position.exit_day = w.today
        position.route = exit_price.exit_route(route, proceeds, position.cost_fen)
        self.company.co_stakes.remove(self)
        self.room.left(self)
        w.tell((self.company.name,), "co_investment.exit", proceeds, "co_investment.gain_share", gain_share_fen=share)


class CoInvestments:
    """The co-investment purse and everything it holds."""

    def __init__(self, guidance: GuidanceFund) -> None:
        self.g = guidance
        self.w = guidance.w
        self.rules = guidance.w.policy.co_investment
        self.draws = {name: guidance.w.stream(name) for name in ("co_exercise_value", "co_exercise_liquid")}
        self.held: list[CoStake] = []
        self._in_company: dict[int, int] = {}

    def quote(self, lead: LiveFund, company: LiveCompany, stage: int, lead_amount: int, gap: int) -> int:
        """What the guidance fund would put in beside ``lead_amount`` (fen)."""
        rules = self.rules
        if rules.ratio == 0.0 or self.g.available[LINE] == 0 or self.w.today >= self.g.closing:
            return 0
        if rules.no_double_support and lead.public_commitment() > 0:
            return 0
        if not eligible(self.w, company, stage, last_stage=rules.last_stage, local_only=rules.local_only):
            return 0
        cap = fen(rules.cap_per_company)
        left = max(0, cap - self._in_company.get(company.slot, 0)) if cap else -1
        amount = co_investment.amount(
            lead_amount, rules.ratio, fen(rules.cap_per_deal), left, gap, self.g.available[LINE]
        )
        return amount if amount >= fen(rules.minimum) else 0

    def pledge(self, amount: int) -> None:
        """Bind the money for a round that closes today."""
        self.g.available[LINE] -= amount

    def invest(self, lead: LiveFund, company: LiveCompany, amount: int, shares: int) -> None:
        """Pay, hold, and set the deadline."""
        g, w = self.g, self.w
        w.post(company.cash, g.cash[LINE], amount, "co_investment", company.entity, g.words["co_investment"])
        w.move("uncommitted", -amount)
        w.move("in_companies", amount)
        position = Position("co_investment", "guidance_fund", lead.name, company.slot, w.today, cost_fen=amount)
        w.positions.append(position)
        stake = CoStake(self, lead, company, position, shares)
        self.held.append(stake)
        self._in_company[company.slot] = self._in_company.get(company.slot, 0) + amount
        company.co_stakes.append(stake)
        due = stage_equity.deadline(w.start + w.today, self.rules.maximum_holding_years)
        if due > 0:
            position.deadline = due - w.start
            stake.plan_deadline(position.deadline)
        w.tell((company.name, lead.name), "co_investment.made", amount, "co_investment")

    def left(self, stake: CoStake) -> None:
        """A stake is gone."""
        self.held.remove(stake)
        self.w.move("in_companies", -stake.position.cost_fen)
