"""The fate of a company: what happens at its milestones, when, and at what price (calibration 8.1, decision D5).

**One deviation from D5**, in the adjustment for funding. A row of calibration 8.1 is the fate of a company that has
closed the round of its stage, and already contains failing to raise the next one. The model draws *ready to advance*
and lets the market decide on the money, so readiness has the chance p_advance / phi. D5 shrinks the other outcomes in
proportion; then fewer companies than the row says would be sold or file. Here trade sales and filings keep their row
values and the whole adjustment comes out of failing, so that the row holds exactly when a ready company is funded with
chance phi and fails otherwise.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.economy.laws import days, lognormal, normal
from sim.economy.streams import BEFORE_START, Stream
from sim.scenario.economy_schema import CompanyLaw

ADVANCE, TRADE_SALE, FILING, FAIL, STALL = range(5)
CYCLE_BEGINS = 1900  # calendar year


@dataclass(frozen=True)
class StageLaw:
    """Chances of the first milestone at a stage, before quality and skill shift them.

    ``failing`` is the whole failing mass of one draw: at the first draw ``stall`` of it stalls and the rest fails, at
    the redraw all of it fails. ``funded`` is phi, the chance that a ready company finds its round.
    """

    stage: int  # 0 to 4, seed to mature
    advance: float  # chance to be ready for the next round
    filing: float  # chance to file for a listing
    trade_sale: float  # chance of a trade sale
    failing: float  # chance to stall or fail
    stall: float  # share of it that stalls at the first draw
    funded: float  # chance that a ready company finds its round (phi)


def stage_laws(company: CompanyLaw) -> tuple[StageLaw, ...]:
    """The milestone law of every stage.

    Raises ValueError when a phi is so low that more companies would have to be ready than there are to fail.
    """
    return tuple(_stage_law(company, stage) for stage in range(len(company.advance)))


def _stage_law(company: CompanyLaw, stage: int) -> StageLaw:
    row = company.advance[stage]
    trade_sale, filing = company.trade_sale[stage], company.filing[stage]
    last = stage == len(company.advance) - 1
    funded = 1.0 if last else min(1.0, company.funded_when_ready[stage])
    ready = row / funded
    fail = 1.0 - ready - trade_sale - filing
    if fail < -1e-12:
        raise ValueError(
            f"company.advance[{stage}] / funded_when_ready[{stage}] + trade_sale + filing exceeds 1 by {-fail:.4f}"
        )
    first = _first_draw_failure(max(0.0, fail), company.stall_share)
    scale = (1.0 - first) / (1.0 - fail) if fail < 1.0 else 0.0
    return StageLaw(stage, ready * scale, filing * scale, trade_sale * scale, first, company.stall_share, funded)


def _first_draw_failure(fail: float, stall: float) -> float:
    """Failing mass f' of one draw such that two draws fail with chance ``fail``: fail = (1 - s) f' + s f'**2.

    D5's root (-(1 - s) + sqrt((1 - s)**2 + 4 s f)) / 2 s, written so that a small s does not cancel.
    """
    kept = 1.0 - stall
    return 2.0 * fail / (kept + math.sqrt(kept * kept + 4.0 * stall * fail))


def shifted(law: StageLaw, shift: float) -> tuple[float, float, float, float]:
    """Chances (advance, filing, trade sale, failing mass) after ``shift`` on the log odds of advancing.

    The rest shrinks or grows in proportion. Sum: one.
    """
    if law.advance <= 0.0 or law.advance >= 1.0:
        return law.advance, law.filing, law.trade_sale, law.failing
    weight = law.advance * math.exp(shift)
    advance = weight / (1.0 - law.advance + weight)
    scale = (1.0 - advance) / (1.0 - law.advance)
    return advance, law.filing * scale, law.trade_sale * scale, law.failing * scale


def milestone(law: StageLaw, u: float, shift: float, redraw: bool) -> int:
    """What happens at a milestone: ADVANCE (ready for the next round), FILING, TRADE_SALE, STALL or FAIL.

    The outcomes lie along ``u`` from good to bad, so that a better company or lead never turns a good fate into a bad
    one. STALL exists at the first draw only; a failure at the redraw is final.
    """
    advance, filing, trade_sale, failing = shifted(law, shift)
    if u < advance:
        return ADVANCE
    if u < advance + filing:
        return FILING
    if u < advance + filing + trade_sale:
        return TRADE_SALE
    if not redraw and u < advance + filing + trade_sale + law.stall * failing:
        return STALL
    return FAIL


def log_odds_shift(company: CompanyLaw, stage: int, quality: float, skill: float) -> float:
    """Shift of the log odds of advancing from ``stage``; ``skill`` is the lead fund's, 0 without one.

    The constant of the stage undoes the selection of funded deals, so that these keep the chain's mean (D5).
    """
    return company.quality_on_odds * quality + company.selection_shift[stage] + company.skill_on_odds * skill


def cluster_gain(weight: float, others: int, size: float) -> float:
    """Log odds of advancing that ``others`` companies of its industry add: ``weight`` × ln(1 + others / ``size``)."""
    return weight * math.log(1.0 + others / size)


def chance_of_advancing(law: StageLaw, shift: float) -> float:
    """Chance to be ready for the next round, a second draw after a stall included, with ``shift`` on the log odds.

    With a shift of 0 it is the row's: the chance of closing the next round over that of finding it when ready (phi).
    """
    advance, _, _, failing = shifted(law, shift)
    return advance * (1.0 + law.stall * failing)


def time_in_stage_days(company: CompanyLaw, stage: int, kind: int, u: float) -> int:
    """Days from the round of ``stage`` to the milestone ``kind`` (ADVANCE, FILING, TRADE_SALE, FAIL or STALL)."""
    median, sigma = time_law(company, stage, kind)
    return days(lognormal(u, median, sigma))


def time_law(company: CompanyLaw, stage: int, kind: int) -> tuple[float, float]:
    """Median years and sigma of the lognormal time in stage. A stall takes as long to show as a failure."""
    if kind == ADVANCE:
        return company.advance_median_years[stage], company.advance_sigma[stage]
    if kind == TRADE_SALE:
        return company.trade_sale_median_years, company.trade_sale_sigma
    if kind == FILING:
        return company.filing_median_years, company.filing_sigma
    return company.failure_median_years, company.failure_sigma


def price_step(company: CompanyLaw, stage: int, quality: float, u: float) -> float:
    """Price per share of the next round over that of the round of ``stage``."""
    median = company.step_median[stage] * math.exp(company.quality_on_step * quality)
    return lognormal(u, median, company.step_sigma)


def trade_sale_multiple(company: CompanyLaw, u: float) -> float:
    """Trade-sale price over the last round's price per share."""
    return lognormal(u, company.trade_sale_multiple, company.trade_sale_multiple_sigma)


