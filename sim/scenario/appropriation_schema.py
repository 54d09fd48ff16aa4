"""The yearly support that a city pays beside its guidance fund (京政发[2011]12号 art. 12 to 22): money and its lines."""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from collections.abc import Mapping
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from sim.scenario.parameter import MOST_YUAN, SUM_TOLERANCE, Section, par, refuse
from sim.scenario.said import said

ProgrammeLine = Literal[
    "rd_grant",
    "interest_subsidy",
    "post_subsidy",
    "procurement",
    "direct_equity",
    "sme_fund",
    "recognised",
    "services",
    "guarantee_capital",
    "insurance_subsidy",
]
PROGRAMME_LINES: tuple[ProgrammeLine, ...] = get_args(ProgrammeLine)
# The legs of article 14, which divide one envelope, and the key of each line's part of the money.
LEGS: Mapping[ProgrammeLine, str] = {
    "rd_grant": "grant", "interest_subsidy": "interest", "post_subsidy": "post", "procurement": "procurement",
    "direct_equity": "equity",
}
PROGRAMME_KEYS: Mapping[ProgrammeLine, str] = {
    line: f"mix.{LEGS[line]}" if line in LEGS else f"appropriation.shares.{line}" for line in PROGRAMME_LINES
}

FloorRule = Literal["none", "scalar", "revenue"]
Yuan = Annotated[float, Field(ge=0.0, le=MOST_YUAN)]
Growth = Annotated[float, Field(ge=-0.9, le=1.0)]
NOT_ALONE = "not varied alone: the shares of one appropriation must sum to at most 1, so raising one lowers another; compare rule books, or set several"
LEG_ALONE = "not varied alone: the parts of one envelope must sum to at most 1, so raising one lowers another; compare rule books, or set several"


class Shares(Section):
    """Which part of the yearly support each line gets; what is left out is not appropriated."""

    mix: float = par("投入方式占比", "share of the envelope that the five ways of paying divide (mix)", unit="share", ge=0, le=1, why=NOT_ALONE, default=0.0, article=14)
    sme_fund: float = par("中小企业资金占比", "share of the fund for small firms", unit="share", ge=0, le=1, why=NOT_ALONE, default=0.0, article=12, off=0.0)
    recognised: float = par("认定专项占比", "share of the subsidy of recognised companies", unit="share", ge=0, le=1, why=NOT_ALONE, default=0.0, article=16, off=0.0)
    services: float = par("服务机构占比", "share of what agents and incubators are paid", unit="share", ge=0, le=1, why=NOT_ALONE, default=0.0, article=17, off=0.0)
    guarantee_capital: float = par("担保资本金占比", "share of the guarantor's capital", unit="share", ge=0, le=1, why=NOT_ALONE, default=0.0, article=19, off=0.0)
    insurance_subsidy: float = par("保费补贴占比", "share of subsidies on insurance premiums", unit="share", ge=0, le=1, why=NOT_ALONE, default=0.0, article=22, off=0.0)

    @model_validator(mode="after")
    def _within_one(self) -> Self:
        total = self.mix + self.sme_fund + self.recognised + self.services + self.guarantee_capital + self.insurance_subsidy
        return refuse(self, [("mix", f"with the other shares sums to {total:g}; must be at most 1")] if total > 1.0 + SUM_TOLERANCE else [])


class Appropriation(Section):
    """支持资金: what programmes share, and the floor under the growth of all yearly money (art. 13)."""

    yearly: tuple[Yuan, ...] = par("支持资金", "money of all programmes in each year from the start", unit="yuan", default=(), article=14)
    shares: Shares = Shares()
    carry: bool = par("结余结转", "what a line has not used stays with it; false: it goes back on the next anniversary", unit="switch", default=False)
    floor_rule: FloorRule = par("增长下限规则", "what is under the growth of yearly money: scalar, budget.growth_floor; revenue, revenue_growth; both under city's and district's guidance fund and programmes. none: budget.growth_floor under the city's guidance fund alone", unit="choice", default="none", article=13, off="none")
    revenue_growth: tuple[Growth, ...] = par("经常性收入增长", "growth of recurrent revenue, from the first year to the second and so on; the last for all later years", unit="1/year", why="plan for 2012 +10 % (Beijing's budget); 10 to 12 % in other years and 27.7 % in 2011 (memory); a fall is an assumption", default=(), article=13, off=(), scale="product")
    ceiling: float = par("财力上限", "most that floors raise the city's yearly money to, guidance fund and programmes together; 0 = none", unit="yuan", ge=0, le=MOST_YUAN, plausible=(3e8, 1e9), why="assumption: from somewhat above to a multiple of what Beijing's modelled lines have", default=0.0, article=13)

    @model_validator(mode="after")
    def _has_growth(self) -> Self:
        if self.floor_rule == "revenue" and not self.revenue_growth:
            return refuse(self, [("floor_rule", said('is "revenue" while revenue_growth is empty; give the growth of revenue or choose '
'another rule'))])
        return self


class Mix(Section):
    """投入方式 (art. 14): five ways of paying out one envelope; without the article all of it is grants up front."""

    grant: float = par("科研资助份额", "part paid as grants to conversion projects", unit="share", ge=0, le=1, why=LEG_ALONE, default=1.0, article=14, off=1.0)
    interest: float = par("贴息份额", "part paid as interest support", unit="share", ge=0, le=1, why=LEG_ALONE, default=0.0, article=14, off=0.0)
    post: float = par("后补助份额", "part paid as grants after acceptance", unit="share", ge=0, le=1, why=LEG_ALONE, default=0.0, article=14, off=0.0)
    procurement: float = par("采购份额", "part spent on first products", unit="share", ge=0, le=1, why=LEG_ALONE, default=0.0, article=14, off=0.0)
    equity: float = par("股权投资份额", "part invested in companies directly", unit="share", ge=0, le=1, why=LEG_ALONE, default=0.0, article=14, off=0.0)

    @model_validator(mode="after")
    def _within_one(self) -> Self:
        total = self.grant + self.interest + self.post + self.procurement + self.equity
        return refuse(self, [("grant", f"with the other parts sums to {total:g}; must be at most 1")] if total > 1.0 + SUM_TOLERANCE else [])
