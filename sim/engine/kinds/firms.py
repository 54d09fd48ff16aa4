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
    slot: int  # its number in keys and postings: year, sector, number within both
    sector: int  # place in ``economy_schema.SECTORS``
    owner: int  # place in ``economy_schema.OWNERS``
    appraised: int  # appraised value, fen
    declared: int  # what its owner says that it is worth, fen; 0 before the evaluation
    quality: float  # of the company it may become, standard deviations from the mean
    nurtured_by: float  # part of it that nurturing has added
    score: float  # of the first look at it, where evaluations hold any back; 0 = none
    completed: int  # day on which it is complete and disclosed
    clock_law: int  # row of Institutions of the day on which it is complete: its deadline and publication
    deadline: int  # day from which on the inventors may take over, NEVER if they may not or it is not yet evaluated
    discovered: int  # day on which the platforms found it
    evaluated: int  # day on which its evaluation ended
    nurtured: int  # day from which on it was nurtured, to be looked at once more
    screened: int  # day on which its evaluation let it fall
    passed: int  # day on which it went on to its owner's decision
    decided: int  # day on which the owner decided, or the finance bureau approved
    evaluation_law: int  # row of Span of the day on which it joined the evaluators
    path_law: int  # row of Institutions under which the owner decides
    agreement_law: int  # row of Span of that day (of the take-over if that is first), whose law it converts under
    decider: int  # who decides on it: 0 its owner, 1 the department, 2 the finance bureau (article 6)
    refused: int  # day on which the department or the bureau refused
    approval_opened: int  # day on which it was asked to
    taken_over: int  # day on which the inventors took over (article 15)
    converted: int  # day on which a company was founded
    local: int  # 1 = the company is in the city
    settled: int  # 1 = converted or shelved for good
    cause: int  # why it is where it is, place in ``codes.CAUSES``
    agent: int  # 1 = an agent brings its negotiation to an end
    agent_fee: int  # promised to the agent, fen
    queued: int  # day on which it joined the queue it waits in
    company: int  # row of Company that it became, NOBODY before
    next: int  # row of Achievement behind it in that queue


@row
class Queue:
    """Who waits: achievements for an evaluator or an approval, companies for a listing."""

    id: int
    first: int  # row of Achievement (listing: of Company), NOBODY = nobody waits
    last: int  # row of Achievement; means nothing while nobody waits, or for listing
    busy: int  # servers that serve somebody


