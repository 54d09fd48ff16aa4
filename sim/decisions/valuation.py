"""What an investor expects of a company, given what is thought of its quality (decisions D5 to D7)."""

import math
from dataclasses import dataclass, replace

from sim.clauses.arithmetic import power
from sim.economy.fates import ADVANCE, FAIL, FILING, TRADE_SALE, StageLaw, log_odds_shift, shifted, stage_laws, time_law
from sim.economy.laws import lognormal
from sim.scenario.economy_schema import CompanyLaw, Economy

_LOWEST, _STEP, _POINTS = -4.0, 0.1, 81  # grid of quality, in standard deviations
_QUANTILES = 200  # midpoints at which a time law is discounted


def posterior_quality(x: float, noise: float) -> float:
    """Mean quality given a signal x = q + error, q standard normal, error normal with standard deviation ``noise``."""
    return x / (1.0 + noise * noise)


def fees_to_come(
    rate: float, commitments: float, cost_held: float, investing_years: float, later_years: float
) -> float:
    """Management fees a holder reckons with: on commitments while the fund invests, then on the cost held.

    ``rate`` is yearly, the years are those still ahead of the investment period and of the term after it. The cost of
    today is taken to run off evenly, so that it bears half of the later years' fees. In the unit of the amounts.
    """
    return rate * (commitments * investing_years + 0.5 * cost_held * later_years)


class Valuation:
    """Expected and present value of one yuan put into a round, by stage and quality. Built once an economy.

    The lead's skill is taken as zero and the selection shift is included. The cap on multiples is left out: at 300
    times it would lower the mean of a seed deal by 3 %, of later ones by less than 1 %. Values are read on a grid of
    quality from -4 to 4 by 0.1, linear in between, constant beyond. A mean quality is used as if it were known: the
    spread of what remains unknown is not integrated over.
    """

    def __init__(self, economy: Economy) -> None:
        """Tabulate both values for every stage on the grid of quality."""
        laws = stage_laws(economy.company)
        undiscounted = _no_discount(economy.company)
        discounted = _discounts(economy)
        qualities = [_LOWEST + _STEP * point for point in range(_POINTS)]
        multiples = [_chain(economy.company, laws, q, undiscounted) for q in qualities]
        values = [_chain(economy.company, laws, q, discounted) for q in qualities]
        # by stage, then by quality
        self.multiples = [[row[stage] for row in multiples] for stage in range(len(laws))]
        self.values = [[row[stage] for row in values] for stage in range(len(laws))]

    def expected_multiple(self, stage: int, q: float) -> float:
        """Expected proceeds over the price paid in the round of ``stage``, for a company of quality ``q``."""
        return read(self.multiples[stage], q)

    def present_value(self, stage: int, q: float) -> float:
        """The same discounted at the partners' own rate to the day of that round, as a multiple of its price."""
        return read(self.values[stage], q)


@dataclass(frozen=True)
class _Discounts:
    """Expected discount factors: from a round to each kind of milestone, and from there to the money."""

    advance: tuple[float, ...]
    trade_sale: float
    filing: float
    fail: float
    stalled: float  # from the failure that became a stall to the second draw's clock
    listing: float  # from filing to the sale after lock-up


def _no_discount(company: CompanyLaw) -> _Discounts:
    return _Discounts(tuple(1.0 for _ in company.advance), 1.0, 1.0, 1.0, 1.0, 1.0)


def _discounts(economy: Economy) -> _Discounts:
    company, rate = economy.company, economy.exercise.discount_rate
    last = len(company.advance) - 1
    advance = [_mean_discount(*time_law(company, stage, ADVANCE), rate) for stage in range(last)]
    wait = (economy.listing.expected_wait_months + economy.listing.lockup_months) / 12.0
    return _Discounts(
        advance=(*advance, 1.0),
        trade_sale=_mean_discount(*time_law(company, 0, TRADE_SALE), rate),
        filing=_mean_discount(*time_law(company, 0, FILING), rate),
        fail=_mean_discount(*time_law(company, 0, FAIL), rate),
        stalled=power(1.0 + rate, -company.stall_months / 12.0),
        listing=power(1.0 + rate, -wait),
    )


def _mean_discount(median: float, sigma: float, rate: float) -> float:
    """E[(1 + rate)**-T] of a lognormal T in years, over a fixed grid of quantiles."""
    total = 0.0
    for i in range(_QUANTILES):
        years = lognormal((i + 0.5) / _QUANTILES, median, sigma)
        total += power(1.0 + rate, -years)
    return total / _QUANTILES


def _chain(company: CompanyLaw, laws: tuple[StageLaw, ...], quality: float, by: _Discounts) -> list[float]:
    """Value at each stage, from the last stage back.

    Exits follow the price of a share, and grow with every step; what a failed company pays is a share of the
    investor's own cost, and does not. The two are therefore carried back apart.
    """
    values = [0.0] * len(laws)
    later = (0.0, 0.0)  # of the next stage: value of exits over its price, discounted chance of failing
    for law in reversed(laws):
        shift = log_odds_shift(company, law.stage, quality, 0.0)
        failing = shifted(law, shift)[3]
        gain, lost = _one_draw(company, law, shift, quality, by, later)
        at_once = replace(by, advance=(1.0,) * len(laws), trade_sale=1.0, filing=1.0)
        again_gain, again_lost = _one_draw(company, law, shift, quality, at_once, later)
        stalled = law.stall * failing * by.fail * by.stalled  # the second draw falls at the end of the bridge
        gain += stalled * again_gain
        lost += (1.0 - law.stall) * failing * by.fail + stalled * (again_lost + failing)
        values[law.stage] = gain + lost * (1.0 - company.zero_given_failure) * 0.5
        later = (gain, lost)
    return values


def _one_draw(
    company: CompanyLaw, law: StageLaw, shift: float, quality: float, by: _Discounts, later: tuple[float, float]
) -> tuple[float, float]:
    """Value of exits over the stage's price and chance of failing later, of a draw that does not fail itself."""
    sale = company.trade_sale_multiple * _mean_factor(company.trade_sale_multiple_sigma)
    listing = company.listing_multiple * _mean_factor(company.listing_multiple_sigma)
    advance, filing, trade_sale, _ = shifted(law, shift)
    gain = trade_sale * by.trade_sale * sale + filing * by.filing * by.listing * listing
    if advance == 0.0:
        return gain, 0.0
    step = company.step_median[law.stage] * _mean_factor(company.step_sigma)
    step *= math.exp(company.quality_on_step * quality)
    ready = advance * by.advance[law.stage]
    gain += ready * law.funded * step * later[0]
    return gain, ready * (law.funded * later[1] + 1.0 - law.funded)


def _mean_factor(sigma: float) -> float:
    """Mean over median of a lognormal."""
    return math.exp(0.5 * sigma * sigma)


def read(values: list[float], q: float) -> float:
    """Linear interpolation on the grid of quality, constant beyond its ends."""
    position = (q - _LOWEST) / _STEP
    if position <= 0.0:
        return values[0]
    if position >= _POINTS - 1:
        return values[-1]
    left = math.floor(position)
    part = position - left
    return values[left] * (1.0 - part) + values[left + 1] * part
