"""Parts of a measure from samples of all coalitions, against hand calculations."""

import numpy as np
import pytest

from sim.measures.attribution import attribute, existing
from sim.measures.estimates import Sample
from sim.measures.intervals import Pooled, ci95, mean_of

FUNDED, IRR = "company.funded", "public.irr"
NAMES = ("a", "b")
NOTHING = Pooled()


def sample(values: list[float], pooled: Pooled = NOTHING) -> Sample:
    return Sample({FUNDED: np.array(values)}, {IRR: pooled}, len(values))


def test_counts_are_attributed_replication_by_replication() -> None:
    # By hand: a adds 1 to nobody and 5 - 3 to b in the first, 2 and 0 in the second; b adds 3, 4 and 2, 0.
    # In a third replication nothing does anything.
    worths = ([0.0, 10.0, 4.0], [1.0, 12.0, 4.0], [3.0, 12.0, 4.0], [5.0, 12.0, 4.0])
    every = [sample(worth) for worth in worths]
    found = attribute(every, NAMES, FUNDED, 0)
    parts = {"a": np.array([1.5, 1.0, 0.0]), "b": np.array([3.5, 1.0, 0.0])}
    assert (found.start, found.end, found.full.n) == (pytest.approx(14 / 3), 7.0, 3)
    assert found.full.mean == pytest.approx(7 / 3)
    assert {name: one.mean for name, one in found.parts.items()} == pytest.approx({"a": 2.5 / 3, "b": 1.5})
    for name, values in parts.items():
        assert found.parts[name].ci95 == pytest.approx(ci95(mean_of(values), "number"))


def test_given_a_switch_only_the_others_divide_what_they_add_to_it() -> None:
    every = [sample([0.0]), sample([1.0]), sample([3.0]), sample([5.0])]
    found = attribute(every, NAMES, FUNDED, 0b01)
    assert found.given == ("a",)
    assert (found.start, found.full.mean, {k: v.mean for k, v in found.parts.items()}) == (1.0, 4.0, {"b": 4.0})


def test_a_replication_without_a_value_somewhere_is_left_out() -> None:
    every = [sample([0.0, 0.0]), sample([1.0, np.nan]), sample([3.0, 3.0]), sample([5.0, 5.0])]
    found = attribute(every, NAMES, FUNDED, 0)
    assert (found.full.mean, found.full.n, found.full.ci95) == (5.0, 1, None)


def test_a_ratio_is_attributed_between_pooled_values_and_what_replications_add_to_them() -> None:
    few, all_on = np.array([0.01, -0.005, -0.005]), np.array([0.02, -0.01, -0.01])
    every = [
        sample([0.0], NOTHING),
        sample([0.0], Pooled(0.02, few, 3)),
        sample([0.0], NOTHING),
        sample([0.0], Pooled(0.05, all_on, 5)),
    ]
    assert existing(every, IRR) == 0b01
    found = attribute(every, NAMES, IRR, existing(every, IRR))
    assert found.given == ("a",)
    assert found.parts["b"].mean == pytest.approx(0.03)
    assert found.parts["b"].n == 3
    expected = ci95(Pooled(0.03, all_on - few, 3), "number")
    assert found.parts["b"].ci95 == pytest.approx(expected)
    assert found.as_dict()["full_effect_ci95"] == pytest.approx(list(expected or ()))


def test_what_is_missing_in_a_coalition_that_is_needed_has_no_parts() -> None:
    some = Pooled(0.02)
    every = [sample([0.0]), sample([0.0], some), sample([0.0], some), sample([0.0], some)]
    assert existing(every, IRR) == 0
    told = attribute(every, NAMES, IRR, 0).as_dict()
    assert told["full_effect"] is None
    assert told["parts"] == {name: {"mean": None, "ci95": None, "n": 0} for name in "ab"}
    assert existing([sample([0.0])] * 4, IRR) == 0
