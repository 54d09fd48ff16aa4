"""The levers: measured from where the economy was calibrated, nothing moves there, exactly."""

import dataclasses
import math

import pytest

from sim.economy import laws
from sim.economy.levers import AT_BASES, FACTORS, FACTS, SHIFTS, Levers, levers, zero
from sim.scenario.articles import without
from sim.scenario.articles_schema import SWITCHED
from sim.scenario.city_schema import Bases, OpenLabs, OutsideCapital, Partners
from sim.scenario.credit_schema import PrivateAccess
from sim.scenario.disposal_schema import Deadline
from sim.scenario.economy_schema import SECTORS
from sim.scenario.files import read_policy
from sim.scenario.pipeline_schema import Assessment, Chain, Coordination, Matching, Platform
from sim.scenario.policy_schema import Policy
from sim.scenario.response_schema import Response
from tests.engine.worlds import BOOKS

# A rule book with everything on, by hand, and people who answer to all of it.
ON = Policy(
    chain=Chain(channels=0.2, evaluators_factor=1.25, promote_factor=0.9),
    assessment=Assessment(title_quota=0.10, kpi_weight=0.20),
    platform=Platform(intensity=1.0, joint_factor=0.6, capacity_factor=1.5),
    matching=Matching(channels_info=0.1, match_factor=0.85, noise_factor=0.9, noise_factor_market=0.8),
    private_access=PrivateAccess(transfer=0.5),
    coordination=Coordination(review_factor=0.9),
    clock=Deadline(publish=0.1),
    bases=Bases(sectors=("biology", "aerospace")),
    open_labs=OpenLabs(intensity=1.0, cost_cut=0.05, mobility_rate=0.05),
    outside_capital=OutsideCapital(roadshows=1.0),
    partners=Partners(lp_open=0.1),
)
ANSWERS = Response(
    quota=0.10,
    kpi=0.15,
    quota_time=0.05,
    platform_on_discovery=0.1,
    platform_on_landing=0.2,
    ownership=0.1,
    rush=0.8,
    transfer=0.06,
    cluster=0.05,
    base_on_landing=0.1,
    base_on_staying=0.2,
    labs=0.05,
    mobility=0.05,
    roadshow_on_fill=0.05,
    roadshow_on_ready=0.1,
    roadshow_on_landing=0.1,
    outside_pull=0.2,
)
NOWHERE = (0.0,) * len(SECTORS)
UNMOVED = dict.fromkeys(SHIFTS, 0.0) | dict.fromkeys(FACTORS, 1.0) | dict.fromkeys(AT_BASES, NOWHERE)


def test_every_field_is_made_in_one_place() -> None:
    made = [*SHIFTS, *FACTORS, *FACTS, *AT_BASES]
    assert sorted(made) == sorted(one.name for one in dataclasses.fields(Levers))


def measured(found: Levers) -> dict[str, object]:
    """The parts that are measured from somewhere: all but what a company has received."""
    return {name: getattr(found, name) for name in UNMOVED}


@pytest.mark.parametrize("book", BOOKS)
def test_with_all_articles_off_nothing_moves_whatever_the_book_and_however_people_answer(book: str) -> None:
    off = without(read_policy(book).value, SWITCHED)
    assert measured(levers(off, ANSWERS, zero(ANSWERS, None))) == UNMOVED


def test_an_economy_calibrated_with_the_opinion_moves_nothing_under_the_book_that_it_names() -> None:
    answers = ANSWERS.model_copy(update={"anchor": 1})
    assert measured(levers(ON, answers, zero(answers, ON))) == UNMOVED


def test_parts_from_before_the_opinion_are_what_the_rule_book_says_by_hand() -> None:
    found = levers(ON, ANSWERS, zero(ANSWERS, None))
    by_hand = {
        "channels_on_discovery": 0.2,
        "platform_on_discovery": 0.1,
        "information_on_discovery": 0.1,
        "chain_on_evaluators": 1.25,
        "platform_on_approvers": 1.5,
        "matching_on_evaluation_noise": 0.9,
        "matching_on_managers_noise": 0.8,
        "platform_on_review": 0.6,
        "coordination_on_review": 0.9,
        "platform_on_approval": 0.6,
        "push_on_negotiation": 0.9,
        "posts_on_negotiation": 0.95,
        "matching_on_negotiation": 0.85,
        "posts_on_conversion": 0.10,
        "weights_on_conversion": 0.30,
        "transfer_on_conversion": 0.03,
        "platform_on_landing": 0.2,
        "ownership_on_conversion": 0.05,  # from half of the rights to all of them
        "publication_on_discovery": 0.1,
        "rush_on_negotiation": 0.8,
        "roadshows_on_landing": 0.1,
        "labs_on_advance": 0.05,
        "mobility_on_advance": 0.025,
        "pull_on_leaving": 0.2,
        "labs_on_runway": 1 / 0.95,
        "roadshows_on_ready": 0.1,
        "partners_on_fill": 0.1,
        "roadshows_on_fill": 0.05,
    }
    assert {name: getattr(found, name) for name in by_hand} == pytest.approx(by_hand)


def test_parts_of_a_base_are_those_of_its_industries() -> None:
    found = levers(ON, ANSWERS, zero(ANSWERS, None))
    for name, part in (("bases_on_landing", 0.1), ("cluster_on_advance", 0.05), ("bases_on_staying", -0.2)):
        by_sector = dict(zip(SECTORS, getattr(found, name), strict=True))
        assert by_sector == pytest.approx({one: part if one in ON.bases.sectors else 0.0 for one in SECTORS})


def test_from_with_the_opinion_what_is_off_moves_the_other_way() -> None:
    answers = ANSWERS.model_copy(update={"anchor": 1})
    off = without(Policy(), SWITCHED)
    found, before = levers(off, answers, zero(answers, ON)), levers(ON, ANSWERS, zero(ANSWERS, None))
    for name, value in UNMOVED.items():
        other, own = getattr(before, name), getattr(found, name)
        if name in AT_BASES:
            assert own == pytest.approx([-part for part in other])
        else:
            assert own == pytest.approx(1.0 / other if value else -other)


def test_an_anchor_needs_the_book_that_the_economy_was_calibrated_with() -> None:
    with pytest.raises(ValueError, match="anchor"):
        zero(ANSWERS.model_copy(update={"anchor": 1}), None)


def test_what_all_articles_add_to_discovery_is_one_sum() -> None:
    """Odds of one to one, moved by log odds that sum to ln 3: three to one."""
    parts = (0.5 * math.log(3.0), 0.25 * math.log(3.0), 0.125 * math.log(3.0), 0.125 * math.log(3.0))
    assert laws.discovered(0.5, *parts) == pytest.approx(0.75)
    assert laws.discovered(0.32, 0.0, 0.0, 0.0, 0.0) == 0.32


@pytest.mark.parametrize(
    ("chance", "shift", "moved"), [(0.32, 0.2, 0.365), (0.6, 0.10, 0.6237), (0.6, 0.2, 0.647), (0.30, 0.1, 0.321)]
)
def test_chances_move_by_their_log_odds(chance: float, shift: float, moved: float) -> None:
    assert laws.moved_odds(chance, shift) == pytest.approx(moved, abs=5e-4)
