"""Finished work outlives its folder: what cannot be written where it was asked for is written elsewhere, and told."""

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from sim.cli.language import spoken
from sim.cli.output import Lang, message, say_in
from sim.scenario.errors import BadInput
from sim.scenario.said import in_chinese


@dataclass(frozen=True)
class Kept:
    """Where the results are, if anywhere, and whether that is where they were asked for."""

    folder: Path | None
    as_asked: bool = True

    @property
    def told(self) -> str | None:
        """The folder as it is printed."""
        return None if self.folder is None else str(self.folder)

    def end(self) -> None:
        """Exit code 1, once all is told, for results that are not where they should be."""
        if not self.as_asked:
            raise typer.Exit(1)


def written(write: Callable[[Path], object], target: Path, lang: Lang) -> Kept:
    """``write`` at ``target``; where the disk is full or the place was taken meanwhile, elsewhere.

    Everything that goes wrong is told on standard error, and how to make the folder again.
    """
    try:
        write(target)
        return Kept(target)
    except (OSError, MemoryError, BadInput) as cause:
        told = say_in("the results could not be written", "结果无法写出", lang)
        message(f"{target}: {told}: {_reason(cause)}")
    for other in _elsewhere(target):
        try:
            write(other)
        except (OSError, MemoryError, BadInput):
            continue
        message(say_in(f"they are kept in {other}", f"结果已另存于 {other}", lang))
        return Kept(other, as_asked=False)
    again = "only what is printed here is left of them; the same command with --out elsewhere makes them again"
    message(say_in(again, "仅存以下屏幕输出；换一个 --out 重新执行同一命令可得到相同结果", lang))
    return Kept(None, as_asked=False)


def _elsewhere(target: Path) -> Iterator[Path]:
    """Beside a folder that came to be meanwhile, then where the system keeps what passes."""
    from sim.experiments.folder import fitting, free_name

    if os.path.lexists(target):
        yield free_name(target)
    try:
        yield free_name(Path(tempfile.gettempdir(), f"yindao-{fitting(target.name, 200)}"))
    except OSError:  # there is no such place
        return


def _reason(cause: BaseException) -> str:
    if isinstance(cause, BadInput):
        return in_chinese(cause.problems[0].message) if spoken() == "zh" else cause.problems[0].message
    return getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
