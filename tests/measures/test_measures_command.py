"""The command that lists and defines measures."""

import json

import pytest
from typer.testing import CliRunner, Result

from sim.cli.app import app
from sim.measures.catalogue import EVERY


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["measures", *arguments])


def test_json_lists_every_measure_with_all_facts() -> None:
    result = run("--format", "json")
    listed = json.loads(result.stdout)["measures"]
    assert result.exit_code == 0
    assert [one["name"] for one in listed] == list(EVERY)
    assert set(listed[0]) == {
        "name", "name_zh", "label", "unit", "formula", "kind", "better", "asked_by", "source",
    }  # fmt: skip


def test_one_measure_is_defined_in_both_languages() -> None:
    english, chinese = run("public.irr").stdout, run("public.irr", "--lang", "zh").stdout
    assert "XIRR of the guidance fund" in english
    assert "finance bureau, auditor" in english
    assert "公共资金净内部收益率" in chinese
    assert "财政部门" in chinese


@pytest.mark.parametrize("group", ["budget", "stage_equity.exit"])
def test_a_group_lists_its_measures_alone(group: str) -> None:
    listed = json.loads(run(group, "--format", "json").stdout)["measures"]
    assert [one["name"] for one in listed] == [name for name in EVERY if name.startswith(f"{group}.")]


def test_an_unknown_measure_ends_with_two_and_the_nearest_name() -> None:
    result = run("public.ir")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "public.ir: unknown measure; did you mean public.irr?" in result.stderr
