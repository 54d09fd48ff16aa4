"""Purses of programmes: whatever happens, what was appropriated is paid, remitted, promised or still there."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine import codes
from sim.engine.base import open_account
from sim.engine.programmes import purses
from sim.engine.reference import simulate
from sim.engine.state import World
from sim.ledger.auditor import balances
from sim.ledger.postings import Postings
from sim.scenario.appropriation_schema import PROGRAMME_LINES, Mix, Shares
from sim.scenario.files import load
from tests.engine.hand_made import made, small_world
from tests.villages import VILLAGE

LINE = codes.SME_FUND
ABOUT = codes.ABOUT_COMPANY + 7
VERBS = ("appropriate", "pay", "commit", "draw", "release", "receive", "give_back")
STEPS = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(1, 1000)), max_size=40)
MONEY = (
    "policy.appropriation.yearly=[7e6, 9e6, 0, 11e6]",
    "policy.recognition.enabled=true",
    "policy.procurement.enabled=true",
    "economy.operations.mode=path",
)


def office() -> tuple[World, int]:
    """Purses, a treasury, and a company's account."""
    w = small_world()
    open_account(w, codes.OUTSIDE_CASH, 0, 1)
    made(w.levels, treasury=open_account(w, codes.TREASURY_CASH, 0, 0))
    purses.open_purses(w)
    return w, open_account(w, codes.COMPANY_CASH, 7, 1)


def move(w: World, company: int, verb: str, amount: int) -> None:
    """One verb, with as much of ``amount`` as there is."""
    purse = w.programmes[LINE]
    free, open_promise = min(amount, purses.free(w, LINE)), min(amount, purse.committed)
    if verb == "appropriate":
        purses.appropriate(w, LINE, amount)
    elif verb == "pay":
        purses.pay(w, LINE, company, free, codes.SUPPORT, ABOUT, codes.BY_RECOGNITION)
    elif verb == "commit":
        purses.commit(w, LINE, free, ABOUT, codes.BY_RECOGNITION)
    elif verb == "draw":
        purses.draw(w, LINE, company, open_promise, codes.SUPPORT, ABOUT, codes.BY_RECOGNITION)
    elif verb == "release":
        purses.release(w, LINE, open_promise, ABOUT, codes.BY_RECOGNITION)
    elif verb == "receive":
        purses.receive(w, LINE, company, amount, codes.SUPPORT, ABOUT, codes.BY_RECOGNITION)
    else:
        purses.give_back(w, LINE, amount % 2, amount % 3 % 2)


def moved(w: World, kind: int) -> int:
    return sum(one.fen for one in w.postings if one.kind == kind)


@settings(derandomize=True, deadline=None, max_examples=50)
@given(STEPS)
def test_no_sequence_of_verbs_makes_or_loses_a_fen(steps: list[tuple[str, int]]) -> None:
    w, company = office()
    for verb, amount in steps:
        move(w, company, verb, amount)
        purse = w.programmes[LINE]
        assert min(purse.available, purse.committed, purse.returned) >= 0
        assert purse.returned <= purse.available
        assert purse.available + purse.committed == w.accounts[purse.cash].balance
        assert w.accounts[purse.promised].balance == purse.committed
    came = moved(w, codes.PROGRAMME_APPROPRIATION)
    gone = moved(w, codes.PROGRAMME_REMITTANCE) + w.accounts[company].balance  # paid less received
    assert came == gone + purse.available + purse.committed if steps else came == 0


def test_what_is_not_kept_goes_back_and_what_came_home_by_its_own_rule() -> None:
    """100 of its own and 30 that came home: four ways to go through an anniversary."""
    left = {}
    for keeps in (0, 1):
        for reuses in (0, 1):
            w, company = office()
            move(w, company, "appropriate", 100)
            move(w, company, "receive", 30)
            purses.give_back(w, LINE, keeps, reuses)
            left[keeps, reuses] = purses.free(w, LINE)
    assert left == {(0, 0): 0, (0, 1): 30, (1, 0): 100, (1, 1): 130}


def test_the_year_s_own_money_is_spent_first() -> None:
    w, company = office()
    for verb, amount in (("appropriate", 100), ("receive", 30), ("pay", 110)):
        move(w, company, verb, amount)
    purses.give_back(w, LINE, 0, 1)
    assert purses.free(w, LINE) == 20


# ---- a whole world --------------------------------------------------------------------------------------------------


def by_line(postings: Postings, kind: str) -> dict[str, int]:
    """Fen of a kind of posting by the programme whose account it touches."""
    found = dict.fromkeys(PROGRAMME_LINES, 0)
    for row in postings.rows:
        if postings.kinds[row["kind"]] == kind:
            names = [postings.accounts[row[side]] for side in ("debit", "credit")]
            (line,) = [name.removeprefix("programme.").partition(":")[0] for name in names if name[:10] == "programme."]
            found[line] += int(row["fen"])
    return found


@settings(derandomize=True, deadline=None, max_examples=15)
@given(
    st.lists(st.integers(0, 100), min_size=6, max_size=6),
    st.lists(st.integers(0, 100), min_size=5, max_size=5),
    st.booleans(),
)
def test_on_random_shares_all_money_is_paid_remitted_or_promised(
    shares: list[int], legs: list[int], carry: bool
) -> None:
    whole, parts = max(sum(shares), 1), max(sum(legs), 1)
    sets = [
        f"policy.appropriation.shares.{key}={n / whole}" for key, n in zip(Shares.model_fields, shares, strict=True)
    ]
    sets += [f"policy.mix.{key}={n / parts}" for key, n in zip(Mix.model_fields, legs, strict=True)]
    sets += [f"policy.appropriation.carry={str(carry).lower()}", "policy.recognition.subsidy=123456.78"]
    postings = simulate(load(VILLAGE, settings=[*MONEY, *sets]), 0).postings
    kinds = ("programme_appropriation", "support", "capital_in", "programme_remittance")
    came, support, capital, back = (by_line(postings, kind) for kind in kinds)
    paid = {line: support[line] + capital[line] for line in PROGRAMME_LINES}
    held = balances(postings)
    left = {line: held.get(f"programme.{line}:cash", 0) for line in PROGRAMME_LINES}
    assert came == {line: paid[line] + back[line] + left[line] for line in PROGRAMME_LINES}
    assert sum(left.values()) == held.get("programme:commitments", 0)  # all that is free went back in the end
    mix, *others = (27e8 * n / whole for n in shares)
    due = dict(zip(PROGRAMME_LINES, [*(mix * n / parts for n in legs), *others], strict=True))
    assert came == {line: pytest.approx(due[line], abs=12) for line in PROGRAMME_LINES}  # a few fen a year are floored
