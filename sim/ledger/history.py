"""What one replication leaves behind. Engines produce it, measures read it; nothing else passes between them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from sim.ledger import days
from sim.ledger.postings import Postings
from sim.scenario.appropriation_schema import ProgrammeLine

NEVER = days.NEVER
NO_STAGE = days.NO_STAGE
# What the records say in words. ``expired_filing`` is a filing for listing that became a trade sale.
Cause = Literal[
    "not_discovered",
    "waiting",
    "screened_out",
    "refused",
    "agreement_failed",
    "delay_failed",  # it would have become a company without the time it waited
    "elsewhere",
    "landed",
]
End = Literal["active", "failed", "no_money", "trade_sale", "listed", "expired_filing"]
FundState = Literal["failed", "investing", "ended", "open"]
Holding = Literal["stage_equity", "co_investment", "direct_equity", "fund_holding"]
Route = Literal[
    "listing", "trade_sale", "option", "first_refusal", "secondary", "otc", "buy_back", "liquidation", "write_off",
    "open",
]  # fmt: skip
Coverer = Literal["nobody", "guarantee", "insurance"]
LoanEnd = Literal["open", "repaid", "defaulted"]
SmallHolder = Literal["angels", "incubators", "founders"]
Project = Literal["closed", "open", "accepted", "lost"]  # closed: there was none, all was paid on the day
Place = Literal[
    "uncommitted",  # the first three are not yet at work
    "not_set_up",
    "undrawn",
    "in_funds",  # paid in to sub-funds, at cost
    "in_companies",  # co-investments, at cost
    "in_reserves",  # loss reserves
]


@dataclass(slots=True)
class Achievement:
    """A research achievement. Days are since the start; ``NEVER`` where the step was not reached.

    ``passed`` is the day from which on its owner had to decide, ``declared_fen`` what it then said that it is worth,
    ``cause`` why it is where it is at the horizon; a result that was ``refused`` may be taken over all the same.
    """

    slot: int
    sector: int
    owner: int
    appraised_fen: int
    quality: float
    completed: int
    discovered: int = NEVER
    evaluated: int = NEVER
    nurtured: int = NEVER
    screened: int = NEVER
    nurtured_by: float = 0.0
    score: float = 0.0
    decided: int = NEVER
    needs_approval: bool = False
    refused: int = NEVER
    approval_opened: int = NEVER
    taken_over: int = NEVER
    converted: int = NEVER
    local: bool = False
    declared_fen: int = 0
    passed: int = NEVER
    cause: Cause = "not_discovered"


@dataclass(slots=True)
class Company:
    """A company founded to convert an achievement; its slot is the achievement's.

    ``local`` if it was founded in the city, ``left`` the day on which it left it; ``lingering`` is the day from which
    on it lived from its own sales, without further rounds, ``operates_until`` that on which its operations end, beyond
    the horizon while none is known, ``otc`` that on which it entered the over-the-counter board; ``recognised`` is
    the day on which it first was, ``gained`` if it was sold at the price of its first round or above. Its inventors
    were ``offered`` a part of the technology's shares, and accepted the ``award``, all of it or nothing.
    """

    slot: int
    sector: int
    local: bool
    founded: int
    stage: int = NO_STAGE
    funded: int = NEVER
    filed: int = NEVER
    listed: int = NEVER
    ended: int = NEVER
    end: End = "active"
    lingering: int = NEVER
    left: int = NEVER
    operates_until: int = NEVER
    otc: int = NEVER
    recognised: int = NEVER
    gained: bool = False
    offered: float = 0.0
    award: float = 0.0


@dataclass(slots=True)
class Operated:
    """A year of a company's operations as it was counted on a programme day; ``local`` if it was in the city then.

    ``tax`` is what the city gets of its taxes, in yuan and not yet rounded: all of a day are one posting.
    """

    company: int
    day: int
    sales_fen: int
    staff: int
    local: bool
    tax: float = 0.0


@dataclass(slots=True)
class Loan:
    """A loan to a company, paid on ``day`` and over on ``ended``; amounts in fen.

    ``stage`` is that of the round that waited, ``GROWTH_LOAN`` where a fast grower asked; ``private`` if a private firm
    owns the result. ``paid_fen`` came from the company or its buyer, ``lost_fen`` of what was due from nobody.
    """

    company: int
    day: int
    stage: int
    principal_fen: int
    interest_fen: int
    supported_fen: int = 0
    private: bool = False
    coverer: Coverer = "nobody"
    pledged: bool = False
    covered_fen: int = 0
    ended: int = NEVER
    end: LoanEnd = "open"
    paid_fen: int = 0
    cover_paid_fen: int = 0
    sold_fen: int = 0
    lost_fen: int = 0


@dataclass(slots=True)
class Round:
    """A financing round that closed. ``lead`` is a fund name, ``outside``, or ``angels`` who alone paid; in fen.

    ``advance_chance`` is the chance that the company will be ready for its next round, with its quality, the lead's
    skill and the shift of the stage; ``runway`` the days that its money was to last.
    """

    company: int
    stage: int
    day: int
    size_fen: int
    raised_fen: int
    pre_money_fen: int
    lead: str
    funds_fen: int
    co_investment_fen: int
    outside_fen: int
    cut: bool
    advance_chance: float = 0.0
    angels_fen: int = 0
    runway: int = 0
    direct_fen: int = 0


@dataclass(slots=True)
class Fund:
    """A fund or an attempt at one. Public money may be 0.

    ``applied`` and ``approved`` are the days of application and approval for public money; ``district_fen`` is the
    part of ``public_fen`` that a district holds; ``duty_tested`` is the day on which its duty was tested.
    """

    name: str
    manager: int
    number: int
    target_fen: int
    marketed: int
    applied: int = NEVER
    approved: int = NEVER
    set_up: int = NEVER
    ended: int = NEVER
    state: FundState = "failed"
    private_fen: int = 0
    public_fen: int = 0
    manager_fen: int = 0
    drawn_fen: int = 0
    invested_fen: int = 0
    early_fen: int = 0
    local_fen: int = 0
    skill: float = 0.0
    district_fen: int = 0
    duty_tested: int = NEVER
    duty_kept: bool = False


@dataclass(slots=True)
class Attempt:
    """An attempt at a first close on the day on which private partners are asked; amounts in fen.

    ``sought_fen`` is the private money that other funds closed in the 365 days before, and what this one would raise if
    nobody else asked (the X of the shared pool); ``private_fen`` is what partners would bring.
    """

    fund: str
    attempt: int
    day: int
    sought_fen: int
    private_fen: int


@dataclass(slots=True)
class Position:
    """A holding of the guidance fund, or of a fund in a company.

    The holder is guidance_fund, of a ``fund_holding`` the fund.
    ``paid_away_fen`` is a gain share handed on; ``nav_fen`` the value still held at the horizon.
    ``optioned``: an option bought it or part of it; ``by_put``: the partners sold it to the guidance fund under their
    put.
    """

    instrument: Holding
    holder: str
    fund: str
    company: int
    first_day: int
    deadline: int = NEVER
    exit_day: int = NEVER
    route: Route = "open"
    cost_fen: int = 0
    proceeds_fen: int = 0
    paid_away_fen: int = 0
    nav_fen: int = 0
    optioned: bool = False
    by_put: bool = False


@dataclass(slots=True)
class SmallHolding:
    """Shares of a company that small holders bought at once; ``nav_fen`` is of what is held at the horizon."""

    holder: SmallHolder
    company: int
    first_day: int
    shares: int
    cost_fen: int
    exit_day: int = NEVER
    proceeds_fen: int = 0
    nav_fen: int = 0


@dataclass(slots=True)
class Step:
    """One step of a story: what happened to whom, with its amount and the clause that caused it."""

    day: int
    about: tuple[str, ...]
    what: str
    amount_fen: int = 0
    clause: str = ""
    facts: dict[str, str | float | int] = field(default_factory=dict)


@dataclass(slots=True)
class Level:
    """A change in where public money is."""

    day: int
    place: Place
    fen: int


@dataclass(slots=True)
class Support:
    """What a programme has awarded a company; ``state`` says what has become of the project behind it."""

    company: int
    line: ProgrammeLine
    day: int
    awarded_fen: int
    paid_fen: int = 0
    back_fen: int = 0
    state: Project = "closed"


@dataclass(slots=True)
class History:
    """Everything measured about one replication; records stand in lists or as columns (``sim.ledger.records``).

    ``begins`` is the first day of the world: day 0, or before it where the world is already there at the start.
    ``operated`` holds what each company did in a year, as counted on each of ``programme_days``, where that is known.
    """

    replication: int
    horizon: int
    postings: Postings
    achievements: Sequence[Achievement]
    companies: Sequence[Company]
    rounds: Sequence[Round]
    funds: Sequence[Fund]
    positions: Sequence[Position]
    levels: Sequence[Level]
    counters: dict[str, int]
    navs: dict[str, int] = field(default_factory=dict)
    story: list[Step] = field(default_factory=list)
    attempts: Sequence[Attempt] = ()
    begins: int = 0
    operated: Sequence[Operated] = ()
    programme_days: Sequence[int] = ()
    loans: Sequence[Loan] = ()
    small_holdings: Sequence[SmallHolding] = ()
    supports: Sequence[Support] = ()
