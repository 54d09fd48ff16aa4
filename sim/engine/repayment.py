"""What becomes of a loan: repaid at maturity, defaulted, or settled when its company ends before (D of article 22)."""

from sim.clauses import credit
from sim.clauses.rounding import fen
from sim.engine import codes, coverers, operations, runway, steps
from sim.engine.base import balance, post, tell
from sim.engine.codes import ABOUT_COMPANY, BUYERS, BY_BANK, INTEREST_SUBSIDY, NEVER, NOBODY, OUTSIDE, SEED
from sim.engine.kinds.credit import Loan
from sim.engine.kinds.firms import Company
from sim.engine.programmes import purses
from sim.engine.rows import law
from sim.engine.state import World


@law
def loan_due(w: World, n: int, _: int) -> None:
    """A loan matures: cash that is not tied first, then what sales leave; the company lives on with the rest."""
    loan = w.loans[n]
    if loan.ended != NEVER:
        return
    company = w.companies[loan.company]
    runway.spend(w, company)
    due, cash = owed(loan), runway.usable(w, company)
    sales = float(fen(operations.yearly_sales(w, company, max(company.stage, SEED))))
    more = credit.from_sales(due, cash, sales, w.bank[0].surplus)
    runway.shorten(w, company, min(due, cash))
    post(w, company.cash, OUTSIDE, more, codes.SALES_USED, ABOUT_COMPANY + company.slot, BY_BANK)
    pay(w, loan, company, min(due, cash + more))
    if loan.end == codes.REPAID:
        support(w, loan, company)
    else:
        release(w, loan, company)


@law
def support(w: World, loan: Loan, company: Company) -> None:
    """The company has repaid all of it: the city pays back the part of the interest that it promised."""
    loan.supported = loan.support
    runway.lengthen(w, company, loan.support)
    whom = ABOUT_COMPANY + company.slot
    purses.draw(w, INTEREST_SUBSIDY, company.cash, loan.support, codes.INTEREST_SUPPORT, whom, promised_by(loan))
    tell(w, steps.INTEREST_PAID_BACK, company.id, loan.support)


@law
def release(w: World, loan: Loan, company: Company) -> None:
    """Nobody is left who has repaid: what was promised is free again."""
    purses.release(w, INTEREST_SUBSIDY, loan.support, ABOUT_COMPANY + company.slot, promised_by(loan))


@law
def promised_by(loan: Loan) -> int:
    """The clause by which part of its interest is paid: that of fast growers, or of everybody."""
    return codes.BY_GAZELLES if loan.stage == codes.GROWTH_LOAN else codes.BY_INTEREST


@law
def owed(loan: Loan) -> int:
    """Principal and interest (fen)."""
    return loan.principal + loan.interest


@law
def pay(w: World, loan: Loan, company: Company, amount: int) -> None:
    """The company pays ``amount`` fen, all that comes of it: the loan is repaid, or in default."""
    whom, interest = ABOUT_COMPANY + company.slot, credit.interest_first(amount, loan.interest)
    post(w, w.lender[0].cash, company.cash, interest, codes.INTEREST, whom, BY_BANK)
    post(w, w.lender[0].cash, company.cash, amount - interest, codes.REPAYMENT, whom, BY_BANK)
    loan.paid = amount
    if amount == owed(loan):
        tell(w, steps.REPAID, company.id, amount, interest)
        end(w, loan, company, codes.REPAID)
    else:
        default(w, loan, company, loan.principal - (amount - interest))


@law
def default(w: World, loan: Loan, company: Company, unpaid: int) -> None:
    """Cover pays its part of the ``unpaid`` principal, the pledge is sold, the rest is the bank's loss."""
    whom = ABOUT_COMPANY + company.slot
    company.defaulted = 1
    loan.cover_paid = coverers.call(w, loan, company, unpaid)
    left = owed(loan) - loan.paid - loan.cover_paid
    loan.sold = credit.pledge_sold(loan.pledged, w.bank[0].pledge_recovery, left)
    post(w, BUYERS, OUTSIDE, loan.sold, codes.PROVIDE, whom, BY_BANK)
    post(w, w.lender[0].cash, BUYERS, loan.sold, codes.PLEDGE_SALE, whom, BY_BANK)
    loan.lost = left - loan.sold
    tell(w, steps.DEFAULTED, company.id, owed(loan), loan.paid, loan.cover_paid, loan.sold, loan.lost)
    end(w, loan, company, codes.DEFAULTED)


@law
def end(w: World, loan: Loan, company: Company, how: int) -> None:
    """The loan is open no longer."""
    coverers.release(w, loan, company)
    post(w, w.lender[0].lent, w.lender[0].loans, loan.principal, codes.LOAN_OVER, ABOUT_COMPANY + company.slot, BY_BANK)
    loan.ended = w.clock[0].today
    loan.end = how
    company.loan = NOBODY


# ---- the company ends first -----------------------------------------------------------------------------------------


@law
def company_falls(w: World, company: Company) -> None:
    """A company is about to be wound up: the bank takes what cash there is before anybody else."""
    if company.loan != NOBODY:
        loan = w.loans[company.loan]
        pay(w, loan, company, min(owed(loan), balance(w, company.cash)))
        release(w, loan, company)


@law
def company_bought(w: World, company: Company) -> None:
    """A company is about to be sold or listed: its buyer repays the loan in full, beside the price."""
    if company.loan != NOBODY:
        loan = w.loans[company.loan]
        post(w, company.cash, OUTSIDE, owed(loan), codes.PROVIDE, ABOUT_COMPANY + company.slot, BY_BANK)
        pay(w, loan, company, owed(loan))
        release(w, loan, company)
