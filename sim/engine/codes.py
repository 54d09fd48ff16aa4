"""The words of the engine as numbers, each list once, with the names under which others know them."""

from typing import Final

from sim.ledger import days
from sim.ledger import vocabulary as v
from sim.scenario.appropriation_schema import PROGRAMME_KEYS, PROGRAMME_LINES
from sim.scenario.programme_money import cost_keys

NOBODY: Final = -1  # no row
NO_STAGE: Final = days.NO_STAGE
NEVER: Final = days.NEVER

# Numbers set aside: a fund's slot is FUND_SLOTS times its manager's and its number, an attempt's place is its number.
FUND_SLOTS: Final = 16  # of a manager
ATTEMPT_SLOTS: Final = 8  # of a fund

# Stages of a company.
STAGES: Final = 5
SEED: Final = 0
EARLY: Final = 1  # the last stage that counts as early

# Lines of a fund.
PUBLIC: Final = 0
PRIVATE: Final = 1
OWN: Final = 2  # the manager's own commitment

# Kinds of posting.
KINDS: Final = v.KINDS
PROVIDE: Final = 0
APPROPRIATION: Final = 1
COMMITMENT: Final = 2
DRAWN: Final = 3
RELEASE: Final = 4
CAPITAL_CALL: Final = 5
PAY_FEE: Final = 6
INVESTMENT: Final = 7
CO_INVESTMENT: Final = 8
SUBSIDY: Final = 9
SUBSIDY_DRAW: Final = 10
SUBSIDY_RETURN: Final = 11
SUBSIDY_KEEP: Final = 12
COMPENSATION: Final = 13
RESERVE_PAID: Final = 14
RESERVE_BACK: Final = 15
GRANT: Final = 16
GRANT_CLAWBACK: Final = 17
GUARANTEE: Final = 18
BURN: Final = 19
SALE: Final = 20
LISTING_SALE: Final = 21
RECOVERY: Final = 22
SECONDARY_SALE: Final = 23
PAY_OUT: Final = 24
CARRY: Final = 25
CONCESSION: Final = 26
CLAWBACK: Final = 27
OPTION_PRICE: Final = 28
RESIDUAL_GAIN: Final = 29
PUT_PRICE: Final = 30
FIRST_REFUSAL_PRICE: Final = 31
AUCTION_PRICE: Final = 32
GAIN_SHARE: Final = 33
REMITTANCE: Final = 34
ANGEL_INVESTMENT: Final = 35
ANGEL_EXIT: Final = 36
AGENT_FEE: Final = 37
PLACE_SUPPORT: Final = 38
INCUBATOR_EQUITY: Final = 39
INCUBATOR_EXIT: Final = 40
TAX: Final = 41
LOAN: Final = 42
INTEREST: Final = 43
INTEREST_SUPPORT: Final = 44
REPAYMENT: Final = 45
SALES_USED: Final = 46
PLEDGE_SALE: Final = 47
COVER_FEE: Final = 48
COVER_SUPPORT: Final = 49
COVER_PAID: Final = 50
CAPITAL_IN: Final = 51
LENT: Final = 52
LOAN_OVER: Final = 53
COVERED: Final = 54
COVER_OVER: Final = 55
BUY_BACK_PRICE: Final = 56
OTC_SALE: Final = 57
STAKE_BOUGHT: Final = 58
STAKE_OUT: Final = 59
PROGRAMME_APPROPRIATION: Final = 60
PROGRAMME_REMITTANCE: Final = 61
RUNNING_COST: Final = 62
SUPPORT: Final = 63
AWARD_TAX: Final = 64
GRANT_PAID: Final = 65
INDIRECT: Final = 66
GRANT_BACK: Final = 67
ORDERED: Final = 68
GOODS: Final = 69
FIRST_SET: Final = 70
FOUNDERS_EXIT: Final = 71

