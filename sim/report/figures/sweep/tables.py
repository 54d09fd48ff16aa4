"""The numbers under the figures of a sweep."""

import numpy as np

from sim.report.document import Table
from sim.report.figures.run.tables import numbered
from sim.report.figures.sweep.data import SweepData
from sim.report.numbers import quantity
from sim.report.texts import Language, say

MOST = 500  # points under a figure; all of them stand in the folder


def data_table(data: SweepData, lang: Language) -> Table | None:
    """A row a point: its settings, and each measure of the figure with its ends; None for nothing and for too many."""
    if data.points.size > MOST or not any(np.isfinite(one.value).any() for one in data.measures):
        return None
    heads = [say("sweep.table.point", lang)]
    heads += [say("compare.table.policy", lang)] if len(data.policies) > 1 else []
    heads += [data.label(number, lang) for number in range(len(data.keys))]
    for measure in data.measures:
        heads += [measure.name(lang), say("data.low", lang), say("data.high", lang)]
    return numbered(heads, [_row(data, row, lang) for row in range(data.points.size)], lang)


def _row(data: SweepData, row: int, lang: Language) -> list[str]:
    cells = [str(int(data.points[row]))]
    cells += [data.title(data.policies[int(data.policy[row])], lang)] if len(data.policies) > 1 else []
    cells += [key.text(float(data.settings[row, at]), lang) for at, key in enumerate(data.keys)]
    for one in data.measures:
        cells += [quantity(float(column[row]), one.unit, lang) for column in (one.value, one.low, one.high)]
    return cells
