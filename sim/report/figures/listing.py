"""The list of figures, and how they become files."""

from collections.abc import Callable, Sequence
from pathlib import Path

from matplotlib.figure import Figure

from sim.report.figures.data import FigureData
from sim.report.figures.drawing import Drawer, Job, one_by_one
from sim.report.figures.exits import exit_routes, exit_timing
from sim.report.figures.funnel import funnel
from sim.report.figures.money import j_curve, places, returns
from sim.report.texts import LANGUAGES, Language

FIGURES: dict[str, Callable[[FigureData, Language], Figure]] = {
    "j_curve": j_curve,
    "exit_timing": exit_timing,
    "exit_routes": exit_routes,
    "places": places,
    "returns": returns,
    "funnel": funnel,
}


def figure_name(key: str, lang: Language, suffix: str = ".svg") -> str:
    """The file name of a figure, for example ``j_curve.zh.svg``."""
    return f"{key}.{lang}{suffix}"


def save_figures(
    data: FigureData, folder: Path, langs: Sequence[Language] = LANGUAGES, drawn: Drawer = one_by_one
) -> list[Path]:
    """Draw every figure in every language as SVG and PNG into ``folder`` (made when absent); returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    asked = [(key, draw, lang) for key, draw in FIGURES.items() for lang in langs]
    return drawn([Job(draw, data, lang, folder / figure_name(key, lang, "")) for key, draw, lang in asked])
