"""What managers and partners expect to lose, by the same law of fates as their expected multiples (D5, D6).

A loss here is a company that fails or is wound up for want of money; a sale below cost is not reckoned with.
"""

import math
from collections.abc import Sequence

from sim.economy.fates import ADVANCE, FAIL, StageLaw, log_odds_shift, shifted, time_law
from sim.scenario.economy_schema import CompanyLaw, PrivateSupply


def loss_chance(
    company: CompanyLaw, laws: Sequence[StageLaw], stage: int, quality: float, window_years: float
) -> float:
    """Chance that a company of ``quality`` that closes the round of ``stage`` today is lost; the lead's skill is 0.

    Within ``window_years`` only the fate of this stage counts: failing, or advancing and finding no money; what
    happens after a further round is taken to come too late. 0 = no window, the whole chain to the last stage.
    """
    if window_years > 0.0:
        return _within(company, laws[stage], log_odds_shift(company, stage, quality, 0.0), window_years)
    chance = 0.0
    for i in range(len(laws) - 1, stage - 1, -1):
        law = laws[i]
        advance, _, _, failing = shifted(law, log_odds_shift(company, i, quality, 0.0))
        later = advance * (law.funded * chance + 1.0 - law.funded)
        chance = later + (1.0 - law.stall) * failing + law.stall * failing * (later + failing)
    return chance


def _within(company: CompanyLaw, law: StageLaw, shift: float, years: float) -> float:
    advance, _, _, failing = shifted(law, shift)
    unfunded = advance * (1.0 - law.funded)
    median, sigma = time_law(company, law.stage, FAIL)
    chance = (1.0 - law.stall) * failing * in_time(years, median, sigma)
    chance += law.stall * failing * (unfunded + failing) * in_time(years - company.stall_months / 12.0, median, sigma)
    if unfunded > 0.0:
        median, sigma = time_law(company, law.stage, ADVANCE)
        chance += unfunded * in_time(years, median, sigma)
    return chance


def in_time(years: float, median: float, sigma: float) -> float:
    """Chance that a lognormal time is at most ``years``."""
    if years <= 0.0:
        return 0.0
    return below(math.log(years / median), sigma)


def below(distance: float, sigma: float) -> float:
    """Chance that a normal variable of mean 0 and standard deviation ``sigma`` is at most ``distance``."""
    if sigma == 0.0:
        return 1.0 if distance >= 0.0 else 0.0
    return 0.5 * (1.0 + math.erf(distance / (sigma * math.sqrt(2.0))))


def lost_share(company: CompanyLaw) -> float:
    """Mean share of its cost that a lost company takes along: a failure pays nothing, or a uniform share."""
    return company.zero_given_failure + 0.5 * (1.0 - company.zero_given_failure)


def fund_loss_chance(private: PrivateSupply, investable: float) -> float:
    """Chance that a fund returns less than was paid in, fees included, at the gross multiples partners reckon with."""
    return below(-math.log(investable * private.gross_multiple_median), private.gross_multiple_sigma)
