"""Signs on which the literature agrees, on paired draws of the village (T15, sections 8 and 9 of the regulation notes).

Concession (让利) draws private money where it is scarce and adds about nothing where it is abundant. A moderate public
share helps, a large one saturates or hurts. Asymmetric sharing resolves only modest failures: where gross returns are
poor, a scheme on the gain barely moves the private return (Jääskeläinen, Maula & Murray 2007, abstract).
"""

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from sim.decisions.prospectus import partners_irr
from sim.engine.reference import simulate
from sim.ledger.history import NEVER
from sim.scenario.files import load

VILLAGE = Path(__file__).parent.parent / "village.toml"
RICH = (
    "economy.managers.slots=12",
    "policy.budget.yearly=[400e6, 400e6, 400e6]",
    "policy.stage_equity.not_largest=false",
    "policy.stage_equity.cap_per_fund=0.0",
    "policy.risk_subsidy.rate=0.0",
)
NO_OPTION = "policy.stage_equity.option.enabled=false"


@cache
def outcome(*sets: str) -> tuple[float, int]:
    """Private money committed to funds (fen) and funds set up, summed over the same four replications."""
    scenario = load(VILLAGE, settings=(*RICH, *sets))
    private, funds = 0.0, 0
    for replication in range(4):
        for fund in simulate(scenario, replication).funds:
            private += fund.private_fen
            funds += fund.set_up != NEVER
    return private, funds


def gain(fill: float) -> float:
    """What the option at cost and interest adds to private money, over what comes without it."""
    scarce = f"economy.private.fill_median={fill}"
    return outcome(scarce)[0] / outcome(scarce, NO_OPTION)[0] - 1.0


def test_concession_draws_private_money_where_it_is_scarce() -> None:
    assert gain(0.35) > 0.1
    assert outcome("economy.private.fill_median=0.35")[1] > outcome("economy.private.fill_median=0.35", NO_OPTION)[1]


def test_concession_adds_about_nothing_where_money_is_abundant() -> None:
    assert abs(gain(5.0)) < 0.001


def test_the_effect_of_concession_falls_with_every_step_towards_abundance() -> None:
    gains = [gain(fill) for fill in (0.35, 0.6, 1.0, 5.0)]
    assert gains == sorted(gains, reverse=True)


def test_a_moderate_public_share_helps_and_a_large_one_hurts() -> None:
    """Private money rises with the cap, then falls: public money takes the place of private money in the target."""
    money = {cap: outcome(f"policy.stage_equity.share_cap={cap}")[0] for cap in (0.05, 0.4, 0.8)}
    assert money[0.4] > money[0.05]
    assert money[0.8] < money[0.4]


def test_the_number_of_funds_that_a_larger_public_share_adds_saturates() -> None:
    funds = [outcome(f"policy.stage_equity.share_cap={cap}")[1] for cap in (0.05, 0.25, 0.45, 0.65)]
    steps = [later - sooner for sooner, later in pairwise(funds)]
    assert steps[0] > 0
    assert steps[-1] < steps[0] / 2


@pytest.mark.parametrize("share", [0.1, 0.25])
def test_a_scheme_on_the_gain_barely_moves_partners_where_gross_returns_are_poor(share: float) -> None:
    """At a sure gross multiple of one there is no gain to buy; at the usual law the option is worth something."""
    moved = []
    for median, sigma in ((1.0, 0.0), (1.9, 0.62)):
        sets = (f"economy.private.gross_multiple_median={median}", f"economy.private.gross_multiple_sigma={sigma}")
        rates = []
        for option in ("true", "false"):
            scenario = load(
                VILLAGE,
                settings=(*RICH, *sets, f"policy.stage_equity.option.enabled={option}",
                          "policy.stage_equity.liquidation_preference=false"),
            )  # fmt: skip
            rates.append(partners_irr(scenario.economy, scenario.policy, share, 0.06))
        moved.append(rates[0] - rates[1])
    assert moved[0] == 0.0
    assert moved[1] > 0.003
