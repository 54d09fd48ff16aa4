"""What any experiment can give: an object, tables, figures and pages. Folders and commands know no more of it."""

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.ledger.exports import Columns
from sim.report.document import Page
from sim.report.figures.drawing import Drawing
from sim.report.texts import Language

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class File:
    """A Parquet file of a folder: ``parts`` are called one after the other and make the columns of its rows.

    ``types`` names the SQL type of columns of objects that are not text.
    """

    name: str
    parts: Sequence[Callable[[], Columns]]
    types: Mapping[str, str] | None = None


class Study(ABC):
    """The answer of an experiment."""

    @abstractmethod
    def summary(self) -> dict[str, Any]:
        """The object that ``summary.json`` holds; what does not exist is None, never NaN."""

    @abstractmethod
    def records(self) -> Mapping[str, Mapping[str, Any]]:
        """The other JSON files of the folder, by name."""

    @abstractmethod
    def files(self) -> Iterable[File]:
        """The tables of the folder."""

    def measures_csv(self) -> Columns:
        """The columns of ``measures.csv``, what a person opens first; none where there is no such file."""
        return {}

    @abstractmethod
    def drawings(self) -> Sequence[Drawing]:
        """The figures of the folder, in the order of the page."""

    @abstractmethod
    def page(self, lang: Language, *, figures: bool = True) -> Page:
        """The report; with ``figures`` those of ``drawings`` stand in it."""

    @abstractmethod
    def told(self, lang: Language) -> Page:
        """What a terminal shows of it."""

    def printed(self) -> dict[str, Any]:
        """What ``--format json`` prints: the summary, and what a folder holds in another form."""
        return self.summary()

    @property
    def failed(self) -> bool:
        """Whether some of what was asked could not be simulated."""
        return False

    def _repr_html_(self) -> str:
        """What a notebook shows: what a terminal does, as a table of its own; in Chinese where YINDAO_LANG is zh."""
        from sim.report.html import to_fragment

        lang: Language = "zh" if os.environ.get("YINDAO_LANG") == "zh" else "en"
        return to_fragment(self.told(lang), lang)

    def plot(self, figure: str, language: Language = "en") -> "Figure":
        """Draw one figure by name; raises ValueError, which lists the names, for one that is not there."""
        found = {one.name: one for one in self.drawings()}
        if figure not in found:
            raise ValueError(f"no figure is called {figure!r}; there are {', '.join(found)}")
        return found[figure].drawn(language)
