"""The files of a new city: a scenario, its economy as so many times Beijing's, and a rule book of what was answered."""

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from sim.scenario.book import by_key, value_at
from sim.scenario.city_scale import Scaled, scaled_economy, scaled_rules
from sim.scenario.contract_schema import ConcessionTier
from sim.scenario.data_files import SERIES as EVERY_SERIES
from sim.scenario.data_files import SeriesName, first_day
from sim.scenario.documents import label, read_text
from sim.scenario.files import load
from sim.scenario.naming import is_path
from sim.scenario.plain_text import one_line
from sim.scenario.scenario_schema import Scenario, Sourced
from sim.scenario.shipped import root
from sim.scenario.titles import Language
from sim.scenario.toml_values import sourced, written

WORDS = Path(__file__).parent / "words" / "new_city.toml"
BEIJING = "beijing-2011"
WAYS = ("stage_equity", "co_investment", "risk_subsidy", "loss_compensation", "guarantee_grant", "loss_guarantee")
HEAD = ("", "[{}]")  # of a section
ALWAYS = WAYS[:3]  # written even where they get nothing
OwnSeries = Literal["loan_rates", "government_yields"]
SERIES: tuple[OwnSeries, ...] = ("loan_rates", "government_yields")


@dataclass(frozen=True)
class Answers:
    """What is known of the city and its rule: money in yuan, shares as fractions.

    ``ways`` are the shares of the budget by way in (WAYS); ``base`` is a shipped rule book or a path from here;
    ``own_series`` names of files beside the economy by key.
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
    own_series: Mapping[OwnSeries, str] | None = None


def files_of(answers: Answers, folder: Path, lang: Language) -> dict[str, str]:
    """The text of each file in ``folder`` by its name; the scenario, ``FOLDER.toml``, comes first."""
    model, name = load(BEIJING, policy=answers.base), folder.name
    beside = replace(answers, base=_seen_from(folder, answers.base))
    texts = (
        _scenario(beside, model, name, lang),
        _economy(beside, model, name, lang),
        _rules(beside, model, name, lang),
    )
    return dict(zip(names_of(folder), texts, strict=True))


def names_of(folder: Path) -> tuple[str, str, str]:
    """What the three files in a folder are called."""
    return f"{folder.name}.toml", f"{folder.name}-economy.toml", f"{folder.name}-rules.toml"


def own_names(own: Mapping[OwnSeries, Path], folder: Path) -> dict[OwnSeries, str]:
    """What copies of somebody's series are called: as they are, or with their key before it where a name is taken.

    Names of shipped series are, since an economy that names one means the shipped one.
    """
    taken = {*names_of(folder), *(path.name for path in (root() / "data").iterdir())}
    found: dict[OwnSeries, str] = {}
    for key, path in own.items():
        found[key] = f"{key}-{path.name}" if path.name in taken else path.name
        taken.add(found[key])
    return found


def earliest(model: Scenario, own: Mapping[OwnSeries, Path]) -> date:
    """The first day on which every series has begun, ``own`` ones in their place. Raises BadInput."""
    texts: dict[SeriesName, tuple[str, str]] = {key: (model.data[key], "") for key in EVERY_SERIES}
    for key, path in own.items():
        texts[key] = read_text(path), label(path)
    return max(first_day(key, text, file) for key, (text, file) in texts.items())


def budget_in_step(model: Scenario, scale: float) -> tuple[float, ...]:
    """The appropriations of the rule book that is taken over, times the scale, to the fen."""
    return tuple(round(one * scale, 2) for one in model.policy.budget.yearly)


def _seen_from(folder: Path, base: str) -> str:
    """A rule book as a file in ``folder`` names it: a path is relative to that folder, on whatever way it was given."""
    if not is_path(base) or os.path.isabs(base):
        return base
    path = Path(base)
    return Path(os.path.relpath(path.parent.resolve() / path.name, folder.resolve())).as_posix()


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
    in_step = answers.budget == budget_in_step(model, answers.scale)
    scaled = _say("scaled", lang, base=answers.base, scale=answers.scale)
    yearly = _sections(model, "policy.", [("budget.yearly", answers.budget, "")], scaled if in_step else given, lang)
    shares = [(f"budget.{way}_share", answers.ways.get(way, 0.0), "") for way in _ways(answers, model)]
    budget = [*yearly, *_sections(model, "policy.", shares, given, lang)[len(HEAD) :]]
    equity: list[tuple[str, Any, str]] = [
        ("stage_equity.share_cap", answers.share_cap, ""),
        ("stage_equity.maximum_holding_years", answers.years, ""),
        ("stage_equity.concession", answers.concession, ""),
    ]
    duty = [("stage_equity.duty.local_multiple", answers.local_multiple, "")]
    option = [_comment("option", lang, base=answers.base)] if model.policy.stage_equity.option.enabled else []
    approvers = [(one.key, one.value, _remark(one, lang)) for one in scaled_rules(model.policy, answers.scale)]
    lines = [
        _comment("rules", lang, city=answers.city, base=answers.base, file=f"{name}-rules.toml"),
        *_titles(answers.city),
        f"extends = {written(answers.base)}",
        *_under("budget", lang, budget),
        *_under("stage_equity", lang, _sections(model, "policy.", equity, given, lang)),
        *option,
        *_under("duty", lang, _sections(model, "policy.", duty, given, lang)),
        *_under("institutions", lang, _sections(model, "policy.", approvers, scaled, lang)),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _ways(answers: Answers, model: Scenario) -> list[str]:
    """The ways in that get money here or in the rule book that is taken over, and the usual ones."""
    return [
        way for way in WAYS if way in ALWAYS or answers.ways.get(way) or getattr(model.policy.budget, f"{way}_share")
    ]


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
            lines += [one.format(section) for one in HEAD]
        before = section
        known = by_key()[prefix + key]
        meaning = known.zh if lang == "zh" else one_line(known.doc)
        note = _grounds(model, prefix + key, value, source, lang)
        lines.append(f"{name} = {sourced(value, note.source, note.read)} # {meaning}{remark}")
    return lines


def _grounds(model: Scenario, key: str, value: Any, source: str, lang: Language) -> Sourced:
    """Where a value comes from: from the file that is taken over where it is the same there."""
    part, _, below = key.partition(".")
    if value_at(getattr(model, part), below) != value:
        return Sourced(source)
    base = model.economy_name if part == "economy" else model.policy_name
    return model.provenance.get(key, Sourced(_say("same", lang, base=base)))


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
