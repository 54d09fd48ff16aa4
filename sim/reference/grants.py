"""Investment guarantee (投资保障): grants to companies before and after a fund invests, reclaimed when none does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.clauses import guarantee_grant
from sim.economy import laws
from sim.reference.calendar import COMPANY, TEST, key
from sim.reference.co_stakes import eligible
from sim.reference.world import fen
from sim.scenario.in_force import in_force

if TYPE_CHECKING:
    from sim.reference.guidance import GuidanceFund
    from sim.reference.holdings import LiveCompany

LINE: Final = "guarantee_grant"
PRE, POST, BACK = "guarantee_grant.pre_grant", "guarantee_grant.post_grant", "guarantee_grant.clawback"


class GuaranteeGrants:
    """The purse of grants and who has had them.

    A letter of intent is a manager's yes to a round that is not yet full: its signal cleared its bar and it could pay,
    but lead, syndicate and the others do not reach the minimum. A round that fills on the day needs no coaching.
    """

    def __init__(self, guidance: GuidanceFund) -> None:
        self.g = guidance
        self.w = guidance.w
        self.rules = guidance.w.policy.guarantee_grant
        self.on = in_force(guidance.w.policy, LINE)
        self._coached: dict[int, int] = {}
        self._invested: set[int] = set()
        self._rewarded: set[int] = set()
        self._words = {text: guidance.w.ledger.word(text) for text in (PRE, POST, BACK)}

    def _eligible(self, company: LiveCompany, stage: int) -> bool:
        rules = self.rules
        return eligible(self.w, company, stage, last_stage=rules.last_stage, local_only=rules.local_only)

    # ---- before a fund invests --------------------------------------------------------------------------------

    def letter_of_intent(self, company: LiveCompany, stage: int) -> int:
        """The first grant, once a company; gives the days by which its runway grows."""
        if self.rules.pre_grant == 0.0 or self.g.available[LINE] == 0 or not self._eligible(company, stage):
            return 0
        amount = guarantee_grant.grant(fen(self.rules.pre_grant), company.slot in self._coached, self.g.available[LINE])
        if amount == 0:
            return 0
        self._coached[company.slot] = amount
        over = self.w.today + laws.days(self.rules.coaching_years)
        self.w.calendar.call(over, key(TEST, COMPANY, company.slot), self._coaching_over, company, amount)
        return self._pay(company, amount, PRE, "grant.before")

    def _pay(self, company: LiveCompany, amount: int, clause: str, what: str) -> int:
        days = self.w.companies.lengthen(company, amount)
        self.g.available[LINE] -= amount
        self.w.post(company.cash, self.g.cash[LINE], amount, "grant", company.entity, self._words[clause])
        self.w.move("uncommitted", -amount)
        self.w.tell((company.name,), what, amount, clause, days=days)
        return days

    def _coaching_over(self, company: LiveCompany, amount: int) -> None:
        """No fund has invested in time: what is left of the cash, up to the grant, comes back."""
        if company.slot not in self.w.companies.live:
            return
        self.w.companies.settle_burn(company)
        cash = self.w.ledger.balances[company.cash]
        invested = company.slot in self._invested
        back = guarantee_grant.reclaimed(amount, cash, invested, self.rules.clawback)
        if back == 0:
            return
        company.runway_end -= int((company.runway_end - self.w.today) * (back / cash))
        self.g.receive(LINE, company.cash, back, "grant_clawback", company.entity)
        self.w.tell((company.name,), "grant.reclaimed", back, BACK)

    # ---- when a fund has invested -----------------------------------------------------------------------------

    def round_paid(self, company: LiveCompany, stage: int) -> None:
        """A fund has paid into a round: the coaching has led somewhere, and the second grant is paid."""
        self._invested.add(company.slot)
        amount = self._second(company, stage)
        if amount:
            self._rewarded.add(company.slot)
            self._pay(company, amount, POST, "grant.after")

    def _second(self, company: LiveCompany, stage: int) -> int:
        rules, purse = self.rules, self.g.available[LINE]
        if rules.post_grant == 0.0 or purse == 0 or not self._eligible(company, stage):
            return 0
        if rules.coached_only and company.slot not in self._coached:
            return 0
        return guarantee_grant.grant(fen(rules.post_grant), company.slot in self._rewarded, purse)

    # ---- what a manager expects -------------------------------------------------------------------------------

    def expected(self, company: LiveCompany, stage: int, ticket: int) -> float:
        """The new shareholder's part of the second grant to come and of what is left of the first."""
        if company.post_money <= 0.0:
            return 0.0
        held = min(self._coached.get(company.slot, 0), self.w.ledger.balances[company.cash])
        return (self._second(company, stage) + held) * (ticket / company.post_money)
