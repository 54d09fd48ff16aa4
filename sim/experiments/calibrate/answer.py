"""What a calibration found: every moment before and after, the keys that were set, and the economy file they make."""

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sim import __version__
from sim.experiments.calibrate.economy_file import economy_text, key_lines
from sim.experiments.calibrate.settle import Settled, State, key_of
from sim.experiments.compare.worlds import NOTHING
from sim.experiments.study import File, Study
from sim.report.document import Page
from sim.report.figures.drawing import Drawing
from sim.report.pages.calibrate import calibrate_page, calibrate_told
from sim.report.texts import Language
from sim.scenario.asked import words_of
from sim.scenario.scenario_schema import Scenario


@dataclass(frozen=True)
class CalibrateResult(Study):
    """What a calibration found.

    ``settled`` has every moment at the neutral elasticities as the rounds went by, ``checked`` each once more under
    the scenario's own. There is no folder: what is written is the file that ``economy_file`` gives.
    """

    scenario: Scenario
    settled: Settled
    checked: list[State]
    engine: str
    seconds: float
    version: str = __version__

    @property
    def failed(self) -> bool:
        """Whether a moment is not met, a key at its bound, or nothing was observed: nothing is to be written then."""
        return any(one.wrong for one in (*self.settled.seen[-1], *self.checked))

    @property
    def about(self) -> str:
        """How the values were found, for their sources."""
        given = self.scenario
        command = shlex.join(["yindao", "calibrate", *words_of(given)])
        counted = f"{given.replications} replications of {NOTHING}, seed {given.seed}, {self.settled.rounds} rounds"
        return f"{command}, {counted}, yindao {self.version}"

    @cached_property
    def lines(self) -> dict[str, str]:
        """The line of each key that was set, by key."""
        return key_lines(self.settled.economy, self.settled.seen[-1], self.about)

    @property
    def changed(self) -> list[str]:
        """The keys whose value is another than before."""
        pairs = zip(self.settled.seen[0], self.settled.seen[-1], strict=True)
        moved = {one.moment.key for first, one in pairs if first.key != one.key}
        return [key for key in self.lines if key in moved]

    def _dotted(self, key: str) -> str:
        """The line of a key with its section before it."""
        return f"{key.rpartition('.')[0].removeprefix('economy.')}.{self.lines[key]}"

    def economy_file(self, folder: Path) -> str:
        """The text of an economy file in ``folder``; raises ValueError where the calibration failed."""
        if self.failed:
            raise ValueError("a calibration that failed makes no economy")
        return economy_text(self.scenario, self.lines, self.about, folder)

    def summary(self) -> dict[str, Any]:
        """The object ``yindao calibrate --format json`` prints; a number that does not exist is None, never NaN."""
        states = zip(self.settled.seen[0], self.settled.seen[-1], self.checked, strict=True)
        return {
            "scenario": self.scenario.name,
            "economy": self.scenario.economy_name,
            "policy": NOTHING,
            "replications": self.scenario.replications,
            "seed": self.scenario.seed,
            "engine": self.engine,
            "version": self.version,
            "seconds": round(self.seconds, 3),
            "rounds": self.settled.rounds,
            "heat_elasticity": self.scenario.economy.rounds.heat_elasticity,
            "private_elasticity": self.scenario.economy.private.elasticity,
            "met": not self.failed,
            "moments": [_moment(*each, self.scenario) for each in states],
            "changed": [] if self.failed else [self._dotted(key) for key in self.changed],
        }

    def records(self) -> Mapping[str, Mapping[str, Any]]:
        """None: there is no folder."""
        return {}

    def files(self) -> Iterable[File]:
        """None."""
        return ()

    def drawings(self) -> Sequence[Drawing]:
        """None."""
        return ()

    def page(self, lang: Language, *, figures: bool = True) -> Page:
        """Every moment with its key, and the lines of the economy file that changed."""
        return calibrate_page(self.summary(), self.scenario, lang)

    def told(self, lang: Language) -> Page:
        """The same without a title."""
        return calibrate_told(self.summary(), lang)


def _moment(before: State, after: State, checked: State, scenario: Scenario) -> dict[str, Any]:
    """A moment of the summary: what was observed at first, at last, and at the elasticities of the scenario."""
    moment = after.moment
    return {
        "name": moment.name,
        "title": moment.titles[0],
        "title_zh": moment.titles[1],
        "key": moment.key,
        "stage": None if moment.by_year else moment.entry,
        "entry": moment.entry,
        "target": after.target,
        "se": after.seen.se,
        "before": before.seen.value,
        "after": after.seen.value,
        "checked": checked.seen.value,
        "inside": not (after.wrong or checked.wrong),
        "wrong": after.wrong or (f"{checked.wrong}_at_elasticity" if checked.wrong else ""),
        "key_before": key_of(scenario.economy, moment),
        "key_after": after.key,
    }
