"""``yindao init``: files that are valid at once and say what was answered; nothing is overwritten or half-written."""

import datetime
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sim.cli import answering
from sim.cli.app import app
from sim.cli.init import _checked
from sim.scenario.book import parameters, value_at
from sim.scenario.contract_schema import ConcessionTier
from sim.scenario.errors import BadInput, Problem
from sim.scenario.files import load, read_economy, read_policy
from sim.scenario.new_city import OwnSeries, own_names

SUZHOU = ("--city", "苏州", "--start", "2026-07-01", "--scale", "0.25", "--budget", "2 亿, 1.5亿，5000万")
# What is counted for the whole city, or is its money (docs/model/scaled-city.md).
WHOLE_CITY = {
    "economy.pipeline.disclosures_per_year", "economy.pipeline.shelf", "economy.pipeline.evaluators",
    "economy.rounds.heat_base", "economy.rounds.heat_reference", "economy.listing.share", "economy.managers.slots",
    "economy.private.pool", "economy.private.eligible_funds", "policy.institutions.approvers",
}  # fmt: skip
RULE = ("--instruments", "阶段参股=60%,跟进投资=30%", "--share-cap", "30%", "--years", "4")
GAIN = ("--gain", "6%:50%,10%:80%", "--local-multiple", "1.5")


def init(folder: Path, *words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, ["init", str(folder), *words], input=typed)


def test_the_files_say_what_was_answered(tmp_path: Path) -> None:
    done = init(tmp_path / "suzhou", *SUZHOU, *RULE, *GAIN, "--yes", "--lang", "zh")
    assert done.exit_code == 0, done.stderr
    assert sorted(one.name for one in (tmp_path / "suzhou").iterdir()) == [
        "suzhou-economy.toml", "suzhou-rules.toml", "suzhou.toml",
    ]  # fmt: skip
    found = load(tmp_path / "suzhou" / "suzhou.toml")
    assert (found.title_zh, found.start, found.seed) == ("苏州", datetime.date(2026, 7, 1), 20260701)
    budget, equity = found.policy.budget, found.policy.stage_equity
    assert budget.yearly == (2e8, 1.5e8, 5e7)
    assert (budget.stage_equity_share, budget.co_investment_share, budget.risk_subsidy_share) == (0.6, 0.3, 0.0)
    assert (equity.share_cap, equity.maximum_holding_years, equity.duty.local_multiple) == (0.3, 4.0, 1.5)
    assert [(one.hurdle, one.share, one.to) for one in equity.concession] == [
        (0.06, 0.5, "partners"), (0.10, 0.8, "partners"),
    ]  # fmt: skip
    assert found.provenance["policy.stage_equity.share_cap"].source == "yindao init 时填写"
    assert found.provenance["economy.listing.share"].source == "beijing-2011 × 0.25"


def test_files_are_valid_and_without_warnings(tmp_path: Path) -> None:
    assert init(tmp_path / "c", *SUZHOU, "--yes").exit_code == 0
    files = [str(tmp_path / "c" / name) for name in ("c.toml", "c-rules.toml", "c-economy.toml")]
    done = CliRunner().invoke(app, ["validate", *files])
    assert (done.exit_code, done.stderr) == (0, "")


def test_as_large_as_beijing_is_beijing(tmp_path: Path) -> None:
    assert init(tmp_path / "c", "--yes").exit_code == 0
    same = {"title": "", "title_zh": ""}
    made, beijing = load(tmp_path / "c" / "c.toml"), load("beijing-2011")
    assert made.economy.model_copy(update=same) == beijing.economy.model_copy(update=same)
    citation = same | {"citation": ""}
    assert made.policy.model_copy(update=citation) == beijing.policy.model_copy(update=citation)
    unchanged = made.provenance["policy.stage_equity.share_cap"], made.provenance["economy.pipeline.shelf"]
    assert unchanged == (
        beijing.provenance["policy.stage_equity.share_cap"], beijing.provenance["economy.pipeline.shelf"],
    )  # fmt: skip


