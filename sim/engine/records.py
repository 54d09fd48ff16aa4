"""From a world to the history that measures read: postings by name, and a record a row."""

import dataclasses
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.clauses.disposal import BUREAU
from sim.engine import codes
from sim.engine.codes import DIRECT
from sim.engine.rows import fields
from sim.ledger import vocabulary as v
from sim.ledger.history import (
    Achievement,
    Attempt,
    Company,
    Fund,
    History,
    Level,
    Loan,
    Operated,
    Position,
    Round,
    SmallHolding,
    Support,
)
from sim.ledger.postings import RECORD, Postings
from sim.ledger.records import Records, Words
from sim.scenario.appropriation_schema import PROGRAMME_LINES
from sim.scenario.economy_schema import PARTNER_CLASSES, PRIVATE_FIRM

PUBLIC_HOLDER = "guidance_fund"
PROGRAMMES = "programmes"  # who hold direct equity
OUTSIDERS = "outside"  # who led a round that no fund led
ANGELS = "angels"  # who did where nobody else paid
ALWAYS_COUNTED = ("listing_waits", "listing_wait_days")
DENSE = 1 << 23  # numbers up to which a table of all is made; most of it is never touched
NAMES = 1 << 16  # names that are kept: replications have most of them in common
Columns = NDArray[np.void]
# The tables that make up a history.
KEPT = (
    "clock", "accounts", "postings", "counts", "achievements", "companies", "rounds", "managers", "funds", "holdings",
    "attempts", "moves", "stakes", "co_stakes", "small_holdings", "operated", "programme_days", "loans", "supports",
)  # fmt: skip


