"""What all support costs the city: guidance funds, programmes, and what articles run (K33).

``treasury.*``, ``public.*`` and ``budget.*`` are of the guidance funds alone. ``fiscal.*`` adds what programmes pay
from their purses less what comes back to them, and what the treasury pays for what articles run; before city taxes and
after them.
"""

from typing import Final

import numpy as np

from sim.ledger.history import NEVER, History
from sim.ledger.records import column
from sim.ledger.vocabulary import GUARANTOR, MEMO, PROGRAMME_MONEY, TREASURIES, programme_cash
from sim.measures.budget import Parts
from sim.measures.flows import Books, Dated, Mask, add, net, with_nav
from sim.measures.irr import present_value
from sim.scenario.appropriation_schema import LEGS, PROGRAMME_LINES
from sim.scenario.programme_money import keeps_up, within_ceiling
from sim.scenario.scenario_schema import Scenario

FEN = 100
GROWTH = 2  # stage of the round that counts as success
ORDERS = "procurement"  # whose goods the city uses
NAV: Final = "direct_equity"  # what programmes hold in companies
CAPITAL = "guarantee_capital"  # what is left of it is the guarantor's cash
Values = dict[str, float | None]


def programme_flows(books: Books, prefix: str = PROGRAMME_MONEY) -> tuple[Dated, Dated]:
    """What purses of programmes paid, and what came back to them, by day; what the treasury gave and got is neither."""
    real = ~(_between(books, TREASURIES) | _memo(books))
    return books.dated(real & books.credited(prefix)), books.dated(real & books.debited(prefix))


def fiscal_flows(books: Books, public: Dated) -> Dated:
    """Received less paid by day: ``public`` flows of guidance funds, programmes, running costs; no taxes."""
    costs = books.dated(books.of_kind("running_cost"))
    return net(costs, add(public, net(*programme_flows(books))))


def fiscal_values(
    books: Books, flows: Dated, history: History, scenario: Scenario, rate: float, tax: float | None
) -> Values:
    """``fiscal.net_cost_*`` and ``fiscal.cost.*`` in yuan of the first day, ``programme.*.paid`` in yuan.

    ``flows`` are those of ``fiscal_flows``, ``tax`` the present value of the city's taxes, None where nobody counts
    them. What guidance funds and programmes hold counts at its value; so does what the guarantor has left, whose
    capital is the city's, in the line of that capital; and so do goods that the city has ordered, at their use value,
    in the line of procurement.
    """
    held = {NAV: history.navs.get(NAV, 0), CAPITAL: books.held(GUARANTOR)}
    orders = books.of_kind("order")
    used = present_value(*books.dated(orders), rate) * scenario.law.procurement.use_value / FEN
    cost = _cost(flows, history.navs.get("public", 0) + sum(held.values()), history, rate) - used
    found: Values = {"fiscal.net_cost_pv": cost, "fiscal.net_cost_after_tax_pv": None if tax is None else cost - tax}
    for line in PROGRAMME_LINES:
        paid, back = programme_flows(books, programme_cash(line))
        found[f"programme.{line}.paid"] = int(paid[1].sum()) / FEN
        own = _cost(net(paid, back), held.get(line, 0), history, rate)
        found[f"fiscal.cost.{line}"] = own - (used if line == ORDERS else 0.0)
    return found


def _cost(flows: Dated, held: int, history: History, rate: float) -> float:
    """What flows (received less paid) cost in yuan of the first day, with fen still held at the horizon."""
    return 0.0 - present_value(*with_nav(flows, held, history.horizon), rate) / FEN


def fiscal_parts(books: Books, history: History, public: tuple[int, int], values: Values) -> Parts:
    """``fiscal.{recovered, per_conversion, per_success}``, these for each leg too, and what direct equity used again.

    Costs in whole yuan; ``public`` is what came back to guidance funds and what they paid, in fen.
    """
    paid, back = programme_flows(books)
    given = public[1] + int(paid[1].sum()) + books.total(books.of_kind("running_cost"))
    parts: Parts = {"fiscal.recovered": (public[0] + int(back[1].sum()), given)}
    over = {"conversion": int(values["pipeline.converted"] or 0), "success": successes(history)}
    costs = {"": "fiscal.net_cost_pv"} | {f".{leg}": f"fiscal.cost.{leg}" for leg in LEGS}
    for suffix, cost in costs.items():
        parts |= {f"fiscal.per_{one}{suffix}": (round(values[cost] or 0.0), number) for one, number in over.items()}
    bought, _ = programme_flows(books, programme_cash(NAV))
    given = books.total(books.of_kind("programme_appropriation") & books.debited(programme_cash(NAV)))
    return parts | {f"programme.{NAV}.revolving": (int(bought[1].sum()), given)}


def successes(history: History) -> int:
    """Companies that closed a growth round, or were listed, or sold at the price of their first round or above."""
    rounds = history.rounds
    grown = column(rounds, "company")[column(rounds, "stage") >= GROWTH]
    slots = column(history.companies, "slot")
    listed = column(history.companies, "listed") != NEVER
    gained = column(history.companies, "gained", np.bool_)
    return int(np.count_nonzero(np.isin(slots, grown) | listed | gained))


def path_parts(scenario: Scenario) -> Parts:
    """``budget.floor_kept`` and ``budget.feasible`` of the yearly money that the rule book gives."""
    kept, asked = keeps_up(scenario.spans, scenario.start, scenario.policy.appropriation.revenue_growth)
    ruled = scenario.policy.appropriation.floor_rule != "none"
    feasible = ruled and within_ceiling(scenario.spans, scenario.start)
    return {"budget.floor_kept": (kept, asked), "budget.feasible": (int(feasible), int(ruled))}


def _between(books: Books, prefix: tuple[str, ...]) -> Mask:
    return books.debited(prefix) | books.credited(prefix)


def _memo(books: Books) -> Mask:
    memo = np.array([name in MEMO for name in books.postings.accounts], dtype=np.bool_)
    return np.asarray(memo[books.debit] | memo[books.credit])
