"""The fate of a company: the published rows survive every adjustment."""

import math
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import special

from sim.economy import fates
from sim.economy.fates import ADVANCE, FAIL, FILING, STALL, TRADE_SALE
from sim.economy.streams import Draws
from sim.scenario.economy_schema import CompanyLaw
from sim.scenario.files import load_economy
from tests.economy.multiples import simulate_multiple

COMPANY = load_economy("beijing-2011").company
QUICK = settings(max_examples=50, derandomize=True, deadline=None)
SHARE = st.floats(0.0, 1.0)


def changed(**changes: Any) -> CompanyLaw:
    return CompanyLaw.model_validate({**COMPANY.model_dump(), **changes})


def two_draws(law: fates.StageLaw, shift: float = 0.0) -> tuple[float, float, float, float]:
    """Chances of the final outcome: a first draw, and a second one for those that stall."""
    advance, filing, trade_sale, failing = fates.shifted(law, shift)
    again = 1.0 + law.stall * failing
    return advance * again, filing * again, trade_sale * again, failing * (1.0 - law.stall + law.stall * failing)


@QUICK
@given(parts=st.tuples(SHARE, SHARE, SHARE, SHARE), funded=st.floats(0.3, 1.0), stall=st.floats(0.0, 0.9))
def test_a_row_holds_when_ready_companies_are_funded_with_chance_phi(
    parts: tuple[float, float, float, float], funded: float, stall: float
) -> None:
    total = math.fsum(parts)
    assume(total > 0.01)
    row = [part / total for part in parts]  # advance, trade sale, filing, fail
    assume(row[0] / funded + row[1] + row[2] <= 1.0)
    company = changed(
        advance=(row[0], 0.0, 0.0, 0.0, 0.0),
        trade_sale=(row[1], 0.5, 0.5, 0.5, 0.5),
        filing=(row[2], 0.5, 0.5, 0.5, 0.5),
        funded_when_ready=(funded, 1.0, 1.0, 1.0, 1.0),
        stall_share=stall,
    )
    law = fates.stage_laws(company)[0]
    advance, filing, trade_sale, failed = two_draws(law)
    assert advance * law.funded == pytest.approx(row[0], abs=1e-9)
    assert trade_sale == pytest.approx(row[1], abs=1e-9)
    assert filing == pytest.approx(row[2], abs=1e-9)
    assert failed + advance * (1.0 - law.funded) == pytest.approx(row[3], abs=1e-9)


def test_the_first_draw_of_a_seed_company_by_hand() -> None:
    # f = 1 - .46/.70 - .05 = .292857; f' = (-.7 + sqrt(.841429)) / .6 = .362157; rest × (1 - f') / (1 - f)
    law = fates.stage_laws(COMPANY)[0]
    assert law.failing == pytest.approx(0.362157, abs=1e-6)
    assert law.advance == pytest.approx(0.657143 * 0.637843 / 0.707143, abs=1e-6)
    assert law.trade_sale == pytest.approx(0.05 * 0.637843 / 0.707143, abs=1e-6)
    assert law.filing == 0.0


@QUICK
@given(stage=st.integers(0, 3), shift=st.floats(-3, 3))
def test_a_shift_moves_the_log_odds_of_advancing_and_leaves_the_rest_in_proportion(stage: int, shift: float) -> None:
    law = fates.stage_laws(COMPANY)[stage]
    advance, filing, trade_sale, failing = fates.shifted(law, shift)
    assert math.log(advance / (1 - advance)) == pytest.approx(math.log(law.advance / (1 - law.advance)) + shift)
    assert advance + filing + trade_sale + failing == pytest.approx(1.0)
    assert filing * law.failing == pytest.approx(law.filing * failing)
    assert trade_sale * law.failing == pytest.approx(law.trade_sale * failing)


@pytest.mark.parametrize("redraw", [False, True])
def test_milestones_occur_with_the_chances_of_the_law(redraw: bool) -> None:
    law = fates.stage_laws(COMPANY)[3]
    n = 20_000
    seen = Counter(fates.milestone(law, (i + 0.5) / n, 0.4, redraw) for i in range(n))
    advance, filing, trade_sale, failing = fates.shifted(law, 0.4)
    stall = 0.0 if redraw else 0.3 * failing
    expected = {ADVANCE: advance, FILING: filing, TRADE_SALE: trade_sale, STALL: stall, FAIL: failing - stall}
    assert set(seen) == {kind for kind, chance in expected.items() if chance > 0.0}
    for kind, chance in expected.items():
        assert seen[kind] / n == pytest.approx(chance, abs=2 / n)


