"""What programmes have awarded: a row an award, money that comes by stage, and what becomes of the project behind it.

A project is accepted when the company's next milestone is a success, and lost when it is wound up, or lingers, before.
"""

from sim.clauses import research_money
from sim.economy import laws
from sim.engine import codes, runway, steps
from sim.engine.base import balance, open_account, tell
from sim.engine.codes import ABOUT_COMPANY, NOBODY
from sim.engine.kinds.firms import Company
from sim.engine.kinds.programmes import Support
from sim.engine.owners import of_institution
from sim.engine.programmes import purses
from sim.engine.rows import add, law
from sim.engine.state import World


@law
def begin(w: World) -> None:
    """Universities and institutes have an account for what they are paid."""
    w.market[0].institutions = open_account(w, codes.INSTITUTIONS_CASH, 0, 0)


@law
def company_founded(company: Company) -> None:
    """It has had nothing."""
    company.first_support = NOBODY


@law
def of_projects(line: int) -> int:
    """Whether a line pays grants to projects of institutions (art. 8)."""
    return int(line == codes.RD_GRANT or line == codes.POST_SUBSIDY)


@law
def clause_of(line: int) -> int:
    """The clause by which a line pays."""
    if line == codes.SME_FUND:
        return codes.BY_SME_FUND
    if line == codes.RD_GRANT:
        return codes.BY_RESEARCH_MONEY
    return codes.BY_PROGRAMME + line


# ---- who has had what -----------------------------------------------------------------------------------------------


@law
def record(w: World, company: Company, line: int, amount: int) -> Support:
    """An award, all of it paid on the day, with no project behind it."""
    one = add(w.supports)
    one.company = company.id
    one.line = line
    one.day = w.clock[0].today
    one.awarded = amount
    one.paid = amount
    one.before = company.first_support
    company.first_support = one.id
    return one


@law
def has_had(w: World, company: Company, line: int) -> int:
    """Whether a company has ever had an award of a line."""
    s = company.first_support
    while s != NOBODY:
        if w.supports[s].line == line:
            return 1
        s = w.supports[s].before
    return 0


@law
def doubled(w: World, company: Company, line: int, months: int) -> int:
    """Whether another programme, not the city as a buyer, has awarded the company something in the last months."""
    since = w.clock[0].today - laws.months_to_days(float(months))
    s = company.first_support if months > 0 else NOBODY
    while s != NOBODY:
        one = w.supports[s]
        if one.line != line and one.line != codes.PROCUREMENT and one.day > since:
            return 1
        s = one.before
    return 0


# ---- awards ---------------------------------------------------------------------------------------------------------


@law
def award(w: World, company: Company, line: int, span: int, mode: int, amount: int) -> None:
    """A project begins: part of the money is paid, the rest promised."""
    one = record(w, company, line, amount)
    one.law = span
    one.paid = 0
    one.state = codes.UNDER_WAY
    one.at_round = research_money.at_round(mode, amount)
    one.at_acceptance = research_money.at_acceptance(mode, amount)
    first = research_money.at_award(mode, amount)
    tell(w, steps.GRANT_AWARDED, company.id, amount, clause_of(line))
    purses.commit(w, line, amount, ABOUT_COMPANY + company.slot, clause_of(line))
    pay_part(w, company, one, first)


@law
def pay_part(w: World, company: Company, one: Support, amount: int) -> None:
    """A part of what was promised is paid: the institution's, and the company's, of which some is tied."""
    if amount == 0:
        return
    rules, line, about, clause = w.research_money[one.law], one.line, ABOUT_COMPANY + company.slot, clause_of(one.line)
    kind, overhead, tied = codes.SUPPORT, 0, 0
    if of_projects(line):
        kind = codes.GRANT_PAID
        institution = of_institution(w.achievements[company.achievement]) > 0
        overhead = research_money.indirect(amount, rules.indirect_rate, institution)
        tied = research_money.tied(amount - overhead, rules.friction, rules.autonomy)
    one.paid += amount
    one.own += amount - overhead
    runway.lengthen(w, company, amount - overhead - tied)
    one.tied += tied
    company.tied += tied
    purses.draw(w, line, company.cash, amount - overhead, kind, about, clause)
    purses.draw(w, line, w.market[0].institutions, overhead, codes.INDIRECT, about, clause)
    tell(w, steps.SUPPORTED, company.id, amount, clause)


