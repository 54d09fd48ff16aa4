"""A short, seeded part of the long run ``python -m tests.fuzz.mutations``."""

from pathlib import Path

import pytest

from tests.fuzz.mutations import attempt, unclear

SEED, SHORT = 20110315, 48


@pytest.mark.parametrize("number", range(SHORT))
def test_what_is_wrong_is_accepted_or_refused_in_clear_lines(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = attempt(SEED, number, tmp_path)
    assert not outcome.trouble, f"{outcome.kind}: {outcome.what[:300]!r}\n{outcome.trouble}"


@pytest.mark.parametrize("line", ["Traceback (most recent call last):", "x" * 900, "a\x1b[31mb", "1 validation error"])
def test_a_line_that_is_not_clear_is_told(line: str) -> None:
    assert unclear(f"file.toml: key: is wrong\n{line}\n")
    assert not unclear("file.toml: key: is wrong; must be right")
