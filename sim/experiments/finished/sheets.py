"""A finished folder as sheets: summary, measures, cash flows with live rates and sums, holdings, years.

Money is in yuan, the average of all replications, so that sums and rates of the sheet are those of all of them.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from sim.experiments.file_names import MANIFEST, MARK
from sim.experiments.finished.replay import record_of
from sim.experiments.finished.stored import stored_columns, stored_summary
from sim.experiments.finished.studies import QUANTILES, study_sheets
from sim.experiments.manifest import RunRecord
from sim.measures.catalogue import EVERY
from sim.measures.definitions import definition_in_chinese
from sim.measures.headlines import COMPARISON, RUN
from sim.measures.irr import xirr
from sim.report import texts
from sim.report.sheets import Cell, Column, Formula, Sheet, dictionary
from sim.report.texts import Language, name_of, say
from sim.report.units import unit_name
from sim.scenario.articles import day_of_year

FEN = 100
MOST_POSITIONS = 100_000  # rows of holdings; the Parquet file has all
OUTSIDE = ("private", "manager", "treasury", "angels")  # parties that are not the guidance fund's own instruments
Rows = list[tuple[Cell, ...]]


def sheets_of(folder: Path, lang: Language) -> list[Sheet]:
    """The sheets of a finished folder: only those of a run have flows and holdings; raises BadInput."""
    if not (folder / MANIFEST).exists() and (folder / MARK).is_file():
        return study_sheets(folder, lang)
    record = record_of(folder)
    if record.coalitions:
        return study_sheets(folder, lang)
    summary = stored_summary(folder)
    if record.worlds:
        found = [_measures(summary["policies"], lang, several=True), _differences(summary, lang)]
    else:
        flows = _Flows(folder, record)
        measures = _measures({summary["policy"]: summary}, lang, several=False)
        found = [measures, flows.sheet(summary["measures"], lang), _positions(folder, lang), flows.by_year(lang)]
    found = [_summary(folder, record, summary, found[0], lang), *found]
    return [*found, dictionary(found, lang)]


def _summary(folder: Path, record: RunRecord, summary: Mapping[str, Any], measures: Sheet, lang: Language) -> Sheet:
    """What was run, then the headlines, each a link to its row of the sheet of measures."""
    facts: list[tuple[str, Cell]] = [
        ("title", record.scenario.titled(lang)),
        ("scenario", record.scenario.name),
        ("policies", ", ".join(record.worlds or [record.scenario.policy_name])),
        ("start", record.scenario.start),
        ("years", record.scenario.horizon_years),
        ("replications", len(record.digests)),
        ("seed", str(record.scenario.seed)),
        ("version", str(record.surroundings["version"])),
        ("created", record.created),
        ("digest", str(summary["digest"])),
        ("results", str(folder)),
    ]
    rows: Rows = [(say(f"fact.{key}", lang), value, None, None, "", "") for key, value in facts]
    at = [one.key for one in measures.columns].index("value")
    place = measures.title(lang)
    for number, row in enumerate(measures.rows, len(measures.notes) + 2):
        if row[0] in (COMPARISON if record.worlds else RUN):
            links = [_link(place, at + off, number, row[at + off]) for off in range(3)]
            rows.append((row[1], *links, row[3], row[4] if record.worlds else ""))
    columns = (
        Column("item", width=44), Column("value", "number", 26), Column("low", "number"), Column("high", "number"),
        Column("unit"), Column("policy", width=26),
    )  # fmt: skip
    return Sheet("summary", columns, rows, [say("sheet.note.chance", lang)])


def _link(place: str, column: int, row: int, value: Cell) -> Cell:
    return Formula(f"='{place}'!{chr(ord('A') + column)}{row}", value) if isinstance(value, float) else None


def _measures(policies: Mapping[str, Any], lang: Language, *, several: bool) -> Sheet:
    """A row a measure and rule book that exists."""
    rows: Rows = []
    for name, known in EVERY.items():
        for policy, one in policies.items():
            told = one["measures"].get(name)
            if told is None or (told["pooled"] is None and told["mean"] is None):
                continue
            pooled = told["pooled"] is not None
            low, high = told["pooled_ci95" if pooled else "ci95"] or (None, None)
            label = known.called(lang)
            book = (policy,) if several else ()
            value = told["pooled"] if pooled else told["mean"]
            kind = say("cell.pooled" if pooled else "cell.mean", lang)
            spread = [told[key] for key in ("sd", *QUANTILES)]
            rows.append(
                (
                    name,
                    label,
                    definition_in_chinese(known.formula) if lang == "zh" else known.formula,
                    unit_name(known.unit, lang),
                    *book,
                    value,
                    low,
                    high,
                    kind,
                    *spread,
                    told["n"],
                )
            )
    book_column = (Column("policy", width=26),) if several else ()
    columns = (
        Column("measure", width=34), Column("name", width=36), Column("definition", width=60), Column("unit"),
        *book_column, *(Column(key, "number") for key in ("value", "low", "high")), Column("of"),
        Column("sd", "number"), *(Column(key, "number") for key in QUANTILES), Column("n", "whole", 8),
    )  # fmt: skip
    return Sheet("measures", columns, rows, [say("sheet.note.chance", lang)])


def _differences(summary: Mapping[str, Any], lang: Language) -> Sheet:
    rows: Rows = []
    for policy, found in summary["differences"].items():
        for name, one in found.items():
            if one["mean"] is None:
                continue
            known = EVERY[name]
            low, high = one["ci95"] or (math.nan, math.nan)
            label = known.called(lang)
            sure = None if one["ci95"] is None else say("cell.no" if low <= 0.0 <= high else "cell.yes", lang)
            unit = unit_name(known.unit, lang)
            rows.append(
                (
                    policy,
                    name,
                    label,
                    unit,
                    one["mean"],
                    *(one["ci95"] or (None, None)),
                    sure,
                    one["probability_better"],
                    one["n"],
                )
            )
    columns = (
        Column("policy", width=26), Column("measure", width=34), Column("name", width=36), Column("unit"),
        Column("difference", "number"), Column("low", "number"), Column("high", "number"), Column("apart"),
        Column("better", "share"), Column("n", "whole", 8),
    )  # fmt: skip
    notes = [say("sheet.note.baseline", lang, baseline=summary["baseline"]), say("sheet.note.chance", lang)]
    return Sheet("differences", columns, rows, notes)


class _Flows:
    """The flows of all replications, summed by party, day and kind of cell: received, paid, still held."""

    def __init__(self, folder: Path, record: RunRecord) -> None:
        found = stored_columns(folder, "flows.parquet")
        self.count, self.start = len(record.digests), record.scenario.start
        self.years = record.scenario.horizon_years
        self.days = (found["date"].astype("datetime64[D]") - np.datetime64(self.start, "D")).astype(np.int64)
        self.party, self.fen = found["party"], found["fen"].astype(np.int64)
        self.held = np.asarray(found["kind"] == "nav")

    def of(self, party: str) -> tuple[Any, Any]:
        """Days (D,) ascending, and fen (D, 3): received, paid (negative), held at the end; summed over replications."""
        own = ~np.isin(self.party, OUTSIDE) if party == "public" else self.party == party
        days, place = np.unique(self.days[own], return_inverse=True)
        fen, held = self.fen[own], self.held[own]
        sums = np.zeros((days.size, 3), dtype=np.int64)
        for number, mask in enumerate(((fen > 0) & ~held, (fen < 0) & ~held, held)):
            np.add.at(sums[:, number], place[mask], fen[mask])
        return days, sums

    def parties(self) -> list[str]:
        """The treasury, all public money, each instrument, then the others that have flows."""
        there = list(dict.fromkeys(self.party.tolist()))
        own = [one for one in there if one not in OUTSIDE]
        others = [one for one in ("private", "angels", "manager") if one in there]
        return [*(["treasury"] if "treasury" in there else []), *(["public", *own] if own else []), *others]

    def sheet(self, measures: Mapping[str, Any], lang: Language) -> Sheet:
        """Cash by party and day, and beside it the sums, multiple and rate of each party as live formulas."""
        notes = [say("sheet.note.flows", lang, n=self.count), say("sheet.note.live", lang)]
        first = len(notes) + 2  # the row of a sheet, from 1, in which rows begin
        left: Rows = []
        spans = []
        for party in self.parties():
            days, sums = self.of(party)
            spans.append((party, first + len(left), days, sums))
            for day, amounts in zip(days.tolist(), (sums / FEN / self.count).tolist(), strict=True):
                row = first + len(left)
                net = Formula(f"=C{row}+D{row}+E{row}", sum(amounts))
                left.append((party_name(party, lang), _date(self.start, day), *amounts, net))
        last = first + max(len(left), 1) - 1
        right = [self._totals(*span, first + at, first, last, measures, lang) for at, span in enumerate(spans)]
        rows = [
            (*(left[at] if at < len(left) else (None,) * 6), None, *(right[at] if at < len(right) else (None,) * 8))
            for at in range(max(len(left), len(right)))
        ]
        columns = (
            Column("party", width=20), Column("date", "date", 12),
            *(Column(key, "yuan", 18) for key in ("received", "paid", "held", "net")), Column("blank", width=3),
            Column("of_party", width=20),
            *(Column(f"sum_{key}", "yuan", 18) for key in ("received", "paid", "held", "net")),
            Column("multiple", "number"), Column("xirr", "share"), Column("ours", "share"),
        )  # fmt: skip
        return Sheet("flows", columns, rows, notes)

    def _totals(
        self, party: str, begin: int, days: Any, sums: Any, row: int, first: int, last: int,
        measures: Mapping[str, Any], lang: Language,
    ) -> tuple[Cell, ...]:  # fmt: skip
        """Sums of one party over the whole sheet, its multiple, its rate, and the rate that the run told."""
        received, paid, held = (sums.sum(axis=0) / FEN / self.count).tolist()

        def summed(column: str, value: float) -> Formula:
            return Formula(f"=SUMIFS({column}${first}:{column}${last},$A${first}:$A${last},$H{row})", value)

        multiple = None if not paid else Formula(f"=-(I{row}+K{row})/J{row}", -(received + held) / paid)
        ours = (measures.get(f"{party}.irr") or {}).get("pooled")
        return (
            party_name(party, lang), summed("C", received), summed("D", paid), summed("E", held),
            summed("F", received + paid + held), multiple, _rate(begin, days, sums.sum(axis=1)), ours,
        )  # fmt: skip

    def by_year(self, lang: Language) -> Sheet:
        """What the treasury paid and got back in each year, and how much of all it paid is back by then."""
        days, sums = self.of("treasury")
        year = _year(self.start, days, self.years)
        notes = [say("sheet.note.years", lang, n=self.count)]
        rows: Rows = []
        first = len(notes) + 2
        paid_so_far = got_so_far = 0.0
        whole = float(sums[:, 1].sum()) / FEN / self.count
        numbers = range(self.years + 1)
        last = first + len(numbers) - 1
        for row, number in enumerate(numbers, first):
            got, paid = (float(sums[year == number, at].sum()) / FEN / self.count for at in (0, 1))
            paid_so_far, got_so_far = paid_so_far + paid, got_so_far + got
            back = Formula(f"=-SUM(C${first}:C{row})/SUM(B${first}:B${last})", -got_so_far / whole) if whole else None
            net = Formula(f"=SUM(B${first}:C{row})", paid_so_far + got_so_far)
            rows.append((number, paid, got, Formula(f"=B{row}+C{row}", paid + got), net, back))
        columns = (
            Column("year", "whole", 8),
            *(Column(f"treasury_{key}", "yuan", 20) for key in ("paid", "received", "net", "so_far")),
            Column("treasury_back", "share", 16),
        )
        return Sheet("years", columns, rows, notes)


def _rate(begin: int, days: Any, fen: Any) -> Cell:
    """XIRR over the rows of one party, from the first that is not 0, which Excel needs; None where no rate exists."""
    rate = xirr(days, fen)
    moved = np.flatnonzero(fen)
    if rate is None or rate <= -1.0 or not moved.size:
        return None
    top, bottom = begin + int(moved[0]), begin + len(days) - 1
    return Formula(f"=XIRR(F{top}:F{bottom},B{top}:B{bottom},{rate:.4f})", rate)


def _positions(folder: Path, lang: Language) -> Sheet:
    """A row a holding, of as many whole replications as fit."""
    found = stored_columns(folder, "positions.parquet")
    replications = np.asarray(found["replication"])
    kept = _fitting(replications)
    names = ("instrument", "holder", "fund", "company", "route")
    dates, money = ("first_date", "deadline", "exit_date"), ("cost", "proceeds", "paid_away", "nav")
    words: dict[str, Callable[[str], str]] = {
        "instrument": lambda word: party_name(word, lang), "route": lambda word: name_of("route", word, lang),
    }  # fmt: skip
    listed = {"replication": replications.tolist()}
    for name in names:
        cells = [str(one) for one in found[name].tolist()] if name != "company" else found[name].tolist()
        listed[name] = list(map(words[name], cells)) if name in words else cells
    listed["company"] = [None if one < 0 else one for one in listed["company"]]
    for name in dates:
        listed[name] = found[name].astype("datetime64[D]").astype(object).tolist()
    for name in money:
        listed[name] = (np.asarray(found[f"{name}_fen"]) / FEN).tolist()
    for name in ("optioned", "by_put", "on_time"):
        listed[name] = [
            None if one is None else say("cell.yes" if one else "cell.no", lang) for one in found[name].tolist()
        ]
    rows = list(zip(*(listed[name][:kept] for name in listed), strict=True))
    forms = {"replication": "whole", "company": "whole"} | dict.fromkeys(dates, "date") | dict.fromkeys(money, "yuan")
    columns = tuple(Column(f"position_{name}", forms.get(name, "text")) for name in listed)
    there = int(replications[kept - 1]) + 1 if kept else 0
    whole = int(replications[-1]) + 1 if replications.size else 0
    return Sheet("positions", columns, rows, [say("sheet.note.positions", lang, shown=there, total=whole)])


def _fitting(replications: Any) -> int:
    """The rows of the first replications that fit together."""
    if replications.size <= MOST_POSITIONS:
        return int(replications.size)
    return int(np.searchsorted(replications, replications[MOST_POSITIONS], side="left"))


def party_name(party: str, lang: Language) -> str:
    """An instrument of the budget by the name of its line; all other parties and holders have names of their own."""
    return name_of("line" if texts.known(f"line.{party}") else "flow", party, lang)


def _date(start: date, day: int) -> date:
    found: date = (np.datetime64(start, "D") + day).item()
    return found


def _year(start: date, days: Any, years: int) -> Any:
    """The year in which each day lies, which ends with its anniversary: 0 is the first day and all before it."""
    return np.searchsorted([day_of_year(start, one) for one in range(years)], days, side="left")
