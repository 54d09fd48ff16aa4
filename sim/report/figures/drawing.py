"""Figures as a list of jobs, so that whoever has processes to spare can draw several at once.

Importing this module loads no plotting library; drawing does.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.report.numbers import MoneyUnit, in_unit
from sim.report.texts import Language

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Drawing(NamedTuple):
    """A figure that can be drawn: the name of its files, the function that draws it (module:name), and its data."""

    name: str
    draw: str
    data: Any

    def drawn(self, lang: Language) -> "Figure":
        """The figure in one language."""
        module, name = self.draw.split(":")
        figure: Figure = getattr(import_module(module), name)(self.data, lang)
        return figure


class Job(NamedTuple):
    """One drawing in one language, the path it is saved under, ending aside, and the unit of its page's money."""

    drawing: Drawing
    lang: Language
    stem: Path
    unit: MoneyUnit | None = None

    def done(self) -> list[Path]:
        """Draw and save; returns the paths."""
        from sim.report.figures.style import save

        with in_unit(self.unit):
            return save(self.drawing.drawn(self.lang), self.stem)


Units = Mapping[Language, MoneyUnit | None]
Drawer = Callable[[Sequence[Job]], list[Path]]


def one_by_one(jobs: Iterable[Job]) -> list[Path]:
    """Draw in this process, one after the other; returns the paths in order."""
    return [path for job in jobs for path in job.done()]


def save_drawings(
    drawings: Sequence[Drawing],
    folder: Path,
    languages: Sequence[Language],
    drawn: Drawer = one_by_one,
    units: Units | None = None,
) -> list[Path]:
    """Draw each in every language as SVG and PNG into ``folder``, made where there is something; returns the paths.

    ``units`` are those of the page's money by language; without, each figure has its own.
    """
    if drawings:
        folder.mkdir(parents=True, exist_ok=True)
    jobs = [
        Job(one, lang, folder / f"{one.name}.{lang}", (units or {}).get(lang)) for one in drawings for lang in languages
    ]
    return drawn(jobs)
