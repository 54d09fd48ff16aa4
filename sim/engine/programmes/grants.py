"""科研资助 (京政发[2011]12号 arts. 8 and 14): grants to conversion projects, up front, by stage or after.

One project a company: between its seed round and the milestone after it, at which the project is accepted.
"""

from typing import Final

from sim.clauses import research_money
from sim.clauses.exit_price import ACTIVE
from sim.clauses.rounding import fen
from sim.engine import codes
from sim.engine.codes import NOBODY
from sim.engine.kinds.firms import Company
from sim.engine.law_of_day import law_today, row_for
from sim.engine.programmes import applying, purses, supports
from sim.engine.rows import law
from sim.engine.state import World
from sim.scenario.articles import article_of
from sim.scenario.articles_schema import COVERING

YEAR: Final = 365
SEED: Final = 0
PILOT: Final = COVERING.index(article_of("research_money.mode"))


@law
def answer(w: World, year: int) -> None:
    """Grants first, then those that are paid after acceptance."""
    award_all(w, year, codes.RD_GRANT, applying.FOR_GRANT)
    award_all(w, year, codes.POST_SUBSIDY, applying.FOR_POST_SUBSIDY)


@law
def award_all(w: World, year: int, line: int, programme: int) -> None:
    """The best of all that are eligible get a grant, until the next one does not fit."""
    span = law_today(w)
    applying.nobody_applies(w)
    c = w.market[0].first_operating if purses.free(w, line) > 0 else NOBODY
    while c != NOBODY:
        company = w.companies[c]
        if eligible(w, company, line, span):
            noise = w.research_money[rules_for(w, company)].noise
            applying.apply(w, company, applying.score(w, company, programme, year, noise))
        c = company.next_operating
    c = applying.best(w)
    while c != NOBODY and award(w, w.companies[c], line):
        c = applying.best(w)
    applying.turned_away(w, c, programme)


@law
def rules_for(w: World, company: Company) -> int:
    """Row of the rules under which a company would get a grant today: a pilot may cover some only."""
    return row_for(w, law_today(w), company.slot, PILOT)


@law
def eligible(w: World, company: Company, line: int, span: int) -> int:
    """Whether it may have a project: young, in the city, its seed round closed and the milestone still ahead."""
    if company.local == 0 or company.stage != SEED or company.state != ACTIVE or company.at_round_price == 0:
        return 0
    rules = w.research_money[rules_for(w, company)]
    if w.clock[0].today - company.founded > rules.oldest_years * YEAR or rules.size == 0.0:
        return 0
    if applying.open_to(w, company) == 0:
        return 0
    had = supports.has_had(w, company, codes.RD_GRANT) or supports.has_had(w, company, codes.POST_SUBSIDY)
    return int(not had and not supports.doubled(w, company, line, w.coordination[span].no_double_months))


@law
def award(w: World, company: Company, line: int) -> int:
    """The grant, where it fits."""
    row = rules_for(w, company)
    amount = fen(w.research_money[row].size)
    if amount > purses.free(w, line):
        return 0
    mode = research_money.POST if line == codes.POST_SUBSIDY else w.research_money[row].mode
    supports.award(w, company, line, row, mode, amount)
    return 1
