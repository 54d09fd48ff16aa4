"""``yindao trace`` lists what there is and tells the story of one company, fund or position."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sim.cli.app import app

VILLAGE = str(Path(__file__).parents[1] / "village.toml")


def trace(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["trace", VILLAGE, *arguments])


@pytest.fixture(scope="module")
def listed() -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(trace("--format", "json").stdout)
    return found


def test_the_list_names_what_a_story_can_be_asked_of(listed: dict[str, list[dict[str, object]]]) -> None:
    assert listed["companies"]
    assert listed["funds"]
    assert listed["positions"]
    company, fund = listed["companies"][0]["company"], listed["funds"][0]["fund"]
    for selector, name in (
        (("--company", str(company)), f"company {company}"),
        (("--fund", str(fund)), f"fund {fund}"),
    ):
        told = json.loads(trace(*selector, "--format", "json").stdout)
        assert told["about"] == name
        assert told["steps"]
        assert [step["day"] for step in told["steps"]] == sorted(step["day"] for step in told["steps"])


LINGERING = ("--set", "economy.company.linger_share=1.0", "--set", "economy.company.linger_sale=0.5")


def test_a_company_that_lingers_is_listed_as_such_and_told_in_both_languages() -> None:
    companies = json.loads(trace(*LINGERING, "--format", "json").stdout)["companies"]
    assert {one["end"] for one in companies} >= {"lingering", "trade_sale"}
    one = next(str(one["company"]) for one in companies if one["end"] == "lingering")
    for lang, text in (("en", "The company lives on from its own sales"), ("zh", "企业勉强存续")):
        story = trace(*LINGERING, "--company", one, "--lang", lang).stdout
        assert "".join(text.split()) in "".join(story.split())


def test_a_position_is_told_from_its_number(listed: dict[str, list[dict[str, object]]]) -> None:
    number = listed["positions"][-1]["position"]
    done = trace("--position", str(number), "--lang", "zh")
    assert done.exit_code == 0
    assert f"政府出资份额 {number}" in done.stdout


def test_the_text_list_has_three_tables() -> None:
    done = trace()
    assert done.exit_code == 0
    for option in ("--company N", "--fund N.M", "--position N"):
        assert option in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--fund", "99.9"), "--fund: 99.9 does not exist in this replication; leave --fund out for a list\n"),
        (
            ("--company", "9999999"),
            "--company: 9999999 does not exist in this replication; leave --company out for a list\n",
        ),
        (("--company", "1", "--fund", "1.0"), "choose one of --company, --fund, --position and --article\n"),
    ],
)
def test_what_does_not_exist_is_refused_in_one_line(arguments: tuple[str, ...], message: str) -> None:
    done = trace(*arguments)
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", message)


def test_a_position_beyond_the_last_is_refused_with_their_number(listed: dict[str, list[dict[str, object]]]) -> None:
    count = len(listed["positions"])
    done = trace("--position", str(count))
    assert done.exit_code == 2
    assert done.stderr == f"--position: {count} does not exist; this replication has {count} public positions, from 0\n"


def test_a_replication_beyond_all_draws_is_refused() -> None:
    done = trace("--replication", str(2**32))
    assert done.exit_code == 2
    assert "4294967295" in done.stderr
