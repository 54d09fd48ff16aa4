"""Signals, streams and words of the process the command runs in."""

import signal
import subprocess
import sys

import pytest

from sim.cli.process import check_words
from sim.scenario.errors import BadInput

# The signal comes while an object is cleaned up, where Python drops every exception.
AT_A_BAD_MOMENT = """
import os, sys, time
from sim.cli import app
from sim.cli.process import prepare
class Passing:
    def __del__(self):
        os.kill(os.getpid(), {number})
        time.sleep(0.01)
def work():
    Passing()
    try:
        time.sleep(20)
    finally:
        print("cleaned up")
app.app = work
app.main()
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_a_signal_that_python_would_drop_ends_the_command(number: signal.Signals, code: int) -> None:
    program = AT_A_BAD_MOMENT.format(number=int(number))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (code, "cleaned up\n")
    assert "Traceback" not in done.stderr


def test_words_that_are_no_text_are_named_without_them() -> None:
    check_words(["run", "村庄.toml", "--out", "a b"])
    with pytest.raises(BadInput) as refused:
        check_words(["run", "\udcff.toml"])
    assert str(refused.value).startswith("'\\udcff.toml': is not UTF-8 text")


def test_what_a_command_holds_at_its_end_is_not_looked_through_for_garbage() -> None:
    ring = "class Ring:\n    def __init__(self): self.me = self\n    def __del__(self): print('collected')\n"
    program = f"import sys\nfrom sim.cli.process import leave\n{ring}Ring()\nprint('done')\nleave(3)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (3, "done\n")
