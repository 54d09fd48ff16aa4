"""``yindao compare`` as its users meet it."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sim.cli.app import app
from sim.experiments.work import replication

TESTS = Path(__file__).parents[1]
VILLAGE = str(TESTS / "village.toml")
QUICK = ("--replications", "2", "--workers", "1")
TWO = ("--policy", "village-policy", "--policy", "pari-passu")


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Default results land under the working directory."""
    monkeypatch.chdir(tmp_path)


def compare(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["compare", VILLAGE, *arguments, "--no-figures"])  # they have their own tests


def test_json_is_one_object_and_equals_the_summary_file(tmp_path: Path) -> None:
    done = compare(*TWO, *QUICK, "--format", "json", "--out", "out")
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert told.pop("results") == "out"
    assert told == json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert (told["baseline"], told["replications"]) == ("village-policy", 2)
    assert set(told["policies"]) == {"village-policy", "pari-passu", "no-guidance-fund"}
    assert set(told["differences"]) == {"pari-passu", "no-guidance-fund"}


def test_text_shows_values_differences_digests_and_where_the_results_are(tmp_path: Path) -> None:
    done = compare(*TWO, *QUICK, "--quiet")
    folder = next((tmp_path / "results").glob("village-compare-*"))
    digests = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["policies"]
    assert done.exit_code == 0
    assert done.stderr == ""
    assert "Differences from Village" in done.stdout
    assert "additionality.private_capital" in done.stdout
    for name, one in digests.items():
        assert f"digest {name}: {one['digest']}" in done.stdout
    assert done.stdout.endswith(f"results: results/{folder.name}\n")


def test_chinese_text_has_chinese_headings() -> None:
    done = compare(*TWO, *QUICK, "--lang", "zh", "--out", "out")
    assert "与“村庄”的差异" in done.stdout
    assert "净增社会资本" in done.stdout


def test_without_a_policy_the_scenarios_own_is_set_against_nothing() -> None:
    told = json.loads(compare(*QUICK, "--format", "json").stdout)
    assert list(told["policies"]) == ["village-policy", "no-guidance-fund"]


def test_measures_that_exist_in_one_world_alone_are_told_to_have_no_difference() -> None:
    done = compare(*QUICK, "--measure", "leverage.private_per_public", "--quiet")
    assert done.exit_code == 0
    assert "None: no measure shown here exists both under Village and in another world." in done.stdout
    assert "better" not in done.stdout  # no heads of a table without rows


