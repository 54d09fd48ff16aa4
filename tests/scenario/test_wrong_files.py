"""A table of wrong files and the one-line message each must give."""

# ruff: noqa: E501 - a case a line reads as a table

from pathlib import Path

import pytest

from sim.scenario.checking import nearest
from sim.scenario.errors import BadInput
from sim.scenario.files import load, load_economy, read_policy

POLICY = [
    ("unknown key", '[stage_equity]\nshare_cp = 0.2\n', "2: policy.stage_equity.share_cp: unknown key; did you mean share_cap?"),
    ("unknown table", "[stage_equty]\nshare_cap = 0.2\n", "1: policy.stage_equty: unknown key; did you mean stage_equity?"),
    ("misspelt extends", 'extend = "beijing-2011"\n', "1: policy.extend: unknown key; did you mean extends?"),
    ("unlike any key", "[budget]\nzzz = 1\n", "2: policy.budget.zzz: unknown key; allowed are call_month, co_investment_share, cover, growth_floor, "
     "guarantee_grant_share, loss_compensation_share, loss_guarantee_share, recall_idle_months, recycle_until_year, reuse_receipts, "
     "risk_subsidy_share, stage_equity_share, staging, yearly"),
    ("too large", "\n\n[stage_equity]\nshare_cap = 1.4\n", "4: policy.stage_equity.share_cap: is 1.4; must be 0 to 0.9"),
    ("negative", "[risk_subsidy]\nrate = -0.1\n", "2: policy.risk_subsidy.rate: is -0.1; must be 0 to 1"),
    ("text for a number", '[stage_equity]\nshare_cap = "0.25"\n', '2: policy.stage_equity.share_cap: is "0.25"; must be a number, 0 to 0.9; did you mean 0.25 without quotes?'),
    ("true for a number", "[stage_equity]\nshare_cap = true\n", "2: policy.stage_equity.share_cap: is true; must be a number, 0 to 0.9"),
    ("one for true", "[stage_equity]\nnot_largest = 1\n", "2: policy.stage_equity.not_largest: is 1; must be true or false; did you mean true?"),
    ("fraction for a whole number", "[institutions]\napprovers = 2.5\n", "2: policy.institutions.approvers: is 2.5; must be a whole number, 1 to 1000000"),
    ("not a number", "[budget]\ncall_month = nan\n", "2: policy.budget.call_month: is nan; must be a finite number"),
    ("infinite", "[budget]\nyearly = [1.0, inf]\n", "2: policy.budget.yearly[1]: is inf; must be a finite number"),
    ("negative entry", "[budget]\nyearly = [1.0, -5.0]\n", "2: policy.budget.yearly[1]: is -5.0; must be 0 to 1e12"),
    ("number for a list", "[budget]\nyearly = 5\n", "2: policy.budget.yearly: is 5; must be a list of numbers, 0 to 1e12; did you mean [5]?"),
    ("number for a table", "stage_equity = 3\n", "1: policy.stage_equity: is 3; must be a table, [stage_equity]"),
    ("table for a number", "[stage_equity.share_cap]\nx = 1\n", "1: policy.stage_equity.share_cap: is a table; must be a number, 0 to 0.9"),
    ("unknown choice", '[budget]\ncover = "cahs"\n', '2: policy.budget.cover: is "cahs"; must be "cash" or "plan"; did you mean cash?'),
    ("shares above one", "[budget]\nstage_equity_share = 0.8\nrisk_subsidy_share = 0.4\n",
     "2: policy.budget.stage_equity_share: with the other shares of the budget sums to 1.2; must be at most 1"),
    ("option without a stake", "[stage_equity.option]\nenabled = true\n",
     "2: policy.stage_equity.option.enabled: is true while share_cap is 0, so there is no stake to buy; raise share_cap or set it to false"),
    ("auction without a deadline", '[stage_equity]\nshare_cap = 0.2\n[stage_equity.at_deadline]\nrule = "auction"\n',
     '4: policy.stage_equity.at_deadline.rule: is "auction" while maximum_holding_years is 0, so there is no deadline; '
     'give one or choose "hold_to_term"'),
    ("window ends within the grace", "[stage_equity.option]\nwindow_years = 2\ngrace_years = 3\n",
     "2: policy.stage_equity.option.window_years: is 2; must be 0 (no end) or at least grace_years = 3"),
    ("company below deal", "[loss_compensation]\ncap_per_deal = 3e6\ncap_per_company = 2e6\n",
     "3: policy.loss_compensation.cap_per_company: is 2e+06; must be 0 (none) or at least cap_per_deal = 3e+06"),
    ("four rates", "[loss_compensation]\nrate_by_stage = [0.6, 0.3, 0.0, 0.0]\n",
     "2: policy.loss_compensation.rate_by_stage: has 4 entries; must have 5, one per stage"),
    ("nobody coached", "[guarantee_grant]\npost_grant = 2e6\ncoached_only = true\n",
     "3: policy.guarantee_grant.coached_only: is true while pre_grant is 0, so no company can have had it"),
    ("offer above the cap", "[stage_equity]\ncap_per_fund = 1e6\nminimum_offer = 2e6\n",
     "3: policy.stage_equity.minimum_offer: is 2e+06; must be at most cap_per_fund = 1e+06"),
    ("strange word in a note", '[stage_equity]\nshare_cap = { value = 0.2, quelle = "x" }\n',
     "2: policy.stage_equity.share_cap: has 'quelle' beside its value; allowed are source and read"),
    ("unknown reading", '[stage_equity]\nshare_cap = { value = 0.2, source = "x", read = "heard" }\n',
     "2: policy.stage_equity.share_cap: read is 'heard'; must be one of text, secondary, memory, assumption"),
    ("read without a source", '[stage_equity]\nshare_cap = { value = 0.2, read = "text" }\n',
     '2: policy.stage_equity.share_cap: read is "text" but no source is named; name it or mark the value "assumption"'),
    ("broken TOML", "[stage_equity\nshare_cap = 0.2\n", "1: is not valid TOML (Expected ']' at the end of a table declaration)"),
    ("unknown baseline", 'extends = "beijing-2012"\n', '1: extends: no shipped policy is called "beijing-2012" (scenarios/policies); '
     "did you mean beijing-2011?"),
    ("baseline is no text", "extends = 3\n", "1: extends: must be text: the name or path of one file"),
]  # fmt: skip

