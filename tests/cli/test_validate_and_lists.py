"""validate, policies, economies, parameters: what they print, where, and how they end."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.cli.output import show
from sim.scenario.reform import shipped_reforms
from sim.scenario.shipped import shipped_names

VILLAGE = str(Path(__file__).parent.parent / "village.toml")


def yindao(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_valid_files_are_named_with_their_kind() -> None:
    code, out, err = yindao("validate", "beijing-2011", VILLAGE)
    assert (code, out) == (0, f"beijing-2011: valid (scenario)\n{VILLAGE}: valid (scenario)\n")
    assert all(line.startswith("warning: tests/village-") for line in err.splitlines())
    assert yindao("validate", "no-guidance-fund", "--lang", "zh") == (0, "no-guidance-fund：无误（规则）\n", "")
    assert yindao("validate", "pari-passu", "--quiet") == (0, "", "")


def test_a_queue_that_grows_without_end_is_said_with_the_keys_that_mend_it(tmp_path: Path) -> None:
    file = tmp_path / "busy.toml"
    file.write_text('start = 2011-03-15\nhorizon_years = 5\nseed = 1\nreplications = 1\neconomy = "beijing-2011"\n'
                    'policy = "beijing-2011"\n[set]\n"policy.chain.channels" = 0.5\n', "utf-8")  # fmt: skip
    code, _, err = yindao("validate", str(file))
    said = "evaluators would be busy 113 % of the time, so that their queue grows"
    more = "raise economy.pipeline.evaluators or policy.chain.evaluators_factor"
    assert code == 0
    assert [line for line in err.splitlines() if "queue" in line] == [
        f"warning: {file}: economy.pipeline.evaluators: {said}; {more}"
    ]
    (checked,) = json.loads(yindao("validate", str(file), "--format", "json")[1])["files"]
    assert "busy-queue" in {one["kind"] for one in checked["warnings"]}


def test_a_wrong_file_ends_with_two_and_a_line_a_problem_on_standard_error(tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text("[stage_equity]\nshare_cap = 2.0\nfoo = 1\n", "utf-8")
    code, out, err = yindao("validate", str(file), "no-guidance-fund")
    assert (code, out) == (2, "no-guidance-fund: valid (policy)\n")
    assert err.splitlines() == [
        f"{file}:2: policy.stage_equity.share_cap: is 2.0; must be 0 to 0.9; did you mean 0.02 (2 %)?",
        f"{file}:3: policy.stage_equity.foo: unknown key",
    ]


def test_every_shipped_file_of_dated_changes_is_valid_by_name_and_by_path() -> None:
    paths = shipped_reforms()
    code, out, err = yindao("validate", *(path.stem for path in paths), *(str(path) for path in paths))
    assert (code, err, len(paths) >= 5) == (0, "", True)
    assert all(line.endswith(": valid (changes)") for line in out.splitlines())
    assert len(out.splitlines()) == 2 * len(paths)
    assert yindao("validate", paths[0].stem, "--lang", "zh")[1] == f"{paths[0].stem}：无误（规则变动）\n"


NAMED = 'from = "nzvif-2001"\nto = "nzvif-2014"\n'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (NAMED + "[2014-07-01.stage_equity]\nshare_cp = 0.3\n", ":4: policy.stage_equity.share_cp: unknown key"),
        (NAMED + "[2014-13-01.stage_equity]\nshare_cap = 0.3\n", "2014-13-01: is no date (YYYY-MM-DD)"),
        (NAMED.replace("2014", "2015"), ':2: to: no shipped policy is called "nzvif-2015"'),
        (
            NAMED + "[2014-07-01]\ntitle = 'x'\n",
            ": policy.stage_equity.option.enabled: differs from nzvif-2014 after all changes",
        ),
    ],
)
def test_a_wrong_file_of_dated_changes_is_refused_with_its_key(tmp_path: Path, text: str, problem: str) -> None:
    file = tmp_path / "changes.toml"
    file.write_text(text, "utf-8")
    code, out, err = yindao("validate", str(file))
    assert (code, out) == (2, "")
    assert problem in err


def test_json_of_validate_is_one_object_also_for_wrong_files(tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text("[stage_equity]\nshare_cap = 2.0\n", "utf-8")
    code, out, _ = yindao("validate", str(file), "pari-passu", "--format", "json")
    wrong, right = json.loads(out)["files"]
    assert code == 2
    assert (wrong["valid"], wrong["problems"][0]["line"], wrong["problems"][0]["key"]) == (
        False,
        2,
        "policy.stage_equity.share_cap",
    )
    assert (right["valid"], right["kind"], right["problems"]) == (True, "policy", [])


def test_policies_lists_every_shipped_rule_book() -> None:
    code, out, _ = yindao("policies", "--format", "json")
    assert code == 0
    assert [policy["name"] for policy in json.loads(out)["policies"]] == list(shipped_names("policy"))
    assert "财企[2007]128号" in yindao("policies", "--lang", "zh")[1]


def test_policies_show_gives_each_clause_with_its_source() -> None:
    _, out, _ = yindao("policies", "show", "beijing-2011", "--format", "json")
    clauses = {clause["key"]: clause for clause in json.loads(out)["clauses"]}
    cap = clauses["policy.stage_equity.share_cap"]
    assert (cap["value"], cap["unit"], cap["read"], cap["stated"]) == (0.25, "share", "text", True)
    assert "art. 14" in cap["source"]
    assert (clauses["policy.co_investment.cap_per_company"]["stated"], clauses["policy.budget.yearly"]["value"]) == (
        False,
        [210e6] * 5,
    )


def test_policies_show_leaves_neutral_clauses_out_of_the_text_unless_asked() -> None:
    _, short, note = yindao("policies", "show", "no-guidance-fund")
    _, full, _ = yindao("policies", "show", "no-guidance-fund", "--all")
    assert "policy.institutions.approval_line" in short
    assert "policy.stage_equity.share_cap" not in short
    assert "policy.stage_equity.share_cap" in full
    assert "neutral clauses not listed" in note


def test_economies_show_gives_every_value() -> None:
    _, out, _ = yindao("economies", "show", "beijing-2011", "--format", "json")
    values = {entry["key"]: entry for entry in json.loads(out)["parameters"]}
    assert values["economy.pipeline.appraisal_mean"]["value"] == 9.46e6
    assert values["economy.pipeline.appraisal_mean"]["read"] == "text"
    assert json.loads(yindao("economies", "--format", "json")[1])["economies"][0]["name"] == "beijing-2011"
    assert "评估均值" in yindao("economies", "show", "beijing-2011", "--lang", "zh")[1]


def test_parameters_explains_one_key_and_lists_a_group() -> None:
    code, out, _ = yindao("parameters", "economy.private.response", "--format", "json")
    (entry,) = json.loads(out)["parameters"]
    assert code == 0
    assert (entry["plausible"], entry["shipped"], entry["name_zh"], entry["read"]) == (
        [0, 30],
        10.0,
        "收益率敏感度",
        "assumption",
    )
    group = json.loads(yindao("parameters", "policy.stage_equity.option", "--format", "json")[1])["parameters"]
    rate = [one["key"] for one in group if ".rate." in one["key"]]
    assert len(rate) == 5  # index, spread, index date, compounding, accrual
    assert (
        len(group) - len(rate) == 10
    )  # enabled, holder, max_share, window, grace, clock, base, schedule, price, residual
    assert "收益率敏感度" in yindao("parameters", "economy.private.response")[1]
    assert "economy.private.response" in yindao("parameters")[1]
    (row,) = [line for line in yindao("parameters", "economy.private")[1].splitlines() if ".response" in line]
    assert "0 to 30" in row
    assert "nothing published gives the slope" in yindao("parameters", "economy.private.response")[1]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["parameters", "policy.stage_equity.share_cp"], "did you mean policy.stage_equity.share_cap?"),
        (["policies", "show", "beijing-2012"], "did you mean beijing-2011?"),
        (["policies", "show"], "show: needs a NAME"),
        (["economies", "list"], "list: is no action; leave it out for a list, or give: show NAME"),
        (["validate", "nowhere.toml"], "nowhere.toml: no such file"),
    ],
)  # fmt: skip
def test_bad_input_ends_with_two_and_one_line(arguments: list[str], line: str) -> None:
    code, out, err = yindao(*arguments)
    assert (code, out) == (2, "")
    assert err.splitlines()[-1].endswith(line)
    assert len(err.splitlines()) == 1


def test_an_unknown_command_is_bad_input() -> None:
    assert yindao("simulate")[0] == 2


@pytest.mark.parametrize("command", ["validate", "policies", "economies", "parameters"])
def test_help_shows_an_example(command: str) -> None:
    code, out, _ = yindao(command, "--help")
    assert code == 0
    assert f"yindao {command}" in out


def test_values_are_shown_as_readers_write_them() -> None:
    assert [show(value) for value in (8e6, 0.25, True, (1.0, 0.5), None, 3, "x")] == [
        "8,000,000",
        "0.25",
        "true",
        "1, 0.5",
        "",
        "3",
        "x",
    ]
