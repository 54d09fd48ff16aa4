"""Chance enters the program in one file only (D2)."""

import re
from pathlib import Path

import pytest

SIM = Path(__file__).parents[2] / "sim"
CHANCE = re.compile(r"numpy\.random|np\.random|\bimport random\b|\bfrom random\b|\bsecrets\b|\bos\.urandom\b")


@pytest.mark.parametrize("path", sorted(SIM.rglob("*.py")), ids=lambda path: path.relative_to(SIM).as_posix())
def test_only_the_streams_draw_numbers(path: Path) -> None:
    uses = bool(CHANCE.search(path.read_text(encoding="utf-8")))
    assert uses == (path == SIM / "economy" / "streams.py")
