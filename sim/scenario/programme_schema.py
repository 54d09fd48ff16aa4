"""Programmes of the opinion (京政发[2011]12号) that pay companies beside the guidance fund.

Every default is neutral: it changes nothing.
"""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from typing import ClassVar

from sim.scenario.parameter import MOST_YUAN, Section, par


class Recognition(Section):
    """高企与成果转化项目认定 (art. 16): recognised companies get a subsidy, a lower tax, and are easier to read."""

    article: ClassVar[int] = 16

    enabled: bool = par("认定", "companies of the city, a year old or more, apply each year and are recognised", unit="switch", default=False, off=False)
    bar: float = par("认定线", "score (quality and the noise of those who judge) from which on a company is recognised", unit="1", ge=-5, le=5, plausible=(-1, 1.5), why="assumption: no rate of recognition was found; 0 passes half of all companies", default=0.0)
    noise: float = par("评审噪声", "standard deviation of the error with which a company's quality is judged", unit="1", ge=0, le=5, plausible=(0.5, 2), why="assumption: half to double of a manager's", default=1.0)
    subsidy: float = par("专项资金", "paid once to a recognised company, those with the highest scores first, while the line has money", unit="yuan", ge=0, le=MOST_YUAN, plausible=(2.5e5, 3e6), why="art. 16 names a special fund and no amount; assumption", default=0.0, off=0.0)
    years: int = par("有效期", "programme days on which recognition holds after its own", unit="years", ge=1, le=60, plausible=(1, 6), why="3 years (国科发火[2008]172号, memory); a third to double of it", default=3)
    tax_cut: float = par("税收减免", "part of a recognised company's taxes that the city gives up", unit="share", ge=0, le=1, plausible=(0.05, 0.3), why="25 to 15 % on profit, weighted by its part in all taxes (memory); assumption", default=0.0, off=0.0)