@row
class Company:
    """A company founded to convert an achievement."""

    id: int
    slot: int  # that of its achievement
    sector: int  # place in ``economy_schema.SECTORS``
    local: int  # 1 = in the city, today
    founded: int  # day
    stage: int  # of its last closed round, NO_STAGE before the first
    funded: int  # day of its first closed round
    filed: int  # day on which it filed for a listing
    listed: int  # day
    lingering: int  # day from which on it lived from its own sales, NEVER if it did not
    linger_end: int  # day on which it will then be wound up, unless it is sold
    ended: int  # day
    end: int  # how it ended, place in ``codes.ENDS``
    quality: float  # standard deviations from the mean
    size: float  # factor on the staff, sales and net assets that are usual at its stage
    cash: int  # row of Account
    value: float  # fundamental value at its last round, fen a share
    price: float  # of the last round, then of the listing, fen a share
    priced: int  # day on which that price was made
    shares: int  # issued so far
    state: int  # active, stalled, failed, in lock-up, lingering (0 to 4, ``sim.clauses.exit_price``)
    led_outside: int  # 1 = outside investors led its last round
    lead_skill: float  # the last lead's skill as far as it helps, standard deviations; 0 = nobody led
    stage_day: int  # day up to which its spending is posted
    runway_end: int  # day on which its money is gone
    first_holding: int  # row of Holding, by fund, through ``Holding.next_of_company``
    first_signal: Annotated[list[int], STAGES]  # rows of Signal, by stage
    first_price: float  # of its seed round, fen a share
    post_money: float  # of the round on offer, fen
    burn: float  # fen a day since the last round
    at_round_price: int  # 1 = no milestone since the last round, so its price is the latest news
    next_filed: int  # row of Company behind it in the listing queue
    first_co_stake: int  # row of CoStake still held, in the order of opening
    last_co_stake: int  # row of CoStake, the last of them
    co_invested: int  # public money put in beside funds so far, fen
    placed: int  # 1 = it has a place in an incubator
    incubated: int  # day on which it got one, NEVER if it did not
    first_small: int  # row of SmallHolding, the first bought; all of them, until the company is sold or wound up
    last_small: int  # row of SmallHolding, the last of them
    coached: int  # the first grant it has had, fen
    invested_in: int  # 1 = a fund has paid into a round
    rewarded: int  # 1 = it has had the second grant
    anchored: int  # day on which its sales were what ``log_sales`` says (these three only in mode path)
    log_sales: float  # logarithm of its yearly sales in yuan on that day
    log_target: float  # to which the logarithm goes from there
    operates_until: int  # day on which its operations end; beyond the horizon while no such day is known
    offered: float  # part of the technology's shares that its inventors were offered
    award: float  # what they accepted of it: all or nothing
    award_beyond: float  # the same, less what they would have accepted where answers are measured from
    left: int  # day on which it left the city, NEVER if it did not
    gained: int  # 1 = it was sold at the price of its first round or above
    recognised: int  # day on which it was first recognised, NEVER before
    recognised_until: int  # last day on which it is
    subsidised: int  # 1 = it has had the subsidy of recognised companies
    next_operating: int  # row of Company after it in the list of the programme day
    achievement: int  # row of Achievement that it converts
    loan: int  # row of Loan that is open, NOBODY = none
    defaulted: int  # 1 = it has not repaid a loan
    otc: int  # day on which it entered the over-the-counter board, NEVER if it did not
    pull: float  # log odds that programmes had added when its milestone was read
    first_support: int  # row of Support, the newest; those before it through ``Support.before``
    tied: int  # of its cash, in lines of budgets that it cannot use, fen
    counted: int  # row of Operated: its newest year, NOBODY before the first
    ordered: int  # day of the last order of the city, NEVER before the first
    ordered_stage: int  # the stage in which that was
    order_lift: float  # what all orders have added to the logarithm of its sales for good


@row
class Operated:
    """A year of a company's operations, as it was counted on a programme day."""

    id: int
    company: int  # row of Company
    day: int  # on which it was counted
    sales: int  # of the year, fen
    staff: int  # people on that day
    local: int  # 1 = in the city
    tax: float  # of the year to the city, yuan
    before: int  # row of Operated: its year before, NOBODY for the first


@row
class Signal:
    """What a manager has seen of a company at one of its stages."""

    id: int
    manager: int  # row of Manager
    x: float  # quality as seen, with the manager's error, standard deviations
    blur: float  # factor on the manager's error about this company when it was seen
    next: int  # row of Signal of another manager


@row
class Deal:
    """A round on offer, and the plan of who pays what at closing (fen)."""

    id: int
    stage: int  # 0 to 4, seed to mature
    value: float  # fundamental, fen a share
    sought: int  # the size asked for, fen
    sold: float  # part of the company that the founders would sell for it; 0 = the size is drawn
    places: int  # of the order of managers, a power of two
    asked: int  # steps of that order taken
    first_moved: Annotated[list[int], CHAINS]  # rows of Moved, by the remainder of their place divided by ``CHAINS``
    looks: int  # quarters in which it was shown so far
    extra_looks: int  # quarters that a grant or a loan adds
    bank_asked: int  # 1 = the bank has been asked for a loan
    first_yes: int  # row of Yes, highest expected multiple first
    last_answer: int  # the looks at which the last of those who said yes may pay
    price: float  # today's, fen a share
    size: int  # today's, fen
    most: int  # that founders would sell today, fen
    cut: int  # 1 = the size is cut to the dilution cap
    first_ticket: int  # row of Ticket; the others of the plan follow it
    tickets: int  # how many
    lead: int  # row of Fund, NOBODY = no fund leads
    lead_ticket: int  # fen
    co_investment: int  # fen
    direct: int  # direct equity of programmes, fen
    angels: int  # fen
    outside: int  # from investors who are not in the model, fen


