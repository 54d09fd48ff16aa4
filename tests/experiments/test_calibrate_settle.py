"""The rounds of a calibration on worlds given as formulas: where they end, in which order, and when they give up."""

import math
from pathlib import Path
from statistics import NormalDist

import pytest

from sim.experiments.calibrate.economy_file import economy_text, key_lines
from sim.experiments.calibrate.moments import Moment
from sim.experiments.calibrate.observing import OBSERVERS, Seen
from sim.experiments.calibrate.rules import RULES
from sim.experiments.calibrate.settle import LEAST_ROUNDS, MOST_ROUNDS, look_at, settle, with_values
from sim.scenario.economy_schema import STAGES, Economy
from sim.scenario.files import load_economy
from sim.scenario.scenario_schema import Scenario, Sourced

TITLES = {"title", "title_zh"}


def moment(name: str, key: str, rule: str, target: float | None, stage: str | None = None, **other: float) -> Moment:
    numbers = {"strength": 1.0, "tolerance": 0.02} | other
    place = None if stage is None else STAGES.index(stage)
    titles = (name, name)
    observer = OBSERVERS["chasing_money" if target is None else "closings"]
    return Moment(
        name, titles, f"economy.{key}", place, stage, observer, target, RULES[rule], **numbers, sourced=Sourced()
    )


READY = moment("ready", "rounds.outside_ready", "fewer_left", 0.7, "start_up")
WAIT = moment("wait", "listing.share", "power", 9.0, strength=0.5, tolerance=0.5)
HEAT = moment("heat", "rounds.heat_reference", "level", None)


YEARS = [
    Moment("pool", ("pool", "pool"), "economy.private.pool", at, str(at), OBSERVERS["private_sought"], None,
           RULES["level"], 1.0, 0.02, Sourced())
    for at in range(3)
]  # fmt: skip


def seen(*values: float | None) -> list[Seen]:
    return [Seen(value, 0.001) for value in values]


def linked(economy: Economy) -> list[Seen]:
    """More closings, more filings, longer waits; and money that is left over for want of companies."""
    closing = 1.0 - 0.5 * (1.0 - economy.rounds.outside_ready[1])
    return seen(closing, 0.9 * closing / economy.listing.share**2 / 100.0, 1e8 * (2.0 - closing))


def test_linked_moments_are_all_met(village: Scenario) -> None:
    told: list[int] = []
    found = settle(village.economy, (READY, WAIT, HEAT), linked, lambda number, _: told.append(number))
    assert [one.wrong for one in found.seen[-1]] == ["", "", ""]
    assert found.economy.rounds.outside_ready[1] == pytest.approx(0.4, abs=1e-3)
    assert found.economy.listing.share == pytest.approx((0.9 * 0.7 / 900.0) ** 0.5, rel=0.05)
    assert found.economy.rounds.heat_reference == pytest.approx(1.3e8, rel=0.01)
    assert found.rounds == LEAST_ROUNDS
    assert told == list(range(LEAST_ROUNDS + 1))


def test_nothing_else_moves(village: Scenario) -> None:
    found = settle(village.economy, (READY,), lambda economy: linked(economy)[:1]).economy
    old, new = village.economy.model_dump(), found.model_dump()
    old["rounds"]["outside_ready"], ready = None, new["rounds"]["outside_ready"]
    new["rounds"]["outside_ready"] = None
    assert new == old
    assert [ready[0], *ready[2:]] == [village.economy.rounds.outside_ready[at] for at in (0, 2, 3, 4)]


def test_keys_of_one_section_stand_together_whatever_is_set_between_them(village: Scenario, tmp_path: Path) -> None:
    found = settle(village.economy, (READY, WAIT, HEAT), linked)
    keys = key_lines(found.economy, found.seen[-1], 'by "hand"')
    text = economy_text(village, keys, "by hand", tmp_path)
    made = tmp_path / "made.toml"
    made.write_text(text, encoding="utf-8")
    assert text.count("[rounds]") == text.count("[listing]") == 1
    assert load_economy(made).model_dump(exclude=TITLES) == found.economy.model_dump(exclude=TITLES)


def test_an_economy_that_meets_all_is_left_as_it_is(village: Scenario) -> None:
    first = settle(village.economy, (READY, WAIT, HEAT), linked)
    again = settle(first.economy, (READY, WAIT, HEAT), linked)
    assert again.rounds == 0
    assert again.economy == first.economy


def test_a_key_is_set_on_what_is_seen_once_those_before_it_are_set(village: Scenario) -> None:
    """The first round already leaves no error of the level, which hangs on the key before it."""
    found = settle(village.economy, (READY, HEAT), lambda economy: [linked(economy)[at] for at in (0, 2)])
    closing, level = found.seen[1]
    assert closing.seen.value is not None
    assert level.key == pytest.approx(1e8 * (2.0 - closing.seen.value), rel=1e-3)


