"""The guidance fund itself: a district beside the city, payment by progress, idle money, what officers answer for."""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.scenario.articles_schema import GUIDANCE_FUND
from sim.scenario.parameter import MOST_YUAN, SUMS_TO_ONE, Section, par, refuse
from sim.scenario.said import said

Yuan = Annotated[float, Field(ge=0.0, le=MOST_YUAN)]
Shares = Annotated[tuple[Annotated[float, Field(ge=0.0, le=1.0)], ...], SUMS_TO_ONE]


class District(Section):
    """区县引导基金: a district guidance fund in a sub-fund beside the city, on the same terms, from its own purse."""

    article: ClassVar[int] = GUIDANCE_FUND

    yearly: tuple[Yuan, ...] = par("区县年度预算", "appropriation of each year from the start, by the district's treasury", unit="yuan", default=(), off=())
    match: float = par("区县配套比例", "district yuan per city yuan offered to a sub-fund, at most", unit="x", ge=0, le=1, plausible=(0.5, 1), why="0.5 (linyi-2023, mudan-2012, shandong-angel-2022) to 1 (linyi-2023-industry, xinxing-2011)", default=0.0)
    cap_all_levels: float = par("各级财政出资上限", "largest share of a sub-fund that all public levels hold together; 0 = none", unit="share", ge=0, le=0.9, plausible=(0.4, 0.6), why="40 % (xinxing-2011), 50 % (mudan-2012), 60 % (linyi-2023, shandong-angel-2022)", default=0.0)

    @model_validator(mode="after")
    def _matched(self) -> Self:
        if self.match > 0.0 or not any(amount > 0.0 for amount in self.yearly):
            return self
        return refuse(self, [("match", said("is 0 while there is yearly money, which nothing could use; give a match or no money"))])


class Levels(Section):
    """The levels of government beside the city."""

    article: ClassVar[int] = GUIDANCE_FUND

    district: District = District()


class Staging(Section):
    """财预〔2020〕7号 §1: large sums are paid in step with investment progress."""

    article: ClassVar[int] = GUIDANCE_FUND

    tranches: Shares = par("分期比例", "shares of a public commitment that are released one after the other", unit="share", default=(1.0,))
    progress: float = par("进度要求", "share of the money a fund has drawn that must be invested before the next tranche is released", unit="share", ge=0, le=1, plausible=(0.5, 0.9), why="70 % in the shipped rule books, where it is ours; two tenths either side, an assumption", default=0.0)


class Tolerance(Section):
    """容错: the losses for which nobody is held to account."""

    article: ClassVar[int] = GUIDANCE_FUND

    single_deal: float = par("单个项目容亏率", "loss of a single sub-fund, over its cost, for which no officer answers; 1 = a total loss", unit="share", ge=0, le=1, plausible=(0.2, 0.8), why="up to 80 % of a single pilot in Jilin (reposts); Guangzhou allows a total loss, which is no limit; 20 % is an assumption", default=1.0)
    portfolio: float = par("整体容亏率", "loss of a portfolio, over its cost, for which no officer answers; 1 = a total loss", unit="share", ge=0, le=1, plausible=(0.2, 0.8), why="40 % (linyi-2023, guangzhou-2025) and 80 % (Guangzhou's conversion pilot); 20 % is an assumption", default=1.0)


class Selection(Section):
    """Who chooses the funds and deals that public money enters: the market (市场运作), or the administration."""

    article: ClassVar[int] = GUIDANCE_FUND

    administrative: bool = par("行政部门参与选择", "officials take part in the choices of sub-funds and beside co-investments; false = managers choose alone", unit="switch", default=False)
    noise_factor: float = par("信号噪声倍数", "noise of what a sub-fund sees of a company under administrative selection, over its manager's own; an assumption, no source measures it", unit="x", ge=1, le=5, plausible=(1.0, 3.0), why="from no harm to three times the error; assumption", default=1.8)
    skill_loss: float = par("能力损失", "skill lost by the lead of a deal with public money under administrative selection, in standard deviations; an assumption, no source measures it", unit="1", ge=0, le=3, plausible=(0.0, 1.0), why="from no harm to one standard deviation of managers; assumption", default=0.5)
    delay_months: float = par("审批延迟", "months that an approval of a sub-fund, and a sub-fund's yes to a new company, take longer under administrative selection; an assumption, no source measures it", unit="months", ge=0, le=36, plausible=(0.0, 12.0), why="from none to a year; assumption", default=6.0)
    order: Literal["record", "slot"] = par("选择次序", "applicants by record (profitable exits), or by slot, whatever their record", unit="choice", default="record")
