"""The options of a study, packed at the door: what is to be simulated, and how the command works and tells."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.output import Engine, Format, Lang, PageLang

if TYPE_CHECKING:
    from sim.experiments.shown import Shown
    from sim.scenario.scenario_schema import Scenario


@dataclass(frozen=True)
class Asked:
    """A scenario as the command line names it; ``None`` leaves to its file what the file says."""

    scenario: str
    policy: str | None = None
    economy: str | None = None
    settings: Sequence[str] = ()
    replications: int | None = None
    seed: int | None = None

    def load(self) -> "Scenario":
        """The scenario; raises BadInput with every problem."""
        from sim.scenario.files import load

        return load(
            self.scenario,
            policy=self.policy,
            economy=self.economy,
            settings=self.settings,
            seed=self.seed,
            replications=self.replications,
        )

    def under(self, policy: str | None) -> "Asked":
        """The same under another rule book."""
        return replace(self, policy=policy)

    def times(self, replications: int | None) -> "Asked":
        """The same in another number of replications."""
        return replace(self, replications=replications)


@dataclass(frozen=True)
class Manner:
    """How a study is simulated and told."""

    workers: int | None = None
    engine: Engine = Engine.auto
    out: Path | None = None
    format: Format = Format.text
    lang: PageLang = PageLang.en
    no_figures: bool = False
    quiet: bool = False

    @property
    def spoken(self) -> Lang:
        """The language of the terminal."""
        return self.lang.spoken

    @property
    def shown(self) -> "Shown":
        """What a results folder is to show, and on how many processes it is drawn."""
        from sim.experiments.shown import Shown
        from sim.experiments.work.workers import default_workers

        return Shown(self.lang.pages, not self.no_figures, self.workers or default_workers())

    def target(self, name: str) -> Path:
        """The folder asked for, else ``results/NAME-DATE-TIME``; raises BadInput where it cannot be written."""
        from datetime import datetime

        from sim.experiments.folder import check_target, default_target

        target = self.out or default_target(name, datetime.now())
        check_target(target)
        return target
