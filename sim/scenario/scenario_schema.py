"""A scenario: an economy, a rule book, a span of time, and a number of replications."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Self

from pydantic import model_validator

from sim.scenario.economy_schema import Economy
from sim.scenario.parameter import Section, par, refuse
from sim.scenario.policy_schema import Policy
from sim.scenario.titles import Language, titled

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
        return refuse(self, [("start", f"is {self.start}; the horizon would end in {last}, beyond the calendar")])


Read = Literal["text", "secondary", "memory", "assumption"]


@dataclass(frozen=True)
class Sourced:
    """Where a value comes from and how well the source was read: text, secondary, memory or assumption."""

    source: str = ""
    read: Read = "assumption"


@dataclass(frozen=True)
class Asked:
    """What a scenario was loaded from, word for word as given: paths as written, names, ``KEY=VALUE`` settings.

    ``policy`` and ``economy`` are empty where the scenario's own are used, ``scenario`` where it was made in code.
    """

    scenario: str = ""
    policy: str = ""
    economy: str = ""
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """A resolved scenario: schemas filled, series loaded, every value with its provenance.

    ``provenance`` maps a dotted key such as ``policy.stage_equity.share_cap`` to its source.
    ``data`` holds the text of each series file by its name.
    """

    name: str
    title: str
    title_zh: str
    start: date
    horizon_years: int
    seed: int
    replications: int
    economy_name: str
    policy_name: str
    economy: Economy
    policy: Policy
    warm_up_years: int = 0
    data: dict[str, str] = field(default_factory=dict)
    provenance: dict[str, Sourced] = field(default_factory=dict)
    asked: Asked = Asked()

    @property
    def begins(self) -> int:
        """The first day of the world: day 0, the start, or that many years of 365 days before it."""
        return -DAYS_A_YEAR * self.warm_up_years

    def titled(self, lang: Language) -> str:
        """The title in one language, else in the other, else the name."""
        return titled(self.title, self.title_zh, self.name, lang)
