"""What a replication is given: tables of the economy and the rule book.

Money in whole fen, prices in fen a share, days from the start. A field that names a row holds its number,
``NOBODY`` where there is none. Rows never leave their tables: keys, draws and postings know a company or a fund by
its slot.
"""

from typing import Annotated

from sim.engine import rules
from sim.engine.rows import row

Grid = Annotated[list[float], 81]


@row
class Year:
    """A year's factor on exit prices."""

    id: int
    factor: float


@row
class Month:
    """A month of the exchange: its first day, and how many of the modelled companies may list."""

    id: int
    day: int
    capacity: int


@row
class Worth:
    """What investors expect of a company at a stage, over the price of its round, on the grid of quality."""

    id: int
    multiple: Grid
    value: Grid  # discounted at the partners' own rate


@row
class Share:
    """The partners' uplift of IRR at a public share of a fund, a point of the prospectus' grid."""

    id: int
    share: float
    uplift: float


@row
class Cell:
    """Achievements of one year (or the shelf) and sector."""

    id: int
    block: int  # 0 the shelf, then the years
    sector: int
    number: int


@row
class Appropriation:
    """A year's money of a level."""

    id: int
    level: int
    day: int
    yuan: float


@row
class CallDay:
    """A yearly call for proposals."""

    id: int
    day: int


@row
class Line:
    """A line of the guidance fund's money, one an instrument."""

    id: int
    share: float  # of each appropriation
    on: int  # whether it has rules and money (``sim.scenario.in_force``)


@row
class Tranche:
    """A share of a public commitment that is released at once."""

    id: int
    share: float


@row
class Dates:
    """What follows from a rule book as a whole: when its budget closes, what its levels can spend."""

    id: int
    closing: int
    district_closing: int
    progress: float  # of what a fund has drawn, invested before the next tranche is released
    best_weight: float  # of a yuan invested in the city, over the stages
    city_money: int  # whether the treasury gives the level any
    district_money: int
    fund_loss_chance: float  # that a fund returns less than was paid in


@row
class Contract:
    """The public line's terms inside a sub-fund (``sim.scenario.contract_schema``)."""

    id: int
    public_rate: float  # 0 = the fund's hurdle
    for_all: int
    public_senior: int
    preference_first: int
    residual_share: float
    first_loss_share: float
    capped: int
    cap_compound: int
    cap_at_payment: int  # its rate is that of each payment's day
    cap_each_day: int  # each day has its own rate
    indexed: int  # the preferred return follows an index
    fixed_at_call: int  # which the fund's first call fixes


@row
class Window:
    """A stretch of years in which the option's price follows one rate."""

    id: int
    from_year: float
    to_year: float
    rate: int  # row of its rate
    ordinal: int  # among the windows that end


@row
class Tier:
    """A tier of the concession (``sim.clauses.concession.Tier``); ``days`` of a fixed hurdle never come."""

    id: int
    hurdle: float
    share: float
    to: int
    local_multiple: float
    days: Annotated[list[int], rules.STEPS]
    rates: Annotated[list[float], rules.STEPS]
    read: int
    compound: int
