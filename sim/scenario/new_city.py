"""The files of a new city: a scenario, its economy as so many times Beijing's, and a rule book of what was answered."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sim.scenario.book import by_key, value_at
from sim.scenario.city_scale import Scaled, scaled_economy, scaled_rules
from sim.scenario.contract_schema import ConcessionTier
from sim.scenario.files import load
from sim.scenario.plain_text import one_line
from sim.scenario.scenario_schema import Scenario, Sourced
from sim.scenario.titles import Language
from sim.scenario.toml_values import sourced, written

WORDS = Path(__file__).parent / "words" / "new_city.toml"
BEIJING = "beijing-2011"
WAYS = ("stage_equity", "co_investment", "risk_subsidy")
SERIES = ("loan_rates", "government_yields")


@dataclass(frozen=True)
class Answers:
    """What is known of the city and its rule: money in yuan, shares as fractions.

    ``ways`` are the shares of the budget by way in (WAYS); ``own_series`` names of files beside the economy by key.
    """

    city: str
    start: date
    scale: float
    budget: tuple[float, ...]
    ways: Mapping[str, float]
    share_cap: float
    years: float
    concession: tuple[ConcessionTier, ...]
    local_multiple: float
    base: str = BEIJING
    own_series: Mapping[str, str] | None = None


def files_of(answers: Answers, name: str, lang: Language) -> dict[str, str]:
    """The text of each file by its name; the scenario, ``NAME.toml``, comes first."""
    model = load(BEIJING, policy=answers.base)
    return {
        f"{name}.toml": _scenario(answers, model, name, lang),
        f"{name}-economy.toml": _economy(answers, model, name, lang),
        f"{name}-rules.toml": _rules(answers, model, name, lang),
    }


def coarse(answers: Answers) -> list[Scaled]:
    """Whole numbers that rounding moved noticeably, by full key."""
    model = load(BEIJING, policy=answers.base)
    found = [(f"economy.{one.key}", one) for one in scaled_economy(model.economy, answers.scale)]
    found += [(f"policy.{one.key}", one) for one in scaled_rules(model.policy, answers.scale)]
    return [Scaled(key, one.value, one.exact) for key, one in found if one.exact is not None]


def _scenario(answers: Answers, model: Scenario, name: str, lang: Language) -> str:
    frame = {"horizon": "horizon_years", "warm_up": "warm_up_years", "seed": "seed", "replications": "replications"}
    numbers = {key: getattr(model, key) for key in frame.values()} | {"seed": int(answers.start.strftime("%Y%m%d"))}
    lines = [
        _comment("scenario", lang, file=f"{name}.toml"),
        *_titles(answers.city),
        f"start = {written(answers.start)}",
        *(f"{key} = {written(numbers[key])} {_comment(word, lang)}" for word, key in frame.items()),
        f"economy = {written(f'{name}-economy.toml')}",
        f"policy = {written(f'{name}-rules.toml')}",
    ]
    return "\n".join(lines) + "\n"


def _economy(answers: Answers, model: Scenario, name: str, lang: Language) -> str:
    heads = [
        _comment("economy", lang, city=answers.city, scale=answers.scale, base=BEIJING),
        _comment("economy_keys", lang),
        *_titles(answers.city),
        f"extends = {written(BEIJING)}",
    ]
    grounds = _say("scaled", lang, base=BEIJING, scale=answers.scale)
    values = [(one.key, one.value, _remark(one, lang)) for one in scaled_economy(model.economy, answers.scale)]
    lines = heads + _sections(model, "economy.", values, grounds, lang)
    return "\n".join([*lines, "", _comment("series", lang), *_series(answers, lang)]) + "\n"


def _series(answers: Answers, lang: Language) -> list[str]:
    """The user's own series, or how they would be named."""
    own = answers.own_series or {}
    given = _say("answer", lang)
    lines = [f"{key} = {sourced(own[key], given, 'assumption')}" for key in SERIES if key in own]
    hints = [f'# {key} = {{ value = "my-{key.replace("_", "-")}.csv", source = "…", read = "text" }}' for key in SERIES
             if key not in own]  # fmt: skip
    return ["[series]" if lines else "# [series]", *lines, *hints]


def _rules(answers: Answers, model: Scenario, name: str, lang: Language) -> str:
    given = _say("answer", lang)
    budget: list[tuple[str, Any, str]] = [("budget.yearly", answers.budget, "")]
    budget += [(f"budget.{way}_share", answers.ways.get(way, 0.0), "") for way in WAYS]
    equity: list[tuple[str, Any, str]] = [
        ("stage_equity.share_cap", answers.share_cap, ""),
        ("stage_equity.maximum_holding_years", answers.years, ""),
        ("stage_equity.concession", answers.concession, ""),
    ]
    duty = [("stage_equity.duty.local_multiple", answers.local_multiple, "")]
    option = [_comment("option", lang, base=answers.base)] if model.policy.stage_equity.option.enabled else []
    approvers = [(one.key, one.value, _remark(one, lang)) for one in scaled_rules(model.policy, answers.scale)]
    scaled = _say("scaled", lang, base=answers.base, scale=answers.scale)
    lines = [
        _comment("rules", lang, city=answers.city, base=answers.base, file=f"{name}-rules.toml"),
        *_titles(answers.city),
        f"extends = {written(answers.base)}",
        *_under("budget", lang, _sections(model, "policy.", budget, given, lang)),
        *_under("stage_equity", lang, _sections(model, "policy.", equity, given, lang)),
        *option,
        *_under("duty", lang, _sections(model, "policy.", duty, given, lang)),
        *_under("institutions", lang, _sections(model, "policy.", approvers, scaled, lang)),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _under(word: str, lang: Language, section: Sequence[str]) -> list[str]:
    """A section with a comment above it."""
    return [section[0], _comment(word, lang), *section[1:]]


def _sections(
    model: Scenario, prefix: str, values: Sequence[tuple[str, Any, str]], source: str, lang: Language
) -> list[str]:
    """Lines of keys with value, source and name, by section as they come; what is as in ``model`` keeps its source."""
    lines: list[str] = []
    before = ""
    for key, value, remark in values:
        section, _, name = key.rpartition(".")
        if section != before:
            lines += ["", f"[{section}]"]
        before = section
        known = by_key()[prefix + key]
        meaning = known.zh if lang == "zh" else one_line(known.doc)
        note = _grounds(model, prefix + key, value, source)
        lines.append(f"{name} = {sourced(value, note.source, note.read)} # {meaning}{remark}")
    return lines


def _grounds(model: Scenario, key: str, value: Any, source: str) -> Sourced:
    """Where a value comes from: from the file that is taken over where it is the same there."""
    part, _, below = key.partition(".")
    same = value_at(getattr(model, part), below) == value
    return model.provenance.get(key, Sourced(source)) if same else Sourced(source)


def _remark(one: Scaled, lang: Language) -> str:
    mark = "；" if lang == "zh" else "; "
    return "" if one.exact is None else mark + _say("rounded", lang, exact=one.exact)


def _titles(city: str) -> list[str]:
    return [f"title = {written(city)}", f"title_zh = {written(city)}"]


def _comment(word: str, lang: Language, **values: object) -> str:
    """One line: what a user named cannot end the comment."""
    return f"# {one_line(_say(word, lang, **values))}"


def _say(word: str, lang: Language, **values: object) -> str:
    return _words()[word][lang].format(**values)


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))
