"""The page of a sweep's folder: what was varied, where it is best and worst, what mattered, what failed."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sim.report.figures.sweep import figures_of, kind_of
from sim.report.figures.sweep_data import SweepData
from sim.report.figures.sweep_marks import replications
from sim.report.numbers import plain
from sim.report.pages.run import FEW, markdown_table
from sim.report.tables.sweep import (
    Printed,
    changes_table,
    extremes_table,
    failures_table,
    keys_table,
    values_table,
)
from sim.report.texts import Language, say
from sim.scenario.plain_text import code_block, markdown

MOST_POINTS = 60
MOST_FAILURES = 20
MOST_ALIKE = 8  # groups, and points of a group


def sweep_markdown(
    data: SweepData,
    title: str,
    command: str,
    digest: str,
    lang: Language = "en",
    note: Sequence[str] = (),
    *,
    figures: bool = True,
) -> str:
    """The report of a sweep as Markdown, without any clock time; with ``figures`` they stand in ``figures/`` beside it.

    ``command`` makes the sweep again, ``digest`` identifies it.
    ``note`` says which data the scenario outlives: a block, or none.
    """
    data = replace(data, titles=data.titles.written(markdown))
    blocks = [
        *_head(data, title, lang),
        *note,
        "## " + say("sweep.page.varied", lang),
        say("sweep.page.design", lang, design=say(f"sweep.design.{data.design}", lang)),
        _coded(keys_table(data, lang)),
        *same_digests(data, lang),
        *_failures(data, lang),
        "## " + say("sweep.page.extremes", lang),
        say("sweep.page.extremes_note", lang),
        _numbers(extremes_table(data, lang)),
        say("interval.chance", lang),
        *_changes(data, lang),
        *(_figures(data, lang) if figures else []),
        *_points(data, lang),
        "## " + say("page.limits", lang),
        "\n".join(f"- {say(f'page.limit.{one}', lang)}" for one in ("levels", "interval", "held")),
        "## " + say("page.again", lang),
        code_block(command, "sh"),
        say("sweep.page.again_note", lang, digest=digest),
    ]
    return "\n\n".join(blocks) + "\n"


def _head(data: SweepData, title: str, lang: Language) -> list[str]:
    foot = data.footer
    facts = {"scenario": foot.scenario, "policies": foot.policy, "seed": foot.seed, "version": foot.version}
    counts = {"points": plain(data.points.size, 0), "replications": replications(data, lang)}
    blocks = [
        "# " + say("sweep.page.title", lang, title=markdown(title or foot.scenario)),
        say("sweep.page.run", lang, **facts, **counts),
    ]
    if foot.replications < FEW:
        blocks.append("> " + say("page.few", lang, n=foot.replications))
    return [*blocks, "> " + say("page.limit.levels", lang)]


def same_digests(data: SweepData, lang: Language) -> list[str]:
    """A sentence on points that came out the same, and on the keys that changed nothing; none if all points differ."""
    listed = [
        ", ".join(map(str, group[:MOST_ALIKE])) + (", …" if len(group) > MOST_ALIKE else "") for group in data.same
    ]
    if not listed:
        return []
    more = "; …" if len(listed) > MOST_ALIKE else ""
    points, keys = "; ".join(listed[:MOST_ALIKE]) + more, ", ".join(f"`{key}`" for key in data.idle)
    return [say("sweep.page.idle" if keys else "sweep.page.same", lang, points=points, keys=keys)]


def _failures(data: SweepData, lang: Language) -> list[str]:
    blocks = ["## " + say("sweep.page.failures", lang)]
    if not data.failures:
        return [*blocks, say("sweep.page.no_failures", lang)]
    total = int(np.sum(data.replications) + np.sum(data.failed))
    failed, points = int(np.sum(data.failed)), int(np.sum(data.failed > 0))
    counts = {"failed": plain(failed, 0), "total": plain(total, 0), "points": points}
    blocks += [say("sweep.page.failed", lang, **counts), _table(failures_table(data, lang, MOST_FAILURES))]
    if len(data.failures) > MOST_FAILURES:
        blocks.append(say("sweep.page.more_failures", lang, shown=MOST_FAILURES, count=len(data.failures)))
    return blocks


def _changes(data: SweepData, lang: Language) -> list[str]:
    heads, rows = changes_table(data, lang)
    if not rows:
        return []
    return ["## " + say("sweep.page.changes", lang), say("sweep.page.changes_note", lang), _table((heads, rows), (4,))]


def _figures(data: SweepData, lang: Language) -> list[str]:
    blocks = ["## " + say("page.figures", lang)]
    for key, shown in figures_of(data).items():
        caption = say(f"sweep.figure.{kind_of(data)}", lang, measure=shown.measures[0].name(lang))
        blocks.append(f"![{caption}](figures/{key}.{lang}.svg)\n\n*{caption}*")
    return blocks


def _points(data: SweepData, lang: Language) -> list[str]:
    blocks = ["## " + say("sweep.page.points", lang)]
    if data.points.size <= MOST_POINTS:
        blocks += [_numbers(values_table(data, lang)), say("interval.chance", lang)]
    return [*blocks, say("sweep.page.points_note", lang, count=plain(data.points.size, 0))]


def _table(printed: Printed, right: tuple[int, ...] = ()) -> str:
    return markdown_table(*printed, right=right)


def _numbers(printed: Printed) -> str:
    """All columns to the right that hold numbers in every row."""
    heads, rows = printed
    right = [at for at in range(len(heads)) if rows and all(row[at][:1] in "–−0123456789" for row in rows)]
    return markdown_table(heads, rows, right=tuple(right))


def _coded(printed: Printed) -> str:
    """Keys as code."""
    heads, rows = printed
    parts = [row[0].partition(" ") for row in rows]
    names = [f"`{key}` {name}".rstrip() for key, _, name in parts]
    return markdown_table(heads, [[name, *row[1:]] for name, row in zip(names, rows, strict=True)])
