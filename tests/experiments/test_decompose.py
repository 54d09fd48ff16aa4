"""Decompositions: parts that sum, a player that never matters gets nothing, and nothing depends on workers."""

import doctest
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pytest

import sim
from sim.economy import streams
from sim.economy.streams import Draws
from sim.engine.reference import simulate
from sim.experiments.compare.ask import compare
from sim.experiments.decompose import ask as decompose_module
from sim.experiments.decompose import worlds as decompose_worlds
from sim.experiments.decompose.ask import DecomposeResult, decompose
from sim.experiments.decompose.switches import INVESTMENT, PRINCIPLES
from sim.experiments.decompose.worlds import Yardstick
from sim.experiments.folder import write_study
from sim.experiments.ledgers import ledger_of
from sim.experiments.run.ask import run
from sim.experiments.work import replication
from sim.ledger.history import NEVER
from sim.measures.attribution import Attribution
from sim.report.document import Text
from sim.report.pages.decompose import decompose_page
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parents[1] / "village.toml"
MEASURES = (
    "public.net_cost_pv",
    "market.private_capital",
    "company.funded",
    "stage_equity.exit.on_time",
    "public.irr",
    "budget.idle_rate",
)
ADDITIVE = MEASURES[:3]


def village(count: int = 3) -> Scenario:
    return load(VILLAGE, replications=count)


@pytest.fixture(scope="module")
def result() -> DecomposeResult:
    return decompose(village(), measures=MEASURES, workers=1)


@pytest.fixture(scope="module")
def tools() -> DecomposeResult:
    return decompose(village(), "instruments", measures=MEASURES, workers=1)


def total(one: Attribution) -> float:
    return sum(part.mean or 0.0 for part in one.parts.values())


def test_parts_sum_to_the_full_effect(result: DecomposeResult, tools: DecomposeResult) -> None:
    games = [*result.attributions.values(), *result.given.values(), *tools.attributions.values()]
    known = [one for one in games if one.full.mean is not None]
    assert len(known) >= 12
    for one in known:
        assert one.start is not None
        assert one.end is not None
        scale = max(abs(one.start), abs(one.end))
        assert total(one) == pytest.approx(one.full.mean, abs=1e-9 * scale), one.measure
        assert one.end - one.start == pytest.approx(one.full.mean, abs=1e-9 * scale), one.measure


def test_the_full_effect_is_the_paired_difference_from_no_guidance_fund(result: DecomposeResult) -> None:
    own = village()
    found = compare(own, [own], workers=1)
    against = found.differences["no-guidance-fund"]
    for name in ADDITIVE:
        assert result[name].full.mean == pytest.approx(-(against[name].mean or 0.0), rel=1e-12)
    assert result.whole.digest == found["village-policy"].digest == run(own, workers=1).digest
    assert result.coalitions["none"].digest == found["no-guidance-fund"].digest


def test_ratios_are_divided_given_investment_and_money_both_ways(result: DecomposeResult) -> None:
    others = {"market_operation", "incentives", "timely_exit"}
    for name in MEASURES:
        ratio = name not in ADDITIVE
        assert result[name].given == ((INVESTMENT,) if ratio else ())
        assert set(result[name].parts) == (others if ratio else others | {INVESTMENT})
    assert set(result.given) == set(ADDITIVE)
    assert all(set(one.parts) == others for one in result.given.values())


def test_by_hand_from_the_values_of_the_coalitions(result: DecomposeResult) -> None:
    # Given investment: three players, weights 2, 1, 1, 2 over 6, written out for market operation.
    worth = {label: run["company.funded"].mean or 0.0 for label, run in result.coalitions.items()}
    alone, m, i, e = INVESTMENT, "market_operation", "incentives", "timely_exit"

    def v(*names: str) -> float:
        return worth["+".join([alone, *names])]

    by_hand = (2 * (v(m) - v()) + v(m, i) - v(i) + v(m, e) - v(e) + 2 * (v(m, i, e) - v(i, e))) / 6
    assert result.given["company.funded"].parts[m].mean == pytest.approx(by_hand, rel=1e-12)


