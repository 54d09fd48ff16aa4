"""Comparisons: one set of draws, the counterfactual always there, nothing depends on order or workers."""

import doctest
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

import sim
from sim.economy import streams
from sim.economy.streams import Draws
from sim.engine import prepared
from sim.engine.reference import simulate
from sim.experiments.compare import ask as compare_module
from sim.experiments.compare.ask import CompareResult, compare
from sim.experiments.compare.worlds import worlds_of
from sim.experiments.run.ask import run
from sim.experiments.stopping import Plan, Target, next_look, plan, reached
from sim.measures.catalogue import CATALOGUE, COMPARED
from sim.measures.differences import Difference
from sim.scenario.files import load
from sim.scenario.policy_schema import Policy
from sim.scenario.scenario_schema import Scenario
from sim.scenario.switching import without_articles
from sim.scenario.titles import titles_of

VILLAGE = Path(__file__).parents[1] / "village.toml"
POLICIES = ("village-policy", "pari-passu")


def scenarios(replications: int = 3) -> dict[str, Scenario]:
    own = load(VILLAGE, replications=replications)
    as_much = ("policy.budget.yearly=[20e6, 20e6, 20e6]",)
    even = load(VILLAGE, policy="pari-passu", replications=replications, settings=as_much)
    return {"village-policy": own, "pari-passu": even}


def compared(policies: dict[str, Scenario], **settings: object) -> CompareResult:
    return compare(next(iter(policies.values())), policies, workers=1, **settings)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def result() -> CompareResult:
    return compared(scenarios(), baseline="village-policy")


def test_each_digest_is_that_of_a_separate_run(result: CompareResult) -> None:
    for name, scenario in result.worlds.scenarios.items():
        assert result[name].digests == run(scenario, workers=1).digests
    shipped = run(load(VILLAGE, policy="no-guidance-fund", replications=3), workers=1)
    assert result["no-guidance-fund"].digest == shipped.digest
    assert len({one.digest for one in result.policies.values()}) == 3


def test_order_and_workers_change_no_digest_and_no_difference(result: CompareResult) -> None:
    backwards = dict(reversed(scenarios().items()))
    for workers in (1, 2):
        other = compare(backwards["pari-passu"], backwards, baseline="village-policy", workers=workers)
        assert {name: one.digests for name, one in other.policies.items()} == {
            name: one.digests for name, one in result.policies.items()
        }
        assert other.differences == result.differences


def test_uniforms_are_generated_once_a_replication_not_once_a_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    made: Counter[tuple[str, int, int]] = Counter()
    page = streams.Stream._page

    def counted(self: streams.Stream, block: int, number: int) -> list[float]:
        made[self.name, block, number] += 1
        return page(self, block, number)

    monkeypatch.setattr(streams.Stream, "_page", counted)
    shared = Draws(7, 0)
    digests = [simulate(one, 0, draws=shared.again()).postings.digest() for one in scenarios().values()]
    assert set(made.values()) == {1}
    together = sum(made.values())
    made.clear()
    assert [simulate(one, 0).postings.digest() for one in scenarios().values()] == digests
    assert sum(made.values()) > together


def test_draws_again_open_every_stream_anew_and_keep_what_a_test_dictates() -> None:
    first = Draws(3, 1)
    first.override("fate", lambda entity, ordinal: 0.25)
    expected = Draws(3, 1).stream("quality").u(5)
    assert first.stream("quality").u(5) == expected
    again = first.again()
    assert again.stream("quality").u(5) == expected
    assert again.stream("fate").u(9, 2) == 0.25
    with pytest.raises(ValueError, match="already open"):
        again.stream("quality")


def test_alternating_policies_prepare_each_once_and_no_more_are_kept_than_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[Scenario] = []
    real = prepared._prepare
    monkeypatch.setattr(prepared, "_prepare", lambda scenario: calls.append(scenario) or real(scenario))
    monkeypatch.setattr(prepared, "_MOST", 2)
    monkeypatch.setattr(prepared, "_KEPT", {})
    one, two = scenarios().values()
    for _ in range(3):
        assert prepared.prepare(one) is prepared.prepare(one)
        prepared.prepare(two)
    assert len(calls) == 2
    prepared.prepare(replace(one))  # a third: the least recently used of the two goes
    assert len(prepared._KEPT) == 2
    prepared.prepare(two)
    assert len(calls) == 3
    prepared.prepare(one)
    assert len(calls) == 4


def test_identical_policies_differ_by_exactly_nothing() -> None:
    own = load(VILLAGE, replications=3)
    found = compared({"a": own, "b": replace(own, policy_name="b")})
    for name, one in found.differences["b"].items():
        assert one.mean in (0.0, None), name
        assert one.ci95 in ((0.0, 0.0), None), name
        assert one.probability_better in (0.0, None), name
    assert sum(one.mean == 0.0 for one in found.differences["b"].values()) > 100
    assert all(one.may_be_best for found in found.best.values() for one in found.values())


