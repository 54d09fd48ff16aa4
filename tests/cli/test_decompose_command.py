"""``yindao decompose`` as its users meet it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sim.cli.app import app
from sim.experiments.work import replication

TESTS = Path(__file__).parents[1]
VILLAGE = str(TESTS / "village.toml")
QUICK = ("--replications", "2", "--workers", "1")
PRINCIPLES = ("--by", "principles", *QUICK)
FUNDED = ("--measure", "company.funded")


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Default results land under the working directory."""
    monkeypatch.chdir(tmp_path)


def decompose(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["decompose", VILLAGE, *arguments, "--no-figures"])  # they have their own tests


def test_json_is_one_object_and_equals_the_summary_file(tmp_path: Path) -> None:
    done = decompose(*PRINCIPLES, *FUNDED, "--format", "json", "--out", "out")
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert told.pop("results") == "out"
    assert told == json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    one = told["measure"]["company.funded"]
    parts = [part["mean"] for part in one["parts"].values()]
    assert len(parts) == 4
    assert sum(parts) == pytest.approx(one["full_effect"], abs=1e-9)


def test_text_shows_effects_parts_digest_and_where_the_results_are(tmp_path: Path) -> None:
    done = decompose("--by", "instruments", *QUICK, *FUNDED, "--quiet")
    (folder,) = (tmp_path / "results").glob("village-decompose-*")
    assert done.exit_code == 0
    assert done.stderr == ""
    assert [line.split("  ")[0] for line in done.stdout.splitlines()[2:6]] == ["company.funded"] * 4
    for part in ("full effect", "stage equity", "co-investment", "risk subsidy"):
        assert part in done.stdout
    digest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["digest"]
    assert f"digest: {digest}" in done.stdout
    assert done.stdout.endswith(f"results: results/{folder.name}\n")


def test_chinese_text_has_chinese_names() -> None:
    done = decompose(*PRINCIPLES, *FUNDED, "--lang", "zh", "--out", "out")
    for name in ("政府投资", "市场运作", "重在激励", "及时退出", "合计效应"):
        assert name in done.stdout


@pytest.mark.parametrize("reading", ["appraised", "auction"])
def test_how_stakes_are_sold_without_incentives_is_recorded(reading: str, tmp_path: Path) -> None:
    done = decompose(*PRINCIPLES, *FUNDED, "--principles-exit", reading, "--out", "out")
    assert done.exit_code == 0, done.stderr
    for name in ("summary.json", "manifest.json"):
        assert json.loads((tmp_path / "out" / name).read_text(encoding="utf-8"))["principles_exit"] == reading
    told = "--principles-exit auction --measure" in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert told == (reading == "auction")


def test_by_articles_the_json_has_first_last_and_shapley_and_the_page_says_how_to_get_it_again(tmp_path: Path) -> None:
    small = ("--articles", "4,15,21", *FUNDED, "--set", "horizon_years=5", "--lang", "both")
    done = decompose("--by", "articles", *QUICK, *small, "--format", "json", "--out", "out")
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert [one["article"] for one in told["articles"]] == [4, 15, 21]
    one = told["measure"]["company.funded"]
    parts = [one["articles"][number]["shapley"]["mean"] for number in ("4", "15", "21")]
    assert sum(parts) == pytest.approx(one["full_effect"]["mean"], abs=1e-9)
    assert one["articles"]["4"]["last"] == {"mean": 0.0, "ci95": None, "n": 2}
    assert len(told["worlds"]) == 4
    page = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert "--by articles --articles 4,15,21 --measure company.funded" in page
    assert "4 Assessment of staff and state firms" in page
    assert "夏普利值" in (tmp_path / "out" / "report.zh.md").read_text(encoding="utf-8")


def test_by_articles_without_names_each_is_thrown_alone_and_notes_say_what_depends_on_what() -> None:
    done = decompose("--by", "articles", *QUICK, *FUNDED, "--set", "horizon_years=5", "--out", "out")
    assert done.exit_code == 0, done.stderr
    assert "15 A year to convert" in done.stdout
    assert "First is 0 by construction for article 25 (a statute)" in done.stdout
    assert (
        "A part of what the pilots (articles 4, 5, 6, 7, 8) are worth after they end moves to article 25" in done.stdout
    )
    assert "Shapley" not in done.stdout


def test_options_reach_the_rule_book() -> None:
    options = ("--set", "policy.budget.yearly=[5e6]", "--seed", "5", "--policy", "pari-passu", "--format", "json")
    done = decompose("--by", "instruments", *QUICK, *options, "--measure", "budget.appropriated")
    told = json.loads(done.stdout)
    assert (told["seed"], told["policy"]) == (5, "pari-passu")
    assert [one["name"] for one in told["switches"]] == ["stage_equity"]
    assert told["measure"]["budget.appropriated"]["to"] == 5e6


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--by", "clauses"), '--by: is "clauses"; must be principles, instruments or articles'),
        (("--by", "articles", "--articles", "1"), "--articles: article 1 states the problem; its frictions are"),
        (("--by", "articles", "--articles", "6,30"), '--articles: is "30"; must be articles from 3 to 25'),
        (("--by", "articles", "--articles", "3,4,5,6,7,8,9,10,11"), "9 articles have 512 combinations; name at most 8"),
        (("--by", "articles", "--principles-exit", "auction"), "--principles-exit: acts on nothing here"),
        ((*PRINCIPLES, "--articles", "6"), '--articles: acts on nothing here; it needs "--by articles"'),
        (("--by", "articles", "--articles", "15", "--set", "policy.articles.15.on=false"), "article 15 is off"),
        ((*PRINCIPLES, "--principles-exit", "sale"), '--principles-exit: is "sale"; must be appraised or auction'),
        (("--by", "instruments", "--principles-exit", "auction"), "--principles-exit: acts on nothing here"),
        ((*PRINCIPLES, "--measure", "public.ir"), "no measure of a single rule book; did you mean public.irr?"),
        ((*PRINCIPLES, "--measure", "crowding_out"), '"crowding_out"; no measure of a single rule book'),
        ((*PRINCIPLES, "--policy", "no-guidance-fund"), "no-guidance-fund: the rule book spends no public money"),
        ((*PRINCIPLES, "--policy", "pari-pasu"), 'no shipped policy is called "pari-pasu"'),
        ((*PRINCIPLES, "--out", "full"), "full: --out: already exists; results are never overwritten"),
    ],
)  # fmt: skip
def test_bad_input_ends_with_code_2_and_one_line_before_anything_runs(
    arguments: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("nothing may be simulated")

    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("")
    monkeypatch.setattr("sim.experiments.decompose.ask.run_replications", refuse)
    done = decompose(*arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_by_must_be_given() -> None:
    done = decompose(*QUICK)
    assert done.exit_code == 2
    assert "--by" in done.stderr


def test_a_failing_replication_ends_with_code_1_and_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(TESTS / "experiments"))
    monkeypatch.setitem(replication.ENGINES, "auto", "fake_engine")
    done = decompose(*PRINCIPLES, "--out", "out")  # the stand-in engine takes no draws
    assert done.exit_code == 1
    assert "replication 0 with seed 7 failed: under village-policy without" in done.stderr
    assert not (tmp_path / "out").exists()
