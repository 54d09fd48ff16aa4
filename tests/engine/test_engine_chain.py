"""The engine, with quality, skill, market, queue and funds switched off, reproduces the published stage chain (D16)."""

from pathlib import Path

import pytest

from sim.economy.streams import Draws
from sim.engine.reference import simulate
from sim.ledger.history import History
from sim.scenario.files import load

VILLAGE = Path(__file__).parents[1] / "village.toml"
NEUTRAL = (
    "horizon_years=60",
    "economy.pipeline.shelf=4000",
    "economy.pipeline.evaluators=1000",
    "economy.pipeline.conversion=1.0",
    "economy.managers.slots=0",
    "economy.rounds.heat_elasticity=0.0",
    "economy.rounds.outside_ready=[1.0, 0.70, 0.85, 0.95, 0.97]",
    "economy.company.quality_on_odds=0.0",
    "economy.company.selection_shift=0.0",
    "economy.company.quality_on_step=0.0",
    "economy.company.market_sigma=0.0",
    "economy.listing.share=1.0",
)
# calibration 8.1: advance .46 .55 .55 .45, and from a seed deal: listing ever .04636, trade sale ever .1773
ADVANCE = (0.46, 0.55, 0.55, 0.45)


@pytest.fixture(scope="module")
def history() -> History:
    return simulate(load(VILLAGE, policy="no-guidance-fund", settings=NEUTRAL), 0, draws=Draws(5, 0))


def close(count: int, of: int, share: float) -> bool:
    """Within three and a half standard errors of a binomial share."""
    return abs(count / of - share) < 3.5 * (share * (1.0 - share) / of) ** 0.5


def test_rounds_follow_the_published_chain_stage_by_stage(history: History) -> None:
    closed = [sum(r.stage == stage for r in history.rounds) for stage in range(5)]
    assert closed[0] == len(history.companies)
    assert closed[0] > 3000
    for stage, share in enumerate(ADVANCE):
        assert close(closed[stage + 1], closed[stage], share), (stage, closed)


def test_ends_of_seed_deals_follow_the_published_routes(history: History) -> None:
    ends = [company.end for company in history.companies]
    # A few companies of 60 years are still in the queue or alive; they count as neither.
    assert close(ends.count("listed"), len(ends), 0.04636)
    assert close(ends.count("trade_sale") + ends.count("expired_filing"), len(ends), 0.1773)
    assert close(ends.count("failed") + ends.count("no_money"), len(ends), 0.77633)


def test_nobody_pays_without_being_asked(history: History) -> None:
    """Without funds all money of rounds comes from outside investors."""
    assert all(r.outside_fen == r.raised_fen and r.lead == "outside" for r in history.rounds)
