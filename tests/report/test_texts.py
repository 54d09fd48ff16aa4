"""Texts exist in both languages, take the same values, and can be drawn with the shipped font."""

import logging
import re
import string
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from sim.ledger.vocabulary import GUIDANCE_LINES
from sim.measures.budget import SHOWN
from sim.measures.catalogue import CATALOGUE
from sim.measures.parties import PARTIES
from sim.measures.people import FUNNEL
from sim.measures.positions import INSTRUMENTS, ROUTES
from sim.report.figures.run.data import FIGURES
from sim.report.figures.style import FONT, overheard, printable, register_fonts, tell
from sim.report.texts import LANGUAGES, known, texts
from sim.scenario.book import parameters
from sim.scenario.economy_schema import OWNERS, SECTORS, STAGES

ROOT = Path(__file__).parents[2]


def characters(font: Path) -> set[int]:
    with TTFont(str(font)) as opened:
        return set(opened.getBestCmap())


def values_named(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_text_exists_in_both_languages_with_the_same_values() -> None:
    for key, pair in texts().items():
        assert set(pair) == set(LANGUAGES), key
        assert all(pair.values()), key
        assert values_named(pair["en"]) == values_named(pair["zh"]), key


def test_every_character_of_every_text_can_be_drawn() -> None:
    drawable = register_fonts() | {ord("\n")}
    missing = {
        (key, character)
        for key, pair in texts().items()
        for text in pair.values()
        for character in text
        if ord(character) not in drawable
    }
    assert missing == set()


def test_every_chinese_name_of_a_parameter_or_measure_can_be_drawn() -> None:
    names = {one.key: one.zh for one in parameters()} | {key: one.zh for key, one in CATALOGUE.items()}
    assert len(names) > 250
    drawable = characters(FONT)
    assert {key: zh for key, zh in names.items() if not set(map(ord, zh)) <= drawable} == {}


def test_what_the_model_can_name_has_a_text() -> None:
    names = [f"sector.{one}" for one in SECTORS] + [f"owner.{one}" for one in OWNERS]
    names += [f"stage.{one}" for one in STAGES] + [f"line.{one}" for one in GUIDANCE_LINES]
    names += [f"instrument.{one}" for one in INSTRUMENTS] + [f"route.{one}" for one in ROUTES]
    names += [f"place.{one}" for one in SHOWN] + [f"funnel.{one}" for one in FUNNEL]
    names += [f"compare.party.{one}" for one in PARTIES]
    names += [f"figure.{one}" for one in FIGURES]
    assert [name for name in names if not known(name)] == []


def test_every_character_of_every_shipped_file_can_be_drawn() -> None:
    # Titles and names of scenarios, rule books and economies, and all words: whatever can reach a figure.
    files = [*(ROOT / "scenarios").rglob("*.toml"), *(ROOT / "sim").rglob("*.toml")]
    assert len(files) > 50
    drawable = register_fonts() | {ord("\n")}
    missing = {path.name: set(path.read_text(encoding="utf-8")) for path in files}
    missing = {name: {c for c in found if ord(c) not in drawable} for name, found in missing.items()}
    assert {name: found for name, found in missing.items() if found} == {}


def test_the_font_holds_all_of_gb_2312_and_the_marks_of_document_numbers() -> None:
    # Rows 16 to 87 of the standard: 3,755 characters of level 1 and 3,008 of level 2.
    codes = [bytes((0xA0 + row, 0xA0 + cell)) for row in range(16, 88) for cell in range(1, 95)]
    han = "".join(code.decode("gb2312", errors="ignore") for code in codes)
    assert len(han) == 3755 + 3008
    assert set(map(ord, han + "圳莞衢亳濮漯泸〔〕〇−")) <= characters(FONT)


def test_a_character_no_font_has_prints_as_a_box_and_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    # U+20001 and U+20002 lie in a plane that neither DejaVu Sans nor the shipped font covers.
    logging.getLogger("sim.report.figures.style").addHandler(handler := logging.StreamHandler())
    try:
        assert [printable("北京 \U00020001 A\U00020002") for _ in range(3)] == ["北京 □ A□"] * 3
    finally:
        logging.getLogger("sim.report.figures.style").removeHandler(handler)
    assert capsys.readouterr().err == "the font has no 「\U00020001」「\U00020002」: it prints as a box\n"


def test_a_process_that_draws_leaves_the_telling_to_its_parent(caplog: pytest.LogCaptureFixture) -> None:
    with overheard() as told:
        assert printable("\U00020003") == "□"
    assert (told, caplog.messages) == (["\U00020003"], [])
    tell("\U00020004")
    tell("\U00020004")
    assert caplog.messages == ["the font has no 「\U00020004」: it prints as a box"]


def test_what_the_font_has_is_left_as_it_is() -> None:
    assert printable("深圳市〔2025〕1号 $5$ 100 %") == "深圳市〔2025〕1号 $5$ 100 %"
    assert printable("two\nlines\tand  spaces") == "two lines and spaces"


@pytest.mark.parametrize("file", ["OFL.txt", "README.md"])
def test_the_font_travels_with_its_licence(file: str) -> None:
    assert (FONT.parent / file).stat().st_size > 0


def test_no_bold_text_ends_in_a_mark_before_a_letter() -> None:
    """Markdown takes no asterisks between a full-width mark and a letter for the end of a bold text."""
    told = {(key, lang): text.split("**") for key, one in texts().items() for lang, text in one.items()}
    bold = [(name, parts[at], parts[at + 1]) for name, parts in told.items() for at in range(1, len(parts) - 1, 2)]
    assert len(bold) > 20
    assert [
        name for name, part, after in bold if part[-1:] in "：。，；！？" and re.match(r"[^\s，。：；（]", after)
    ] == []
