"""Which file wins: extends, [set], --set, arguments; and that what is set arrives."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario.book import Parameter, by_key, parameters, value_at
from sim.scenario.files import load, read_policy
from sim.scenario.overrides import parse_value
from sim.scenario.scenario_schema import Sourced

FRAME = (
    "start = 2011-03-15\nhorizon_years = 20\nseed = 1\nreplications = 2\n"
    'economy = "beijing-2011"\npolicy = "rules.toml"\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "base.toml").write_text(
        'extends = "pari-passu"\n[budget]\nyearly = [1.0, 2.0, 3.0]\n'
        '[stage_equity]\nshare_cap = { value = 0.1, source = "base", read = "text" }\nminimum_offer = 7.0\n',
        "utf-8",
    )
    (tmp_path / "rules.toml").write_text(
        'extends = "base.toml"\n[budget]\nyearly = [9.0]\n[stage_equity]\nshare_cap = 0.2\n', "utf-8"
    )
    return tmp_path


def test_a_reform_states_only_its_differences(folder: Path) -> None:
    policy = read_policy(folder / "rules.toml").value
    assert policy.stage_equity.share_cap == 0.2  # its own
    assert policy.stage_equity.minimum_offer == 7.0  # its baseline's
    assert policy.stage_equity.cap_per_fund == 50e6  # its baseline's baseline's: pari-passu
    assert policy.budget.yearly == (9.0,)  # an array replaces, entries are not mixed


def test_a_bare_value_over_a_sourced_one_is_an_assumption_again(folder: Path) -> None:
    assert read_policy(folder / "base.toml").provenance["policy.stage_equity.share_cap"] == Sourced("base", "text")
    assert read_policy(folder / "rules.toml").provenance["policy.stage_equity.share_cap"] == Sourced("", "assumption")


def test_settings_beat_the_set_table_which_beats_the_files(folder: Path) -> None:
    file = folder / "scenario.toml"
    file.write_text(
        FRAME + '[set]\n"policy.stage_equity.share_cap" = 0.3\n"policy.stage_equity.minimum_offer" = 8\n', "utf-8"
    )
    scenario = load(file, settings=["policy.stage_equity.share_cap=0.4"])
    assert scenario.policy.stage_equity.share_cap == 0.4
    assert scenario.policy.stage_equity.minimum_offer == 8.0
    assert scenario.provenance["policy.stage_equity.share_cap"].source == "--set policy.stage_equity.share_cap"
    assert scenario.provenance["policy.stage_equity.minimum_offer"].source == f"[set] of {file}"


def test_the_set_table_may_be_nested_and_sourced(folder: Path) -> None:
    file = folder / "scenario.toml"
    file.write_text(
        FRAME + '[set.policy.stage_equity]\nshare_cap = { value = 0.3, source = "law", read = "text" }\n', "utf-8"
    )
    scenario = load(file)
    assert scenario.policy.stage_equity.share_cap == 0.3
    assert scenario.provenance["policy.stage_equity.share_cap"] == Sourced("law", "text")


def test_the_last_of_two_settings_of_one_key_wins() -> None:
    scenario = load("beijing-2011", settings=["seed=5", "seed=6"])
    assert scenario.seed == 6


def test_arguments_beat_settings() -> None:
    scenario = load("beijing-2011", settings=["seed=5", "replications=9"], seed=7, replications=8)
    assert (scenario.seed, scenario.replications) == (7, 8)


def test_policy_and_economy_may_be_replaced_by_name_or_path(folder: Path) -> None:
    assert load("beijing-2011", policy="pari-passu").policy_name == "pari-passu"
    by_path = load(
        "beijing-2011", policy=str(folder / "rules.toml"), economy=str(Path("tests/village-economy.toml").resolve())
    )
    assert (by_path.policy_name, by_path.economy_name) == ("rules", "village-economy")
    assert by_path.economy.managers.slots == 6


def test_a_setting_may_be_a_date_a_list_or_an_unquoted_word() -> None:
    scenario = load(
        "beijing-2011",
        settings=["start=2012-02-01", "policy.budget.yearly=[1, 2.5]", "policy.budget.cover=plan", "horizon_years = 3"],
    )
    assert scenario.start == date(2012, 2, 1)
    assert scenario.policy.budget.yearly == (1.0, 2.5)
    assert scenario.policy.budget.cover == "plan"
    assert scenario.horizon_years == 3


def test_a_line_break_cannot_smuggle_a_second_key_into_a_setting() -> None:
    assert parse_value("1\nother = 2") == "1\nother = 2"


SCALARS = [p for p in parameters() if p.kind == "number" and p.count is None]


@settings(max_examples=50, derandomize=True, deadline=None)
@given(parameter=st.sampled_from(SCALARS), at=st.floats(0.05, 0.95))
def test_a_number_set_on_the_command_line_arrives_to_the_last_bit(parameter: Parameter, at: float) -> None:
    # Inside the allowed range and above what other clauses ask for; those that depend on others are left out.
    low = parameter.minimum if parameter.minimum is not None else parameter.above or 0.0
    high = parameter.maximum if parameter.maximum is not None else max(10.0, 2.0 * low + 10.0)
    value = low + at * (high - low)
    depends = {
        "minimum_offer",
        "first_loss_share",
        "early_cap",
        "early_bound",
        "share_floor",
        "cap_per_fund",
        "window_years",
        "anchor_low",
        "anchor_high",
        "investment_years",
        "term_years",
        "in_full",
        "nothing",
        "smallest",
        "cap",
    }
    shares = ("policy.budget.", "policy.appropriation.shares.", "policy.mix.")
    if parameter.key.rpartition(".")[2] in depends or parameter.key.startswith(shares):
        value = float(str(value_at_shipped(parameter.key)))
    scenario = load("beijing-2011", settings=[f"{parameter.key}={value!r}"])
    section, _, rest = parameter.key.partition(".")
    assert value_at(getattr(scenario, section), rest) == value
    assert by_key()[parameter.key] is parameter


def value_at_shipped(key: str) -> object:
    section, _, rest = key.partition(".")
    return value_at(getattr(load("beijing-2011"), section), rest)


def test_a_file_read_again_says_what_it_says_whatever_was_set_before(folder: Path) -> None:
    rules = folder / "rules.toml"
    settings = ["policy.budget.yearly=[5.0]", "policy.stage_equity.minimum_offer=8.0"]
    changed = read_policy(rules, settings).value
    assert (changed.budget.yearly, changed.stage_equity.minimum_offer) == ((5.0,), 8.0)
    again = read_policy(rules).value
    assert (again.budget.yearly, again.stage_equity.minimum_offer) == ((9.0,), 7.0)
