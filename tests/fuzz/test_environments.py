"""A short, seeded part of the long run ``python -m tests.fuzz.environments``, and what is quick in it."""

import random
import sys
from pathlib import Path

import pytest

from tests.fuzz.environments import ENVIRONMENTS
from tests.fuzz.places import SkipError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="environments are made of Linux's own parts")

SEED, SHORT = 20110315, 4
QUICK = (
    "standard output on a full device",
    "a reader of messages that is gone",
    "SIGTERM while workers simulate",
    "a results folder whose name is no text",
    "a pipe as scenario",
    "a device as results folder",
    "files of 64 kB at most",
)
LONG = sorted(ENVIRONMENTS.keys() - set(QUICK))


@pytest.mark.parametrize("name", [*QUICK, *random.Random(SEED).sample(LONG, SHORT)])
def test_the_command_ends_as_documented_and_leaves_nothing(name: str, tmp_path: Path) -> None:
    try:
        trouble = ENVIRONMENTS[name].trouble(tmp_path)
    except SkipError as reason:
        pytest.skip(str(reason))
    assert not trouble, trouble
