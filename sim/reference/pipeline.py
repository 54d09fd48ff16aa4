"""From achievement to company: disclosed, discovered, evaluated, decided, converted (D5, articles 6 and 15)."""

import math
from collections.abc import Callable

from sim.clauses.arithmetic import power
from sim.clauses.faults import ImpossibleError
from sim.clauses.incentives import needs_approval, takeover_day
from sim.clauses.rounding import share_out
from sim.economy import laws
from sim.ledger.history import Achievement
from sim.reference.calendar import ACHIEVEMENT, PIPELINE, key
from sim.reference.queues import ServiceQueue
from sim.reference.world import World, fen
from sim.scenario.economy_schema import OWNERS, SECTORS

SLOTS_A_CELL = 8192
SHELF_BLOCK = 0
PRIVATE_FIRM = OWNERS.index("private_firm")
INSTITUTIONS = (OWNERS.index("university"), OWNERS.index("institute"))
STREAMS = (
    "owner", "appraisal", "quality", "discovery", "discovery_time", "evaluation_time", "own_decision_time",
    "review_time", "approval_time", "negotiation_time", "conversion", "takeover", "takeover_time", "landing",
)  # fmt: skip
DISCOVERED, EVALUATED, REVIEWED, APPROVED, NEGOTIATED, CLOCK, FOUNDED = range(7)


def slot_of(block: int, sector: int, number: int) -> int:
    """The exogenous slot of an achievement: its year (or the shelf), sector and number within both."""
    return (block * len(SECTORS) + sector) * SLOTS_A_CELL + number