def listing_multiple(company: CompanyLaw, u: float) -> float:
    """Listing price over the last round's price per share."""
    return lognormal(u, company.listing_multiple, company.listing_multiple_sigma)


def recovery(company: CompanyLaw, u_zero: float, u_share: float) -> float:
    """Share of each investor's own cost that a failed company pays back: nothing, or a uniform share."""
    return 0.0 if u_zero < company.zero_given_failure else u_share


def remaining_years(company: CompanyLaw, age: float, u: float) -> float:
    """Years that a company of ``age`` (years since founding) still lives from its own sales; grows with ``u``.

    Firms without finance live a lognormal time from founding (calibration row 14); this is what is left of it, given
    that it has lasted so long: F⁻¹(F(age) + u (1 - F(age))) - age. Reckoned by survival, which loses no digits in old
    age; 0 where the law leaves nothing.
    """
    median, sigma = company.linger_life_median_years, company.linger_life_sigma
    alive = 1.0
    if age > 0.0:
        alive = 0.5 * math.erfc(math.log(age / median) / (sigma * math.sqrt(2.0)))
    later = (1.0 - u) * alive
    if later <= 0.0 or later >= 1.0:
        return 0.0
    return max(0.0, lognormal(later, median, -sigma) - age)


def market_factors(company: CompanyLaw, stream: Stream, years: int, before: int = 0) -> list[float]:
    """Factor on exit prices of ``before`` years before the start and of ``years`` after it, the earliest first.

    Lognormal, mean one, its logarithm a stationary AR(1). Year y reads ordinal y of entity 0, year -j ordinal 1000 + j:
    neither a longer horizon nor more years before the start move a year. Those before it go back from year 0, since
    such a series is the same read backwards.
    """
    sigma, rho = company.market_sigma, company.market_persistence
    states = _stationary(sigma, rho, [stream.u(0, year) for year in range(years)])
    back = _stationary(sigma, rho, [stream.u(0, BEFORE_START + year) for year in range(1, before + 1)], states[:1])
    return [math.exp(state - 0.5 * sigma * sigma) for state in [*reversed(back[1:]), *states]]


def cycle(company: CompanyLaw, stream: Stream, first: int, last: int) -> list[float]:
    """What each calendar year from ``first`` to ``last`` adds to everybody's log odds of advancing: a stationary AR(1).

    It always begins in 1900, year y reading ordinal y - 1900 of entity 0, so that no year depends on where a simulation
    starts or ends. A year before has the value of 1900.
    """
    uniforms = [stream.u(0, year - CYCLE_BEGINS) for year in range(CYCLE_BEGINS, last + 1)]
    states = _stationary(company.cycle_sigma, company.cycle_persistence, uniforms)
    return [states[max(0, year - CYCLE_BEGINS)] for year in range(first, last + 1)]


def _stationary(sigma: float, rho: float, uniforms: list[float], begun: Sequence[float] = ()) -> list[float]:
    """Normal states with standard deviation ``sigma`` and correlation ``rho`` from one to the next, after ``begun``."""
    shock = sigma * math.sqrt(1.0 - rho * rho)
    states = list(begun)
    for u in uniforms:
        z = normal(u)
        states.append(rho * states[-1] + shock * z if states else sigma * z)
    return states
