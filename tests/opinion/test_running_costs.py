"""What articles run in a year is paid by the treasury on each anniversary, by the law of that day."""

import pytest

from sim.measures.reduce import reduce_history
from sim.scenario.articles import article_of
from sim.scenario.programme_money import cost_keys
from tests.villages import run, village

COSTS = {3: 5e6, 9: 1e7}
SETS = tuple(f"policy.{cost_keys()[article]}={yuan}" for article, yuan in COSTS.items())


def paid(*sets: str) -> list[tuple[int, str, int, str]]:
    """Day, whom it is about, fen and clause of each running cost."""
    p = run(0, *sets).postings
    rows = [row for row in p.rows if p.kinds[row["kind"]] == "running_cost"]
    return [(int(r["day"]), p.entities[r["entity"]], int(r["fen"]), p.clauses[r["clause"]]) for r in rows]


def test_every_such_key_belongs_to_one_article_and_costs_nothing_by_itself() -> None:
    for article, key in cost_keys().items():
        assert article_of(key) == article
    assert paid() == []


def test_each_anniversary_from_the_first_day_to_the_last_year_pays_each_article() -> None:
    found = paid(*SETS)
    assert len(found) == 20
    assert found[:2] == [
        (0, "article 3", 500_000_000, "chain.cost_per_year"),
        (0, "article 9", 1_000_000_000, "platform.cost_per_year"),
    ]
    assert {day for day, *_ in found} == {0, 366, 731, 1096, 1461, 1827, 2192, 2557, 2922, 3288}


def test_an_article_costs_in_the_years_in_which_it_is_in_force_and_in_proportion_to_its_strength() -> None:
    dated = paid(*SETS, "policy.articles.3.from=2013-03-15", "policy.articles.3.until=2014-03-15")
    assert [day for day, about, *_ in dated if about == "article 3"] == [731]
    assert paid(*SETS, "policy.articles.3.on=false") == [one for one in paid(*SETS) if one[1] == "article 9"]
    assert {fen for *_, fen, _ in paid(*SETS, "policy.articles.9.strength=0.25")} == {500_000_000, 250_000_000}


def test_it_is_in_the_cost_of_all_support_and_moves_nothing_else() -> None:
    with_it, without = (reduce_history(run(0, *sets), village(*sets)) for sets in (SETS, ()))
    rate = without.discount_rate
    pv = sum(15e6 * (1 + rate) ** (-day / 365) for day in (0, 366, 731, 1096, 1461, 1827, 2192, 2557, 2922, 3288))
    cost = [one.values["fiscal.net_cost_pv"] or 0.0 for one in (with_it, without)]
    assert cost[0] - cost[1] == pytest.approx(pv)
    moved = {name for name in without.values if with_it.values[name] != without.values[name]}
    assert moved == {
        "fiscal.net_cost_pv", "fiscal.recovered", "fiscal.per_conversion", "fiscal.per_success", "party.public",
        "party.outside",
    }  # fmt: skip
