"""The catalogue of measures: what each is called, how it is defined, who asks for it and why.

``sources.toml`` says where each indicator that evaluators, managers, auditors and researchers ask for is found.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal
from unicodedata import normalize

from sim.measures.definitions import definition_in_chinese
from sim.scenario.appropriation_schema import LEGS
from sim.scenario.checking import nearest
from sim.scenario.errors import Problem
from sim.scenario.names import is_chinese
from sim.scenario.said import said
from sim.scenario.titles import Language

Law = Literal["share", "multiple", "amount", "rate", "number"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A named measure.

    ``zh`` and ``label`` are its names in Chinese and English. ``kind`` is ``ratio`` (reported pooled and by
    replication) or ``mean`` (by replication only); ``better`` is 1 when more is better for the public, -1 when less is,
    0 when neither. ``law`` says what it can be, and by that which interval it has: a ``share`` from 0 to 1, a
    ``multiple`` (ratio of amounts) or an ``amount`` (also a count or a time) not below 0, a yearly ``rate`` from -1,
    any ``number``. ``who`` asks: F finance bureau, M guidance-fund manager, V venture capital manager, A academic,
    U auditor, N national evaluator, L private limited partner.
    """

    name: str
    zh: str
    label: str
    unit: str
    formula: str
    who: str
    source: str
    kind: Literal["ratio", "mean"]
    better: int
    law: Law

    def called(self, lang: Language) -> str:
        """Its name in a language."""
        return self.zh if lang == "zh" else self.label

    def as_dict(self) -> dict[str, str | int]:
        """The record as JSON knows it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Family:
    """Measures that also exist for one group or instrument: a prefix and the words for it."""

    prefix: str
    zh: str
    label: str
    words: str


def _read(file_name: str) -> dict[str, Any]:
    """A file beside this one."""
    with Path(__file__).with_name(file_name).open("rb") as file:
        return tomllib.load(file)


SOURCES: dict[str, str] = _read("sources.toml")
# What a measure in a unit is unless it says otherwise; money may be of either sign.
_LAWS: dict[str, Law] = {"share": "share", "x": "multiple", "1/year": "rate", "yuan": "number", "yuan/yuan": "number"}


def _written(file_name: str) -> tuple[Measure, ...]:
    """The measures of a file in its order, each with its source in words and its law."""
    made: list[Measure] = []
    for name, one in _read(file_name).items():
        known = {"law": _LAWS.get(one["unit"], "amount"), **one, "source": SOURCES[one["source"]]}
        made.append(Measure(name, **known))
    return tuple(made)


MEASURES = _written("catalogue.toml")
# After how many years the treasury asks what came back.
BACK_YEARS = (5, 8, 10, 12, 15)
# How many years have rates of money not yet at work of their own.
IDLE_YEARS = 10
# The purses of the guidance fund; those of the first three leave something to hold.
_PURSES = {
    "stage_equity": ("阶段参股", "stage equity"),
    "co_investment": ("跟进投资", "co-investment"),
    "risk_subsidy": ("风险补助", "risk subsidy"),
    "loss_compensation": ("风险补偿", "loss compensation"),
    "guarantee_grant": ("投资保障", "investment guarantee"),
    "loss_guarantee": ("损失担保", "loss guarantee"),
}
# The lines of the yearly support, in Chinese and English.
PROGRAMMES = {
    "rd_grant": ("科研资助", "grants to conversion projects"),
    "interest_subsidy": ("贴息", "interest support"),
    "post_subsidy": ("后补助", "grants after acceptance"),
    "procurement": ("政府采购", "procurement"),
    "direct_equity": ("股权投资", "direct equity"),
    "sme_fund": ("中小企业资金", "the fund for small firms"),
    "recognised": ("认定专项", "the subsidy of recognised companies"),
    "services": ("服务机构", "agents and incubators"),
    "guarantee_capital": ("担保资本金", "the guarantor's capital"),
    "insurance_subsidy": ("保费补贴", "subsidies on premiums"),
}
# What lines have for their money besides what came back to them.
_LEFT = {
    "procurement": " and the goods ordered, when paid, at policy.procurement.use_value of their price",
    "direct_equity": " and the book value of the stakes it holds at the horizon",
    "guarantee_capital": " and the guarantor's cash at the horizon",
}
_HELD = ("stage_equity", "co_investment", "risk_subsidy")
_PUBLIC = "the guidance fund's"
_RETURNS = (
    _Family("stage_equity", "阶段参股", "stage equity", "the stage-equity line's"),
    _Family("co_investment", "跟进投资", "co-investment", "the co-investment line's"),
)
_RETURN_NAMES = ("irr", "tvpi", "dpi", "rvpi", "net_cost_pv", "principal_back", "cvar95")
_ROUTES = {
    "listing": ("上市退出", "listing"),
    "trade_sale": ("并购退出", "trade sale"),
    "option": ("行使回购权", "an option of private holders"),
    "first_refusal": ("优先受让", "first refusal"),
    "secondary": ("拍卖或份额转让", "secondary sale or auction"),
    "otc": ("场外挂牌转让", "sale on the over-the-counter board"),
    "buy_back": ("创始人回购", "founders who buy back"),
    "liquidation": ("清算", "the end of the fund or company with 5 % of cost or more back"),
    "write_off": ("核销", "an end with less than 5 % of cost back"),
    "open": ("尚未退出", "nothing yet: still held at the horizon"),
}


def _returns() -> list[Measure]:
    """Returns of the public lines, worded after those of all public money."""
    base = {one.name: one for one in MEASURES}
    made: list[Measure] = []
    for family in _RETURNS:
        for short in _RETURN_NAMES:
            one = base[f"public.{short}"]
            made.append(
                replace(
                    one,
                    name=f"{family.prefix}.{short}",
                    zh=one.zh.replace("公共资金", family.zh),
                    label=one.label.replace("public", family.label),
                    formula=one.formula.replace(_PUBLIC, family.words),
                )
            )
    return made


def _routes() -> list[Measure]:
    """Share of public positions by the way they ended."""
    return [
        Measure(
            f"exit.route.{route}",
            f"退出方式：{zh}",
            f"exit by {route.replace('_', ' ')}" if route != "open" else "still held",
            "share",
            f"Public positions ended by {words}, over all public positions.",
            "M L F",
            SOURCES["K40"],
            "ratio",
            0,
            "share",
        )
        for route, (zh, words) in _ROUTES.items()
    ]


def _by_cost(one: Measure) -> Measure:
    """The same share weighted by money."""
    formula = one.formula.rstrip(".") + ", each weighted by its cost instead of counted."
    return replace(
        one, name=f"{one.name}.by_cost", zh=f"{one.zh}（按成本）", label=f"{one.label}, by cost", formula=formula
    )


def _of(one: Measure, family: _Family) -> Measure:
    """The same exit measure of one instrument's positions."""
    return replace(
        one,
        name=f"{family.prefix}.{one.name}",
        zh=f"{family.zh}：{one.zh}",
        label=f"{family.label}: {one.label}",
        formula=one.formula.replace("ublic positions", f"ublic {family.label} positions"),
    )


