"""What a user writes in a scenario file: an economy, a rule book, a span of time, and a number of replications."""

from datetime import date
from typing import Self

from pydantic import model_validator

from sim.scenario.parameter import Section, par, refuse
from sim.scenario.said import said

DAYS_A_YEAR = 365  # as the years of a world before its start are counted
MOST_WARM_UP = 10  # years; those before the start have their own places among achievements' slots


class ScenarioFile(Section):
    """What a user writes in a scenario file."""

    title: str = ""
    title_zh: str = ""
    start: date = par("起始日", "first day", unit="date")
    horizon_years: int = par("模拟年限", "years simulated", unit="years", ge=1, le=60)
    seed: int = par("随机种子", "root of all chance", unit="1", ge=0, le=2**63 - 1)
    replications: int = par("模拟次数", "independent replications", unit="1", ge=1, le=1_000_000)
    warm_up_years: int = par(
        "预热年限",
        "years for which the world runs before the first day, unmeasured, so that companies and funds are there already",
        unit="years",
        ge=0,
        le=MOST_WARM_UP,
        default=0,
    )
    economy: str
    policy: str

    @model_validator(mode="after")
    def _within_calendar(self) -> Self:
        last = self.start.year + self.horizon_years
        if last < date.max.year:
            return self
        return refuse(
            self,
            [
                (
                    "start",
                    said(
                        "is {start}; the horizon would end in {last}, beyond the calendar", start=self.start, last=last
                    ),
                )
            ],
        )