@law
def release(w: World, company: Company, one: Support, amount: int) -> None:
    """What was promised does not come."""
    purses.release(w, one.line, amount, ABOUT_COMPANY + company.slot, clause_of(one.line))


# ---- what becomes of projects ---------------------------------------------------------------------------------------


@law
def milestone(w: World, company: Company, goes_on: int) -> None:
    """The company has come to something: its projects are accepted; ``goes_on`` = 1 where it seeks the next round."""
    s = company.first_support
    while s != NOBODY:
        one = w.supports[s]
        s = one.before
        if one.state != codes.UNDER_WAY:
            continue
        one.state = codes.ACCEPTED
        amount = one.at_acceptance
        one.at_acceptance = 0
        tell(w, steps.ACCEPTED, company.id, amount, clause_of(one.line))
        pay_part(w, company, one, amount)
        untie(w, company, one)
        if goes_on == 0:
            cancel(w, company, one)


@law
def untie(w: World, company: Company, one: Support) -> None:
    """What lay in lines that it could not use goes back."""
    amount = min(one.tied, balance(w, company.cash))
    company.tied -= one.tied
    one.tied = 0
    give_back(w, company, one, amount)


@law
def give_back(w: World, company: Company, one: Support, amount: int) -> None:
    """The company pays back."""
    one.back += amount
    about, clause = ABOUT_COMPANY + company.slot, clause_of(one.line)
    purses.receive(w, one.line, company.cash, amount, codes.GRANT_BACK, about, clause)


@law
def cancel(w: World, company: Company, one: Support) -> None:
    """Nothing more is paid."""
    release(w, company, one, one.at_round + one.at_acceptance)
    one.at_round = 0
    one.at_acceptance = 0


@law
def round_paid(w: World, company: Company) -> None:
    """The next round has closed: what was promised for it is paid; of an accepted project what is tied goes back."""
    s = company.first_support
    while s != NOBODY:
        one = w.supports[s]
        amount = one.at_round
        one.at_round = 0
        pay_part(w, company, one, amount)
        if one.state == codes.ACCEPTED:
            untie(w, company, one)
        s = one.before


@law
def fallen(w: World, company: Company) -> None:
    """The company is wound up, or lives on without its investors: what is under way is lost."""
    s = company.first_support
    while s != NOBODY:
        one = w.supports[s]
        s = one.before
        if one.state == codes.UNDER_WAY:
            one.state = codes.LOST
            tell(w, steps.PROJECT_LOST, company.id, one.paid - one.back, clause_of(one.line))
        one.tied = 0
        cancel(w, company, one)
    company.tied = 0


@law
def left_city(w: World, company: Company) -> None:
    """Where grants ask for it, a company that leaves the city pays back its part of them, as far as its cash goes."""
    s = company.first_support
    while s != NOBODY:
        one = w.supports[s]
        s = one.before
        if of_projects(one.line) and w.research_money[one.law].clawback_if_leaving:
            cancel(w, company, one)
            reclaim(w, company, one)


@law
def reclaim(w: World, company: Company, one: Support) -> None:
    """What the company has had comes back; the runway ends sooner by what it could have used of that."""
    runway.spend(w, company)
    amount = min(one.own - one.back, balance(w, company.cash))
    if amount <= 0:
        return
    runway.shorten(w, company, max(0, amount - one.tied))
    company.tied -= one.tied
    one.tied = 0
    give_back(w, company, one, amount)