def _exits() -> list[Measure]:
    """Exit measures of all public positions and of each instrument, by count and by cost."""
    counted = [one for one in MEASURES if one.name.startswith("exit.")] + _routes()
    counted += [_by_cost(one) for one in counted if one.unit == "share"]
    return counted + [_of(one, family) for family in _RETURNS for one in counted]


def _back_shares() -> list[Measure]:
    """What of the appropriated money is back in the treasury by the end of some years."""
    return [
        Measure(
            f"treasury.back_share.{years}",
            f"第 {years} 年末财政收回比例",
            f"treasury's cash back by year {years}",
            "share",
            f"Remittances to the treasuries up to the {years}th anniversary of the first day over all appropriations; "
            "above 1 when more came back than was ever paid; exists within the horizon.",
            "F U",
            SOURCES["K16"],
            "ratio",
            1,
            "multiple",
        )
        for years in BACK_YEARS
    ]


def _by_year() -> list[Measure]:
    """Money not yet at work, and what of it lies in the account, within each of the first years."""
    base = {one.name: one for one in MEASURES}
    return [
        replace(
            base[name],
            name=f"{name}.year.{year}",
            zh=f"{base[name].zh}：第 {year} 年",
            label=f"{base[name].label}, year {year}",
            formula=base[name]
            .formula.replace("over time", f"over year {year}")
            .replace("over the integral", "over that"),
        )
        for name in ("budget.idle_rate", "budget.idle_rate.uncommitted")
        for year in range(1, IDLE_YEARS + 1)
    ]


def _by_purse() -> list[Measure]:
    """What each purse of the guidance fund had in its account, and how much of its money was ever used."""
    base = {one.name: one for one in MEASURES}
    waiting = [
        replace(
            base["budget.idle_rate"],
            name=f"budget.idle_rate.{line}",
            zh=f"{_PURSES[line][0]}：未投出资金占比",
            label=f"{_PURSES[line][1]}: not yet at work",
            formula=f"Integral over time of the cash of {_PURSES[line][1]}, committed or not, over the integral of "
            "that and of what the line holds at cost.",
        )
        for line in _HELD
    ]
    used = [
        Measure(
            f"budget.used_share.{line}",
            f"{zh}：资金动用比例",
            f"{label}: share of its money ever used",
            "share",
            f"Payments of {label} to the outside, at most its appropriations, over its appropriations; where receipts "
            "are used again an upper bound of what was ever paid of the appropriated money.",
            "F U",
            SOURCES["K20"],
            "ratio",
            1,
            "share",
        )
        for line, (zh, label) in _PURSES.items()
    ]
    return waiting + used


