"""中小企业资金 (京政发[2011]12号 art. 12): support of small firms of the city, once each, by stage."""

from typing import Final

from sim.clauses import growth_firms, research_money
from sim.clauses.exit_price import LINGERING
from sim.clauses.rounding import fen
from sim.engine import codes, operations
from sim.engine.codes import NOBODY
from sim.engine.kinds.firms import Company
from sim.engine.law_of_day import law_today
from sim.engine.programmes import applying, purses, supports
from sim.engine.rows import law
from sim.engine.state import World

LAST_STAGE: Final = 1


@law
def answer(w: World, year: int) -> None:
    """The best of all small firms are supported, until the next one does not fit."""
    span = law_today(w)
    rules, amount = w.growth_firms[span], fen(w.growth_firms[span].sme_amount)
    applying.nobody_applies(w)
    c = w.market[0].first_operating if 0 < amount <= purses.free(w, codes.SME_FUND) else NOBODY
    while c != NOBODY:
        company = w.companies[c]
        if eligible(w, company, span):
            applying.apply(w, company, applying.score(w, company, applying.FOR_SME_FUND, year, rules.noise))
        c = company.next_operating
    c = applying.best(w)
    while c != NOBODY and amount <= purses.free(w, codes.SME_FUND):
        supports.award(w, w.companies[c], codes.SME_FUND, span, research_money.SME, amount)
        c = applying.best(w)
    applying.turned_away(w, c, applying.FOR_SME_FUND)


@law
def eligible(w: World, company: Company, span: int) -> int:
    """Whether it is young and small, in the city, and has not been supported before."""
    there = company.local > 0 and applying.in_business(company) > 0 and company.state != LINGERING
    if not there or company.stage > LAST_STAGE or supports.has_had(w, company, codes.SME_FUND):
        return 0
    stage = max(0, company.stage)
    if not growth_firms.small(operations.staff(w, company, stage), operations.yearly_sales(w, company, stage)):
        return 0
    return int(not supports.doubled(w, company, codes.SME_FUND, w.coordination[span].no_double_months))