def test_a_switch_that_changes_nothing_gets_exactly_zero() -> None:
    # Pari passu has no option, no subsidy and no deadline, so incentives are off in any case.
    found = decompose(load(VILLAGE, policy="pari-passu", replications=3), measures=MEASURES, workers=1)
    for name in ADDITIVE:
        for one in (found[name], found.given[name]):
            assert one.parts["incentives"].mean == 0.0
            assert one.parts["incentives"].ci95 == (0.0, 0.0)
    assert found["public.irr"].parts["incentives"].mean == 0.0


def test_without_public_money_every_coalition_is_worth_exactly_nothing(result: DecomposeResult) -> None:
    assert set(result.coalitions) == {"none"} | {label for label in result.coalitions if INVESTMENT in label}
    assert len(result.coalitions) == 9
    nothing = result.coalitions["none"]
    assert nothing["public.paid_in"].mean == 0.0
    assert nothing["public.irr"].pooled is None


def test_workers_change_nothing(result: DecomposeResult) -> None:
    again = decompose(village(), measures=MEASURES, workers=2)
    assert again.attributions == result.attributions
    assert again.given == result.given
    told, before = again.summary(), result.summary()
    assert told | {"seconds": 0} == before | {"seconds": 0}


def test_the_order_of_switches_changes_nothing(result: DecomposeResult, monkeypatch: pytest.MonkeyPatch) -> None:
    backwards = tuple(reversed(PRINCIPLES))
    monkeypatch.setattr(decompose_module, "switches_of", lambda policy, by, exit_reading, answered: backwards)
    again = decompose(village(), measures=MEASURES, workers=1)
    for name in MEASURES:
        assert again[name].full == result[name].full
        assert again[name].parts == result[name].parts
    assert again.given["company.funded"].parts == result.given["company.funded"].parts


def test_exits_are_counted_against_the_rule_books_deadline_in_every_coalition() -> None:
    own = village()
    policy = own.policy
    equity = policy.stage_equity.model_copy(
        update={
            "maximum_holding_years": 0.0,
            "at_deadline": policy.stage_equity.at_deadline.model_copy(update={"rule": "hold_to_term"}),
        }
    )
    co = policy.co_investment.model_copy(update={"maximum_holding_years": 0.0})
    endless = replace(own, policy=policy.model_copy(update={"stage_equity": equity, "co_investment": co}))
    plain = simulate(endless, 0)
    measured = Yardstick(simulate, own)(endless, 0, draws=Draws(own.seed, 0))
    public = [one for one in measured.positions if one.holder == "guidance_fund" and one.first_day != NEVER]
    assert {one.instrument for one in public} == {"stage_equity", "co_investment"}
    assert all(1826 <= one.deadline - one.first_day <= 1827 for one in public)  # five years, one or two leap days
    assert all(one.deadline == NEVER for one in plain.positions)
    assert measured.postings.digest() == plain.postings.digest()


def test_where_inventors_answer_their_share_is_no_incentive_of_the_fund() -> None:
    answered = load(VILLAGE, replications=2, settings=["economy.response.share_on_conversion=1.04"])
    found = decompose(answered, measures=["pipeline.converted", "company.funded"], workers=1)
    assert all(part.mean == 0.0 for part in found["pipeline.converted"].parts.values())
    assert any("institutions.inventor_share" in one.off for one in PRINCIPLES)
    said = [
        block.text
        for block in decompose_page(found.summary(), answered, "en", figures=False)
        if isinstance(block, Text)
    ]
    assert any("article 5" in text for text in said)


def test_instruments_divide_among_those_in_use(tools: DecomposeResult) -> None:
    assert [one.name for one in tools.switches] == ["stage_equity", "co_investment", "risk_subsidy"]
    assert len(tools.coalitions) == 8
    assert tools["stage_equity.exit.on_time"].given == ("stage_equity",)
    # The rate exists with any instrument and not with none, so there is nothing to start from.
    assert tools["public.irr"].full.mean is None
    assert tools.given == {}


def test_the_summary_is_json_with_the_promised_keys(result: DecomposeResult) -> None:
    told = json.loads(json.dumps(result.summary(), allow_nan=False))
    assert (told["by"], told["policy"], told["digest"]) == ("principles", "village-policy", result.whole.digest)
    assert set(told["measure"]) == set(MEASURES)
    one = told["measure"]["market.private_capital"]
    assert set(one["parts"]["incentives"]) == {"mean", "ci95", "n"}
    assert one["full_effect"] == result["market.private_capital"].full.mean
    assert one["given_investment"]["given"] == [INVESTMENT]
    assert "given_investment" not in told["measure"]["public.irr"]


