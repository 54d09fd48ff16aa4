"""Who leads a round, with how much, and when outside investors do (record 0037)."""

import math
from collections import defaultdict
from pathlib import Path

from sim.engine.reference import simulate
from sim.ledger.history import History, Step
from sim.scenario.files import load
from sim.scenario.scenario_schema import Scenario

VILLAGE = Path(__file__).parents[2] / "village.toml"
WILLING = ("economy.managers.bar=0.01", "economy.fund.attempts=4", "economy.private.fill_median=1.0")


def village(*sets: str) -> Scenario:
    return load(VILLAGE, settings=sets, policy="no-guidance-fund")


def told(history: History, what: str) -> list[Step]:
    return [step for step in history.story if step.what == what]


def yeses(history: History) -> dict[tuple[str, int], list[Step]]:
    """Accepting signals of funds that do not hold the company yet, by company and day."""
    held = {(*step.about[:2],): step.day for step in reversed(told(history, "fund.invested"))}
    found: dict[tuple[str, int], list[Step]] = defaultdict(list)
    for step in told(history, "fund.signal"):
        company, fund = step.about
        if step.facts["accepted"] and held.get((fund, company), history.horizon + 1) >= step.day:
            found[(company, step.day)].append(step)
    return found


def test_of_the_willing_the_one_whose_careful_reading_is_best_leads() -> None:
    """A signal counts as far as its noise lets it: x / (1 + noise²), noise = base × exp(−effect × skill)."""
    scenario = village(*WILLING, "economy.managers.skill_on_noise=1.0")
    terms, led, loudest = scenario.economy.managers, 0, 0
    for replication in range(3):
        history = simulate(scenario, replication, tell=True)
        skill = {fund.name: fund.skill for fund in history.funds}
        opened = {(s.about[0], s.day) for s in told(history, "company.round_opened")}
        said = yeses(history)
        for one in history.rounds:
            about = (f"company {one.company}", one.day)
            if about not in opened or one.lead == "outside":
                continue
            seen = {step.about[1]: float(step.facts["x"]) for step in said[about]}
            noise = {fund: terms.signal_noise * math.exp(-terms.skill_on_noise * skill[fund]) for fund in seen}
            assert one.lead == max(seen, key=lambda fund: seen[fund] / (1.0 + noise[fund] ** 2))
            led += 1
            loudest += one.lead == max(seen, key=seen.__getitem__)
    assert led >= 30
    assert led - loudest >= 3  # the raw signal would have chosen others
