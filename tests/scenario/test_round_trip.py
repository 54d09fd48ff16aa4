"""A rule with a successor: the older book plus its dated changes is the later book, and each change is one."""

from datetime import date
from pathlib import Path

import pytest

from sim.scenario.difference import base_of, differences
from sim.scenario.errors import BadInput
from sim.scenario.files import read_policy
from sim.scenario.reform import read_reform, reformed, shipped_reforms

PATHS = shipped_reforms()
SUCCESSORS = {
    ("guojia-chengguo-2011", "guojia-chengguo-2021"),
    ("yozma-1993", "yozma-2.0-2024"),
    ("beijing-2008", "beijing-2011"),
    ("shandong-2009", "shandong-angel-2022"),
}


def test_every_rule_with_a_successor_has_its_dated_changes() -> None:
    reforms = [read_reform(path) for path in PATHS]
    assert {(reform.base, reform.successor) for reform in reforms} >= SUCCESSORS
    assert [path.stem for path in PATHS] == [f"{reform.base}--{reform.successor}" for reform in reforms]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_older_book_with_its_dated_changes_is_the_later_book(path: Path) -> None:
    reform = read_reform(path)
    result, later = reformed(reform), read_policy(reform.successor)
    assert result.name == later.name
    assert result.value == later.value  # every clause, and title and citation
    for key, note in later.provenance.items():
        assert result.provenance[key] == note, key


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_before_the_first_date_nothing_has_changed_and_every_change_changes_something(path: Path) -> None:
    reform = read_reform(path)
    older = read_policy(reform.base)
    assert reformed(reform, date.min).value == older.value
    for i, (day, changes) in enumerate(reform.dated):
        before = reformed(reform, reform.dated[i - 1][0]) if i else older
        after = reformed(reform, day)
        moved = {difference.key for difference in differences(after, before)}
        assert moved
        for key in (key for key in changes.origins if key in after.provenance):
            assert key in moved or after.provenance[key] != before.provenance.get(key), key


def test_on_a_day_between_two_changes_the_rule_stands_as_it_did_then() -> None:
    # 229号 of 2014-08-08 gave prices by years; the share of 10 to 30 % came with 176号 of 2021-10-24 only.
    reform = read_reform(next(path for path in PATHS if path.stem.startswith("guojia-chengguo")))
    for day, option, floor in (
        (date(2014, 8, 7), False, 0.20),
        (date(2014, 8, 8), True, 0.20),
        (date(2021, 10, 23), True, 0.20),
        (date(2021, 10, 24), True, 0.10),
    ):
        equity = reformed(reform, day).value.stage_equity
        assert (equity.option.enabled, equity.share_floor) == (option, floor), day


def test_a_reform_differs_from_its_base_in_what_it_states_and_nothing_else() -> None:
    (only,) = differences(read_policy("nzvif-2014"), base_of("nzvif-2014"))
    assert (only.key, only.base_value, only.value) == ("policy.stage_equity.option.enabled", True, False)
    assert only.sourced.read == "secondary"
    assert differences(read_policy("nzvif-2014"), read_policy("nzvif-2014")) == []


def test_the_difference_of_a_file_is_taken_from_the_book_beside_it(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text("[stage_equity]\nshare_cap = 0.2\n", "utf-8")
    reform = tmp_path / "reform.toml"
    reform.write_text('extends = "base.toml"\n[stage_equity]\nshare_cap = 0.3\n', "utf-8")
    (only,) = differences(read_policy(reform), base_of(str(reform)))
    assert (only.key, only.base_value, only.value) == ("policy.stage_equity.share_cap", 0.2, 0.3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('from = "pari-passu"\n', "to: must be given"),
        ('from = "pari-passu"\nto = "pari-passu"\nform = 1\n', "form: is no date (YYYY-MM-DD); did you mean from?"),
        ('from = "pari-passu"\nto = "pari-passu"\n2011-01-01 = 3\n', "2011-01-01: must be a table of clauses"),
    ],
)
def test_a_wrong_file_of_changes_says_where_and_what(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "changes.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(BadInput) as refused:
        read_reform(file)
    assert message in str(refused.value)


def test_a_change_to_an_unknown_clause_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "changes.toml"
    file.write_text('from = "pari-passu"\nto = "pari-passu"\n[2011-01-01.stage_equity]\nshare_cp = 0.3\n', "utf-8")
    with pytest.raises(BadInput) as refused:
        reformed(read_reform(file))
    assert ":4: policy.stage_equity.share_cp: unknown key; did you mean share_cap?" in str(refused.value)
