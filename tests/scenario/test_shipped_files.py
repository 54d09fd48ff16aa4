"""Every file that comes with the program is valid, complete and honest about its sources."""

import re
from pathlib import Path

import pytest

from sim.scenario.book import Parameter, by_key, parameters
from sim.scenario.examined import examine
from sim.scenario.files import load, read_economy, read_policy
from sim.scenario.policy_schema import Policy
from sim.scenario.shipped import Kind, root, shipped_heads, shipped_names, shipped_path

KINDS: tuple[Kind, ...] = ("scenario", "economy", "policy")
FILES = [(kind, name) for kind in KINDS for name in shipped_names(kind)]
RULES = ("no-guidance-fund", "pari-passu", "beijing-2011", "beijing-2011-cap30", "caiqi-2007-128")


@pytest.mark.parametrize(("kind", "name"), FILES)
def test_every_shipped_file_validates_as_what_it_is(kind: Kind, name: str) -> None:
    assert examine(shipped_path(kind, name)).kind == kind


@pytest.mark.parametrize("file", ["village.toml", "village-economy.toml", "village-policy.toml"])
def test_the_villages_files_validate(file: str) -> None:
    assert examine(Path(__file__).parent.parent / file).kind in KINDS


def test_a_list_of_rule_books_says_of_each_what_the_whole_book_says() -> None:
    heads = {head["name"]: head for head in shipped_heads("policy")}
    for name in shipped_names("policy"):
        whole = read_policy(name).value
        told = {"name": name, "title": whole.title, "title_zh": whole.title_zh, "citation": whole.citation}
        assert heads.pop(name) == told
    assert heads == {}


def test_the_stable_names_are_shipped() -> None:
    assert set(RULES) <= set(shipped_names("policy"))
    assert "beijing-2011" in shipped_names("economy")
    assert "beijing-2011" in shipped_names("scenario")


@pytest.mark.parametrize("name", shipped_names("policy"))
def test_every_shipped_clause_names_a_source_or_a_reason(name: str) -> None:
    provenance = read_policy(name).provenance
    assert provenance
    assert [key for key, note in provenance.items() if not note.source.strip()] == []


@pytest.mark.parametrize("name", shipped_names("economy"))
def test_every_key_of_a_shipped_economy_is_given_with_a_source_or_a_reason(name: str) -> None:
    """A section whose every key has a neutral default may be left out, as a whole."""
    provenance = read_economy(name).provenance
    sections: dict[str, list[Parameter]] = {}
    for parameter in parameters():
        if parameter.key.startswith("economy."):
            sections.setdefault(parameter.key.rpartition(".")[0], []).append(parameter)
    for keys in sections.values():
        left_out = [one.key for one in keys if one.key not in provenance]
        assert left_out == [] or (len(left_out) == len(keys) and all(one.default is not None for one in keys))
    assert [key for key, note in provenance.items() if not note.source.strip()] == []


def test_remembered_articles_of_128_are_marked_memory() -> None:
    # Articles 16 to 32 of 财企[2007]128号 were never read: whatever cites one alone must not claim to be text.
    for name in ("beijing-2011", "caiqi-2007-128"):
        for key, note in read_policy(name).provenance.items():
            if re.match(r"(财企\[2007\]128号 )?art\. (1[6-9]|2\d|3[0-2])\b", note.source):
                assert note.read in ("memory", "assumption"), key


def test_a_policy_without_a_guidance_fund_differs_from_neutral_only_in_its_institutions() -> None:
    policy = read_policy("no-guidance-fund").value
    neutral = Policy()
    assert (policy.budget, policy.stage_equity, policy.co_investment) == (
        neutral.budget,
        neutral.stage_equity,
        neutral.co_investment,
    )
    assert (policy.risk_subsidy, policy.eligible_company) == (neutral.risk_subsidy, neutral.eligible_company)


def test_the_variant_with_a_higher_cap_differs_in_the_cap_alone() -> None:
    base, variant = read_policy("beijing-2011").value, read_policy("beijing-2011-cap30").value
    assert variant.stage_equity.share_cap == 0.30
    same = variant.stage_equity.model_copy(update={"share_cap": base.stage_equity.share_cap})
    titles = {"title": base.title, "title_zh": base.title_zh, "citation": base.citation}
    assert variant.model_copy(update={**titles, "stage_equity": same}) == base


def test_the_default_contract_is_that_of_128_article_14_and_15() -> None:
    equity = load("beijing-2011").policy.stage_equity
    assert (equity.share_cap, equity.not_largest, equity.option.grace_years) == (0.25, True, 3)
    assert (equity.option.rate.index, equity.option.rate.index_date, equity.option.rate.spread) == (
        "loan_1y",
        "transfer",
        0.0,
    )


def test_the_conversion_funnel_gives_the_published_rate() -> None:
    # Calibration row 3: 10 to 30 % of university results convert, mean 19.4 %; shares of pipeline stages multiply.
    pipeline = read_economy("beijing-2011").value.pipeline
    assert pipeline.discovery * pipeline.conversion == pytest.approx(0.194, abs=0.003)
    assert pipeline.disclosures_per_year * pipeline.discovery == pytest.approx(135, abs=1)
    assert pipeline.shelf * pipeline.discovery == pytest.approx(150, abs=1)


def test_no_shipped_text_names_a_machine_or_a_working_folder() -> None:
    texts = [path for path in root().rglob("*") if path.suffix in (".toml", ".md")]
    assert texts
    for path in texts:
        assert re.findall(r"(?<![\w.])/(?:work|root|tmp|home)\b", path.read_text("utf-8")) == [], path


def test_the_scenario_carries_its_series_and_the_source_of_every_stated_value() -> None:
    scenario = load("beijing-2011")
    assert list(scenario.data) == ["listings", "states", "loan_rates", "government_yields"]
    assert scenario.data["listings"].startswith("month,")
    assert set(scenario.provenance) <= set(by_key())
    assert scenario.provenance["policy.stage_equity.share_cap"].read == "text"
    assert scenario.provenance["policy.stage_equity.cap_per_fund"].read == "memory"
    assert scenario.provenance["start"].read == "assumption"
