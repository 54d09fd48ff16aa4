"""Instruments beside the fund: compensation of losses, grants to companies, a guarantee on private capital.

Every default is neutral: it changes nothing.
"""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.scenario.articles_schema import GUIDANCE_FUND
from sim.scenario.economy_schema import STAGES
from sim.scenario.parameter import MOST_YUAN, Section, entries, par, refuse
from sim.scenario.said import said

Rate = Annotated[float, Field(ge=0.0, le=1.0)]
StageRates = Annotated[tuple[Rate, ...], entries(len(STAGES), "stage")]


class LossCompensation(Section):
    """风险补偿: the guidance fund pays part of a realised loss, after the fact, beside the fund."""

    article: ClassVar[int] = GUIDANCE_FUND

    rate_by_stage: StageRates = par("补偿率", "compensation over the loss on a deal, by the stage of the round it was made in", unit="share", default=(0.0, 0.0, 0.0, 0.0, 0.0))
    loss: Literal["invested_minus_proceeds"] = par("损失口径", "what counts as the loss: all money put in less all proceeds", unit="choice", default="invested_minus_proceeds")
    trigger: Literal["exit", "bankruptcy"] = par("补偿触发", "any realised loss, or only a company that failed or was wound up", unit="choice", default="exit")
    window_years: float = par("发生期限", "the loss must arise within so many years of the payment; 0 = no limit", unit="years", ge=0, le=30, plausible=(1.5, 6), why="assumption: half to double of the 3 years of suzhou-2013, the only one found", default=0.0)
    base: Literal["private", "all"] = par("补偿基数", "only the private partners' and manager's part of the loss, or all of it", unit="choice", default="private")
    cap_per_deal: float = par("单笔上限", "most for one deal, a payment in one round; 0 = none", unit="yuan", ge=0, le=MOST_YUAN, plausible=(2e6, 3e6), why="2m (suzhou-2013) to 3m (shanghai-2015)", default=0.0)
    cap_per_company: float = par("单个企业上限", "most for one manager on one company; 0 = none", unit="yuan", ge=0, le=MOST_YUAN, plausible=(3e6, 6e6), why="3m (shanghai-2015); double is an assumption; never below cap_per_deal", default=0.0)
    cap_per_manager_year: float = par("机构年度上限", "most for one manager in a calendar year; 0 = none", unit="yuan", ge=0, le=MOST_YUAN, plausible=(2e6, 6e6), why="2m (suzhou-2013) to 6m (shanghai-2015)", default=0.0)
    last_stage: int = par("最晚阶段", "latest stage of the round supported: 0 seed, 1 start-up, … 4 mature", unit="stage", ge=0, le=4, plausible=(0, 2), why="start-up (1) in every rule book; one stage earlier and later, an assumption", default=4)
    local_only: bool = par("限本市企业", "only companies in the city", unit="switch", default=False)
    preregister: bool = par("事前备案", "only deals made since the pool opened", unit="switch", default=False)
    deduct_subsidy: bool = par("扣除其他补助", "less the risk subsidy paid on the same deal", unit="switch", default=False)
    manager_reserve_rate: float = par("机构风险准备金", "yearly reserve of the manager over its fund's paid-in capital, which pays first; none while all rates are 0", unit="1/year", ge=0, le=0.2, plausible=(0.015, 0.06), why="assumption: half to double of the 3 % of wuxi-2009, the only one found", default=0.0)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if 0.0 < self.cap_per_company < self.cap_per_deal:
            return refuse(self, [("cap_per_company", said("is {cap_per_company:g}; must be 0 (none) or at least cap_per_deal = {cap_per_deal:g}", cap_per_company=self.cap_per_company, cap_per_deal=self.cap_per_deal))])
        return self


class GuaranteeGrant(Section):
    """投资保障: grants to a company a manager means to invest in, and to one in which a fund has invested."""

    article: ClassVar[int] = GUIDANCE_FUND

    pre_grant: float = par("投资前资助", "paid to a company for which a manager has signed a letter of intent and whose round is not yet full", unit="yuan", ge=0, le=MOST_YUAN, plausible=(500e3, 2e6), why="assumption: half to double of the 1m of 财企[2007]128号 art. 30, the only one found", default=0.0)
    post_grant: float = par("投资后资助", "paid to a company when a fund has invested", unit="yuan", ge=0, le=MOST_YUAN, plausible=(1e6, 4e6), why="assumption: half to double of the 2m of 财企[2007]128号 art. 31, the only one found", default=0.0)
    coached_only: bool = par("限辅导企业", "the second grant only to companies that had the first", unit="switch", default=False)
    coaching_years: float = par("辅导期", "years from the first grant in which a fund is to invest", unit="years", gt=0, le=10, plausible=(1, 2), why="normally 1 year, at most 2 (财企[2007]128号 art. 29)", default=1.0)
    clawback: bool = par("资助追回", "the first grant is reclaimed, from what cash there is, when no fund has invested in that time", unit="switch", default=True)
    last_stage: int = par("最晚阶段", "latest stage of the round supported", unit="stage", ge=0, le=4, plausible=(0, 2), why="start-up (1) in the only rule book; one stage earlier and later, an assumption", default=1)
    local_only: bool = par("限本市企业", "only companies in the city", unit="switch", default=False)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.coached_only and self.post_grant > 0.0 and self.pre_grant == 0.0:
            return refuse(self, [("coached_only", said("is true while pre_grant is 0, so no company can have had it"))])
        return self


class LossGuarantee(Section):
    """A guarantee on private capital: part of what the private partners lose when a fund ends."""

    article: ClassVar[int] = GUIDANCE_FUND

    rate: float = par("担保率", "paid over the private partners' loss of capital at the end of the fund", unit="share", ge=0, le=1, plausible=(0.5, 0.9), why="70 % (inbal-1992) and 75 % (wfg-1975); about two tenths either side, an assumption", default=0.0)
    cap_per_fund: float = par("单只基金上限", "most for one fund; 0 = none", unit="yuan", ge=0, le=MOST_YUAN, plausible=(20e6, 100e6), why="no rule book names one; a sixth to five sixths of a fund of the shipped median size, an assumption", default=0.0)
    scope: Literal["sub_funds", "all"] = par("担保范围", "only funds set up with public stage equity, or all funds", unit="choice", default="sub_funds")
