"""Equal digests are known: which points came out the same, and which key made no difference."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.experiments.sweep.alike import Alike, alike
from sim.report.pages.sweep import same_digests

VILLAGE = Path(__file__).parents[1] / "village.toml"
DELAY, OFFICIALS = "policy.selection.delay_months", "policy.selection.administrative"


def row(point: int, digest: str, policy: str = "p", replications: int = 2, **settings: Any) -> dict[str, Any]:
    return {"point": point, "policy": policy, "replications": replications, "digest": digest, **settings}


def test_a_key_that_moves_no_digest_is_named_with_its_points() -> None:
    rows = [row(n, str(a), a=a, b=b) for n, (a, b) in enumerate(product((1, 2), (1, 2)))]
    assert alike(rows, ("a", "b")) == Alike(((0, 1), (2, 3)), ("b",))


def test_a_key_that_acts_at_one_setting_of_another_is_not_named_but_the_points_are() -> None:
    rows = [row(0, "x", a=1, b=1), row(1, "x", a=1, b=2), row(2, "y", a=2, b=1), row(3, "z", a=2, b=2)]
    assert alike(rows, ("a", "b")) == Alike(((0, 1),), ())


def test_points_with_more_replications_or_other_rules_do_not_speak_of_a_key() -> None:
    assert alike([row(0, "x", a=1), row(1, "y", replications=4, a=2)], ("a",)) == Alike()
    assert alike([row(0, "x", a=1), row(1, "x", policy="q", a=2)], ("a",)) == Alike(((0, 1),), ())


def test_points_where_everything_failed_are_not_alike() -> None:
    assert alike([row(0, "x", replications=0, a=1), row(1, "x", replications=0, a=2)], ("a",)) == Alike()


@pytest.fixture(scope="module")
def swept() -> sim.SweepResult:
    small = sim.load(VILLAGE, replications=1, settings=["horizon_years=5"])
    return sim.sweep(small, {DELAY: [0.0, 6.0, 12.0]}, workers=1)


def test_a_sweep_of_a_delay_without_officials_says_so_in_summary_page_and_terminal(swept: sim.SweepResult) -> None:
    told = swept.summary()
    assert (told["same_digest"], told["without_effect"]) == ([[0, 1, 2]], [DELAY])
    (sentence,) = same_digests(swept.figure_data, "en")
    assert sentence.startswith("Points 0, 1, 2 have the same digest")
    assert sentence.endswith(f"`{DELAY}` changes nothing here.")


def test_the_same_sweep_with_officials_has_three_digests(swept: sim.SweepResult) -> None:
    acting = sim.load(VILLAGE, replications=1, settings=[f"{OFFICIALS}=true"])
    found = sim.sweep(acting, {DELAY: [0.0, 6.0, 12.0]}, workers=1)
    assert (found.alike, same_digests(found.figure_data, "en")) == (Alike(), [])
