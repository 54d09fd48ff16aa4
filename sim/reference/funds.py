"""A live fund: calls, fees, investments, distributions, the end of its term (D6, D9)."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import simpy

from sim.clauses import policy_duty, risk_subsidy
from sim.clauses.distribution import WholeFen
from sim.clauses.exit_price import exit_route, term_sale
from sim.clauses.faults import there
from sim.clauses.rounding import share_out
from sim.economy import laws
from sim.ledger import vocabulary as v
from sim.ledger.history import NEVER, Fund, Position
from sim.reference.calendar import DISTRIBUTION, EXIT, FEE, FUND, OPTION, key
from sim.reference.holdings import Holding, LiveCompany
from sim.reference.instalments import Instalments
from sim.reference.lines import MANAGER, PRIVATE, PUBLIC, Lines
from sim.reference.public_terms import pay_cessions, public_terms
from sim.reference.world import World
from sim.scenario.economy_schema import PARTNER_CLASSES

if TYPE_CHECKING:
    from sim.reference.managers import Manager
    from sim.reference.stakes import Stake

EARLY_STAGE = 1


@dataclass(slots=True)
class Partner:
    """A private partner: its class and commitment (fen). The first of a fund is the anchor."""

    kind: int
    commitment: int


class LiveFund:
    """One fund from first close to its end."""

    def __init__(
        self, world: World, record: Fund, manager: Manager, partners: list[Partner], entity_number: int
    ) -> None:
        self.w = world
        self.record = record
        self.name = record.name
        self.manager = manager.slot
        self.entity_number = entity_number
        self.administered = world.policy.selection.administrative and record.public_fen > 0
        self.terms = world.economy.fund
        self.partners = partners
        self.lines = Lines(
            (record.public_fen, record.private_fen, record.manager_fen),
            self.terms.hurdle,
            self.terms.carry,
            self.terms.catch_up,
            public_terms(world, record.public_fen, record.public_fen + record.private_fen + record.manager_fen),
        )
        self.instalments = Instalments(world.policy.budget.staging, self.lines)
        ledger = world.ledger
        self.entity = ledger.word(self.name)
        self.cash = ledger.account(v.fund_cash(self.name))
        self.reserve_cash = ledger.account(v.fund_reserve(self.name))
        self.manager_cash = ledger.account(v.manager_cash(self.manager))
        self.partner_cash = [ledger.account(v.partners_cash(kind)) for kind in PARTNER_CLASSES]
        self._words = {
            text: ledger.word(text)
            for text in ("economy.fund", "stage_equity", "risk_subsidy.rate", "risk_subsidy.unused")
        }
        terms = self.terms
        kept = terms.fee_rate * terms.investment_years + terms.expense_allowance
        investable = int(self.lines.total * max(0.0, 1.0 - kept))
        self.follow_on_money = int(investable * terms.reserve_share)
        self.free = investable - self.follow_on_money
        self.first_money = self.free
        self.investable = investable
        self.born = world.today
        self._new_money = 0
        self.pledged = 0
        self.investing = True
        self.ended = False
        self.fees_owed = 0
        self.ceded_to_partners = 0  # fen handed to private partners out of the public line
        self.helped = 0  # fen that private partners got from instruments beside the fund
        self.holdings: dict[int, Holding] = {}
        self.early_bound = 0.0  # share of its investments owed to early rounds for a higher public share
        self.stake: Stake | None = None
        self.counted_local = 0.0  # fen invested in the city as the duty counts it
        self._manager = manager
        self._distributing = -1
        self._announced = False

    # ---- life -------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin paying fees on the day of first close; end at term."""
        self.w.calendar.env.process(self._life())

    def _life(self) -> Generator[simpy.Event, None, None]:
        """Fee dates in advance, release of reserves, end of the investment period, end of term."""
        born, terms, at = self.w.today, self.terms, self.w.calendar.at
        investment_end = born + laws.days(terms.investment_years)
        term_end = born + laws.days(terms.term_years)
        dates: list[tuple[int, int, Callable[[], None]]] = [
            (born + (laws.months_to_days(m) if m else 0), key(FEE, FUND, self.entity_number, 2), self._fee)
            for m in range(0, int(terms.term_years * 12 + 0.5), terms.fee_interval_months)
        ]
        release = born + laws.months_to_days(terms.reserve_release_month)
        dates.append((release, key(FEE, FUND, self.entity_number, 1), self._release))
        dates.append((investment_end, key(FEE, FUND, self.entity_number, 0), self._stop_investing))
        dates.append((term_end, key(EXIT, FUND, self.entity_number, 1), self._term))
        for day, priority, action in sorted(dates, key=lambda one: one[:2]):
            if day > self.w.horizon:
                return
            yield at(day, priority)
            if self.ended:
                return
            action()

    def _fee(self) -> None:
        terms = self.terms
        years = terms.fee_interval_months / 12.0
        base = self.lines.total if self.investing else self.cost_held()
        due = int(terms.fee_rate * years * base + 0.5)
        self.fees_owed += due
        callable_now = self._uncalled() if self.investing else max(0, self._uncalled() - self.follow_on_money)
        amount = min(self.fees_owed, callable_now)
        if amount:
            self._call(amount, "fund.fee")
            self._pay_fee(amount)

    def _pay_fee(self, amount: int) -> None:
        self.fees_owed -= amount
        self.w.post(self.manager_cash, self.cash, amount, "fee", self.entity, self._words["economy.fund"])

    def _release(self) -> None:
        """Part of the unused reserve is freed for new companies, while there are any to be bought."""
        if not self.investing:
            return
        freed = int(self.follow_on_money * self.terms.reserve_release_share)
        self.follow_on_money -= freed
        self.free += freed
        self.w.uninvested += freed

    def _stop_investing(self) -> None:
        self.investing = False
        self.w.uninvested -= self.free
        self.follow_on_money += self.free
        self.free = 0
        self.end_if_empty()

    def _term(self) -> None:
        """Term reached: extended while holdings remain, then whatever is left is sold."""
        if not self.holdings:
            self._finish()
            return
        day = self.w.today + laws.days(self.terms.extension_years)
        if self.terms.extension_years == 0.0:
            self._sell_rest()
        else:
            self.w.calendar.call(day, key(EXIT, FUND, self.entity_number, 2), self._sell_rest)

    def _sell_rest(self) -> None:
        """End of term: remaining holdings go to secondary buyers at a discount to NAV."""
        if self.ended:
            return
        for holding in sorted(self.holdings.values(), key=lambda h: h.company.slot):
            self.w.guidance.co_investments.lead_sells(self, holding.company)
            price = int(term_sale(holding.nav(), self.terms.sale_discount) + 0.5)
            self.leave(holding, price, "secondary_sale", "secondary")
        self._finish()

    def end_if_empty(self) -> None:
        """A fund past its investment period with nothing left ends early."""
        if not self.investing and not self.holdings and not self.ended and self.pledged == 0:
            self._finish()

    def _finish(self) -> None:
        """The last distribution comes later the same day, or the next if its phase has passed."""
        if self.ended:
            return
        self.ended = True
        if self.investing:
            self._stop_investing()
        day = self.w.today if self.w.calendar.phase() < DISTRIBUTION else self.w.today + 1
        self.w.calendar.call(day, key(DISTRIBUTION, FUND, self.entity_number, 1), self._close_books)

    # ---- money in ---------------------------------------------------------------------------------------------

    def _uncalled(self) -> int:
        left = self.lines.total - self.lines.drawn - self.pledged
        if self.instalments.whole or not self._pays_by_progress():
            return left
        return max(0, left - self.instalments.withheld(self.record.invested_fen))

    def _pays_by_progress(self) -> bool:
        """Whether the guidance fund still holds part of the public line; a buyer pays its calls in full."""
        return self.stake is not None and self.stake.parts.held > 0.0

    def _call(self, amount: int, what: str) -> None:
        """Capital call, pro rata to commitments; partners receive from outside on the day."""
        w, clause = self.w, self._words["economy.fund"]
        parts = self.lines.shares_of_call(amount)
        if self._pays_by_progress():
            parts = self.instalments.limit(parts, self.record.invested_fen)
        if parts[PUBLIC]:
            there(self.stake, "public stake").pay(parts[PUBLIC])
        private = parts[PRIVATE] if self.stake is None else self.stake.put.call(parts[PRIVATE])
        self._from_private(private, clause)
        w.provide(self.manager_cash, parts[MANAGER], self.entity, clause)
        w.post(self.cash, self.manager_cash, parts[MANAGER], "capital_call", self.entity, clause)
        self.lines.call(w.today, parts)
        self.record.drawn_fen += amount
        if w.telling:
            w.tell((self.name,), "fund.called", amount, "economy.fund", purpose=what, public_fen=parts[PUBLIC])

    def _from_private(self, amount: int, clause: int) -> None:
        for kind, part in enumerate(self.by_class(amount)):
            self.w.provide(self.partner_cash[kind], part, self.entity, clause)
            self.w.post(self.cash, self.partner_cash[kind], part, "capital_call", self.entity, clause)

    def by_class(self, amount: int) -> list[int]:
        """``amount`` split over the private partners pro rata, remainder to the anchor, summed by class."""
        totals = [0] * len(PARTNER_CLASSES)
        weights = [partner.commitment for partner in self.partners]
        for partner, part in zip(self.partners, share_out(amount, weights), strict=True):
            totals[partner.kind] += part
        return totals

    # ---- investing --------------------------------------------------------------------------------------------

    def room_for_new(self) -> int:
        """Fen available for a company not yet held."""
        if not self.investing:
            return 0
        age = 1.0 + (self.w.today - self.born) / 365.0
        paced = self.free
        if self.terms.yearly_pace * age < 1.0:
            paced = int(self.first_money * self.terms.yearly_pace * age) - self._new_money
        return max(0, min(self.free, paced, int(self.terms.company_cap * self.lines.total), self._uncalled()))

    def smallest_ticket(self) -> int:
        """Least fen worth putting into a company not yet held."""
        return int(self.terms.smallest_ticket * self.lines.total)

    def room_for_follow_on(self, holding: Holding) -> int:
        """Fen available for a later round of a company held."""
        most = int(self.terms.follow_on_multiple * holding.first_ticket)
        cap = min(most, int(self.terms.company_cap * self.lines.total)) - holding.cost
        over = self.ended or self.w.today - self.born >= laws.days(self.terms.term_years)
        return 0 if over else max(0, min(self.follow_on_money, cap, self._uncalled()))

    def pledge(self, amount: int, *, follow_on: bool) -> None:
        """Bind money for a round that closes today."""
        self.pledged += amount
        if follow_on:
            self.follow_on_money -= amount
        else:
            self.free -= amount
            self._new_money += amount
            self.w.uninvested -= amount

    def invest(self, company: LiveCompany, stage: int, amount: int, shares: int) -> None:
        """Call the pledged money and buy the shares."""
        self.pledged -= amount
        self._call(amount, "investment")
        self.w.post(company.cash, self.cash, amount, "investment", company.entity, self._words["economy.fund"])
        holding = self.holdings.get(company.slot)
        if holding is None:
            position = Position("fund_holding", self.name, self.name, company.slot, self.w.today)
            self.w.positions.append(position)
            holding = Holding(self, company, position, first_ticket=amount)
            self.holdings[company.slot] = holding
            company.holdings[self.name] = holding
        holding.shares += shares
        holding.position.cost_fen += amount
        self.record.invested_fen += amount
        self.record.early_fen += amount if stage <= EARLY_STAGE else 0
        self.record.local_fen += amount if company.record.local else 0
        self.lines.local_fen = self.record.local_fen
        self._count_for_duty(company, stage, amount)
        if self.w.telling:
            self.w.tell((self.name, company.name), "fund.invested", amount, stage=stage, ticket_fen=amount)
        enough = self.w.economy.managers.next_fund_invested * self.investable
        if not self._announced and self.record.invested_fen >= enough:
            self._announced = True
            self.w.managers.invested_enough(self)

    def _count_for_duty(self, company: LiveCompany, stage: int, amount: int) -> None:
        weight = self.w.policy.stage_equity.duty.local_weights[stage]
        self.counted_local += policy_duty.counted_local(float(amount), company.record.local, weight)
        if self.stake is not None and self.stake.duty is not None:
            self.stake.duty.invested(company, stage, amount)

    def may_buy(self, company: LiveCompany, stage: int, ticket: int) -> bool:
        """Whether the duty that came with public money leaves room for a deal with a company not yet held."""
        duty = None if self.stake is None else self.stake.duty
        return duty is None or duty.allows(company, stage, ticket)

    def lose_public_commitment(self, amount: int) -> None:
        """Undrawn public commitment is withdrawn before any investment: the fund is smaller and invests less."""
        public, private, manager = self.lines.commitments
        before = self.lines.total
        self.lines.commitments = (public - amount, private, manager)
        left = self.lines.total / before
        if self.investing:
            self.w.uninvested -= self.free - int(self.free * left)
        self.free, self.first_money = int(self.free * left), int(self.first_money * left)
        self.follow_on_money, self.investable = int(self.follow_on_money * left), int(self.investable * left)

    def cost_held(self) -> int:
        """Cost of the companies still held."""
        total = 0
        for holding in self.holdings.values():
            total += holding.cost
        return total

    # ---- money out --------------------------------------------------------------------------------------------

    def leave(self, holding: Holding, proceeds: int, kind: str, route: str) -> None:
        """Sell or lose a holding; cash is distributed later the same day."""
        w, company, position = self.w, holding.company, holding.position
        seller = w.outside
        if kind == "secondary_sale":
            w.provide(w.buyers, proceeds, self.entity, self._words["economy.fund"])
            seller = w.buyers
        w.post(self.cash, seller, proceeds, kind, company.entity, self._words["economy.fund"])
        position.proceeds_fen += proceeds
        position.exit_day = w.today
        position.route = exit_route(route, proceeds, position.cost_fen)
        del self.holdings[company.slot]
        del company.holdings[self.name]
        if proceeds > position.cost_fen and route in ("listing", "trade_sale"):
            self._manager.record += 1
        if holding.subsidised:
            self._draw_reserve(holding, proceeds)
        self.w.guidance.supports.left(holding, proceeds, kind)
        self._plan_distribution()
        self.end_if_empty()

    def _draw_reserve(self, holding: Holding, proceeds: int) -> None:
        """The loss reserve makes good the private partners' and manager's loss on a subsidised deal."""
        share = 1.0 - self.public_commitment() / self.lines.total
        loss = risk_subsidy.private_loss(holding.cost, proceeds, share)
        amount = risk_subsidy.draw(self.w.ledger.balances[self.reserve_cash], loss)
        self.pay_from_reserve(amount, "subsidy_draw", "risk_subsidy.rate")
        if amount:
            self.w.tell((self.name, holding.company.name), "subsidy.drawn", amount, "risk_subsidy.rate")

    def public_commitment(self) -> int:
        """Fen committed by the guidance fund, 0 once its stake is sold; what it bought by a put counts too."""
        if self.stake is None or self.record.ended != NEVER:
            return 0
        return int(self.lines.commitments[PUBLIC] * self.stake.parts.held) + self._bought_by_put()

    def own_weights(self) -> list[int]:
        """Fen committed by private partners, without what the guidance fund bought of theirs, and by the manager."""
        private, manager = self.lines.commitments[PRIVATE], self.lines.commitments[MANAGER]
        return [private - self._bought_by_put(), manager]

    def _bought_by_put(self) -> int:
        return 0 if self.stake is None else int(self.lines.commitments[PRIVATE] * self.stake.put.share)

    def pay_from_reserve(self, amount: int, kind: str, clause_name: str) -> None:
        """From the loss reserve to private partners and manager, pro rata to their own commitments."""
        clause = self._words[clause_name]
        private, manager = share_out(amount, self.own_weights())
        self.helped += private
        for index, part in enumerate(self.by_class(private)):
            self.w.post(self.partner_cash[index], self.reserve_cash, part, kind, self.entity, clause)
        self.w.post(self.manager_cash, self.reserve_cash, manager, kind, self.entity, clause)
        self.w.move("in_reserves", -amount)

    def _plan_distribution(self) -> None:
        if self._distributing == self.w.today or self.ended:
            return
        self._distributing = self.w.today
        day = self.w.today
        if self.stake is not None and self.stake.watches_distributions():
            self.w.calendar.call(day, key(OPTION, FUND, self.entity_number), self.stake.distribution_due)
        self.w.calendar.call(day, key(DISTRIBUTION, FUND, self.entity_number), self._distribute)

    def distributable(self) -> int:
        """Cash that would be distributed today."""
        return max(0, self.w.ledger.balances[self.cash] - self.fees_owed)

    def _distribute(self, *, last: bool = False) -> None:
        if self.ended and not last:
            return  # the books close today: one distribution, in its own order
        fee = min(self.fees_owed, self.w.ledger.balances[self.cash])
        if fee:
            self._pay_fee(fee)
        amount = self.w.ledger.balances[self.cash]
        if amount == 0:
            return
        self.lines.accrue(self.w.today)
        short = amount < self.lines.unreturned[0] + self.lines.unreturned[1] + self.lines.unreturned[2]
        public_first = last and short and self.w.policy.stage_equity.liquidation_preference
        parts, split = self.lines.distribute(self.w.today, amount, public_first=public_first)
        self._pay_out(parts, split.capital[PUBLIC])

    def _pay_out(self, parts: WholeFen, public_capital: float) -> None:
        w, clause = self.w, self._words["economy.fund"]
        if parts[PUBLIC]:
            there(self.stake, "public stake").receive(parts.public, public_capital, parts.ceded)
        pay_cessions(self, parts)
        private = parts[PRIVATE] if self.stake is None else self.stake.put.receive(parts[PRIVATE])
        for kind, part in enumerate(self.by_class(private)):
            w.post(self.partner_cash[kind], self.cash, part, "distribution", self.entity, clause)
        w.post(self.manager_cash, self.cash, parts[MANAGER], "distribution", self.entity, clause)
        w.post(self.manager_cash, self.cash, parts[3], "carry", self.entity, clause)
        if w.telling:
            w.tell(
                (self.name,),
                "fund.distribution",
                parts[0] + parts[1] + parts[2] + parts[3],
                "economy.fund.hurdle",
                public_fen=parts[0],
                private_fen=parts[1],
                manager_fen=parts[2],
                carry_fen=parts[3],
            )

    def _close_books(self) -> None:
        """The last distribution, clawback, the reserve, and the release of what was never drawn."""
        self._distribute(last=True)
        self.fees_owed = 0
        owed = self.lines.clawback()
        if owed:
            clause = self._words["economy.fund"]
            self.w.post(self.cash, self.manager_cash, owed, "clawback", self.entity, clause)
            self.lines.carry_paid -= owed
            self._distribute(last=True)
        left = self.w.ledger.balances[self.reserve_cash]
        if left:
            self.w.guidance.subsidies.settle(self, left)
        self.w.guidance.supports.fund_ended(self)
        self.record.ended, self.record.state = self.w.today, "ended"
        self.w.tell((self.name,), "fund.ended")
        if self.stake is not None:
            self.stake.fund_ended()

    # ---- value ------------------------------------------------------------------------------------------------

    def nav(self) -> float:
        """Accounting NAV in fen: holdings at last price, undistributed cash, less fees owed (D7)."""
        total = float(self.w.ledger.balances[self.cash] - self.fees_owed)
        for holding in sorted(self.holdings.values(), key=lambda h: h.company.slot):
            total += holding.nav()
        return max(0.0, total)

    def own_value(self) -> float:
        """What insiders think the assets are worth: last prices times present-value factors, plus cash (D7)."""
        valuation = self.w.prepared.valuation
        total = float(self.w.ledger.balances[self.cash] - self.fees_owed)
        for holding in sorted(self.holdings.values(), key=lambda h: h.company.slot):
            company = holding.company
            factor = 1.0
            if company.record.listed < 0:
                quality = self.w.managers.posterior(self, company)
                factor = valuation.present_value(company.record.stage, quality)
            total += holding.nav() * factor
        return max(0.0, total)
