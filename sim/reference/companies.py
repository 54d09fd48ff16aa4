"""The life of a company: founded, financed stage by stage, and ended by exactly one route (D5)."""

import math
from collections.abc import Callable

from sim.clauses.guarantee_grant import days_bought
from sim.clauses.incentives import founding_shares
from sim.economy import fates, laws
from sim.ledger import vocabulary as v
from sim.ledger.history import Achievement, Company
from sim.reference.calendar import COMPANY, EXIT, MILESTONE, ROUND, key
from sim.reference.holdings import ACTIVE, FAILED, IN_LOCKUP, STALLED, LiveCompany
from sim.reference.rounds import RoundRoom
from sim.reference.world import FEN, World
from sim.scenario.economy_schema import STAGES

KIND_NAMES = {
    fates.ADVANCE: "advance",
    fates.TRADE_SALE: "trade_sale",
    fates.FILING: "filing",
    fates.FAIL: "fail",
    fates.STALL: "stall",
}


class Companies:
    """Every company, by slot. Outcomes are uniforms read on their date, keyed by company and stage."""

    def __init__(self, world: World) -> None:
        self.w = world
        self.law = world.economy.company
        self.live: dict[int, LiveCompany] = {}
        self._fate = world.stream("fate")
        self._fate_time = world.stream("fate_time")
        self._recovery = world.stream("recovery")
        self._exit_price = world.stream("exit_price")
        self._lockup = world.stream("lockup")
        self._runway = world.stream("runway")
        self._size = world.stream("size_of_company")
        self.rounds = RoundRoom(world, self)
        self._clause = world.ledger.word("company")

    def found(self, achievement: Achievement) -> None:
        """A company is founded; its seed round opens after the months the founders can live on."""
        slot, today = achievement.slot, self.w.today
        name = v.company_name(slot)
        record = Company(slot, achievement.sector, achievement.local, today)
        self.w.company_records.append(record)
        company = LiveCompany(
            slot,
            name,
            record,
            achievement.quality,
            self.w.ledger.account(v.company_cash(slot)),
            self.w.ledger.word(name),
        )
        self.live[slot] = company
        if self.w.telling:
            self._tell_founding(achievement, name)
        wait = laws.months_to_days(self.w.economy.rounds.months_to_seed)
        company.runway_end = today + wait
        self.w.calendar.call(today + max(wait, 1), key(ROUND, COMPANY, slot), self.rounds.open, company, 0)

    def _tell_founding(self, achievement: Achievement, name: str) -> None:
        shares = founding_shares(
            achievement.appraised_fen / 100.0,
            self.w.economy.pipeline.founding_cash,
            self.w.policy.institutions.inventor_share,
            self.w.policy.institutions.technology_cap,
        )
        self.w.tell(
            (name, f"achievement {achievement.slot}"),
            "company.founded",
            institution=shares[0],
            inventors=shares[1],
            founders=shares[2],
        )

    def size(self, company: LiveCompany, stage: int) -> tuple[int, float, float]:
        """Headcount, yearly sales and net assets (yuan) of a company at ``stage``, for eligibility tests."""
        sigma = self.law.size_sigma
        factor = laws.lognormal(self._size.u(company.slot), 1.0, sigma)
        return (
            int(self.law.staff[stage] * factor + 0.5),
            self.law.sales[stage] * factor,
            self.law.net_assets[stage] * factor,
        )

    def start_stage(self, company: LiveCompany, stage: int) -> None:
        """A round has closed: the next milestone and the runway to it are set, unseen by anyone."""
        slot, record = company.slot, company.record
        self._burn(company)
        record.stage = stage
        if stage == 0 or record.funded < 0:
            record.funded = self.w.today
        company.state = ACTIVE
        company.at_round_price = True
        kind = self._read_milestone(company, stage, redraw=False)
        wait = fates.time_in_stage_days(self.law, stage, kind, self._fate_time.u(slot, 2 * stage))
        rounds = self.w.economy.rounds
        slack = laws.lognormal(self._runway.u(slot, stage), rounds.runway_median, rounds.runway_sigma)
        company.stage_day = self.w.today
        company.runway_end = self.w.today + int(wait * max(1.0, slack) + 0.5)
        self.w.calendar.call(self.w.today + wait, key(MILESTONE, COMPANY, slot), self._milestone, company, stage, kind)

    def _read_milestone(self, company: LiveCompany, stage: int, *, redraw: bool) -> int:
        shift = fates.log_odds_shift(self.law, company.quality, company.lead_skill)
        u = self._fate.u(company.slot, 2 * stage + int(redraw))
        return fates.milestone(self.w.prepared.stages[stage], u, shift, redraw)

    def _milestone(self, company: LiveCompany, stage: int, kind: int) -> None:
        self._burn(company)
        company.at_round_price = False
        self.w.tell((company.name,), "company.milestone", kind=KIND_NAMES[kind], stage=STAGES[stage])
        if kind == fates.ADVANCE:
            self.w.calendar.call(self.w.today, key(ROUND, COMPANY, company.slot), self.rounds.open, company, stage + 1)
        elif kind == fates.STALL:
            self._stall(company, stage)
        elif kind == fates.FILING:
            company.record.filed = self.w.today
            self.w.tell((company.name,), "company.filed")
            self.w.exchange.file(company)
        elif kind == fates.TRADE_SALE:
            self._on_exit_phase(company, self.trade_sale)
        else:
            self._on_exit_phase(company, self._fail)

    def _stall(self, company: LiveCompany, stage: int) -> None:
        """A bridge of some months, paid by the founders outside the ledger, and one more draw."""
        company.state = STALLED
        self.w.tell((company.name,), "company.stalled")
        day = self.w.today + laws.months_to_days(self.law.stall_months)
        company.runway_end = max(company.runway_end, day)
        self.w.calendar.call(day, key(MILESTONE, COMPANY, company.slot, 1), self._redraw, company, stage)

    def _redraw(self, company: LiveCompany, stage: int) -> None:
        company.state = ACTIVE
        self._milestone(company, stage, self._read_milestone(company, stage, redraw=True))

    def _on_exit_phase(self, company: LiveCompany, action: Callable[[LiveCompany], None]) -> None:
        self.w.calendar.call(self.w.today, key(EXIT, COMPANY, company.slot), action, company)

    def run_out(self, company: LiveCompany) -> None:
        """No round closed in time: the company is wound up when its money is gone."""
        day = max(company.runway_end, self.w.today + 1)
        self.w.calendar.call(day, key(EXIT, COMPANY, company.slot), self._no_money, company)

    def _no_money(self, company: LiveCompany) -> None:
        self._burn(company)
        self._wind_up(company, "no_money")

    def _fail(self, company: LiveCompany) -> None:
        self._wind_up(company, "failed")

    def _wind_up(self, company: LiveCompany, end: str) -> None:
        """Each investor gets nothing, or one uniform share of its own cost; later money gets no better rank."""
        share = fates.recovery(self.law, self._recovery.u(company.slot, 0), self._recovery.u(company.slot, 1))
        company.state = FAILED
        self._end(company, end)
        self.w.tell((company.name,), f"company.{end}", recovery=share)
        for holding in company.in_order():
            holding.fund.leave(holding, int(holding.cost * share + 0.5), "recovery", "liquidation")
        for stake in list(company.co_stakes):
            stake.leave(int(stake.position.cost_fen * share + 0.5), "recovery", "liquidation")

    def trade_sale(self, company: LiveCompany, end: str = "trade_sale") -> None:
        """The whole company is bought at a multiple of its fundamental value."""
        multiple = fates.trade_sale_multiple(self.law, self._exit_price.u(company.slot, 0))
        price = self._capped(company, company.value * multiple * self.w.market_factor())
        self._burn(company)
        self._end(company, end)
        self.w.tell((company.name,), "company.trade_sale", int(price * company.shares), price=price)
        self._sell_all(company, price, "trade_sale", "trade_sale")

    def list_on_exchange(self, company: LiveCompany) -> None:
        """Shares are listed; holders sell after the lock-up."""
        multiple = fates.listing_multiple(self.law, self._exit_price.u(company.slot, 1))
        company.price = self._capped(company, company.value * multiple * self.w.market_factor())
        company.state = IN_LOCKUP
        company.record.listed = self.w.today
        self._burn(company)
        self.w.tell((company.name,), "company.listed", int(company.price * company.shares), price=company.price)
        day = self.w.today + max(1, laws.months_to_days(self.w.economy.listing.lockup_months))
        self.w.calendar.call(day, key(EXIT, COMPANY, company.slot), self._sell_listed, company)

    def _sell_listed(self, company: LiveCompany) -> None:
        listing = self.w.economy.listing
        sigma = listing.volatility * math.sqrt(listing.lockup_months / 12.0)
        factor = laws.lognormal(self._lockup.u(company.slot), math.exp(-0.5 * sigma * sigma), sigma)
        self._end(company, "listed")
        self.w.tell((company.name,), "company.lockup_sale", factor=factor)
        self._sell_all(company, company.price * factor, "listing_sale", "listing")

    def _capped(self, company: LiveCompany, price: float) -> float:
        limit = self.law.multiple_cap * company.first_price
        if price > limit:
            self.w.count("multiples_capped")
            return limit
        return price

    def _sell_all(self, company: LiveCompany, price: float, kind: str, route: str) -> None:
        for holding in company.in_order():
            holding.fund.leave(holding, int(holding.shares * price + 0.5), kind, route)
        for stake in list(company.co_stakes):
            stake.leave(int(stake.shares * price + 0.5), kind, route)

    def _end(self, company: LiveCompany, end: str) -> None:
        company.record.end = end
        company.record.ended = self.w.today
        balance = self.w.ledger.balances[company.cash]
        self.w.post(self.w.outside, company.cash, balance, "burn", company.entity, self._clause)
        del self.live[company.slot]

    def lengthen(self, company: LiveCompany, grant: int) -> int:
        """A grant about to be paid lengthens the runway by cash over burn; gives the days.

        Before its first round a company spends its founding cash over the months to that round.
        """
        self._burn(company)
        rate = company.burn
        if company.record.stage < 0:
            wait = laws.months_to_days(self.w.economy.rounds.months_to_seed)
            rate = self.w.economy.pipeline.founding_cash * FEN / wait if wait else 0.0
        days = days_bought(grant, rate)
        company.runway_end = max(company.runway_end, self.w.today) + days
        return days

    def settle_burn(self, company: LiveCompany) -> None:
        """Post what the company has spent up to today."""
        self._burn(company)

    def round_paid(self, company: LiveCompany) -> None:
        """All money of a round, or later money at its price, has come in: it lasts for the runway."""
        company.burn = self.w.ledger.balances[company.cash] / max(1, company.runway_end - self.w.today)

    def _burn(self, company: LiveCompany) -> None:
        """Money spent since the last event: cash in proportion to the runway used up."""
        balance = self.w.ledger.balances[company.cash]
        left = company.runway_end - company.stage_day
        spent = balance if left <= 0 else int(balance * min(1.0, (self.w.today - company.stage_day) / left))
        company.stage_day = self.w.today
        self.w.post(self.w.outside, company.cash, spent, "burn", company.entity, self._clause)
