"""Whether an instrument of a rule book is on, or the programme day: the one answer for studies, prospectus, engine."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Literal, get_args

from sim.scenario.appropriation_schema import LEGS, ProgrammeLine
from sim.scenario.economy_schema import Economy
from sim.scenario.policy_schema import Policy

CityLine = Literal[
    "stage_equity",
    "co_investment",
    "risk_subsidy",
    "loss_compensation",
    "guarantee_grant",
    "loss_guarantee",
]
Line = Literal[CityLine, "district"]
CITY_LINES: tuple[CityLine, ...] = get_args(CityLine)
LINES: tuple[Line, ...] = get_args(Line)

# The keys of which one must be above 0 for anything to come of a line's money.
OPENED_BY: Mapping[Line, tuple[str, ...]] = {
    "stage_equity": ("policy.stage_equity.share_cap",),
    "co_investment": ("policy.co_investment.ratio",),
    "risk_subsidy": ("policy.risk_subsidy.rate",),
    "loss_compensation": ("policy.loss_compensation.rate_by_stage",),
    "guarantee_grant": ("policy.guarantee_grant.pre_grant", "policy.guarantee_grant.post_grant"),
    "loss_guarantee": ("policy.loss_guarantee.rate",),
    "district": ("policy.levels.district.match",),
}


def in_force(policy: Policy, line: Line) -> bool:
    """Whether ``line`` has rules and money, so that something can come of it.

    A district stands beside the city in its sub-funds: it needs the city's stage equity to be in force as well.
    """
    if line == "district" and not in_force(policy, "stage_equity"):
        return False
    return has_rules(policy, line) and has_money(policy, line)


def has_rules(policy: Policy, line: Line) -> bool:
    """Whether anything would come of the line's money, if it had any."""
    values = [attrgetter(key.removeprefix("policy."))(policy) for key in OPENED_BY[line]]
    return any((max(value) if isinstance(value, tuple) else value) > 0.0 for value in values)


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
    return any(has_money(policy, line) for line in CITY_LINES)


def has_programme_days(policy: Policy, economy: Economy) -> bool:
    """Whether anything happens on the yearly programme day: companies are counted, leave, get support, or pay tax."""
    counted = economy.operations.mode == "path" or economy.leaving.rate > 0.0 or policy.otc.rate > 0.0
    return counted or has_support(policy) or policy.recognition.enabled or taxes_awards(policy)


def has_lending(policy: Policy, economy: Economy) -> bool:
    """Whether a bank would lend to any company: it would for some reason, and something carries a loan."""
    bank = economy.bank
    return bank.lends and (bank.sales_share > 0.0 or policy.credit.pledge_ltv > 0.0)


def has_cover(policy: Policy) -> bool:
    """Whether anybody has money to cover loans with: a guarantor, or an insurer."""
    return (policy.credit.guarantee_cover > 0.0 and line_has_money(policy, "guarantee_capital")) or has_insurance(
        policy
    )


def has_insurance(policy: Policy) -> bool:
    """Whether an insurer has capital to cover loans with."""
    return policy.credit.insurance_cover > 0.0 and policy.credit.insurance_capital > 0.0


def has_support(policy: Policy) -> bool:
    """Whether the treasury gives programmes any money."""
    shares = policy.appropriation.shares
    given = any(getattr(shares, name) > 0.0 for name in type(shares).model_fields)
    return given and any(amount > 0.0 for amount in policy.appropriation.yearly)


def offers_awards(policy: Policy) -> bool:
    """Whether inventors are offered shares, by an award or after a take-over."""
    after = policy.institutions.takeover_month > 0 and policy.clock.inventor_share > 0.0
    return after or policy.institutions.inventor_share > 0.0


def taxes_awards(policy: Policy) -> bool:
    """Whether they then owe a tax on them."""
    return policy.inventors.tax_rate > 0.0 and offers_awards(policy)


def line_has_money(policy: Policy, line: ProgrammeLine) -> bool:
    """Whether a line of the yearly support ever gets anything."""
    shares = policy.appropriation.shares
    part = shares.mix * getattr(policy.mix, LEGS[line]) if line in LEGS else getattr(shares, line)
    return part > 0.0 and any(amount > 0.0 for amount in policy.appropriation.yearly)


def invests_directly(policy: Policy) -> bool:
    """Whether programmes buy shares of companies."""
    return line_has_money(policy, "direct_equity") and policy.direct_equity.ratio > 0.0
