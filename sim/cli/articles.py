"""``yindao articles``: the 25 articles of the opinion, what each does in the model, and what a rule book says of it."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.output import Format, FormatOption, Lang, LangOption, QuietOption, emit_json, say_in, show, table, write
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

if TYPE_CHECKING:
    from sim.scenario.article_words import Article
    from sim.scenario.book import Parameter
    from sim.scenario.files import Resolved

# Whose values are shown where no rule book and no economy are named.
SHIPPED = "beijing-2011-whole"
MOST_KEYS = 40  # of a table; where an article owns more, those that no file gives are only counted


def articles(
    number: Annotated[str | None, typer.Argument(metavar="N", help="One article; without it: all of them.")] = None,
    policy: Annotated[str, typer.Option(help="Rule book whose values are shown: file or name.")] = SHIPPED,
    economy: Annotated[str, typer.Option(help="Economy whose responses are shown: file or name.")] = SHIPPED,
    form: FormatOption = Format.text,
    lang: LangOption = Lang.en,
    quiet: QuietOption = False,
) -> None:
    """List the 25 articles of the opinion 京政发[2011]12号, or tell one in full: text, mechanism, keys, measures.

    \b
    Example:
      yindao articles
      yindao articles 6 --policy my-policy.toml
      yindao articles 1 --lang zh
    """
    from sim.scenario.article_words import articles as words
    from sim.scenario.files import read_economy, read_policy

    chosen = _chosen(number)
    book, city = read_policy(policy), read_economy(economy)
    entries = [entry(words()[one], book, city) for one in chosen]
    if form is Format.json:
        emit_json({"policy": book.name, "economy": city.name, "articles": entries})
    elif number is None:
        _list(entries, book.name, lang)
    else:
        _explain(entries[0], book.name, lang)


def _chosen(number: str | None) -> list[int]:
    from sim.scenario.article_words import COUNT

    every = {str(one): one for one in range(1, COUNT + 1)}
    if number is not None and number not in every:
        raise BadInput(
            [Problem("N", "", said('is "{number}"; must be a number from 1 to {count}', number=number, count=COUNT))]
        )
    return list(every.values()) if number is None else [every[number]]


def entry(article: "Article", book: "Resolved[Any]", city: "Resolved[Any]") -> dict[str, Any]:
    """What is known of an article under a rule book and an economy, as JSON knows it.

    ``off`` of a parameter is None where it stays as written; ``frictions`` are what an article stands for that is
    assumed and not simulated.
    """
    from sim.scenario.articles import keys_of, responses_of
    from sim.scenario.book import by_key
    from sim.scenario.parameter import ABSENT
    from sim.scenario.switching import says_nothing

    provenance = book.provenance
    switch = getattr(book.value.articles, str(article.number), None)
    silent = says_nothing(book.value, provenance, article.number) if switch is not None else False
    responses = [_known(one, city, "economy.") for one in responses_of(article.number)]
    return {
        "article": article.number,
        "zh": article.zh,
        "title": article.title,
        "text": article.text,
        "class": article.kind,
        "on": None if switch is None else switch.on,
        "strength": getattr(switch, "strength", None),
        "from": None if switch is None else switch.__dict__.get("from"),
        "until": None if switch is None else switch.__dict__.get("until"),
        "stated": not silent and switch is not None,
        "mechanism": article.mechanism["en"],
        "mechanism_zh": article.mechanism["zh"],
        "off_means": article.off["en"],
        "off_means_zh": article.off["zh"],
        "parameters": [
            _known(one, book, "policy.") | {"off": None if one.off is ABSENT else one.off}
            for one in keys_of(article.number)
        ],
        "response": responses,
        "events": list(article.events),
        "measures": [_signed(name, sign) for name, sign in article.measures.items()],
        "note": article.note.get("en"),
        "note_zh": article.note.get("zh"),
        "assumed": article.assumed,
        "frictions": [
            _known(by_key()[key], city, "economy.") | {"relaxed_by": list(by)} for key, by in article.frictions.items()
        ],
    }


def _signed(name: str, sign: str) -> dict[str, Any]:
    """A measure and how it moves; ``told_apart``: whether runs tell that from chance, None where either is possible."""
    from sim.measures.catalogue import EVERY

    told = None if sign == "±" else "(" not in sign
    return {
        "name": name,
        "zh": EVERY[name].zh,
        "label": EVERY[name].label,
        "sign": sign.strip("()"),
        "told_apart": told,
    }


def _known(parameter: "Parameter", resolved: "Resolved[Any]", prefix: str) -> dict[str, Any]:
    from sim.scenario.book import value_at
    from sim.scenario.scenario_schema import UNSTATED, Sourced

    note = resolved.provenance.get(parameter.key, Sourced(UNSTATED))
    return {
        "key": parameter.key,
        "zh": parameter.zh,
        "meaning": parameter.doc,
        "unit": parameter.unit,
        "value": value_at(resolved.value, parameter.key.removeprefix(prefix)),
        "allowed": parameter.allowed,
        "plausible": parameter.plausible,
        "source": note.source,
        "read": note.read,
    }


CLASSES = {"core": ("core", "核心"), "module": ("module", "模块"), "context": ("context", "背景")}
SIGNS = {
    "+": ("rises", "上升"),
    "-": ("falls", "下降"),
    "0": ("stays exactly", "完全不变"),
    "±": ("either way", "升降不定"),
}


def _list(entries: list[dict[str, Any]], policy: str, lang: Lang) -> None:
    """A line an article; whether it is on, and how many keys it owns."""
    heads = [
        say_in(english, chinese, lang)
        for english, chinese in (
            ("article", "条"),
            ("title", "标题"),
            ("class", "类别"),
            (f"in {policy}", f"{policy} 中"),
            ("keys", "参数"),
            ("mechanism", "机制"),
        )
    ]
    rows = [
        (
            one["article"],
            say_in(one["title"], one["zh"], lang),
            say_in(*CLASSES[one["class"]], lang),
            state(one, lang),
            len(one["parameters"]) + len(one["response"]),
            say_in(one["mechanism"], one["mechanism_zh"], lang),
        )
        for one in entries
    ]
    table(heads, rows, right=(0, 4))


def state(one: dict[str, Any], lang: Lang) -> str:
    """Whether an article is on in a rule book, as a reader is told."""
    if one["assumed"]:
        return say_in("assumed, not simulated", "假设，不作模拟", lang)
    if not one["parameters"]:
        return say_in("without a mechanism in this version", "本版本中尚无机制", lang)
    if not one["on"]:
        return say_in("off", "停用", lang)
    if not one["stated"]:
        return say_in("stated nothing in this rule book", "该规则中没有规定", lang)
    told = [say_in("on", "启用", lang)]
    if one["strength"] not in (None, 1.0):
        told.append(say_in(f"strength {one['strength']:g}", f"力度 {one['strength']:g}", lang))
    if one["from"] is not None:
        told.append(say_in(f"from {one['from']}", f"自 {one['from']}", lang))
    if one["until"] is not None:
        told.append(say_in(f"until {one['until']}", f"至 {one['until']}", lang))
    return say_in(", ", "，", lang).join(told)


def _explain(one: dict[str, Any], policy: str, lang: Lang) -> None:
    """An article in full: a line a fact, then its keys."""
    facts = [
        (("article", "条"), f"{one['article']} {say_in(one['title'], one['zh'], lang)}"),
        (("text", "原文"), one["text"]),
        (("class", "类别"), say_in(*CLASSES[one["class"]], lang)),
        ((f"in {policy}", f"{policy} 中"), state(one, lang)),
        (("mechanism", "机制"), say_in(one["mechanism"], one["mechanism_zh"], lang)),
        (("off", "停用时"), say_in(one["off_means"], one["off_means_zh"], lang)),
        (("in a trace", "过程记录"), ", ".join(one["events"])),
        (("note", "说明"), say_in(one["note"], one["note_zh"], lang)),
    ]
    table(("", ""), [(say_in(*heads, lang), told) for heads, told in facts if told])
    if one["measures"]:
        _moved(one, lang)
    for name, title in (
        ("parameters", ("Keys of the rule book", "规则参数")),
        ("response", ("Responses of the economy: nobody knows them", "经济的响应：无人确知")),
        ("frictions", ("Assumed, not simulated", "假设，不作模拟")),
    ):
        if one[name]:
            write("")
            _keys(one[name], say_in(*title, lang), lang)


def _moved(one: dict[str, Any], lang: Lang) -> None:
    """What moves when the article is switched on, and how that is known."""
    from sim.scenario.article_words import REPLICATIONS

    heads = [say_in(*each, lang) for each in (("measure", "指标"), ("meaning", "含义"), ("when on", "启用时"))]
    unclear = say_in(", not told from chance", "，与偶然波动未能区分", lang)
    rows = [
        (
            each["name"],
            say_in(each["label"], each["zh"], lang),
            say_in(*SIGNS[each["sign"]], lang) + (unclear if each["told_apart"] is False else ""),
        )
        for each in one["measures"]
    ]
    write("")
    table(heads, rows, title=say_in("What it moves", "影响的指标", lang))
    if any(each["told_apart"] is not None for each in one["measures"]):
        write(
            say_in(
                f"Shown by {REPLICATIONS} replications of a small town in which everybody answers as strongly as is"
                " plausible: the whole opinion against it less the article.",
                f"由小城镇 {REPLICATIONS} 次模拟得出，各方响应取合理范围内最强者：意见全文与停用本条相比。",
                lang,
            )
        )


def _keys(found: list[dict[str, Any]], title: str, lang: Lang) -> None:
    """A table of keys; what each is while the article is off, or which articles relax it, where that is known."""
    from sim.report.units import read_name, unit_name

    columns = {
        "key": ("key", "参数"),
        "zh" if lang is Lang.zh else "meaning": ("meaning", "含义"),
        "unit": ("unit", "单位"),
        "value": ("value", "取值"),
        "off": ("off", "停用时"),
        "relaxed_by": ("relaxed by articles", "放宽该项的条文"),
        "plausible": ("plausible", "合理范围"),
        "read": ("read", "查证"),
        "source": ("source", "来源"),
    }
    names = [name for name in columns if name in found[0]]
    named = {"unit": unit_name, "read": read_name}
    silent = [one for one in found if _silent(one)] if len(found) > MOST_KEYS else []
    rows = [
        [named[name](one[name], lang.value) if name in named else _cell(one, name, lang) for name in names]
        for one in found
        if one not in silent
    ]
    table([say_in(*columns[name], lang) for name in names], rows, title=title)
    if silent:
        groups = ", ".join(dict.fromkeys(one["key"].rpartition(".")[0] for one in silent))
        write(
            say_in(
                f"{len(silent)} more keys have their neutral defaults, the article on or off (--format json has all):"
                f" {groups}",
                f"另有 {len(silent)} 项参数为中性默认值，启用停用均不变（--format json 列出全部）：{groups}",
                lang,
            )
        )


def _silent(one: dict[str, Any]) -> bool:
    """Whether no file gives a key and the article does not move it."""
    from sim.scenario.scenario_schema import UNSTATED

    return one["source"] == UNSTATED and one.get("off", "") is None


def _cell(one: dict[str, Any], name: str, lang: Lang) -> str:
    value = one[name]
    if name == "off" and value is None:
        return say_in("as written", "照写明", lang)
    if (name == "value" and value is None) or (name in ("off", "value") and value in ((), [])):
        return say_in("none", "无", lang)
    if name == "source":
        from sim.report.units import source_name

        return source_name(value, lang.value)
    if name == "plausible" and value is not None:
        return f"{show(value[0])} {say_in('to', '至', lang)} {show(value[1])}"
    return _coded(one["key"], value, lang) if name in ("value", "off") else show(value)


def _coded(key: str, value: Any, lang: Lang) -> str:
    from sim.report.values import coded

    return coded(key, value, lang.value) or show(value)
