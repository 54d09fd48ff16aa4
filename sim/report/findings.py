"""The sentences of a run that stand behind its first screen, each number with its interval.

A sentence whose measures do not exist is left out.
"""

import numpy as np

from sim.ledger.vocabulary import GUIDANCE_LINES
from sim.measures.catalogue import IDLE_YEARS
from sim.measures.positions import INSTRUMENTS, Instrument
from sim.report.figures.run.data import FigureData
from sim.report.numbers import DASH, share
from sim.report.quoting import ABSENT, Measures, in_cells, quoted, sentence, words_for
from sim.report.tables.measures import headline
from sim.report.texts import Language, say

EXITS = ("on_time", "lost", "overdue")


def findings(data: FigureData, measures: Measures, lang: Language) -> list[str]:
    """The sentences behind the first screen, in order: all support, invested money, exits, purses, companies."""
    lines = [
        _support(measures, lang),
        _invested(data, measures, lang),
        *(_exit(instrument, measures, lang) for instrument in INSTRUMENTS),
        _purses(measures, lang),
        _companies(measures, lang),
    ]
    return [line for line in lines if line]


def idle_by_year(measures: Measures, lang: Language) -> tuple[list[str], list[list[str]]]:
    """Headings and rows: of each of the first years, what lay in the account and what was not yet at work."""
    columns = ("year", "in_account", "interval", "not_at_work", "interval")
    rows: list[list[str]] = []
    for year in range(1, IDLE_YEARS + 1):
        both = [measures.get(f"budget.idle_rate{kind}.year.{year}", ABSENT) for kind in (".uncommitted", "")]
        if headline(both[1])[0] is not None:
            rows.append([str(year), *(text for one in both for text in in_cells(one, lang))])
    return [say(f"table.{column}", lang) for column in columns], rows


def _support(measures: Measures, lang: Language) -> str:
    """What all support costs, where there is any beside the guidance fund."""
    alone = (headline(measures.get(name, ABSENT))[0] for name in ("fiscal.net_cost_pv", "public.net_cost_pv"))
    if len(set(alone)) == 1:
        return ""
    names = {"cost": "fiscal.net_cost_pv", "back": "fiscal.recovered"}
    after = words_for({"after": "fiscal.net_cost_after_tax_pv"}, measures, lang)
    told = "" if after is None else say("page.support_after_tax", lang, **after)
    words = words_for(names, measures, lang)
    if words is None:
        return ""
    words["back"] = words["back"].removesuffix("×")
    return say("page.support", lang, **words, after=told)


def _invested(data: FigureData, measures: Measures, lang: Language) -> str:
    """What the money earns that the guidance fund has paid out."""
    words = words_for({"irr": "public.irr", "tvpi": "public.tvpi", "peak": "budget.peak_exposure"}, measures, lang)
    if words is None:
        return ""
    words["tvpi"] = words["tvpi"].removesuffix("×")
    values = data.irr.values[np.isfinite(data.irr.values)]
    loss = share(float(np.mean(values < 0))) if values.size else DASH
    return say("page.earns", lang, **words, loss=loss)


def _exit(instrument: Instrument, measures: Measures, lang: Language) -> str:
    """How the positions of one instrument met their deadline, in three parts, by count and by cost."""
    names = {end: f"{instrument}.exit.{end}" for end in EXITS}
    names |= {f"{end}_cost": f"{instrument}.exit.{end}.by_cost" for end in EXITS}
    words = words_for(names, measures, lang)
    return "" if words is None else say("page.timely", lang, **words, instrument=say(f"line.{instrument}", lang))


def _purses(measures: Measures, lang: Language) -> str:
    """How much of each purse's money was ever used; a purse most of whose money never was is named."""
    found = {line: measures.get(f"budget.used_share.{line}", ABSENT) for line in GUIDANCE_LINES}
    found = {line: one for line, one in found.items() if headline(one)[0] is not None}
    if not found:
        return ""
    parts = [
        say("page.used", lang, line=say(f"line.{line}", lang), share=text, share_ci=ends)
        for line, one in found.items()
        for text, ends in [quoted(one, lang)]
    ]
    wasted = [say(f"line.{line}", lang) for line, one in found.items() if (headline(one)[0] or 0.0) < 0.5]
    join = "、" if lang == "zh" else ", "
    finding = say("page.unused", lang, lines=join.join(wasted)) if wasted else ""
    return say("page.purses", lang, parts=("；" if lang == "zh" else "; ").join(parts), finding=finding)


def _companies(measures: Measures, lang: Language) -> str:
    names = {name: f"company.{name}" for name in ("founded", "funded", "listed")}
    return sentence("page.companies", names, measures, lang, bare=lang == "en")
