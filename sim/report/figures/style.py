"""The look of every figure: fonts, colours, footer, and how a figure becomes a file that is equal byte for byte."""

import functools
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from matplotlib import font_manager, rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from sim.clauses.faults import there
from sim.report.figures.data import Footer
from sim.report.figures.lettering import fits, fold
from sim.report.glyphs import FONT
from sim.report.texts import Language, say
from sim.scenario.plain_text import one_line

LOGGER = logging.getLogger(__name__)
DPI = 150
# Sizes of type in points, and the free edge beside a figure's title in inches.
TITLE, FOOT, MARGIN = 12.5, 7.5, 0.115
BOX = "□"
INK = "#222222"
SOFT = "#6b6b6b"
GRID = "#d9d9d9"
# Okabe and Ito (2008): distinguishable with every common form of colour blindness.
BLUE, ORANGE, SKY, GREEN = "#0072B2", "#E69F00", "#56B4E9", "#009E73"
RED, PURPLE, YELLOW, GREY = "#D55E00", "#CC79A7", "#F0E442", "#BBBBBB"
# Rule books take these in turn; the second eight are dashed, the third dotted.
COLOURS = (BLUE, RED, GREEN, PURPLE, ORANGE, SKY, "#7A5C00", "#555555")
DASHES = ("-", "--", ":")

SETTINGS: dict[str, Any] = {
    "font.family": ["DejaVu Sans", "Noto Sans SC"],
    # No text here is a formula: a title may hold dollar signs.
    "text.parse_math": False,
    "font.size": 10,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": SOFT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.titlelocation": "left",
    "axes.titlesize": 10.5,
    "axes.titley": 1.0,  # at every drawing its place would be looked for once more
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
    "legend.fontsize": 9,
    "hatch.linewidth": 0.5,
    "svg.hashsalt": "yindao",
    "svg.fonttype": "none",  # text can be searched and read aloud; the page has the glyphs
    "savefig.dpi": DPI,
}

Data = TypeVar("Data")


@functools.cache
def register_fonts() -> frozenset[int]:
    """Make the shipped font known to matplotlib; returns the code points that the two families can draw."""
    font_manager.fontManager.addfont(str(FONT))
    latin = font_manager.findfont("DejaVu Sans")
    charts = [font_manager.get_font(path).get_charmap() for path in (latin, str(FONT))]
    return frozenset(charts[0]) | frozenset(charts[1])


def printable(text: str) -> str:
    """``text`` on one line, with a box for every character that no font can draw: what users name goes through here.

    Standard error says once which characters those are (logger ``sim.report.figures.style``).
    """
    line = one_line(text)
    known = register_fonts()
    lost = "".join(dict.fromkeys(c for c in line if ord(c) not in known))
    if lost:
        tell(lost)
    return "".join(BOX if c in lost else c for c in line)


@functools.cache
def tell(lost: str) -> None:
    """Say which characters no font has, once."""
    # Without any set-up, Python writes a warning's bare text on standard error.
    LOGGER.warning("the font has no %s: it prints as a box", "".join(f"「{c}」" for c in lost), extra={"lost": lost})


@contextmanager
def overheard() -> Iterator[list[str]]:
    """Collect what ``tell`` would say, for another process to say it."""
    told: list[str] = []

    def hear(record: logging.LogRecord) -> bool:
        told.append(record.lost)  # type: ignore[attr-defined]
        return False

    LOGGER.addFilter(hear)
    try:
        yield told
    finally:
        LOGGER.removeFilter(hear)


def styled(draw: Callable[[Data, Language], Figure]) -> Callable[[Data, Language], Figure]:
    """Run a figure function under the settings above, leaving the user's own settings alone."""

    @functools.wraps(draw)
    def wrapped(data: Data, lang: Language) -> Figure:
        register_fonts()
        with rc_context(SETTINGS):  # type: ignore[arg-type, unused-ignore]
            return draw(data, lang)

    return wrapped


def new_figure(title: str, footer: Footer, lang: Language, *, size: tuple[float, float] = (9.6, 5.6)) -> Figure:
    """An empty figure with its title at the upper left and its footer; the space between belongs to the axes.

    ``size`` in inches is what title and footer of one line each leave to the axes; further lines make it higher.
    """
    run = say(
        "footer.run",
        lang,
        scenario=printable(footer.scenario),
        policy=printable(footer.policy),
        replications=footer.replications,
        seed=footer.seed,
        version=footer.version,
    )
    room = size[0] - 2 * MARGIN
    heading = fold(title, fits(room, TITLE))
    foot = "\n".join(fold(line, fits(room, FOOT)) for line in (run, say("footer.levels", lang)))
    deep = 0.2 + 0.16 * (foot.count("\n") + 1)
    height = size[1] + deep - 0.52 + 0.21 * heading.count("\n")
    figure = Figure(figsize=(size[0], height), layout="constrained")
    engine = there(figure.get_layout_engine(), "layout")
    rect = (0.008, deep / height, 0.984, 1 - deep / height - 0.06 / height)
    engine.set(rect=rect, h_pad=0.06, w_pad=0.1)  # type: ignore[call-arg]
    left = MARGIN / size[0]
    figure.suptitle(heading, x=left, ha="left", fontsize=TITLE)
    figure.text(left, 0.10 / height, foot, fontsize=FOOT, color=SOFT, va="bottom", linespacing=1.5)
    return figure


def nothing_to_show(figure: Figure, words: str) -> Figure:
    """The figure with one sentence in place of its axes."""
    axes = figure.subplots()
    axes.set_axis_off()
    axes.text(0.5, 0.5, words, transform=axes.transAxes, ha="center", color=SOFT)
    return figure


def quiet(axes: Axes) -> None:
    """Keep the horizontal grid lines only."""
    axes.grid(visible=False, axis="x")


def save(figure: Figure, stem: Path) -> list[Path]:
    """Write ``stem.svg`` and ``stem.png``; the same figure gives the same bytes in every run."""
    paths = [stem.with_name(stem.name + suffix) for suffix in (".svg", ".png")]
    with rc_context(SETTINGS):  # type: ignore[arg-type, unused-ignore]
        _settle(figure)
        # Not by savefig, which would draw everything once more before each file.
        figure.dpi = DPI
        FigureCanvasSVG(figure).print_svg(paths[0], metadata={"Date": None, "Creator": "yindao"})  # type: ignore[no-untyped-call]
        figure.dpi = DPI  # that of an SVG is always 72
        FigureCanvasAgg(figure).print_png(paths[1], metadata={"Software": "yindao"})  # type: ignore[no-untyped-call]
    return paths


def _settle(figure: Figure) -> None:
    """Lay the figure out for good, its panels at rounded places: the solver's last bits differ from run to run."""
    there(figure.get_layout_engine(), "layout").execute(figure)
    figure.set_layout_engine("none")
    for axes in figure.axes:
        place = axes.get_axes_locator()
        # A colour bar has its shape only now.
        axes.apply_aspect(None if place is None else place(axes, None))  # type: ignore[arg-type]
        left, bottom, width, height = axes.get_position().bounds
        axes.set_position((round(left, 6), round(bottom, 6), round(width, 6), round(height, 6)))
