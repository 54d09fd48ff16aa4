"""Instruments beside the fund in the prospectus: expected compensation of losses, and the guarantee at the end.

All amounts are shares of the fund's commitments. Partners are promised what can be paid: help on the deals that
qualify, within the yearly cap of a manager and the fund's part of the money planned for the line from the year of
asking on. Caps on a deal or a company are left out, since a prospectus knows no single deal. A grant goes to a company
and not to its shareholders, so none is promised.
"""

import math

from sim.clauses import loss_compensation, loss_guarantee
from sim.decisions.losses import loss_chance, lost_share
from sim.economy.fates import stage_laws
from sim.scenario.appropriated import yearly
from sim.scenario.economy_schema import Economy
from sim.scenario.in_force import in_force
from sim.scenario.policy_schema import Policy

_NOMINAL = 1_000_000_000_000  # fen; a deal large enough that whole fen do not show


def promised_subsidy(economy: Economy, policy: Policy, public_share: float, year: int) -> float:
    """Expected risk subsidy, partners' and manager's together, for each yuan that a fund asking in ``year`` invests."""
    rules = policy.risk_subsidy
    if not in_force(policy, "risk_subsidy"):
        return 0.0
    due = _supported(economy, rules.last_stage, rules.local_only) * subsidy_per_yuan(policy, public_share)
    return min(due, payable(economy, policy, policy.budget.risk_subsidy_share, rules.cap_per_manager_year, year))


def compensation_per_yuan(economy: Economy, policy: Policy, public_share: float, year: int = 0) -> float:
    """Expected compensation, partners' and manager's together, for each yuan that a fund asking in ``year`` invests.

    Deals are spread over the stages as ``private.stage_mix`` has them; each is lost with the chance of a company of
    mean quality, and compensated up to ``last_stage``.
    """
    rules = policy.loss_compensation
    if not in_force(policy, "loss_compensation"):
        return 0.0
    laws, mix, lost = stage_laws(economy.company), economy.private.stage_mix, lost_share(economy.company)
    expected = 0.0
    for stage in range(rules.last_stage + 1):
        chance = loss_chance(economy.company, laws, stage, 0.0, rules.window_years)
        expected += mix[stage] * chance * _on_a_loss(policy, public_share, rules.rate_by_stage[stage], lost)
    due = _local(economy, rules.local_only) * expected
    return min(due, payable(economy, policy, policy.budget.loss_compensation_share, rules.cap_per_manager_year, year))


def promises(policy: Policy) -> bool:
    """Whether partners are promised help whose money is planned by year."""
    return in_force(policy, "risk_subsidy") or in_force(policy, "loss_compensation")


def promised(economy: Economy, policy: Policy, public_share: float, year: int) -> tuple[float, float]:
    """Subsidy and compensation for each yuan invested by a fund that asks in ``year``."""
    subsidy = promised_subsidy(economy, policy, public_share, year)
    return subsidy, compensation_per_yuan(economy, policy, public_share, year)


def co_invested(economy: Economy, policy: Policy, year: int) -> float:
    """Co-investment expected beside each yuan that a fund asking in ``year`` invests, entrusted to its manager."""
    rules = policy.co_investment
    if not in_force(policy, "co_investment"):
        return 0.0
    due = _supported(economy, rules.last_stage, rules.local_only) * rules.ratio
    return min(due, payable(economy, policy, policy.budget.co_investment_share, 0.0, year))


def _supported(economy: Economy, last_stage: int, local_only: bool) -> float:
    """Part of what a fund invests that is early and local enough for a line to stand beside it."""
    early = 0.0
    for stage in range(last_stage + 1):
        early += economy.private.stage_mix[stage]
    return early * _local(economy, local_only)


def _local(economy: Economy, local_only: bool) -> float:
    """Part of a fund's deals that are where the line asks them to be."""
    return economy.pipeline.local_share if local_only else 1.0


def payable(economy: Economy, policy: Policy, share: float, cap_per_manager_year: float, year: int) -> float:
    """Most that a line with ``share`` of the budget can pay for each yuan invested by a fund that asks in ``year``.

    The fund is the median one as it is raised without public money, less its fees. Over its investment period it has
    the manager's yearly cap, and its part of what is planned, which it shares with all funds that invest.
    """
    fund, years = economy.fund, economy.fund.investment_years
    invested = economy.managers.target_median * economy.private.fill_median * (1.0 - fund.fee_rate * years)
    planned = 0.0
    for at, yuan in enumerate(yearly(policy).city):
        if at >= year:
            planned += yuan * share * max(0.0, min(1.0, year + years - at))
    most = planned / economy.private.eligible_funds
    if cap_per_manager_year > 0.0:
        most = min(most, cap_per_manager_year * years)
    return most / invested


def _on_a_loss(policy: Policy, public_share: float, rate: float, lost: float) -> float:
    """Compensation for a yuan invested and ``lost`` in part, by the clause itself."""
    rules = policy.loss_compensation
    other = subsidy_per_yuan(policy, public_share) if rules.deduct_subsidy else 0.0
    due = loss_compensation.amount(
        loss_compensation.loss(_NOMINAL, int((1.0 - lost) * _NOMINAL)),
        1.0 - public_share,
        rules.base == "all",
        rate,
        int(other * _NOMINAL),
        0,
        -1,
        -1,
    )
    return due / _NOMINAL


def subsidy_per_yuan(policy: Policy, public_share: float) -> float:
    """Risk subsidy on a yuan invested in a company that gets it."""
    if not in_force(policy, "risk_subsidy"):
        return 0.0
    return policy.risk_subsidy.rate * (1.0 - public_share if policy.risk_subsidy.base == "private" else 1.0)


def compensation_lag(economy: Economy, policy: Policy) -> int:
    """Whole years from an investment to the compensation: the median time to failing, within the window."""
    lag = math.ceil(economy.company.failure_median_years)
    window = policy.loss_compensation.window_years
    return min(lag, math.ceil(window)) if window > 0.0 else lag


def guarantee(economy: Economy, policy: Policy, public_share: float, paid_in: float, received: float) -> float:
    """What the guarantee pays the partners of a fund that ends so; the cap is set against the median target size."""
    rules = policy.loss_guarantee
    if not in_force(policy, "loss_guarantee"):
        return 0.0
    if rules.scope == "sub_funds" and public_share == 0.0:
        return 0.0
    return loss_guarantee.due(paid_in, received, rules.rate, rules.cap_per_fund / economy.managers.target_median)
