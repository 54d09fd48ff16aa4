"""A bank is asked for a loan: when, for how much, and whether it lends.

Two moments only: a round waits and the company's money would end before it is shown again, at most once a stage; and a
fast grower asks on the programme day. A company has one loan at a time, and none after a default.
"""

from typing import Final

from sim.clauses import credit
from sim.clauses.exit_price import LINGERING
from sim.clauses.rate_path import Steps, rate_on
from sim.clauses.rates import same_day
from sim.clauses.rounding import fen, part_of
from sim.engine import chance, codes, coverers, operations, repayment, runway, steps
from sim.engine.base import open_account, post, tell
from sim.engine.calendar import at, draw
from sim.engine.codes import ABOUT_COMPANY, BY_BANK, INTEREST_SUBSIDY, NEVER, NOBODY, OUTSIDE, SEED
from sim.engine.kinds.credit import Loan
from sim.engine.kinds.firms import Company, Deal
from sim.engine.law_of_day import law_today
from sim.engine.order import COMPANY, MATURES, MILESTONE
from sim.engine.programmes import purses
from sim.engine.programmes.recognition import is_recognised
from sim.engine.rows import add, law
from sim.engine.rules import LOAN_RATE
from sim.engine.state import World
from sim.scenario.economy_schema import PRIVATE_FIRM

YEAR: Final = 365
TERM_MONTHS: Final = 12
REFUSED: Final = -2


@law
def begin(w: World) -> None:
    """The bank's accounts and those of the memo."""
    coverers.begin(w)
    bank = add(w.lender)
    bank.cash = open_account(w, codes.BANK_CASH, 0, 0)
    bank.loans = open_account(w, codes.BANK_LOANS, 0, 1)
    bank.lent = open_account(w, codes.BANK_LENT, 0, 1)
    bank.covered = open_account(w, codes.GUARANTOR_COVERED, 0, 1)
    bank.cover = open_account(w, codes.GUARANTOR_COVER, 0, 1)


# ---- who asks -------------------------------------------------------------------------------------------------------


@law
def may_ask(w: World, company: Company) -> int:
    """Whether there is a bank that lends, and the company may ask it."""
    bank = w.bank[0]
    lends = bank.base > 0.0 or bank.pledge > 0.0 or bank.covered > 0.0
    clean = company.loan == NOBODY and company.defaulted == 0
    return int(lends and clean and company.state != LINGERING and company.ended == NEVER and company.listed == NEVER)


@law
def bridge(w: World, company: Company, deal: Deal) -> int:
    """A round waits and the money ends before the next look: a loan for a year's spending; gives the days it buys."""
    if deal.bank_asked or may_ask(w, company) == 0:
        return 0
    deal.bank_asked = 1
    need = int(YEAR * runway.spending(w, company))
    u, share = draw(w, chance.LOAN, company.slot, deal.stage), w.credit[law_today(w)].interest_share
    return lend(w, company, need, u, deal.stage, share)


@law
def lend_growth(w: World, company: Company, year: int, share: float) -> int:
    """A fast grower asks on a programme day: a loan for a part of its sales; gives the days it buys.

    ``share`` is the part of its interest that the city will pay.
    """
    if may_ask(w, company) == 0:
        return 0
    need = int(fen(operations.yearly_sales(w, company, max(company.stage, SEED))) * w.bank[0].growth_need)
    return lend(w, company, need, draw(w, chance.LOAN_GROWTH, company.slot, year), codes.GROWTH_LOAN, share)


# ---- the bank's answer ----------------------------------------------------------------------------------------------


@law
def pledge_line(w: World, span: int, company: Company) -> int:
    """What the company's result carries as a pledge (fen); one that inventors took over stays its owner's."""
    one = w.achievements[company.achievement]
    return part_of(one.declared, w.credit[span].pledge_ltv) if one.taken_over == NEVER else 0


