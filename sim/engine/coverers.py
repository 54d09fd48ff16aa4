"""Who covers loans: a guarantor with two rows of numbers, guarantee first, then insurance; never both for one loan."""

from sim.clauses import cover
from sim.clauses.rounding import fen
from sim.engine import codes, steps
from sim.engine.base import balance, open_account, post, tell
from sim.engine.codes import (
    ABOUT_COMPANY,
    GUARANTEE_CAPITAL,
    GUARANTEE_ROW,
    INSURANCE_ROW,
    INSURANCE_SUBSIDY,
    NOBODY,
    OUTSIDE,
)
from sim.engine.kinds.credit import Coverer, Loan
from sim.engine.kinds.firms import Company
from sim.engine.programmes import purses
from sim.engine.rows import add, law
from sim.engine.state import World


@law
def begin(w: World) -> None:
    """Both rows, without capital."""
    for what in (codes.GUARANTOR_CASH, codes.INSURER_CASH):
        one = add(w.coverers)
        one.cash = open_account(w, what, 0, 0)


@law
def capital_comes(w: World) -> None:
    """The year's money of its line is the guarantor's capital."""
    amount = purses.free(w, GUARANTEE_CAPITAL)
    cash, clause = w.coverers[GUARANTEE_ROW].cash, codes.BY_PROGRAMME + GUARANTEE_CAPITAL
    purses.pay(w, GUARANTEE_CAPITAL, cash, amount, codes.CAPITAL_IN, codes.ABOUT_GUARANTOR, clause)


@law
def share(w: World, span: int, row: int) -> float:
    """The part of a principal that a row covers."""
    return w.credit[span].guarantee_cover if row == GUARANTEE_ROW else w.credit[span].insurance_cover


@law
def with_room(w: World, span: int, principal: int) -> int:
    """The first row that would cover a loan today; NOBODY where none would."""
    for row in range(len(w.coverers)):
        if share(w, span, row) > 0.0 and has_room(w, span, w.coverers[row], principal):
            return row
    return NOBODY


@law
def has_room(w: World, span: int, one: Coverer, principal: int) -> int:
    """Whether the cover of such a loan stays within the multiple of the row's cash."""
    if one.id == INSURANCE_ROW and one.endowed == 0:
        found_insurer(w, span, one)
    more = cover.covered_part(principal, share(w, span, one.id))
    return int(cover.has_room(one.covered, more, w.credit[span].multiple, balance(w, one.cash)))


@law
def found_insurer(w: World, span: int, one: Coverer) -> None:
    """The insurer's capital comes in, once, when it is first asked."""
    amount = fen(w.credit[span].insurance_capital)
    one.endowed = int(amount > 0)
    post(w, one.cash, OUTSIDE, amount, codes.CAPITAL_IN, codes.ABOUT_GUARANTOR, codes.BY_INSURANCE_CAPITAL)


@law
def fee(w: World, span: int, row: int, principal: int) -> int:
    """What cover of a loan by a row costs its company (fen)."""
    terms = w.credit[span]
    rate = terms.guarantee_fee if row == GUARANTEE_ROW else terms.insurance_fee
    return cover.fee(cover.covered_part(principal, share(w, span, row)), rate)


@law
def fee_support(w: World, span: int, row: int, price: int) -> int:
    """What the city pays of a premium (fen), nothing of a guarantor's fee."""
    if row != INSURANCE_ROW:
        return 0
    terms, free = w.credit[span], purses.free(w, INSURANCE_SUBSIDY)
    return cover.fee_support(price, terms.insurance_fee_support, fen(terms.insurance_support_cap), free)


@law
def give(w: World, loan: Loan, company: Company, price: int, support: int) -> None:
    """The loan, just paid out, is covered: the fee comes out of it, and the city pays its part of a premium."""
    one, whom = w.coverers[loan.coverer], ABOUT_COMPANY + company.slot
    clause = clause_of(one.id)
    post(w, one.cash, company.cash, price, codes.COVER_FEE, whom, clause)
    purses.pay(w, INSURANCE_SUBSIDY, company.cash, support, codes.COVER_SUPPORT, whom, codes.BY_PREMIUM_SUPPORT)
    loan.covered = cover.covered_part(loan.principal, share(w, loan.law, one.id))
    one.covered += loan.covered
    post(w, w.lender[0].covered, w.lender[0].cover, loan.covered, codes.COVERED, whom, clause)
    tell(w, steps.COVERED, company.id, loan.covered, clause, price, support)


@law
def call(w: World, loan: Loan, company: Company, unpaid: int) -> int:
    """Part of the unpaid principal is paid to the bank, as far as the row's cash goes; gives the fen."""
    if loan.coverer == NOBODY:
        return 0
    one = w.coverers[loan.coverer]
    amount = cover.called(unpaid, share(w, loan.law, one.id), balance(w, one.cash))
    clause = clause_of(one.id)
    post(w, w.lender[0].cash, one.cash, amount, codes.COVER_PAID, ABOUT_COMPANY + company.slot, clause)
    tell(w, steps.COVER_CALLED, company.id, amount, clause, unpaid)
    return amount


@law
def release(w: World, loan: Loan, company: Company) -> None:
    """The loan has ended: what was covered of it is so no longer."""
    if loan.coverer == NOBODY:
        return
    one = w.coverers[loan.coverer]
    one.covered -= loan.covered
    whom = ABOUT_COMPANY + company.slot
    post(w, w.lender[0].cover, w.lender[0].covered, loan.covered, codes.COVER_OVER, whom, clause_of(one.id))


@law
def clause_of(row: int) -> int:
    """The clause that a row's postings name."""
    return codes.BY_GUARANTEE_COVER if row == GUARANTEE_ROW else codes.BY_INSURANCE