# Clauses that postings name.
CLAUSES: Final = (
    "round",
    "company",
    "economy.fund",
    "budget.yearly",
    "budget.recycle_until_year",
    "budget.recall_idle_months",
    "stage_equity",
    "co_investment",
    "co_investment.gain_share",
    "co_investment.maximum_holding_years",
    "co_investment.window_months",
    "co_investment.at_deadline",
    "co_investment.no_earlier_exit",
    "risk_subsidy.rate",
    "risk_subsidy.unused",
    "guarantee_grant.clawback",
    "stage_equity.option",
    "stage_equity.at_deadline",
    "levels.district",
    "stage_equity.put",
    "stage_equity.duty",
    "stage_equity.unilateral",
    "stage_equity.return_cap",
    "stage_equity.concession",
    "loss_compensation.rate_by_stage",
    "loss_compensation.manager_reserve_rate",
    "guarantee_grant.pre_grant",
    "guarantee_grant.post_grant",
    "loss_guarantee.rate",
    "angels.ticket",
    "services.agent_fee",
    "services.place_fee",
    "services.equity_share",
    "economy.operations",
    "economy.bank",
    "credit.guarantee_cover",
    "credit.insurance_cover",
    "credit.interest_share",
    "credit.insurance_fee_support",
    "credit.insurance_capital",
    "recognition.subsidy",
    "inventors.instalments",
    "research_money.size",
    "growth_firms.sme_amount",
    "procurement.order_share",
    "procurement.first_set_rate",
    "growth_firms.gazelle_interest_share",
    *PROGRAMME_KEYS.values(),
    *cost_keys().values(),
)
BY_ROUND: Final = 0
BY_COMPANY: Final = 1
BY_FUND: Final = 2
BY_BUDGET: Final = 3
BY_RECYCLING: Final = 4
BY_RECALL: Final = 5
BY_STAGE_EQUITY: Final = 6
BY_CO_INVESTMENT: Final = 7
BY_GAIN_SHARE: Final = 8
BY_CO_HOLDING: Final = 9
BY_CO_WINDOW: Final = 10
BY_CO_DEADLINE: Final = 11
BY_NO_EARLIER_EXIT: Final = 12
BY_SUBSIDY: Final = 13
BY_UNUSED: Final = 14
BY_CLAWBACK: Final = 15
BY_OPTION: Final = 16
BY_DEADLINE: Final = 17
BY_DISTRICT: Final = 18
BY_PUT: Final = 19
BY_DUTY: Final = 20
BY_UNILATERAL: Final = 21
BY_CAP: Final = 22
BY_TIERS: Final = 23
BY_COMPENSATION: Final = 24
BY_OWN_RESERVE: Final = 25
BY_PRE_GRANT: Final = 26
BY_POST_GRANT: Final = 27
BY_GUARANTEE: Final = 28
BY_ANGELS: Final = 29
BY_AGENTS: Final = 30
BY_PLACES: Final = 31
BY_INCUBATORS: Final = 32
BY_OPERATIONS: Final = 33
BY_BANK: Final = 34
BY_GUARANTEE_COVER: Final = 35
BY_INSURANCE: Final = 36
BY_INTEREST: Final = 37
BY_PREMIUM_SUPPORT: Final = 38
BY_INSURANCE_CAPITAL: Final = 39
BY_RECOGNITION: Final = 40
BY_INSTALMENTS: Final = 41
BY_RESEARCH_MONEY: Final = 42
BY_SME_FUND: Final = 43
BY_ORDER: Final = 44
BY_FIRST_SET: Final = 45
BY_GAZELLES: Final = 46
BY_PROGRAMME: Final = CLAUSES.index(PROGRAMME_KEYS[PROGRAMME_LINES[0]])  # and the lines after it

