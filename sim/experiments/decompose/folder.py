"""A decomposition's folder, written as a run's is: complete or not at all, never over another."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiments.decompose.ask import DecomposeResult
from sim.experiments.folder import complete_or_nothing, manifest, values_by_replication, write_json
from sim.experiments.manifest import MANIFEST
from sim.experiments.shown import Shown
from sim.experiments.tables import Table, stack
from sim.ledger.exports import columns_to_parquet
from sim.scenario.asked import policy_words, words_of

if TYPE_CHECKING:
    from sim.report.texts import Language


def write_decomposition(
    result: DecomposeResult,
    target: Path,
    *,
    languages: Sequence["Language"] = ("en", "zh"),
    figures: bool = True,
    workers: int = 1,
) -> Path:
    """Write the whole results folder of ``result`` at ``target`` and return it.

    Raises BadInput when ``target`` exists already or cannot be made.
    """
    with complete_or_nothing(target) as folder:
        write_json(folder / MANIFEST, decomposition_manifest(result))
        write_json(folder / "summary.json", result.summary())
        columns_to_parquet(_values(result), folder / "measures.parquet")
        columns_to_parquet(result.table.columns, folder / "parts.parquet")
        _write_report(result, folder, Shown(languages, figures, workers))
    return target


def decomposition_manifest(result: DecomposeResult) -> dict[str, Any]:
    """The manifest of a run of the whole rule book, and what identifies each coalition."""
    return manifest(result.whole) | {
        "seconds": round(result.seconds, 3),
        "by": result.by,
        **({"principles_exit": result.principles_exit} if result.by == "principles" else {}),
        "switches": [one.name for one in result.switches],
        "coalitions": {
            label: {"digest": run.digest, "digests": [digest.hex() for digest in run.digests]}
            for label, run in result.coalitions.items()
        },
    }


def _values(result: DecomposeResult) -> dict[str, Any]:
    """A row per coalition and replication, a column per measure."""
    tables = []
    for label, run in result.coalitions.items():
        columns = dict(values_by_replication(run).columns)
        del columns["policy"]
        tables.append(Table({"coalition": np.array([label] * run.replications, dtype=object), **columns}))
    return dict(stack(tables).columns)


def command_of(result: DecomposeResult) -> str:
    """The command that makes the decomposition again."""
    scenario = result.scenario
    words = ["yindao", "decompose", *words_of(scenario), "--by", result.by, *policy_words(scenario)]
    words += ["--principles-exit", "auction"] if result.principles_exit == "auction" else []
    words += [word for name in result.attributions for word in ("--measure", name)]
    words += ["--replications", str(result.replications), "--seed", str(scenario.seed)]
    return shlex.join(words)


def _write_report(result: DecomposeResult, folder: Path, shown: Shown) -> None:
    # The one door from results to pictures; the report room stands above this one.
    from sim.report.beyond import quoted_note
    from sim.report.figures.decompose import save_decomposition
    from sim.report.pages.decompose import decomposition_markdown

    if shown.figures:
        save_decomposition(result.figure_data, folder / "figures", shown.languages, shown.drawer)
    scenario, summary = result.scenario, result.summary()

    def page(lang: "Language") -> str:
        title = scenario.titled(lang)
        note = quoted_note([scenario], lang)
        return decomposition_markdown(summary, title, command_of(result), lang, note, figures=shown.figures)

    shown.write_pages(folder, page)
