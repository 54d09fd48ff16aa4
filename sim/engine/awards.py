"""Articles 5 and 7: shares that inventors are offered and accept, what they answer, and the tax in instalments."""

from typing import Final

from sim.clauses import awards
from sim.economy import laws
from sim.engine import chance, codes, steps
from sim.engine.base import post, tell
from sim.engine.calendar import draw
from sim.engine.codes import ABOUT_CITY, BY_INSTALMENTS, NEVER
from sim.engine.kinds.firms import Achievement, Company
from sim.engine.law_of_day import law_today, row_for
from sim.engine.money import CITY
from sim.engine.owners import publicly_funded
from sim.engine.rows import law
from sim.engine.state import World
from sim.scenario.articles import article_of
from sim.scenario.articles_schema import COVERING

AWARD: Final = COVERING.index(article_of("institutions.inventor_share"))
TAX: Final = COVERING.index(article_of("inventors.instalments"))


# ---- what is offered and accepted -----------------------------------------------------------------------------------


@law
def offered(w: World, one: Achievement, span: int) -> float:
    """Share of the technology's shares that the inventors would have by the law of ``span``."""
    agreed = w.deadline[one.clock_law].inventor_share
    if one.taken_over != NEVER and agreed >= 0.0:
        return agreed
    return w.institutions[row_for(w, span, one.slot, AWARD)].inventor_share


@law
def accepted(w: World, one: Achievement, span: int) -> float:
    """What they accept of it: all, or nothing where they cannot pay the tax; firms of private owners award nothing."""
    if not publicly_funded(one):
        return 0.0
    rules = w.inventors[row_for(w, span, one.slot, TAX)]
    return if_affordable(w, one, offered(w, one, span), rules.tax_rate, rules.instalments)


@law
def accepted_before(w: World, one: Achievement) -> float:
    """What they would accept where answers are measured from (``economy.response.anchor``)."""
    if not publicly_funded(one):
        return 0.0
    usual = w.usual_award[0]
    share = usual.agreed if one.taken_over != NEVER and usual.agreed >= 0.0 else usual.share
    return if_affordable(w, one, share, usual.tax_rate, usual.instalments)


@law
def if_affordable(w: World, one: Achievement, share: float, tax_rate: float, instalments: int) -> float:
    """``share`` if its inventors can pay the tax on it, else 0."""
    owed, terms = awards.bill(share, one.declared, tax_rate), w.response[0]
    if owed == 0:
        return share
    income = laws.lognormal(draw(w, chance.AWARD_INCOME, one.slot, 0), terms.income_median, terms.income_sigma)
    return share if awards.accepts(owed, instalments, income, terms.affordable_share) else 0.0


# ---- what follows ---------------------------------------------------------------------------------------------------


@law
def on_conversion(w: World, one: Achievement) -> float:
    """Log odds of conversion for what the inventors will hold, by the law under which it converts."""
    weight = w.response[0].share_on_conversion
    if weight == 0.0:
        return 0.0
    return weight * (accepted(w, one, one.agreement_law) - accepted_before(w, one))


@law
def days_of_plan(w: World, one: Achievement) -> int:
    """Days from the decision until somebody above the unit has approved the plan of the award."""
    rules = w.inventors[row_for(w, one.agreement_law, one.slot, AWARD)]
    if rules.delegated or accepted(w, one, one.agreement_law) == 0.0:
        return 0
    return int(rules.plan_days + 0.5)


@law
def answer(w: World, one: Achievement, company: Company) -> None:
    """The company is founded: the inventors accept what they are offered by the law of today, or decline."""
    span = law_today(w)
    company.offered = offered(w, one, span) if publicly_funded(one) else 0.0
    company.award = accepted(w, one, span)
    company.award_beyond = company.award - accepted_before(w, one)


@law
def grant(w: World, one: Achievement, company: Company) -> None:
    """The award is made and its tax is owed."""
    if company.award > 0.0:
        tell(w, steps.AWARDED, company.id, company.award)
        owe(w, one, company)
    elif company.offered > 0.0:
        tell(w, steps.DECLINED, company.id, company.offered)


@law
def owe(w: World, one: Achievement, company: Company) -> None:
    """The tax on an award falls due on programme days: the first after the founding, or a year later, and so on."""
    rules = w.inventors[row_for(w, law_today(w), one.slot, TAX)]
    whole = awards.bill(company.award, one.declared, rules.tax_rate)
    if whole == 0:
        return
    tell(w, steps.TAX_OWED, company.id, whole, rules.instalments)
    first = next_programme_day(w) + rules.first
    for number in range(min(rules.instalments, len(w.programme_days) - first)):
        due = w.programme_days[first + number]
        part = awards.instalment(whole, rules.instalments, number)
        due.award_tax += part
        due.award_tax_local += int(part * rules.tax_local + 0.5)


@law
def next_programme_day(w: World) -> int:
    """Row of the next programme day; that of today has begun already."""
    row = 0
    while row < len(w.programme_days) and w.programme_days[row].day <= w.clock[0].today:
        row += 1
    return row


@law
def pay_tax(w: World, year: int) -> None:
    """Inventors pay what is due on this programme day: the city's part to its treasury, the rest beyond the model."""
    due, treasury = w.programme_days[year], w.levels[CITY].treasury
    post(w, codes.INVENTORS, codes.OUTSIDE, due.award_tax, codes.PROVIDE, ABOUT_CITY, BY_INSTALMENTS)
    post(w, treasury, codes.INVENTORS, due.award_tax_local, codes.AWARD_TAX, ABOUT_CITY, BY_INSTALMENTS)
    rest = due.award_tax - due.award_tax_local
    post(w, codes.OUTSIDE, codes.INVENTORS, rest, codes.AWARD_TAX, ABOUT_CITY, BY_INSTALMENTS)


@law
def on_advance(w: World, company: Company) -> float:
    """Log odds of advancing for what the inventors hold."""
    return w.response[0].share_on_advance * company.award_beyond