# Whose money an account holds; ``who`` is a slot, an entity number or a class of partners.
OUTSIDE_CASH: Final = 0
BUYERS_CASH: Final = 1
PARTNERS_CASH: Final = 2
MANAGER_CASH: Final = 3
FUND_CASH: Final = 4
FUND_RESERVE: Final = 5
COMPANY_CASH: Final = 6
GUIDANCE_CASH: Final = 7  # who: the line
TREASURY_CASH: Final = 8
COMMITMENTS: Final = 9
COMMITTED: Final = 10
STAKES: Final = 11
STAKES_CONTRA: Final = 12
FOUNDERS_CASH: Final = 13
MANAGER_RESERVE: Final = 14  # who: the fund's slot
DISTRICT_CASH: Final = 15
DISTRICT_TREASURY: Final = 16
DISTRICT_COMMITMENTS: Final = 17
DISTRICT_COMMITTED: Final = 18
ANGELS_CASH: Final = 19
INCUBATORS_CASH: Final = 20
AGENTS_CASH: Final = 21
BANK_CASH: Final = 22
BANK_LOANS: Final = 23
BANK_LENT: Final = 24
INSURER_CASH: Final = 25
GUARANTOR_COVERED: Final = 26
GUARANTOR_COVER: Final = 27
PROGRAMME_CASH: Final = 28  # who: the line
PROMISED: Final = 29
PROMISES: Final = 30
GUARANTOR_CASH: Final = 31
INVENTORS_CASH: Final = 32
INSTITUTIONS_CASH: Final = 33

# Accounts that everybody shares, in the order in which they are opened (``handlers.open_world``).
OUTSIDE: Final = 0  # whoever is not in the model
BUYERS: Final = 1
FIRST_PARTNERS: Final = 2  # and the classes of partners after it
FOUNDERS: Final = 6
INVENTORS: Final = 7

# Whom a posting is about: the party in the upper half, its slot or entity number in the lower.
PARTY: Final = 1 << 32
ABOUT_FUND: Final = 1 * PARTY
ABOUT_COMPANY: Final = 2 * PARTY
ABOUT_GUIDANCE: Final = 3 * PARTY
ABOUT_DISTRICT: Final = 4 * PARTY
ABOUT_CITY: Final = 5 * PARTY
ABOUT_GUARANTOR: Final = 9 * PARTY
ABOUT_PROGRAMME: Final = 6 * PARTY
ABOUT_ARTICLE: Final = 7 * PARTY

# Lines of the guidance fund's money, one an instrument (``sim.ledger.vocabulary.GUIDANCE_LINES``).
STAGE_EQUITY: Final = 0
CO_LINE: Final = 1
SUBSIDY_LINE: Final = 2
COMPENSATION_LINE: Final = 3
GRANT_LINE: Final = 4
GUARANTEE_LINE: Final = 5

# Lines of the yearly support, from which programmes pay (``sim.ledger.vocabulary.programme_cash``).
PROGRAMMES: Final = len(PROGRAMME_LINES)
RD_GRANT: Final = 0
INTEREST_SUBSIDY: Final = 1
POST_SUBSIDY: Final = 2
PROCUREMENT: Final = 3
DIRECT_EQUITY: Final = 4
SME_FUND: Final = 5
RECOGNISED: Final = 6
SERVICES: Final = 7
GUARANTEE_CAPITAL: Final = 8
INSURANCE_SUBSIDY: Final = 9
BY_DIRECT_EQUITY: Final = BY_PROGRAMME + DIRECT_EQUITY

# Schemes of co-investment: rows of ``co_rule``.
CO: Final = 0  # the guidance fund's
DIRECT: Final = 1  # direct equity, of the programmes' money

# Where what a programme supports stands.
PROJECTS: Final = ("closed", "open", "accepted", "lost")
NO_PROJECT: Final = 0
UNDER_WAY: Final = 1
ACCEPTED: Final = 2
LOST: Final = 3

# Where public money is.
PLACES: Final = ("uncommitted", "not_set_up", "undrawn", "in_funds", "in_companies", "in_reserves")
GONE: Final = -1  # in other hands
UNCOMMITTED: Final = 0
NOT_SET_UP: Final = 1
UNDRAWN: Final = 2
IN_FUNDS: Final = 3
IN_COMPANIES: Final = 4
IN_RESERVES: Final = 5

# Who owns a part of a public line.
BY_GUIDANCE_FUND: Final = 0
BY_PARTNERS: Final = 1
BY_BUYER: Final = 2
BY_MANAGER: Final = 3

# Who holds shares beside funds and the guidance fund, each kind as one party.
SMALL_HOLDERS: Final = ("angels", "incubators", "founders")  # founders: what they bought back
ANGELS: Final = 0
INCUBATORS: Final = 1
FOUNDING: Final = 2

