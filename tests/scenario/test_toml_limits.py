"""No file hangs or fells the program: what is too long, too deep, too large or no file at all is refused at once."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sim.scenario.documents import MOST_BYTES
from sim.scenario.errors import BadInput
from sim.scenario.files import read_policy
from sim.scenario.toml_text import key_lines, words

SECONDS = 5.0  # of this process's work, however busy the machine is


@contextmanager
def soon() -> Iterator[None]:
    before = time.process_time()
    yield
    assert time.process_time() - before < SECONDS


def refusal(path: Path) -> str:
    with soon(), pytest.raises(BadInput) as refused:
        read_policy(path)
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = " + "9" * 5000, "1: has a number of 5000 characters; at most 200 are allowed"),
        ("x = 0x" + "f" * 5000, "1: has a word of 5002 characters; at most 200 are allowed"),
        ("\nx = " + "[" * 1000, "2: is nested more than 12 deep"),
        ("x = " + "{ a = " * 1000, "1: is nested more than 12 deep"),
        ("a." * 1000 + "b = 1", "1: has a key of more than 12 parts"),
        ("[" + "a." * 1000 + "b]", "1: has a key of more than 12 parts"),
        ("x" * 5000 + " = 1", "1: has a word of 5000 characters; at most 200 are allowed"),
        ('x = "' + "\\" * 100_001, "1: has a quotation mark at character 5 that is never closed"),
        ('x = """' + '\\"""' * 50_000, "1: has a quotation mark at character 5 that is never closed"),
        ("x" + " " * 200_000, "1: is not valid TOML"),
        ("[[x]]\n" * 40_000, "1: policy.x: unknown key"),
        ("x = [" + "{ a = 1 }, " * 20_000 + "]", "1: policy.x: unknown key"),
        ("#" * MOST_BYTES + "#", f" is too large; must be at most {MOST_BYTES:,} bytes"),
        ("x = 1\n\x00\n", "2: is not valid TOML"),
    ],
    ids=lambda case: case[:12].encode("unicode_escape").decode() if "told" not in case else None,
)  # fmt: skip
def test_a_monstrous_text_is_refused_at_once_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "monster.toml"
    file.write_text(text, encoding="utf-8")
    assert refusal(file).startswith(f"{file}:{told}")


def test_an_array_of_thousands_of_lines_is_read_at_once(tmp_path: Path) -> None:
    file = tmp_path / "long.toml"
    file.write_text("[budget]\nyearly = [\n" + "  1e6,\n" * 5000 + "]\ncall_month = 2.0\n", encoding="utf-8")
    with soon():
        assert read_policy(file).value.budget.call_month == 2.0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_or_device_is_refused_without_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    assert refusal(pipe) == f"{pipe}: is a device, pipe or socket; must be a regular file"
    device = tmp_path / "zero.toml"
    device.symlink_to("/dev/zero")
    assert refusal(device) == f"{device}: is a device, pipe or socket; must be a regular file"


def test_a_base_that_is_a_device_is_refused_too(tmp_path: Path) -> None:
    (tmp_path / "zero.toml").symlink_to("/dev/zero")
    (tmp_path / "book.toml").write_text('extends = "zero.toml"\n', encoding="utf-8")
    assert "zero.toml" in refusal(tmp_path / "book.toml")


def test_a_byte_order_mark_and_other_line_ends_change_nothing(tmp_path: Path) -> None:
    for number, ends in enumerate((b"\n", b"\r\n", b"\r")):
        file = tmp_path / f"{number}.toml"
        file.write_bytes(b"\xef\xbb\xbf[budget]" + ends + b"call_month = 2.0" + ends)
        assert read_policy(file).value.budget.call_month == 2.0


def test_the_words_of_any_text_are_the_text() -> None:
    for text in ('a = """x"" """"\n[b]', "'''", '"\\', "“", "a\n\n#", "[[x.y]]\n'k' = {a=[1]}\r\n", '""""""'):
        assert "".join(word.text for word in words(text)) == text


def test_keys_of_the_tables_of_an_array_stand_on_their_own_lines() -> None:
    text = "[[a.b]]\nx = 1\n[a.b.c]\ny = 2\n[[a.b]]\nx = 3\n"
    lines = key_lines(text)
    assert (lines["a.b[0].x"], lines["a.b[0].c.y"], lines["a.b[1].x"], lines["a.b.x"]) == (2, 4, 6, 2)
