"""Whether an instrument of a rule book is on: the one answer for studies, prospectus and engine."""

from collections.abc import Callable, Mapping
from typing import Literal, get_args

from sim.scenario.policy_schema import Policy

Line = Literal[
    "stage_equity",
    "co_investment",
    "risk_subsidy",
    "loss_compensation",
    "guarantee_grant",
    "loss_guarantee",
    "district",
]
LINES: tuple[Line, ...] = get_args(Line)

# What a line's rules must say for anything to come of its money.
RULES: Mapping[Line, Callable[[Policy], bool]] = {
    "stage_equity": lambda policy: policy.stage_equity.share_cap > 0.0,
    "co_investment": lambda policy: policy.co_investment.ratio > 0.0,
    "risk_subsidy": lambda policy: policy.risk_subsidy.rate > 0.0,
    "loss_compensation": lambda policy: max(policy.loss_compensation.rate_by_stage) > 0.0,
    "guarantee_grant": lambda policy: policy.guarantee_grant.pre_grant > 0.0 or policy.guarantee_grant.post_grant > 0.0,
    "loss_guarantee": lambda policy: policy.loss_guarantee.rate > 0.0,
    "district": lambda policy: policy.levels.district.match > 0.0,
}


def in_force(policy: Policy, line: Line) -> bool:
    """Whether ``line`` has rules and money, so that something can come of it.

    A district stands beside the city in its sub-funds: it needs the city's stage equity to be in force as well.
    """
    if line == "district" and not in_force(policy, "stage_equity"):
        return False
    return RULES[line](policy) and has_money(policy, line)


def has_money(policy: Policy, line: Line) -> bool:
    """Whether the treasury gives the line any money, whatever its rules are."""
    if line == "district":
        return any(amount > 0.0 for amount in policy.levels.district.yearly)
    share: float = getattr(policy.budget, f"{line}_share")
    return share > 0.0 and any(amount > 0.0 for amount in policy.budget.yearly)


def district_match(policy: Policy) -> float:
    """District yuan per city yuan that a sub-fund can reckon with; 0 where the district is not in force."""
    return policy.levels.district.match if in_force(policy, "district") else 0.0


def spends(policy: Policy) -> bool:
    """Whether the city gives money to any line at all."""
    return any(has_money(policy, line) for line in LINES if line != "district")
