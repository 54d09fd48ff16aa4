"""The page on sweeps is a notebook: what it shows is what comes out."""

import doctest
import re
from pathlib import Path

import matplotlib as mpl
import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs/sweeps.md"
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def test_the_notebook_runs_and_prints_what_it_shows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    mpl.use("agg")
    failed, attempted = doctest.testfile(str(PAGE), module_relative=False, optionflags=OPTIONS, encoding="utf-8")
    assert failed == 0
    assert attempted >= 25
    assert list(tmp_path.iterdir()) == []  # it clears up behind itself


def test_every_block_is_part_of_the_notebook_or_a_command() -> None:
    kinds = re.findall(r"^```(\w+)$", PAGE.read_text(encoding="utf-8"), re.M)
    assert set(kinds) == {"pycon", "console"}
    # A block whose last line is not empty would take its fence for output.
    for block in re.findall(r"^```pycon\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S):
        assert block.endswith("\n\n")
