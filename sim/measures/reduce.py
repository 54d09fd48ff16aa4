"""One replication boiled down to what estimates, tables and figures need; run in the worker that simulated it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.ledger.history import History
from sim.ledger.vocabulary import DISTRICT_CASH, GUARANTOR
from sim.measures import people, pipeline
from sim.measures.budget import (
    appropriations,
    idle_parts,
    idle_year_parts,
    month_days,
    peak_exposure,
    place_flows,
    purse_parts,
    remittances,
    series,
)
from sim.measures.city import city_values, counted, kept, payback_parts, payback_years, tax_flows, years_of
from sim.measures.credit import guarantor_parts, loan_parts, loan_values
from sim.measures.fiscal import fiscal_flows, fiscal_parts, fiscal_values, path_parts
from sim.measures.flows import (
    GROUPS,
    Books,
    Dated,
    contributions,
    distributions,
    net,
    read_books,
    with_nav,
)
from sim.measures.holders import held_by
from sim.measures.irr import present_value, xirr_and_ambiguity
from sim.measures.landing import causes_of, landing_of, landing_values
from sim.measures.leverage import leverage_parts, private_capital
from sim.measures.parties import party_flows
from sim.measures.positions import Positions, exit_medians, exit_parts, read_positions, tolerance_parts
from sim.measures.programmes import gazelles_by_year, grant_parts, programme_values
from sim.measures.rows import flow_rows, position_rows
from sim.measures.since import since_start
from sim.measures.treasury import back_year, cash_left, treasury_parts
from sim.scenario.scenario_schema import Scenario

FEN = 100
PUBLIC = ("public", "stage_equity", "co_investment")
RETURNS = (*PUBLIC, "private")
RATES = (*RETURNS, "treasury", "angels")


@dataclass(frozen=True, slots=True)
class Reduced:
    """What is kept of one replication. Money is in fen except in ``values``, which are in the catalogue's units.

    ``values`` each measure of this replication, None where it does not exist; ``parts`` numerator and denominator of
    each ratio. ``flows`` net (received less paid), ``contributions`` and ``distributions`` gross, as (days, fen) by
    group: public, its instruments, private (partners of sub-funds), and net also manager, angels, treasury
    (remitted less appropriated), fiscal (all support) and, where companies are counted, tax (the city's); ``navs`` by
    group, the treasury's with the cash of the guidance funds. ``months`` (M,) days of the monthly ``series`` (M,).
    ``waits`` ascending days of each (``sim.measures.pipeline.waits``). ``yearly`` what was counted on each programme
    day (``sim.measures.city.Years``).

    ``landing`` tells how far results came and what became of their companies (``sim.measures.landing``), empty where
    none can leave the city. ``causes`` counts results by why they are where they are (``causes_of`` there).
    """

    replication: int
    horizon: int
    digest: bytes
    values: Mapping[str, float | None]
    parts: Mapping[str, tuple[int, int]]
    flows: Mapping[str, Dated]
    contributions: Mapping[str, Dated]
    distributions: Mapping[str, Dated]
    navs: dict[str, int]
    months: NDArray[np.int64]
    series: Mapping[str, NDArray[np.int64]]
    positions: Positions
    waits: Mapping[str, NDArray[np.int64]]
    funnel: dict[str, int]
    counters: dict[str, int]
    position_rows: Mapping[str, NDArray[Any]]
    flow_rows: Mapping[str, NDArray[Any]]
    yearly: Mapping[str, NDArray[np.int64]]
    landing: dict[str, int]
    causes: dict[str, int]
    discount_rate: float


@dataclass(frozen=True, slots=True)
class _Money:
    """The dated flows that many measures share, each (days, fen): by group, by place, and with the treasury."""

    paid_in: dict[str, Dated]
    paid_out: dict[str, Dated]
    flows: dict[str, Dated]
    places: dict[str, Dated]
    given: Dated
    remitted: Dated


def reduce_history(history: History, scenario: Scenario) -> Reduced:
    """All measures of one replication and the ingredients of the pooled ones.

    Raises BadInput when the scenario's file of government yields is malformed, KeyError when it was not loaded.
    """
    digest, history = history.postings.digest(), since_start(history)
    books = read_books(history.postings, history.funds)
    money = _money(books, history)
    months = month_days(scenario.start, scenario.horizon_years * 12, history.horizon)
    navs = _navs(books, history)
    positions = read_positions(history.positions, history.horizon)
    waits = pipeline.waits(history.achievements, history.horizon)
    parts = _parts(books, money, positions, history)
    years, rate, flows = years_of(history), discount_rate(scenario), dict(money.flows)
    if counted(scenario):
        flows["tax"] = tax_flows(years)
    flows["fiscal"] = fiscal_flows(books, flows["public"])
    paid_back = payback_years(flows["fiscal"], flows["tax"], rate) if "tax" in flows else None
    parts |= payback_parts(flows, paid_back) | pipeline.bunching_parts(history, scenario)
    parts |= _held_parts(money, navs["treasury"], months, positions, scenario)
    values: dict[str, float | None] = {name: _ratio(*pair) for name, pair in parts.items()}
    values |= _rates(money.flows, navs, history.horizon)
    values |= _amounts(books, money, history.navs.get("public", 0))
    values |= _present_values(money.flows, navs, history.horizon, rate)
    values |= _party_values(books, history, rate)
    values |= people.values(history) | loan_values(history)
    values |= pipeline.pipeline_values(history.achievements, history.horizon, parts)
    values |= exit_medians(positions) | _wait_quantiles(waits)
    values |= city_values(history, scenario, years, rate) | programme_values(history, books, scenario)
    values |= {"city.kept_10y": kept(history, scenario), "city.tax_payback_years": paid_back}
    values |= fiscal_values(books, flows["fiscal"], history, scenario, rate, values["city.tax_pv"])
    more = fiscal_parts(books, history, parts["public.dpi"], values) | path_parts(scenario) | grant_parts(history)
    parts |= more
    values |= {name: _ratio(*pair) for name, pair in more.items()}
    found = landing_of(history, scenario)
    values |= landing_values(history, found) | {"treasury.back_year": back_year(money.flows["treasury"])}
    return Reduced(
        replication=history.replication,
        horizon=history.horizon,
        digest=digest,
        values=values,
        parts=parts,
        flows=flows,
        contributions={group: dated for group, dated in money.paid_in.items() if group != "manager"},
        distributions={group: dated for group, dated in money.paid_out.items() if group != "manager"},
        navs=navs,
        months=months,
        series=series(money.places, money.remitted, money.flows, months),
        positions=positions,
        waits=waits,
        funnel=people.funnel(history),
        counters=dict(history.counters),
        position_rows=position_rows(history, scenario.start),
        flow_rows=flow_rows(books, navs, history.replication, scenario.start, history.horizon),
        yearly=years.series() | {"gazelles": gazelles_by_year(history, scenario)} if counted(scenario) else {},
        landing=found,
        causes=causes_of(history),
        discount_rate=rate,
    )


def _navs(books: Books, history: History) -> dict[str, int]:
    """What is still held at the horizon, by group, in fen."""
    treasury = cash_left(books) + history.navs.get("public", 0)
    return dict(history.navs) | {"treasury": treasury, "angels": held_by(history.small_holdings, "angels")}


def _money(books: Books, history: History) -> _Money:
    """Sort the postings into dated flows."""
    paid_in: dict[str, Dated] = {group: contributions(books, group) for group in GROUPS}
    paid_out: dict[str, Dated] = {group: distributions(books, group) for group in GROUPS}
    given, remitted = appropriations(books), remittances(books)
    flows = {group: net(paid_in[group], paid_out[group]) for group in GROUPS} | {"treasury": net(given, remitted)}
    return _Money(paid_in, paid_out, flows, place_flows(history.levels), given, remitted)


def _parts(books: Books, money: _Money, positions: Positions, history: History) -> dict[str, tuple[int, int]]:
    """Numerator and denominator of every ratio."""
    subsidies = books.total(books.of_kind("subsidy"))
    return {
        **_return_parts(money.paid_in, money.paid_out, history.navs),
        **leverage_parts(books, history),
        **exit_parts(positions),
        **idle_parts(money.places, money.given, history.horizon),
        **purse_parts(books, money.places, money.paid_in, history.horizon),
        "budget.revolving": (_total(money.paid_in["public"]), _total(money.given)),
        "risk_subsidy.used_share": (books.total(books.of_kind("subsidy_draw")), subsidies),
        **pipeline.pipeline_parts(history.achievements, history.horizon),
        **people.company_parts(history.companies, history.horizon),
        **people.private_parts(history),
        **loan_parts(history),
        **guarantor_parts(history, books),
        **people.award_parts(history.companies),
        **people.fund_parts(history.funds, history.horizon),
        **people.applicant_parts(history.funds),
    }


def _held_parts(
    money: _Money, nav: int, months: NDArray[np.int64], positions: Positions, scenario: Scenario
) -> dict[str, tuple[int, int]]:
    """Parts of ratios of money that lies idle, of what the treasury has out (``nav`` in fen), of tolerated losses."""
    return {
        **idle_year_parts(money.places, months),
        **treasury_parts(money.given, money.remitted, nav, months),
        "fund.tolerance_breach": tolerance_parts(positions, scenario.law.tolerance.portfolio),
    }


def discount_rate(scenario: Scenario) -> float:
    """The 10-year government yield of the start year, or of the nearest year that the series has."""
    yields = _long_yields(scenario.data["government_yields"])
    year = min(yields, key=lambda known: (abs(known - scenario.start.year), known))
    return yields[year]


@lru_cache(maxsize=8)  # the same file for all replications
def _long_yields(text: str) -> dict[int, float]:
    """The 10-year yield by year."""
    from sim.scenario.series import government_yields

    return {year: yields[3] for year, yields in government_yields(text).items()}


def _ratio(numerator: int, denominator: int) -> float | None:
    return numerator / denominator if denominator else None


def _total(dated: Dated) -> int:
    return int(dated[1].sum())


def _return_parts(
    paid_in: dict[str, Dated], paid_out: dict[str, Dated], navs: dict[str, int]
) -> dict[str, tuple[int, int]]:
    """TVPI, DPI and RVPI over gross contributions, and whether public principal came back in cash, by instrument."""
    parts: dict[str, tuple[int, int]] = {}
    for group in RETURNS:
        given, back, held = _total(paid_in[group]), _total(paid_out[group]), navs.get(group, 0)
        parts |= {f"{group}.tvpi": (back + held, given), f"{group}.dpi": (back, given), f"{group}.rvpi": (held, given)}
    for group in PUBLIC:
        given = _total(paid_in[group])
        parts[f"{group}.principal_back"] = int(given > 0 and _total(paid_out[group]) >= given), int(given > 0)
    return parts


def _rates(flows: dict[str, Dated], navs: dict[str, int], horizon: int) -> dict[str, float | None]:
    """IRR of each group with its NAV as the last flow and of public cash alone, and how many are one of several."""
    held = {f"{group}.irr": with_nav(flows[group], navs.get(group, 0), horizon) for group in RATES}
    held["public.irr_realised"] = flows["public"]
    found = {name: xirr_and_ambiguity(*dated) for name, dated in held.items()}
    rates = {name: rate for name, (rate, _) in found.items()}
    return rates | {"irr.ambiguous": float(sum(ambiguous for _, ambiguous in found.values()))}


def _amounts(books: Books, money: _Money, nav: int) -> dict[str, float | None]:
    """Amounts in yuan."""
    paid_in, paid_out = _total(money.paid_in["public"]), _total(money.paid_out["public"])
    amounts = {
        "public.paid_in": paid_in,
        "public.distributed": paid_out,
        "public.net_result": paid_out + nav - paid_in,
        "district.paid_in": books.total(books.paid["public"] & books.credited(DISTRICT_CASH)),
        "district.distributed": books.total(books.received["public"] & books.debited(DISTRICT_CASH)),
        "budget.appropriated": _total(money.given),
        "budget.remitted": _total(money.remitted),
        "budget.peak_exposure": peak_exposure(money.flows["public"]),
        "treasury.peak_cash_out": peak_exposure(money.flows["treasury"]),
        "concession.paid": books.total(books.of_kind("concession")),
        "risk_subsidy.paid": books.total(books.of_kind("subsidy")),
        "risk_subsidy.used": books.total(books.of_kind("subsidy_draw")),
        "loss_compensation.paid": books.total(books.of_kind("compensation") & books.credited("guidance_fund.")),
        "angels.invested": _total(money.paid_in["angels"]),
        "guarantee_grant.paid": books.total(books.of_kind("grant")),
        "guarantee_grant.reclaimed": books.total(books.of_kind("grant_clawback")),
        "guarantor.capital_left": books.held(GUARANTOR),
        "loss_guarantee.paid": books.total(books.of_kind("guarantee")),
        **{f"market.private_capital{part}": fen for part, fen in private_capital(books).items()},
    }
    return {name: fen / FEN for name, fen in amounts.items()}


def _present_values(
    flows: dict[str, Dated], navs: dict[str, int], horizon: int, rate: float
) -> dict[str, float | None]:
    """Net public cost, in all and by instrument, and managers' income in yuan of the first day."""
    held = {group: with_nav(flows[group], navs.get(group, 0), horizon) for group in PUBLIC}
    values: dict[str, float | None] = {
        f"{group}.net_cost_pv": -present_value(*dated, rate) / FEN for group, dated in held.items()
    }
    return values | {"manager.income_pv": present_value(*flows["manager"], rate) / FEN}


def _party_values(books: Books, history: History, rate: float) -> dict[str, float | None]:
    """Net receipts of each party in yuan of the first day."""
    flows = party_flows(books, history)
    return {f"party.{party}": present_value(*dated, rate) / FEN for party, dated in flows.items()}


def _wait_quantiles(waits: dict[str, NDArray[np.int64]]) -> dict[str, float | None]:
    """Quantiles in months of the waiting times."""
    return {
        name: lowest_quantile(waits[kind], share) / pipeline.MONTH if waits[kind].size else None
        for name, (kind, share) in pipeline.WAIT_QUANTILES.items()
    }


def lowest_quantile(ascending: NDArray[np.int64], share: float) -> float:
    """Smallest value that at least ``share`` of a sorted, non-empty sample does not exceed."""
    return float(ascending[max(0, int(np.ceil(share * ascending.size - 1e-9)) - 1)])
