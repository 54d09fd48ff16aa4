"""A name or path that means no file, or a file of another kind, is answered with what to write."""

# ruff: noqa: E501 - a case a line reads as a table

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.scenario.errors import BadInput
from sim.scenario.examined import examine
from sim.scenario.files import load, read_economy, read_policy
from sim.scenario.naming import find, kind_in, kind_of, name_of
from sim.scenario.shipped import shipped_names, shipped_path

TESTS = Path(__file__).parents[1]
BESIDE = "name it beside a scenario, as in: yindao run beijing-2011"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("village.toml", "village-economy.toml", "village-policy.toml"):
        shutil.copy(TESTS / name, tmp_path / name)
    shutil.copy(TESTS / "village-policy.toml", tmp_path / "mycity.toml")
    shutil.copy(TESTS / "village-economy.toml", tmp_path / "the economy.toml")
    monkeypatch.chdir(tmp_path)


def refusal(scenario: str = "village.toml", policy: str | None = None, economy: str | None = None) -> str:
    with pytest.raises(BadInput) as refused:
        load(scenario, policy=policy, economy=economy)
    assert len(refused.value.problems) == 1
    return str(refused.value)


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        ("mycity", '--policy: no shipped policy is called "mycity" (scenarios/policies); there is a file mycity.toml here: write --policy mycity.toml'),
        ("the economy.toml", f"the economy.toml: is an economy, not a rule book; {BESIDE} --economy 'the economy.toml'"),
        ("village.toml", "village.toml: is a scenario, not a rule book; run it by itself, as in: yindao run village.toml"),
        ("pari-passu,iif-1997", "one name an option: --policy pari-passu --policy iif-1997 (for several, yindao compare or sweep)"),
        ("pari-passu， iif-1997", "one name an option: --policy pari-passu --policy iif-1997"),
        ("pari-pasu", "; did you mean pari-passu?"),
        ("PARI-PASSU", "; did you mean pari-passu?"),
        ("pari-passu.toml", '--policy: names "pari-passu.toml"; no such file (pari-passu.toml); the shipped policy is called pari-passu'),
        ("mycty.toml", "; did you mean mycity.toml?"),
        ("", '--policy: no shipped policy is called ""'),
        ("x" * 5000 + ".toml", "no such file"),
        ("a\0b.toml", "no such file"),
    ],
    ids=lambda case: case[:20],
)  # fmt: skip
def test_a_rule_book_that_is_none_is_answered(policy: str, told: str) -> None:
    message = refusal(policy=policy)
    assert told in message
    assert len(message) < 500


@pytest.mark.parametrize(
    ("scenario", "told"),
    [
        ("mycity.toml", f"mycity.toml: is a rule book, not a scenario; {BESIDE} --policy mycity.toml"),
        ("the economy.toml", f"the economy.toml: is an economy, not a scenario; {BESIDE} --economy 'the economy.toml'"),
        ("iif-1997", f'no shipped scenario is called "iif-1997" (scenarios); it is a rule book: {BESIDE} --policy iif-1997'),
        ("village", 'no shipped scenario is called "village" (scenarios); there is a file village.toml here: write village.toml'),
        ("vilage.toml", "vilage.toml: no such file; did you mean village.toml?"),
        ("beijing", '"beijing" (scenarios); did you mean beijing-2011?'),
    ],
)  # fmt: skip
def test_a_scenario_that_is_none_is_answered(scenario: str, told: str) -> None:
    assert told in refusal(scenario)


def test_an_economy_that_is_none_is_answered() -> None:
    assert (
        refusal(economy="mycity.toml") == f"mycity.toml: is a rule book, not an economy; {BESIDE} --policy mycity.toml"
    )
    assert "it is a rule book: " in refusal(economy="pari-passu")
    with pytest.raises(BadInput, match=r"village\.toml: is a scenario, not an economy"):
        read_economy("village.toml")


def test_a_base_of_another_kind_is_answered(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text('extends = "the economy.toml"\n[budget]\ncall_month = 3.0\n', encoding="utf-8")
    with pytest.raises(BadInput, match=r"the economy\.toml: is an economy, not a rule book"):
        read_policy("book.toml")


@pytest.mark.parametrize(
    ("ref", "told"),
    [
        ("mycity", "mycity: no such file; there is a file mycity.toml here: write mycity.toml"),
        ("beijng-2011", "beijng-2011: no such file; did you mean beijing-2011?"),
        ("", "no such file"),
    ],
)
def test_a_file_to_check_that_is_none_is_answered(ref: str, told: str) -> None:
    with pytest.raises(BadInput) as refused:
        find(ref)
    assert told in str(refused.value)


def test_every_shipped_file_is_of_its_own_kind() -> None:
    for kind in ("scenario", "economy", "policy"):
        for name in shipped_names(kind):
            assert kind_of(shipped_path(kind, name)) == kind


def test_a_file_that_could_be_of_several_kinds_is_refused_for_its_keys() -> None:
    assert kind_in({"title": "x"}) is None
    assert kind_in({"seed": 1, "budget": {}}) is None
    Path("odd.toml").write_text("seed = 1\n[budget]\ncall_month = 3.0\n", encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        examine(Path("odd.toml"))
    assert "budget: unknown key" in str(refused.value)


@pytest.mark.parametrize(
    ("ref", "name"), [("iif-1997", "iif-1997"), ("a b/c.d.toml", "c.d"), ("./x", "x"), ("x.toml", "x")]
)
def test_a_path_goes_by_the_name_of_its_file(ref: str, name: str) -> None:
    assert name_of(ref) == name


@pytest.mark.parametrize("length", [256, 5000])
def test_a_name_that_no_file_can_have_is_refused_in_one_line(length: int) -> None:
    done = CliRunner().invoke(app, ["validate", "x" * length])
    assert done.exit_code == 2
    assert "Traceback" not in done.output
