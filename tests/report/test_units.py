"""Units, readings and groups have Chinese words wherever a column names them; English keeps the words of the files."""

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.cli.verify import CHECKS_ZH
from sim.experiments.verify import verify
from sim.measures.catalogue import EVERY
from sim.report.numbers import interval
from sim.report.texts import known
from sim.report.units import group_name, read_name, unit_name
from sim.scenario.book import parameters
from tests.villages import village

CHINESE = range(0x4E00, 0xA000)


def chinese(text: str) -> bool:
    return any(ord(one) in CHINESE for one in text)


def test_every_unit_of_a_key_or_a_measure_has_a_chinese_word() -> None:
    units = {one.unit for one in parameters()} | {one.unit for one in EVERY.values()}
    assert {unit for unit in units - {""} if not chinese(unit_name(unit, "zh"))} == set()
    assert {unit_name(unit, "en") for unit in units} == units


def test_every_group_of_measures_and_every_reading_has_a_chinese_word() -> None:
    groups = {name.partition(".")[0] for name in EVERY}
    assert {group for group in groups if not known(f"group.{group}")} == set()
    assert all(group in group_name(group, "zh") for group in groups)
    assert all(chinese(read_name(read, "zh")) for read in ("text", "secondary", "memory", "assumption"))


def test_amounts_of_an_interval_are_set_without_a_space_between_chinese_words() -> None:
    assert interval(-8.08e6, 1.538e7, "yuan", "zh") == "−808 万元至 1,538 万元"
    assert interval(0.766, 0.8, "share", "zh") == "76.6 至 80.0%"


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("parameters", "policy.stage_equity.share_cap"), "读过原文"),
        (("policies", "show", "pari-passu"), "比例"),
        (("economies", "show", "beijing-2011"), "据转述"),
        (("measures", "budget"), "元"),
    ],
)
def test_chinese_lists_name_units_and_readings_in_chinese(arguments: tuple[str, ...], word: str) -> None:
    done = CliRunner().invoke(app, [*arguments, "--lang", "zh"])
    assert word in done.stdout


def test_the_self_test_names_its_checks_in_chinese() -> None:
    assert [one.name for one in verify(village(), 1)] == list(CHECKS_ZH)
