"""Who leads a round, with how much, and when outside investors do (record 0037)."""

import math
from collections import defaultdict
from pathlib import Path

import pytest

from sim.economy.laws import lognormal
from sim.economy.streams import Draws
from sim.engine.reference import simulate
from sim.ledger.history import History, Step
from sim.scenario.economy_schema import STAGES
from sim.scenario.errors import BadInput
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


def test_a_round_smaller_than_every_smallest_ticket_closes_with_one_fund_that_takes_all_of_it() -> None:
    """A million fen each (less where the dilution cap cuts), far below the smallest ticket of the smallest fund."""
    tiny = "economy.rounds.size_median=[1e4, 12e6, 30e6, 60e6, 100e6]"
    scenario = village(*WILLING, tiny, "economy.rounds.size_sigma=[0.0, 0.8, 0.8, 0.8, 0.8]")
    rounds = [one for r in range(2) for one in simulate(scenario, r).rounds if one.stage == 0 and one.lead != "outside"]
    assert len(rounds) >= 20
    assert all(one.funds_fen == one.size_fen <= 1_000_000 for one in rounds)
    assert all(one.cut or one.size_fen == 1_000_000 for one in rounds)


def test_a_holder_of_less_than_a_hundredth_is_not_offered_its_part() -> None:
    """Followed through the rounds from what was paid: whoever pays again held a hundredth before."""
    scenario = village(*WILLING, "economy.fund.smallest_ticket=0.0", "economy.rounds.smallest_ticket=0.0")
    followed = 0
    for replication in range(3):
        history = simulate(scenario, replication, tell=True)
        rounds = {(f"company {one.company}", one.day): one for one in history.rounds}
        owned: dict[tuple[str, str], float] = {}
        for (company, day), one in sorted(rounds.items(), key=lambda item: item[0][1]):
            after = one.pre_money_fen + one.raised_fen
            paid = {
                s.about[0]: s.amount_fen
                for s in told(history, "fund.invested")
                if s.about[1] == company and s.day == day
            }
            for pair, part in list(owned.items()):
                if pair[1] == company and pair[0] in paid:
                    assert part >= 0.01 - 1e-6
                    followed += 1
            for pair in [pair for pair in owned if pair[1] == company]:
                owned[pair] *= one.pre_money_fen / after
            for fund, amount in paid.items():
                owned[(fund, company)] = owned.get((fund, company), 0.0) + amount / after
    assert followed >= 10


OUTSIDERS = ("economy.rounds.outside_ready=[1.0, 1.0, 1.0, 1.0, 1.0]", "economy.rounds.runway_sigma=0.0")


def waited(history: History) -> list[tuple[int, int, str]]:
    """(stage, days from opening to closing, lead) of every round that closed."""
    opened = {(s.about[0], s.facts["stage"]): s.day for s in told(history, "company.round_opened")}
    return [
        (one.stage, one.day - opened[(f"company {one.company}", STAGES[one.stage])], one.lead) for one in history.rounds
    ]


@pytest.mark.parametrize(
    ("runway", "quarters", "seed", "later"),
    [(3.0, 4, 91, {91}), (1.2, 4, 91, {0, 91}), (1.0, 4, 91, {0}), (3.0, 1, 0, {0})],
)
def test_outsiders_lead_from_the_second_look_on_or_at_once_when_there_is_no_second(
    runway: float, quarters: int, seed: int, later: set[int]
) -> None:
    """A seed round may wait whatever the runway; of later ones only those whose money lasts a quarter more."""
    terms = (f"economy.rounds.runway_median={runway}", f"economy.rounds.quarters={quarters}")
    history = simulate(village("economy.managers.slots=0", *OUTSIDERS, *terms), 0, tell=True)
    found = waited(history)
    assert len(found) >= 40
    assert {days for stage, days, _ in found if stage == 0} == {seed}
    assert {days for stage, days, _ in found if stage > 0} == later


def test_beside_a_fund_that_leads_outsiders_fill_at_the_first_look() -> None:
    """Outsiders alone wait at seed; beside a lead they pay at once, and the round is full."""
    history = simulate(village(*WILLING, *OUTSIDERS), 0, tell=True)
    found = zip(waited(history), history.rounds, strict=True)
    filled = [one for (_, days, lead), one in found if days == 0 and lead != "outside" and one.outside_fen > 0]
    assert len(filled) >= 10
    assert all(one.raised_fen == one.size_fen for one in filled)
    assert min(days for stage, days, lead in waited(history) if stage == 0 and lead == "outside") == 91


BARS = (1.9, 2.2, 1.8, 1.6, 0.0)
BY_STAGE = f"economy.managers.bar={list(BARS)}"
COLD = "economy.rounds.heat_in_acceptance=false"


