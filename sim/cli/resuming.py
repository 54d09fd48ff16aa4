"""How a command that keeps its results as they are made ends before its end: the exit code, and how to go on."""

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from sim.cli.output import Lang, message, say_in
from sim.cli.process import SignalledExit


@contextmanager
def resumable(folder: Path, lang: Lang) -> Iterator[None]:
    """Ctrl-C ends the command with code 130, a full disk and its like with 1, each with how to go on in ``folder``.

    A signal ends it with a code of its own.
    """
    from sim.experiments.work.points import StudyStoppedError

    again = f"--out {shlex.quote(str(folder))} --resume"
    go_on = say_in(
        f"what is finished is kept: the same command with {again} goes on",
        f"已完成的部分已保存：同一命令加 {again} 可继续",
        lang,
    )
    try:
        yield
    except KeyboardInterrupt:
        message(f"{say_in('interrupted; ', '已中断；', lang)}{go_on}")
        raise typer.Exit(130) from None
    except SignalledExit:
        message(go_on)
        raise
    except (StudyStoppedError, OSError) as stopped:
        stop = "" if isinstance(stopped, StudyStoppedError) else f"{say_in('stopped: ', '已停止：', lang)}"
        message(f"{stop}{stopped}; {go_on}")
        raise typer.Exit(1) from None
