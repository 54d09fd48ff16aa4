"""Programmes of the opinion (京政发[2011]12号) that pay companies beside the guidance fund.

Every default is neutral: it changes nothing.
"""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from itertools import pairwise
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.scenario.parameter import MOST_YUAN, Section, entries, par, refuse
from sim.scenario.said import said


class Recognition(Section):
    """高企与成果转化项目认定 (art. 16): recognised companies get a subsidy, a lower tax, and are easier to read."""

    article: ClassVar[int] = 16

    enabled: bool = par("认定", "companies of the city, a year old or more, apply each year and are recognised", unit="switch", default=False, off=False)
    bar: float = par("认定线", "score (quality and the noise of those who judge) from which on a company is recognised", unit="1", ge=-5, le=5, plausible=(-1, 1.5), why="assumption: no rate of recognition was found; 0 passes half of all companies", default=0.0)
    noise: float = par("评审噪声", "standard deviation of the error with which a company's quality is judged", unit="1", ge=0, le=5, plausible=(0.5, 2), why="assumption: half to double of a manager's", default=1.0)
    subsidy: float = par("专项资金", "paid once to a recognised company, those with the highest scores first, while the line has money", unit="yuan", ge=0, le=MOST_YUAN, plausible=(2.5e5, 3e6), why="art. 16 names a special fund and no amount; assumption", default=0.0, off=0.0)
    years: int = par("有效期", "programme days on which recognition holds after its own", unit="years", ge=1, le=60, plausible=(1, 6), why="3 years (国科发火[2008]172号, memory); a third to double of it", default=3)
    tax_cut: float = par("税收减免", "part of a recognised company's taxes that the city gives up", unit="share", ge=0, le=1, plausible=(0.05, 0.3), why="25 to 15 % on profit, weighted by its part in all taxes (memory); assumption", default=0.0, off=0.0)


GrantMode = Literal["upfront", "staged", "post"]
Threshold = Annotated[float, Field(ge=0.0, le=MOST_YUAN)]
Growth = Annotated[float, Field(ge=0.0, le=10.0)]
JUDGED = "assumption: half to double of a manager's error"


class ResearchMoney(Section):
    """科研经费 (art. 8): how grants reach the conversion projects of young companies; the money is article 14's."""

    article: ClassVar[int] = 8

    mode: GrantMode = par("拨付方式", "when a grant is paid: at the award; 40 % then, 30 % with the next round, 30 % at acceptance; or all at acceptance", unit="choice", default="upfront", off="upfront")
    size: float = par("单项额度", "grant of one project", unit="yuan", ge=0, le=MOST_YUAN, plausible=(3e5, 5e6), why="mean of .62 m in the national fund for small firms, up to 1 m under 128号; up to five times as much, an assumption", default=0.0, off=1e6)
    oldest_years: int = par("成立年限", "age up to which a company may have a grant", unit="years", ge=1, le=60, plausible=(3, 8), why="assumption: art. 8 names no age; from 3 years, as for seed firms in Shanghai, to 8, about the start-ups of 128号 (5) and Chile (7)", default=4)
    indirect_rate: float = par("间接费比例", "part of each payment that goes to the university or institute behind the result", unit="share", ge=0, le=0.9, plausible=(0, 0.25), why="20, 13 or 10 % by size (财教[2011]434号, memory), some 5 % before; ends an assumption", default=0.05, off=0.05)
    friction: float = par("预算刚性损失", "part of what the company gets that lies in budget lines it cannot use", unit="share", ge=0, le=1, plausible=(0, 0.3), why="assumption: no study found", default=0.0, off=0.1)
    autonomy: float = par("经费自主权", "part of that friction which freedom over the budget takes away", unit="share", ge=0, le=1, plausible=(0, 1), why="assumption: art. 8 (4) names no number", default=0.0, off=0.0)
    clawback_if_leaving: bool = par("迁出返还", "a company that leaves the city gives back what it has had, as far as its cash goes", unit="switch", default=False)
    noise: float = par("评审噪声", "standard deviation of the error with which applicants are ranked by quality", unit="sd", ge=0, le=5, plausible=(0.5, 2), why=JUDGED, default=1.0)


