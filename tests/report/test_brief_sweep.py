"""The first screen of a sweep: differences on the same draws, told apart or not, and which points may be the best."""

import itertools
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from sim.measures.intervals import Pooled, mean_of
from sim.report.brief_sweep import brief
from sim.report.document import Finding
from sim.report.figures.sweep.data import SweepData
from sim.report.figures.sweep.tables import data_table
from sim.report.html import to_html
from sim.report.sweep_differences import beside, between
from sim.report.terminal import unmarked
from sim.scenario.plain_text import markdown
from sim.scenario.titles import Titles

MakeSweep = Callable[..., SweepData]
CAPS = [[0.1], [0.2], [0.3]]
LUCK = np.linspace(-0.02, 0.02, 20)  # what replications have in common at every point


def known(data: SweepData, *values: list[np.ndarray]) -> SweepData:
    """The same with measures of those values by replication, (R,) at each point; the second counts in hundreds of m."""
    told = []
    for one, points in zip(data.measures, values, strict=False):
        pooled: tuple[Pooled, ...] = tuple(mean_of(np.asarray(point)) for point in points)
        value = np.array([point.value for point in pooled])
        told.append(replace(one, value=value, low=value - 0.01, high=value + 0.01, pooled=pooled))
    return replace(data, measures=tuple(told))


def texts(data: SweepData) -> list[str]:
    page = brief(data, "en")
    assert all(isinstance(one, Finding) for one in page)
    return [unmarked(one.text) for one in page if isinstance(one, Finding)]


def test_shared_luck_cancels_and_a_trade_is_told_as_one(make_sweep: MakeSweep) -> None:
    tiny = np.resize([1e-4, -1e-4], 20)
    rates = [LUCK, LUCK + 0.005, LUCK + 0.01 + tiny]
    costs = [1e9 * (LUCK + 1.0), 1e9 * (LUCK + 1.05), 1e9 * (LUCK + 1.1 + tiny)]
    against, best = texts(known(make_sweep(["cap"], CAPS), rates, costs))
    assert against.startswith(
        "Of 2 measures 30% is distinguishably better in 1 and worse in 1; 0 cannot be told apart. It is a trade:"
    )
    assert "Better: public net IRR +1.0 pp a year (1.0 to 1.0 pp a year)." in against
    assert "Worse: net public cost, present value +100.0 m yuan" in against
    assert "public net IRR: 30% 1.0% a year (0.0 to 2.0% a year); all 2 others are distinguishably worse." in best


def test_what_chance_could_have_made_is_not_told_apart(make_sweep: MakeSweep) -> None:
    other = np.roll(LUCK, 7)
    against, best = texts(known(make_sweep(["cap"], CAPS), [LUCK, LUCK, other + 0.001], [LUCK, LUCK, other]))
    assert against.startswith("20 replications cannot tell 30% from 10% in any of 2 measures.")
    # d = 0.001 with an interval h beyond zero: 20 (h/d)², far more than the 20 there are.
    assert "The nearest to being told is public net IRR +0.1 pp a year" in against
    assert "no point can be told from the best seen" in best


def test_points_with_one_digest_are_the_same(make_sweep: MakeSweep) -> None:
    data = replace(make_sweep(["cap"], CAPS), same=((0, 1, 2),))
    against, _ = texts(known(data, [LUCK, LUCK, LUCK], [LUCK, LUCK, LUCK]))
    assert against == "At 30% and 10% all 2 measures came out the same in 20 replications."


def test_a_measure_that_turns_is_said_to_turn(make_sweep: MakeSweep) -> None:
    tiny = np.resize([1e-4, -1e-4], 20)
    rates = [LUCK, LUCK + 0.02 + tiny, LUCK + 0.01]
    against, _ = texts(known(make_sweep(["cap"], CAPS), rates, [LUCK, LUCK, LUCK]))
    assert against.endswith("Not in one direction: public net IRR is higher at 20% than at both ends.")


def test_with_several_keys_points_stand_beside_those_with_all_else_the_same(make_sweep: MakeSweep) -> None:
    data = make_sweep(["cap", "window"], list(itertools.product([0.1, 0.3], [3.0, 5.0])), missing=[3])
    # Row 3 (30 %, 5 years) has no replication: its partner, row 1 (10 %, 5 years), is left out too.
    rows, others = beside(data, np.array([2, 3]), np.array([0, 1]))
    assert (rows.tolist(), others.tolist()) == ([2], [0])
    whole = make_sweep(["cap", "window"], list(itertools.product([0.1, 0.3], [3.0, 5.0])))
    found = between(known(whole, [LUCK, LUCK, LUCK + 0.01, LUCK + 0.03]), np.array([2, 3]), np.array([0, 1]))
    assert found[0].mean == pytest.approx((0.01 + 0.03) / 2)


def test_without_what_replications_add_nothing_is_claimed(make_sweep: MakeSweep) -> None:
    assert brief(make_sweep(["cap"], CAPS), "en") == []


def test_hostile_titles_are_escaped_and_numbers_stand_under_the_figure(make_sweep: MakeSweep) -> None:
    data = make_sweep(["cap"], CAPS, ("one", "two"))
    data = replace(data, titles=Titles({"two": "<script>x</script> **b**"}).written(markdown))
    data = known(data, [LUCK] * 5 + [LUCK + 0.01], [LUCK] * 6)
    written = to_html(brief(data, "en"), "en", {})
    assert "&lt;script&gt;x" in written
    assert "<script" not in written
    table = data_table(data, "en")
    assert table is not None
    assert list(table.rows[0])[:6] == ["0", "one", "10%", "0.0% a year", "−1.0% a year", "1.0% a year"]
    assert data_table(replace(data, points=np.arange(501)), "en") is None