def _of_programmes() -> list[Measure]:
    """What each line of the yearly support paid, and what it cost in the end."""
    paid = [
        Measure(
            f"programme.{line}.paid",
            f"{zh}：支付",
            f"{label}: paid",
            "yuan",
            f"Money paid by the line of {label} to whom it supports, nothing of what went back to the treasury.",
            "F",
            SOURCES["K33"],
            "mean",
            0,
            "amount",
        )
        for line, (zh, label) in PROGRAMMES.items()
    ]
    cost = [
        Measure(
            f"fiscal.cost.{line}",
            f"{zh}：净成本现值",
            f"{label}: net cost, present value",
            "yuan",
            f"What the line of {label} paid less what came back to it{_LEFT.get(line, '')}, each discounted to the "
            "first day at the 10-year government yield of the start year.",
            "F A",
            SOURCES["K33"],
            "mean",
            -1,
            "number",
        )
        for line, (zh, label) in PROGRAMMES.items()
    ]
    return paid + cost + _of_legs()


def _of_legs() -> list[Measure]:
    """The costs for each conversion and success, by the way of support (article 14)."""
    base = {one.name: one for one in MEASURES}
    return [
        replace(
            base[name],
            name=f"{name}.{leg}",
            zh=f"{base[name].zh}：{PROGRAMMES[leg][0]}",
            label=f"{base[name].label}: {PROGRAMMES[leg][1]}",
            formula=base[name].formula.replace("fiscal.net_cost_pv", f"fiscal.cost.{leg}"),
        )
        for name in ("fiscal.per_conversion", "fiscal.per_success")
        for leg in LEGS
    ]


def _build() -> dict[str, Measure]:
    """All measures by name: as written, then the families made from them."""
    plain = [one for one in MEASURES if not one.name.startswith("exit.")]
    families = (*_by_year(), *_by_purse(), *_of_programmes(), *_back_shares(), *_returns(), *_exits())
    return {one.name: one for one in (*plain, *families)}


CATALOGUE: dict[str, Measure] = _build()
# What exists only where rule books are compared on the same draws, and all measures together.
COMPARED: dict[str, Measure] = {one.name: one for one in _written("compared.toml")}
EVERY: dict[str, Measure] = CATALOGUE | COMPARED
# Of them those that need no world but one without a guidance fund, and all that a point of a study can be asked for.
AGAINST_NOTHING = {name: one for name, one in COMPARED.items() if name.startswith(("additionality.", "crowding_out"))}
AT_A_POINT: dict[str, Measure] = CATALOGUE | AGAINST_NOTHING


def in_names(asked: Iterable[str], known: Mapping[str, Measure] = CATALOGUE) -> tuple[str, ...]:
    """The measures asked for by name or by Chinese name, by name, each once; a word that is neither stays."""
    by_zh = {_spaceless(one.zh): one.name for one in known.values()}
    return tuple(dict.fromkeys(name if name in known else by_zh.get(_spaceless(name), name) for name in asked))


def holding(text: str) -> list[Measure]:
    """The measures that hold every word of a Chinese text in name or definition, the likeliest first."""
    words = [_spaceless(word) for word in text.split()]
    found = []
    for one in EVERY.values():
        name, told = _spaceless(one.zh), _spaceless(one.zh + definition_in_chinese(one.formula))
        if all(word in told for word in words):
            found.append((any(word not in name for word in words), not name.startswith(words[0]), one))
    return [one for *_, one in sorted(found, key=lambda each: each[:2])]


def _spaceless(text: str) -> str:
    """Without spaces, full-width marks and digits as half-width ones."""
    return "".join(normalize("NFKC", text).split())


def unknown(names: Iterable[str], known: Mapping[str, Measure] = CATALOGUE) -> list[Problem]:
    """A problem for each of ``names`` that is not ``known``: no measure of a single rule book, or none at all."""
    what = said("no such measure") if known is EVERY else said("no measure of a single rule book")
    return [
        Problem(
            "--measure",
            "",
            said('is "{name}"; {what}{hint}', name=name, what=what, hint=nearest(name, called(name, known))),
        )
        for name in names
        if name not in known
    ]


def called(name: str, known: Mapping[str, Measure]) -> list[str]:
    """What a word that is no measure was probably meant to be one of: Chinese names where it is Chinese."""
    return [one.zh for one in known.values()] if is_chinese(name) else list(known)
