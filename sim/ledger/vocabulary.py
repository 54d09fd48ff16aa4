"""The names of accounts and kinds of posting. Engines write them, measures and exports read them."""

from typing import Literal, get_args

from sim.scenario.appropriation_schema import ProgrammeLine
from sim.scenario.economy_schema import PartnerClass
from sim.scenario.in_force import CITY_LINES, CityLine

OUTSIDE = "outside:cash"
TREASURY = "treasury:cash"
BUYERS = "buyers:cash"
FOUNDERS = "founders:cash"  # of the companies a fund holds, together; they receive concessions (让利) only
ANGELS = "angels:cash"
INVENTORS = "inventors:cash"  # of results that became companies, together; they pay tax on their awards
INCUBATORS = "incubators:cash"
AGENTS = "agents:cash"
DISTRICT_CASH = "district_fund:cash"
DISTRICT_TREASURY = "district_treasury:cash"
GUIDANCE_LINES = CITY_LINES  # each has a purse of its own

# Memo accounts: the guidance fund's commitments and its stakes at cost, each with its contra account.
COMMITMENTS = "guidance_fund:commitments"
COMMITTED = "guidance_fund:committed"
STAKES = "guidance_fund:stakes"
STAKES_CONTRA = "guidance_fund:stakes_contra"
DISTRICT_COMMITMENTS = "district_fund:commitments"
DISTRICT_COMMITTED = "district_fund:committed"

# Loans to companies and their cover: the money of both parties, and memo accounts of what is open.
BANK = "bank:cash"
GUARANTOR = "guarantor:cash"
INSURER = "guarantor:insurance"  # the same party's second row of numbers
LOANS = "bank:loans"
LENT = "bank:lent"
COVERED = "guarantor:covered"
COVER = "guarantor:cover"
# Likewise what programmes have promised, all lines together.
PROMISED = "programme:commitments"
PROMISES = "programme:committed"
INSTITUTIONS = "institutions:cash"  # of universities and institutes: indirect costs of projects
MEMO = frozenset(
    {COMMITMENTS, COMMITTED, STAKES, STAKES_CONTRA, DISTRICT_COMMITMENTS, DISTRICT_COMMITTED}
    | {LOANS, LENT, COVERED, COVER, PROMISED, PROMISES}
)

# How the names of all levels' accounts begin: their money, and the treasuries behind them.
PUBLIC_MONEY = ("guidance_fund.", DISTRICT_CASH)
PROGRAMME_MONEY = "programme."  # of the purses of programmes, which are none of the guidance funds' money
TREASURIES = (TREASURY, DISTRICT_TREASURY)


def guidance_cash(line: CityLine) -> str:
    """Cash of the guidance fund for one instrument."""
    return f"guidance_fund.{line}:cash"


def programme_cash(line: ProgrammeLine) -> str:
    """Cash of a line of the yearly support, from which a programme pays."""
    return f"{PROGRAMME_MONEY}{line}:cash"


def programme_name(line: ProgrammeLine) -> str:
    """A line of the yearly support, where postings are about it."""
    return f"programme {line}"


def article_name(article: int) -> str:
    """An article of the opinion, where postings are about it."""
    return f"article {article}"


def fund_name(manager: int, number: int) -> str:
    """A fund is named by its manager's slot and its number in that manager's sequence, both exogenous."""
    return f"fund {manager}.{number}"


def fund_cash(fund: str) -> str:
    """Cash of a fund."""
    return f"{fund}:cash"


def fund_reserve(fund: str) -> str:
    """Restricted loss reserve of a fund, filled by the risk subsidy (风险准备金)."""
    return f"{fund}:loss_reserve"


def partners_cash(kind: PartnerClass) -> str:
    """Cash of a class of private partners."""
    return f"partners.{kind}:cash"


def manager_cash(manager: int) -> str:
    """Cash of a manager: fees, carry, gain shares, its own commitment's returns."""
    return f"manager {manager}:cash"


def manager_reserve(manager: int, fund: str) -> str:
    """A manager's reserve for losses of one of its funds, which pays before the public pool (风险准备金)."""
    return f"manager {manager}:reserve for {fund}"


def company_name(slot: int) -> str:
    """A company is named by the slot of its achievement."""
    return f"company {slot}"