@law
def size(w: World, span: int, company: Company, need: int) -> int:
    """The principal that collateral and the bank's limits leave of a need (fen)."""
    bank, sales = w.bank[0], operations.yearly_sales(w, company, max(company.stage, SEED))
    on_sales = part_of(fen(sales), bank.sales_share)
    return credit.principal(need, pledge_line(w, span, company), on_sales, fen(bank.cap), fen(bank.smallest))


@law
def answer(w: World, span: int, company: Company, principal: int, u: float) -> int:
    """On whose cover the bank lends: NOBODY's, a row's of ``coverers``, or REFUSED; one draw for both questions."""
    bank, factor = w.bank[0], standing(w, span, company)
    pledge = bank.pledge if credit.pledged(principal, pledge_line(w, span, company)) else 0.0
    if u < credit.acceptance(bank.base, pledge, 0.0, factor):
        return NOBODY
    if u < credit.acceptance(bank.base, pledge, bank.covered, factor):
        row = coverers.with_room(w, span, principal)
        return row if row != NOBODY else REFUSED
    return REFUSED


@law
def standing(w: World, span: int, company: Company) -> float:
    """What the bank makes of who owns the company's result (article 19), and of its being recognised (article 16)."""
    private = w.achievements[company.achievement].owner == PRIVATE_FIRM
    factor = w.bank[0].private_factor if private and not w.private_access[span].loans else 1.0
    return factor * w.response[0].recognition_bank if is_recognised(w, company) else factor


# ---- the loan -------------------------------------------------------------------------------------------------------


@law
def lend(w: World, company: Company, need: int, u: float, stage: int, share: float) -> int:
    """A company asks for ``need`` fen; gives the days that the loan lengthens its runway by, 0 where there is none.

    ``u`` is its draw, ``share`` the part of the interest that the city will pay.
    """
    span = law_today(w)
    principal = size(w, span, company, need)
    if principal == 0:
        return 0
    row = answer(w, span, company, principal, u)
    if row == REFUSED:
        return 0
    loan = add(w.loans)
    loan.company = company.id
    loan.law = span
    loan.day = w.clock[0].today
    loan.stage = stage
    loan.principal = principal
    loan.interest = credit.interest(principal, rate_today(w), w.bank[0].markup)
    loan.support = credit.support(loan.interest, share, purses.free(w, INTEREST_SUBSIDY))
    loan.coverer = row
    loan.ended = NEVER
    if credit.pledged(principal, pledge_line(w, span, company)):
        loan.pledged = w.achievements[company.achievement].declared
    company.loan = loan.id
    return pay_out(w, loan, company)


@law
def rate_today(w: World) -> float:
    """The one-year loan rate of today."""
    rule, now = w.rates[LOAN_RATE], w.clock[0]
    return rate_on(Steps(rule.days, rule.rates), now.start + now.today)


@law
def pay_out(w: World, loan: Loan, company: Company) -> int:
    """The money comes, less the fee of its cover; gives the days that it lasts."""
    bank, whom, now = w.lender[0], ABOUT_COMPANY + company.slot, w.clock[0]
    fee, support = 0, 0
    if loan.coverer != NOBODY:
        fee = coverers.fee(w, loan.law, loan.coverer, loan.principal)
        support = coverers.fee_support(w, loan.law, loan.coverer, fee)
    days = runway.lengthen(w, company, loan.principal - fee + support)
    post(w, bank.cash, OUTSIDE, loan.principal, codes.PROVIDE, whom, BY_BANK)
    post(w, company.cash, bank.cash, loan.principal, codes.LOAN, whom, BY_BANK)
    post(w, bank.loans, bank.lent, loan.principal, codes.LENT, whom, BY_BANK)
    tell(w, steps.LOAN, company.id, loan.principal, loan.interest, days, loan.pledged)
    if loan.coverer != NOBODY:
        coverers.give(w, loan, company, fee, support)
    purses.commit(w, INTEREST_SUBSIDY, loan.support, whom, repayment.promised_by(loan))
    due = same_day(now.start + now.today, TERM_MONTHS) - now.start
    at(w, due, MILESTONE, COMPANY, company.slot, MATURES, codes.LOAN_DUE, loan.id, 0)
    return days