# How a company ends, and how it is valued until then (``sim.clauses.exit_price``).
ENDS: Final = ("active", "failed", "no_money", "trade_sale", "listed", "expired_filing")
LIVES: Final = 0
FAILS: Final = 1
NO_MONEY: Final = 2
SOLD: Final = 3
LISTED: Final = 4
EXPIRED: Final = 5

# Why a result is where it is at the horizon.
CAUSES: Final = (
    "not_discovered", "waiting", "screened_out", "refused", "agreement_failed", "delay_failed", "elsewhere", "landed",
)  # fmt: skip
NOT_DISCOVERED: Final = 0
WAITING: Final = 1
SCREENED_OUT: Final = 2
REFUSED: Final = 3
AGREEMENT_FAILED: Final = 4
DELAY_FAILED: Final = 5
ELSEWHERE: Final = 6
LANDED: Final = 7

# How a holding is left.
ROUTES: Final = (
    "open", "listing", "trade_sale", "secondary", "liquidation", "write_off", "option", "first_refusal",
    "otc", "buy_back",
)  # fmt: skip
OPEN: Final = 0
BY_LISTING: Final = 1
BY_TRADE_SALE: Final = 2
BY_SECONDARY: Final = 3
BY_LIQUIDATION: Final = 4
BY_WRITE_OFF: Final = 5
BY_OPTION_ROUTE: Final = 6
BY_FIRST_REFUSAL: Final = 7
BY_OTC: Final = 8
BY_BUY_BACK: Final = 9

# Who covers loans, as rows of ``coverers``, and how a loan ends.
COVERERS: Final = ("nobody", "guarantee", "insurance")  # the first is NOBODY, the others are rows from 0 on
GUARANTEE_ROW: Final = 0
INSURANCE_ROW: Final = 1
GROWTH_LOAN: Final = 62  # in place of the stage of a round
LOAN_ENDS: Final = ("open", "repaid", "defaulted")
REPAID: Final = 1
DEFAULTED: Final = 2

# Where a fund, or an attempt at one, stands.
FUND_STATES: Final = ("failed", "investing", "ended", "open")
FAILED_TO_CLOSE: Final = 0
INVESTING: Final = 1
ENDED: Final = 2
STILL_OPEN: Final = 3

# What is counted.
COUNTS: Final = (
    "rounds_opened_seed", "rounds_opened_start_up", "rounds_opened_growth", "rounds_opened_expansion",
    "rounds_opened_mature", "rounds_failed", "looks", "chasing_yuan", "filings_expired", "multiples_capped",
    "attempts_failed_money", "attempts_failed_time", "listing_waits", "listing_wait_days", "stayed_away",
    "offers_withdrawn", "funds_bound_early", "co_investments_later", "duty_passed_over", "stakes_left_idle",
    "shown_seed", "shown_start_up", "shown_growth", "shown_expansion", "shown_mature", "declined_seed",
    "declined_start_up", "declined_growth", "declined_expansion", "declined_mature", "rounds_failed_seed",
    "rounds_failed_start_up", "rounds_failed_growth", "rounds_failed_expansion", "rounds_failed_mature",
    "procured_use_fen",
)  # fmt: skip
ROUNDS_OPENED: Final = 0  # and the stages after it
ROUNDS_FAILED: Final = 5
LOOKS: Final = 6
CHASING_YUAN: Final = 7
FILINGS_EXPIRED: Final = 8
MULTIPLES_CAPPED: Final = 9
FAILED_FOR_MONEY: Final = 10
FAILED_FOR_TIME: Final = 11
LISTING_WAITS: Final = 12
LISTING_WAIT_DAYS: Final = 13
STAYED_AWAY: Final = 14
OFFERS_WITHDRAWN: Final = 15
FUNDS_BOUND_EARLY: Final = 16
CO_INVESTMENTS_LATER: Final = 17
DUTY_PASSED_OVER: Final = 18
STAKES_LEFT_IDLE: Final = 19
SHOWN_TO_ABLE: Final = (
    20  # and the stages after it: to managers with room for the ticket, of companies they do not hold
)
DECLINED: Final = 25  # and the stages after it: of these, for what they expect
ROUNDS_FAILED_AT: Final = 30  # and the stages after it
PROCURED_USE: Final = 35  # what ordered goods are worth to the city, fen

