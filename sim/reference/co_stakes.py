"""Co-investment (跟进投资): beside a lead at closing, entrusted to it, its gain shared, left by a deadline (D8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.clauses import co_investment, eligibility, exit_price, rates, stage_equity
from sim.economy import laws
from sim.ledger import vocabulary as v
from sim.ledger.history import NEVER, Position
from sim.reference.applications import Applications
from sim.reference.calendar import CO_STAKE, OPTION, key
from sim.reference.world import fen
from sim.scenario.in_force import in_force

if TYPE_CHECKING:
    from sim.reference.funds import LiveFund
    from sim.reference.guidance import GuidanceFund
    from sim.reference.holdings import LiveCompany
    from sim.reference.world import World

LINE: Final = "co_investment"
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

    def __init__(self, room: CoInvestments, lead: LiveFund, company: LiveCompany, position: Position) -> None:
        self.stage = max(company.record.stage, 0)
        self.room = room
        self.w = room.g.w
        self.lead = lead
        self.company = company
        self.position = position
        self.shares = 0
        self.lots: list[tuple[int, int]] = []
        self.asked = 0

    def add(self, amount: int, shares: int) -> None:
        """A payment of today: each bears interest from its own day."""
        self.lots.append((self.w.start + self.w.today, amount))
        self.shares += shares

    def plan_deadline(self, day: int) -> None:
        """Ask at the deadline."""
        number = self.company.slot * STAGE_SLOTS + self.stage
        self.w.calendar.call(day, key(OPTION, CO_STAKE, number), self._deadline)

    def _deadline(self) -> None:
        """The manager first, then outsiders where the rules ask them; else overdue, and asked again every year."""
        if self.position.exit_day != NEVER:
            return
        price, ordinal = self._price(), self.stage * ASKED_SLOTS + self.asked
        self.asked += 1
        if self._manager_buys(price, ordinal):
            manager = self.w.ledger.account(v.manager_cash(self.lead.manager))
            self.w.provide(
                manager, price, self.company.entity, self.room.g.words["co_investment.maximum_holding_years"]
            )
            self._receive(manager, price, "first_refusal_price", "first_refusal")
            return
        if self.room.rules.at_deadline == "auction" and self._auctioned(price, ordinal):
            return
        self.w.tell((self.company.name,), "deadline.overdue", clause="co_investment.maximum_holding_years")
        self.plan_deadline(rates.anniversary(self.w.start + self.w.today, 1) - self.w.start)

    def _price(self) -> int:
        rules, today = self.room.rules, self.w.start + self.w.today
        price = co_investment.deadline_price(
            tuple(float(amount) for _, amount in self.lots),
            tuple(self.w.rule_rate(rules.rate, day, day) for day, _ in self.lots),
            tuple(rates.years_between(day, today) for day, _ in self.lots),
            rules.rate.compounding == "compound",
            self.company.nav(self.shares),
            rules.floor_share,
        )
        return int(price + 0.5)

    def _manager_buys(self, price: int, ordinal: int) -> bool:
        """The entrusted manager has first refusal; it compares its own value with the price."""
        law, company = self.w.economy.exercise, self.company
        slot, noise = company.slot, 1.0
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

    def _auctioned(self, price: int, ordinal: int) -> bool:
        """One bid from outside, drawn as for a sub-fund's stake (D7); taken if it reaches the price."""
        law, clause = self.w.economy.exercise, "co_investment.at_deadline"
        z = laws.normal(self.room.draws["co_auction"].u(self.company.slot, ordinal))
        bid = exit_price.auction_bid(self.company.nav(self.shares), law.auction_discount, law.auction_sigma, z)
        sold = bid >= price and bid >= 1.0
        self.w.tell(
            (self.company.name,),
            "co_investment.auction",
            int(bid),
            clause,
            bid_fen=int(bid),
            floor_fen=price,
            sold=int(sold),
        )
        if sold:
            self._sell_to_buyers(int(bid + 0.5), "auction_price", clause)
        return sold

    def sell_with_lead(self, discount: float) -> None:
        """The lead fund ends and sells the company: the guidance fund's shares go with it, at the same price."""
        price = int(exit_price.term_sale(self.company.nav(self.shares), discount) + 0.5)
        self.w.tell((self.company.name,), "co_investment.with_lead", price, "co_investment.no_earlier_exit")
        self._sell_to_buyers(price, "secondary_sale", "co_investment.no_earlier_exit")

    def _sell_to_buyers(self, price: int, kind: str, clause: str) -> None:
        self.w.provide(self.w.buyers, price, self.company.entity, self.room.g.words[clause])
        self._receive(self.w.buyers, price, kind, "secondary")

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
        self.on = in_force(guidance.w.policy, LINE)
        names = ("co_exercise_value", "co_exercise_liquid", "co_auction")
        self.draws = {name: guidance.w.stream(name) for name in names}
        self.held: list[CoStake] = []
        self._in_company: dict[int, int] = {}
        self.applications = Applications(self)

    def supports(self, lead: LiveFund, company: LiveCompany, stage: int) -> bool:
        """Whether a deal of ``lead`` may be co-invested today at all."""
        rules = self.rules
        if not self.on or self.w.today >= self.g.closing:
            return False
        if rules.no_double_support and lead.public_commitment() > 0:
            return False
        return eligible(self.w, company, stage, last_stage=rules.last_stage, local_only=rules.local_only)

    def left_for(self, company: LiveCompany) -> int:
        """What the company may still get in fen; −1 where there is no cap."""
        cap = fen(self.rules.cap_per_company)
        return max(0, cap - self._in_company.get(company.slot, 0)) if cap else -1

    def within_cap(self, company: LiveCompany, price: float, company_fen: float, most: int, *, on_top: bool) -> int:
        """``most`` fen, cut to the cap on the share of the company that all co-investment may hold.

        ``company_fen`` is the company at ``price``, with all its money but this (``on_top``) or with this in its place.
        """
        if self.rules.stake_cap == 0.0:
            return most
        public = 0
        for stake in company.co_stakes:
            public += stake.shares
        return min(most, co_investment.stake_room(public * price, company_fen, self.rules.stake_cap, on_top))

    def quote(self, lead: LiveFund, company: LiveCompany, stage: int, lead_amount: int, gap: int) -> int:
        """What the guidance fund would put in beside ``lead_amount`` (fen)."""
        rules = self.rules
        if self.g.available[LINE] == 0 or not self.supports(lead, company, stage):
            return 0
        amount = co_investment.amount(
            lead_amount, rules.ratio, fen(rules.cap_per_deal), self.left_for(company), gap, self.g.available[LINE]
        )
        return amount if amount >= fen(rules.minimum) else 0

    def pledge(self, amount: int) -> None:
        """Bind the money for a round that closes today."""
        self.g.available[LINE] -= amount

    def invest(
        self,
        lead: LiveFund,
        company: LiveCompany,
        amount: int,
        shares: int,
        stake: CoStake | None = None,
        clause: str = "co_investment",
    ) -> CoStake:
        """Pay for shares, of a ``stake`` held in the deal already or of a new one, and hold it."""
        g, w = self.g, self.w
        w.post(company.cash, g.cash[LINE], amount, "co_investment", company.entity, g.words[clause])
        w.move("uncommitted", -amount)
        w.move("in_companies", amount)
        self._in_company[company.slot] = self._in_company.get(company.slot, 0) + amount
        if stake is None:
            stake = self._open_stake(lead, company)
        stake.add(amount, shares)
        stake.position.cost_fen += amount
        what = "co_investment.made" if clause == "co_investment" else "co_investment.made_later"
        w.tell((company.name, lead.name), what, amount, clause)
        return stake

    def _open_stake(self, lead: LiveFund, company: LiveCompany) -> CoStake:
        """A new position; its deadline runs from this first payment."""
        w = self.w
        position = Position("co_investment", "guidance_fund", lead.name, company.slot, w.today)
        w.positions.append(position)
        stake = CoStake(self, lead, company, position)
        self.held.append(stake)
        company.co_stakes.append(stake)
        due = stage_equity.deadline(w.start + w.today, self.rules.maximum_holding_years)
        if due > 0:
            position.deadline = due - w.start
            stake.plan_deadline(position.deadline)
        return stake

    def lead_sells(self, lead: LiveFund, company: LiveCompany) -> None:
        """A fund sells a company at its own end; where it may not go first, what it was entrusted with goes too."""
        if not self.rules.no_earlier_exit:
            return
        for stake in list(company.co_stakes):
            if stake.lead is lead:
                stake.sell_with_lead(lead.terms.sale_discount)

    def left(self, stake: CoStake) -> None:
        """A stake is gone."""
        self.held.remove(stake)
        self.w.move("in_companies", -stake.position.cost_fen)