def test_only_what_is_counted_for_the_whole_city_is_scaled(tmp_path: Path) -> None:
    assert init(tmp_path / "c", "--scale", "0.5", "--yes").exit_code == 0
    made, beijing = load(tmp_path / "c" / "c.toml"), load("beijing-2011")
    keys = [one.key.split(".", 1) for one in parameters() if one.key.startswith(("economy.", "policy."))]
    moved = {
        f"{part}.{below}"
        for part, below in keys
        if value_at(getattr(made, part), below) != value_at(getattr(beijing, part), below)
    }
    assert moved == WHOLE_CITY | {"policy.budget.yearly"}
    assert made.economy.pipeline.disclosures_per_year == 210.0
    assert (made.economy.managers.slots, made.economy.pipeline.evaluators, made.policy.institutions.approvers) == (
        20,
        10,
        3,
    )
    assert made.economy.private.pool == tuple(one / 2 for one in beijing.economy.private.pool)
    assert made.policy.budget.yearly == tuple(one / 2 for one in beijing.policy.budget.yearly)


def test_a_whole_number_is_never_rounded_to_none_and_coarse_rounding_is_told(tmp_path: Path) -> None:
    done = init(tmp_path / "c", "--scale", "0.02", "--yes")
    assert "economy.pipeline.evaluators = 1, rounded from 0.4" in done.stderr
    assert "economy.managers.slots" in done.stderr  # .8 of a manager
    made = load(tmp_path / "c" / "c.toml")
    assert (made.economy.managers.slots, made.policy.institutions.approvers) == (1, 1)
    assert made.economy.private.eligible_funds == 1.0  # 37.35 / 50 is less than the fund itself


def test_questions_are_asked_again_until_they_are_understood(tmp_path: Path) -> None:
    typed = "Wuxi\n2027-01-01\nhuge\n0.2\n\n\n\n\nnone\n0\n"
    done = init(tmp_path / "wuxi", typed=typed)
    assert done.exit_code == 0, done.stderr
    assert "'huge'" in done.stderr
    found = load(tmp_path / "wuxi" / "wuxi.toml")
    assert (found.title, found.economy.managers.slots) == ("Wuxi", 8)
    assert found.policy.budget.yearly == (42e6,) * 5  # Enter: a fifth of Beijing's


def test_where_nobody_answers_the_question_is_named(tmp_path: Path) -> None:
    done = init(tmp_path / "c", "--city", "C", typed="")
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (
        2, "--start: is not answered; give it as an option, or --yes for the defaults",
    )  # fmt: skip
    assert not (tmp_path / "c").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--scale", "0"), "--scale: is '0'; must be from 0.01 to 20"),
        (("--scale", "nan"), "--scale: is 'nan'; must be a number, such as 0.25 or 25%"),
        (("--budget", "2亿,-1"), "--budget: is '2亿,-1'; must be one amount a year, none below 0"),
        (("--budget", "two"), "--budget: is 'two'; must be yuan, such as 200e6 or 200m; 亿 and 万 are understood"),
        (("--budget", "200,000,000"), "--budget: is '200,000,000'; commas stand between years, not between thousands"),
        (("--budget", "2，000万元"), "commas stand between years, not between thousands"),
        (("--budget", "9e12"), "--budget: is '9e12'; must be from 0 to 1e+12"),
        (("--instruments", "loans=1"), "--instruments: has 'loans'; must name each of"),
        (("--instruments", "stage_equity=0.9,co_investment=0.9"), "--instruments: sums to 1.8"),
        (("--share-cap", "2"), "--share-cap: is '2'; must be from 0 to 0.9"),
        (("--start", "1990-01-01"), "--start: is 1990-01-01; must not lie before 2006-08-19, where the data begin"),
        (("--rules", "BEIJING-2011"), "--rules: no shipped policy is called"),
        (("--rules", "x/y.toml"), '--rules: names "x/y.toml"; no such file'),
        (("--loan-rates", "."), "is a folder; must be a file"),
        (("--start", "2026-13-01"), "--start: is '2026-13-01'; must be a date, YYYY-MM-DD"),
        (("--gain", "6%:150%"), "--gain: is '6%:150%'; must be from 0 to 1"),
        (("--city", "a\nb"), "--city: must be a name on one line, of at most 60 characters"),
        (("--rules", "nowhere"), "nowhere"),
        (("--loan-rates", "nowhere.csv"), "nowhere.csv"),
    ],
)
def test_a_wrong_answer_is_one_message_and_nothing_is_written(
    tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    done = init(tmp_path / "c", *words, "--yes")
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert message in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "c.toml").write_text("mine", encoding="utf-8")
    done = init(tmp_path / "c", "--yes")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.endswith("c: already exists; results are never overwritten\n")
    assert [one.read_text(encoding="utf-8") for one in (tmp_path / "c").iterdir()] == ["mine"]


