"""Figures as a list of jobs, so that whoever has processes to spare can draw several at once."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from matplotlib.figure import Figure

from sim.report.figures.style import save
from sim.report.texts import Language


class Job(NamedTuple):
    """One figure: the function that draws it, its data and language, and the path it is saved under, ending aside."""

    draw: Callable[[Any, Language], Figure]
    data: Any
    lang: Language
    stem: Path

    def done(self) -> list[Path]:
        """Draw and save; returns the paths."""
        return save(self.draw(self.data, self.lang), self.stem)


Drawer = Callable[[Sequence[Job]], list[Path]]


def one_by_one(jobs: Iterable[Job]) -> list[Path]:
    """Draw in this process, one after the other; returns the paths in order."""
    return [path for job in jobs for path in job.done()]