@QUICK
@given(stage=st.integers(0, 4), u=st.floats(1e-9, 1 - 1e-9), low=st.floats(-3, 3), high=st.floats(-3, 3))
def test_a_better_company_never_meets_a_worse_milestone(stage: int, u: float, low: float, high: float) -> None:
    law = fates.stage_laws(COMPANY)[stage]
    from_good_to_bad = (ADVANCE, FILING, TRADE_SALE, STALL, FAIL)
    worse, better = sorted((low, high))
    before = from_good_to_bad.index(fates.milestone(law, u, worse, False))
    assert from_good_to_bad.index(fates.milestone(law, u, better, False)) <= before


def test_the_last_stage_never_advances() -> None:
    law = fates.stage_laws(COMPANY)[4]
    assert {fates.milestone(law, i / 100 + 0.005, 3.0, True) for i in range(100)} == {FILING, TRADE_SALE, FAIL}


def test_a_phi_that_leaves_no_room_to_fail_is_refused() -> None:
    with pytest.raises(ValueError, match=r"company.advance\[0\] / funded_when_ready\[0\].*exceeds 1"):
        fates.stage_laws(changed(funded_when_ready=(0.47, 0.85, 0.95, 0.97, 1.0)))


def test_quality_skill_and_selection_add_on_the_log_odds() -> None:
    # 0.30 q - 0.30 + 0.45 skill
    law = changed(selection_shift=-0.3)
    assert fates.log_odds_shift(law, 0, 1.0, 0.0) == pytest.approx(0.0)
    assert fates.log_odds_shift(law, 0, 0.0, 2.0) == pytest.approx(0.6)
    assert fates.log_odds_shift(law, 0, -1.0, -1.0) == pytest.approx(-1.05)


def test_one_shift_holds_for_all_stages_and_each_stage_may_have_its_own() -> None:
    assert changed(selection_shift=-0.3) == changed(selection_shift=[-0.3] * 5)
    own = changed(selection_shift=[0.1, -0.2, 0.3, 2.0, -2.0])
    shifts = [fates.log_odds_shift(own, stage, 0.5, -1.0) for stage in range(5)]
    assert shifts == pytest.approx([0.15 - 0.45 + shift for shift in (0.1, -0.2, 0.3, 2.0, -2.0)])


@pytest.mark.parametrize("bad", [2.01, [0.0] * 4, [0.0, 0.0, 0.0, 0.0, -2.5]])
def test_a_shift_beyond_two_or_for_other_than_five_stages_is_refused(bad: Any) -> None:
    with pytest.raises(ValueError, match="selection_shift"):
        changed(selection_shift=bad)


@QUICK
@given(stage=st.integers(0, 3), shift=st.floats(-2, 2))
def test_the_chance_of_advancing_is_that_of_two_draws(stage: int, shift: float) -> None:
    law = fates.stage_laws(COMPANY)[stage]
    assert fates.chance_of_advancing(law, shift) == pytest.approx(two_draws(law, shift)[0])
    row = COMPANY.advance[stage] / COMPANY.funded_when_ready[stage]
    assert fates.chance_of_advancing(law, 0.0) == pytest.approx(row)


def test_median_times_are_those_of_the_calibration() -> None:
    def time(stage: int, kind: int) -> int:
        return fates.time_in_stage_days(COMPANY, stage, kind, 0.5)

    # years × 365, rounded: 1.56, 2.0, 1.6; 1.5 sale and filing; 2.5 failure and stall
    assert [time(stage, ADVANCE) for stage in (0, 1, 2)] == [569, 730, 584]
    assert [time(4, kind) for kind in (TRADE_SALE, FILING, FAIL, STALL)] == [548, 548, 913, 913]


