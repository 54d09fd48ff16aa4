"""Loss compensation (风险补偿): deals entered in a register, losses made good after the fact, outside the fund."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.clauses import loss_compensation, rates
from sim.clauses.rounding import share_out
from sim.decisions.losses import loss_chance, lost_share
from sim.ledger import vocabulary as v
from sim.reference.calendar import FEE, FUND, key
from sim.reference.co_stakes import eligible
from sim.reference.world import fen, year_of
from sim.scenario.in_force import in_force

if TYPE_CHECKING:
    from sim.reference.funds import LiveFund
    from sim.reference.guidance import GuidanceFund
    from sim.reference.holdings import LiveCompany

LINE: Final = "loss_compensation"
CLAUSE = "loss_compensation.rate_by_stage"
RESERVE_CLAUSE = "loss_compensation.manager_reserve_rate"
TRIGGERS = {"exit": loss_compensation.EXIT, "bankruptcy": loss_compensation.BANKRUPTCY}
RESERVE_ORDINAL = 64  # of the yearly reserve, after the fund's own dates of a day


@dataclass(slots=True)
class Deal:
    """A payment of one fund in one round: its day, stage and fen, the risk subsidy on it, and whether it qualified."""

    day: int
    stage: int
    amount: int
    subsidy: int
    eligible: bool


class LossCompensations:
    """The compensation pool, the register of deals, and what each manager has had."""

    def __init__(self, guidance: GuidanceFund) -> None:
        self.g = guidance
        self.w = guidance.w
        self.rules = guidance.w.policy.loss_compensation
        self.on = in_force(guidance.w.policy, LINE)
        self._deals: dict[tuple[str, int], list[Deal]] = {}
        self._by_company: dict[tuple[int, int], int] = {}
        self._by_year: dict[tuple[int, int], int] = {}
        self._words = {text: guidance.w.ledger.word(text) for text in (CLAUSE, RESERVE_CLAUSE)}

    # ---- the register -----------------------------------------------------------------------------------------

    def register(self, fund: LiveFund, company: LiveCompany, stage: int, amount: int, subsidy: int) -> None:
        """Enter a payment just made."""
        if self.on:
            deal = Deal(self.w.today, stage, amount, subsidy, self._eligible(company, stage))
            self._deals.setdefault((fund.name, company.slot), []).append(deal)

    def _eligible(self, company: LiveCompany, stage: int) -> bool:
        rules = self.rules
        return eligible(self.w, company, stage, last_stage=rules.last_stage, local_only=rules.local_only)

    # ---- a loss -----------------------------------------------------------------------------------------------

    def left(self, fund: LiveFund, company: LiveCompany, cost: int, proceeds: int, wound_up: bool) -> None:
        """A holding is gone: its loss falls on its deals as they were paid, and each is looked at by itself."""
        deals = self._deals.pop((fund.name, company.slot), [])
        loss = loss_compensation.loss(cost, proceeds)
        if not deals or loss == 0:
            return
        for deal, part in zip(deals, share_out(loss, [deal.amount for deal in deals]), strict=True):
            if deal.eligible and self._arises(deal, wound_up):
                self._compensate(fund, company, deal, part)

    def _arises(self, deal: Deal, wound_up: bool) -> bool:
        w, rules = self.w, self.rules
        if not loss_compensation.registered(deal.day, self.g.opened.get(LINE, -1), rules.preregister):
            return False
        paid, lost = w.start + deal.day, w.start + w.today
        return loss_compensation.arises(TRIGGERS[rules.trigger], wound_up, paid, lost, rules.window_years)

    def _compensate(self, fund: LiveFund, company: LiveCompany, deal: Deal, loss: int) -> None:
        """The manager's own reserve pays first, the pool what is left over, while it lasts."""
        by_company, by_year = (fund.manager, company.slot), (fund.manager, year_of(self.w.start + self.w.today))
        due = self._due(fund, deal.stage, loss, deal.subsidy, by_company, by_year)
        account = self._reserve(fund)
        own = loss_compensation.from_reserve(due, self.w.ledger.balances[account])
        public = min(due - own, self.g.available[LINE])
        for kept, index in ((self._by_company, by_company), (self._by_year, by_year)):
            kept[index] = kept.get(index, 0) + own + public
        if own:
            self._pay(fund, account, own, RESERVE_CLAUSE)
        if public:
            self.g.available[LINE] -= public
            self._pay(fund, self.g.cash[LINE], public, CLAUSE)
            self.w.move("uncommitted", -public)
        if own + public:
            about = (fund.name, company.name)
            self.w.tell(about, "loss.compensated", own + public, CLAUSE, loss_fen=loss, reserve_fen=own)

    def _due(
        self,
        fund: LiveFund,
        stage: int,
        loss: int,
        subsidy: int,
        by_company: tuple[int, int],
        by_year: tuple[int, int],
    ) -> int:
        rules = self.rules
        return loss_compensation.amount(
            loss,
            1.0 - fund.public_commitment() / fund.lines.total,
            rules.base == "all",
            rules.rate_by_stage[stage],
            subsidy if rules.deduct_subsidy else 0,
            fen(rules.cap_per_deal),
            _left(rules.cap_per_company, self._by_company.get(by_company, 0)),
            _left(rules.cap_per_manager_year, self._by_year.get(by_year, 0)),
        )

    def _pay(self, fund: LiveFund, payer: int, amount: int, clause_name: str) -> None:
        """To private partners and manager, pro rata to their own commitments, outside the waterfall."""
        clause = self._words[clause_name]
        private, manager = share_out(amount, fund.own_weights())
        fund.helped += private
        for index, part in enumerate(fund.by_class(private)):
            self.w.post(fund.partner_cash[index], payer, part, "compensation", fund.entity, clause)
        self.w.post(fund.manager_cash, payer, manager, "compensation", fund.entity, clause)

    # ---- the manager's reserve --------------------------------------------------------------------------------

    def _reserve(self, fund: LiveFund) -> int:
        return self.w.ledger.account(v.manager_reserve(fund.manager, fund.name))

    def set_up(self, fund: LiveFund) -> None:
        """From the first anniversary on, the manager pays into its reserve."""
        if self.on and self.rules.manager_reserve_rate > 0.0:
            self._plan_reserve(fund, 1)

    def _plan_reserve(self, fund: LiveFund, year: int) -> None:
        born = self.w.start + fund.record.set_up
        day = rates.anniversary(born, year) - self.w.start
        self.w.calendar.call(day, key(FEE, FUND, fund.entity_number, RESERVE_ORDINAL), self._pay_reserve, fund, year)

    def _pay_reserve(self, fund: LiveFund, year: int) -> None:
        """A year's reserve, out of the manager's own means; a claim then needs no further proof of payment."""
        if fund.ended:
            return
        amount = loss_compensation.yearly_reserve(fund.lines.drawn, self.rules.manager_reserve_rate)
        clause = self._words[RESERVE_CLAUSE]
        self.w.provide(fund.manager_cash, amount, fund.entity, clause)
        self.w.post(self._reserve(fund), fund.manager_cash, amount, "reserve_paid", fund.entity, clause)
        self._plan_reserve(fund, year + 1)

    def fund_ended(self, fund: LiveFund) -> None:
        """What is left of the reserve is the manager's."""
        if self.on and self.rules.manager_reserve_rate > 0.0:
            account = self._reserve(fund)
            left, clause = self.w.ledger.balances[account], self._words[RESERVE_CLAUSE]
            self.w.post(fund.manager_cash, account, left, "reserve_back", fund.entity, clause)

    # ---- what a manager expects -------------------------------------------------------------------------------

    def expected(self, fund: LiveFund, company: LiveCompany, stage: int, ticket: int, quality: float) -> float:
        """Chance of losing the deal times what the pool, as it stands today, would then pay beyond the reserve."""
        rules, purse = self.rules, self.g.available[LINE]
        if not self.on or rules.rate_by_stage[stage] == 0.0 or purse == 0 or not self._eligible(company, stage):
            return 0.0
        law, w = self.w.economy.company, self.w
        subsidy = self.g.subsidies.quote(fund, company, stage, ticket)
        # a later year's cap is still whole
        year = (fund.manager, -1)
        due = self._due(fund, stage, int(lost_share(law) * ticket), subsidy, (fund.manager, company.slot), year)
        own = loss_compensation.from_reserve(due, w.ledger.balances[self._reserve(fund)])
        return loss_chance(law, w.prepared.stages, stage, quality, rules.window_years) * min(due - own, purse)


def _left(cap_yuan: float, had: int) -> int:
    return max(0, fen(cap_yuan) - had) if cap_yuan else -1
