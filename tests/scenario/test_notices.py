"""What is said of input that can be used, and what is not said."""

from pathlib import Path

import pytest

from sim.scenario.examined import examine
from sim.scenario.files import load
from sim.scenario.notices import of_scenario
from sim.scenario.shipped import Kind, shipped_names, shipped_path
from tests.villages import VILLAGE

KINDS: tuple[Kind, ...] = ("scenario", "policy", "economy")
SHIPPED = [(kind, name) for kind in KINDS for name in shipped_names(kind)]
CITY = "[budget]\nyearly = [1e8, 1e8]\nstage_equity_share = 1.0\n[stage_equity]\nshare_cap = 0.3\n"


def said(folder: Path, text: str) -> list[str]:
    file = folder / "mine.toml"
    file.write_text(text, "utf-8")
    return [one.text("en").replace(str(file), "mine.toml") for one in examine(file).notices]


@pytest.mark.parametrize(("kind", "name"), SHIPPED)
def test_nothing_is_said_of_a_shipped_file(kind: Kind, name: str) -> None:
    assert examine(shipped_path(kind, name)).notices == []


def test_a_plain_rule_book_needs_no_word(tmp_path: Path) -> None:
    assert said(tmp_path, CITY) == []


def test_a_value_beyond_plausible_is_named_with_its_line_and_range(tmp_path: Path) -> None:
    (line,) = said(tmp_path, CITY.replace("0.3", "0.9"))
    assert line.startswith(
        "mine.toml:5: policy.stage_equity.share_cap: is 0.9, outside its plausible range, 0.2 to 0.667"
    )


def test_a_value_beyond_plausible_that_names_its_source_is_what_somebody_found(tmp_path: Path) -> None:
    sourced = '{ value = 0.9, source = "a rule that says so", read = "text" }'
    assert said(tmp_path, CITY.replace("share_cap = 0.3", f"share_cap = {sourced}")) == []


def test_an_empty_rule_book_and_one_that_only_extends_say_so(tmp_path: Path) -> None:
    (empty,) = said(tmp_path, "")
    assert "states nothing: every clause is neutral and there is no money" in empty
    (same,) = said(tmp_path, 'extends = "beijing-2011"\ntitle = "Mine"\n')
    assert "states nothing of its own beside what it extends" in same


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (CITY.replace("[1e8, 1e8]", "[1.0, 1.0]"), "2: policy.budget.yearly: gives 2 yuan in all years, less than"),
        (CITY + "minimum_offer = 3e8\n", "3: policy.budget.stage_equity_share: gives 200,000,000 yuan in all"),
        (CITY.replace("share_cap = 0.3", ""), "2: policy.budget.yearly: gives money that no instrument has rules"),
        ("[budget]\nyearly = [1e8]\n", "2: policy.budget.yearly: gives money that goes to no instrument"),
        (
            CITY.replace("share = 1.0", "share = 0.5\nrisk_subsidy_share = 0.5"),
            "4: policy.budget.risk_subsidy_share: gives money to an instrument without rules",
        ),
    ],
    ids=["yuan", "below the least offer", "no rules", "no line", "a line without rules"],
)  # fmt: skip
def test_money_that_nothing_can_use_is_named(tmp_path: Path, text: str, line: str) -> None:
    assert any(one.startswith(f"mine.toml:{line}") for one in said(tmp_path, text))


def test_a_clause_that_changes_nothing_is_named_with_what_it_needs(tmp_path: Path) -> None:
    (line,) = said(tmp_path, CITY + "[selection]\ndelay_months = 3.0\n")
    assert line == (
        "mine.toml:7: policy.selection.delay_months: changes nothing here; "
        "it acts only with policy.selection.administrative = true"
    )


def test_clauses_that_need_the_same_are_told_in_one_line(tmp_path: Path) -> None:
    (line,) = said(tmp_path, "[stage_equity]\nshare_cap = 0.3\nminimum_offer = 5e6\nmatch_ratio = 0.5\n")
    assert "mine.toml:2: policy.stage_equity.share_cap: and 2 more change nothing here; they act only with" in line


def test_a_key_set_by_hand_is_named_once_and_only_while_it_acts_nowhere() -> None:
    late = "policy.selection.delay_months=3.0"
    idle = load(VILLAGE, settings=[late])
    acting = load(VILLAGE, settings=[late, "policy.selection.administrative=true"])
    found = [one for one in of_scenario(idle, [idle, idle]) if one.kind == "no-effect"]
    assert [(one.file, one.key) for one in found] == [("--set", "policy.selection.delay_months")]
    assert "no-effect" not in {one.kind for one in of_scenario(acting)}
    assert "no-effect" not in {one.kind for one in of_scenario(idle, [acting])}


def test_values_stated_and_inherited_are_counted_by_file(tmp_path: Path) -> None:
    base, mine = tmp_path / "base.toml", tmp_path / "mine.toml"
    base.write_text(CITY, "utf-8")
    mine.write_text('extends = "base.toml"\n[stage_equity]\nshare_cap = 0.25\nminimum_offer = 5e6\n', "utf-8")
    found = examine(mine)
    assert (found.stated, found.inherited) == (2, {"base": 2})


def test_a_scenario_is_told_of_the_files_it_names(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(CITY.replace("0.3", "0.9"), "utf-8")
    file = tmp_path / "mine.toml"
    head = 'start = 2011-03-15\nhorizon_years = 10\nseed = 1\nreplications = 2\neconomy = "beijing-2011"\n'
    file.write_text(f'{head}policy = "rules.toml"\n[set]\n"economy.private.response" = 40.0\n', "utf-8")
    found = [(Path(one.file).name, one.line, one.key) for one in examine(file).notices]
    assert found == [
        ("mine.toml", None, "economy.private.response"),
        ("rules.toml", 5, "policy.stage_equity.share_cap"),
    ]