class GrowthFirms(Section):
    """创新型企业 (art. 12): money for small firms, and those that grow fast (瞪羚, gazelles)."""

    article: ClassVar[int] = 12

    sme_amount: float = par("中小资金额度", "support of one small firm, 70 % at the award and the rest at its next milestone", unit="yuan", ge=0, le=MOST_YUAN, plausible=(3e5, 2e6), why="mean of .62 m over 952 firms of Innofund; half to three times of it", default=0.0, off=0.0)
    gazelle: bool = par("瞪羚计划", "companies that grow fast are named each year, and banks lend to them", unit="switch", default=False, off=False)
    gazelle_sales: Annotated[tuple[Threshold, ...], entries(4, "edge of the classes of sales")] = par("瞪羚收入档", "yearly sales from which each class of gazelles begins, and at which the last ends", unit="yuan", why="not varied alone: the table of the gazelle plan of Zhongguancun (press)", default=(1e7, 5e7, 1e8, 5e8))
    gazelle_growth: Annotated[tuple[Growth, ...], entries(3, "class of sales")] = par("瞪羚增长率", "growth over the year before that each class asks for", unit="1/year", why="not varied alone: the table of the gazelle plan of Zhongguancun (press)", default=(0.2, 0.1, 0.05))
    gazelle_interest_share: float = par("贴息比例", "part of a gazelle's interest that the city pays once the loan is repaid", unit="share", ge=0, le=1, plausible=(0, 0.5), why="20 to 40 % by credit stars in Zhongguancun (memory)", default=0.0, off=0.0)
    noise: float = par("评审噪声", "standard deviation of the error with which small firms are ranked by quality", unit="sd", ge=0, le=5, plausible=(0.5, 2), why=JUDGED, default=1.0)

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if any(later <= earlier for earlier, later in pairwise(self.gazelle_sales)):
            return refuse(self, [("gazelle_sales", said("must ascend: each class begins above the one before"))])
        return self


class Procurement(Section):
    """政府采购 (art. 20): the city buys young companies' first products; the money is a leg of article 14."""

    article: ClassVar[int] = 20

    enabled: bool = par("首购订购", "the city orders from companies with a start-up round, once in two years", unit="switch", default=False, off=False)
    order_share: float = par("订单规模", "size of an order over the company's yearly sales", unit="share", ge=0, le=10, plausible=(0.2, 1), why="assumption: no share found", default=0.0, off=0.0)
    cap: float = par("单笔上限", "largest order", unit="yuan", ge=0, le=MOST_YUAN, plausible=(2e6, 4e7), why="14 m each in a programme of over 600 projects, 37 m each in one of 86 large firms (derived); the ends are an assumption", default=1.4e7)
    smallest: float = par("单笔下限", "smallest order that is placed", unit="yuan", ge=0, le=MOST_YUAN, plausible=(1e5, 1e6), why="assumption: a third to three times of it", default=3e5)
    margin: float = par("毛利率", "part of an order that is left to the company", unit="share", ge=0, le=1, plausible=(0.1, 0.5), why="assumption: no margin of first orders found", default=0.3)
    use_value: float = par("使用价值", "what the goods are worth to the city, over their price", unit="share", ge=0, le=1, plausible=(0.5, 1), why="contracts just below thresholds cost 18 to 28 % more; ends an assumption", default=0.85)
    first_set_rate: float = par("首台套奖励", "premium on an order of equipment, over the order", unit="share", ge=0, le=1, plausible=(0, 0.3), why="assumption: none to double of a working value of .15", default=0.0, off=0.0)
    local_only: bool = par("限本市企业", "only companies in the city", unit="switch", default=False)
    noise: float = par("评审噪声", "standard deviation of the error with which sellers are ranked by quality", unit="sd", ge=0, le=5, plausible=(0.5, 2), why=JUDGED, default=1.0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.smallest > self.cap:
            return refuse(self, [("smallest", said("is {smallest:g}; must be at most cap = {cap:g}", smallest=self.smallest, cap=self.cap))])
        return self
