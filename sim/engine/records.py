"""From a world to the history that measures read: postings by name, and a record a row."""

import dataclasses
from collections.abc import Callable, Mapping
from itertools import chain
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engine import codes
from sim.engine.rows import fields
from sim.ledger import vocabulary as v
from sim.ledger.history import Achievement, Company, Fund, History, Level, Position, Round
from sim.ledger.postings import RECORD, Postings
from sim.scenario.economy_schema import PARTNER_CLASSES

PUBLIC_HOLDER = "guidance_fund"
ALWAYS_COUNTED = ("listing_waits", "listing_wait_days")
Columns = NDArray[np.void]
# The tables that make up a history.
KEPT = (
    "clock", "accounts", "postings", "counts", "achievements", "companies", "rounds", "managers", "funds", "holdings",
    "moves", "stakes", "co_stakes",
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
    codes.MANAGER_RESERVE: lambda slot: v.manager_reserve(slot // codes.FUND_SLOTS, fund_name(slot)),
    codes.DISTRICT_CASH: lambda _: v.DISTRICT_CASH,
    codes.DISTRICT_TREASURY: lambda _: v.DISTRICT_TREASURY,
    codes.DISTRICT_COMMITMENTS: lambda _: v.DISTRICT_COMMITMENTS,
    codes.DISTRICT_COMMITTED: lambda _: v.DISTRICT_COMMITTED,
}


def whom(code: int) -> str:
    """The entity of a posting by name."""
    party, slot = code - code % codes.PARTY, code % codes.PARTY
    if party in (codes.ABOUT_GUIDANCE, codes.ABOUT_DISTRICT):
        return "guidance fund" if party == codes.ABOUT_GUIDANCE else "district guidance fund"
    return fund_name(slot) if party == codes.ABOUT_FUND else v.company_name(slot)


def postings_of(rows: Columns, accounts: Columns) -> Postings:
    """The postings with sorted tables of the names that occur; rows and accounts by field (``engine.state``)."""
    out = np.empty(len(rows), dtype=RECORD)
    out["day"], out["fen"] = rows["day"], rows["fen"]
    names = {
        number: ACCOUNT_NAMES[int(accounts["what"][number])](int(accounts["who"][number]))
        for number in np.unique(np.concatenate([rows["debit"], rows["credit"]])).tolist()
    }
    account_table = tuple(sorted(set(names.values())))
    out["debit"], out["credit"] = (
        _ranked(rows["debit"], names, account_table),
        _ranked(rows["credit"], names, account_table),
    )
    tables = [account_table]
    for field, name in (("kind", codes.KINDS.__getitem__), ("whom", whom), ("clause", codes.CLAUSES.__getitem__)):
        found = {number: name(number) for number in np.unique(rows[field]).tolist()}
        table = tuple(sorted(set(found.values())))
        out["entity" if field == "whom" else field] = _ranked(rows[field], found, table)
        tables.append(table)
    return Postings(out, tables[0], tables[1], tables[2], tables[3])


def _ranked(numbers: NDArray[np.int64], names: dict[int, str], table: tuple[str, ...]) -> NDArray[np.int32]:
    """The place in ``table`` of the name of each number."""
    place = {name: i for i, name in enumerate(table)}
    known = np.array(sorted(names), dtype=np.int64)
    ranks = np.array([place[names[number]] for number in known.tolist()], dtype=np.int32)
    found: NDArray[np.int32] = ranks[np.searchsorted(known, numbers)] if len(known) else np.empty(0, dtype=np.int32)
    return found


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
    funds = tables["funds"]
    names = [fund_name(int(slot)) for slot in funds["slot"]]
    return History(
        replication=replication,
        horizon=int(tables["clock"]["horizon"][0]),
        postings=postings_of(tables["postings"], tables["accounts"]),
        achievements=_achievements(tables["achievements"]),
        companies=_companies(tables["companies"]),
        rounds=_rounds(tables, names),
        funds=_funds(tables, names),
        positions=_positions(tables, names),
        levels=[Level(day, codes.PLACES[place], fen) for _, day, place, fen in tables["moves"].tolist()],
        counters=_counters(tables),
        navs=_navs(tables),
    )


# Fields of the history's records and the columns they come from, where the names differ.
RENAMED = {"appraised_fen": "appraised"}


def _records(kind: Callable[..., Any], table: Columns) -> list[Any]:
    """A record a row, from the columns of the same names."""
    names = [one.name for one in dataclasses.fields(kind)]  # type: ignore[arg-type]
    columns = [table[RENAMED.get(name, name)].tolist() for name in names]
    return [kind(*row) for row in zip(*columns, strict=True)]


def _rows(table: Columns) -> list[dict[str, Any]]:
    """Each row by field, its numbers those of Python."""
    return [dict(zip(table.dtype.names or (), row, strict=True)) for row in table.tolist()]


def _achievements(table: Columns) -> list[Achievement]:
    found = _records(Achievement, table)
    for one in found:
        one.needs_approval, one.local = bool(one.needs_approval), bool(one.local)
    return found


def _companies(table: Columns) -> list[Company]:
    found = _records(Company, table)
    for one in found:
        one.local, one.end = bool(one.local), codes.ENDS[one.end]
    return found


def _rounds(tables: Mapping[str, Columns], funds: list[str]) -> list[Round]:
    table, slots = tables["rounds"], tables["companies"]["slot"]
    found = []
    for one in _rows(table):
        lead = funds[one["lead"]] if one["lead"] != codes.NOBODY else "outside"
        money = (one["size"], one["raised"], one["pre_money"])
        parts = (one["funds_fen"], one["co_investment"], one["outside"])
        slot = int(slots[one["company"]])
        found.append(Round(slot, one["stage"], one["day"], *money, lead, *parts, bool(one["cut"])))
    return found


def _funds(tables: Mapping[str, Columns], names: list[str]) -> list[Fund]:
    found, skills = [], tables["managers"]["skill"].tolist()
    for name, one in zip(names, tables["funds"], strict=True):
        up = one["set_up"] != codes.NEVER
        found.append(
            Fund(
                name=name,
                manager=int(one["manager"]),
                number=int(one["number"]),
                target_fen=int(one["target"]),
                marketed=int(one["marketed"]),
                applied=int(one["applied"]),
                approved=int(one["approved"]),
                set_up=int(one["set_up"]),
                ended=int(one["ended"]),
                state=codes.FUND_STATES[one["state"]],
                private_fen=int(one["commitment"][codes.PRIVATE]) if up else 0,
                public_fen=int(one["public_at_close"]),
                manager_fen=int(one["commitment"][codes.OWN]) if up else 0,
                drawn_fen=int(one["drawn_fen"]),
                invested_fen=int(one["invested_fen"]),
                early_fen=int(one["early_fen"]),
                local_fen=int(one["local_fen"]),
                skill=skills[one["manager"]],
                district_fen=int(one["district_fen"]) if up else 0,
                duty_tested=int(one["duty_tested"]),
                duty_kept=bool(one["duty_kept"]),
            )
        )
    return found


def _positions(tables: Mapping[str, Columns], funds: list[str]) -> list[Position]:
    """All positions in the order in which they were opened."""
    slots = tables["companies"]["slot"]
    found: list[tuple[int, Position]] = []
    for one in _rows(tables["holdings"]):
        name, slot = funds[one["fund"]], int(slots[one["company"]])
        found.append((one["order"], _position("fund_holding", name, name, slot, one)))
    for one in _rows(tables["stakes"]):
        name = funds[one["fund"]]
        found.append((one["order"], _position("stage_equity", PUBLIC_HOLDER, name, -1, one)))
        if one["put_day"] != codes.NEVER:
            found.append((one["put_order"], _put(name, one)))
    for one in _rows(tables["co_stakes"]):
        lead, slot = funds[one["lead"]], int(slots[one["company"]])
        found.append((one["order"], _position("co_investment", PUBLIC_HOLDER, lead, slot, one)))
    return [position for _, position in sorted(found, key=lambda pair: pair[0])]


def _position(instrument: str, holder: str, fund: str, company: int, one: Any) -> Position:
    return Position(
        instrument,
        holder,
        fund,
        company,
        one["first_day"],
        one.get("deadline", codes.NEVER),
        one["exit_day"],
        codes.ROUTES[one["route"]],
        one["cost"],
        one["proceeds"],
        one.get("paid_away", 0),
        one["nav"],
        optioned=one.get("bought", 0.0) > 0.0,
    )


def _put(fund: str, one: Any) -> Position:
    return Position(
        instrument="stage_equity",
        holder=PUBLIC_HOLDER,
        fund=fund,
        company=-1,
        first_day=one["put_day"],
        exit_day=one["put_exit_day"],
        route=codes.ROUTES[one["put_route"]],
        cost_fen=one["put_cost"],
        proceeds_fen=one["put_proceeds"],
        nav_fen=one["put_nav"],
        by_put=True,
    )


def _counters(tables: Mapping[str, Columns]) -> dict[str, int]:
    counts = dict(zip(codes.COUNTS, tables["counts"]["value"].tolist(), strict=True))
    kept = {name: value for name, value in counts.items() if value or name in ALWAYS_COUNTED}
    return kept | {"kernel_events": int(tables["clock"]["events"][0])}


def _navs(tables: Mapping[str, Columns]) -> dict[str, int]:
    stakes = tables["stakes"]
    equity = int(stakes["nav"].sum() + stakes["put_nav"].sum())
    co_investment = int(tables["co_stakes"]["nav"].sum())
    return {
        "stage_equity": equity,
        "co_investment": co_investment,
        "private": int(tables["funds"]["private_nav"].sum()),
        "public": equity + co_investment,
    }
