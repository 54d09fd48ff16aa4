"""A scenario as it is simulated: economy and rule book filled in and checked, each value with its source."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from sim.scenario.articles import Span, in_one, resolve
from sim.scenario.economy_schema import Economy
from sim.scenario.file_schema import DAYS_A_YEAR
from sim.scenario.policy_schema import Policy
from sim.scenario.titles import Language, titled

Read = Literal["text", "secondary", "memory", "assumption"]


@dataclass(frozen=True)
class Sourced:
    """Where a value comes from and how well the source was read: text, secondary, memory or assumption."""

    source: str = ""
    read: Read = "assumption"


# A clause that no file states has the value that changes nothing: a choice of this program, hence an assumption.
UNSTATED = "neutral default"


@dataclass(frozen=True)
class Asked:
    """What a scenario was loaded from, word for word as given: paths as written, names, ``KEY=VALUE`` settings.

    ``policy`` and ``economy`` are empty where the scenario's own are used, ``scenario`` where it was made in code;
    ``without`` are articles that were thrown off beside (``--without``).
    """

    scenario: str = ""
    policy: str = ""
    economy: str = ""
    settings: tuple[str, ...] = ()
    without: tuple[int, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """A resolved scenario: schemas filled, series loaded, every value with its provenance.

    ``provenance`` maps a dotted key such as ``policy.stage_equity.share_cap`` to its source.
    ``data`` holds the text of each series file by its name. ``reference`` is the rule book that the economy was
    calibrated with (``economy.response.reference``), None where it was calibrated without the opinion.
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
    reference: Policy | None = None

    @property
    def begins(self) -> int:
        """The first day of the world: day 0, the start, or that many years of 365 days before it."""
        return -DAYS_A_YEAR * self.warm_up_years

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The law from each day on which it changes, the world's first day first."""
        return resolve(self.policy, self.start, self.begins)

    @cached_property
    def law(self) -> Policy:
        """The rule book as it is in force at the start: what is read of all that cannot change in mid-run.

        Yearly money of the guidance fund is that of each year's own anniversary.
        """
        return in_one(self.spans, self.start)

    def titled(self, lang: Language) -> str:
        """The title in one language, else in the other, else the name."""
        return titled(self.title, self.title_zh, self.name, lang)
