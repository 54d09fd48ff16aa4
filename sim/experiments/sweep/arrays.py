"""From a sweep to the arrays that its figures, tables and page are made from, and the files they become."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.experiments.shown import Shown
from sim.experiments.work.folder import SWEEP, locked, placed
from sim.measures.catalogue import CATALOGUE
from sim.scenario.book import by_key

if TYPE_CHECKING:
    from sim.experiments.sweep.answer import SweepResult
    from sim.report.figures.sweep_data import SweepData, SweepKey, SweepMeasure
    from sim.report.texts import Language

# What is drawn and told when no measure is asked for.
DEFAULT = ("public.irr", "public.net_cost_pv", "stage_equity.exit.on_time", "leverage.private_per_public")
LONG_LIST = 6

Numbers = NDArray[np.float64]


def sweep_data(result: "SweepResult", measures: Sequence[str] = ()) -> "SweepData":
    """All arrays of the figures of some measures; raises KeyError for a measure the sweep does not have."""
    # The report room stands above this one; results reach up to it only when a picture is wanted.
    from sim.report.figures.data import Footer
    from sim.report.figures.sweep_data import SweepData, SweepFailure

    points, scenario = result.points, result.scenario
    policies = tuple(result.policies)
    names = ", ".join(policies) if len(policies) <= LONG_LIST else f"{policies[0]} + {len(policies) - 1}"
    keys = tuple(_key(result, name) for name in result.keys)
    place = {name: number for number, name in enumerate(policies)}
    return SweepData(
        footer=Footer(scenario.name, names, result.replications, scenario.seed, result.version),
        design=result.design,
        keys=keys,
        policies=policies,
        titles=result.titles,
        points=np.asarray(points["point"], dtype=np.int64),
        policy=np.array([place[name] for name in points["policy"].tolist()], dtype=np.int64),
        settings=np.column_stack([_settings(key, points[key.key].tolist()) for key in keys]),
        replications=np.asarray(points["replications"], dtype=np.int64),
        failed=np.asarray(points["failed"], dtype=np.int64),
        measures=tuple(_measure(result, name) for name in measures or DEFAULT),
        same=result.alike.points,
        idle=result.alike.keys,
        failures=tuple(SweepFailure(one.point, one.policy, one.first, one.last, one.reason) for one in result.failures),
    )


def _key(result: "SweepResult", name: str) -> "SweepKey":
    """A key; choices and switches in the order in which they were given."""
    from sim.report.figures.sweep_data import SweepKey

    parameter = by_key()[name]
    if parameter.kind in ("number", "whole number"):
        largest = max(abs(float(value)) for value in result.points[name].tolist())
        return SweepKey(name, parameter.zh, parameter.unit, largest)
    return SweepKey(name, parameter.zh, parameter.unit, names=tuple(_text(value) for value in result.vary[name]))


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _settings(key: "SweepKey", values: Sequence[Any]) -> Numbers:
    """Numbers as they are, choices and switches as places in ``key.names``."""
    if key.names:
        return np.array([key.names.index(_text(value)) for value in values], dtype=np.float64)
    return np.array(values, dtype=np.float64)


def _measure(result: "SweepResult", name: str) -> "SweepMeasure":
    """The pooled value of a ratio, else the mean, at every point in the order of ``result.points``."""
    from sim.report.figures.sweep_data import SweepMeasure

    known = CATALOGUE[name]
    estimate, ends = ("pooled", "pooled_ci95") if known.kind == "ratio" else ("mean", "ci95")
    table = result.estimates(name)
    row = {point: number for number, point in enumerate(table["point"].tolist())}
    # A point of which nothing could be simulated may have no estimates; it takes the NaN put last.
    order = [row.get(point, -1) for point in result.points["point"].tolist()]

    def column(text: str) -> Numbers:
        found: Numbers = np.append(np.asarray(table[text], dtype=np.float64), np.nan)
        return found[order]

    value, low, high = column(estimate), column(f"{ends}_low"), column(f"{ends}_high")
    counts = np.nan_to_num(column("n")).astype(np.int64)
    return SweepMeasure(name, known.label, known.zh, known.unit, known.better, value, low, high, counts)


def command_of(result: "SweepResult", asked: Sequence[str]) -> str:
    """The command that makes the sweep again; ``asked`` is the scenario with its files, settings and measures."""
    words = ["yindao", "sweep", *asked]
    for key in result.keys:
        words += ["--vary", f"{key}={_varied(result, key)}"]
    if result.design != "grid":
        words += ["--design", result.design, "--points", str(len(result.points) // len(result.policies))]
    words += ["--replications", str(result.replications), "--seed", str(result.scenario.seed)]
    if result.target is not None:
        words += ["--until", repr(result.target.half_width)]
    return " ".join(shlex.quote(word) for word in [*words, "--out", "results/sweep"])


def _varied(result: "SweepResult", key: str) -> str:
    """Listed values, or the two ends between which a sampled design took others."""
    values = result.vary[key]
    between = not set(result.points[key].tolist()) <= set(values)
    return (":" if between else ",").join(_text(value) for value in values)


def write_pictures(
    result: "SweepResult",
    folder: Path,
    measures: Sequence[str],
    asked: Sequence[str],
    *,
    shown: Shown | None = None,
) -> None:
    """Write ``figures/`` and the report pages into ``folder``, in place of those that stand there; no clock times.

    ``asked`` are the words of the command that the pages repeat, see ``command_of``. Raises BadInput while another
    sweep is at work in the folder.
    """
    # The one door from results to pictures.
    from sim.report.figures.sweep import save_sweep

    data, shown = sweep_data(result, measures), shown or Shown()
    figures = shown.figures
    with locked(folder, SWEEP):
        with placed(folder) as passing:
            if figures:
                save_sweep(data, passing / "figures", shown.languages, shown.drawer)
            shown.write_pages(passing, lambda lang: _page(result, data, asked, lang, figures=figures))
        shown.tidy(folder)


def _page(result: "SweepResult", data: "SweepData", asked: Sequence[str], lang: "Language", *, figures: bool) -> str:
    from sim.report.beyond import quoted_note
    from sim.report.pages.sweep import sweep_markdown

    title = result.scenario.titled(lang)
    note = quoted_note([result.scenario], lang)
    return sweep_markdown(data, title, command_of(result, asked), result.digest, lang, note, figures=figures)
