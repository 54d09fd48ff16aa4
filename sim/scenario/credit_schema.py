"""Loans, their cover, and the over-the-counter board: the bank's and founders' habits, and the rules beside them.

Articles 19 and 22 of 京政发[2011]12号. Every default is neutral: no bank lends, no board admits, founders buy nothing
back.
"""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from typing import ClassVar, Self

from pydantic import model_validator

from sim.scenario.parameter import MOST_YUAN, Section, par, refuse
from sim.scenario.said import said

# ---- the economy ----------------------------------------------------------------------------------------------------


class Bank(Section):
    """A bank that is asked for a loan by companies whose round waits while their money ends, and by fast growers."""

    base: float = par("无抵押获贷率", "chance that the bank lends to a company whose sales carry the loan", unit="share", ge=0, le=1, plausible=(0, 0.2), why="assumption: from none to one in five", default=0.0)
    pledge: float = par("质押获贷率", "chance that a pledge alone makes it lend; acts with policy.credit.pledge_ltv", unit="share", ge=0, le=1, plausible=(0, 0.8), why="assumption: from none to four in five; lenders preferred older, larger firms (abstract of a study of pledge policies in China)", default=0.0)
    covered: float = par("担保获贷率", "chance that cover by guarantor or insurer alone makes it lend; acts with a cover", unit="share", ge=0, le=1, plausible=(0, 0.8), why="assumption: from none to four in five", default=0.0)
    private_factor: float = par("民营折扣", "factor on its chance to lend to companies from results of private firms where these have no equal access", unit="x", ge=0, le=1, plausible=(0.3, 1), why="assumption: from a third to none", default=1.0)
    markup: float = par("利率上浮", "what a loan costs above the one-year loan rate of its day, over that rate", unit="share", ge=0, le=2, plausible=(0, 0.5), why="at most 20 % in the gazelle plan of Zhongguancun (press); up to half, an assumption", default=0.2)
    cap: float = par("单笔上限", "largest loan", unit="yuan", gt=0, le=MOST_YUAN, plausible=(5e6, 20e6), why="means of 4.87 m of guaranteed and 12.2 m of pledged loans in Beijing (press, derived); half to double of the default", default=1e7)
    smallest: float = par("单笔下限", "smallest loan", unit="yuan", gt=0, le=MOST_YUAN, plausible=(1e5, 1e6), why="assumption: a third to three times the default", default=3e5)
    sales_share: float = par("信用额度占销售", "loan that yearly sales carry, over them", unit="share", ge=0, le=1, plausible=(0, 0.5), why="assumption: from none to half", default=0.0)
    growth_need: float = par("成长贷款占销售", "loan that a fast grower asks for, over its yearly sales", unit="share", gt=0, le=1, plausible=(0.05, 0.5), why="assumption: from half a month of sales to half a year; no survey found", default=0.2)
    surplus: float = par("还款占销售", "part of yearly sales out of which a loan is repaid where cash does not do", unit="share", ge=0, le=1, plausible=(0, 0.3), why="assumption: from none to three times the default", default=0.1)
    pledge_recovery: float = par("质物处置率", "what a pledged result brings when it is sold, over its declared value", unit="share", ge=0, le=1, plausible=(0, 0.4), why="assumption: from nothing to four times the default; no sale was found", default=0.1)

    @property
    def lends(self) -> bool:
        """Whether the bank would lend to anybody."""
        return self.base > 0.0 or self.pledge > 0.0 or self.covered > 0.0

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.smallest <= self.cap:
            return self
        return refuse(self, [("smallest", said("is {smallest:g}; must be at most cap = {cap:g}", smallest=self.smallest, cap=self.cap))])


class BuyBack(Section):
    """Founders who owe a fund its money back with interest at the fund's end, by contract."""

    enabled: bool = par("设有创始人回购", "whether founders owe funds a buy-back at the funds' end", unit="switch", default=False)
    rate: float = par("回购年利率", "simple interest on cost that they owe", unit="1/year", ge=0, le=1, plausible=(0.06, 0.12), why="8 to 12 % in most contracts (memory), somewhat less at the lower end", default=0.08)
    in_full: float = par("足额回购概率", "chance that founders can pay all of it", unit="share", ge=0, le=1, plausible=(0, 0.3), why="4.6 % of enforced cases paid in full (a law firm's report), 10 % by another count (press); settlements out of court are unobserved", default=0.1)
    nothing: float = par("无力回购概率", "chance that they can pay nothing; else a uniform share", unit="share", ge=0, le=1, plausible=(0.3, 0.9), why="over 60 % of enforced cases paid nothing (press); with these ends the mean is .05 to .5", default=0.6)

    @model_validator(mode="after")
    def _chances(self) -> Self:
        if self.in_full + self.nothing <= 1.0:
            return self
        return refuse(self, [("nothing", said("with in_full sums to {in_full:g}; must be at most 1", in_full=self.in_full + self.nothing))])