ECONOMY = [
    ("entries of a stage array", "[rounds]\nsize_median = [1.0, 2.0]\n", "2: economy.rounds.size_median: has 2 entries; must have 5, one per stage"),
    ("negative entry of a stage array", "[rounds]\nsize_median = [1.0, 2.0, -3.0, 4.0, 5.0]\n", "2: economy.rounds.size_median[2]: is -3.0; must be above 0, at most 1e9"),
    ("entries over sectors", "[pipeline]\nsector_shares = [1.0]\n", "2: economy.pipeline.sector_shares: has 1 entries; must have 8, one per sector"),
    ("owner shares", "[pipeline]\nowner_shares = [0.5, 0.2, 0.1, 0.1]\n", "2: economy.pipeline.owner_shares: sums to 0.9; shares must sum to 1"),
    ("class shares", "[private]\nclass_shares = [0.5, 0.5]\n", "2: economy.private.class_shares: has 2 entries; must have 4, one per class of partner"),
    ("window rows", "[listing]\nwindow_transition = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]\n",
     "2: economy.listing.window_transition: has 2 entries; must have 3, one per window state"),
    ("sum of a window row", "[listing]\nwindow_transition = [[1.0, 0.0, 0.0], [0.5, 0.4, 0.0], [0.0, 0.0, 1.0]]\n",
     "2: economy.listing.window_transition[1]: sums to 0.9; shares must sum to 1"),
    ("fates above one", "[company]\nadvance = [0.96, 0.55, 0.55, 0.45, 0.0]\nfunded_when_ready = [1.0, 1.0, 1.0, 1.0, 1.0]\n",
     "2: economy.company.advance: with trade_sale and filing sums to 1.01 for seed; must be at most 1"),
    ("advances more often than funded", "[company]\nfunded_when_ready = [0.4, 0.85, 0.95, 0.97, 1.0]\n",
     "2: economy.company.funded_when_ready: is 0.4 for seed; must be at least advance = 0.46"),
    ("advances from mature", "[company]\nadvance = [0.46, 0.55, 0.55, 0.45, 0.1]\n",
     "2: economy.company.advance: is 0.1 for mature; must be 0, no stage follows"),
    ("anchor", "[private]\nanchor_low = 0.7\n", "2: economy.private.anchor_low: is 0.7; must be at most anchor_high = 0.6"),
    ("invests beyond its term", "[fund]\ninvestment_years = 11.0\n", "2: economy.fund.investment_years: is 11; must be at most term_years = 10"),
    ("missing data file", '[series]\nloan_rates = "china_loan_rate_step.csv"\n',
     '2: economy.series.loan_rates: is "china_loan_rate_step.csv"; no such file in scenarios/data or the folder of this file; did you mean china_loan_rate_steps.csv?'),
]  # fmt: skip

