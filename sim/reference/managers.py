"""Managers: who they are, when they come to market, how they raise each fund (D3, D4)."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.clauses import levels
from sim.clauses.rounding import share_out
from sim.decisions import applying, raising, screening, selection
from sim.decisions.valuation import posterior_quality
from sim.economy import laws
from sim.ledger import vocabulary as v
from sim.ledger.history import Fund
from sim.reference import binding
from sim.reference.calendar import FUND, FUND_CLOSE, MANAGER, key
from sim.reference.funds import LiveFund, Partner
from sim.reference.holdings import LiveCompany
from sim.reference.world import FEN, World, fen
from sim.scenario.in_force import district_match

FUND_SLOTS = 16
ATTEMPT_SLOTS = 8
PARTNER_SLOTS = 32
STAGE_SLOTS = 8
MARKET, GIVE_UP, CLOSE = range(3)  # ordinals of a day


@dataclass(slots=True)
class Manager:
    """A manager's lasting traits and its funds so far; ``record`` counts profitable exits."""

    slot: int
    skill: float
    noise: float
    effect: float
    record: int = 0
    raised: int = 0
    funds: list[LiveFund] = field(default_factory=list)
    signals: dict[tuple[int, int], float] = field(default_factory=dict)


@dataclass(slots=True)
class Attempt:
    """One attempt at raising one fund, with the public offers it may carry, the city's and a district's (fen).

    ``bound`` is whether the manager has promised to invest early, for the higher cap of the rule book.
    """

    record: Fund
    manager: Manager
    number: int
    attempt: int
    offer: int = 0
    district_offer: int = 0
    bound: bool = False