def test_a_manager_asks_what_the_stage_asks_whatever_the_heat_if_that_only_sets_the_price() -> None:
    """Without help the answer is expected multiple ≥ the stage's bar, where heat is far from one, too."""
    scenario = village(*WILLING[1:], BY_STAGE, COLD, "economy.rounds.heat_reference=50e6")
    answers: dict[int, list[bool]] = defaultdict(list)
    for replication in range(3):
        history = simulate(scenario, replication, tell=True)
        at = {(s.about[0], s.day): STAGES.index(str(s.facts["stage"])) for s in told(history, "company.round_opened")}
        for step in told(history, "fund.signal"):
            stage = at[(step.about[0], max(day for one, day in at if one == step.about[0] and day <= step.day))]
            assert step.facts["bar"] == BARS[stage]
            assert step.facts["accepted"] == (float(step.facts["value"]) >= BARS[stage])
            answers[stage].append(bool(step.facts["accepted"]))
    assert {any(said) and not all(said) for stage, said in answers.items() if stage < 3} == {True}
    assert all(answers[4])


def counted(history: History, what: str) -> int:
    return sum(history.counters.get(f"{what}_{stage}", 0) for stage in STAGES)


def test_heat_in_the_answer_refuses_what_heat_in_the_price_alone_does_not() -> None:
    """At some twice the fundamental value, 1.2 asked is 2.4 expected."""
    hot = (*WILLING[1:], "economy.managers.bar=1.2", "economy.rounds.heat_reference=5e6")
    found = [simulate(village(*hot, *more), 0) for more in ((), (COLD,))]
    refused, taken = (counted(history, "declined") / counted(history, "shown") for history in found)
    assert refused > taken + 0.2


def test_shown_and_declined_are_counted_for_those_that_do_not_hold_the_company() -> None:
    for replication in range(2):
        history = simulate(village(*WILLING[1:], "economy.managers.bar=2.0"), replication, tell=True)
        held = {(step.about[0], step.about[1]): step.day for step in reversed(told(history, "fund.invested"))}
        asked = [s for s in told(history, "fund.signal") if held.get((s.about[1], s.about[0]), s.day) >= s.day]
        assert counted(history, "shown") == len(asked)
        assert counted(history, "declined") == sum(not step.facts["accepted"] for step in asked) >= 20


@pytest.mark.parametrize(
    ("bar", "message"),
    [
        ("-1", "economy.managers.bar: is -1; must be 0 to 1000"),
        ("[1.5, 1.5]", "economy.managers.bar: has 2 entries; must have 5, one per stage"),
        ("[1.5, 1.5, 1.5, 1.5, -1]", "economy.managers.bar[4]: is -1; must be 0 to 1000"),
        ("true", "economy.managers.bar: is true; must be a number or list of 5 numbers, 0 to 1000"),
    ],
)
def test_a_bar_that_cannot_be_is_said_once(bar: str, message: str) -> None:
    with pytest.raises(BadInput) as refused:
        village(f"economy.managers.bar={bar}")
    assert str(refused.value) == f"--set: {message}"


SOLD = ("economy.rounds.size_rule=from_dilution", "economy.rounds.later_dilution=0.25")


def test_a_later_round_is_what_the_drawn_part_of_the_company_costs_at_its_price() -> None:
    """Without spread a quarter is sold: a third of the worth before the money, at hot and at cold prices."""
    scenario = village(*WILLING, *SOLD, "economy.rounds.seed_dilution_sigma=0.0", "economy.rounds.seed_dilution=0.1")
    later = 0
    for replication in range(2):
        history = simulate(scenario, replication)
        for one in (one for one in history.rounds if one.stage):
            assert one.pre_money_fen == pytest.approx(3.0 * one.size_fen, rel=1e-6)
            later += 1
    assert later >= 20


def test_with_spread_parts_are_drawn_by_company_and_stage_and_cut_at_the_cap() -> None:
    scenario = village("economy.managers.slots=0", *OUTSIDERS, *SOLD)
    terms, cut, free = scenario.economy.rounds, 0, 0
    for replication in range(4):
        drawn = Draws(scenario.seed, replication).stream("dilution")
        for one in (one for one in simulate(scenario, replication).rounds if one.stage):
            part = lognormal(drawn.u(one.company, one.stage), 0.25, terms.seed_dilution_sigma)
            sold = one.size_fen / (one.size_fen + one.pre_money_fen)
            assert sold == pytest.approx(min(part, terms.dilution_cap), rel=1e-5)
            assert one.cut == (part > terms.dilution_cap)
            cut, free = cut + one.cut, free + (not one.cut)
    assert cut >= 3
    assert free >= 20


def test_seed_rounds_are_those_of_drawn_sizes_and_a_larger_part_raises_more() -> None:
    """The sign of the key: what is raised after seed rises with the part that is sold; seed sizes do not move."""
    alone = ("economy.managers.slots=0", *OUTSIDERS)
    rules = ((), SOLD[:1], (SOLD[0], "economy.rounds.later_dilution=0.3"))
    found = [[one for r in range(2) for one in simulate(village(*alone, *rule), r).rounds] for rule in rules]
    seeds = [[(one.company, one.day, one.size_fen) for one in rounds if one.stage == 0] for rounds in found]
    assert seeds[0] == seeds[1] == seeds[2]
    later = [{(one.company, one.stage): one.size_fen for one in rounds if one.stage} for rounds in found]
    assert all(later[2][pair] >= size for pair, size in later[1].items() if pair in later[2])
    assert sum(later[2].values()) > 1.2 * sum(later[1].values())


def test_a_rule_of_sizes_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadInput, match=r'size_rule: is "fixed"; must be "drawn" or "from_dilution"'):
        village("economy.rounds.size_rule=fixed")
