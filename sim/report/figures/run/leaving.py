"""What the figures of leaving share: axes, the deadline, the name of a panel."""

from matplotlib.axes import Axes

from sim.report.figures.axes import number_ticks
from sim.report.figures.style import (
    quiet,
)
from sim.report.numbers import plain
from sim.report.texts import Language, say


def time_axis(axes: Axes, last: float, lang: Language) -> None:
    """Years since the first payment across, shares in per cent upwards."""
    axes.set_xlim(0, last)
    axes.set_ylim(0, 1.0)
    axes.set_xlabel(say("unit.years_since_payment", lang))
    number_ticks(axes.xaxis, whole=True)
    number_ticks(axes.yaxis, 0.01)
    quiet(axes)


def deadline_line(axes: Axes, deadline: float | None, shade: str, lang: Language) -> None:
    """A dashed line; the year stands over the panel, for each instrument may have another."""
    if deadline is not None:
        axes.axvline(deadline, color=shade, lw=1.5, ls="--", label=say("exit_timing.deadline", lang))


def named(instrument: str, positions: int, lang: Language) -> tuple[str, str]:
    """The instrument, and how many positions of it there are."""
    return say(f"instrument.{instrument}", lang), say("exit_timing.count", lang, n=plain(positions, 0))
