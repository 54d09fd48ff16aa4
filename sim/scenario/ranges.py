"""Which parameters a study varies and how far: groups and keys resolved to their declared plausible ranges."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sim.scenario.book import Parameter, by_key, parameters, value_at
from sim.scenario.checking import nearest
from sim.scenario.economy_schema import Economy
from sim.scenario.errors import BadInput, Problem
from sim.scenario.in_force import LINES, Line, in_force, spends
from sim.scenario.policy_schema import Policy
from sim.scenario.scenario_schema import Scenario

NUMBERS = ("number", "whole number")

# Help on a deal beside its returns: what a manager reckons with, and the part of it that partners are promised.
SUPPORTS: tuple[Line, ...] = ("risk_subsidy", "loss_compensation", "guarantee_grant", "loss_guarantee")
PROMISED: tuple[Line, ...] = ("risk_subsidy", "loss_compensation")


@dataclass(frozen=True)
class Range:
    """A parameter and the closed range in which it is plausible, in the parameter's own unit; ``why`` gives the reason.

    ``integer`` says that only whole numbers count; ``zh`` is the Chinese name.
    """

    key: str
    low: float
    high: float
    integer: bool
    why: str
    unit: str
    zh: str


# Keys below a prefix act only where its test holds; a key needs every test it is under.
Test = Callable[[Policy, Economy], bool]


def _line(line: Line) -> Test:
    return lambda policy, _: in_force(policy, line)


GATES: Mapping[str, Test] = {
    **{f"policy.{line}.": _line(line) for line in LINES if line != "district"},
    "policy.stage_equity.option.": lambda policy, _: policy.stage_equity.option.enabled,
    "policy.stage_equity.return_cap.": lambda policy, _: policy.stage_equity.return_cap.enabled,
    "policy.stage_equity.put.": lambda policy, _: policy.stage_equity.put.enabled,
    "policy.stage_equity.at_deadline.": lambda policy, _: policy.stage_equity.maximum_holding_years > 0.0,
    "policy.stage_equity.duty.": lambda policy, _: policy.stage_equity.duty.any,
    "policy.levels.district.": _line("district"),
    "policy.budget.": lambda policy, _: spends(policy),
    "policy.budget.staging.": lambda policy, _: len(policy.budget.staging.tranches) > 1,
    "policy.selection.": lambda policy, _: policy.selection.administrative,
    "economy.managers.burden": lambda _, economy: economy.managers.choose,
    "economy.managers.early_reluctance": lambda policy, _: policy.stage_equity.early_cap > 0.0,
    "economy.managers.subsidy_weight": lambda policy, _: any(in_force(policy, line) for line in SUPPORTS),
    "economy.private.subsidised_share": lambda policy, _: any(in_force(policy, line) for line in PROMISED),
    "economy.managers.officer_caution": lambda policy, _: _liable(policy),
}


def ranges(groups_or_keys: Sequence[str], scenario: Scenario) -> list[Range]:
    """The plausible ranges of the parameters named, each once, in the order of the parameter book.

    A name is a key (``economy.private.response``) or a group of keys (``economy``, ``policy.stage_equity``). A group
    leaves out the keys that act on nothing in this scenario, because their clause is switched off or stands at a
    neutral value outside its range; such a key is given when it is named itself. Raises BadInput, with every problem,
    for a name that is unknown, for a key without a range, and for a group of which nothing is left.
    """
    problems: list[Problem] = []
    wanted: set[str] = set()
    for name in groups_or_keys:
        keys, message = _resolve(name, scenario)
        wanted.update(keys)
        if message:
            problems.append(Problem("", name, message))
    if problems:
        raise BadInput(problems)
    return [found for parameter in parameters() if parameter.key in wanted and (found := range_of(parameter))]


def range_of(parameter: Parameter) -> Range | None:
    """The declared range of one parameter; None if it has none."""
    if parameter.plausible is None:
        return None
    low, high = parameter.plausible
    integer = parameter.kind == "whole number"
    return Range(parameter.key, low, high, integer, parameter.why, parameter.unit, parameter.zh)


def acts(parameter: Parameter, scenario: Scenario) -> bool:
    """Whether a parameter acts on anything in this scenario, so that varying it varies a clause that is there."""
    for prefix, test in GATES.items():
        if parameter.key.startswith(prefix) and not test(scenario.policy, scenario.economy):
            return False
    if parameter.default is None or parameter.plausible is None:
        return True
    part, _, key = parameter.key.partition(".")
    value = value_at(getattr(scenario, part), key)
    low, high = parameter.plausible
    # A neutral value beyond the range is how a rule book says "no such clause": 0 = none, a tolerance of 1.
    return bool(value != parameter.default or low <= value <= high)


def _resolve(name: str, scenario: Scenario) -> tuple[list[str], str]:
    """The keys behind one name and what is wrong with it, if anything."""
    book = by_key()
    if name in book:
        return ([name], "") if book[name].plausible else ([], _unranged(book[name]))
    below = [parameter for parameter in parameters() if parameter.key.startswith(f"{name}.")]
    if not below:
        return [], f"unknown parameter or group{nearest(name, [*book, *_groups()])}"
    ranged = [parameter for parameter in below if parameter.plausible]
    if not ranged:
        return (
            [],
            "is a group without plausible ranges; name one that has some",
        )
    acting = [parameter.key for parameter in ranged if acts(parameter, scenario)]
    if not acting:
        return (
            [],
            "is switched off in this scenario; switch it on, or name the keys to vary",
        )
    return acting, ""


def _unranged(parameter: Parameter) -> str:
    if parameter.count is not None or parameter.kind not in NUMBERS:
        return "is no single number, so it has no plausible range"
    return f"has no plausible range: {parameter.why}" if parameter.why else "has no plausible range"


def _groups() -> list[str]:
    """Every prefix of a key that has a range, once, in the order of the book."""
    found: dict[str, None] = {}
    for parameter in parameters():
        parts = parameter.key.split(".")
        for depth in range(1, len(parts)) if parameter.plausible else ():
            found[".".join(parts[:depth])] = None
    return list(found)


def _liable(policy: Policy) -> bool:
    """Whether officers answer for some loss."""
    return policy.tolerance.single_deal < 1.0 or policy.tolerance.portfolio < 1.0
