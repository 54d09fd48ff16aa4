"""What is worth saying of input that can be used: keys that change nothing, values beyond plausible, idle money."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sim.scenario.book import Parameter, by_key, value_at
from sim.scenario.documents import Origin
from sim.scenario.files import Resolved
from sim.scenario.gates import needed, shut
from sim.scenario.in_force import CITY_LINES, OPENED_BY, Line, has_money, has_rules, in_force
from sim.scenario.overrides import given_by_hand
from sim.scenario.policy_schema import Policy
from sim.scenario.scenario_schema import Scenario, Sourced
from sim.scenario.titles import Language

NoticeKind = Literal["no-effect", "implausible", "idle-money", "busy-queue", ""]
SHARES = "every share of policy.budget"
LEAST_IN_A_DEAL = "policy.co_investment.minimum"  # no instrument pays less at a time


@dataclass(frozen=True)
class Notice:
    """One thing to say, in English and Chinese; ``kind`` is no-effect, implausible, idle-money, busy-queue or empty."""

    kind: NoticeKind
    file: str
    key: str
    message: str
    zh: str
    line: int | None = None

    def text(self, lang: Language) -> str:
        """``FILE:LINE: KEY: what it is``, leaving out what is not known."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.key, self.zh if lang == "zh" else self.message) if part)


def of_scenario(
    scenario: Scenario, others: Sequence[Scenario] = (), varied: Mapping[str, str] | None = None
) -> list[Notice]:
    """What to say once before ``scenario`` is simulated, alone or with ``others`` that differ from it in keys or rules.

    Keys set by hand, and keys ``varied`` among the others, are named where they change nothing in any of them; values
    beyond their plausible range where no source stands beside them; and money that nothing can use.
    """
    every = [scenario, *others]
    by_hand = {key: file for key, note in scenario.provenance.items() if (file := given_by_hand(note))}
    found = without_effect(by_hand | dict(varied or {}), every)
    found += _implausible(lambda key: _value(scenario, key), scenario.provenance, {})
    for one in {one.policy_name: one.law for one in every}.values():
        found += _idle_money(one, {})
    return list(dict.fromkeys(found))


def of_file(resolved: Resolved[Any]) -> list[Notice]:
    """What to say of a rule book or an economy: of what its file states, not of what it inherits."""
    origins = {key: one for key, one in resolved.document.origins.items() if resolved.states(key)}
    stated = {key: note for key, note in resolved.provenance.items() if key in origins}
    found = list(_implausible(lambda key: value_at(resolved.value, key.partition(".")[2]), stated, origins))
    if isinstance(resolved.value, Policy):
        found += _shut_clauses(resolved.value, stated, origins)
        found += _idle_money(resolved.value, origins)
        if not stated:
            found.insert(0, _empty(resolved.document.file, inherits=bool(resolved.provenance)))
    return found


def without_effect(keys: Mapping[str, str], scenarios: Iterable[Scenario]) -> list[Notice]:
    """The keys, each with the place where it was given, that change nothing in any of the scenarios."""
    still: dict[str, str] = dict.fromkeys(keys, "")
    for scenario in scenarios:
        still = {key: need for key in still if (need := needed(key, scenario))}
        if not still:
            break
    return [_no_effect(keys[key], key, need) for key, need in still.items() if need]


def _no_effect(file: str, key: str, need: str, line: int | None = None, more: int = 0) -> Notice:
    """``more`` keys need the same and are counted, not named."""
    if more:
        message = f"and {more} more change nothing here; they act only with {need}"
        return Notice("no-effect", file, key, message, f"及另外 {more} 项在此不起作用；须有：{need}", line)
    message = f"changes nothing here; it acts only with {need}"
    return Notice("no-effect", file, key, message, f"在此不起作用；须有：{need}", line)


def _shut_clauses(policy: Policy, stated: Mapping[str, Sourced], origins: Mapping[str, Origin]) -> Iterator[Notice]:
    """Clauses with a value of their own that change nothing; what a source says is stated for its own sake."""
    found: dict[str, list[str]] = {}
    for key, note in stated.items():
        neutral = value_at(policy, key.removeprefix("policy.")) == by_key()[key].default
        if not note.source and not neutral and (need := shut(key, policy)):
            found.setdefault(need, []).append(key)
    for need, (key, *rest) in found.items():
        yield _no_effect(origins[key].file, key, need, origins[key].line, len(rest))


