"""Who holds shares beside funds: angels (京政发[2011]12号 art. 21), incubators (17), programmes (14). Every default is neutral."""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from sim.scenario.articles_schema import GUIDANCE_FUND
from sim.scenario.parameter import MOST_OF_A_SIZE, MOST_YUAN, Section, par, refuse
from sim.scenario.rate_schema import RateRule
from sim.scenario.said import said


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


class DirectEquity(Section):
    """股权投资 (art. 14): programmes buy shares of companies from a line of their own, as co-investment does.

    It never stands beside a sub-fund with public money, and only at a closing.
    """

    article: ClassVar[int] = 14

    ratio: float = par("股权配投比例", "direct equity over the amount of the lead, or of outsiders who lead, at most; 0 = none is bought", unit="share", ge=0, le=2, plausible=(0.5, 1), why="as of co-investment: half of the lead's amount (财企[2007]128号) to the same (guizhou-2012)", default=0.0)
    alone: bool = par("可随外部投资者投资", "also in rounds that investors from outside the model lead", unit="switch", default=False)
    cap_per_deal: float = par("单笔上限", "most in one deal; 0 = none", unit="yuan", ge=0, le=MOST_YUAN, plausible=(3e6, 20e6), why="487m in 62 projects of Beijing by April 2011 are 7.9m each; from somewhat less than half to more than double of it", default=0.0)
    minimum: float = par("最低金额", "smallest investment made", unit="yuan", ge=0, le=MOST_YUAN, plausible=(50e3, 1e6), why="assumption: no rule names a floor", default=0.0)
    last_stage: int = par("最晚阶段", "latest stage supported: 0 seed, 1 start-up, … 4 mature", unit="stage", ge=0, le=4, plausible=(0, 4), why="assumption: art. 14 names none", default=4)
    local_only: bool = par("限本市企业", "only companies in the city", unit="switch", default=False)
    gain_share: float = par("收益让渡比例", "share of the gain on a company paid to the manager of the lead fund", unit="share", ge=0, le=1, plausible=(0, 0.5), why="none (nothing found for direct equity) to the 50 % of co-investment", default=0.0)
    stake_cap: float = par("持股比例上限", "share of a company after the payment that it may hold, with co-investment in it; 0 = none", unit="share", ge=0, le=0.9, plausible=(0.05, 0.3), why="5 % is Hongkou's (art. 35), 30 % is remembered for Beijing's direct equity", default=0.0)
    maximum_holding_years: float = par("最长持有年限", "years from payment to the deadline; 0 = no deadline", unit="years", ge=0, le=30, plausible=(3, 8), why="5 years are remembered for Beijing's direct equity; 8 is the longest participation (guangzhou-2025)", default=0.0)
    founders_first: bool = par("创始人优先", "at the deadline the founders may buy before anybody else, if they can pay all of the price", unit="switch", default=False)
    floor_share: float = par("评估价比例", "share of the appraised value the price at the deadline reaches at least", unit="share", ge=0, le=1, plausible=(0, 1), why="0 is cost and interest alone; 90 % is usual for state assets, 100 % under 财预[2015]210号 art. 21", default=0.9)
    at_deadline: Literal["refusal", "auction"] = par("到期规则", "only founders and the lead's manager are asked, or outsiders too, by open bidding, when they decline", unit="choice", default="refusal")
    rate: RateRule = RateRule()

    @model_validator(mode="after")
    def _has_deadline(self) -> Self:
        if self.maximum_holding_years > 0.0 or (self.at_deadline == "refusal" and not self.founders_first):
            return self
        key = "founders_first" if self.founders_first else "at_deadline"
        return refuse(self, [(key, said("needs a deadline while maximum_holding_years is 0; give one or leave it away"))])