# Why a replication stops.
REASONS: Final = (
    "",
    "{fund} calls {fen} fen more of public money than was promised to it and not yet drawn",
    "an amount of {fen} fen is no amount",
    "account {who} is overdrawn by {fen} fen",
    "an event for day {fen} lies before today",
    "two events have one place in the order of day {fen}",
    "entity {fen} of kind {who} has no place in the order of the day",
)
BEYOND_PROMISE: Final = 1
NO_AMOUNT: Final = 2
OVERDRAWN: Final = 3
PAST: Final = 4
TWICE: Final = 5
NO_PLACE: Final = 6

# What can happen.
EVENTS: Final = (
    "discover", "evaluated", "request_approval", "decide", "approved", "agree", "one_year_over", "convert",
    "open_round", "look", "pay_round", "milestone", "redraw", "trade_sale", "fail", "no_money", "sell_listed", "month",
    "market_fund", "set_up_fund", "give_up_fund", "next_fund", "fee", "release_reserve", "stop_investing", "term",
    "sell_rest", "distribute", "close_books", "appropriate", "call_for_funds", "close_budget", "recall",
    "settle_receipts", "use_again", "raise_money", "withdraw_offer", "consider_option", "stake_due",
    "distribution_due", "co_stake_due", "serve_applications", "pay_later", "put_due", "duty_test",
    "leave_again", "idle_due", "idle_again", "reserve_due", "coaching_over",
    "reduce_fund", "linger_year", "linger_over", "programme_day",
    "loan_due", "second_look", "anniversary",
    "place_due",
)  # fmt: skip
DISCOVER: Final = 0
EVALUATE: Final = 1
REQUEST: Final = 2
DECIDE: Final = 3
APPROVE: Final = 4
AGREE: Final = 5
ONE_YEAR: Final = 6
CONVERT: Final = 7
OPEN_ROUND: Final = 8
LOOK: Final = 9
PAY_ROUND: Final = 10
MILESTONE_DUE: Final = 11
REDRAW: Final = 12
TRADE_SALE: Final = 13
FAIL: Final = 14
RUN_OUT: Final = 15
SELL_LISTED: Final = 16
MONTH: Final = 17
MARKET_FUND: Final = 18
SET_UP_FUND: Final = 19
GIVE_UP_FUND: Final = 20
NEXT_FUND: Final = 21
FEE_DUE: Final = 22
RELEASE_RESERVE: Final = 23
STOP_INVESTING: Final = 24
TERM: Final = 25
SELL_REST: Final = 26
DISTRIBUTE: Final = 27
CLOSE_BOOKS: Final = 28
APPROPRIATE: Final = 29
CALL_FOR_FUNDS: Final = 30
CLOSE_BUDGET: Final = 31
RECALL: Final = 32
SETTLE_RECEIPTS: Final = 33
USE_AGAIN: Final = 34
RAISE_MONEY: Final = 35
WITHDRAW_OFFER: Final = 36
CONSIDER_OPTION: Final = 37
STAKE_DUE: Final = 38
DISTRIBUTION_DUE: Final = 39
CO_STAKE_DUE: Final = 40
SERVE_APPLICATIONS: Final = 41
PAY_LATER: Final = 42
PUT_DUE: Final = 43
DUTY_TEST: Final = 44
LEAVE_AGAIN: Final = 45
IDLE_DUE: Final = 46
IDLE_AGAIN: Final = 47
RESERVE_DUE: Final = 48
COACHING_OVER: Final = 49
REDUCE: Final = 50
LINGER_YEAR: Final = 51
LINGER_OVER: Final = 52
PROGRAMME_DAY: Final = 53
LOAN_DUE: Final = 54
SECOND_LOOK: Final = 55
ANNIVERSARY: Final = 56
PLACE_DUE: Final = 57