class Pipeline:
    """Disclosure to founding. Draws are keyed by the achievement's slot and read on their date."""

    def __init__(self, world: World) -> None:
        self.w = world
        self.law = world.economy.pipeline
        self.rules = world.policy.institutions
        self._by_slot: dict[int, Achievement] = {}
        self._settled: set[int] = set()
        variance = self.law.appraisal_sigma * self.law.appraisal_sigma
        self._appraisal_median = self.law.appraisal_mean * math.exp(-0.5 * variance)
        self._draw = {name: world.stream(name) for name in STREAMS}
        self._evaluation = ServiceQueue(
            world.calendar, self.law.evaluators, EVALUATED, self._evaluation_days, self._evaluated
        )
        self._approval = ServiceQueue(
            world.calendar, self.rules.approvers, APPROVED, self._approval_days, self._decided
        )

    def open(self) -> None:
        """Lay out every achievement of the horizon; only discovered ones become events."""
        for sector, number in enumerate(share_out(self.law.shelf, self.law.sector_shares)):
            for i in range(number):
                self._disclose(slot_of(SHELF_BLOCK, sector, i), sector, 0)
        counts, days = self.w.stream("arrivals"), self.w.stream("arrival_day")
        for year in range(min(self.law.arrival_years, self.w.scenario.horizon_years)):
            for sector, share in enumerate(self.law.sector_shares):
                mean = self.law.disclosures_per_year * share * power(1.0 + self.law.growth, float(year))
                u = counts.u(year * len(SECTORS) + sector)
                number = laws.negative_binomial(u, mean, self.law.arrival_dispersion * share) if mean > 0.0 else 0
                if number > SLOTS_A_CELL:
                    raise ImpossibleError(f"{number} achievements in a year and sector; at most {SLOTS_A_CELL} can be")
                for i in range(number):
                    slot = slot_of(1 + year, sector, i)
                    self._disclose(slot, sector, year * 365 + int(days.u(slot) * 365))

    def _u(self, name: str, slot: int) -> float:
        return self._draw[name].u(slot)

    def _disclose(self, slot: int, sector: int, day: int) -> None:
        law = self.law
        achievement = Achievement(
            slot=slot,
            sector=sector,
            owner=laws.choice(self._u("owner", slot), law.owner_shares),
            appraised_fen=fen(laws.lognormal(self._u("appraisal", slot), self._appraisal_median, law.appraisal_sigma)),
            quality=laws.normal(self._u("quality", slot)),
            completed=day,
        )
        self.w.achievements.append(achievement)
        if self._u("discovery", slot) < law.discovery:
            self._by_slot[slot] = achievement
            wait = self._months("discovery_time", slot, law.discovery_median_months, law.discovery_sigma)
            self.w.calendar.call(day + wait, key(PIPELINE, ACHIEVEMENT, slot, DISCOVERED), self._discovered, slot)

    def _months(self, stream: str, slot: int, median: float, sigma: float) -> int:
        return laws.days(laws.lognormal(self._u(stream, slot), median, sigma) / 12.0)

    def _evaluation_days(self, slot: int) -> int:
        return laws.days(laws.exponential(self._u("evaluation_time", slot), self.law.evaluation_mean_days) / 365.0)

    def _approval_days(self, slot: int) -> int:
        return laws.days(laws.exponential(self._u("approval_time", slot), self.rules.approval_mean_days) / 365.0)

    def _discovered(self, slot: int) -> None:
        achievement = self._by_slot[slot]
        achievement.discovered = self.w.today
        if self.w.telling:
            self._tell_birth(achievement)
        self._tell(slot, "achievement.discovered")
        self._evaluation.join(slot)

    def _evaluated(self, slot: int) -> None:
        achievement = self._by_slot[slot]
        achievement.evaluated = self.w.today
        self._tell(slot, "achievement.evaluated")
        public_institution = achievement.owner in INSTITUTIONS  # article 6 speaks of 事业单位 only
        line = fen(self.rules.approval_line)
        achievement.needs_approval = public_institution and needs_approval(achievement.appraised_fen, line)
        if achievement.needs_approval:
            wait = self._months("review_time", slot, self.law.review_median_months, self.law.review_sigma)
            self._later(wait, slot, REVIEWED, self._reviewed)
        else:
            wait = self._months(
                "own_decision_time", slot, self.law.own_decision_median_months, self.law.own_decision_sigma
            )
            self._later(wait, slot, REVIEWED, self._decided)
        self._start_clock(achievement)

    def _start_clock(self, achievement: Achievement) -> None:
        """Article 15: after a year the inventors of a publicly funded result may take over what is unconverted."""
        if self.rules.takeover_month == 0 or achievement.owner == PRIVATE_FIRM:
            return
        due = takeover_day(self.w.start + achievement.completed, self.rules.takeover_month) - self.w.start
        self._later(max(due - self.w.today, 1), achievement.slot, CLOCK, self._clock)

    def _later(self, wait: int, slot: int, ordinal: int, action: Callable[[int], None]) -> None:
        self.w.calendar.call(self.w.today + wait, key(PIPELINE, ACHIEVEMENT, slot, ordinal), action, slot)

    def _open(self, slot: int) -> bool:
        """Whether the owner still decides: not taken over, not settled."""
        return slot not in self._settled and self._by_slot[slot].taken_over < 0

    def _reviewed(self, slot: int) -> None:
        if not self._open(slot):
            return
        self._by_slot[slot].approval_opened = self.w.today
        self._tell(slot, "achievement.approval_requested", "institutions.approval_line")
        self._approval.join(slot)

    def _decided(self, slot: int) -> None:
        if not self._open(slot):
            return
        self._by_slot[slot].decided = self.w.today
        self._tell(slot, "achievement.decided", "institutions.approval_line")
        wait = self._months("negotiation_time", slot, self.law.negotiation_median_months, self.law.negotiation_sigma)
        self._later(wait, slot, NEGOTIATED, self._negotiated)

    def _negotiated(self, slot: int) -> None:
        if self._open(slot):
            self._convert(slot)

    def _clock(self, slot: int) -> None:
        achievement = self._by_slot[slot]
        if slot in self._settled or self._u("takeover", slot) >= self.law.takeover_share:
            return
        achievement.taken_over = self.w.today
        self._tell(slot, "achievement.taken_over", "institutions.takeover_month")
        wait = self._months("takeover_time", slot, self.law.takeover_median_months, self.law.negotiation_sigma)
        self._later(wait, slot, FOUNDED, self._convert)

    def _convert(self, slot: int) -> None:
        """One keyed uniform, read at the agreement or after the take-over: never two chances."""
        achievement = self._by_slot[slot]
        self._settled.add(slot)
        if self._u("conversion", slot) >= self.law.conversion:
            self._tell(slot, "achievement.shelved")
            return
        achievement.converted = self.w.today
        achievement.local = self._u("landing", slot) < self.law.local_share
        self.w.tell((f"achievement {slot}", f"company {slot}"), "achievement.converted", local=int(achievement.local))
        self.w.companies.found(achievement)

    def _tell(self, slot: int, what: str, clause: str = "") -> None:
        self.w.tell((f"achievement {slot}",), what, 0, clause)

    def _tell_birth(self, achievement: Achievement) -> None:
        self.w.tell(
            (f"achievement {achievement.slot}",),
            "achievement.completed",
            achievement.appraised_fen,
            sector=SECTORS[achievement.sector],
            owner=OWNERS[achievement.owner],
            appraised_fen=achievement.appraised_fen,
            quality=achievement.quality,
            completed=achievement.completed,
        )
