"""The page of a sweep's folder: what was varied, where it is best and worst, what mattered, what failed."""

from dataclasses import replace

import numpy as np

from sim.report.beyond import quoted_note
from sim.report.brief_sweep import brief
from sim.report.document import Figure, Head, Note, Page, Table, Text
from sim.report.figures.sweep.data import SweepData, drawings, kind_of, replications
from sim.report.figures.sweep.tables import data_table
from sim.report.numbers import plain
from sim.report.pages.shared import again, facts_told, few, limits, money_note
from sim.report.tables.sweep import (
    Printed,
    changes_table,
    extremes_table,
    failures_table,
    keys_table,
    ranked_table,
    values_table,
)
from sim.report.texts import Language, say
from sim.scenario.plain_text import markdown
from sim.scenario.scenario_schema import Scenario

MOST_POINTS = 60
MOST_FAILURES = 20
MOST_ALIKE = 8  # groups, and points of a group
MOST_POINTS_TOLD = 20
MOST_FAILURES_TOLD = 5


def sweep_page(
    data: SweepData,
    scenario: Scenario,
    command: str,
    digest: str,
    lang: Language = "en",
    *,
    figures: bool = True,
) -> Page:
    """The report of a sweep of ``scenario``, without any clock time; with ``figures`` they stand in ``figures/``.

    ``command`` makes the sweep again, ``digest`` identifies it.
    """
    data = _escaped(data)
    return [
        *_head(data, scenario.titled(lang), lang),
        *brief(data, lang),
        Note(say("page.limit.levels", lang)),
        *quoted_note([scenario], lang),
        Head(say("sweep.page.varied", lang)),
        Text(say("sweep.page.design", lang, design=say(f"sweep.design.{data.design}", lang))),
        Table(*keys_table(data, lang)),
        *map(Text, same_digests(data, lang)),
        *_failures(data, lang),
        Head(say("sweep.page.extremes", lang)),
        Text(say("sweep.page.extremes_note", lang)),
        _numbers(extremes_table(data, lang)),
        Text(say("interval.chance", lang)),
        *_changes(data, lang),
        *(_figures(data, lang) if figures else []),
        *_points(data, lang),
        *limits(("levels", "interval", "held"), lang),
        *again(command, digest, lang, "sweep.page.again_note"),
        _facts(data, lang),
    ]


def sweep_told(data: SweepData, digest: str, seconds: float, lang: Language) -> Page:
    """What a terminal shows of a sweep: its points, the best first where several keys vary, failures, the digest."""
    foot, data = data.footer, _escaped(data)
    facts = [foot.scenario, *data.policies, foot.replications, foot.seed]
    return [
        *_points_told(data, lang),
        *map(Text, same_digests(data, lang)),
        *_failures_told(data, lang),
        *facts_told("sweep", facts, seconds, {"": digest}, lang),
    ]


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


def _escaped(data: SweepData) -> SweepData:
    """The same with titles and reasons that make no mark on a page."""
    failures = tuple(replace(one, reason=markdown(one.reason)) for one in data.failures)
    return replace(data, titles=data.titles.written(markdown), failures=failures)


def _head(data: SweepData, title: str, lang: Language) -> Page:
    foot = data.footer
    return [
        Head(say("sweep.page.title", lang, title=markdown(title or foot.scenario)), 1),
        Text(say("sweep.page.asked", lang, **_counted(data, lang)) + money_note(lang)),
        *few(foot.replications, lang),
    ]


def _counted(data: SweepData, lang: Language) -> dict[str, str]:
    return {"points": plain(data.points.size, 0), "replications": replications(data, lang)}


def _facts(data: SweepData, lang: Language) -> Text:
    """What was swept in the words of files and commands."""
    foot = data.footer
    facts = {"scenario": foot.scenario, "policies": foot.policy, "seed": foot.seed, "version": foot.version}
    return Text(say("sweep.page.run", lang, **facts, **_counted(data, lang)))


def _failures(data: SweepData, lang: Language) -> Page:
    blocks: Page = [Head(say("sweep.page.failures", lang))]
    if not data.failures:
        return [*blocks, Text(say("sweep.page.no_failures", lang))]
    failed, total, points = (plain(count, 0) for count in _counts(data))
    blocks.append(Text(say("sweep.page.failed", lang, failed=failed, total=total, points=points)))
    blocks.append(Table(*failures_table(data, lang, MOST_FAILURES)))
    if len(data.failures) > MOST_FAILURES:
        told = {"shown": MOST_FAILURES, "count": len(data.failures)}
        blocks.append(Text(say("sweep.page.more_failures", lang, **told)))
    return blocks


def _failures_told(data: SweepData, lang: Language) -> Page:
    if not data.failures:
        return []
    failed, total, points = _counts(data)
    more = [Text(say("told.sweep.more_failures", lang))] if len(data.failures) > MOST_FAILURES_TOLD else []
    return [
        Text(say("told.sweep.failed", lang, failed=failed, total=total, points=points)),
        Table(*failures_table(data, lang, MOST_FAILURES_TOLD)),
        *more,
    ]


def _counts(data: SweepData) -> tuple[int, int, int]:
    """Replications that failed, all of them, and points at which some failed."""
    failed = int(np.sum(data.failed))
    return failed, failed + int(np.sum(data.replications)), int(np.sum(data.failed > 0))


def _changes(data: SweepData, lang: Language) -> Page:
    heads, rows = changes_table(data, lang)
    if not rows:
        return []
    head, note = Head(say("sweep.page.changes", lang)), Text(say("sweep.page.changes_note", lang))
    return [head, note, Table(heads, rows, right=(4,))]


def _figures(data: SweepData, lang: Language) -> Page:
    blocks: Page = [Head(say("page.figures", lang))]
    for name, _, shown in drawings(data):
        caption = say(f"sweep.figure.{kind_of(data)}", lang, measure=shown.measures[0].name(lang))
        blocks.append(Figure(name, caption, data_table(shown, lang)))
    return blocks


def _points(data: SweepData, lang: Language) -> Page:
    blocks: Page = [Head(say("sweep.page.points", lang))]
    if data.points.size <= MOST_POINTS:
        blocks += [_numbers(values_table(data, lang)), Text(say("interval.chance", lang))]
    return [*blocks, Text(say("sweep.page.points_note", lang, count=plain(data.points.size, 0)))]


def _points_told(data: SweepData, lang: Language) -> Page:
    """Every point of one key with all measures; of several keys the first points by the first measure."""
    measure, single = data.measures[0].measure, len(data.keys) == 1
    heads, rows = values_table(data, lang) if single else ranked_table(data, measure, lang, MOST_POINTS_TOLD)
    numbers = 3 * (len(data.measures) if single else 1) + 1
    blocks: Page = [Table(heads, rows, range(len(heads) - numbers, len(heads))), Text(say("interval.chance", lang))]
    if len(rows) < data.points.size:
        blocks.append(Text(say("told.sweep.more", lang, shown=len(rows), total=data.points.size, measure=measure)))
    return blocks


def _numbers(printed: Printed) -> Table:
    """All columns to the right that hold numbers in every row."""
    heads, rows = printed
    right = [at for at in range(len(heads)) if rows and all(row[at][:1] in "–−0123456789" for row in rows)]
    return Table(heads, rows, right)