def test_keys_that_act_on_each_other_do_not_swing(village: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nearly all that one does is undone by the other: by the rules alone a miss shrinks by a twentieth a round."""
    left = moment("left", "company.selection_shift", "add_log_odds", 0.6, "seed")
    right = moment("right", "managers.bar", "threshold", 0.6, "seed", strength=0.3)

    def look(economy: Economy) -> list[Seen]:
        shift, bar = economy.company.selection_shift[0], math.log(economy.managers.bar[0]) / 0.3
        chance = 1.0 / (1.0 + math.exp(-(shift + 0.95 * bar)))
        return seen(chance, NormalDist().cdf(bar - shift))

    found = settle(village.economy, (left, right), look)
    assert [one.wrong for one in found.seen[-1]] == ["", ""]
    assert found.rounds <= 8
    monkeypatch.setattr("sim.experiments.calibrate.settle.overshot", lambda before, state: False)
    assert settle(village.economy, (left, right), look).seen[-1][0].wrong == "missed"


def test_the_line_between_two_misses_is_exact_where_the_answer_is_straight(village: Scenario) -> None:
    """Log odds of the moment are 2.5 times the key: the rule alone would miss by more and more."""

    def look(economy: Economy) -> list[Seen]:
        return seen(1.0 / (1.0 + math.exp(-2.5 * economy.company.selection_shift[0])))

    shift = moment("shift", "company.selection_shift", "add_log_odds", 0.6, "seed", tolerance=0.001)
    found = settle(village.economy, (shift,), look)
    assert found.seen[-1][0].wrong == ""
    assert found.economy.company.selection_shift[0] == pytest.approx(math.log(1.5) / 2.5, abs=1e-3)
    assert found.rounds == LEAST_ROUNDS


def test_another_world_may_differ_by_chance_from_the_one_that_keys_are_set_in(village: Scenario) -> None:
    (one,) = look_at(village.economy, (READY,), lambda _: [Seen(0.75, 0.03)])
    (other,) = look_at(village.economy, (READY,), lambda _: [Seen(0.75, 0.03)], check=True)
    (far,) = look_at(village.economy, (READY,), lambda _: [Seen(0.78, 0.03)], check=True)
    assert (one.wrong, other.wrong, far.wrong) == ("missed", "", "missed")


def test_what_a_pool_is_by_definition_is_not_judged_where_it_is_shared(village: Scenario) -> None:
    pooled = with_values(village.economy, [(one, 5e8) for one in YEARS])
    assert {one.wrong for one in look_at(pooled, YEARS, lambda _: seen(*(6e8,) * 3))} == {"missed"}
    assert {one.wrong for one in look_at(pooled, YEARS, lambda _: seen(*(6e8,) * 3), check=True)} == {""}
    assert {one.wrong for one in look_at(pooled, YEARS, lambda _: seen(*(None,) * 3), check=True)} == {"unobserved"}


def test_the_years_of_a_key_are_as_many_as_moments_set_and_met_after_one_round(village: Scenario) -> None:
    """What is asked of a market does not hang on the pool where money is always there."""
    sought = (5e8, 4e8, 0.0)
    old = village.economy.model_copy(
        update={"private": village.economy.private.model_copy(update={"pool": (1e9,) * 5})}
    )
    for economy in (village.economy, old):
        found = settle(economy, YEARS, lambda _: seen(*sought[:2], 3.33333e8))
        assert [one.wrong for one in found.seen[1]] == ["", "", ""]
        assert found.economy.private.pool == (5e8, 4e8, 3.333e8)
    none = settle(village.economy, YEARS, lambda _: seen(*sought))
    assert [one.wrong for one in none.seen[-1]] == ["", "", "bound"]


def test_a_moment_without_observations_ends_it_at_once(village: Scenario) -> None:
    found = settle(village.economy, (READY, WAIT), lambda economy: seen(0.7, None))
    assert [one.wrong for one in found.seen[-1]] == ["", "unobserved"]
    assert found.rounds == 0


def test_a_target_that_funds_exceed_alone_leaves_the_key_at_its_bound(village: Scenario) -> None:
    found = settle(village.economy, (READY,), lambda economy: seen(1.0 - 0.2 * (1.0 - economy.rounds.outside_ready[1])))
    assert found.seen[-1][0].key == 0.0
    assert found.seen[-1][0].wrong == "bound"
    assert found.rounds == 2


def test_what_answers_to_nothing_is_given_up(village: Scenario) -> None:
    found = settle(village.economy, (HEAT,), lambda economy: seen(economy.rounds.heat_reference * 1.1))
    assert found.seen[-1][0].wrong == "missed"
    assert found.rounds == MOST_ROUNDS


@pytest.mark.parametrize(("value", "se", "wrong"), [(0.715, 0.001, ""), (0.73, 0.04, ""), (0.73, 0.02, "missed")])
def test_met_is_within_tolerance_or_one_standard_error(village: Scenario, value: float, se: float, wrong: str) -> None:
    found = settle(village.economy, (READY,), lambda economy: [Seen(value, se)])
    assert found.seen[0][0].wrong == wrong