def test_additionality_is_the_difference_from_the_counterfactual_by_replication(result: CompareResult) -> None:
    policy, nothing = result["village-policy"], result["no-guidance-fund"]
    pairs = list(zip(policy.reduced, nothing.reduced, strict=True))
    extra = [a.values["market.private_capital"] - b.values["market.private_capital"] for a, b in pairs]
    paid = [a.values["public.paid_in"] for a, _ in pairs]
    beside = [a.parts["leverage.private_per_public"][0] / 100 for a, _ in pairs]
    assert policy["additionality.private_capital"].mean == pytest.approx(sum(extra) / 3)
    assert policy["additionality.per_public_yuan"].pooled == pytest.approx(sum(extra) / sum(paid))
    funds = "market.private_capital.partners"
    partners = [a.values[funds] - b.values[funds] for a, b in pairs]
    assert policy["crowding_out"].pooled == pytest.approx(1 - sum(partners) / sum(beside))
    in_funds, in_rounds = (policy[f"additionality.private_capital.{part}"].mean for part in ("funds", "rounds"))
    assert in_funds + in_rounds == pytest.approx(policy["additionality.private_capital"].mean)
    funded = [a.values["company.funded"] - b.values["company.funded"] for a, b in pairs]
    assert policy["additionality.companies"].mean == pytest.approx(sum(funded) / 3)


def test_the_cost_of_a_concession_is_reckoned_against_the_same_rule_book_without_it() -> None:
    own = load(VILLAGE, replications=8)
    found = compared({own.policy_name: own})
    # The village shares half of the gain of a co-investment, and concedes nothing else.
    without = run(load(VILLAGE, replications=8, settings=["policy.co_investment.gain_share=0.0"]), workers=1)
    policy = found["village-policy"]
    costs = [
        a.values["public.net_cost_pv"] - b.values["public.net_cost_pv"]
        for a, b in zip(policy.reduced, without.reduced, strict=True)
    ]
    assert any(costs)
    assert [one.values["concession.cost_pv"] for one in policy.reduced] == pytest.approx(costs)
    assert found.unconceded == {"village-policy": without.digests}
    gained = policy["market.private_capital"].mean - without["market.private_capital"].mean
    assert sum(one.parts["concession.marginal_efficiency"][0] for one in policy.reduced) == pytest.approx(800 * gained)
    assert "concession.cost_pv" not in found["no-guidance-fund"].estimates
    assert set(found.policies) == {"village-policy", "no-guidance-fund"}


def test_efficiency_is_additional_capital_over_what_the_concession_costs() -> None:
    tier = "policy.stage_equity.concession=[{hurdle=0.0, share=0.9, to='partners'}]"
    own = load(VILLAGE, replications=4, settings=[tier, "policy.budget.yearly=[60e6, 60e6]"])
    policy = compared({own.policy_name: own})["village-policy"]
    cost, extra = policy["concession.cost_pv"].mean, policy["additionality.private_capital"].mean
    assert cost is not None
    assert extra is not None
    expected = pytest.approx(extra / cost, rel=1e-6) if cost > 0 else None
    assert policy["concession.efficiency"].pooled == expected
    assert policy["concession.efficiency"].mean is None


def test_a_rule_book_that_concedes_nothing_has_no_cost_of_a_concession_and_no_world_without_it(
    result: CompareResult,
) -> None:
    assert set(result.unconceded) == {"village-policy"}
    assert "concession.cost_pv" not in result["pari-passu"].estimates
    assert result.summary()["without_concession"].keys() == {"village-policy"}


def test_uplift_is_the_partners_return_less_that_under_pari_passu(result: CompareResult) -> None:
    policy, even = result["village-policy"], result["pari-passu"]
    assert policy["private.uplift"].pooled == policy["private.irr"].pooled - even["private.irr"].pooled
    assert even["private.uplift"].pooled == 0.0
    assert "private.uplift" not in result["no-guidance-fund"].estimates


def test_without_pari_passu_there_is_no_uplift() -> None:
    own = load(VILLAGE, replications=2)
    found = compared({own.policy_name: own})
    assert set(found.policies) == {"village-policy", "no-guidance-fund"}
    absent = {name for name in COMPARED if name not in found["village-policy"].estimates}
    assert absent == {"private.uplift"}