@pytest.mark.parametrize("name", ['"quoted" \\ name', "# [budget] yearly = [1]", "{city} {x!r}", "${HOME}`id`"])
def test_names_stay_names(tmp_path: Path, name: str) -> None:
    assert init(tmp_path / "c", "--city", name, "--yes").exit_code == 0
    assert load(tmp_path / "c" / "c.toml").title == name
    assert read_policy(tmp_path / "c" / "c-rules.toml").value.budget.yearly == (210e6,) * 5


def test_series_of_ones_own_stand_beside_the_economy(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("series,effective_from,percent,confidence\nlpr_1y,2019-08-20,4.25,read\n", encoding="utf-8")
    done = init(tmp_path / "c", "--loan-rates", str(own), "--yes")
    if done.exit_code:  # the form of the shipped series
        pytest.fail(done.stderr)
    assert read_economy(tmp_path / "c" / "c-economy.toml").value.series.loan_rates == "own.csv"
    assert (tmp_path / "c" / "own.csv").read_text(encoding="utf-8") == own.read_text(encoding="utf-8")


def test_own_series_that_are_none_are_refused_and_named_where_they_would_stand(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("nothing\n", encoding="utf-8")
    done = init(tmp_path / "c", "--loan-rates", str(own), "--yes")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "own.csv" in done.stderr
    assert not (tmp_path / "c").exists()


def test_an_empty_folder_somebody_stands_in_is_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "c").mkdir()
    monkeypatch.chdir(tmp_path / "c")
    done = init(Path(), "--yes")
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "c.toml"), done.stderr
    assert load("c.toml").title == "My city"  # from where one stands, which is still there
    assert [one.name for one in tmp_path.iterdir()] == ["c"]


def test_what_is_proposed_next_can_be_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["init", "--yes", "--", "-a b"])
    assert "yindao validate './-a b/-a b.toml'" in done.stderr


@pytest.mark.parametrize("text", ["2026-07-01", "2026/7/1", "2026.7.1", "2026年7月1日", "20260701"])
def test_a_day_is_understood_as_it_is_usually_written(text: str) -> None:
    assert answering.day(text) == datetime.date(2026, 7, 1)


@pytest.mark.parametrize("given", ["own.toml", "./own.toml", "../here/own.toml"])
@pytest.mark.parametrize("folder", ["c", "a/b/c", "../c"])
def test_a_rule_book_by_its_path_from_here_is_found_from_the_new_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, given: str
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    text = 'title = "A"\ntitle_zh = "甲"\nextends = "beijing-2011"\n[stage_equity]\n'
    own = text + 'share_cap = { value = 0.2, source = "s", read = "text" }\n'
    Path("own.toml").write_text(own, encoding="utf-8")
    done = init(Path(folder), "--rules", given, "--yes")
    assert done.exit_code == 0, done.stderr
    monkeypatch.chdir(tmp_path)
    assert load(Path("here", folder, "c.toml")).policy.stage_equity.share_cap == 0.2


def test_problems_name_files_where_they_would_have_stood() -> None:
    def read() -> None:
        raise BadInput([Problem("a/.passing-1/c-rules.toml", "", "is wrong")])

    with pytest.raises(BadInput, match=r"^a/c/c-rules\.toml: is wrong$"):
        _checked(read, Path("/here/a/.passing-1"), Path("/here/a/c"))


