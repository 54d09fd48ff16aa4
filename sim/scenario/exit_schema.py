"""How a stage-equity stake is left, and the duties that come with public money. Every default is neutral."""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.scenario.parameter import Section, entries, par, refuse
from sim.scenario.rate_schema import RateRule
from sim.scenario.said import said

Weight = Annotated[float, Field(ge=0.0, le=5.0)]


class Window(Section):
    """A stretch of years in which the option's price follows one rate rule (Yozma 2.0: the first 4 years at 1 %)."""

    from_year: float = Field(default=0.0, ge=0, le=30)
    to_year: float = Field(default=0.0, ge=0, le=30)  # 0, in the last window only: to the end of the fund
    rate: RateRule = RateRule()


def window_problems(windows: Sequence[Window]) -> list[tuple[str, str]]:
    """What is wrong with a schedule: windows must follow one another, and only the last may have no end."""
    problems: list[tuple[str, str]] = []
    before = 0.0
    for i, window in enumerate(windows):
        last = i == len(windows) - 1
        if window.to_year == 0.0 and not last:
            problems.append(("schedule", said("window {number} has no end; only the last may leave to_year out", number=i + 1)))
        elif 0.0 < window.to_year <= window.from_year:
            problems.append(("schedule", said("window {number} runs from year {from_year:g} to {to_year:g}; must end after it "
"begins", number=i + 1, from_year=window.from_year, to_year=window.to_year)))
        if window.from_year < before:
            problems.append(("schedule", said("window {number} begins in year {from_year:g}, before the one above ends; must "
"follow it", number=i + 1, from_year=window.from_year)))
        before = window.to_year
    return problems


class Put(Section):
    """The private partners' right to sell part of their own line to the guidance fund (KVIC 2025)."""

    enabled: bool = par("设有回售权", "whether private partners may sell part of their line to the guidance fund", unit="switch", default=False)
    max_share: float = par("回售比例上限", "largest part of the private line that may be sold", unit="share", ge=0, le=1, plausible=(0.15, 0.6), why="assumption: half to double of the 30 % of kvic-2025, the only one found", default=0.0)
    cost_share: float = par("回售价格比例", "price over what was paid in on the part sold and has not been returned", unit="share", ge=0, le=1, plausible=(0.5, 1), why="all of the cost in kvic-2025, the only one found; down to half, an assumption", default=0.0)
    from_year: float = par("回售起始年", "years from the first payment at which the right begins", unit="years", ge=0, le=30, plausible=(2, 4), why="year 3 in kvic-2025, the only one found; a year either side, an assumption", default=0.0)
    to_year: float = par("回售终止年", "years from the first payment at which it ends", unit="years", ge=0, le=30, plausible=(4.5, 8), why="year 5 in kvic-2025, the only one found; 8 years is the longest participation (guangzhou-2025); always above from_year", default=0.0)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = []
        if self.enabled and (self.max_share == 0.0 or self.cost_share == 0.0):
            problems.append(("enabled", said("is true while max_share or cost_share is 0, so there is nothing to sell; give both "
"or set it to false")))
        if self.enabled and self.to_year <= self.from_year:
            problems.append(("to_year", said("is {to_year:g}; must be above from_year = {from_year:g}", to_year=self.to_year, from_year=self.from_year)))
        return refuse(self, problems)


class Duty(Section):
    """What a sub-fund owes for public money: early companies, eligible companies, companies in the city (返投)."""

    multiple: float = par("投资任务倍数", "invested in eligible seed and start-up companies over public money paid in, at least; 0 = none", unit="x", ge=0, le=20, plausible=(2, 3), why="2 (财企[2007]128号 art. 16) to 3 (guojia-chengguo-2011, guojia-chengguo-2021)", default=0.0)
    eligible_share: float = par("投资任务占比", "share of a fund's investments in eligible seed and start-up companies, at least; 0 = none", unit="share", ge=0, le=1, plausible=(0.25, 1), why="assumption: half to double of the 50 % of guojia-chengguo-2021, the only one found", default=0.0)
    early_share: float = par("早期投资占比", "share of a fund's investments in seed and start-up rounds, at least; 0 = none", unit="share", ge=0, le=1, plausible=(0.5, 1), why="50 % (beijing-kechuang-2018, zhejiang-2009), 60 and 70 %, 100 % (shenzhen-angel-2018)", default=0.0)
    local_multiple: float = par("返投倍数", "counted investment in companies of the city over public money paid in, at least; 0 = none", unit="x", ge=0, le=20, plausible=(1, 1.5), why="1 (quanzhou-2023), 1.1 (linyi-2023), 1.5 (shenzhen-angel-2018)", default=0.0)
    counting: Literal["fund", "manager"] = par("返投认定范围", "whose local investments count: the fund's own, or those of all funds of its manager since it was set up", unit="choice", default="fund")
    local_weights: Annotated[tuple[Weight, ...], entries(5, "stage")] = par("返投认定系数", "how many times a yuan invested in the city counts, by stage", unit="x", default=(1.0, 1.0, 1.0, 1.0, 1.0))
    test_years: float = par("考核年限", "years from the first payment to the test; 0 = the end of the investment period", unit="years", ge=0, le=30, plausible=(3, 5), why="no rule book names years; 3 to 5 years is the main form of an investment period (a law firm's survey)", default=0.0)
    breach: Literal["none", "leave"] = par("违约后果", "nothing, or the guidance fund leaves", unit="choice", default="none")
    price: Literal["formula", "appraised"] = par("违约退出价格", "what it asks when it leaves: the option's formula price, or cost where there is no option; or the appraised value", unit="choice", default="formula")

    @property
    def any(self) -> bool:
        """Whether there is a duty at all."""
        return self.multiple > 0.0 or self.eligible_share > 0.0 or self.early_share > 0.0 or self.local_multiple > 0.0


class Unilateral(Section):
    """When the guidance fund may leave without the others' consent (财预[2015]210号 art. 20)."""

    setup_months: int = par("设立期限", "months after approval when the offer to a fund not yet set up is withdrawn; 0 = never", unit="months", ge=0, le=120, plausible=(6, 24), why="assumption: half to double of the year of 财预[2015]210号 art. 20, the only one found", default=0)
    idle_months: int = par("投资期限", "months after the first payment when a fund without any investment loses its public partner; 0 = never", unit="months", ge=0, le=120, plausible=(6, 24), why="assumption: half to double of the year of 财预[2015]210号 art. 20, the only one found", default=0)
