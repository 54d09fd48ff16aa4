"""What a fund gets for a company at its own end: from secondary buyers, on the board, or from the founders."""

from sim.clauses import buy_back
from sim.clauses.exit_price import term_sale
from sim.engine import chance, codes, seeing
from sim.engine.calendar import draw
from sim.engine.codes import NEVER
from sim.engine.kinds.firms import Company, Holding
from sim.engine.law_of_day import law_today
from sim.engine.rows import law
from sim.engine.state import World


@law
def best(w: World, holding: Holding) -> tuple[int, int, int]:
    """The most that a fund gets: price (fen), kind of posting, route."""
    company = w.companies[holding.company]
    value, offer = seeing.value_of(w, holding), founders_offer(w, company, holding)
    if buy_back.takes(offer, term_sale(value, market(w, company))):
        return int(offer + 0.5), codes.BUY_BACK_PRICE, codes.BY_BUY_BACK
    return to_buyers(w, company, value)


@law
def to_buyers(w: World, company: Company, value: float) -> tuple[int, int, int]:
    """What shares of such a NAV bring in the market at a fund's end: price (fen), kind of posting, route."""
    price = int(term_sale(value, market(w, company)) + 0.5)
    if on_board(company):
        return price, codes.OTC_SALE, codes.BY_OTC
    return price, codes.SECONDARY_SALE, codes.BY_SECONDARY


@law
def market(w: World, company: Company) -> float:
    """Price over NAV there."""
    return w.otc[law_today(w)].discount if on_board(company) else w.fund_terms[0].sale_discount


@law
def on_board(company: Company) -> int:
    """Whether its shares are traded on the board; no longer once it is listed."""
    return int(company.otc != NEVER and company.listed == NEVER)


@law
def founders_offer(w: World, company: Company, holding: Holding) -> float:
    """What founders pay of their claim (fen): the same part to every fund, nothing for a listed company."""
    terms = w.buy_back[0]
    if not terms.enabled or company.listed != NEVER:
        return 0.0
    u, v = draw(w, chance.BUY_BACK, company.slot, 0), draw(w, chance.BUY_BACK, company.slot, 1)
    claim = buy_back.claim(holding.cost, holding.fen_days, w.clock[0].today, terms.rate)
    return claim * buy_back.part_paid(u, v, terms.in_full, terms.nothing)