def test_no_public_money_gives_exactly_zero_additionality() -> None:
    own = load(VILLAGE, replications=3)
    budget = own.policy.budget.model_copy(update={"yearly": (0.0, 0.0)})
    empty = replace(own, policy=own.policy.model_copy(update={"budget": budget}), policy_name="empty")
    found = compared({"empty": empty})
    assert found["empty"].digest == found["no-guidance-fund"].digest
    for name in ("private_capital", "companies", "listed"):
        one = found["empty"][f"additionality.{name}"]
        assert (one.mean, one.ci95, one.p5, one.p95) == (0.0, (0.0, 0.0), 0.0, 0.0)
    assert found["empty"]["additionality.per_public_yuan"].pooled is None
    assert found["empty"]["crowding_out"].pooled is None


def test_each_set_of_institutions_has_its_own_counterfactual() -> None:
    own = load(VILLAGE, replications=2)
    rules = own.policy.institutions.model_copy(update={"takeover_month": 0})
    changed = replace(own, policy=own.policy.model_copy(update={"institutions": rules}), policy_name="slow")
    found = compared({"village-policy": own, "slow": changed})
    assert set(found.policies) == {"village-policy", "slow", "no-guidance-fund", "no-guidance-fund (slow)"}
    counterfactual = found.worlds.counterfactuals
    assert counterfactual["village-policy"] == counterfactual["no-guidance-fund"] == "no-guidance-fund"
    assert counterfactual["slow"] == "no-guidance-fund (slow)"
    assert found["no-guidance-fund (slow)"].scenario.policy.institutions == rules
    for name in ("no-guidance-fund", "no-guidance-fund (slow)"):
        assert found[name].scenario.policy.budget.yearly == ()
        assert found[name]["additionality.private_capital"].mean == 0.0


def test_titles_of_worlds_have_no_brackets_in_brackets() -> None:
    own = load(VILLAGE, replications=2)
    worlds = worlds_of(
        {one.policy_name: one for one in (own, *(without_articles(own, (a,)) for a in (6, 15)))}, None, ""
    )
    found = titles_of({name: one.policy for name, one in worlds.scenarios.items()})
    last = "no-guidance-fund (village-policy without 15)"
    assert found.of("no-guidance-fund", "en") == "No guidance fund"
    assert found.of(last, "en") == "No guidance fund, otherwise Village, without article 15 (a year to convert)"
    assert found.of(last, "zh") == f"无引导基金，其余同‘{found.of('village-policy without 15', 'zh')}’"
    assert not [title for title in (*found.en.values(), *found.zh.values()) if "((" in title or title.count("(") > 1]
    assert len(worlds.scenarios) == 6


def test_two_rule_books_with_the_same_rules_beside_the_fund_share_their_counterfactual() -> None:
    own = load(VILLAGE, replications=2)
    slow = without_articles(own, (15,))
    money = replace(
        slow, policy=slow.policy.model_copy(update={"budget": load(VILLAGE, policy="pari-passu").policy.budget})
    )
    worlds = worlds_of({"own": own, "slow": slow, "other": money}, None, "own")
    assert worlds.counterfactuals["slow"] == worlds.counterfactuals["other"] == "no-guidance-fund (slow)"


def test_a_policy_called_no_guidance_fund_is_the_counterfactual_whatever_its_settings() -> None:
    money = ["policy.budget.yearly=[20e6]", "policy.budget.stage_equity_share=1.0"]
    both = {
        name: load(VILLAGE, policy=name, settings=money, replications=2) for name in ("pari-passu", "no-guidance-fund")
    }
    found = compared(both, baseline="no-guidance-fund")
    assert set(found.policies) == set(both)
    assert found["no-guidance-fund"]["budget.appropriated"].mean == 0.0
    assert found["pari-passu"]["budget.appropriated"].mean == 20e6
    assert found.differences["pari-passu"]["budget.appropriated"].mean == 20e6


def test_parties_sum_to_zero_and_the_public_loses_what_it_costs(result: CompareResult) -> None:
    for name, one in result.policies.items():
        sums = [sum(v for key, v in r.values.items() if key.startswith("party.")) for r in one.reduced]
        assert sums == pytest.approx([0.0] * 3, abs=1.0), name  # a yuan in billions is float noise
        assert one["party.public"].mean == pytest.approx(-one["public.net_cost_pv"].mean, abs=1e-3)


def test_the_summary_is_json_and_has_the_stable_keys(result: CompareResult) -> None:
    told = json.loads(json.dumps(result.summary(), allow_nan=False))
    assert told["baseline"] == told["policy"] == "village-policy"
    assert told["digest"] == told["policies"]["village-policy"]["digest"] == result["village-policy"].digest
    assert set(told["policies"]) == {"village-policy", "pari-passu", "no-guidance-fund"}
    assert set(told["differences"]) == {"pari-passu", "no-guidance-fund"}
    conceded = {name for name in COMPARED if name.startswith("concession.")}  # pari passu concedes nothing
    assert set(told["differences"]["pari-passu"]) == CATALOGUE.keys() | COMPARED.keys() - conceded
    assert set(told["differences"]["pari-passu"]["public.irr"]) == {"mean", "ci95", "probability_better", "n"}
    assert set(told["best"]["public.tvpi"]) == set(POLICIES)
    assert len(result.table) == sum(len(one) for one in told["differences"].values())