# ---- the rule book --------------------------------------------------------------------------------------------------


class Credit(Section):
    """Pledges, cover and support of loans: a guarantor (担保) and an insurer (科技保险), one party with two rows."""

    pledge_ltv: float = par("质押率", "loan that a pledged result carries, over its declared value", unit="share", ge=0, le=1, plausible=(0.1, 0.6), why="an invention patent at most 25 % of its appraisal at a large bank, 10 to 60 % in practice (reposts)", default=0.0, article=22, off=0.0)
    interest_share: float = par("贷款贴息", "part of the interest that is paid back to a company once it has repaid its loan", unit="share", ge=0, le=1, plausible=(0, 0.5), why="20 to 40 % by credit stars in Zhongguancun (memory); from none to half", default=0.0, article=22, off=0.0)
    multiple: float = par("放大倍数", "what guarantor and insurer may cover at most, over the cash of each", unit="x", ge=0, le=100, plausible=(2, 10), why="2.1 nationally in 2012 (repost), at most 10 by law (memory)", default=5.0, article=19)
    guarantee_cover: float = par("担保比例", "part of a loan's principal that the guarantor covers", unit="share", ge=0, le=1, plausible=(0.5, 1), why="assumption: half to all of it", default=0.0, article=19, off=0.0)
    guarantee_fee: float = par("担保费率", "its fee, once, over what it covers", unit="share", ge=0, le=1, plausible=(0.01, 0.03), why="assumption: half of the default to half as much again", default=0.02, article=19)
    insurance_cover: float = par("科技保险赔付比例", "part of a loan's principal that the insurer covers", unit="share", ge=0, le=1, plausible=(0.4, 1), why="assumption: from less than half to all of it", default=0.0, article=22, off=0.0)
    insurance_fee: float = par("科技保险费率", "its premium, once, over what it covers", unit="share", ge=0, le=1, plausible=(0.01, 0.05), why="assumption: half to two and a half times the default", default=0.02, article=22)
    insurance_fee_support: float = par("保费补贴比例", "part of the premium that is paid to the company", unit="share", ge=0, le=1, plausible=(0, 0.6), why="25 % in one province (repost), half in Beijing (memory)", default=0.0, article=22, off=0.0)
    insurance_support_cap: float = par("保费补贴上限", "most of it for one loan", unit="yuan", ge=0, le=MOST_YUAN, plausible=(5e4, 5e5), why="0.2 m in one province (repost); a quarter to two and a half times of it", default=2e5, article=22)
    insurance_capital: float = par("科技保险资本", "capital that the insurer is founded with, from outside, once", unit="yuan", ge=0, le=MOST_YUAN, plausible=(1e6, 1e8), why="assumption: a tenth to ten times of 10 m", default=0.0, article=22, off=0.0)


class Otc(Section):
    """The over-the-counter board (代办股份转让系统): who is admitted, and what that is worth."""

    article: ClassVar[int] = 22
    rate: float = par("年挂牌率", "chance that a company that may enter the board does so on a programme day", unit="1/year", ge=0, le=1, plausible=(0, 0.1), why="152 firms in six years (press) of some 1,550 with over 100 m sales are .016 a year (derived); the board was then opened wider", default=0.0, off=0.0)
    sales: float = par("挂牌销售门槛", "yearly sales that it needs", unit="yuan", ge=0, le=MOST_YUAN, plausible=(5e6, 5e7), why="assumption: half to five times the default", default=1e7)
    ready: float = par("定增就绪率", "chance at least that outside investors stand ready for a later round of a company on the board", unit="share", ge=0, le=1, plausible=(0.3, 1), why="32 of 152 firms placed shares, at 22 times earnings (press): a third to always, an assumption", default=0.9)
    discount: float = par("场外价格系数", "price over NAV at which a fund sells a company on the board at its end", unit="x", gt=0, le=1, plausible=(0.85, 1), why="assumption: from the discount of any such sale to none; half of the discount at the default", default=0.925)


class PrivateAccess(Section):
    """Article 19: companies from results of private firms have the same access as others."""

    article: ClassVar[int] = 19
    loans: bool = par("民企贷款平等", "whether the bank treats them as others", unit="switch", default=False, off=False)
    projects: bool = par("民企项目平等", "whether companies from results of private firms may have grants and be recognised as others", unit="switch", default=False, off=False)
    transfer: float = par("向民企转化", "how far private firms take up results of universities and institutes", unit="1", ge=0, le=1, plausible=(0, 1), why="assumption: from not at all to fully", default=0.0, off=0.0)
