"""Laws of the instruments beside the fund on random rule books: money conserved, caps kept, lines never overdrawn."""

from collections import defaultdict
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.reference import simulate
from sim.ledger.auditor import audit
from sim.ledger.history import History
from sim.ledger.vocabulary import GUIDANCE_LINES, guidance_cash
from sim.scenario.files import load

VILLAGE = Path(__file__).parents[2] / "village.toml"
RATE = st.sampled_from([0.0, 0.2, 0.6, 1.0])
CAP = st.sampled_from([0.0, 0.4e6, 2e6])


def set_keys(section: str, **values: object) -> list[str]:
    return [f"policy.{section}.{name}={str(value).lower()}" for name, value in values.items()]


@settings(derandomize=True, deadline=None, max_examples=30)
@given(
    rates=st.lists(RATE, min_size=5, max_size=5),
    trigger=st.sampled_from(["exit", "bankruptcy"]),
    window=st.sampled_from([0.0, 1.5, 3.0]),
    base=st.sampled_from(["private", "all"]),
    deal=CAP,
    year=CAP,
    reserve=st.sampled_from([0.0, 0.03]),
    switches=st.lists(st.booleans(), min_size=6, max_size=6),
    pre=CAP,
    post=CAP,
    guarantee=RATE,
    per_fund=CAP,
    scope=st.sampled_from(["sub_funds", "all"]),
    shares=st.sampled_from(
        ["0.2 0.2 0.2 0.2 0.2", "0.0 0.0 0.5 0.3 0.2", "0.3 0.1 0.0 0.3 0.3", "0.5 0.2 0.3 0.0 0.0"]
    ),
    recycle=st.sampled_from([0.0, 4.0, 10.0]),
    replication=st.integers(0, 3),
)
def test_money_is_conserved_and_caps_hold_under_random_rule_books(
    rates: list[float],
    trigger: str,
    window: float,
    base: str,
    deal: float,
    year: float,
    reserve: float,
    switches: list[bool],
    pre: float,
    post: float,
    guarantee: float,
    per_fund: float,
    scope: str,
    shares: str,
    recycle: float,
    replication: int,
) -> None:
    names = ("stage_equity", "risk_subsidy", "loss_compensation", "guarantee_grant", "loss_guarantee")
    keys = [f"policy.budget.{name}_share={share}" for name, share in zip(names, shares.split(), strict=True)]
    keys += ["policy.budget.co_investment_share=0.0", f"policy.budget.recycle_until_year={recycle}"]
    keys += set_keys(
        "loss_compensation",
        rate_by_stage=rates,
        trigger=trigger,
        window_years=window,
        base=base,
        cap_per_deal=deal,
        cap_per_company=1.5 * deal,
        cap_per_manager_year=year,
        manager_reserve_rate=reserve,
        local_only=switches[0],
        preregister=switches[1],
        deduct_subsidy=switches[2],
    )
    keys += set_keys(
        "guarantee_grant",
        pre_grant=pre,
        post_grant=post,
        clawback=switches[3],
        coached_only=switches[4] and pre > 0.0,
        local_only=switches[5],
    )
    keys += set_keys("loss_guarantee", rate=guarantee, cap_per_fund=per_fund, scope=scope)
    history = simulate(load(VILLAGE, settings=keys), replication, tell=True)
    assert audit(history.postings) == []
    assert_lines_cover_their_places(history)
    assert_caps(history, deal, pre, post, per_fund)


def assert_lines_cover_their_places(history: History) -> None:
    """At the end, uncommitted, not set up and undrawn money is the guidance fund's cash, and no line is below zero."""
    p = history.postings
    cash: dict[str, int] = defaultdict(int)
    for row in p.rows:
        cash[p.accounts[row["debit"]]] += int(row["fen"])
        cash[p.accounts[row["credit"]]] -= int(row["fen"])
        for line in GUIDANCE_LINES:
            assert cash[guidance_cash(line)] >= 0
    places: dict[str, int] = defaultdict(int)
    for level in history.levels:
        places[level.place] += level.fen
        assert places[level.place] >= 0
    idle = places["uncommitted"] + places["not_set_up"] + places["undrawn"]
    assert idle == sum(cash[guidance_cash(line)] for line in GUIDANCE_LINES)


def assert_caps(history: History, deal: float, pre: float, post: float, per_fund: float) -> None:
    by_company: dict[tuple[str, str], int] = defaultdict(int)
    for step in history.story:
        if step.what == "loss.compensated":
            assert step.amount_fen <= int(step.facts["loss_fen"])
            assert deal == 0.0 or step.amount_fen <= deal * 100
            by_company[(step.about[0], step.about[1])] += step.amount_fen
        elif step.what == "grant.before":
            assert step.amount_fen <= pre * 100
        elif step.what == "grant.after":
            assert step.amount_fen <= post * 100
        elif step.what == "guarantee.paid":
            assert step.amount_fen <= int(step.facts["bound_fen"])
            assert per_fund == 0.0 or step.amount_fen <= per_fund * 100
    assert deal == 0.0 or all(fen <= 1.5 * deal * 100 for fen in by_company.values())
