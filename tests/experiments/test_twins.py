"""What exists only against the world without a guidance fund, at every point of a sweep and of a sensitivity study."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

import sim
from sim.cli.app import app
from sim.experiments.stopping import Target
from sim.experiments.twins import Pair
from sim.measures.catalogue import AGAINST_NOTHING, EVERY
from sim.scenario.errors import BadInput

VILLAGE = Path(__file__).parents[1] / "village.toml"
CAP, FILL = "policy.stage_equity.share_cap", "economy.private.fill_median"
ASKED = ("additionality.private_capital", "crowding_out", "treasury.tvpi")
COUNT = 3
HOW: dict[str, Any] = {"workers": 1, "engine": "reference"}


def village(*sets: str) -> Any:
    return sim.load(VILLAGE, replications=COUNT, settings=sets)


@pytest.fixture(scope="module")
def caps() -> Any:
    return sim.sweep(village(), {CAP: [0.2, 0.3]}, measures=ASKED, **HOW)


def test_a_point_of_a_sweep_adds_what_a_comparison_of_it_says(caps: Any) -> None:
    for point, cap in enumerate((0.2, 0.3)):
        alone = sim.compare(village(f"{CAP}={cap}"), **HOW)
        compared = alone["village-policy"].estimates
        for name in ASKED:
            (row,) = [one for one in caps.estimates(name).rows() if one["point"] == point]
            for column in ("pooled", "mean", "p50", "n"):
                wanted = getattr(compared[name], column)
                assert row[column] == pytest.approx(np.nan if wanted is None else wanted, nan_ok=True), (name, column)
        nothing = alone["no-guidance-fund"].estimates["market.private_capital"].mean
        with_fund = compared["market.private_capital"].mean
        assert nothing is not None
        assert with_fund is not None
        values = caps.values("additionality.private_capital")
        found = values["additionality.private_capital"][values["point"] == point]
        assert found.mean() == pytest.approx(with_fund - nothing)


def test_points_that_differ_in_rules_of_the_fund_share_one_world_without_it(caps: Any) -> None:
    assert caps.computed == 3 * COUNT
    economies = sim.sweep(village(), {FILL: [0.3, 0.6]}, measures=ASKED, **HOW)
    assert economies.computed == 4 * COUNT
    plain = sim.sweep(village(), {CAP: [0.2, 0.3]}, measures=("treasury.tvpi",), **HOW)
    assert plain.computed == 2 * COUNT
    assert plain.digest == caps.digest
    assert plain.estimates("treasury.tvpi")["pooled"].tolist() == caps.estimates("treasury.tvpi")["pooled"].tolist()
    with pytest.raises(KeyError):
        plain.estimates("crowding_out")


def test_a_tornado_of_additionality_has_the_differences_of_both_worlds_at_its_ends() -> None:
    name = "additionality.private_capital"
    found = sim.sensitivity(village(), method="tornado", parameters=[FILL], measures=[name], **HOW)
    (bar,) = found[name].effects
    for end, value in (("at_low", bar.range.low), ("at_high", bar.range.high)):
        alone = sim.compare(village(f"{FILL}={value}"), **HOW)
        assert bar.details[end] == pytest.approx(alone["village-policy"].estimates[name].mean)


def test_a_replication_that_one_side_lacks_counts_on_neither() -> None:
    reduced = sim.run(village(), **HOW).reduced
    kept, sample = Pair(reduced, reduced[1:]).compared()
    assert [one.replication for one in kept] == [1, 2]
    assert sample.values["additionality.companies"].tolist() == [0.0, 0.0]  # against itself nothing is added


def test_what_needs_other_worlds_and_a_target_against_the_twin_are_refused(tmp_path: Path) -> None:
    assert all(EVERY[name] is one for name, one in AGAINST_NOTHING.items())
    for refused in ("private.uplift", "concession.efficiency"):
        with pytest.raises(BadInput, match=refused):
            sim.sweep(village(), {CAP: [0.2]}, measures=[refused], **HOW)
    with pytest.raises(BadInput, match="put another measure first"):
        sim.sweep(village(), {CAP: [0.2]}, measures=ASKED, until=Target("crowding_out", 0.1), **HOW)


def test_the_commands_tell_what_it_costs_before_they_begin(tmp_path: Path) -> None:
    asked = ["--measure", "crowding_out", "--replications", "2", "--engine", "reference", "--workers", "1"]
    sweep = ["sweep", str(VILLAGE), "--vary", f"{CAP}=0.2", *asked, "--no-figures", "--out", str(tmp_path / "sweep")]
    result = CliRunner().invoke(app, sweep)
    assert result.exit_code == 0, result.stderr
    assert "each point also without a guidance fund" in result.stderr
    assert "crowding-out" in result.stdout
    study = ["sensitivity", str(VILLAGE), "--method", "tornado", "--parameters", FILL, *asked, "--no-figures"]
    result = CliRunner().invoke(app, [*study, "--out", str(tmp_path / "tornado"), "--lang", "zh"])
    assert result.exit_code == 0, result.stderr
    assert "至多加倍" in result.stderr