def test_the_table_holds_every_part_of_every_game(result: DecomposeResult) -> None:
    rows = list(result.table.rows())
    assert len(rows) == 3 * (5 + 4) + 3 * 4
    given = [row for row in rows if row["measure"] == "company.funded" and row["given"] == INVESTMENT]
    assert [row["part"] for row in given] == ["full_effect", "market_operation", "incentives", "timely_exit"]
    assert given[0]["mean"] == result.given["company.funded"].full.mean


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"by": "articles"}, "cannot decompose by 'articles'"),
        ({"measures": ["public.irrr"]}, "no measure of a single rule book is called 'public.irrr'"),
        ({"measures": ["crowding_out"]}, "no measure of a single rule book is called 'crowding_out'"),
        ({"measures": []}, "at least one measure is needed"),
        ({"workers": 0}, "workers is 0"),
        ({"engine": "steam"}, "unknown engine"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        decompose(village(1), **arguments)  # type: ignore[arg-type]


def test_a_failing_replication_names_the_coalition(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(scenario: Scenario, r: int, /, *, draws: Draws) -> object:
        raise ZeroDivisionError("a planted mistake")

    monkeypatch.setattr(decompose_worlds, "simulator_on_draws", lambda module: broken)
    with pytest.raises(replication.ReplicationFailedError, match=r"without government_investment, .*: ZeroDivision"):
        decompose(village(1), workers=1)


def test_uniforms_are_generated_once_a_replication_not_once_a_coalition(monkeypatch: pytest.MonkeyPatch) -> None:
    made: Counter[tuple[str, int, int]] = Counter()
    page = streams.Stream._page

    def counted(self: streams.Stream, block: int, number: int) -> list[float]:
        made[self.name, block, number] += 1
        return page(self, block, number)

    monkeypatch.setattr(streams.Stream, "_page", counted)
    decompose(village(1), "instruments", measures=["public.paid_in"], workers=1, engine="reference")
    assert set(made.values()) == {1}
    assert "fate" in {name for name, *_ in made}


def test_the_folder_holds_what_it_promises(result: DecomposeResult, tmp_path: Path) -> None:
    folder = write_study(result, tmp_path / "out")
    files = {"manifest.json", "summary.json", "measures.csv", "measures.parquet", "parts.parquet"}
    files |= {f"report{lang}.{kind}" for lang in ("", ".zh") for kind in ("md", "html")}
    assert {path.name for path in folder.iterdir()} == files | {"figures", "pages.json"}
    names = {f"{key}.{lang}.{kind}" for key in MEASURES for lang in ("en", "zh") for kind in ("svg", "png")}
    assert {path.name for path in (folder / "figures").iterdir()} == names
    told = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert told == json.loads(json.dumps(result.summary()))
    query = f"select coalition, replication, \"company.funded\" from '{folder / 'measures.parquet'}'"
    found = duckdb.sql(query)
    assert found is not None
    rows = found.fetchall()
    assert [row[:2] for row in rows] == [(label, r) for label in result.coalitions for r in range(3)]
    funded = np.mean([row[2] for row in rows if row[0] == "none"])
    assert funded == pytest.approx(result["company.funded"].start)
    scenario, postings = ledger_of(folder, 1)
    assert scenario.policy_name == "village-policy"
    assert postings.digest() == result.whole.digests[1]
    page = (folder / "report.md").read_text(encoding="utf-8")
    measures = " ".join(f"--measure {name}" for name in MEASURES)
    assert f"\nyindao decompose {VILLAGE} --by principles {measures} --replications 3 --seed 7\n" in page
    assert "| `company.funded` | companies funded | government investment | timely exit |" in page


def test_the_python_face_and_its_example() -> None:
    assert sim.decompose is decompose
    assert sim.DecomposeResult is DecomposeResult
    failed, attempted = doctest.testmod(decompose_module)
    assert (failed, attempted > 0) == (0, True)
