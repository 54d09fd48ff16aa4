"""A sensitivity study's folder: beside the simulations it keeps, what was found; clock times in one file only."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiments.folder import write_json
from sim.experiments.sensitivity.ask import SensitivityResult
from sim.experiments.shown import Shown
from sim.experiments.work.folder import placed
from sim.ledger.exports import columns_to_parquet
from sim.scenario.asked import policy_words, words_of

if TYPE_CHECKING:
    from sim.report.texts import Language

EFFECTS, POINTS = "effects.parquet", "points.parquet"


def write_sensitivity(
    result: SensitivityResult,
    folder: Path,
    *,
    languages: Sequence["Language"] = ("en", "zh"),
    figures: bool = True,
    workers: int = 1,
) -> Path:
    """Write what was found into ``folder``, over what an earlier study of the same simulations left; returns it.

    ``points.parquet`` holds a row per point and batch (-1: all replications), ``effects.parquet`` the rankings.
    """
    shown = Shown(languages, figures, workers)
    folder.mkdir(parents=True, exist_ok=True)
    with placed(folder) as passing:
        write_json(passing / "summary.json", result.summary())
        write_json(passing / "timing.json", {"seconds": round(result.seconds, 3)})
        columns_to_parquet(dict(result.table.columns), passing / EFFECTS, {"noticeable": "BOOLEAN"})
        columns_to_parquet(points_of(result), passing / POINTS)
        _write_report(result, passing, shown)
    shown.tidy(folder)
    return folder


def points_of(result: SensitivityResult) -> dict[str, Any]:
    """A row per point and batch: the value of every parameter (NaN: the scenario's own) and of every measure."""
    design = result.design
    batches = next(iter(result.responses.values())).batches.shape[1]
    rows = batches + 1
    columns: dict[str, Any] = {
        "point": np.repeat(np.arange(len(design), dtype=np.int64), rows),
        "batch": np.tile(np.arange(-1, batches, dtype=np.int64), len(design)),
    }
    for one in design.ranges:
        values = [float(settings.get(one.key, np.nan)) for settings in design.settings]
        columns[one.key] = np.repeat(np.array(values), rows)
    for name, found in result.responses.items():
        columns[name] = np.column_stack([found.whole, found.batches]).ravel()
    return columns


def command_of(result: SensitivityResult) -> str:
    """The command that makes the study again."""
    scenario = result.scenario
    words = ["yindao", "sensitivity", *words_of(scenario), "--method", result.method]
    words += ["--parameters", ",".join(result.parameters)]
    words += [] if result.method == "tornado" else ["--size", str(result.design.size)]
    words += policy_words(scenario)
    words += [word for name in result.rankings for word in ("--measure", name)]
    words += ["--replications", str(result.replications), "--seed", str(scenario.seed)]
    return shlex.join([*words, "--out", "DIR"])


def _write_report(result: SensitivityResult, folder: Path, shown: Shown) -> None:
    # The one door from results to pictures; the report room stands above this one.
    from sim.report.beyond import quoted_note
    from sim.report.figures.sensitivity import save_sensitivity
    from sim.report.pages.sensitivity import sensitivity_markdown

    if shown.figures:
        save_sensitivity(result.figure_data, folder / "figures", shown.languages, shown.drawer)
    scenario, summary = result.scenario, result.summary()
    reasons = {one.key: one.why for one in result.design.ranges}

    def page(lang: "Language") -> str:
        title = scenario.titled(lang)
        note = quoted_note([scenario], lang)
        return sensitivity_markdown(summary, reasons, title, command_of(result), lang, note, figures=shown.figures)

    shown.write_pages(folder, page)