def fund_name(slot: int) -> str:
    """A fund by the slot of its manager and its number."""
    return v.fund_name(slot // codes.FUND_SLOTS, slot % codes.FUND_SLOTS)


ACCOUNT_NAMES: dict[int, Callable[[int], str]] = {
    codes.OUTSIDE_CASH: lambda _: v.OUTSIDE,
    codes.BUYERS_CASH: lambda _: v.BUYERS,
    codes.PARTNERS_CASH: lambda kind: v.partners_cash(PARTNER_CLASSES[kind]),
    codes.MANAGER_CASH: v.manager_cash,
    codes.FUND_CASH: lambda slot: v.fund_cash(fund_name(slot)),
    codes.FUND_RESERVE: lambda slot: v.fund_reserve(fund_name(slot)),
    codes.COMPANY_CASH: v.company_cash,
    codes.GUIDANCE_CASH: lambda line: v.guidance_cash(v.GUIDANCE_LINES[line]),
    codes.TREASURY_CASH: lambda _: v.TREASURY,
    codes.COMMITMENTS: lambda _: v.COMMITMENTS,
    codes.COMMITTED: lambda _: v.COMMITTED,
    codes.STAKES: lambda _: v.STAKES,
    codes.STAKES_CONTRA: lambda _: v.STAKES_CONTRA,
    codes.FOUNDERS_CASH: lambda _: v.FOUNDERS,
    codes.INVENTORS_CASH: lambda _: v.INVENTORS,
    codes.MANAGER_RESERVE: lambda slot: v.manager_reserve(slot // codes.FUND_SLOTS, fund_name(slot)),
    codes.ANGELS_CASH: lambda _: v.ANGELS,
    codes.INCUBATORS_CASH: lambda _: v.INCUBATORS,
    codes.AGENTS_CASH: lambda _: v.AGENTS,
    codes.DISTRICT_CASH: lambda _: v.DISTRICT_CASH,
    codes.DISTRICT_TREASURY: lambda _: v.DISTRICT_TREASURY,
    codes.DISTRICT_COMMITMENTS: lambda _: v.DISTRICT_COMMITMENTS,
    codes.DISTRICT_COMMITTED: lambda _: v.DISTRICT_COMMITTED,
    codes.BANK_CASH: lambda _: v.BANK,
    codes.BANK_LOANS: lambda _: v.LOANS,
    codes.BANK_LENT: lambda _: v.LENT,
    codes.GUARANTOR_CASH: lambda _: v.GUARANTOR,
    codes.INSURER_CASH: lambda _: v.INSURER,
    codes.GUARANTOR_COVERED: lambda _: v.COVERED,
    codes.GUARANTOR_COVER: lambda _: v.COVER,
    codes.PROGRAMME_CASH: lambda line: v.programme_cash(PROGRAMME_LINES[line]),
    codes.PROMISED: lambda _: v.PROMISED,
    codes.PROMISES: lambda _: v.PROMISES,
    codes.INSTITUTIONS_CASH: lambda _: v.INSTITUTIONS,
}


@lru_cache(NAMES)
def account_name(what: int, who: int) -> str:
    """An account by what it holds and for whom."""
    return ACCOUNT_NAMES[what](who)


@lru_cache(NAMES)
def whom(code: int) -> str:
    """The entity of a posting by name."""
    party, slot = code - code % codes.PARTY, code % codes.PARTY
    if party in (codes.ABOUT_GUIDANCE, codes.ABOUT_DISTRICT):
        return "guidance fund" if party == codes.ABOUT_GUIDANCE else "district guidance fund"
    if party in (codes.ABOUT_CITY, codes.ABOUT_GUARANTOR):
        return "city" if party == codes.ABOUT_CITY else "guarantor"
    if party == codes.ABOUT_PROGRAMME:
        return v.programme_name(PROGRAMME_LINES[slot])
    if party == codes.ABOUT_ARTICLE:
        return v.article_name(slot)
    return fund_name(slot) if party == codes.ABOUT_FUND else v.company_name(slot)


def postings_of(rows: Columns, accounts: Columns) -> Postings:
    """The postings with sorted tables of the names that occur; rows and accounts by field (``engine.state``)."""
    out = np.empty(len(rows), dtype=RECORD)
    out["day"], out["fen"] = rows["day"], rows["fen"]
    debit, credit = rows["debit"].copy(), rows["credit"].copy()
    what, who = accounts["what"].tolist(), accounts["who"].tolist()
    table, places = _named(np.concatenate([debit, credit]), lambda number: account_name(what[number], who[number]))
    out["debit"], out["credit"] = places[: len(rows)], places[len(rows) :]
    kinds, out["kind"] = _named(rows["kind"].copy(), codes.KINDS.__getitem__)
    party, slot = np.divmod(rows["whom"], codes.PARTY)
    width = int(slot.max(initial=0)) + 1  # parties close together, so that no number is large
    entities, out["entity"] = _named(
        party * width + slot, lambda number: whom(number // width * codes.PARTY + number % width)
    )
    clauses, out["clause"] = _named(rows["clause"].copy(), codes.CLAUSES.__getitem__)
    return Postings(out, table, kinds, entities, clauses)


def _named(numbers: NDArray[np.int64], name: Callable[[int], str]) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """The sorted names of the numbers that occur, and the place in them of each (N,)."""
    known, place = _dense(numbers)
    names = [name(number) for number in known.tolist()]
    table = tuple(sorted(set(names)))
    rank = {word: number for number, word in enumerate(table)}
    return table, np.array([rank[word] for word in names], dtype=np.int32)[place]


def _dense(numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The numbers (none negative) that occur, ascending, and the place of each in them (N,); sorted only if large."""
    size = int(numbers.max(initial=-1)) + 1
    if size > DENSE:
        known, place = np.unique(numbers, return_inverse=True)
        return known, place
    used = np.zeros(size, dtype=np.bool_)
    used[numbers] = True
    known = np.flatnonzero(used)
    place = np.empty(size, dtype=np.int64)
    place[known] = np.arange(len(known))
    return known, place[numbers]


def columns_of(table: Any, kind: type) -> Columns:
    """Rows of the reference as the record array that the compiled engine would have made."""
    shapes = [
        (name, "f8" if of is float else "i8", *([(size,)] if size else [])) for name, (of, size) in fields(kind).items()
    ]
    columns = np.empty(len(table), dtype=shapes)
    # All whole numbers of a row together, since rows lie far apart in memory.
    whole = [name for name, (of, size) in fields(kind).items() if of is int and not size]
    numbers = chain.from_iterable(map(attrgetter(*whole), table))
    found = np.fromiter(numbers, np.int64, len(whole) * len(table))
    for place, name in enumerate(whole):
        columns[name] = found[place :: len(whole)]
    for name in fields(kind).keys() - whole if len(table) else ():
        columns[name] = list(map(attrgetter(name), table))
    return columns


def history_of(tables: Mapping[str, Columns], replication: int) -> History:
    """The history of a world at its horizon; ``tables`` those of ``KEPT``, rows as record arrays (``engine.state``)."""
    names = [fund_name(slot) for slot in tables["funds"]["slot"].tolist()]
    return History(
        replication=replication,
        horizon=int(tables["clock"]["horizon"][0]),
        postings=postings_of(tables["postings"], tables["accounts"]),
        achievements=_achievements(tables["achievements"]),
        companies=_companies(tables["companies"]),
        rounds=_rounds(tables, names),
        funds=_funds(tables, names),
        attempts=_attempts(tables["attempts"], names),
        operated=_operated(tables),
        programme_days=tables["programme_days"]["day"].tolist(),
        loans=_loans(tables),
        supports=_supports(tables),
        positions=_positions(tables, names),
        small_holdings=_small_holdings(tables),
        levels=_levels(tables["moves"]),
        counters=_counters(tables),
        navs=_navs(tables),
        begins=int(tables["clock"]["begins"][0]),
    )


def _columns(kind: type, table: Columns) -> dict[str, NDArray[Any] | Words]:
    """Copies of the columns that have the names of the fields of ``kind``; the table's memory is used again."""
    known = table.dtype.names or ()
    return {one.name: table[one.name].copy() for one in dataclasses.fields(kind) if one.name in known}


def _achievements(table: Columns) -> Records[Achievement]:
    columns = _columns(Achievement, table) | {
        "appraised_fen": table["appraised"].copy(),
        "declared_fen": table["declared"].copy(),
        "needs_approval": table["decider"] == BUREAU,
        "local": table["local"] != 0,
        "cause": Words(codes.CAUSES, table["cause"].copy()),
    }
    return Records(Achievement, columns)


def _companies(table: Columns) -> Records[Company]:
    found = _columns(Company, table)
    founded_here = (table["local"] != 0) | (table["left"] != codes.NEVER)
    flags = {"local": founded_here, "gained": table["gained"] != 0}
    return Records(Company, found | flags | {"end": Words(codes.ENDS, table["end"].copy())})


def _operated(tables: Mapping[str, Columns]) -> Records[Operated]:
    table = tables["operated"]
    slots = tables["companies"]["slot"][table["company"]]
    columns = {"company": slots, "sales_fen": table["sales"].copy(), "local": table["local"] != 0}
    return Records(Operated, _columns(Operated, table) | columns)


def _loans(tables: Mapping[str, Columns]) -> Records[Loan]:
    table = tables["loans"]
    owners = tables["achievements"]["owner"][tables["companies"]["achievement"]]
    amounts = ("principal", "interest", "covered", "paid", "cover_paid", "sold", "lost", "supported")
    return Records(
        Loan,
        _columns(Loan, table)
        | {f"{name}_fen": table[name].copy() for name in amounts}
        | {
            "company": tables["companies"]["slot"][table["company"]],
            "private": owners[table["company"]] == PRIVATE_FIRM,
            "coverer": Words(codes.COVERERS, table["coverer"] - codes.NOBODY),
            "pledged": table["pledged"] > 0,
            "end": Words(codes.LOAN_ENDS, table["end"].copy()),
        },
    )


def _supports(tables: Mapping[str, Columns]) -> Records[Support]:
    table = tables["supports"]
    amounts = {f"{name}_fen": table[name].copy() for name in ("awarded", "paid", "back")}
    columns: dict[str, NDArray[Any] | Words] = {
        "company": tables["companies"]["slot"][table["company"]],
        "line": Words(PROGRAMME_LINES, table["line"].copy()),
        "state": Words(codes.PROJECTS, table["state"].copy()),
    }
    return Records(Support, {"day": table["day"].copy()} | amounts | columns)


def _small_holdings(tables: Mapping[str, Columns]) -> Records[SmallHolding]:
    table = tables["small_holdings"]
    columns = {f"{name}_fen": table[name].copy() for name in ("cost", "proceeds", "nav")}
    return Records(
        SmallHolding,
        _columns(SmallHolding, table)
        | columns
        | {
            "holder": Words(codes.SMALL_HOLDERS, table["kind"].copy()),
            "company": tables["companies"]["slot"][table["company"]],
        },
    )


def _rounds(tables: Mapping[str, Columns], funds: list[str]) -> Records[Round]:
    table = tables["rounds"]
    alone = (table["angels"] > 0) & (table["outside"] == 0)
    lead = np.where(table["lead"] == codes.NOBODY, len(funds) + alone, table["lead"])
    return Records(
        Round,
        {
            "company": tables["companies"]["slot"][table["company"]],
            "stage": table["stage"].copy(),
            "day": table["day"].copy(),
            "size_fen": table["size"].copy(),
            "raised_fen": table["raised"].copy(),
            "pre_money_fen": table["pre_money"].copy(),
            "lead": Words((*funds, OUTSIDERS, ANGELS), lead),
            "funds_fen": table["funds_fen"].copy(),
            "co_investment_fen": table["co_investment"].copy(),
            "angels_fen": table["angels"].copy(),
            "direct_fen": table["direct"].copy(),
            "outside_fen": table["outside"].copy(),
            "cut": table["cut"] != 0,
            "advance_chance": table["advance_chance"].copy(),
            "runway": table["runway"].copy(),
        },
    )


def _funds(tables: Mapping[str, Columns], names: list[str]) -> Records[Fund]:
    table = tables["funds"]
    up, public = table["set_up"] != codes.NEVER, table["public_at_close"]
    return Records(
        Fund,
        _columns(Fund, table)
        | {
            "name": Words(names, np.arange(len(names))),
            "target_fen": table["target"].copy(),
            "state": Words(codes.FUND_STATES, table["state"].copy()),
            "private_fen": np.where(up, table["size_at_close"] - public - table["own_at_close"], 0),
            "public_fen": public.copy(),
            "manager_fen": np.where(up, table["own_at_close"], 0),
            "skill": tables["managers"]["skill"][table["manager"]],
            "district_fen": np.where(up, table["district_fen"], 0),
            "duty_kept": table["duty_kept"] != 0,
        },
    )


def _attempts(table: Columns, funds: list[str]) -> Records[Attempt]:
    return Records(
        Attempt,
        {
            "fund": Words(funds, table["fund"].copy()),
            "attempt": table["attempt"].copy(),
            "day": table["day"].copy(),
            "sought_fen": table["sought"].copy(),
            "private_fen": table["private"].copy(),
        },
    )


def _levels(table: Columns) -> Records[Level]:
    return Records(Level, _columns(Level, table) | {"place": Words(codes.PLACES, table["place"].copy())})


INSTRUMENTS = ("fund_holding", "stage_equity", "co_investment", "direct_equity")
# The columns of a table of holdings that a position takes, by its fields; where one is missing, the value instead.
POSITION = {
    "first_day": "first_day", "deadline": "deadline", "exit_day": "exit_day", "cost_fen": "cost",
    "proceeds_fen": "proceeds", "paid_away_fen": "paid_away", "nav_fen": "nav", "route": "route", "order": "order",
}  # fmt: skip
MISSING = {"deadline": codes.NEVER, "paid_away_fen": 0}
PUT = {"first_day": "put_day"} | {
    field: f"put_{name}" for field, name in POSITION.items() if field not in ("first_day", *MISSING)
}


def _positions(tables: Mapping[str, Columns], funds: list[str]) -> Records[Position]:
    """All positions in the order in which they were opened."""
    slots, stakes = tables["companies"]["slot"], tables["stakes"]
    holdings, co_stakes = tables["holdings"], tables["co_stakes"]
    bought = stakes[stakes["put_day"] != codes.NEVER]
    direct = co_stakes["scheme"] == DIRECT
    led = np.where(co_stakes["lead"] == codes.NOBODY, len(funds) + 2, co_stakes["lead"])
    outside = len(funds)  # the place of the guidance fund among the holders
    pieces = [
        _held(0, holdings["fund"], holdings["fund"], slots[holdings["company"]], holdings, POSITION),
        _held(1, outside, stakes["fund"], -1, stakes, POSITION),
        _held(1, outside, bought["fund"], -1, bought, PUT) | {"by_put": np.ones(len(bought), dtype=np.bool_)},
        _held(np.where(direct, 3, 2), outside + direct, led, slots[co_stakes["company"]], co_stakes, POSITION),
    ]
    found = {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}
    order = np.argsort(found.pop("order"), kind="stable")
    columns: dict[str, NDArray[Any] | Words] = {name: values[order] for name, values in found.items()}
    holders = (*funds, PUBLIC_HOLDER, PROGRAMMES, OUTSIDERS)
    words = {"instrument": INSTRUMENTS, "holder": holders, "fund": holders, "route": codes.ROUTES}
    return Records(Position, columns | {name: Words(names, found[name][order]) for name, names in words.items()})


def _held(instrument: Any, holder: Any, fund: Any, company: Any, table: Columns, taken: dict[str, str]) -> Any:
    """Positions of one table by field, words as numbers; ``taken`` names the columns."""
    found = {field: np.full(len(table), value) for field, value in MISSING.items()}
    found |= {field: table[name] for field, name in taken.items() if name in (table.dtype.names or ())}
    for field, value in (("instrument", instrument), ("holder", holder), ("fund", fund), ("company", company)):
        found[field] = np.broadcast_to(value, len(table))
    optioned = "bought" in (table.dtype.names or ()) and taken is POSITION
    found["optioned"] = table["bought"] > 0.0 if optioned else np.zeros(len(table), dtype=np.bool_)
    found["by_put"] = np.zeros(len(table), dtype=np.bool_)
    return found


def _counters(tables: Mapping[str, Columns]) -> dict[str, int]:
    counts = dict(zip(codes.COUNTS, tables["counts"]["value"].tolist(), strict=True))
    kept = {name: value for name, value in counts.items() if value or name in ALWAYS_COUNTED}
    return kept | {"kernel_events": int(tables["clock"]["events"][0])}


def _navs(tables: Mapping[str, Columns]) -> dict[str, int]:
    stakes = tables["stakes"]
    equity = int(stakes["nav"].sum() + stakes["put_nav"].sum())
    shares, direct = tables["co_stakes"]["nav"], tables["co_stakes"]["scheme"] == DIRECT
    co_investment = int(shares[~direct].sum())
    return {
        "stage_equity": equity,
        "co_investment": co_investment,
        "direct_equity": int(shares[direct].sum()),
        "private": int(tables["funds"]["private_nav"].sum()),
        "public": equity + co_investment,
    }
