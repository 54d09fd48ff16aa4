"""The time that is left: by hand, and while a single long replication runs."""

from rich.console import Console
from rich.progress import Progress

from sim.cli.output import Lang
from sim.cli.time_left import TimeLeft, seconds_left, told


def test_what_is_left_follows_from_the_finished_and_counts_down_between_them() -> None:
    # 3 of 10 after 12 s: 4 s each, 40 s in all
    assert seconds_left(3, 12.0, 10, 12.0) == 28.0
    assert seconds_left(3, 12.0, 10, 15.0) == 25.0
    assert seconds_left(10, 40.0, 10, 40.0) == 0.0


def test_nothing_is_promised_before_one_is_finished_nor_beyond_what_was_expected() -> None:
    assert seconds_left(0, 0.0, 10, 7.0) is None
    assert seconds_left(3, 12.0, None, 15.0) is None
    assert seconds_left(1, 4.0, 2, 9.0) is None


def test_a_terminal_sees_the_time_so_far_while_the_first_replication_runs() -> None:
    now = 0.0
    console = Console(width=80, force_terminal=True)
    bar = Progress(TimeLeft(Lang.en), console=console, get_time=lambda: now, auto_refresh=False)
    task = bar.add_task("run", total=2)
    seen = []
    for at, done in ((65.0, 0), (70.0, 1), (100.0, 1), (200.0, 1)):
        now = at
        bar.update(task, completed=done)
        seen.append(str(next(iter(bar.columns)).render(bar.tasks[0])))
    assert seen == [
        "0:01:05 so far",
        "0:01:10 so far, about 0:01:10 left",
        "0:01:40 so far, about 0:00:40 left",
        "0:03:20 so far",
    ]
    assert told(65.0, 5.0, Lang.zh) == "已用 0:01:05，约剩 0:00:05"
