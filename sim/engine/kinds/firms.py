"""Achievements, companies, their rounds, and who invests in them.

Money in whole fen, prices in fen a share, days from the start. A field that names a row holds its number,
``NOBODY`` where there is none. Rows never leave their tables: keys, draws and postings know a company or a fund by
its slot.
"""

from typing import Annotated, Final

from sim.engine.codes import STAGES
from sim.engine.rows import row

Lines = Annotated[list[int], 3]
LineValues = Annotated[list[float], 3]
CHAINS: Final = 8  # in which the moved places of a round's order of managers are kept, by remainder


@row
class Achievement:
    """A research achievement; days are NEVER where the step was not reached."""

    id: int
    slot: int
    sector: int
    owner: int
    appraised: int
    quality: float
    completed: int
    discovered: int
    evaluated: int
    decided: int
    needs_approval: int
    approval_opened: int
    taken_over: int
    converted: int
    local: int
    settled: int
    queued: int  # day on which it joined the queue it waits in
    next: int  # the achievement behind it in that queue


@row
class Queue:
    """Achievements that wait for a server: the first and the last."""

    id: int
    first: int
    last: int


@row
class Company:
    """A company founded to convert an achievement."""

    id: int
    slot: int
    sector: int
    local: int
    founded: int
    stage: int  # of its last closed round
    funded: int
    filed: int
    listed: int
    ended: int
    end: int
    quality: float
    size: float  # factor on the staff, sales and net assets that are usual at its stage
    cash: int  # account
    value: float  # fundamental, fen a share
    price: float  # of the last round, fen a share
    shares: int
    state: int
    lead_skill: float
    stage_day: int  # up to which its spending is posted
    runway_end: int
    first_holding: int  # by fund, through ``Holding.next_of_company``
    first_signal: Annotated[list[int], STAGES]
    first_price: float
    post_money: float  # of the round on offer, fen
    burn: float  # fen a day since the last round
    at_round_price: int  # no milestone since the last round, so its price is the latest news
    next_filed: int  # the company behind it in the listing queue
    first_co_stake: int
    last_co_stake: int
    co_invested: int  # public money put in beside funds so far
    coached: int  # the first grant it has had, fen
    invested_in: int  # a fund has paid into a round
    rewarded: int  # it has had the second grant


@row
class Signal:
    """What a manager has seen of a company at one of its stages."""

    id: int
    manager: int
    x: float
    next: int


@row
class Deal:
    """A round on offer, and the plan of who pays what at closing (fen)."""

    id: int
    stage: int
    value: float  # fundamental, fen a share
    sought: int  # the size asked for
    places: int  # of the order of managers, a power of two
    asked: int  # steps of it taken
    first_moved: Annotated[list[int], CHAINS]  # of the places with one remainder
    looks: int
    extra_looks: int
    first_yes: int
    last_answer: int  # the looks at which the last of those who said yes may pay
    price: float  # today's terms: a share, size, and the most that founders would sell for
    size: int
    most: int
    cut: int  # to the dilution cap
    first_ticket: int
    tickets: int
    lead: int
    lead_ticket: int
    co_investment: int
    outside: int


@row
class Moved:
    """A place in a round's order of managers that no longer holds its own number."""

    id: int
    place: int
    number: int
    next: int


@row
class Yes:
    """A fund that said yes to a round: its signal, and the looks from which on it may pay."""

    id: int
    fund: int
    x: float
    looks: int
    next: int


@row
class Ticket:
    """What one fund pays in one plan."""

    id: int
    fund: int
    fen: int


@row
class Round:
    """A financing round that closed."""

    id: int
    company: int
    stage: int
    day: int
    size: int
    raised: int
    pre_money: int
    lead: int
    funds_fen: int
    co_investment: int
    outside: int
    cut: int


@row
class Manager:
    """A manager's lasting traits and its funds so far; ``record`` counts profitable exits."""

    id: int
    slot: int
    skill: float
    noise: float
    effect: float
    record: int
    raised: int  # funds brought to market
    first_fund: int  # that was set up; those after it through ``Fund.after``
    last_fund: int  # the newest that was set up; those before it through ``Fund.before``
    account: int
    first_subsidy: int
    subsidy_year: int  # the last calendar year in which it had a subsidy, and how much
    subsidy_of_year: int
    first_compensation: int
    compensation_year: int
    compensation_of_year: int


@row
class Fund:
    """A fund from marketing to its end; until it is set up an attempt at one."""

    id: int
    slot: int  # manager * 16 + number
    manager: int
    number: int
    target: int
    marketed: int
    attempt: int
    set_up: int
    ended: int
    state: int
    before: int  # the manager's fund set up before it
    applied: int  # days of application and approval for public money
    approved: int
    bound: int  # whether the manager has promised to invest early, for the higher cap
    record: int  # profitable exits of the manager when it applied
    next_applicant: int
    offer: int  # of the guidance fund, fen
    city_undrawn: int  # of the public commitment
    district_offer: int
    district_undrawn: int
    district_fen: int  # the district's part of the public commitment
    shared: int  # received so far on a line that city and district share
    after: int  # the manager's fund set up after it
    counted_local: float  # fen invested in the city as the duty counts it
    tranches: int  # of the public commitment released so far
    early_bound: float  # share of its investments owed to early rounds for a higher public share
    duty_tested: int
    duty_kept: int
    public_at_close: int  # public commitment and size at first close
    size_at_close: int
    stake: int
    released: int  # the government has sold its line: no cap and no concession
    commitment: Lines
    first_partner: int
    cash: int  # account
    reserve: int  # account
    # the lines: what each paid in, got, is owed
    paid_in: Lines
    received: Lines
    unreturned: LineValues
    preference: LineValues
    rate: LineValues  # yearly preferred return
    follows: int  # the preferred return still follows its index
    first_payment: int  # flows of the public line
    last_payment: int
    first_receipt: int
    last_receipt: int
    profit_paid: float
    carry_paid: int
    day: int  # to which the preferred return is brought
    # life
    born: int
    investing: int
    over: int
    fees_owed: int
    own_reserve: int  # account: the manager's reserve for its losses
    guaranteed: int  # set aside for the guarantee on its private capital, fen
    private_nav: int  # of the private line of a sub-fund at the horizon
    ceded_to_partners: int  # fen handed to private partners out of the public line
    helped: int  # fen that private partners got from instruments beside the fund
    investable: int
    follow_on_money: int
    free: int
    first_money: int
    new_money: int
    pledged: int
    drawn_fen: int
    invested_fen: int
    early_fen: int
    local_fen: int
    first_holding: int  # by company, through ``Holding.next_of_fund``
    distributing: int  # the day for which a distribution is planned
    announced: int  # that enough is invested for the next fund


@row
class Partner:
    """A private partner of a fund; the first is the anchor."""

    id: int
    kind: int
    commitment: int


@row
class Holding:
    """A fund's shares of one company, also after they are gone."""

    id: int
    fund: int
    company: int
    shares: int
    first_day: int
    first_ticket: int
    subsidised: int
    first_deal: int  # entered in the register of loss compensation
    last_deal: int
    order: int  # among all positions
    cost: int
    proceeds: int
    exit_day: int
    route: int
    nav: int  # at the horizon
    next_of_company: int
    next_of_fund: int