def _implausible(
    value_of: Callable[[str], Any], notes: Mapping[str, Sourced], origins: Mapping[str, Origin]
) -> Iterator[Notice]:
    """Values beyond their plausible range without a source; a neutral value says that there is no such clause."""
    for key, note in notes.items():
        parameter, by_hand = by_key()[key], given_by_hand(note)
        if parameter.plausible is None or (note.source and not by_hand):
            continue
        given = value_of(key)
        low, high = parameter.plausible
        each = given if isinstance(given, tuple) else (given,)
        outside = [value for value in each if not low <= value <= high]
        if outside and given != parameter.default:
            origin = origins.get(key, Origin(by_hand, None))
            yield _beyond(parameter, outside[0], origin)


def _beyond(parameter: Parameter, value: float, origin: Origin) -> Notice:
    low, high = parameter.plausible or (0.0, 0.0)
    given, least, most = _number(value), _number(low), _number(high)
    message = f"is {given}, outside its plausible range, {least} to {most} ({parameter.why})"
    zh = f"为 {given}，不在合理范围 {least} 至 {most} 之内"
    return Notice("implausible", origin.file, parameter.key, message, zh, origin.line)


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:g}"


def _idle_money(policy: Policy, origins: Mapping[str, Origin]) -> Iterator[Notice]:
    """Money of the budget that no rule can spend, or that is less than anything costs."""
    yearly, paid = "policy.budget.yearly", [line for line in CITY_LINES if has_money(policy, line)]
    if not paid and any(amount > 0.0 for amount in policy.budget.yearly):
        yield _idle(yearly, origins, "gives money that goes to no instrument", "所拨资金未分给任何支持方式", SHARES)
    if paid and not any(in_force(policy, line) for line in paid):
        need = "; ".join(" or ".join(OPENED_BY[line]) for line in paid)
        yield _idle(yearly, origins, "gives money that no instrument has rules to spend", "所拨资金无规则可用", need)
        return
    for line in paid:
        if not has_rules(policy, line):
            need = " or ".join(OPENED_BY[line])
            key = f"policy.budget.{line}_share"
            yield _idle(key, origins, "gives money to an instrument without rules", "所拨资金无规则可用", need)
    yield from _too_little(policy, paid, origins)


def _too_little(policy: Policy, paid: Sequence[Line], origins: Mapping[str, Origin]) -> Iterator[Notice]:
    """Money of all years together that is below the least anything costs: of the whole budget, or of one line."""
    total, (least, _) = sum(policy.budget.yearly), by_key()[LEAST_IN_A_DEAL].plausible or (0.0, 0.0)
    if paid and total < least:
        yield _short_of(
            "policy.budget.yearly", total, f"the smallest deal, {least:,.0f}", f"最小单笔 {least:,.0f} 元", origins
        )
        return
    floors = {
        "stage_equity": (policy.stage_equity.minimum_offer, "policy.stage_equity.minimum_offer"),
        "co_investment": (policy.co_investment.minimum, LEAST_IN_A_DEAL),
    }
    for line in paid:
        floor, name = floors.get(line, (0.0, ""))
        share = f"policy.budget.{line}_share"
        given = total * float(getattr(policy.budget, f"{line}_share"))
        if has_rules(policy, line) and given < floor:
            yield _short_of(share, given, f"{name} = {floor:,.0f}", f"{name} = {floor:,.0f} 元", origins)


def _idle(key: str, origins: Mapping[str, Origin], what: str, zh: str, need: str) -> Notice:
    origin = origins.get(key, Origin("", None))
    least = "policy.budget 各项占比均" if need == SHARES else need.replace(" or ", " 或 ").replace("; ", "；") + " "
    message = f"{what} ({need} is 0); it stays unspent"
    return Notice("idle-money", origin.file, key, message, f"{zh}（{least}为 0），将一直闲置", origin.line)


def _short_of(key: str, yuan: float, least: str, zh: str, origins: Mapping[str, Origin]) -> Notice:
    origin = origins.get(key, Origin("", None))
    message = f"gives {yuan:,.0f} yuan in all years, less than {least}; amounts are in yuan, 1e8 is 100 million"
    chinese = f"各年合计 {yuan:,.0f} 元，低于 {zh}；单位为元，1亿元写作 1e8"
    return Notice("idle-money", origin.file, key, message, chinese, origin.line)


def _value(scenario: Scenario, key: str) -> Any:
    part, _, rest = key.partition(".")
    return value_at(getattr(scenario, part), rest) if rest else getattr(scenario, part)


def _empty(file: str, *, inherits: bool) -> Notice:
    """The notice of a rule book that states nothing."""
    if inherits:
        return Notice("", file, "", "states nothing of its own beside what it extends", "除所继承的条款外未写任何条款")
    message = "states nothing: every clause is neutral and there is no money, which is no guidance fund"
    return Notice("", file, "", message, "未写任何条款：各条均为中性，也没有资金，等于没有引导基金")
