"""The duty that comes with public money (政策投资任务、返投): followed deal by deal, tested once, its breach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.clauses import policy_duty, stage_equity
from sim.decisions.duty import leaves_enough
from sim.economy import laws
from sim.reference.calendar import STAKE, TEST, key
from sim.reference.co_stakes import eligible
from sim.reference.early_exit import leave_for_breach
from sim.reference.lines import PUBLIC

if TYPE_CHECKING:
    from sim.reference.holdings import LiveCompany
    from sim.reference.stakes import Stake

LAST_EARLY_STAGE = 1


class LiveDuty:
    """What one sub-fund owes and has done; it ends with its test, or when the guidance fund has left."""

    def __init__(self, stake: Stake) -> None:
        self.stake, self.fund, self.w = stake, stake.fund, stake.w
        self.rules = stake.rules.duty
        self.early_share = max(self.rules.early_share, self.fund.early_bound)
        self.eligible_fen = 0
        self._others = self._by_other_funds()
        self._best_weight = max(self.rules.local_weights)

    def start(self, first: int) -> None:
        """Plan the test; ``first`` is the ordinal of the first payment."""
        day = self.fund.born + laws.days(self.fund.terms.investment_years)
        if self.rules.test_years > 0.0:
            day = stage_equity.years_after(first, self.rules.test_years) - self.w.start
        day = max(day, self.w.today)  # money drawn last may be paid for the first time after the test day
        self.w.calendar.call(day, key(TEST, STAKE, self.fund.entity_number), self.test)

    def _by_other_funds(self) -> float:
        """Counted local investment (fen) of the manager's other funds so far."""
        total = 0.0
        for fund in self.w.managers.all[self.fund.manager].funds:
            if fund is not self.fund:
                total += fund.counted_local
        return total

    def counted_local(self) -> float:
        """Local investment (fen) as the rule counts it."""
        if self.rules.counting == "manager":
            return self.fund.counted_local + self._by_other_funds() - self._others
        return self.fund.counted_local

    def over(self) -> bool:
        """Whether nothing is owed any more."""
        return self.fund.record.duty_tested >= 0 or not self.stake.parts.held

    # ---- choosing deals ---------------------------------------------------------------------------------------

    def serves(self, company: LiveCompany, stage: int) -> bool:
        """Whether an investment counts for the multiple and share of eligible companies."""
        return eligible(self.w, company, stage, last_stage=LAST_EARLY_STAGE, local_only=False)

    def allows(self, company: LiveCompany, stage: int, ticket: int) -> bool:
        """Whether the manager can afford the deal: what it does not serve must stay within reach afterwards."""
        if self.over():
            return True
        eligible_needed, early_needed, local_needed = self._needed()
        free = float(self.fund.free)
        needed = 0.0
        if stage > LAST_EARLY_STAGE:
            needed = max(needed, early_needed)
        if eligible_needed > 0.0 and not self.serves(company, stage):
            needed = max(needed, eligible_needed)
        if not company.record.local:
            needed = max(needed, local_needed)
        allowed = needed == 0.0 or leaves_enough(free, float(ticket), needed)
        if not allowed:
            self.w.count("duty_passed_over")
            about = (company.name, self.fund.name)
            self.w.tell(about, "duty.passed_over", ticket, "stage_equity.duty", needed_fen=int(needed))
        return allowed

    def _needed(self) -> tuple[float, float, float]:
        """Money (fen) still to go into eligible, early and local companies if all public money is drawn."""
        rules, fund = self.rules, self.fund
        public = self.stake.parts.held * fund.lines.commitments[PUBLIC]
        total = float(fund.record.invested_fen + fund.free + fund.follow_on_money)
        in_eligible = max(
            policy_duty.missing_of_multiple(rules.multiple, public, float(self.eligible_fen)),
            policy_duty.missing_of_share(rules.eligible_share, total, float(self.eligible_fen)),
        )
        in_early = policy_duty.missing_of_share(self.early_share, total, float(fund.record.early_fen))
        local = policy_duty.missing_of_multiple(rules.local_multiple, public, self.counted_local())
        return in_eligible, in_early, local / self._best_weight if local > 0.0 else 0.0

    def invested(self, company: LiveCompany, stage: int, amount: int) -> None:
        """An investment has been paid."""
        self.eligible_fen += amount if self.serves(company, stage) else 0

    # ---- the test ---------------------------------------------------------------------------------------------

    def missing(self) -> float:
        """The largest shortfall today (fen), against the public money really paid in."""
        rules, record = self.rules, self.fund.record
        public = self.stake.parts.held * self.fund.lines.paid_in[PUBLIC]
        invested, eligible_fen = float(record.invested_fen), float(self.eligible_fen)
        return max(
            policy_duty.missing_of_multiple(rules.multiple, public, eligible_fen),
            policy_duty.missing_of_share(rules.eligible_share, invested, eligible_fen),
            policy_duty.missing_of_share(self.early_share, invested, float(record.early_fen)),
            policy_duty.missing_of_multiple(rules.local_multiple, public, self.counted_local()),
        )

    def test(self) -> None:
        """On the day of the test, or when the fund ends before it."""
        if self.over():
            return
        record, missing = self.fund.record, self.missing()
        record.duty_tested, record.duty_kept = self.w.today, policy_duty.kept(missing)
        what = "duty.kept" if record.duty_kept else "duty.broken"
        self.w.tell((record.name,), what, int(missing), "stage_equity.duty")
        if not record.duty_kept and self.rules.breach == "leave" and not self.fund.ended:
            leave_for_breach(self.stake)
