"""A comparison's folder, written as a run's is: complete or not at all, never over another."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiments.compare.ask import CompareResult
from sim.experiments.folder import complete_or_nothing, manifest, values_by_replication, write_json
from sim.experiments.manifest import MANIFEST, scenario_record
from sim.experiments.shown import Shown
from sim.experiments.tables import Table, stack
from sim.ledger.exports import columns_to_parquet
from sim.ledger.postings import run_digest
from sim.scenario.asked import policy_word, words_of

if TYPE_CHECKING:
    from sim.report.texts import Language


def write_comparison(
    result: CompareResult,
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
        write_json(folder / MANIFEST, comparison_manifest(result))
        write_json(folder / "summary.json", result.summary())
        columns_to_parquet(_values(result), folder / "measures.parquet")
        columns_to_parquet(result.table.columns, folder / "differences.parquet")
        _write_report(result, folder, Shown(languages, figures, workers))
    return target


def comparison_manifest(result: CompareResult) -> dict[str, Any]:
    """The manifest of a run of the baseline, and what identifies each other world."""
    record = manifest(result.policies[result.baseline]) | {"seconds": round(result.seconds, 3)}
    return record | {
        "baseline": result.baseline,
        "counterfactuals": dict(result.worlds.counterfactuals),
        "without_concession": {
            name: {"policy": scenario_record(scenario)["policy"], **_digests(result.unconceded[name])}
            for name, scenario in result.worlds.unconceded.items()
        },
        "policies": {
            name: {"policy": scenario_record(run.scenario)["policy"], **_digests(run.digests)}
            for name, run in result.policies.items()
        },
    }


def _digests(digests: list[bytes]) -> dict[str, Any]:
    """The digest of a world and of each of its replications."""
    return {"digest": run_digest(digests), "digests": [digest.hex() for digest in digests]}


def _values(result: CompareResult) -> dict[str, Any]:
    """A row per rule book and replication; a measure that one of them lacks is NaN there."""
    tables = {name: dict(values_by_replication(run).columns) for name, run in result.policies.items()}
    names = list(dict.fromkeys(column for columns in tables.values() for column in columns))
    for policy, columns in tables.items():
        columns["policy"] = np.array([policy] * result.replications, dtype=object)
    absent = np.full(result.replications, np.nan)
    ordered = [Table({name: columns.get(name, absent) for name in names}) for columns in tables.values()]
    return dict(stack(ordered).columns)


def command_of(result: CompareResult) -> str:
    """The command that makes the comparison again."""
    base = result.policies[result.baseline].scenario
    words = ["yindao", "compare", *words_of(base)]
    words += [word for name in result.named for word in ("--policy", policy_word(result.policies[name].scenario))]
    words += ["--baseline", policy_word(base), "--replications", str(result.replications), "--seed", str(base.seed)]
    return shlex.join(words)


def _write_report(result: CompareResult, folder: Path, shown: Shown) -> None:
    # The one door from results to pictures; the report room stands above this one.
    from sim.report.beyond import quoted_note
    from sim.report.figures.compare import save_comparison
    from sim.report.pages.compare import comparison_markdown

    if shown.figures:
        save_comparison(result.figure_data, folder / "figures", shown.languages, shown.drawer)
    scenario, summary = result.policies[result.baseline].scenario, result.summary()

    def page(lang: "Language") -> str:
        title = scenario.titled(lang)
        note = quoted_note([one.scenario for one in result.policies.values()], lang)
        return comparison_markdown(summary, title, command_of(result), result.titles, lang, note, figures=shown.figures)

    shown.write_pages(folder, page)
