"""How long replications have taken, and about how long those that are left will, told between them as well."""

from typing import TYPE_CHECKING

from rich.progress import ProgressColumn
from rich.text import Text

from sim.cli.output import Lang, say_in

if TYPE_CHECKING:
    from rich.progress import Task


class TimeLeft(ProgressColumn):
    """Seconds that count up and down while a long replication runs; no more than the time until one is finished."""

    def __init__(self, lang: Lang) -> None:
        super().__init__()
        self._lang = lang
        self._last = (0.0, 0.0)  # finished, and the seconds since the start when the last of them was

    def render(self, task: "Task") -> Text:
        """Called several times a second."""
        now = task.elapsed or 0.0
        if task.completed != self._last[0]:
            self._last = task.completed, now
        return Text(told(now, seconds_left(*self._last, task.total, now), self._lang), style="progress.remaining")


def seconds_left(done: float, at: float, total: float | None, now: float) -> float | None:
    """Seconds until ``total`` are finished if each takes as long as the ``done`` so far, the last of them after ``at``.

    ``now`` and ``at`` are seconds since the start. None where none is finished, and where it takes longer than that.
    """
    if total is None or done <= 0:
        return None
    left = at / done * total - now
    return left if left >= 0 else None


def told(now: float, left: float | None, lang: Lang) -> str:
    """The time so far, and what is left where it is known."""
    elapsed = say_in(f"{_clock(now)} so far", f"已用 {_clock(now)}", lang)
    if left is None:
        return elapsed
    return elapsed + say_in(f", about {_clock(left)} left", f"，约剩 {_clock(left)}", lang)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