class Managers:
    """Every manager slot, the funds they raise, and what they see."""

    def __init__(self, world: World) -> None:
        self.w = world
        self.law = world.economy.managers
        self.terms = world.economy.fund
        names = ("manager_arrival", "manager_skill", "manager_effect", "fund_target", "fund_fill", "fund_time")
        self._draw = {
            name: world.stream(name) for name in (*names, "partner_anchor", "partner_weight", "partner_class")
        }
        self._signal = world.stream("signal")
        self.all = [self._make(slot) for slot in range(self.law.slots)]
        self._clause = world.ledger.word("fund")

    def _make(self, slot: int) -> Manager:
        skill = laws.normal(self._draw["manager_skill"].u(slot))
        noise = screening.signal_noise(self.law.signal_noise, skill, self.law.skill_on_noise)
        return Manager(slot, skill, noise, laws.normal(self._draw["manager_effect"].u(slot)))

    def open(self) -> None:
        """Each manager markets its first fund on arrival."""
        for manager in self.all:
            day = int(self._draw["manager_arrival"].u(manager.slot) * self.law.arrival_years * 365)
            self.w.calendar.call(day, key(FUND_CLOSE, MANAGER, manager.slot, MARKET), self.market, manager)

    def market(self, manager: Manager) -> None:
        """Bring the next fund to market, with or without public money; nobody waits on an empty or closed pool."""
        last = laws.days(self.law.last_marketing_year)
        if manager.raised >= self.law.funds_each or self.w.today > last:
            return
        number = manager.raised
        manager.raised += 1
        entity = manager.slot * FUND_SLOTS + number
        u = self._draw["fund_target"].u(manager.slot, number)
        target = fen(laws.lognormal(u, self.law.target_median, self.law.target_sigma))
        record = Fund(
            v.fund_name(manager.slot, number), manager.slot, number, target, self.w.today, skill=manager.skill
        )
        self.w.funds.append(record)
        self.w.tell((record.name,), "fund.marketed", target, target_fen=target)
        attempt = Attempt(record, manager, number, 0)
        attempt.bound = binding.wants(self.w, manager, target)
        if self.w.guidance.takes_applications() and self._applies(manager, record, bound=attempt.bound):
            record.applied = self.w.today
            self.w.tell((record.name,), "fund.applied", clause="budget.call_month")
            self.w.guidance.apply(attempt, (-manager.record, entity))
        else:
            self.raise_money(attempt)

    def _applies(self, manager: Manager, record: Fund, *, bound: bool) -> bool:
        """Whether what public money adds for the partners is worth the trouble to this manager."""
        if not self.law.choose:
            return True
        prospectus, law = self.w.prepared.prospectus, self.law
        rules, district = self.w.policy.stage_equity, self.w.policy.levels.district
        cap = binding.share_cap(self.w, bound)
        most = levels.largest_share(cap, district_match(self.w.policy), rules.match_ratio, district.cap_all_levels)
        uplift = prospectus.uplift(most) - prospectus.uplift(0.0)
        duty = self.w.policy.stage_equity.duty.local_multiple
        wants = applying.applies(uplift, law.burden, law.burden_per_skill, manager.skill, law.burden_per_duty, duty)
        if not wants:
            self.w.count("stayed_away")
            self.w.tell((record.name,), "fund.stayed_away", uplift=uplift)
        return wants

    def _public(self, attempt: Attempt, others: int, largest: int) -> tuple[int, int]:
        """What city and district hold at first close beside ``others``, of whom the largest holds ``largest`` (fen)."""
        rules, district = self.w.policy.stage_equity, self.w.policy.levels.district
        return levels.commitments(
            attempt.offer, attempt.district_offer, district.match, binding.share_cap(self.w, attempt.bound),
            rules.match_ratio,
            district.cap_all_levels, others, largest, rules.not_largest,
        )  # fmt: skip

    def raise_money(self, attempt: Attempt) -> None:
        """Private partners answer; the close is reached, missed for want of money, or comes too late."""
        record, manager, index = attempt.record, attempt.manager, attempt.number * ATTEMPT_SLOTS + attempt.attempt
        law = self.w.economy.private
        z = laws.normal(self._draw["fund_fill"].u(manager.slot, index))
        filled = raising.fill(law.fill_median, law.fill_sigma, law.persistence, manager.effect, z)
        private = self.w.prepared.prospectus.private_money(
            record.target_fen, filled, attempt.offer + attempt.district_offer
        )
        own = int(self.terms.manager_commitment * record.target_fen + 0.5)
        partners = self._partners(attempt, private)
        largest = own
        for partner in partners:
            largest = max(largest, partner.commitment)
        city, district = self._public(attempt, private + own, largest)
        public = city + district
        months = laws.lognormal(
            self._draw["fund_time"].u(manager.slot, index), self.terms.close_median_months, self.terms.close_sigma
        )
        limit = self.terms.close_limit_months
        enough = raising.reaches_first_close(
            private + own + public, record.target_fen, self.terms.minimum_share, fen(self.terms.minimum_size)
        )
        day = self.w.today + laws.days(min(months, limit) / 12.0)
        ok = enough and months <= limit
        ordinal = CLOSE if ok else GIVE_UP
        entity = manager.slot * FUND_SLOTS + attempt.number
        priority = key(FUND_CLOSE, FUND, entity, ordinal * ATTEMPT_SLOTS + attempt.attempt)
        if ok:
            self.w.calendar.call(day, priority, self._set_up, attempt, partners, own, public, district)
        else:
            self.w.calendar.call(day, priority, self._fail, attempt, "money" if not enough else "time")

    def _partners(self, attempt: Attempt, private: int) -> list[Partner]:
        """The anchor first; the others share the rest by keyed weights. Integer commitments that sum to ``private``."""
        law, slot, number = self.w.economy.private, attempt.manager.slot, attempt.number
        u = self._draw["partner_anchor"].u(slot, number)
        anchor = law.anchor_low + (law.anchor_high - law.anchor_low) * u
        base = number * PARTNER_SLOTS
        weights = [0.5 + self._draw["partner_weight"].u(slot, base + i) for i in range(1, law.partners)]
        total = 0.0
        for weight in weights:
            total += weight
        shares = [anchor] + [(1.0 - anchor) * weight / total for weight in weights]
        if law.partners == 1:
            shares = [1.0]
        amounts = share_out(private, shares)
        return [
            Partner(laws.choice(self._draw["partner_class"].u(slot, base + i), law.class_shares), amount)
            for i, amount in enumerate(amounts)
        ]

    def _fail(self, attempt: Attempt, reason: str) -> None:
        self.w.count(f"attempts_failed_{reason}")
        self.w.tell((attempt.record.name,), "fund.attempt_failed", reason=reason, attempt=attempt.attempt + 1)
        if attempt.attempt + 1 < self.terms.attempts:
            attempt.attempt += 1
            self.raise_money(attempt)
            return
        if attempt.offer:
            self.w.guidance.release_offer(attempt.record.name, attempt.offer, attempt.district_offer)
            attempt.offer = attempt.district_offer = 0
        self._plan_next(attempt.manager, attempt.record.marketed)

    def _set_up(self, attempt: Attempt, partners: list[Partner], own: int, public: int, district: int) -> None:
        record = attempt.record
        if public and not attempt.offer:  # withdrawn since the partners answered
            public = district = 0
            if not self._closes_alone(record.target_fen, partners, own):
                self._fail(attempt, "money")
                return
        record.set_up, record.state = self.w.today, "investing"
        record.public_fen, record.manager_fen, record.district_fen = public, own, district
        for partner in partners:
            record.private_fen += partner.commitment
        if self.w.telling:
            self.w.tell(
                (record.name,),
                "fund.set_up",
                public + own + record.private_fen,
                "stage_equity.share_cap" if public else "",
                private_fen=record.private_fen,
                public_fen=public,
                manager_fen=own,
            )
        fund = LiveFund(self.w, record, attempt.manager, partners, attempt.manager.slot * FUND_SLOTS + attempt.number)
        fund.early_bound = binding.owed(self.w, attempt, public - district, fund.lines.total)
        attempt.manager.funds.append(fund)
        if attempt.offer:
            self.w.guidance.set_up(fund, attempt.offer, attempt.district_offer)
        self.w.guidance.supports.set_up(fund)
        self.w.uninvested += fund.free
        fund.start()
        self._plan_next(attempt.manager, self.w.today)

    def _closes_alone(self, target: int, partners: list[Partner], own: int) -> bool:
        """Whether the money suffices for a first close without the public."""
        total = own
        for partner in partners:
            total += partner.commitment
        return raising.reaches_first_close(total, target, self.terms.minimum_share, fen(self.terms.minimum_size))

    def _plan_next(self, manager: Manager, since: int) -> None:
        day = max(since + laws.months_to_days(self.law.next_fund_months), self.w.today + 1)
        self.w.calendar.call(
            day,
            key(FUND_CLOSE, MANAGER, manager.slot, FUND_SLOTS + manager.raised),
            self._next_if_due,
            manager,
            manager.raised,
        )

    def _next_if_due(self, manager: Manager, raised: int) -> None:
        if manager.raised == raised:
            self.market(manager)

    def invested_enough(self, fund: LiveFund) -> None:
        """A fund that is mostly invested lets its manager market the next one, from the next day."""
        manager = self.all[fund.manager]
        if manager.raised == fund.record.number + 1:
            priority = key(FUND_CLOSE, MANAGER, manager.slot, 2 * FUND_SLOTS + manager.raised)
            self.w.calendar.call(self.w.today + 1, priority, self._next_if_due, manager, manager.raised)

    def investing_fund(self, slot: int) -> LiveFund | None:
        """The manager's newest fund in its investment period, if any."""
        for fund in reversed(self.all[slot].funds):
            if fund.investing:
                return fund
        return None

    def lead_skill(self, lead: LiveFund, co_investment: int) -> float:
        """What the lead's skill is worth to a company, less where officials choose beside it."""
        rules = self.w.policy.selection
        touched = lead.administered or (rules.administrative and co_investment > 0)
        return selection.skill(self.all[lead.manager].skill, rules.skill_loss, touched)

    def noise(self, fund: LiveFund) -> float:
        """Standard deviation of what is seen of a company when it is looked at for ``fund``."""
        return selection.noise(self.all[fund.manager].noise, self.w.policy.selection.noise_factor, fund.administered)

    def after_approval(self, attempt: Attempt) -> None:
        """An answer to an application: money is raised at once, or when the administration is done."""
        rules = self.w.policy.selection
        wait = selection.waiting_days(rules.delay_months, rules.administrative and attempt.offer > 0)
        if wait == 0:
            self.raise_money(attempt)
            return
        priority = key(FUND_CLOSE, MANAGER, attempt.manager.slot, 3 * FUND_SLOTS + attempt.number)
        self.w.calendar.call(self.w.today + wait, priority, self.raise_money, attempt)

    def heat(self) -> float:
        """Today's price level of money chasing deals."""
        law = self.w.economy.rounds
        return screening.heat(self.w.uninvested / FEN, law.heat_base, law.heat_reference, law.heat_elasticity)

    def signal(self, fund: LiveFund, company: LiveCompany, stage: int) -> float:
        """One signal per company, stage and manager; a manager looks at a company for one of its funds."""
        slot = fund.manager
        manager = self.all[slot]
        known = manager.signals.get((company.slot, stage))
        if known is None:
            z = laws.normal(self._signal.u(company.slot, slot * STAGE_SLOTS + stage))
            known = screening.signal(company.quality, self.noise(fund), z)
            manager.signals[(company.slot, stage)] = known
        return known

    def posterior(self, fund: LiveFund, company: LiveCompany) -> float:
        """Expected quality given the manager's latest signal of the company."""
        x = self.signal(fund, company, max(company.record.stage, 0))
        return posterior_quality(x, self.noise(fund))

    def expected_multiple(self, fund: LiveFund, stage: int, x: float) -> float:
        """Expected multiple at fundamental value given signal ``x``."""
        return self.w.prepared.valuation.expected_multiple(stage, posterior_quality(x, self.noise(fund)))
