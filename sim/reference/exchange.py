"""The exchange: a queue served by the month's listing capacity (D5)."""

from sim.economy import laws
from sim.economy.listing import capacity
from sim.engine.prepared import month_starts
from sim.reference.calendar import COMPANY, DATA, EXIT, WORLD, key
from sim.reference.holdings import LiveCompany
from sim.reference.world import World


class Exchange:
    """Companies that filed, in order of filing day, then slot. Unused capacity is lost."""

    def __init__(self, world: World) -> None:
        self.w = world
        law, prepared = world.economy.listing, world.prepared
        self._days = month_starts(world.scenario.start, world.horizon)
        self._capacity = capacity(
            prepared.listings,
            prepared.window_states,
            law,
            world.scenario.start,
            len(self._days) + 1,
            world.stream("window_state"),
            world.stream("window_count"),
        )
        self._patience = laws.months_to_days(law.patience_months)
        self._queue: list[tuple[int, int, LiveCompany]] = []
        self.waits: list[int] = []

    def open(self) -> None:
        """A tick on the first of every month."""
        for month, day in enumerate(self._days):
            self.w.calendar.call(day, key(DATA, WORLD, 0), self._month, month + 1)

    def file(self, company: LiveCompany) -> None:
        """Join the queue."""
        self._queue.append((self.w.today, company.slot, company))

    def _month(self, month: int) -> None:
        self._queue.sort(key=lambda one: one[:2])
        self._give_up()
        for _ in range(min(self._capacity[month], len(self._queue))):
            filed, _, company = self._queue.pop(0)
            self.waits.append(self.w.today - filed)
            self.w.companies.list_on_exchange(company)

    def _give_up(self) -> None:
        """Too long in the queue: the filing becomes a trade sale."""
        stay = []
        for filed, slot, company in self._queue:
            if self.w.today - filed < self._patience:
                stay.append((filed, slot, company))
                continue
            self.waits.append(self.w.today - filed)
            self.w.count("filings_expired")
            self.w.calendar.call(
                self.w.today, key(EXIT, COMPANY, slot), self.w.companies.trade_sale, company, "expired_filing"
            )
        self._queue = stay
