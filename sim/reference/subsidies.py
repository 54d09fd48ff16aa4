"""Risk subsidy (风险补助): paid into a fund's loss reserve on eligible investments, drawn on realised losses (D8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.clauses import risk_subsidy
from sim.reference.co_stakes import eligible
from sim.reference.world import fen, year_of
from sim.scenario.in_force import in_force

if TYPE_CHECKING:
    from sim.reference.funds import LiveFund
    from sim.reference.guidance import GuidanceFund
    from sim.reference.holdings import LiveCompany

LINE: Final = "risk_subsidy"


class Subsidies:
    """The subsidy purse and what each manager has had of it."""

    def __init__(self, guidance: GuidanceFund) -> None:
        self.g = guidance
        self.w = guidance.w
        self.rules = guidance.w.policy.risk_subsidy
        self.on = in_force(guidance.w.policy, LINE)
        self._by_company: dict[tuple[int, int], int] = {}
        self._by_year: dict[tuple[int, int], int] = {}
        self._paid = 0

    def quote(self, fund: LiveFund, company: LiveCompany, stage: int, invested: int) -> int:
        """The subsidy ``fund`` would get today for ``invested`` fen in the company."""
        rules = self.rules
        if not self.on or self.g.available[LINE] == 0 or self.w.today >= self.g.closing:
            return 0
        if not eligible(self.w, company, stage, last_stage=rules.last_stage, local_only=rules.local_only):
            return 0
        return risk_subsidy.amount(
            invested,
            1.0 - fund.public_commitment() / fund.lines.total,
            rules.base == "all",
            rules.rate,
            fen(rules.cap_per_deal),
            self._left(rules.cap_per_company, self._by_company.get((fund.manager, company.slot), 0)),
            self._left(rules.cap_per_manager_year, self._by_year.get((fund.manager, self._year()), 0)),
            self._purse(),
        )

    def _purse(self) -> int:
        """What may still be paid to anybody: the money there, within the cap on the total."""
        left, available = self._left(self.rules.cap_total, self._paid), self.g.available[LINE]
        return available if left < 0 else min(available, left)

    def _left(self, cap_yuan: float, had: int) -> int:
        return max(0, fen(cap_yuan) - had) if cap_yuan else -1

    def _year(self) -> int:
        return year_of(self.w.start + self.w.today)

    def pay(self, fund: LiveFund, company: LiveCompany, stage: int, invested: int) -> int:
        """Pay what the rule gives on a ticket just paid; gives the fen."""
        amount = self.quote(fund, company, stage, invested)
        if amount == 0:
            return 0
        w, g = self.w, self.g
        g.available[LINE] -= amount
        self._paid += amount
        for kept, index in (
            (self._by_company, (fund.manager, company.slot)),
            (self._by_year, (fund.manager, self._year())),
        ):
            kept[index] = kept.get(index, 0) + amount
        w.post(fund.reserve_cash, g.cash[LINE], amount, "subsidy", fund.entity, g.words["risk_subsidy.rate"])
        w.move("uncommitted", -amount)
        w.move("in_reserves", amount)
        fund.holdings[company.slot].subsidised = True
        w.tell((fund.name, company.name), "subsidy.paid", amount, "risk_subsidy.rate")
        return amount

    def settle(self, fund: LiveFund, left: int) -> None:
        """The fund has ended: what is left in its reserve stays with partners and manager, or comes back."""
        if self.rules.unused == "keep":
            fund.pay_from_reserve(left, "subsidy_keep", "risk_subsidy.unused")
            return
        self.w.move("in_reserves", -left)
        self.g.receive(LINE, fund.reserve_cash, left, "subsidy_return", fund.entity)