def test_a_baseline_that_is_not_a_policy_is_compared_too_and_files_go_by_their_name(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('extends = "pari-passu"\n[stage_equity]\nshare_cap = 0.3\n')
    done = compare("--policy", "village-policy", "--baseline", str(mine), *QUICK, "--format", "json")
    told = json.loads(done.stdout)
    assert told["baseline"] == "mine"
    assert list(told["policies"]) == ["village-policy", "mine", "no-guidance-fund"]


def test_options_reach_every_policy() -> None:
    options = ("--set", "policy.budget.yearly=[5e6]", "--seed", "5", "--set", "economy.pipeline.shelf=0")
    told = json.loads(compare(*TWO, *QUICK, *options, "--format", "json").stdout)
    assert told["seed"] == 5
    appropriated = {name: one["measures"]["budget.appropriated"]["mean"] for name, one in told["policies"].items()}
    assert appropriated == {"village-policy": 5e6, "pari-passu": 5e6, "no-guidance-fund": 0.0}


def test_a_plan_tells_what_is_needed_from_a_pilot_and_writes_no_folder(tmp_path: Path) -> None:
    options = ("--plan", "0.001", "--measure", "budget.idle_rate", "--measure", "public.tvpi", "--quiet")
    done = compare(*TWO, "--replications", "5", "--workers", "1", *options)
    assert done.exit_code == 0, done.stderr
    assert "Replications needed for a half-width of 0.1 pp in budget.idle_rate" in done.stdout
    assert list(tmp_path.iterdir()) == []
    told = json.loads(compare(*TWO, "--replications", "5", "--workers", "1", *options, "--format", "json").stdout)
    need = told["plan"]["differences"]["pari-passu"]
    assert told["plan"]["measure"] == "budget.idle_rate"
    assert need["replications"] > 5
    assert told["results"] is None


def test_with_supply_held_the_difference_stands_in_two_parts(tmp_path: Path) -> None:
    options = ("--policy", "pari-passu", "--baseline", "village-policy", "--hold", "supply", *QUICK)
    shown = compare(*options, "--quiet").stdout
    assert "Price and supply apart" in shown
    assert re.search(r"^public\.irr .* price ", shown, re.M)
    assert "additionality.private_capital" not in shown
    assert "价格与资金供给分列" in compare(*options, "--quiet", "--lang", "zh").stdout
    told = json.loads(compare(*options, "--format", "json", "--out", "out").stdout)
    one = told["differences"]["pari-passu"]["public.net_cost_pv"]
    assert one["price"] + one["supply"] == pytest.approx(one["mean"])
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["held"]["pari-passu"]["digest"] == told["held"]["pari-passu"]


def test_until_stops_before_its_cap() -> None:
    options = ("--until", "1", "--measure", "budget.idle_rate", "--replications", "200", "--workers", "1")
    told = json.loads(compare(*TWO, *options, "--format", "json", "--out", "out").stdout)
    assert told["replications"] == 30
    assert told["plan"]["reached"] is True


def test_measures_that_are_asked_for_stand_in_tables_and_pages_instead_of_the_headlines() -> None:
    measures = ("--measure", "sub_fund.set_up", "--measure", "public.irr", "--measure", "sub_fund.set_up")
    done = compare(*TWO, *QUICK, "--quiet", *measures, "--out", "out")
    assert list(dict.fromkeys(re.findall(r"^[a-z_]+\.\S+", done.stdout, re.M))) == ["sub_fund.set_up", "public.irr"]
    page = Path("out/report.md").read_text(encoding="utf-8")
    tables = page.partition("## Assumptions")[0]
    assert list(dict.fromkeys(re.findall(r"^\| `(\S+)` \|", tables, re.M))) == ["sub_fund.set_up", "public.irr"]
    assert "--measure sub_fund.set_up --measure public.irr" in page


def test_a_measure_beside_the_headlines_tells_which_rule_book_may_be_best_and_changes_nothing_in_json() -> None:
    few = ("--replications", "4", "--workers", "1")
    measures = ("--measure", "public.paid_in", "--measure", "market.private_capital")
    shown = compare(*TWO, *few, "--quiet", *measures).stdout
    assert re.search(r"^market\.private_capital .* \*", shown, re.M)
    plain, asked = (json.loads(compare(*TWO, *few, "--format", "json", *more).stdout) for more in ((), measures))
    for told in (plain, asked):
        del told["seconds"], told["results"]
    assert plain == asked


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--policy", "pari-pasu"), 'no shipped policy is called "pari-pasu"'),
        (("--policy", "pari-passu", "--policy", "pari-passu"), '--policy: names "pari-passu" twice'),
        (("--hold", "supply"), "--hold supply: needs --baseline: the rule book whose supply of private money is held"),
        (
            ("--hold", "supply", "--baseline", "no-guidance-fund", "--policy", "pari-passu"),
            "--hold supply: needs a --baseline with a budget; no-guidance-fund spends nothing",
        ),
        (
            ("--hold", "supply", "--baseline", "village-policy"),
            "--hold supply: needs a --policy with a budget beside village-policy",
        ),
        (("--baseline", "nobody"), 'no shipped policy is called "nobody"'),
        (("--out", "full"), "full: --out: already exists; results are never overwritten"),
        (("--until", "1"), "--until: needs --measure"),
        (("--measure", "public.ir"), '--measure: is "public.ir"; no such measure; did you mean public.irr?'),
        (("--until", "1", "--plan", "1", "--measure", "public.irr"), "--plan: cannot stand beside --until"),
        (("--until", "-1", "--measure", "public.irr"), "--until: is -1; must be a number above 0"),
        (("--until", "nan", "--measure", "public.irr"), "--until: is nan; must be a number above 0"),
        (
            ("--until", "1", "--measure", "public.ir"),
            '--measure: is "public.ir"; no such measure; did you mean public.irr?',
        ),
    ],
)
def test_bad_input_ends_with_code_2_and_one_line_before_anything_runs(
    arguments: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("nothing may be simulated")

    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("")
    monkeypatch.setattr("sim.experiments.compare.ask.run_replications", refuse)
    done = compare(*QUICK, *arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_failing_replication_ends_with_code_1_and_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(TESTS / "experiments"))
    monkeypatch.setitem(replication.ENGINES, "auto", "fake_engine")
    done = compare(*QUICK, "--out", "out")  # the stand-in engine takes no draws
    assert done.exit_code == 1
    assert "replication 0 with seed 7 failed: under village-policy: TypeError" in done.stderr
    assert not (tmp_path / "out").exists()
