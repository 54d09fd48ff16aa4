"""Who holds shares beside funds: angels (京政发[2011]12号 art. 21), incubators (art. 17). Every default is neutral."""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from typing import ClassVar

from sim.scenario.articles_schema import GUIDANCE_FUND
from sim.scenario.parameter import MOST_OF_A_SIZE, MOST_YUAN, Section, par


class Angels(Section):
    """天使投资: people who put their own money into seed rounds, out of what all of them have in a year."""

    article: ClassVar[int] = GUIDANCE_FUND
    beside_fund: ClassVar[bool] = True

    pool_per_year: float = par("天使资金池", "what all angels together have for new companies in each year from the start; what is left of a year is gone", unit="yuan", ge=0, le=MOST_YUAN, plausible=(0, 3e8), why="694m in 194 disclosed deals nationally in 2012, 1,009m in 262 in 2013; about 43 % of it Beijing's, of which the modelled companies are a sixth (50m); from none to all of Beijing's", default=0.0, off=0.0)
    ticket: float = par("天使单笔投资", "what an angel puts in, at most", unit="yuan", ge=0, le=MOST_YUAN, plausible=(5e5, 4e6), why="3.6m to 3.9m is the mean of disclosed deals, which are the larger ones; the seed rounds of the model ask for 2.5m", default=0.0)
    chance: float = par("天使投资概率", "chance that an angel stands ready for a company's seed round, the same answer at every look", unit="share", ge=0, le=1, plausible=(0.1, 0.5), why="assumption: a tenth to half of all companies; no rate found", default=0.0, off=0.0)
    local_only: bool = par("天使限本市企业", "only companies in the city", unit="switch", default=False)


class Services(Section):
    """服务机构与孵化: agents who bring negotiations to an end, and places in incubators."""

    article: ClassVar[int] = 17

    agent_factor: float = par("中介系数", "time from decision to agreement with an agent, over that without", unit="x", gt=0, le=1, plausible=(0.5, 1), why="assumption: from half of the time to no shortening", default=1.0, off=1.0)
    agent_fee: float = par("中介费", "paid to the agent by the line of services when a result is converted; a line that has not as much at the decision has no agent", unit="yuan", ge=0, le=MOST_YUAN, plausible=(0, 5e5), why="assumption: none to ten times the working value", default=0.0, off=0.0)
    places: int = par("孵化位", "companies that incubators of the city have room for", unit="companies", ge=0, le=MOST_OF_A_SIZE, plausible=(0, 1000), why="70,000 tenants in 1,239 incubators nationally in 2012, 57 each: from none to about 17 of them", default=0, off=0)
    demand: float = par("入孵申请率", "share of founders who would take a place", unit="share", ge=0, le=1, plausible=(0, 1), why="assumption: nobody to everybody; no rate found", default=0.5)
    place_fee: float = par("场地补贴", "paid to the incubators a year and company, from its entry on, while the line of services has as much", unit="yuan", ge=0, le=MOST_YUAN, plausible=(0, 1e5), why="assumption: none to five times the working value", default=0.0, off=0.0)
    stay_months: int = par("孵化期", "longest time in a place; it also ends with the round after seed", unit="months", ge=1, le=120, plausible=(12, 48), why="three years are the usual limit (memory); from a year to a year more", default=36)
    saving: float = par("成本节约", "part of its spending that a company in a place saves: the seed round lasts so much longer", unit="share", ge=0, le=0.9, plausible=(0, 0.3), why="assumption: none to three times the working value", default=0.0, off=0.0)
    equity_share: float = par("孵化持股比例", "share of the founding shares that the incubator takes", unit="share", ge=0, le=0.5, plausible=(0, 0.1), why="art. 17 names incubation for shares and no number; none to twice the working value", default=0.0, off=0.0)
    equity_cash: float = par("孵化投资额", "paid for them by the incubator at founding", unit="yuan", ge=0, le=MOST_YUAN, plausible=(0, 5e5), why="assumption: none to about three times the working value", default=0.0, off=0.0)
