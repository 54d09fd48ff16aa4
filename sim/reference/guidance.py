"""The guidance fund (引导基金): budget lines, the yearly call, commitments, receipts, recycling (D10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.clauses import appropriation, levels, rates, stage_equity
from sim.clauses.faults import ImpossibleError
from sim.clauses.rounding import share_out
from sim.decisions import applying, selection
from sim.economy import laws
from sim.ledger import vocabulary as v
from sim.reference.binding import share_cap
from sim.reference.calendar import CALL, DATA, RECEIPT, key
from sim.reference.calendar import GUIDANCE as KIND
from sim.reference.co_stakes import CoInvestments
from sim.reference.district import District
from sim.reference.early_exit import watch_setup
from sim.reference.purses import Purses
from sim.reference.stakes import Stake
from sim.reference.subsidies import Subsidies
from sim.reference.supports import Supports
from sim.reference.world import World, fen
from sim.scenario.in_force import in_force, spends

if TYPE_CHECKING:
    from sim.reference.funds import LiveFund
    from sim.reference.managers import Attempt

APPROPRIATE, CLOSE, RETURN = range(3)
WORDS = (
    "budget.yearly", "budget.recycle_until_year", "stage_equity", "stage_equity.share_cap", "stage_equity.option",
    "stage_equity.at_deadline", "stage_equity.liquidation_preference", "co_investment", "co_investment.gain_share",
    "co_investment.maximum_holding_years", "risk_subsidy.rate", "risk_subsidy.unused", "budget.recall_idle_months",
    "guarantee_grant.clawback", "co_investment.window_months", "co_investment.at_deadline",
    "co_investment.no_earlier_exit",
)  # fmt: skip


class GuidanceFund:
    """One guidance fund with a purse for each instrument.

    ``available`` is uncommitted cash by line in fen; what arrives today is available from the next day.
    """

    def __init__(self, world: World) -> None:
        self.w = world
        self.rules = world.policy.budget
        self._offers_stakes = in_force(world.policy, "stage_equity")
        ledger = world.ledger
        self.words = {text: ledger.word(text) for text in WORDS}
        self.treasury = ledger.account(v.TREASURY)
        self.cash = {line: ledger.account(v.guidance_cash(line)) for line in v.GUIDANCE_LINES}
        self._memo = {
            name: ledger.account(name, may_be_negative=True)
            for name in (v.COMMITMENTS, v.COMMITTED, v.STAKES, v.STAKES_CONTRA)
        }
        names = ("exercise_value", "exercise_liquid", "auction", "outsider_bid", "put_value")
        self.draws = {name: world.stream(name) for name in names}
        self.entity = ledger.word("guidance fund")
        self.available = Purses(world, v.GUIDANCE_LINES, self.rules.recall_idle_months, 0, self._recalled)
        self._arriving = dict.fromkeys(v.GUIDANCE_LINES, 0)
        self._shares = [float(getattr(self.rules, f"{line}_share")) for line in v.GUIDANCE_LINES]
        self.opened: dict[str, int] = {}
        self._applicants: list[tuple[tuple[int, int], Attempt]] = []
        self._undrawn: dict[str, int] = {}
        self._planned_receipt = False
        self._advanced = 0
        self.yearly = appropriation.with_floor(self.rules.yearly, self.rules.growth_floor)
        self.years = max(len(self.yearly), int(self.rules.recycle_until_year + 0.999999))
        self.closing = self._anniversary(self.years)
        self.stakes: list[Stake] = []
        self.district = District(world)
        self.co_investments = CoInvestments(self)
        self.subsidies = Subsidies(self)
        self.supports = Supports(self)

    def _anniversary(self, years: int) -> int:
        return rates.anniversary(self.w.start, years) - self.w.start

    # ---- the year ---------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Plan appropriations, calls and the closing."""
        if not spends(self.w.policy):
            return
        for year, amount in enumerate(self.yearly):
            self._plan(self._anniversary(year), DATA, APPROPRIATE, self._appropriate, amount)
        for year in range(self.years):
            self._plan(self._call_day(year), CALL, APPROPRIATE, self._call)
        self._plan(self.closing, DATA, CLOSE, self._close)
        self.district.open()

    def _all_shares(self) -> float:
        total = 0.0
        for share in self._shares:
            total += share
        return total

    def _plan(self, day: int, phase: int, ordinal: int, action: Callable[..., None], *arguments: object) -> None:
        self.w.calendar.call(day, key(phase, KIND, 0, ordinal), action, *arguments)

    def _call_day(self, year: int) -> int:
        return self._anniversary(year) + laws.months_to_days(self.rules.call_month)

    def _appropriate(self, yuan: float) -> None:
        """The year's money, split over the instruments; what the shares leave out is not appropriated."""
        amount = int(fen(yuan) * self._all_shares() + 0.5)
        for line, part in zip(v.GUIDANCE_LINES, share_out(amount, self._shares), strict=True):
            early = min(part, self._advanced) if line == "stage_equity" else 0
            self._advanced -= early
            self._fund_line(line, part - early)
        self.w.tell(("guidance fund",), "guidance_fund.appropriation", amount, "budget.yearly")

    def _fund_line(self, line: str, amount: int) -> None:
        clause = self.words["budget.yearly"]
        self.w.provide(self.treasury, amount, self.entity, clause)
        self.w.post(self.cash[line], self.treasury, amount, "appropriation", self.entity, clause)
        if amount:
            self.opened.setdefault(line, self.w.today)
        self.available[line] += amount
        self._serve_applications(line, amount)
        self.w.move("uncommitted", amount)

    def _serve_applications(self, line: str, amount: int) -> None:
        """New money goes first to co-investments applied for and not yet made."""
        if line == "co_investment" and amount:
            self.co_investments.applications.money_came()

    def _advance(self, amount: int) -> None:
        """Commitments covered by the plan: the treasury pays part of a planned appropriation before its year."""
        self._advanced += amount
        self._fund_line("stage_equity", amount)

    def _close(self) -> None:
        """The stated year: no more use of receipts; what is unspent goes back."""
        for line in v.GUIDANCE_LINES:
            self.available[line] += self._arriving[line]
            self._arriving[line] = 0
            self._remit(line, max(0, self.available[line]))
            self.available[line] = 0

    def _recalled(self, line: str, amount: int) -> None:
        """Money that lay idle too long goes back."""
        self._remit(line, amount, "budget.recall_idle_months")

    def _remit(self, line: str, amount: int, clause: str = "budget.recycle_until_year") -> None:
        self.w.post(self.treasury, self.cash[line], amount, "remittance", self.entity, self.words[clause])
        self.w.move("uncommitted", -amount)
        if amount:
            self.w.tell(("guidance fund",), "guidance_fund.remitted", amount, clause, line=line)

    # ---- applications -----------------------------------------------------------------------------------------

    def takes_applications(self) -> bool:
        """Whether a call lies ahead at which there will be money to offer."""
        if not self._offers_stakes:
            return False
        ahead = [year for year in range(self.years) if self._call_day(year) > self.w.today]
        if not ahead:
            return False
        coming = self._call_day(ahead[0])
        money = self.available["stage_equity"] + self._arriving["stage_equity"]
        if self.rules.cover == "plan":
            return money + self._planned() >= max(1, fen(self.w.policy.stage_equity.minimum_offer))
        for year, amount in enumerate(self.yearly):
            if self.w.today < self._anniversary(year) <= coming:
                money += int(fen(amount) * self._shares[0])
        return money >= max(1, fen(self.w.policy.stage_equity.minimum_offer))

    def apply(self, attempt: Attempt, rank: tuple[int, int]) -> None:
        """Wait for the yearly call; ``rank`` orders applicants by record, then slot."""
        self._applicants.append((rank, attempt))

    def _call(self) -> None:
        self.w.tell(("guidance fund",), "guidance_fund.call", self.available["stage_equity"], "budget.call_month")
        by_slot = self.w.policy.selection.order == "slot"
        applicants = sorted(self._applicants, key=lambda one: selection.place(one[0], by_slot))
        self._applicants = []
        caution, tolerance = self.w.economy.managers.officer_caution, self.w.policy.tolerance
        required = applying.required_record(caution, tolerance.single_deal)
        newcomers = self.available["stage_equity"] + self._planned()
        newcomers = int(newcomers * applying.newcomers_share(caution, tolerance.portfolio))
        for (unproven, _), attempt in applicants:
            left = self.available["stage_equity"] + self._planned()
            if unproven == 0:
                left = min(left, newcomers)
            attempt.offer = self._offer(attempt, left) if -unproven >= required else 0
            attempt.district_offer = self.district.offer(attempt.offer, attempt.record.target_fen)
            newcomers -= attempt.offer if unproven == 0 else 0
            self._answer(attempt, by_record=-unproven < required)

    def _offer(self, attempt: Attempt, left: int) -> int:
        """What the city offers an applicant when ``left`` may be spent."""
        rules, target = self.w.policy.stage_equity, attempt.record.target_fen
        most = share_cap(self.w, attempt.bound)
        offer = stage_equity.offer(target, most, fen(rules.cap_per_fund), left, fen(rules.minimum_offer))
        cap = self.w.policy.levels.district.cap_all_levels
        offer = levels.first_offer(offer, target, rules.share_floor, rules.match_ratio, cap)
        return offer if offer >= fen(rules.minimum_offer) else 0

    def _planned(self) -> int:
        """Appropriations still to come, when commitments may be covered by the plan."""
        if self.rules.cover == "cash":
            return 0
        total = 0
        for year, amount in enumerate(self.yearly):
            if self._anniversary(year) > self.w.today:
                total += int(fen(amount) * self._shares[0])
        return total - self._advanced

    def _answer(self, attempt: Attempt, *, by_record: bool) -> None:
        record, offer = attempt.record, attempt.offer
        if offer:
            record.approved = self.w.today
            self._commit(record.name, offer)
            self.district.commit(record.name, attempt.district_offer)
            watch_setup(self, attempt)
        what = "fund.approved" if offer else "fund.refused"
        if by_record:
            what = "fund.refused_record"
        clause = "tolerance.single_deal" if by_record else "stage_equity.share_cap"
        self.w.tell((record.name,), what, offer, clause, offer_fen=offer + attempt.district_offer)
        self.w.managers.after_approval(attempt)

    # ---- commitments ------------------------------------------------------------------------------------------

    def _commit(self, name: str, amount: int) -> None:
        self.available["stage_equity"] -= amount
        self._undrawn[name] = amount
        self._memo_post(v.COMMITMENTS, v.COMMITTED, amount, "commitment", self.w.ledger.word(name))
        self.w.move("uncommitted", -amount)
        self.w.move("not_set_up", amount)

    def _free(self, name: str, amount: int, place: str) -> None:
        """Undrawn commitment comes back to the purse, or to the treasury after the closing."""
        self._undrawn[name] -= amount
        self._memo_post(v.COMMITTED, v.COMMITMENTS, amount, "release", self.w.ledger.word(name))
        self.w.move(place, -amount)
        self.w.move("uncommitted", amount)
        if self.w.today < self.closing:
            self.available["stage_equity"] += amount
        else:
            self._arrive("stage_equity", amount)

    def _memo_post(self, debit: str, credit: str, amount: int, kind: str, entity: int) -> None:
        self.w.post(self._memo[debit], self._memo[credit], amount, kind, entity, self.words["stage_equity"])

    def memo(self, debit: str, credit: str, amount: int, kind: str, entity: int) -> None:
        """A memo posting of the city's fund under its own name."""
        self._memo_post(debit, credit, amount, kind, entity)

    def free_again(self, line: str, amount: int) -> None:
        """Money that was bound is free: back in its purse, or to the treasury after the closing."""
        self.w.move("uncommitted", amount)
        if self.w.today < self.closing:
            self.available[line] += amount
        else:
            self._arrive(line, amount)

    def cover(self, amount: int) -> None:
        """Have the cash for a call at hand, if need be from a planned appropriation."""
        short = amount - self.w.ledger.balances[self.cash["stage_equity"]]
        if short > 0:
            self._advance(short)

    def arrives(self, line: str, amount: int) -> None:
        """Money of the city's fund alone has come home."""
        self.w.move("uncommitted", amount)
        self._arrive(line, amount)

    def release_offer(self, name: str, amount: int, district: int) -> None:
        """A fund that was approved has failed for good."""
        self._free(name, amount, "not_set_up")
        self.district.release(name, district, "not_set_up")

    def set_up(self, fund: LiveFund, offer: int, district: int) -> None:
        """First close: the part of each level's offer not used is freed; the rest waits to be drawn."""
        public = fund.record.public_fen - fund.record.district_fen
        self.district.set_up(fund, district)
        self._free(fund.name, offer - public, "not_set_up")
        self.w.move("not_set_up", -public)
        self.w.move("undrawn", public)
        if public:
            fund.stake = Stake(self, fund)
            self.stakes.append(fund.stake)

    def pay_call(self, fund: LiveFund, amount: int) -> None:
        """A capital call on the public commitment, of which a district pays its part."""
        clause = self.words["stage_equity"]
        line, amount = amount, amount - self.district.pay_call(fund, amount, self._undrawn[fund.name])
        self._undrawn[fund.name] -= amount
        if self._undrawn[fund.name] < 0:
            raise ImpossibleError(f"{fund.name} draws more than its public commitment")
        short = amount - self.w.ledger.balances[self.cash["stage_equity"]]
        if short > 0:
            self._advance(short)
        self.w.post(fund.cash, self.cash["stage_equity"], amount, "capital_call", fund.entity, clause)
        self._memo_post(v.COMMITTED, v.COMMITMENTS, amount, "drawn", fund.entity)
        self._memo_post(v.STAKES, v.STAKES_CONTRA, line, "stake", fund.entity)
        self.w.move("undrawn", -line)
        self.w.move("in_funds", line)

    def capital_back(self, amount: int) -> None:
        """Capital of a stake came back by distribution."""
        self._memo_post(v.STAKES_CONTRA, v.STAKES, amount, "stake_out", self.entity)
        self.w.move("in_funds", -amount)

    def part_left(self, fund: LiveFund, at_cost: int, keep: int) -> None:
        """Part of a stake is gone: its cost leaves the books, and the undrawn commitment beyond ``keep`` is freed."""
        self._memo_post(v.STAKES_CONTRA, v.STAKES, at_cost, "stake_out", fund.entity)
        self.w.move("in_funds", -at_cost)
        keep -= self.district.keep(fund, keep, self._undrawn[fund.name])
        self._free(fund.name, self._undrawn[fund.name] - keep, "undrawn")

    def left(self, fund: LiveFund, at_cost: int) -> None:
        """A stake is gone: its remaining cost and its undrawn commitment leave the books."""
        self._memo_post(v.STAKES_CONTRA, v.STAKES, at_cost, "stake_out", fund.entity)
        self.w.move("in_funds", -at_cost)
        self._free(fund.name, self._undrawn[fund.name], "undrawn")
        self.district.left(fund)

    # ---- receipts ---------------------------------------------------------------------------------------------

    def receive(self, line: str, payer: int, amount: int, kind: str, entity: int) -> None:
        """Money comes home, a district's part to the district; after the day's receipts it is used or remitted."""
        if line == "stage_equity":
            amount -= self.district.receive(payer, amount, kind, entity)
        self.w.post(
            self.cash[line],
            payer,
            amount,
            kind,
            entity,
            self.words["stage_equity" if line == "stage_equity" else line_clause(line)],
        )
        self.w.move("uncommitted", amount)
        self._arrive(line, amount)

    def take_from_arrivals(self, line: str, amount: int) -> None:
        """Part of today's receipts of a line is paid on the same day (a gain share)."""
        self._arriving[line] -= amount
        self.w.move("uncommitted", -amount)

    def free_after_closing(self, line: str, amount: int) -> None:
        """Uncommitted money of a closed line goes to the treasury with the day's receipts."""
        self._arrive(line, amount)

    def _arrive(self, line: str, amount: int) -> None:
        self._arriving[line] += amount
        if amount and not self._planned_receipt:
            self._planned_receipt = True
            day = self.w.today if self.w.calendar.phase() < RECEIPT else self.w.today + 1
            self._plan(day, RECEIPT, RETURN, self._settle_receipts)

    def _settle_receipts(self) -> None:
        self._planned_receipt = False
        reuses = self.rules.reuse_receipts and self.rules.recycle_until_year > 0.0
        recycles = reuses and self.w.today < self.closing
        if not recycles and self.w.today < self.closing:
            self._keep_unspent_remit_receipts()
            return
        for line in v.GUIDANCE_LINES:
            amount, self._arriving[line] = self._arriving[line], 0
            if recycles and amount:
                self.w.calendar.call(
                    self.w.today + 1,
                    key(DATA, KIND, 0, 8 + v.GUIDANCE_LINES.index(line)),
                    self._use_again,
                    line,
                    amount,
                )
            elif amount:
                self._remit(line, amount)

    def _keep_unspent_remit_receipts(self) -> None:
        """Receipts that may not be used again go to the treasury at once."""
        for line in v.GUIDANCE_LINES:
            amount, self._arriving[line] = self._arriving[line], 0
            self._remit(line, amount)

    def _use_again(self, line: str, amount: int) -> None:
        if self.w.today >= self.closing:
            self._remit(line, amount)
            return
        self.available[line] += amount
        self._serve_applications(line, amount)
        if amount:
            self.w.tell(("guidance fund",), "guidance_fund.recycled", amount, "budget.recycle_until_year", line=line)


def line_clause(line: str) -> str:
    """The clause under which money of a line comes home."""
    clauses = {"co_investment": "co_investment", "risk_subsidy": "risk_subsidy.unused"}
    return clauses.get(line, "guarantee_grant.clawback")