@row
class Moved:
    """A place in a round's order of managers that no longer holds its own number."""

    id: int
    place: int  # in the order
    number: int  # of the manager that stands there instead
    next: int  # row of Moved in the same chain


@row
class Yes:
    """A fund that said yes to a round: what it saw and expects, and the looks from which on it may pay."""

    id: int
    fund: int  # row of Fund
    seen: int  # row of Signal: what it saw
    expected: float  # multiple that it expects at fundamental value
    looks: int  # from which on it may pay
    next: int  # row of Yes that expects most after it


@row
class Ticket:
    """What one fund pays in one plan."""

    id: int
    fund: int  # row of Fund
    fen: int  # amount


@row
class Round:
    """A financing round that closed."""

    id: int
    company: int  # row of Company
    stage: int  # 0 to 4, seed to mature
    day: int  # on which it was paid
    size: int  # sought under the dilution cap, fen
    raised: int  # fen
    pre_money: int  # worth of the company before it, fen
    lead: int  # row of Fund, NOBODY = no fund led
    funds_fen: int  # from funds, fen
    co_investment: int  # fen
    direct: int  # direct equity of programmes, fen
    angels: int  # fen
    outside: int  # from investors who are not in the model, fen
    cut: int  # 1 = the size was cut to the dilution cap
    advance_chance: float  # chance then, unseen, to be ready for the next round
    runway: int  # days that its money was to last


@row
class Manager:
    """A manager's lasting traits and its funds so far; ``record`` counts profitable exits."""

    id: int
    slot: int  # its number in keys and postings
    skill: float  # standard deviations from the mean
    noise: float  # standard deviation of its error about a company's quality
    effect: float  # its lasting effect on the private money it raises, standard deviations from the mean
    record: int  # profitable exits so far, by listing or trade sale
    raised: int  # funds brought to market
    first_fund: int  # row of Fund that was set up first; those after it through ``Fund.after``
    last_fund: int  # row of Fund, the newest that was set up; those before it through ``Fund.before``
    account: int  # row of Account
    first_subsidy: int  # row of Had: risk subsidy by company
    subsidy_year: int  # the last calendar year in which it had a subsidy
    subsidy_of_year: int  # how much in that year, fen
    first_compensation: int  # row of Had: loss compensation by company
    compensation_year: int  # the last calendar year in which it had compensation
    compensation_of_year: int  # how much in that year, fen