FRAME = 'start = 2011-03-15\nhorizon_years = 20\nseed = 1\nreplications = 2\neconomy = "beijing-2011"\npolicy = "pari-passu"\n'

SCENARIO = [
    ("unknown policy", FRAME.replace("pari-passu", "pari-pasu"), '6: policy: no shipped policy is called "pari-pasu" (scenarios/policies); did you mean pari-passu?'),
    ("missing policy file", FRAME.replace("pari-passu", "mine.toml"), '6: policy: names "mine.toml"; no such file'),
    ("text for a date", FRAME.replace("2011-03-15", '"March"'), '1: start: is "March"; must be a date'),
    ("before the data", FRAME.replace("2011-03-15", "2006-07-15"), "1: start: is 2006-07-15; must not lie before 2006-08-19, where china_loan_rate_steps.csv begins"),
    ("beyond the calendar", FRAME.replace("2011-03-15", "9990-03-15"), "1: start: is 9990-03-15; the horizon would end in 10010, beyond the calendar"),
    ("negative seed", FRAME.replace("seed = 1", "seed = -1"), "3: seed: is -1; must be 0 to 9223372036854775807"),
    ("no seed", FRAME.replace("seed = 1\n", ""), " seed: is missing; must be given: whole number, 0 to 9223372036854775807 (root of all chance)"),
    ("unknown key", FRAME + 'polcy = "x"\n', "7: polcy: unknown key; did you mean policy?"),
    ("unknown override", FRAME + '[set]\n"policy.stage_equity.share_cp" = 0.2\n',
     "8: policy.stage_equity.share_cp: unknown key; did you mean policy.stage_equity.share_cap?"),
    ("override out of range", FRAME + '[set]\n"policy.stage_equity.share_cap" = 2.0\n', "8: policy.stage_equity.share_cap: is 2.0; must be 0 to 0.9"),
    ("override of a group", FRAME + '[set]\npolicy.stage_equity = 2.0\n',
     "8: policy.stage_equity: is a group of parameters; name one of them (yindao parameters lists them)"),
    ("set is no table", FRAME + "set = 3\n", "7: set: must be a table of KEY = VALUE"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line"), [case[1:] for case in POLICY], ids=[case[0] for case in POLICY])
def test_a_wrong_policy_file_gives_one_line(tmp_path: Path, text: str, line: str) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        read_policy(file)
    assert str(refused.value) == f"{file}:{line}"


@pytest.mark.parametrize(("text", "line"), [case[1:] for case in ECONOMY], ids=[case[0] for case in ECONOMY])
def test_a_wrong_economy_file_gives_one_line(tmp_path: Path, text: str, line: str) -> None:
    file = tmp_path / "wrong.toml"
    # The baseline takes the first line, so that the table's own lines stand one further down.
    file.write_text(f'extends = "beijing-2011"\n{text}', "utf-8")
    with pytest.raises(BadInput) as refused:
        load_economy(file)
    number, rest = line.split(":", 1)
    assert str(refused.value) == f"{file}:{int(number) + 1}:{rest}"


@pytest.mark.parametrize(("text", "line"), [case[1:] for case in SCENARIO], ids=[case[0] for case in SCENARIO])
def test_a_wrong_scenario_file_gives_one_line(tmp_path: Path, text: str, line: str) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load(file)
    shown = str(refused.value)
    assert shown.startswith(f"{file}:{line}")
    assert "\n" not in shown


def test_every_problem_of_all_files_is_told_at_once(tmp_path: Path) -> None:
    policy, scenario = tmp_path / "rules.toml", tmp_path / "wrong.toml"
    policy.write_text("[stage_equity]\nshare_cap = 2.0\nfoo = 1\n[budget]\nrisk_subsidy_share = -1.0\n", "utf-8")
    scenario.write_text(FRAME.replace("pari-passu", "rules.toml").replace("seed = 1", "seed = 1.5"), "utf-8")
    with pytest.raises(BadInput) as refused:
        load(scenario, settings=["economy.pipeline.shelf=-3", "nonsense"])
    assert {(problem.file, problem.line, problem.key) for problem in refused.value.problems} == {
        ("--set", None, "nonsense"),
        ("--set", None, "economy.pipeline.shelf"),
        (str(scenario), 3, "seed"),
        (str(policy), 2, "policy.stage_equity.share_cap"),
        (str(policy), 3, "policy.stage_equity.foo"),
        (str(policy), 5, "policy.budget.risk_subsidy_share"),
    }


def test_a_file_that_comes_to_extend_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('extends = "b.toml"\n', "utf-8")
    (tmp_path / "b.toml").write_text('\nextends = "a.toml"\n', "utf-8")
    with pytest.raises(BadInput) as refused:
        read_policy(tmp_path / "a.toml")
    assert str(refused.value) == f"{tmp_path.resolve() / 'b.toml'}:2: extends: goes in a circle: a -> b -> a"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("beijing-2012", 'no shipped scenario is called "beijing-2012" (scenarios); allowed are beijing-2011'),
        ("nowhere/at/all.toml", "nowhere/at/all.toml: no such file"),
        ("", 'no shipped scenario is called ""'),
        (".", "is a folder; must be a file"),
    ],
)
def test_a_scenario_that_is_not_there_is_refused_by_name(source: str, told: str) -> None:
    with pytest.raises(BadInput) as refused:
        load(source)
    assert told.replace("; allowed are beijing-2011", "") in str(refused.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "gbk.toml"
    file.write_bytes('title = "北京"\n'.encode("gbk"))
    with pytest.raises(BadInput) as refused:
        read_policy(file)
    assert str(refused.value) == f"{file}: is not UTF-8 text; must be saved as UTF-8"


@pytest.mark.parametrize(
    ("setting", "line"),
    [
        ("policy.stage_equity.share_cap", "is not KEY=VALUE"),
        ("=3", "is not KEY=VALUE"),
        ("policy=pari-passu", "--set: policy: cannot be set; name the policy with --policy or in the scenario file"),
        ("policy.stage_equity.share_cap=much", '--set: policy.stage_equity.share_cap: is "much"; must be a number, 0 to 0.9'),
        ("policy.stage_equity.share_cap=0.2\nx=1", r'is "0.2\nx=1"; must be a number'),
        ("start=soon", '--set: start: is "soon"; must be a date'),
        ("seed=0x", '--set: seed: is "0x"; must be a whole number'),
        ("economy.pipeline=3", "is a group of parameters"),
    ],
)  # fmt: skip
def test_a_wrong_setting_gives_one_line(setting: str, line: str) -> None:
    with pytest.raises(BadInput) as refused:
        load("beijing-2011", settings=[setting])
    assert line in str(refused.value)
    assert len(refused.value.problems) == 1


def test_the_end_of_a_key_or_a_part_of_a_name_is_enough_for_a_suggestion() -> None:
    keys = ["policy.stage_equity.share_cap", "policy.stage_equity.option.rate.spread", "economy.pipeline.shelf"]
    assert nearest("share_cap", keys) == "; did you mean policy.stage_equity.share_cap?"
    assert nearest("spraed", keys) == "; did you mean policy.stage_equity.option.rate.spread?"
    assert nearest("iif", ["no-guidance-fund", "iif-1997", "yozma-1993"]) == "; did you mean iif-1997?"
