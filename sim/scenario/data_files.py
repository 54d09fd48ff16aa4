"""The series an economy names: shipped ones by name, a user's own by path; found, read and checked."""

import os
from datetime import date
from pathlib import Path, PurePath
from typing import Literal

from sim.scenario import series
from sim.scenario.checking import nearest
from sim.scenario.documents import Document, Origin, label, read_text
from sim.scenario.economy_schema import Economy
from sim.scenario.errors import BadInput, Problem
from sim.scenario.overrides import COMMAND_LINE
from sim.scenario.said import said
from sim.scenario.shipped import data_path, root

# Where a scenario keeps the text of each series, and the economy's key that names its file.
SeriesName = Literal["listings", "states", "loan_rates", "government_yields"]
SERIES: dict[SeriesName, str] = {
    "listings": "listing.series",
    "states": "listing.states",
    "loan_rates": "series.loan_rates",
    "government_yields": "series.government_yields",
}


def series_texts(
    economy: Economy, document: Document, scenario: Document | None, problems: list[Problem]
) -> dict[str, str]:
    """Texts of the series an economy names, each checked; none may begin after the scenario. Problems are added.

    A name is that of a shipped series, or a path relative to the file that names it; for ``--set`` to the working
    directory. A shipped name is the shipped series, whatever lies beside the file; ``./NAME`` names that.
    """
    start = scenario.values.get("start") if scenario else None
    texts: dict[str, str] = {}
    for name, key in SERIES.items():
        section, _, leaf = key.partition(".")
        file = str(getattr(getattr(economy, section), leaf))
        origin = document.origin(f"economy.{key}")
        try:
            path, shown = _found(file, f"economy.{key}", origin)
            texts[name] = read_text(path)
            first = first_day(name, texts[name], shown)
        except BadInput as error:
            problems.extend(error.problems)
            continue
        if scenario and type(start) is date and start < first:
            place = scenario.origin("start")
            message = said(
                "is {start}; must not lie before {first}, where {shown} begins", start=start, first=first, shown=shown
            )
            problems.append(Problem(place.file, "start", message, place.line))
    if not problems:
        problems += _unequal_ends(texts, document)
    return texts


def _found(file: str, key: str, origin: Origin) -> tuple[Path, str]:
    """Where a series lies, and what messages call it. Raises BadInput when there is none of that name."""
    known = sorted(path.name for path in (root() / "data").glob("*.csv"))
    if file in known:
        return data_path(file), file
    folder = Path() if origin.file in ("", COMMAND_LINE) else Path(origin.file).resolve().parent
    path = folder / file
    if file and os.path.exists(path):
        return path, label(path)
    where = said("({path})", path=label(path))
    if PurePath(file).name == file:
        here = said("the working directory") if origin.file == COMMAND_LINE else said("the folder of this file")
        where = said("in scenarios/data or {here}{hint}", here=here, hint=nearest(file, known))
    raise BadInput(
        [Problem(origin.file, key, said('is "{file}"; no such file {where}', file=file, where=where), origin.line)]
    )


def _unequal_ends(texts: dict[str, str], document: Document) -> list[Problem]:
    """Counts and states of the listing window go together: beyond the data it is drawn from its last state."""
    counted, decoded = series.listings(texts["listings"])[-1][0], series.window_states(texts["states"])[-1][0]
    if counted == decoded:
        return []
    key = "economy.listing.states"
    origin = document.origin(key)
    message = said(
        "ends in {decoded}, the counts of economy.listing.series in {counted}; both must end in one month",
        decoded=decoded,
        counted=counted,
    )
    return [Problem(origin.file, key, message, origin.line)]


def first_day(name: SeriesName, text: str, file: str) -> date:
    """Check a series by reading it; the day it begins. Raises BadInput."""
    if name == "loan_rates":
        return series.loan_rates(text, file)[0][0]
    if name == "government_yields":
        return date(min(series.government_yields(text, file)), 1, 1)
    read = series.listings if name == "listings" else series.window_states
    return date.fromisoformat(f"{read(text, file)[0][0]}-01")
