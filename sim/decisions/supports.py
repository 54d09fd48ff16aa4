"""Instruments beside the fund in the prospectus: expected compensation of losses, and the guarantee at the end.

All amounts are shares of the fund's commitments. Caps and pools in yuan are left out of compensation, as they are of
the risk subsidy, since a prospectus knows no single deal; a rule book without money in the line promises nothing.
"""

import math

from sim.clauses import loss_compensation, loss_guarantee
from sim.decisions.losses import loss_chance, lost_share
from sim.economy.fates import stage_laws
from sim.scenario.economy_schema import Economy
from sim.scenario.in_force import in_force
from sim.scenario.policy_schema import Policy

_NOMINAL = 1_000_000_000_000  # fen; a deal large enough that whole fen do not show


def compensation_per_yuan(economy: Economy, policy: Policy, public_share: float) -> float:
    """Expected compensation, partners' and manager's together, for each yuan that a fund invests.

    ``private.subsidised_share`` of the investments can be compensated, spread over the stages up to ``last_stage`` as
    ``private.stage_mix`` has them; each is lost with the chance of a company of mean quality.
    """
    rules = policy.loss_compensation
    if not in_force(policy, "loss_compensation"):
        return 0.0
    laws, mix, lost = stage_laws(economy.company), economy.private.stage_mix, lost_share(economy.company)
    supported = expected = 0.0
    for stage in range(rules.last_stage + 1):
        chance = loss_chance(economy.company, laws, stage, 0.0, rules.window_years)
        supported += mix[stage]
        expected += mix[stage] * chance * _on_a_loss(policy, public_share, rules.rate_by_stage[stage], lost)
    return economy.private.subsidised_share * expected / supported if supported > 0.0 else 0.0


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