@row
class Fund:
    """A fund from marketing to its end; until it is set up an attempt at one."""

    id: int
    slot: int  # its number in keys and postings: manager's slot * 16 + number
    manager: int  # row of Manager
    number: int  # among its manager's funds, from 0
    target: int  # size aimed at, fen
    marketed: int  # day
    attempt: int  # at a first close, from 0
    set_up: int  # day of first close, NEVER before
    ended: int  # day of the last distribution, NEVER before
    state: int  # place in ``codes.FUND_STATES``
    before: int  # row of Fund, the manager's set up before it
    applied: int  # day of application for public money, NEVER if there was none
    approved: int  # day on which public money was offered, NEVER if it was not
    bound: int  # 1 = the manager has promised to invest early, for the higher cap
    record: int  # profitable exits of the manager when it applied
    next_applicant: int  # row of Fund after it in the yearly call
    offer: int  # of the guidance fund, fen; 0 = none, or withdrawn
    city_undrawn: int  # the city's promise that is not drawn, fen
    district_offer: int  # of the district, fen
    district_undrawn: int  # the district's promise that is not drawn, fen
    district_fen: int  # the district's part of the public commitment, fen
    shared: int  # received so far on a line that city and district share, fen
    after: int  # row of Fund, the manager's set up after it
    counted_local: float  # invested in the city as the duty counts it, fen
    tranches: int  # of the public commitment released so far
    early_bound: float  # share of its investments owed to early rounds for a higher public share
    duty_tested: int  # day on which its duty was tested, NEVER before
    duty_kept: int  # 1 = the test found the duty met
    public_at_close: int  # public commitment at first close, fen
    own_at_close: int  # the manager's own commitment at first close, fen
    size_at_close: int  # all commitments at first close, fen
    stake: int  # row of Stake: its public line, NOBODY = none
    released: int  # 1 = the government has sold its line: no cap and no concession
    commitment: Lines  # fen: public, private, manager's own
    first_partner: int  # row of Partner, the anchor; the others follow it
    cash: int  # row of Account
    reserve: int  # row of Account: its loss reserve, of risk subsidy
    paid_in: Lines  # by line, fen
    received: Lines  # by line, fen
    unreturned: LineValues  # by line: capital that has not come back, fen
    preference: LineValues  # by line: preferred return owed, fen
    rate: LineValues  # by line: preferred return, 1/year
    behind: LineValues  # by line: what it lacks of that return, all receipts counted; 0 where no clawback asks, fen
    follows: int  # 1 = the preferred return still follows its index
    first_payment: int  # row of Flow: what the public line paid in
    last_payment: int  # row of Flow, the last of them
    first_receipt: int  # row of Flow: what the public line was entitled to, after the cap
    last_receipt: int  # row of Flow, the last of them
    profit_paid: float  # to all lines beyond their capital, fen
    carry_paid: int  # to the manager, less clawback, fen
    day: int  # up to which the preferred return is reckoned
    # life
    born: int  # day of first close
    investing: int  # 1 = it may buy new companies
    over: int  # 1 = nothing but its last distribution is still to come
    fees_owed: int  # fen
    own_reserve: int  # row of Account: the manager's reserve for its losses
    guaranteed: int  # set aside for the guarantee on its private capital, fen
    private_nav: int  # value of the private line of a sub-fund at the horizon, fen
    ceded_to_partners: int  # handed to private partners out of the public line, fen
    helped: int  # what private partners got from instruments beside the fund, fen
    investable: int  # commitments less fees and expenses of the investment period, fen
    follow_on_money: int  # kept for companies it holds, fen
    free: int  # left for new companies, fen
    first_money: int  # free at first close, fen
    new_money: int  # promised to new companies so far, fen
    pledged: int  # promised to rounds that are paid later today, fen
    drawn_fen: int  # called so far, fen
    invested_fen: int  # in companies so far, fen
    early_fen: int  # of it in seed and start-up rounds, fen
    local_fen: int  # of it in companies of the city, fen
    first_holding: int  # row of Holding, by company, through ``Holding.next_of_fund``
    distributing: int  # day for which a distribution was planned last, NEVER before the first
    announced: int  # 1 = enough is invested for the next fund


@row
class Attempt:
    """An attempt at a first close: what it asked of private partners and what they would bring."""

    id: int
    fund: int  # row of Fund
    attempt: int  # from 0
    day: int  # on which it asked
    sought: int  # private money closed in the year before, and what it would raise alone, fen
    private: int  # what partners would bring, fen


@row
class Closing:
    """Private money of a fund that has closed."""

    id: int
    day: int  # of first close
    fen: int  # private commitments


@row
class Partner:
    """A private partner of a fund; the first is the anchor."""

    id: int
    kind: int  # place in ``economy_schema.PARTNER_CLASSES``
    commitment: int  # fen


@row
class Holding:
    """A fund's shares of one company, also after they are gone."""

    id: int
    fund: int  # row of Fund
    company: int  # row of Company
    shares: int  # bought so far
    first_day: int  # day of the first payment
    first_ticket: int  # the first payment, fen
    subsidised: int  # 1 = risk subsidy was paid on it
    first_deal: int  # row of RegisteredDeal: entered in the register of loss compensation
    last_deal: int  # row of RegisteredDeal, the last of them
    order: int  # among all positions
    cost: int  # paid so far, fen
    fen_days: int  # each payment times its day, added up
    proceeds: int  # fen
    exit_day: int  # day on which it was left, NEVER while it is held
    route: int  # how it was left, place in ``codes.ROUTES``
    nav: int  # value at the horizon, fen
    next_of_company: int  # row of Holding of the same company, by the fund's slot
    next_of_fund: int  # row of Holding of the same fund, by the company's slot
