"""What measures count of a world that was there before the start: what begins on day 0 or after, and public money.

An achievement counts that is completed, a company that is founded, a fund that is marketed on day 0 or after. Of the
ledger count the postings about them, all on the accounts of such a fund, and all of public money and of the guarantor,
whose capital is the city's; of the taxes those of such companies.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.ledger.history import History
from sim.ledger.postings import Postings
from sim.ledger.records import column, taken
from sim.ledger.vocabulary import (
    GUARANTOR,
    INSURER,
    MEMO,
    PROGRAMME_MONEY,
    PUBLIC_MONEY,
    TREASURIES,
    company_name,
)
from sim.measures.city import Years, years_of

Mask = NDArray[np.bool_]
# Accounts on which everything counts, beside those of public money by their beginnings.
WHOLE = MEMO.union(TREASURIES, (GUARANTOR, INSURER))
PUBLIC_HOLDER = "guidance_fund"


def since_start(history: History) -> History:
    """The history as measures count it; itself where the world begins with day 0. Its levels are public money's."""
    if history.begins >= 0:
        return history
    funds = taken(history.funds, column(history.funds, "marketed") >= 0)
    companies = taken(history.companies, column(history.companies, "founded") >= 0)
    names, slots = column(funds, "name", object).tolist(), column(companies, "slot").tolist()
    early = set(column(history.funds, "name", object).tolist()) - set(names)
    early |= {company_name(slot) for slot in set(column(history.companies, "slot").tolist()) - set(slots)}
    held = history.positions
    ours = np.isin(column(held, "fund", object), names) | (column(held, "holder", object) == PUBLIC_HOLDER)
    found = replace(
        history,
        postings=postings_since(history.postings, early, set(names)),
        achievements=taken(history.achievements, column(history.achievements, "completed") >= 0),
        companies=companies,
        operated=taken(history.operated, np.isin(column(history.operated, "company"), slots)),
        loans=taken(history.loans, np.isin(column(history.loans, "company"), slots)),
        rounds=taken(history.rounds, np.isin(column(history.rounds, "company"), slots)),
        funds=funds,
        positions=taken(held, ours),
        small_holdings=taken(history.small_holdings, np.isin(column(history.small_holdings, "company"), slots)),
        attempts=taken(history.attempts, np.isin(column(history.attempts, "fund", object), names)),
    )
    return replace(found, postings=with_taxes(found.postings, years_of(found)))


def with_taxes(postings: Postings, years: Years) -> Postings:
    """The postings with the taxes of each year as ``years`` counts them; one posting holds those of all companies."""
    if "tax" not in postings.kinds:
        return postings
    rows, due = postings.rows.copy(), dict(zip(years.days.tolist(), years.tax.tolist(), strict=True))
    tax = rows["kind"] == postings.kinds.index("tax")
    rows["fen"][tax] = [due.get(day, 0) for day in rows["day"][tax].tolist()]
    return replace(postings, rows=rows[~tax | (rows["fen"] > 0)])


def postings_since(postings: Postings, early: set[str], funds: set[str]) -> Postings:
    """The postings without those about ``early`` names that touch no account on which all counts."""
    owned = np.array([_counts(name, funds) for name in postings.accounts], dtype=np.bool_)
    before = np.array([name in early for name in postings.entities], dtype=np.bool_)
    rows = postings.rows
    kept = ~before[rows["entity"]] | owned[rows["debit"]] | owned[rows["credit"]]
    return replace(postings, rows=rows[kept])


def _counts(account: str, funds: set[str]) -> bool:
    """Whether all that moves on an account counts."""
    public = account.startswith((*PUBLIC_MONEY, PROGRAMME_MONEY))
    return public or account in WHOLE or account.partition(":")[0] in funds
