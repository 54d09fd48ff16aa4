"""What managers see of companies, and what they think of it (D6)."""

from typing import Final

from sim.clauses.exit_price import LINGERING, aged, lingering_base, nav_of_company
from sim.decisions import screening, selection, valuation
from sim.decisions.valuation import posterior_quality, read
from sim.economy import laws
from sim.engine import chance, holdings, levers, lines
from sim.engine.base import balance
from sim.engine.calendar import draw
from sim.engine.codes import NEVER, NOBODY
from sim.engine.kinds.firms import Company, Fund, Holding, Signal
from sim.engine.programmes import recognition
from sim.engine.rows import add, law
from sim.engine.state import World

FEN: Final = 100.0
STAGE_SLOTS: Final = 8


@law
def heat(w: World) -> float:
    """Today's price level of money chasing deals."""
    terms = w.round_law[0]
    return screening.heat(w.market[0].uninvested / FEN, terms.heat_base, terms.heat_reference, terms.heat_elasticity)


@law
def noise(w: World, fund: Fund) -> float:
    """Standard deviation of what is seen of a company when it is looked at for ``fund``."""
    rules = w.selection[0]
    return selection.noise(w.managers[fund.manager].noise, rules.noise_factor, administered(w, fund) > 0)


@law
def administered(w: World, fund: Fund) -> int:
    """Whether officials take part in what the fund does."""
    return int(w.selection[0].administrative > 0 and fund.public_at_close > 0)


@law
def lead_skill(w: World, lead: Fund, co_investment: int) -> float:
    """What the lead's skill is worth to a company, less where officials choose beside it."""
    rules = w.selection[0]
    touched = administered(w, lead) > 0 or (rules.administrative > 0 and co_investment > 0)
    return selection.skill(w.managers[lead.manager].skill, rules.skill_loss, touched)


@law
def signal(w: World, fund: Fund, company: Company, stage: int) -> Signal:
    """One signal per company, stage and manager; a manager looks at a company for one of its funds."""
    s = company.first_signal[stage]
    while s != NOBODY:
        known = w.signals[s]
        if known.manager == fund.manager:
            return known
        s = known.next
    z = laws.normal(draw(w, chance.SIGNAL, company.slot, fund.manager * STAGE_SLOTS + stage))
    seen = add(w.signals)
    seen.manager = fund.manager
    seen.blur = levers.blur(w, company.local) * recognition.blur(w, company)
    seen.x = screening.signal(company.quality, noise(w, fund) * seen.blur, z)
    seen.next = company.first_signal[stage]
    company.first_signal[stage] = seen.id
    return seen


@law
def quality_seen(w: World, fund: Fund, seen: Signal) -> float:
    """Mean quality of a company given what is seen of it when it is looked at for ``fund``."""
    return posterior_quality(seen.x, noise(w, fund) * seen.blur)


@law
def expected_multiple(w: World, fund: Fund, stage: int, seen: Signal) -> float:
    """Expected multiple at fundamental value given a signal."""
    return read(w.worth[stage].multiple, quality_seen(w, fund, seen))


# ---- what a fund is worth --------------------------------------------------------------------------------------------


@law
def value_of(w: World, holding: Holding) -> float:
    """Accounting value of a holding in fen (D7)."""
    return value_of_shares(w, w.companies[holding.company], holding.shares, holding.cost)


@law
def value_of_shares(w: World, company: Company, shares: int, cost: int) -> float:
    """Accounting value of so many shares of a company in fen: at the last price, less where that is old (D7, D9).

    Shares of a company that lingers have a value of their own, which does not age.
    """
    if company.state == LINGERING:
        return w.company_law[0].linger_value * lingering_base(float(shares), company.price, float(cost))
    value = nav_of_company(float(shares), company.price, company.state)
    yearly = w.fund_terms[0].nav_ageing
    if yearly == 0.0:
        return value
    return aged(value, (w.clock[0].today - company.priced) / 365.0, yearly, 0.0)


@law
def nav(w: World, fund: Fund) -> float:
    """Accounting NAV in fen: holdings at last price, undistributed cash, less fees owed (D7)."""
    total, h = float(balance(w, fund.cash) - fund.fees_owed), fund.first_holding
    while h != NOBODY:
        total += value_of(w, w.holdings[h])
        h = w.holdings[h].next_of_fund
    return max(0.0, total)


@law
def own_value(w: World, fund: Fund) -> float:
    """What insiders think the assets are worth: last prices times present-value factors, cash, less all fees (D7).

    What has not been drawn is no part of it: it will buy companies at their cost, or pay the fees to come.
    """
    total, h = float(balance(w, fund.cash) - fund.fees_owed) - fees_to_come(w, fund), fund.first_holding
    while h != NOBODY:
        holding = w.holdings[h]
        total += value_of(w, holding) * present_value(w, fund, w.companies[holding.company])
        h = holding.next_of_fund
    return max(0.0, total)


@law
def fees_to_come(w: World, fund: Fund) -> float:
    """Fees still to fall due in the fund's life, without what is owed already (fen); none in an extension."""
    if fund.over:
        return 0.0
    terms, age = w.fund_terms[0], (w.clock[0].today - fund.born) / 365.0
    investing = max(0.0, terms.investment_years - age) if fund.investing else 0.0
    later = max(0.0, terms.term_years - max(terms.investment_years, age))
    committed, held = float(lines.committed(fund)), float(holdings.cost_held(w, fund))
    return valuation.fees_to_come(terms.fee_rate, committed, held, investing, later)


@law
def present_value(w: World, fund: Fund, company: Company) -> float:
    """What an insider of ``fund`` discounts a company's accounting value by; 1 once it is listed or lingers."""
    if company.listed != NEVER or company.state == LINGERING:
        return 1.0
    seen = signal(w, fund, company, max(company.stage, 0))
    return read(w.worth[company.stage].value, quality_seen(w, fund, seen))


@law
def distributable(w: World, fund: Fund) -> int:
    """Cash that would be distributed today."""
    return max(0, balance(w, fund.cash) - fund.fees_owed)
