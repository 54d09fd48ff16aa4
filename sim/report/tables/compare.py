"""Tables of comparisons for terminals and pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.measures.catalogue import COMPARED, EVERY
from sim.measures.headlines import COMPARISON
from sim.report.numbers import DASH, interval, plain, quantity, share
from sim.report.tables.measures import ambiguity, headline
from sim.report.texts import Language, say
from sim.scenario.plain_text import code
from sim.scenario.titles import Titles

FINE = 3  # digits of percentage points where a wording is all that differs


def shown(summary: Mapping[str, Any], measures: Sequence[str] = ()) -> Sequence[str]:
    """``measures``, else the headlines that exist under any rule book; with supply held no additionality among them.

    ``summary`` is that of ``yindao compare --format json``.
    """
    if measures:
        return measures
    told = [one["measures"] for one in summary["policies"].values()]
    known = [name for name in COMPARISON if name not in COMPARED] if "held" in summary else COMPARISON
    return [name for name in known if any(headline(one.get(name, {}))[0] is not None for one in told)]


def label(measure: str, lang: Language) -> str:
    """A measure's name in words."""
    return EVERY[measure].called(lang)


def values_table(
    summary: Mapping[str, Any], titles: Titles, lang: Language, measures: Sequence[str] = ()
) -> tuple[list[str], list[list[str]]]:
    """Headings and rows: a measure a row, a rule book a column, a star where it may be the best of those named."""
    policies = list(summary["policies"])
    rows: list[list[str]] = []
    for name in shown(summary, measures):
        cells: list[str] = []
        for policy in policies:
            value = headline(summary["policies"][policy]["measures"].get(name, {}))[0]
            star = " *" if summary["best"].get(name, {}).get(policy, {}).get("may_be_best") else ""
            cells.append(quantity(value, EVERY[name].unit, lang) + star)
        rows.append([name, label(name, lang), *cells])
    return [say("table.measure", lang), say("table.meaning", lang), *(titles.of(one, lang) for one in policies)], rows


def ambiguities(summary: Mapping[str, Any], titles: Titles, lang: Language) -> list[str]:
    """A sentence for each rule book under which some rate of return has several solutions."""
    told = {name: ambiguity(one["measures"], lang) for name, one in summary["policies"].items()}
    between = "：" if lang == "zh" else ": "
    return [f"{titles.of(name, lang)}{between}{sentence}" for name, sentence in told.items() if sentence]


def names_told(summary: Mapping[str, Any], titles: Titles, lang: Language) -> str:
    """A sentence on the names by which commands and files know the rule books."""
    between = "；" if lang == "zh" else "; "
    names = between.join(f"{titles.of(name, lang)} = {code(name)}" for name in summary["policies"])
    return say("compare.page.names", lang, names=names)


def differences_table(
    summary: Mapping[str, Any], titles: Titles, lang: Language, measures: Sequence[str] = ()
) -> tuple[list[str], list[list[str]]]:
    """Headings and rows: a row for each measure and rule book but the baseline whose difference exists."""
    heads = [say("table.measure", lang), say("compare.table.policy", lang), say("compare.table.difference", lang)]
    heads += [say("table.interval", lang), say("compare.table.better", lang), say("compare.table.best", lang), "n"]
    rows: list[list[str]] = []
    for name in shown(summary, measures):
        for policy, differences in summary["differences"].items():
            one = differences.get(name)
            if one is not None and one["mean"] is not None:
                cells = [*_cells(one, name, lang), _best(summary, name, policy, lang), str(one["n"])]
                rows.append([name, titles.of(policy, lang), *cells])
    return heads, rows


def split_table(
    summary: Mapping[str, Any], titles: Titles, lang: Language, measures: Sequence[str] = ()
) -> tuple[list[str], list[list[str]]]:
    """Headings and rows: price, supply and their sum for each measure and rule book with the baseline's supply held."""
    heads = [say("table.measure", lang), say("compare.table.policy", lang), say("compare.table.part", lang)]
    heads += [say("compare.table.difference", lang), say("table.interval", lang)]
    heads.append(say("compare.table.better", lang))
    rows: list[list[str]] = []
    for name in shown(summary, measures):
        for policy in summary["held"]:
            one = summary["differences"][policy].get(name, {})
            if one.get("mean") is None or "price" not in one:
                continue
            parts = {
                "price": (one["price"], one["price_ci95"], one["price_probability_better"]),
                "supply": (one["supply"], one["supply_ci95"], None),
                "sum": (one["mean"], one["ci95"], one["probability_better"]),
            }
            for part, (value, ends, better) in parts.items():
                told = {"mean": value, "ci95": ends, "probability_better": better}
                cells = [say(f"compare.part.{part}", lang), *_cells(told, name, lang, FINE)]
                if part == "price" and one["price_probability_better_ci95"]:
                    low, high = one["price_probability_better_ci95"]
                    cells[-1] += f" ({share(low)}–{share(high)})"
                rows.append([name, titles.of(policy, lang), *cells])
    return heads, rows


def _cells(one: Mapping[str, Any], name: str, lang: Language, digits: int = 1) -> list[str]:
    unit = EVERY[name].unit
    low, high = one["ci95"] or (None, None)
    chance = one["probability_better"]
    better = DASH if chance is None else share(chance)
    return [change(one["mean"], unit, lang, digits), change_interval(low, high, unit, lang, digits), better]


def change(value: float | None, unit: str, lang: Language, digits: int = 1) -> str:
    """A difference with its sign: shares and rates in percentage points."""
    if value is None:
        return DASH
    sign = "+" if value > 0 else ""
    if unit in ("share", "1/year"):
        return f"{sign}{plain(100 * value, digits)} {_points(unit, lang)}"
    return sign + quantity(value, unit, lang)


def change_interval(low: float | None, high: float | None, unit: str, lang: Language, digits: int = 1) -> str:
    """The interval of a difference, as ``change`` writes it."""
    if low is None or high is None or unit not in ("share", "1/year"):
        return interval(low, high, unit, lang)
    join = " 至 " if lang == "zh" else " to "
    return f"{plain(100 * low, digits)}{join}{plain(100 * high, digits)} {_points(unit, lang)}"


def _points(unit: str, lang: Language) -> str:
    return say(f"compare.change.{'share' if unit == 'share' else 'rate'}", lang)


def _best(summary: Mapping[str, Any], name: str, policy: str, lang: Language) -> str:
    found = summary["best"].get(name, {}).get(policy)
    return DASH if found is None else say(f"compare.best.{'yes' if found['may_be_best'] else 'no'}", lang)


def plan_table(summary: Mapping[str, Any], titles: Titles, lang: Language) -> tuple[list[str], list[list[str]]]:
    """Headings and rows of the planner: each half-width now, and the replications that reach the target."""
    unit = EVERY[summary["plan"]["measure"]].unit
    heads = [say(f"compare.table.{column}", lang) for column in ("policy", "half_width", "needed")]
    rows: list[list[str]] = []
    for policy, one in summary["plan"]["differences"].items():
        need = DASH if one["replications"] is None else plain(one["replications"], 0)
        rows.append([titles.of(policy, lang), change(one["half_width"], unit, lang).lstrip("+"), need])
    return heads, rows


def plan_title(summary: Mapping[str, Any], lang: Language) -> str:
    """What the table of the planner answers."""
    told = summary["plan"]
    target = change(told["half_width"], EVERY[told["measure"]].unit, lang).lstrip("+")
    return say("compare.page.plan", lang, target=target, measure=told["measure"])