def company_cash(slot: int) -> str:
    """Cash of a company."""
    return f"company {slot}:cash"


PostingKind = Literal[
    "provide",  # outside gives a partner, manager, buyer or the treasury the money it is about to pay
    "appropriation",  # treasury to guidance fund
    "commitment",  # memo, made
    "drawn",  # memo, commitment paid in by a capital call, or paid by a programme
    "release",  # memo, undrawn commitment freed or taken over
    "capital_call",  # guidance fund, partners, manager to fund
    "fee",  # fund to manager
    "investment",  # fund or outside investors to company
    "co_investment",  # guidance fund, or the line of direct equity, to company
    "subsidy",  # guidance fund to a fund's loss reserve
    "subsidy_draw",  # loss reserve to partners and manager
    "subsidy_return",  # loss reserve to guidance fund
    "subsidy_keep",  # what is left in the reserve when the fund ends, to partners and manager
    "compensation",  # guidance fund, or the manager's reserve first, to partners and manager on a realised loss
    "reserve_paid",  # manager to its own reserve
    "reserve_back",  # what is left of it when the fund ends
    "grant",  # guidance fund to company
    "grant_clawback",  # company to guidance fund
    "guarantee",  # guidance fund to private partners on their loss when a fund ends
    "burn",  # company to outside
    "trade_sale",  # outside to fund or guidance fund
    "listing_sale",  # the same, after lock-up
    "recovery",  # the same, from a failed company
    "secondary_sale",  # buyers to fund or guidance fund
    "distribution",  # fund to guidance fund, partners, manager, or a stake's new owner
    "carry",  # fund to manager
    "concession",  # fund to partners, manager or founders, out of the public line: return cap, concession tiers
    "clawback",  # manager to fund
    "option_price",  # partners, the manager or buyers to guidance fund
    "residual_gain",  # fund to guidance fund, out of what a bought part of the line brings
    "put_price",  # guidance fund to partners
    "first_refusal_price",  # partners or the entrusted manager to guidance fund
    "auction_price",  # buyers to guidance fund
    "gain_share",  # guidance fund to manager
    "remittance",  # guidance fund to treasury
    "angel_investment",  # angels to company
    "angel_exit",  # outside to angels, for their shares
    "agent_fee",  # line of services to agents
    "place_support",  # line of services to incubators
    "incubator_equity",  # incubators to company
    "incubator_exit",  # outside to incubators, for their shares
    "tax",  # outside to treasury: the city's part of the taxes of its companies
    "loan",  # bank to company
    "interest",  # company to bank
    "interest_support",  # programme to company that has repaid its loan
    "repayment",  # company to bank, of principal
    "sales_used",  # outside to company: out of its sales, for a loan that its cash does not repay
    "pledge_sale",  # buyers to bank, for the pledge of a loan in default
    "cover_fee",  # company to guarantor or insurer
    "cover_support",  # programme to company, for a premium
    "cover_paid",  # guarantor or insurer to bank
    "capital_in",  # programme to guarantor, outside to insurer
    "lent",  # memo, principal of a loan made
    "loan_over",  # memo, a loan that has ended, however
    "covered",  # memo, what is covered of a loan made
    "cover_over",  # memo, of a loan that has ended
    "buy_back_price",  # founders to fund at its end
    "otc_sale",  # buyers to fund at its end, on the over-the-counter board
    "stake",  # memo, bought at cost
    "stake_out",  # memo, left at cost
    "programme_appropriation",  # treasury to a line of the yearly support
    "programme_remittance",  # what a line has not used, back
    "running_cost",  # treasury to outside: what an article runs in a year
    "support",  # a line of the yearly support to a company
    "award_tax",  # inventors to treasury, the city's part, and to outside: tax on an award of shares
    "grant_paid",  # a line to the company of a project
    "indirect",  # a line to the institutions behind it
    "grant_back",  # company to line: what it could not use, or gives back
    "order",  # a line to the company from which the city buys
    "goods",  # company to outside: what they cost to make
    "first_set",  # a line to the company: premium on equipment
    "founders_exit",  # outside to founders, for shares that they bought back
]
KINDS: tuple[PostingKind, ...] = get_args(PostingKind)
