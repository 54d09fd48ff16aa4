"""What an investor expects of a company: the chain by hand, and against its simulated stories."""

import json
import math
import random
from pathlib import Path
from typing import Any

import pytest

from sim.decisions.valuation import Valuation, fees_to_come, posterior_quality
from sim.economy import fates
from sim.scenario.economy_schema import Economy
from sim.scenario.files import load_economy

ECONOMY = load_economy("beijing-2011")
FITTED = json.loads((Path(__file__).parents[2] / "scenarios/data/fitted_defaults.json").read_text(encoding="utf-8"))


def changed(room: str, **changes: Any) -> Economy:
    return Economy.model_validate(ECONOMY.model_dump() | {room: getattr(ECONOMY, room).model_dump() | changes})


def mean(median: float, sigma: float) -> float:
    return median * math.exp(sigma * sigma / 2)


def test_with_the_shift_undone_the_published_chain_comes_out() -> None:
    # without the shift and without quality in prices the row of 8.1 is all there is
    valuation = Valuation(changed("company", quality_on_step=0.0, selection_shift=0.0))
    company = ECONOMY.company
    exits = failed = 0.0
    for stage in (4, 3, 2, 1, 0):
        a, t, f = company.advance[stage], company.trade_sale[stage], company.filing[stage]
        exits = a * mean(company.step_median[stage], 0.565) * exits + t * mean(1.572, 1.0) + f * mean(1.5, 0.6)
        failed = a * failed + 1 - a - t - f
        assert valuation.expected_multiple(stage, 0.0) == pytest.approx(exits + failed * 0.4 * 0.5, rel=1e-12)


def test_means_lie_near_the_published_capped_ones() -> None:
    # the published means are simulated (0.02 of noise), capped at 300 times (3 % of a seed deal, 1 % and less later)
    # and hold no quality in prices
    valuation = Valuation(changed("company", quality_on_step=0.0, selection_shift=0.0))
    for stage, entry in enumerate(FITTED["stage_chain"]["by_entry"]):
        excess = valuation.expected_multiple(stage, 0.0) - entry["mean_cap300"]
        assert -0.02 < excess < (0.08 if stage == 0 else 0.04)


def test_quality_adds_to_prices_as_well_as_to_odds() -> None:
    # each step of a company of quality 1 is exp(0.05) higher: between one and four steps in a seed deal's exits
    plain = Valuation(changed("company", quality_on_step=0.0)).expected_multiple(0, 1.0)
    assert 1.0 < Valuation(ECONOMY).expected_multiple(0, 1.0) / plain < math.exp(0.2)


@pytest.mark.parametrize("stage", range(5))
def test_better_companies_are_worth_more_and_later_money_less(stage: int) -> None:
    valuation = Valuation(ECONOMY)
    grid = [-4.5, -4.0, -1.23, 0.0, 0.05, 1.0, 3.99, 4.0]
    multiples = [valuation.expected_multiple(stage, q) for q in grid]
    values = [valuation.present_value(stage, q) for q in grid]
    assert multiples == sorted(multiples)
    assert values == sorted(values)
    assert all(value < multiple for value, multiple in zip(values, multiples, strict=True))
    assert multiples[0] == multiples[1]  # constant beyond the grid


def test_between_grid_points_values_are_interpolated() -> None:
    valuation = Valuation(ECONOMY)
    ends = valuation.expected_multiple(1, 0.3), valuation.expected_multiple(1, 0.4)
    assert valuation.expected_multiple(1, 0.325) == pytest.approx(0.75 * ends[0] + 0.25 * ends[1])


def test_without_a_discount_rate_present_and_expected_value_agree() -> None:
    valuation = Valuation(changed("exercise", discount_rate=0.0))
    for stage in range(5):
        assert valuation.present_value(stage, 0.7) == pytest.approx(valuation.expected_multiple(stage, 0.7), rel=1e-12)


def test_the_present_value_of_a_mature_company_by_hand() -> None:
    sure_times = {"trade_sale_sigma": 0.0, "filing_sigma": 0.0, "failure_sigma": 0.0, "stall_share": 0.0}
    economy = changed("company", **sure_times)
    patient = economy.listing.model_copy(update={"expected_wait_months": 6.0})
    value = Valuation(economy.model_copy(update={"listing": patient})).present_value(4, 0.0)
    # .3 sold after 1.5 years, .4 file after 1.5, wait .5, locked up for 1; .3 fail after 2.5 and pay .2
    sold = 0.3 * mean(1.572, 1.0) * 1.15**-1.5
    listed = 0.4 * mean(1.5, 0.6) * 1.15**-3.0
    assert value == pytest.approx(sold + listed + 0.3 * 0.2 * 1.15**-2.5, rel=1e-12)


def simulated_value(economy: Economy, quality: float, uniform: random.Random) -> float:
    """Discounted proceeds of one company from its seed round, told with the engine's own laws."""
    company, laws = economy.company, fates.stage_laws(economy.company)
    shift = fates.log_odds_shift(company, 0, quality, 0.0)
    price, days = 1.0, 0.0
    for stage, law in enumerate(laws):
        outcome = fates.milestone(law, uniform.random(), shift, redraw=False)
        days += fates.time_in_stage_days(company, stage, outcome, uniform.random())
        if outcome == fates.STALL:
            outcome = fates.milestone(law, uniform.random(), shift, redraw=True)
            days += 365 + fates.time_in_stage_days(company, stage, outcome, uniform.random())
        if outcome == fates.ADVANCE and uniform.random() < law.funded:
            price *= fates.price_step(company, stage, quality, uniform.random())
            continue
        if outcome == fates.TRADE_SALE:
            price *= fates.trade_sale_multiple(company, uniform.random())
        elif outcome == fates.FILING:
            price *= fates.listing_multiple(company, uniform.random())
            days += 365 * 1.75
        else:
            price = fates.recovery(company, uniform.random(), uniform.random())
        break
    return price * 1.15 ** (-days / 365)


def test_the_present_value_is_the_mean_of_simulated_stories() -> None:
    # prices nearly sure, so that few stories suffice
    economy = changed("company", step_sigma=0.1, trade_sale_multiple_sigma=0.1, listing_multiple_sigma=0.1)
    uniform = random.Random(3)
    values = [simulated_value(economy, 0.5, uniform) for _ in range(20_000)]
    average = math.fsum(values) / len(values)
    error = math.sqrt(math.fsum((value - average) ** 2 for value in values)) / len(values)
    assert abs(Valuation(economy).present_value(0, 0.5) - average) < 4 * error
    assert error < 0.02 * average


def test_the_posterior_shrinks_a_signal_by_its_noise() -> None:
    assert posterior_quality(2.0, 1.0) == 1.0
    assert posterior_quality(2.0, 0.0) == 2.0
    assert posterior_quality(-3.0, 2.0) == pytest.approx(-0.6)


def test_fees_to_come_are_those_of_the_years_that_are_left() -> None:
    # 2 % of 100 for two years, then of 40 that runs off evenly over five: 4 and 2
    assert fees_to_come(0.02, 100.0, 40.0, 2.0, 5.0) == pytest.approx(6.0)
    assert fees_to_come(0.02, 100.0, 40.0, 0.0, 5.0) == pytest.approx(2.0)
    assert fees_to_come(0.02, 100.0, 40.0, 0.0, 0.0) == 0.0