def test_the_scenarios_own_rule_book_is_the_baseline_where_it_is_compared() -> None:
    own = load(VILLAGE, replications=1)
    assert compare(own, ["pari-passu", own], workers=1).baseline == "village-policy"
    assert compare(own, ["pari-passu"], workers=1).baseline == "pari-passu"
    assert compare(own, workers=1).named == ("village-policy",)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"baseline": "kvic"}, "the baseline kvic is not among the rule books: village-policy, pari-passu"),
        ({"workers": 0}, "workers is 0"),
        ({"until": Target("public.irrr", 1.0)}, "no measure is called 'public.irrr'"),
        ({"aim": Target("public.irr", 0.0)}, "must be above 0"),
        ({"engine": "steam"}, "unknown engine"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(arguments: dict[str, object], message: str) -> None:
    policies = scenarios(1)
    with pytest.raises(ValueError, match=message):
        compare(policies["village-policy"], policies, **arguments)  # type: ignore[arg-type]


def test_scenarios_that_differ_in_more_than_rules_and_double_names_are_refused() -> None:
    own = load(VILLAGE, replications=1)
    with pytest.raises(ValueError, match="b differs from a in seed"):
        compare(own, {"a": own, "b": replace(own, seed=8)})
    with pytest.raises(ValueError, match="two rule books are called pari-passu"):
        compare(own, ["pari-passu", "pari-passu"])


def test_a_failing_replication_names_the_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.experiments.compare import worlds as compare_worlds
    from sim.experiments.work import replication

    def broken(scenario: Scenario, r: int, /, *, draws: Draws) -> object:
        raise ZeroDivisionError("a planted mistake")

    monkeypatch.setattr(compare_worlds, "simulator_on_draws", lambda module: broken)
    with pytest.raises(replication.ReplicationFailedError, match="under village-policy: ZeroDivisionError"):
        compared(scenarios(1))


def test_until_stops_at_the_first_look_within_the_target_and_changes_no_result() -> None:
    policies = scenarios(200)
    wide = compared(policies, until=Target("budget.idle_rate", 0.5))
    assert wide.replications == 30
    assert wide.summary()["plan"]["reached"] is True
    fixed = compared(scenarios(30), aim=Target("budget.idle_rate", 0.5))
    assert fixed.differences == wide.differences
    assert fixed.plans == wide.plans


def test_until_runs_on_to_its_cap_when_the_target_is_out_of_reach() -> None:
    told: list[tuple[int, int]] = []
    policies = scenarios(34)
    found = compared(
        policies, until=Target("public.net_result", 1.0), progress=lambda done, cap: told.append((done, cap))
    )
    assert found.replications == 34
    assert found.summary()["plan"]["reached"] is False
    assert found.plans["pari-passu"].replications > 34
    assert told[-1] == (34, 34)
    assert [done for done, _ in told] == list(range(1, 35))


def test_looks_come_no_closer_than_ten_and_no_further_than_double() -> None:
    def needs(n: int | None) -> dict[str, Plan]:
        return {"a": Plan(1.0, n), "b": Plan(None, None)}

    assert next_look(needs(31), 30, 400) == 40
    assert next_look(needs(50), 30, 400) == 50
    assert next_look(needs(9_999), 30, 400) == 60
    assert next_look(needs(9_999), 300, 400) == 400
    assert next_look(needs(None), 30, 400) == 40


def test_the_plan_asks_the_widest_difference_and_nothing_is_reached_without_one() -> None:
    target = Target("public.irr", 0.5)
    plans = plan({"a": Difference(0.0, (-1.0, 1.0), None, 40), "b": Difference()}, 40, target)
    assert plans["b"] == Plan(None, None)
    assert plans["a"].half_width == 1.0
    assert 150 <= (plans["a"].replications or 0) <= 160  # (1 / 0.5)² × 40, less what Student's t loses
    assert not reached(plans, target)
    assert not reached({"b": Plan(None, None)}, target)
    assert reached({"a": Plan(0.5, 40), "b": Plan(None, None)}, target)


def test_the_python_face_and_its_example() -> None:
    assert sim.compare is compare
    failed, attempted = doctest.testmod(compare_module)
    assert (failed, attempted > 0) == (0, True)


def test_the_counterfactual_has_the_neutral_rules_alone(result: CompareResult) -> None:
    rules = result["no-guidance-fund"].scenario.policy
    neutral = Policy(institutions=rules.institutions)
    assert rules.model_copy(update={"title": "", "title_zh": "", "citation": ""}) == neutral
    assert rules.institutions == result["village-policy"].scenario.policy.institutions
