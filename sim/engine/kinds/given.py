"""What a replication is given: tables of the economy and the rule book.

Money in whole fen, prices in fen a share, days from the start. A field that names a row holds its number,
``NOBODY`` where there is none. Rows never leave their tables: keys, draws and postings know a company or a fund by
its slot.
"""

from typing import Annotated

from sim.engine import rules
from sim.engine.codes import STAGES
from sim.engine.rows import row
from sim.scenario.articles_schema import COVERING

Grid = Annotated[list[float], 81]
Attempts = Annotated[list[int], 8]
Covering = Annotated[list[float], len(COVERING)]
Stages = Annotated[list[float], STAGES]


@row
class Year:
    """A year's factor on exit prices; the first year of the world comes first."""

    id: int
    factor: float  # on exit prices


@row
class Cycle:
    """A calendar year's addition to every company's log odds of advancing; that of the world's first day comes first.

    One row of 0 where there is no common cycle.
    """

    id: int
    log_odds: float  # added


@row
class Month:
    """A month of the exchange: its first day, and how many of the modelled companies may list."""

    id: int
    day: int  # its first
    capacity: int  # companies that may list


@row
class Worth:
    """What investors expect of a company at a stage, over the price of its round, on the grid of quality."""

    id: int
    multiple: Grid  # expected proceeds over the price, by quality from -4 to 4 standard deviations
    value: Grid  # the same, discounted at the partners' own rate


@row
class Share:
    """The partners' uplift of IRR at a public share of a fund, a point of the prospectus' grid for a year of asking."""

    id: int
    year: int  # of asking, from 0; the last holds for all that follow
    share: float  # public share of a fund
    uplift: float  # of the partners' IRR, 1/year
    income: float  # manager's fees, carry and concession over commitments, present value; 0 where nobody asks
    gain: float  # manager's share of the gain on co-investments likewise


@row
class Pool:
    """What the market usually gives to funds within a year, by the year in which it is asked."""

    id: int
    yuan: float  # private money in a year; the last year's holds for all that follow


@row
class Held:
    """A fund under another rule book, whose supply of private money is held; sorted by slot, none where it is free."""

    id: int
    slot: int  # of the fund, as in Fund
    applied: int  # 1 = it applied for public money
    private: Attempts  # what its partners would bring at each attempt, fen; -1 = it made no such attempt


@row
class Cell:
    """Achievements of one year (or the shelf) and sector."""

    id: int
    block: int  # 0 the shelf, then the years, then (``pipeline.YEARS_BEFORE``) those before the start
    day: int  # the first day of the year; of the shelf, that of the world
    sector: int  # place in ``economy_schema.SECTORS``
    number: int  # of achievements


@row
class Usual:
    """Sizes that are usual at the stages, as logarithms; no row where companies have the size of their stage."""

    id: int
    log_sales: Stages  # of yuan a year, by stage
    log_staff: Stages  # of people
    log_assets: Stages  # of net assets in yuan


@row
class ProgrammeDay:
    """A day of the year on which companies are counted and programmes answer; none where nothing of this is on."""

    id: int
    day: int  # it falls on
    award_tax: int  # on awards to inventors, due that day, fen
    award_tax_local: int  # the city's part of it, fen


@row
class Span:
    """Days of one law: the rule book of the day, articles switched, scaled and dated."""

    id: int  # also the row of the day's law in every table by span (``state.BY_SPAN``)
    day: int  # its first
    coverage: Covering  # share of cases that each of ``articles_schema.COVERING`` covers
    uncovered: int  # row of the law, in the same tables, for a case that a pilot does not cover


@row
class Extension:
    """A time by which a fund with holdings may go on after its term; the shortest first."""

    id: int
    chance: float  # that it is not longer
    years: float  # after the term


@row
class Appropriation:
    """A year's money of a level."""

    id: int
    level: int  # row of Level: 0 city, 1 district
    day: int  # on which it is paid
    yuan: float  # amount


@row
class CallDay:
    """A yearly call for proposals."""

    id: int
    day: int  # on which applicants are answered


@row
class Line:
    """A line of the guidance fund's money, one an instrument."""

    id: int
    share: float  # of each appropriation
    on: int  # 1 = it has rules and money (``sim.scenario.in_force``)


@row
class Tranche:
    """A share of a public commitment that is released at once."""

    id: int
    share: float  # of the public commitment


@row
class Dates:
    """What follows from a rule book as a whole: when its budget closes, what its levels can spend."""

    id: int
    closing: int  # day on which the city's budget closes
    district_closing: int  # day on which the district's closes
    progress: float  # share of what a fund has drawn, invested before the next tranche is released
    best_weight: float  # of a yuan invested in the city, the largest over the stages
    city_money: int  # 1 = the treasury gives the city any
    district_money: int  # 1 = the treasury gives the district any
    fund_loss_chance: float  # chance that a fund returns less than was paid in


@row
class Contract:
    """The public line's terms inside a sub-fund (``sim.scenario.contract_schema``)."""

    id: int
    public_rate: float  # preferred return of the public line, 1/year; 0 = the fund's hurdle
    for_all: int  # 1 = it is every line's
    public_senior: int  # 1 = public capital and preferred return come before the others'
    preference_first: int  # 1 = the public preferred return comes before the others'
    residual_share: float  # public share of what is left after capital and preferred return; below 0 = pro rata
    first_loss_share: float  # public capital that stands behind the others', share of the whole fund
    capped: int  # 1 = the public return is capped
    cap_compound: int  # 1 = the cap's interest is compound
    cap_at_payment: int  # 1 = the cap's rate is that of each payment's day
    cap_each_day: int  # 1 = each day has its own rate
    indexed: int  # 1 = the preferred return follows an index
    fixed_at_call: int  # 1 = the fund's first call fixes it


@row
class Window:
    """A stretch of years in which the option's price follows one rate."""

    id: int
    from_year: float  # years after a payment
    to_year: float  # years after a payment; 0 = without end
    rate: int  # row of RateRule
    ordinal: int  # among the windows that end


@row
class Tier:
    """A tier of the concession (``sim.clauses.concession.Tier``); ``days`` of a fixed hurdle never come."""

    id: int
    hurdle: float  # yearly return above which it acts, 1/year; 0 where steps of an index take its place
    share: float  # given up of the gain above the hurdle
    to: int  # who gets it, place in ``contract_schema.RECIPIENTS``
    local_multiple: float  # of the public money, invested in the city before it acts; 0 = always
    days: Annotated[list[int], rules.STEPS]  # ordinal from which each rate holds; steps that are not needed never come
    rates: Annotated[list[float], rules.STEPS]  # index and spread, 1/year
    read: int  # on the day of reckoning, of payment, or each day its own (0 to 2, ``sim.clauses.rate_path``)
    compound: int  # 1 = compound interest
