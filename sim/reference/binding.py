"""Funds that promise early investments for a higher public share (财建[2011]668号): who does, and what is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.clauses import levels, policy_duty, stage_equity
from sim.decisions import applying, raising
from sim.reference.world import World, fen
from sim.scenario.in_force import district_match

if TYPE_CHECKING:
    from sim.reference.managers import Attempt, Manager


def share_cap(world: World, bound: bool) -> float:
    """The largest public share of a fund, bound or not."""
    rules = world.policy.stage_equity
    return rules.early_cap if bound else rules.share_cap


def wants(world: World, manager: Manager, target_fen: int) -> bool:
    """Whether a manager that applies for a fund of that target promises to invest early, for the higher cap."""
    rules = world.policy.stage_equity
    if rules.early_cap == 0.0:
        return False
    free = _expected_size(world, manager, target_fen, rules.share_cap)
    bound = _expected_size(world, manager, target_fen, rules.early_cap)
    return applying.binds(float(free), float(bound), world.economy.managers.early_reluctance, rules.early_bound)


def _expected_size(world: World, manager: Manager, target: int, cap: float) -> int:
    """First close (fen) that a manager expects: its own lasting effect on private money, no luck, offers in full.

    Left out, as not known to it: the budget, and how large the largest partner will be.
    """
    rules, law, district = world.policy.stage_equity, world.economy.private, world.policy.levels.district
    offer = stage_equity.offer(target, cap, fen(rules.cap_per_fund), target, fen(rules.minimum_offer))
    offer = levels.first_offer(offer, target, rules.share_floor, rules.match_ratio, district.cap_all_levels)
    match = district_match(world.policy)
    beside = levels.district_offer(offer, target, match, target, rules.match_ratio, district.cap_all_levels)
    filled = raising.fill(law.fill_median, law.fill_sigma, law.persistence, manager.effect, 0.0)
    private = world.prepared.prospectus.private_money(target, filled, offer + beside)
    others = private + int(world.economy.fund.manager_commitment * target + 0.5)
    city, more = levels.commitments(
        offer, beside, match, cap, rules.match_ratio, district.cap_all_levels, others, others, False
    )
    return others + city + more


def owed(world: World, attempt: Attempt, city_fen: int, total_fen: int) -> float:
    """Share of its investments that a fund just set up owes to early rounds, because it used the higher cap."""
    rules = world.policy.stage_equity
    if not attempt.bound or not policy_duty.used_early_cap(city_fen, total_fen, rules.share_cap):
        return 0.0
    world.count("funds_bound_early")
    world.tell(
        (attempt.record.name,), "fund.bound_early", city_fen, "stage_equity.early_cap", early_share=rules.early_bound
    )
    return rules.early_bound
