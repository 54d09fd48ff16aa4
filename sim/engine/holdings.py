"""Shares of a company in a fund's hands: found, entered in the lists of both, and taken out of them."""

from sim.engine.base import take_place
from sim.engine.codes import NEVER, NOBODY
from sim.engine.kinds.firms import Company, Fund, Holding
from sim.engine.rows import add, law
from sim.engine.state import World


@law
def holding_of(w: World, company: Company, fund: Fund) -> int:
    """The fund's shares of a company it holds, NOBODY where it holds none."""
    h = company.first_holding
    while h != NOBODY and w.holdings[h].fund != fund.id:
        h = w.holdings[h].next_of_company
    return h


@law
def new_holding(w: World, fund: Fund, company: Company, ticket: int) -> int:
    """The first shares of a company: linked to it in the order of funds, to the fund in the order of companies."""
    holding = add(w.holdings)
    holding.fund = fund.id
    holding.company = company.id
    holding.first_day = w.clock[0].today
    holding.first_ticket = ticket
    holding.order = take_place(w)
    holding.first_deal = NOBODY
    holding.last_deal = NOBODY
    holding.exit_day = NEVER
    link_to_company(w, company, holding)
    link_to_fund(w, fund, holding)
    return holding.id


@law
def link_to_company(w: World, company: Company, holding: Holding) -> None:
    """By the slot of the fund."""
    slot, h, ahead = w.funds[holding.fund].slot, company.first_holding, NOBODY
    while h != NOBODY and w.funds[w.holdings[h].fund].slot < slot:
        ahead = h
        h = w.holdings[h].next_of_company
    holding.next_of_company = h
    if ahead == NOBODY:
        company.first_holding = holding.id
    else:
        w.holdings[ahead].next_of_company = holding.id


@law
def link_to_fund(w: World, fund: Fund, holding: Holding) -> None:
    """By the slot of the company."""
    slot, h, ahead = w.companies[holding.company].slot, fund.first_holding, NOBODY
    while h != NOBODY and w.companies[w.holdings[h].company].slot < slot:
        ahead = h
        h = w.holdings[h].next_of_fund
    holding.next_of_fund = h
    if ahead == NOBODY:
        fund.first_holding = holding.id
    else:
        w.holdings[ahead].next_of_fund = holding.id


@law
def unlink(w: World, holding: Holding) -> None:
    """The shares are gone; the row stays as a record."""
    company, fund = w.companies[holding.company], w.funds[holding.fund]
    if company.first_holding == holding.id:
        company.first_holding = holding.next_of_company
    else:
        other = w.holdings[company.first_holding]
        while other.next_of_company != holding.id:
            other = w.holdings[other.next_of_company]
        other.next_of_company = holding.next_of_company
    if fund.first_holding == holding.id:
        fund.first_holding = holding.next_of_fund
    else:
        other = w.holdings[fund.first_holding]
        while other.next_of_fund != holding.id:
            other = w.holdings[other.next_of_fund]
        other.next_of_fund = holding.next_of_fund


@law
def cost_held(w: World, fund: Fund) -> int:
    """Cost of the companies still held."""
    total, h = 0, fund.first_holding
    while h != NOBODY:
        total += w.holdings[h].cost
        h = w.holdings[h].next_of_fund
    return total
