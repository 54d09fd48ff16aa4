"""Administrative selection in the engine: who waits, who errs, who is asked first; and nobody where it is off."""

from functools import cache
from pathlib import Path

import pytest

from sim.engine.reference import simulate
from sim.ledger.history import NEVER, History
from sim.scenario.files import load

VILLAGE = Path(__file__).parents[2] / "village.toml"
ON = "policy.selection.administrative=true"
RICH = (
    "policy.budget.yearly=[200e6, 200e6]",
    "policy.budget.stage_equity_share=1.0",
    "policy.budget.co_investment_share=0.0",
    "policy.budget.risk_subsidy_share=0.0",
)
HALF_A_YEAR = 183


@cache
def run(replication: int, *sets: str) -> History:
    return simulate(load(VILLAGE, settings=sets), replication, tell=True)


def digest(*sets: str) -> list[bytes]:
    return [run(replication, *sets).postings.digest() for replication in range(3)]


def test_its_numbers_do_nothing_while_it_is_off() -> None:
    numbers = ("noise_factor=5.0", "skill_loss=3.0", "delay_months=36.0")
    assert digest(*(f"policy.selection.{one}" for one in numbers)) == digest()


def test_at_no_noise_no_loss_and_no_delay_it_does_nothing() -> None:
    numbers = ("noise_factor=1.0", "skill_loss=0.0", "delay_months=0.0")
    assert digest(ON, *(f"policy.selection.{one}" for one in numbers)) == digest()


def test_without_public_money_it_does_nothing() -> None:
    empty = "policy.budget.yearly=[]"
    assert digest(empty, ON, 'policy.selection.order="slot"') == digest(empty)


def test_an_approved_fund_raises_money_half_a_year_later_and_others_at_once() -> None:
    seen = {True: 0, False: 0}
    for replication in range(3):
        plain = {fund.name: fund for fund in run(replication, *RICH).funds}
        late = {fund.name: fund for fund in run(replication, *RICH, ON).funds}
        for name, fund in late.items():
            if name not in plain or fund.number or min(fund.set_up, plain[name].set_up) == NEVER:
                continue  # later funds follow the earlier ones' fate
            approved = fund.approved != NEVER
            seen[approved] += 1
            assert fund.set_up - plain[name].set_up == (HALF_A_YEAR if approved else 0)
    assert seen[True] > 0


def test_sub_funds_see_with_more_noise_and_others_see_what_they_saw() -> None:
    noisy = (*RICH, ON, "policy.selection.delay_months=0.0", "policy.selection.skill_loss=0.0")
    public = {fund.name for fund in run(0, *noisy).funds if fund.public_fen}
    signals = [
        {step.about: step.facts["x"] for step in run(0, *sets).story if step.what == "fund.signal"}
        for sets in (RICH, noisy)
    ]
    shared = signals[0].keys() & signals[1].keys()
    assert {about[1] in public for about in shared} >= {True}
    for about in shared:
        assert (signals[0][about] != signals[1][about]) == (about[1] in public)


def test_a_sub_fund_leads_a_new_company_half_a_year_after_its_yes() -> None:
    waits: list[int] = []
    for replication in range(4):
        history = run(replication, *RICH, ON)
        public = {fund.name for fund in history.funds if fund.public_fen}
        yes: dict[tuple[str, ...], int] = {}
        for step in history.story:
            if step.what == "fund.signal" and step.facts["accepted"] and step.about[1] in public:
                yes.setdefault(step.about, step.day)
            if step.what == "company.round_closed" and step.about[1] in public and step.facts["stage"] == "seed":
                waits.append(step.day - yes[step.about])
    assert waits
    assert min(waits) >= 182  # two quarters of 91 days


def test_by_slot_the_first_applicant_of_a_call_is_the_lowest_slot() -> None:
    poor = ("policy.budget.yearly=[20e6, 20e6, 20e6]", 'policy.selection.order="slot"')
    for replication in range(3):
        answers: dict[int, list[int]] = {}
        for step in run(replication, *poor).story:
            if step.what in ("fund.approved", "fund.refused"):
                answers.setdefault(step.day, []).append(int(step.about[0].split()[1].split(".")[0]))
        assert answers
        assert all(slots == sorted(slots) for slots in answers.values())


@pytest.mark.parametrize("reuse", ["true", "false"])
def test_receipts_that_may_not_be_used_again_go_home_while_unspent_money_stays(reuse: str) -> None:
    early = 0
    for replication in range(3):
        postings = run(replication, *RICH, f"policy.budget.reuse_receipts={reuse}").postings
        remitted = postings.rows["kind"] == postings.kinds.index("remittance") if "remittance" in postings.kinds else []
        days = postings.rows["day"][remitted]
        early += int((days < 2192).sum())  # the closing is six years after the start, two leap days included
        assert (days == 2192).any()
    assert (early == 0) == (reuse == "true")
