"""How companies operate beside their rounds, what the city gets of it in tax, and how they leave the city.

Every default is neutral: companies keep the sizes of their stage, and stay.
"""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from typing import Literal

from sim.scenario.parameter import Section, par


class Operations(Section):
    """Sales, staff and tax of companies, reckoned at events and counted once a year."""

    mode: Literal["static", "path"] = par("经营口径", "a company has the size that is usual at its stage, or sales that go their own way (path), from which staff, net assets and tax follow", unit="choice", default="static")
    founding_sales: float = par("初始销售额", "median yearly sales on the day of founding", unit="yuan", gt=0, le=1e9, plausible=(1e4, 2e5), why="assumption: a fifth to four times the default, which a prototype used", default=5e4)
    rate: float = par("销售收敛速度", "speed at which the logarithm of sales goes to the size of the stage", unit="1/year", ge=0, le=20, plausible=(0.3, 1.5), why="assumption: half of the way in 2.3 years to half a year; in one year at the default", default=0.7)
    quality: float = par("质量对销售的影响", "log sales per standard deviation of quality", unit="1", ge=0, le=2, plausible=(0, 0.4), why="assumption: from none to almost three times the default", default=0.15)
    sigma: float = par("阶段销售离散", "standard deviation over companies of log sales to which a stage leads", unit="1", ge=0, le=2, plausible=(0.2, 0.8), why="assumption: half to double of the default", default=0.4)
    listed_growth: float = par("上市后增长", "mean of what a listing adds to the log sales that a company goes to; nothing where it comes out below 0", unit="1", ge=-2, le=5, plausible=(0, 2), why="assumption: sales of the Zhongguancun zone grew 20.9 % in 2011 and 10.3 % in 2015 (press); nothing tells listed firms apart", default=1.0)
    listed_growth_sigma: float = par("上市后增长离散", "its standard deviation over companies", unit="1", ge=0, le=2, plausible=(0.3, 1.2), why="assumption: half to double of the default", default=0.6)
    sold_growth: float = par("并购后增长", "the same mean for a trade sale", unit="1", ge=-2, le=5, plausible=(0, 2), why="assumption, as for a listing", default=0.5)
    sold_growth_sigma: float = par("并购后增长离散", "its standard deviation over companies", unit="1", ge=0, le=2, plausible=(0.25, 1), why="assumption: half to double of the default", default=0.5)
    life_mu: float = par("退出后经营年限", "mean of the logarithm of the years for which a company operates after a listing or trade sale", unit="1", ge=-2, le=5, plausible=(2.165, 3.2), why="2.165 fits the survival of all firms (国家工商总局 2013); larger firms live longer, the upper end is an assumption", default=2.8)
    life_sigma: float = par("退出后经营年限离散", "its standard deviation", unit="1", ge=0, le=3, plausible=(0.8, 1.4), why="assumption: about a quarter below and above the 1.087 that fits the survival of all firms", default=1.087)
    tax_rate: float = par("税收占销售额", "all taxes of a company over its sales", unit="share", ge=0, le=0.5, plausible=(0.045, 0.075), why="taxes over revenue of large firms of the Zhongguancun zone: .0645 in the first quarter, .0563 from January to October 2015 (press, derived); a fifth below and above, an assumption", default=0.06)
    tax_local_share: float = par("税收地方留成", "part of these taxes that the city keeps", unit="share", ge=0, le=1, plausible=(0.25, 0.55), why="enterprise income tax 40 %, value-added tax 25 %, business tax 100 % local before 2016 (memory): between the second and somewhat more than the first", default=0.40)


class Leaving(Section):
    """Companies that were founded in the city and leave it."""

    rate: float = par("年迁出率", "yearly hazard at which a company in the city leaves it", unit="1/year", ge=0, le=2, plausible=(0, 0.02), why="673 of 28,750 high-technology firms left Beijing 2017 to 2020, .0059 a year (press, derived); 6.6 % of US start-ups with high potential within five years, .0137 (abstract)", default=0.0)
    sale_moves: float = par("并购后迁出", "chance that a company in the city leaves it when it is bought as a whole", unit="share", ge=0, le=1, plausible=(0, 0.5), why="assumption: from never to every second", default=0.0)
