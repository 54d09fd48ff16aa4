"""Financing rounds: shown to managers a quarter at a time, led, syndicated, co-invested, filled (D6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.clauses.rounding import share_out
from sim.decisions import screening, selection
from sim.economy import fates, laws
from sim.economy.keyed_order import NOBODY, KeyedOrder
from sim.ledger.history import Round
from sim.reference.calendar import COMPANY, PAYMENT, ROUND, key
from sim.reference.holdings import Holding, LiveCompany
from sim.reference.world import FEN, World, fen
from sim.scenario.economy_schema import STAGES

if TYPE_CHECKING:
    from sim.reference.companies import Companies
    from sim.reference.funds import LiveFund

QUARTER = 91
# Steps of a round's order of managers: more than any round is ever shown to.
STEPS_A_STAGE = 1 << 16


@dataclass(slots=True)
class OpenRound:
    """A round on offer: fundamental value a share (fen), size sought (fen), order in which managers are asked."""

    stage: int
    value: float
    size: int
    order: KeyedOrder
    looks: int = 0
    extra_looks: int = 0
    willing: list[tuple[float, LiveFund]] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)  # looks from which on a fund that said yes may pay


@dataclass(slots=True)
class Terms:
    """What a round would close at today: price a share, size and the most that founders would sell for (fen)."""

    price: float
    size: int
    most: int
    cut: bool  # to the dilution cap


@dataclass(slots=True)
class Plan:
    """Who pays what at closing, in fen."""

    tickets: list[tuple[LiveFund, int]] = field(default_factory=list)
    lead: LiveFund | None = None
    lead_ticket: int = 0
    co_investment: int = 0
    outside: int = 0

    def raised(self) -> int:
        """All of it."""
        total = self.co_investment + self.outside
        for _, amount in self.tickets:
            total += amount
        return total


class RoundRoom:
    """Opens rounds, shows them, closes them, pays them."""

    def __init__(self, world: World, companies: Companies) -> None:
        self.w = world
        self.companies = companies
        self.law = world.economy.rounds
        self._size = world.stream("round_size")
        self._dilution = world.stream("seed_dilution")
        self._step = world.stream("step")
        self._ready = world.stream("outside_ready")
        self._order = world.stream("manager_order")
        self._clause = world.ledger.word("round")

    def open(self, company: LiveCompany, stage: int) -> None:
        """Set size and fundamental value, and show the round for the first time."""
        slot = company.slot
        size = fen(laws.lognormal(self._size.u(slot, stage), self.law.size_median[stage], self.law.size_sigma[stage]))
        if stage == 0:
            share = laws.lognormal(self._dilution.u(slot), self.law.seed_dilution, self.law.seed_dilution_sigma)
            value = size * (1.0 / min(share, self.law.dilution_cap) - 1.0) / company.shares
        else:
            u = self._step.u(slot, stage - 1)
            value = company.value * fates.price_step(self.companies.law, stage - 1, company.quality, u)
        self.w.count(f"rounds_opened_{STAGES[stage]}")
        self.w.tell((company.name,), "company.round_opened", size, stage=STAGES[stage])
        self._look(company, OpenRound(stage, value, size, self._order_of_managers(slot, stage)))

    def _order_of_managers(self, slot: int, stage: int) -> KeyedOrder:
        first = stage * STEPS_A_STAGE
        return KeyedOrder(self.w.economy.managers.slots, lambda step: self._order.u(slot, first + step))

    def _look(self, company: LiveCompany, deal: OpenRound) -> None:
        """One quarter: new managers look, and the round closes if it can."""
        terms = self._terms(company, deal)
        company.post_money = terms.price * company.shares + terms.size
        self.w.count("looks")
        self.w.counters["chasing_yuan"] = self.w.counters.get("chasing_yuan", 0) + self.w.uninvested // FEN
        # A round kept open only for an answer that is still to come is shown to nobody new.
        asked = self.law.managers_asked if deal.looks < self.law.quarters + deal.extra_looks else 0
        for _ in range(asked):
            manager = deal.order.next()
            if manager == NOBODY:
                break
            fund = self.w.managers.investing_fund(manager)
            if fund is not None and not company.held_by(manager):
                self._show(company, deal, terms, fund)
        deal.looks += 1
        plan = self._plan(company, deal, terms)
        if plan.raised() >= self.law.minimum * terms.size and plan.raised() > 0:
            self._close(company, deal, terms, plan)
        else:
            self._wait(company, deal)

    def _terms(self, company: LiveCompany, deal: OpenRound) -> Terms:
        price = deal.value * self.w.managers.heat()
        most = int(price * company.shares * self.law.dilution_cap / (1.0 - self.law.dilution_cap))
        return Terms(price, min(deal.size, most), most, deal.size > most)

    def _show(self, company: LiveCompany, deal: OpenRound, terms: Terms, fund: LiveFund) -> None:
        ticket = min(int(self.law.lead_share * terms.size), fund.room_for_new())
        if ticket < max(self.law.smallest_ticket * terms.size, fund.smallest_ticket()):
            return
        x = self.w.managers.signal(fund, company, deal.stage)
        if self._accepts(company, deal.stage, fund, x, ticket) and fund.may_buy(company, deal.stage, ticket):
            deal.willing.append((x, fund))
            waiting = selection.waiting_looks(self.w.policy.selection.delay_months, fund.administered)
            deal.answers[fund.name] = deal.looks + 1 + waiting

    def _accepts(self, company: LiveCompany, stage: int, fund: LiveFund, x: float, ticket: int) -> bool:
        """The manager's answer today, told."""
        accepted = self._would_accept(company, stage, fund, x, ticket)
        if self.w.telling:
            expected = self.w.managers.expected_multiple(fund, stage, x)
            about, bar = (company.name, fund.name), self.w.economy.managers.bar
            self.w.tell(about, "fund.signal", ticket, x=x, bar=bar, value=expected, accepted=int(accepted))
        return accepted

    def _would_accept(self, company: LiveCompany, stage: int, fund: LiveFund, x: float, ticket: int) -> bool:
        managers = self.w.economy.managers
        expected = self.w.managers.expected_multiple(fund, stage, x)
        subsidy = self.w.guidance.subsidies.quote(fund, company, stage, ticket)
        help_fen = subsidy + self.w.guidance.supports.expected(fund, company, stage, ticket, x)
        heat = self.w.managers.heat()
        return screening.accepts(expected, heat, help_fen, ticket, managers.subsidy_weight, managers.bar)

    def _plan(self, company: LiveCompany, deal: OpenRound, terms: Terms) -> Plan:
        """Insiders, lead, syndicate, guidance fund, outside investors, in this order."""
        plan = Plan()
        left = terms.size
        for holding in sorted(company.holdings.values(), key=lambda h: h.fund.entity_number):
            amount = min(left, self._follow_on(company, deal, terms, holding))
            if amount > 0:
                plan.tickets.append((holding.fund, amount))
                left -= amount
        ready = self._ready.u(company.slot, deal.stage) < self.law.outside_ready[deal.stage]
        willing = self._able(company, deal, terms)
        if willing:
            left = self._lead_and_syndicate(terms, plan, willing, left)
            plan.co_investment = self._beside(company, deal, terms, plan, left, ready=ready)
            left -= plan.co_investment
        elif not ready:
            return Plan()
        plan.outside = left if ready else 0
        return plan

    def _follow_on(self, company: LiveCompany, deal: OpenRound, terms: Terms, holding: Holding) -> int:
        """An insider keeps its share of the company if what it sees today passes the bar."""
        share = int(holding.shares / company.shares * terms.size)
        amount = min(share, holding.fund.room_for_follow_on(holding))
        if amount <= 0:
            return 0
        x = self.w.managers.signal(holding.fund, company, deal.stage)
        return amount if self._accepts(company, deal.stage, holding.fund, x, amount) else 0

    def _able(self, company: LiveCompany, deal: OpenRound, terms: Terms) -> list[LiveFund]:
        """Funds that said yes, still would today and can pay; best signal first, ties by slot."""
        able = []
        for x, fund in sorted(deal.willing, key=lambda one: (-one[0], one[1].entity_number)):
            ticket = min(int(self.law.lead_share * terms.size), fund.room_for_new())
            smallest = max(self.law.smallest_ticket * terms.size, fund.smallest_ticket(), 1.0)
            if ticket < smallest or not fund.may_buy(company, deal.stage, ticket):
                continue
            if deal.looks < deal.answers[fund.name]:
                continue
            if self._would_accept(company, deal.stage, fund, x, ticket):
                able.append(fund)
        return able

    def _lead_and_syndicate(self, terms: Terms, plan: Plan, willing: list[LiveFund], left: int) -> int:
        """The best signal leads, others join; gives what the round still lacks."""
        lead = willing[0]
        amount = min(int(self.law.lead_share * terms.size), left, lead.room_for_new())
        plan.lead, plan.lead_ticket = lead, amount
        plan.tickets.append((lead, amount))
        left -= amount
        partners = self._partners(willing[1:], terms, left)
        rooms = [fund.room_for_new() for fund in partners]
        total = 0
        for room in rooms:
            total += room
        parts = share_out(min(left, total), rooms) if rooms else []
        for fund, room, part in zip(partners, rooms, parts, strict=True):
            share = min(room, part, left)
            if share > 0:
                plan.tickets.append((fund, share))
                left -= share
        return left

    def _beside(
        self, company: LiveCompany, deal: OpenRound, terms: Terms, plan: Plan, left: int, *, ready: bool
    ) -> int:
        """The guidance fund beside the lead; where outsiders stand ready its money takes the place of theirs."""
        if plan.lead is None:
            return 0
        co_investments = self.w.guidance.co_investments
        value = terms.price * company.shares + (terms.size if ready else terms.size - left)
        gap = co_investments.within_cap(company, terms.price, value, left, on_top=not ready)
        return co_investments.quote(plan.lead, company, deal.stage, plan.lead_ticket, gap)

    def _partners(self, willing: list[LiveFund], terms: Terms, rest: int) -> list[LiveFund]:
        """As many partners as the rest feeds with their smallest tickets, best signal first."""
        chosen: list[LiveFund] = []
        needed = 0.0
        for fund in willing:
            needed += max(self.law.smallest_ticket * terms.size, fund.smallest_ticket())
            if needed > rest:
                break
            chosen.append(fund)
        return chosen

    def _wait(self, company: LiveCompany, deal: OpenRound) -> None:
        """Ask again in a quarter while managers and runway last; else the company runs out of money."""
        if deal.willing:
            deal.extra_looks += self.w.guidance.supports.grants.letter_of_intent(company, deal.stage) // QUARTER
        again = self.w.today + QUARTER
        seed = company.record.stage < 0
        more = deal.looks < max(self.law.quarters + deal.extra_looks, *deal.answers.values(), 0)
        if more and (seed or again <= company.runway_end):
            self.w.calendar.call(again, key(ROUND, COMPANY, company.slot), self._look, company, deal)
            return
        self.w.count("rounds_failed")
        self.w.tell((company.name,), "company.round_failed", stage=STAGES[deal.stage])
        self.companies.run_out(company)

    def _close(self, company: LiveCompany, deal: OpenRound, terms: Terms, plan: Plan) -> None:
        """Bind the money today; it is paid in the payment phase."""
        for fund, amount in plan.tickets:
            fund.pledge(amount, follow_on=fund.name in company.holdings)
        self.w.guidance.co_investments.pledge(plan.co_investment)
        priority = key(PAYMENT, COMPANY, company.slot)
        self.w.calendar.call(self.w.today, priority, self._pay, company, deal, terms, plan)

    def _pay(self, company: LiveCompany, deal: OpenRound, terms: Terms, plan: Plan) -> None:
        raised = plan.raised()
        funds_fen = raised - plan.co_investment - plan.outside
        pre_money = int(terms.price * company.shares + 0.5)
        lead = plan.lead.name if plan.lead else "outside"
        self.w.tell(
            (company.name, lead),
            "company.round_closed",
            raised,
            stage=STAGES[deal.stage],
            raised_fen=raised,
            pre_money_fen=pre_money,
            lead=lead,
        )
        company.value, company.price = deal.value, terms.price
        if deal.stage == 0:
            company.first_price = terms.price
        company.lead_skill = self.w.managers.lead_skill(plan.lead, plan.co_investment) if plan.lead else 0.0
        self.companies.start_stage(company, deal.stage)
        for fund, amount in plan.tickets:
            fund.invest(company, deal.stage, amount, company.issue(amount))
        if plan.lead is not None and plan.co_investment:
            shares = company.issue(plan.co_investment)
            self.w.guidance.co_investments.invest(plan.lead, company, plan.co_investment, shares)
        self.w.post(company.cash, self.w.outside, plan.outside, "investment", company.entity, self._clause)
        company.issue(plan.outside)
        for fund, amount in plan.tickets:
            paid = self.w.guidance.subsidies.pay(fund, company, deal.stage, amount)
            self.w.guidance.supports.invested(fund, company, deal.stage, amount, paid)
        self.companies.round_paid(company)
        if plan.lead is not None:
            room = terms.most - raised
            applications = self.w.guidance.co_investments.applications
            applications.apply(plan.lead, company, plan.lead_ticket, plan.co_investment, room)
        if plan.tickets:
            self.w.guidance.supports.grants.round_paid(company, deal.stage)
        self.w.rounds.append(
            Round(
                company.slot, deal.stage, self.w.today, terms.size, raised, pre_money, lead,
                funds_fen, plan.co_investment, plan.outside, terms.cut,
            )
        )  # fmt: skip
