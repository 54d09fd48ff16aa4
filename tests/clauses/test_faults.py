"""What cannot be is refused by name, also where asserts are switched off."""

import subprocess
import sys

import pytest

from sim.clauses.faults import ImpossibleError, there
from sim.clauses.rounding import share_out, to_fen


def test_what_is_there_is_given_back_and_what_is_not_is_named() -> None:
    assert there(0, "amount") == 0
    with pytest.raises(ImpossibleError, match="there is no public stake"):
        there(None, "public stake")


@pytest.mark.parametrize(
    "call", ["to_fen(float('nan'))", "to_fen(2.0**53)", "share_out(-1, [1])", "share_out(1, [-1])"]
)
def test_guards_of_money_hold_without_asserts(call: str) -> None:
    with pytest.raises(ImpossibleError):
        eval(call, {"to_fen": to_fen, "share_out": share_out})
    code = f"from sim.clauses.rounding import *\n{call}"
    done = subprocess.run([sys.executable, "-O", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "ImpossibleError" in done.stderr