def test_prices_follow_their_laws() -> None:
    one_sigma = 0.5 * math.erfc(-1.0 / math.sqrt(2.0))
    assert fates.price_step(COMPANY, 1, 0.0, 0.5) == pytest.approx(1.725)
    assert fates.price_step(COMPANY, 1, 2.0, 0.5) == pytest.approx(1.725 * math.exp(0.1))
    assert fates.price_step(COMPANY, 0, 0.0, one_sigma) == pytest.approx(1.622 * math.exp(0.565))
    assert fates.trade_sale_multiple(COMPANY, one_sigma) == pytest.approx(1.572 * math.e)
    assert fates.listing_multiple(COMPANY, one_sigma) == pytest.approx(1.5 * math.exp(0.6))
    assert fates.recovery(COMPANY, 0.59, 0.8) == 0.0
    assert fates.recovery(COMPANY, 0.61, 0.8) == 0.8


def test_market_factors_are_an_autoregression_with_mean_one() -> None:
    z = [1.0, -2.0, 0.5]
    draws = Draws(1, 0)
    draws.override("market", lambda entity, ordinal: float(special.ndtr(z[ordinal])))
    first, second, third = fates.market_factors(
        changed(market_sigma=0.5, market_persistence=0.6), draws.stream("market"), 3
    )
    # m0 = .5; m1 = .6 × .5 + .5 × .8 × (-2) = -.5; m2 = .6 × (-.5) + .4 × .5 = -.1; less .5² / 2
    assert [math.log(first), math.log(second), math.log(third)] == pytest.approx([0.375, -0.625, -0.225])


def test_market_factors_do_not_depend_on_the_horizon_and_vanish_without_spread() -> None:
    long = fates.market_factors(COMPANY, Draws(4, 2).stream("market"), 80)
    assert fates.market_factors(COMPANY, Draws(4, 2).stream("market"), 10) == long[:10]
    assert fates.market_factors(changed(market_sigma=0.0), Draws(4, 2).stream("market"), 3) == [1.0, 1.0, 1.0]


def test_market_factors_before_the_start_go_back_from_its_first_year() -> None:
    z = {0: 1.0, 1: 0.0, 1001: -2.0, 1002: 0.5}
    draws = Draws(1, 0)
    draws.override("market", lambda entity, ordinal: float(special.ndtr(z[ordinal])))
    law = changed(market_sigma=0.5, market_persistence=0.6)
    found = fates.market_factors(law, draws.stream("market"), 2, 2)
    # m0 = .5; m-1 = .6 × .5 + .4 × (-2) = -.5; m-2 = .6 × (-.5) + .4 × .5 = -.1; m1 = .6 × .5; less .5² / 2
    assert [math.log(one) for one in found] == pytest.approx([-0.225, -0.625, 0.375, 0.175])


def test_years_before_the_start_move_none_after_it_and_are_as_like_each_other() -> None:
    law = changed(market_sigma=0.4, market_persistence=0.6)
    assert fates.market_factors(law, Draws(4, 2).stream("market"), 10, 5)[5:] == fates.market_factors(
        law, Draws(4, 2).stream("market"), 10
    )
    found = [fates.market_factors(law, Draws(1, r).stream("market"), 2, 3) for r in range(2000)]
    logs = np.log(np.array(found))
    assert logs.std(axis=0) == pytest.approx([0.4] * 5, abs=0.03)
    near = [float(np.corrcoef(logs[:, year], logs[:, year + 1])[0, 1]) for year in range(4)]
    assert near == pytest.approx([0.6] * 4, abs=0.06)


def test_a_simulated_multiple_follows_its_uniforms() -> None:
    laws = fates.stage_laws(COMPANY)
    ready, sold = 0.01, laws[1].advance + 0.001
    # seed: ready, funded, median step; start-up: sold at the median multiple
    story = iter([ready, 0.5, 0.5, sold, 0.5])
    assert simulate_multiple(COMPANY, laws, 0, lambda: next(story)) == pytest.approx(1.622 * 1.572)
    # ready, but no money (.71 > .70): fails and pays back .4 of cost
    story = iter([ready, 0.71, 0.9, 0.4])
    assert simulate_multiple(COMPANY, laws, 0, lambda: next(story)) == 0.4
    # stalls, then fails for good, total loss
    stalled = 1.0 - laws[0].failing + 0.001
    story = iter([stalled, 0.999, 0.3, 0.9])
    assert simulate_multiple(COMPANY, laws, 0, lambda: next(story)) == 0.0
    # no price above the cap
    story = iter([sold, 1 - 1e-12])
    assert simulate_multiple(COMPANY, laws, 1, lambda: next(story)) == 300.0
