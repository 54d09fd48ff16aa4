"""The state of one replication that all actors share, and the few words in which they speak to the ledger."""

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from sim.clauses.rate_path import mean_rate
from sim.clauses.rates import anniversary
from sim.economy.fates import market_factors
from sim.economy.streams import Draws, Stream
from sim.engine.prepared import Prepared
from sim.ledger import vocabulary as v
from sim.ledger.history import Achievement, Company, Fund, Level, Position, Round, Step
from sim.ledger.ledger import Ledger
from sim.reference.calendar import Calendar
from sim.scenario.rate_schema import RateRule
from sim.scenario.scenario_schema import Scenario

if TYPE_CHECKING:
    from sim.reference.companies import Companies
    from sim.reference.exchange import Exchange
    from sim.reference.guidance import GuidanceFund
    from sim.reference.managers import Managers

FEN = 100


def fen(yuan: float) -> int:
    """Yuan of a scenario file in fen."""
    return int(yuan * FEN + 0.5)


@lru_cache(maxsize=4096)
def year_of(ordinal: int) -> int:
    """Calendar year of an ordinal."""
    return date.fromordinal(ordinal).year


class World:
    """One replication: clock, draws, ledger, records, and the actors by name."""

    companies: "Companies"
    managers: "Managers"
    guidance: "GuidanceFund"
    exchange: "Exchange"

    def __init__(self, scenario: Scenario, prepared: Prepared, draws: Draws, *, telling: bool) -> None:
        self.scenario = scenario
        self.economy = scenario.economy
        self.policy = scenario.policy
        self.prepared = prepared
        self.draws = draws
        self.telling = telling
        self.start = scenario.start.toordinal()
        self.horizon = anniversary(self.start, scenario.horizon_years) - self.start
        self.calendar = Calendar(self.horizon)
        self.ledger = Ledger()
        self.outside = self.ledger.account(v.OUTSIDE, may_be_negative=True)
        self.buyers = self.ledger.account(v.BUYERS)
        self.kinds = {kind: self.ledger.word(kind) for kind in v.KINDS}
        self.uninvested = 0
        self.achievements: list[Achievement] = []
        self.company_records: list[Company] = []
        self.rounds: list[Round] = []
        self.funds: list[Fund] = []
        self.positions: list[Position] = []
        self.levels: list[Level] = []
        self.counters: dict[str, int] = {}
        self.story: list[Step] = []
        self.market = market_factors(self.economy.company, self.stream("market"), scenario.horizon_years + 1)

    @property
    def today(self) -> int:
        """Days since the start."""
        return self.calendar.today

    def stream(self, name: str) -> Stream:
        """Open a stream of draws; each may be opened once."""
        return self.draws.stream(name)

    def post(self, debit: int, credit: int, amount: int, kind: str, entity: int, clause: int) -> None:
        """Post today."""
        self.ledger.post(self.calendar.today, debit, credit, amount, self.kinds[kind], entity, clause)

    def provide(self, account: int, amount: int, entity: int, clause: int) -> None:
        """Outside gives ``account`` the money it pays on the same day."""
        self.post(account, self.outside, amount, "provide", entity, clause)

    def move(self, place: str, amount: int) -> None:
        """Record that public money at ``place`` changed by ``amount`` fen."""
        if amount:
            self.levels.append(Level(self.calendar.today, place, amount))

    def count(self, what: str) -> None:
        """Add one to a counter."""
        self.counters[what] = self.counters.get(what, 0) + 1

    def tell(
        self, about: tuple[str, ...], what: str, amount: int = 0, clause: str = "", **facts: str | float | int
    ) -> None:
        """Add a step to the story; callers ask ``telling`` first where the facts cost work."""
        if self.telling:
            self.story.append(Step(self.calendar.today, about, what, amount, clause, facts))

    def rate(self, index: str, spread: float, day: int) -> float:
        """A rate rule's yearly rate read on ``day``."""
        base = 0.0 if index == "fixed" else self.prepared.rates.rate(index, self.start + day)
        return base + spread

    def rule_rate(self, rule: RateRule, paid: int, accrues: int) -> float:
        """The yearly rate today of a sum paid on ``paid`` that bears interest from ``accrues`` on (ordinals).

        Where each day has its own rate, the constant rate that gives the same interest.
        """
        today = self.start + self.today
        if rule.index_date == "path":
            steps = self.prepared.rates.steps(rule.index, rule.spread)
            return mean_rate(steps, accrues, today, rule.compounding == "compound")
        return self.rate(rule.index, rule.spread, (today if rule.index_date == "transfer" else paid) - self.start)

    def market_factor(self) -> float:
        """Today's factor on exit prices."""
        return self.market[min(self.calendar.today // 365, len(self.market) - 1)]
