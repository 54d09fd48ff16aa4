"""Who covers loans: rows of numbers, of which a loan is covered by the first that has room; so far an insurer's."""

from sim.clauses import cover
from sim.clauses.rounding import fen
from sim.engine import codes, steps
from sim.engine.base import balance, open_account, post, tell
from sim.engine.codes import ABOUT_COMPANY, BY_INSURANCE, NOBODY, OUTSIDE
from sim.engine.kinds.credit import Coverer, Loan
from sim.engine.kinds.firms import Company
from sim.engine.rows import add, law
from sim.engine.state import World


@law
def begin(w: World) -> None:
    """The insurer, without capital."""
    one = add(w.coverers)
    one.cash = open_account(w, codes.INSURER_CASH, 0, 0)


@law
def with_room(w: World, span: int, principal: int) -> int:
    """The first row that would cover a loan today; NOBODY where none would."""
    for row in range(len(w.coverers)):
        if w.credit[span].insurance_cover > 0.0 and has_room(w, span, w.coverers[row], principal):
            return row
    return NOBODY


@law
def has_room(w: World, span: int, one: Coverer, principal: int) -> int:
    """Whether the cover of such a loan stays within the multiple of the row's cash."""
    if one.endowed == 0:
        found_insurer(w, span, one)
    more = cover.covered_part(principal, w.credit[span].insurance_cover)
    return int(cover.has_room(one.covered, more, w.credit[span].multiple, balance(w, one.cash)))


@law
def found_insurer(w: World, span: int, one: Coverer) -> None:
    """The insurer's capital comes in, once, when it is first asked."""
    amount = fen(w.credit[span].insurance_capital)
    one.endowed = int(amount > 0)
    post(w, one.cash, OUTSIDE, amount, codes.CAPITAL_IN, codes.ABOUT_GUARANTOR, codes.BY_INSURANCE_CAPITAL)


@law
def fee(w: World, span: int, principal: int) -> int:
    """What cover of a loan costs its company (fen)."""
    terms = w.credit[span]
    return cover.fee(cover.covered_part(principal, terms.insurance_cover), terms.insurance_fee)


@law
def give(w: World, loan: Loan, company: Company, price: int) -> None:
    """The loan, just paid out, is covered: the fee comes out of it."""
    one = w.coverers[loan.coverer]
    clause, whom = BY_INSURANCE, ABOUT_COMPANY + company.slot
    post(w, one.cash, company.cash, price, codes.COVER_FEE, whom, clause)
    loan.covered = cover.covered_part(loan.principal, w.credit[loan.law].insurance_cover)
    one.covered += loan.covered
    post(w, w.lender[0].covered, w.lender[0].cover, loan.covered, codes.COVERED, whom, clause)
    tell(w, steps.COVERED, company.id, loan.covered, clause, price)


@law
def call(w: World, loan: Loan, company: Company, unpaid: int) -> int:
    """Part of the unpaid principal is paid to the bank, as far as the row's cash goes; gives the fen."""
    if loan.coverer == NOBODY:
        return 0
    one = w.coverers[loan.coverer]
    amount = cover.called(unpaid, w.credit[loan.law].insurance_cover, balance(w, one.cash))
    clause = BY_INSURANCE
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
    post(w, w.lender[0].cover, w.lender[0].covered, loan.covered, codes.COVER_OVER, whom, BY_INSURANCE)
