"""瞪羚计划 (京政发[2011]12号 art. 12): companies of the city whose sales have grown fast in a year."""

from sim.clauses import growth_firms
from sim.clauses.exit_price import LINGERING
from sim.clauses.rounding import FEN
from sim.engine import lending, steps
from sim.engine.base import tell
from sim.engine.codes import NOBODY
from sim.engine.kinds.firms import Company
from sim.engine.law_of_day import law_today
from sim.engine.programmes import applying
from sim.engine.rows import law
from sim.engine.state import World


@law
def name_year(w: World, year: int) -> None:
    """The gazelles of this year, in the order of their achievements: each asks the bank for a loan to grow on."""
    rules = w.growth_firms[law_today(w)]
    c = w.market[0].first_operating if rules.gazelle else NOBODY
    while c != NOBODY:
        company = w.companies[c]
        if eligible(w, company):
            tell(w, steps.GAZELLE, c)
            lending.lend_growth(w, company, year, rules.gazelle_interest_share)
        c = company.next_operating


@law
def eligible(w: World, company: Company) -> int:
    """Whether a company is one: in the city, in business, counted a year ago and grown since."""
    there = company.local > 0 and applying.in_business(company) > 0 and company.state != LINGERING
    if not there or company.counted == NOBODY or w.operated[company.counted].before == NOBODY:
        return 0
    rules, now = w.growth_firms[law_today(w)], w.operated[company.counted]
    before = w.operated[now.before].sales
    return int(growth_firms.gazelle(now.sales / FEN, before / FEN, rules.gazelle_sales, rules.gazelle_growth))
