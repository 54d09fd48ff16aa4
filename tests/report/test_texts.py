"""Texts exist in both languages, take the same values, and can be drawn with the shipped font."""

import string
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from sim.ledger.vocabulary import GUIDANCE_LINES
from sim.measures.catalogue import CATALOGUE
from sim.measures.positions import INSTRUMENTS, ROUTES
from sim.report.figure_data import FUNNEL, PLACES
from sim.report.figures import FIGURES
from sim.report.fonts.rebuild import NAME, rebuild, wanted
from sim.report.style import FONT, printable, register_fonts
from sim.report.texts import LANGUAGES, known, texts
from sim.scenario.book import parameters
from sim.scenario.economy_schema import OWNERS, SECTORS, STAGES


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
    names += [f"place.{one}" for one in PLACES] + [f"funnel.{one}" for one in FUNNEL]
    names += [f"figure.{one}" for one in FIGURES]
    assert [name for name in names if not known(name)] == []


def test_a_character_no_font_has_is_replaced_in_names_that_users_give() -> None:
    # U+20000 lies in a plane that neither DejaVu Sans nor the subset covers.
    assert printable("北京 \U00020000 A") == "北京 ? A"


def test_the_subset_holds_ascii_punctuation_and_the_level_one_characters() -> None:
    # GB 2312 has 3,755 characters of level 1; ASCII has 95 printable ones; 35 marks of punctuation are added.
    assert len(wanted()) == len(set(wanted())) == 95 + 35 + 3755
    assert set(map(ord, wanted())) == characters(FONT)


def test_the_rebuild_script_cuts_the_same_characters(tmp_path: Path) -> None:
    # A source reduced once more holds what the shipped file holds.
    (path,) = rebuild(FONT, tmp_path, suffixes=(".otf",))
    assert path == tmp_path / f"{NAME}.otf"
    assert characters(path) == characters(FONT)


@pytest.mark.parametrize("file", ["OFL.txt", "README.md", f"{NAME}.woff2"])
def test_the_font_travels_with_its_licence(file: str) -> None:
    assert (FONT.parent / file).stat().st_size > 0