def test_own_series_never_take_the_place_of_one_another_of_a_file_or_of_a_shipped_one(tmp_path: Path) -> None:
    rates = "series,effective_from,percent,confidence\nlpr_1y,2007-01-01,4.25,read\n"
    for name in ("c.toml", "china_loan_rate_steps.csv"):
        (tmp_path / name).write_text(rates, encoding="utf-8")
    for number, name in enumerate(("c.toml", "china_loan_rate_steps.csv")):
        folder = tmp_path / str(number) / "c"
        assert init(folder, "--loan-rates", str(tmp_path / name), "--yes").exit_code == 0
        assert load(folder / "c.toml").data["loan_rates"] == rates
    same: dict[OwnSeries, Path] = {"loan_rates": Path("a/r.csv"), "government_yields": Path("b/r.csv")}
    assert own_names(same, Path("c")) == {"loan_rates": "r.csv", "government_yields": "government_yields-r.csv"}


def test_whatever_gets_money_in_the_rule_book_taken_over_is_asked_for(tmp_path: Path) -> None:
    """caiqi-2007-128 gives 5 % to guarantee grants: with all of the budget elsewhere they get nothing."""
    done = init(tmp_path / "c", "--rules", "caiqi-2007-128", "--instruments", "阶段参股=0.9,风险补偿=0.1", "--yes")
    assert done.exit_code == 0, done.stderr
    budget = read_policy(tmp_path / "c" / "c-rules.toml").value.budget
    assert (budget.stage_equity_share, budget.loss_compensation_share, budget.guarantee_grant_share) == (0.9, 0.1, 0.0)


def test_what_nobody_answered_is_not_said_to_be_answered(tmp_path: Path) -> None:
    assert init(tmp_path / "c", "--scale", "0.5", "--share-cap", "0.2", "--yes").exit_code == 0
    found = read_policy(tmp_path / "c" / "c-rules.toml").provenance
    told = {key: found[f"policy.{key}"].source for key in (
        "budget.yearly", "stage_equity.share_cap", "stage_equity.concession", "institutions.approvers",
    )}  # fmt: skip
    assert told == {
        "budget.yearly": "beijing-2011 × 0.5", "stage_equity.share_cap": "answered to yindao init",
        "stage_equity.concession": "as in beijing-2011", "institutions.approvers": "beijing-2011 × 0.5",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "gives money that goes to no instrument (every share of policy.budget is 0); it stays unspent"),
        ("zh", "所拨资金未分给任何支持方式（policy.budget 各项占比均为 0），将一直闲置"),
    ],
)
def test_money_that_nothing_can_use_is_told(tmp_path: Path, lang: str, told: str) -> None:
    done = init(tmp_path / "c", "--rules", "no-guidance-fund", "--budget", "1e8", "--yes", "--lang", lang)
    assert done.exit_code == 0
    assert told in done.stderr


def test_defaults_are_shown_as_somebody_would_answer_them() -> None:
    assert answering.amounts_shown((4.2e7, 1.5e8, 2e9), "zh") == "4200 万、1.5 亿、20 亿"
    assert answering.amounts_shown((4.2e7, 1.5e8, 2e9), "en") == "42m, 150m, 2bn"
    assert answering.budget("4200 万、1.5 亿、20 亿") == answering.budget("42m, 150m, 2bn") == (4.2e7, 1.5e8, 2e9)
    assert answering.shown({"stage_equity": 0.75, "risk_subsidy": 0.25}, "zh") == "阶段参股=0.75、风险补助=0.25"
    assert answering.shown((), "zh") == "无"
    tier = ConcessionTier(hurdle=0.0, share=0.2, to="manager")
    assert answering.shown((tier,), "zh") == "0:0.2 (管理机构)"


def test_questions_in_chinese_are_in_chinese_alone(tmp_path: Path) -> None:
    done = init(tmp_path / "c", "--lang", "zh", typed="\n2027年1月1日\n很大\n1\n\n\n\n\n\n\n")
    assert done.exit_code == 0, done.stderr
    asked = done.stderr.partition("经济环境取自")[0]
    assert not re.search("[a-z]{2}", asked), asked
    assert load(tmp_path / "c" / "c.toml").title == "本市"
