"""The yearly rate of a sum today, as the rule book reads its index."""

from sim.clauses import rate_path
from sim.clauses.rate_path import Steps
from sim.engine.rows import law
from sim.engine.rules import AT_TRANSFER, COMPOUND, EACH_DAY, RateRule
from sim.engine.state import World


@law
def rate_today(w: World, rule: RateRule, paid: int, accrues: int) -> float:
    """The yearly rate today of a sum paid on ``paid`` that bears interest from ``accrues`` on (ordinals).

    Where each day has its own rate, the constant rate that gives the same interest.
    """
    today, steps = w.clock[0].start + w.clock[0].today, Steps(rule.days, rule.rates)
    if rule.index_date == EACH_DAY:
        return rate_path.mean_rate(steps, accrues, today, rule.compounding == COMPOUND)
    return rate_path.rate_on(steps, today if rule.index_date == AT_TRANSFER else paid)
