"""How a fund ends: how long it goes on, what is given back, what is never drawn (D9)."""

from collections import Counter
from pathlib import Path

import pytest

from sim.clauses.distribution import in_whole_fen
from sim.clauses.fund_size import kept_share
from sim.clauses.waterfall import given_back
from sim.economy.streams import Draws
from sim.engine import codes, funds, lines
from sim.engine.given import given
from sim.engine.kinds.firms import Fund
from sim.engine.reference import simulate
from sim.engine.state import World
from sim.ledger.auditor import audit_or_raise
from sim.ledger.history import History
from sim.scenario.errors import BadInput
from sim.scenario.files import load
from tests.engine.hand_made import made, small_world

VILLAGE = Path(__file__).parents[2] / "village.toml"
WEIGHTS = "economy.fund.extension_weights="


def run(replication: int, *settings: str) -> History:
    return simulate(load(VILLAGE, settings=settings), replication, tell=True)


def digest(*settings: str) -> bytes:
    return run(1, *settings).postings.digest()


# ---- how long it goes on --------------------------------------------------------------------------------------------


def test_a_certain_extension_is_the_fixed_one_of_as_many_years() -> None:
    never, one_year = digest("economy.fund.extension_years=0.0"), digest("economy.fund.extension_years=1.0")
    assert never != one_year
    assert digest(f"{WEIGHTS}[1.0, 0.0, 0.0, 0.0, 0.0, 0.0]") == never
    assert digest(f"{WEIGHTS}[0.0, 1.0, 0.0, 0.0, 0.0, 0.0]") == one_year


def extensions(weights: str) -> World:
    scenario = load(VILLAGE, settings=[f"{WEIGHTS}{weights}"])
    rows = given(scenario, Draws(1, 0)).rows["extensions"]
    return small_world(rows={"extensions": rows})


def test_extensions_come_as_often_as_their_weights_say() -> None:
    w = extensions("[0.15, 0.2, 0.25, 0.2, 0.1, 0.1]")
    found = Counter(funds.extension(w, made(w.funds, slot=slot)) for slot in range(20_000))
    for years, share in enumerate((0.15, 0.20, 0.25, 0.20, 0.10, 0.10)):
        assert found[float(years)] / 20_000 == pytest.approx(share, abs=0.013)  # four standard errors


def test_an_extension_is_the_funds_own_whatever_others_there_are() -> None:
    w = extensions("[0.5, 0.0, 0.0, 0.0, 0.0, 0.5]")
    first = [funds.extension(w, made(w.funds, slot=slot)) for slot in range(50)]
    assert [funds.extension(w, made(w.funds, slot=slot)) for slot in reversed(range(50))] == first[::-1]
    assert set(first) == {0.0, 5.0}


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ("[0.5, 0.5]", "has 2 entries; must have 6, one per number of years from 0"),
        ("[0.5, 0.1, 0.1, 0.1, 0.1, 0.0]", "sums to 0.9; shares must sum to 1"),
        ("[1.5, 0.0, 0.0, 0.0, 0.0, 0.0]", "is 1.5; must be 0 to 1"),
    ],
)
def test_weights_that_are_none_are_refused(weights: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        load(VILLAGE, settings=[f"{WEIGHTS}{weights}"])


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("nav_ageing=1.0", "must be 0 to 0.9"),
        ("reduce_below=1.2", "must be 0 to 1"),
        ("clawback_tax=-0.1", "must be 0 to 1"),
        ("clawback=all", "share_and_hurdle"),
    ],
)
def test_a_key_of_the_end_out_of_its_bounds_is_refused(setting: str, message: str) -> None:
    with pytest.raises(BadInput, match=message) as refused:
        load(VILLAGE, settings=[f"economy.fund.{setting}"])
    assert len(str(refused.value).splitlines()) == 1


# ---- what is given back ---------------------------------------------------------------------------------------------

MILLION, YEAR = 100_000_000, 365
BOTH = "economy.fund.clawback=share_and_hurdle"
HAND_CASE = ((0, -100), (1, 130), (2, -100), (10, 100))  # years, millions: below 0 called, else distributed


def fund_after(flows: tuple[tuple[int, float], ...], *settings: str) -> tuple[World, Fund]:
    """A fund of private money alone, with these flows behind it (8 %, full catch-up, 20 %)."""
    scenario = load(VILLAGE, settings=settings)
    rows = {"fund_end": given(scenario, Draws(1, 0)).rows["fund_end"], "contract": [{}]}
    w = small_world(20 * YEAR, {"fund_terms": [scenario.economy.fund]}, rows)
    made(w.stage_rule)
    fund: Fund = made(w.funds)
    lines.set_terms(w, fund)
    for year, millions in flows:
        w.clock[0].today, fen = year * YEAR, int(abs(millions) * MILLION)
        if millions < 0:
            lines.book_call(w, fund, year * YEAR, (0, fen, 0))
        else:
            lines.accrue(w, fund, year * YEAR)
            found = lines.hand_on(w, fund, year * YEAR, lines.share(w, fund, year * YEAR, float(fen), 0))
            lines.book_distribution(w, fund, found, in_whole_fen(fen, found, 0.0))
    return w, fund


def test_all_the_carry_goes_back_where_the_lines_end_below_the_hurdle() -> None:
    w, fund = fund_after(HAND_CASE, BOTH)
    assert fund.carry_paid == 6 * MILLION
    # 100 × 1.08^10 − 124 × 1.08^9 + 100 × 1.08^8 − 100 is lacking, more than 6
    assert fund.behind[codes.PRIVATE] == pytest.approx(53.11 * MILLION, rel=1e-3)
    assert lines.clawback(w, fund) == 6 * MILLION


def test_the_share_alone_leaves_the_carry_of_the_hand_case() -> None:
    w, fund = fund_after(HAND_CASE)
    assert lines.clawback(w, fund) == 0


def test_tax_on_the_carry_is_not_asked_back() -> None:
    w, fund = fund_after(HAND_CASE, BOTH, "economy.fund.clawback_tax=0.25")
    assert lines.clawback(w, fund) == int(4.5 * MILLION)


def test_no_more_goes_back_than_the_lines_lack() -> None:
    """100 called, 130 back after a year (6 of it carry), 100 called that day, and so much back a year later."""
    w, fund = fund_after(((0, -100), (1, 130), (1, -100), (2, 105)), BOTH)
    # 100 × 1.1664 − 124 × 1.08 + 100 × 1.08 − 105 = −14.28: nothing is lacking
    assert lines.clawback(w, fund) == 0
    w, fund = fund_after(((0, -100), (1, 130), (1, -100), (2, 90)), BOTH)
    # 116.64 − 133.92 + 108 − 90 = .72 is lacking; by share the profit of 20 bears 4 of the 6
    assert lines.clawback(w, fund) == 2 * MILLION
    w, fund = fund_after(((0, -100), (1, 130), (1, -100), (2, 87)), BOTH)
    # 3.72 is lacking; the profit of 17 bears 3.4, so that 2.6 would come back by share
    assert lines.clawback(w, fund) == pytest.approx(3.72 * MILLION, abs=2)


def test_a_fund_that_kept_its_hurdle_keeps_its_carry() -> None:
    w, fund = fund_after(((0, -100), (5, 200)), BOTH)
    assert fund.carry_paid > 0
    assert lines.clawback(w, fund) == 0


def test_what_is_due_is_the_greater_claim_within_the_carry() -> None:
    assert given_back(6.0, 2.0, 1.0, 0.0) == 2.0
    assert given_back(6.0, 2.0, 5.0, 0.0) == 5.0
    assert given_back(6.0, 2.0, 50.0, 0.5) == 3.0


# ---- what is never drawn --------------------------------------------------------------------------------------------

LITTLE = "economy.fund.reduce_below=0.6"


def test_what_stays_covers_what_was_drawn_what_is_bound_and_a_quarter_more_than_drawn() -> None:
    assert kept_share(50.0, 10.0, 100.0) == pytest.approx(0.625)  # 1.25 × 50 is more than 50 + 10
    assert kept_share(50.0, 30.0, 100.0) == pytest.approx(0.8)
    assert kept_share(90.0, 5.0, 100.0) == 1.0  # nothing is given up


def reductions(history: History) -> dict[str, tuple[int, int, float]]:
    """Day, fen and share kept of every fund that was reduced."""
    steps = [step for step in history.story if step.what == "fund.reduced"]
    return {step.about[0]: (step.day, step.amount_fen, float(step.facts["kept_share"])) for step in steps}


def flows(history: History, kind: str, fund: str) -> list[tuple[int, int, str]]:
    """Day, fen and giver of each posting of a kind about a fund."""
    p = history.postings
    wanted = [row for row in p.rows if p.kinds[row["kind"]] == kind and p.entities[row["entity"]] == fund]
    return [(int(row["day"]), int(row["fen"]), p.accounts[row["credit"]]) for row in wanted]


@pytest.mark.parametrize(
    "extra", [(), ("policy.stage_equity.option.max_share=0.5",), ("policy.stage_equity.draw_order=last",)]
)
def test_a_fund_that_invested_little_calls_no_more_than_what_it_kept(extra: tuple[str, ...]) -> None:
    reduced = public = 0
    for replication in range(5):
        history = run(replication, LITTLE, *extra)
        audit_or_raise(history.postings)
        found = reductions(history)
        for fund in history.funds:
            if fund.set_up < 0 or fund.name not in found:
                continue
            day, lost, share = found[fund.name]
            total, calls = (
                fund.public_fen + fund.private_fen + fund.manager_fen,
                flows(history, "capital_call", fund.name),
            )
            before, after = sum(fen for at, fen, _ in calls if at < day), sum(fen for _, fen, _ in calls)
            assert day == fund.set_up + 3 * YEAR
            assert total - lost == pytest.approx(share * total, abs=3)
            assert 1.25 * before - 3 <= total - lost < total
            assert after <= total - lost
            paid = sum(fen for _, fen, giver in calls if giver.startswith("guidance_fund"))
            assert paid <= int(fund.public_fen * share)
            public += any(at == day for at, _, _ in flows(history, "release", fund.name))
            reduced += 1
    assert reduced >= 10
    assert public >= 4 or extra == ("policy.stage_equity.draw_order=last",)


def test_the_public_part_is_released_on_the_day_in_proportion() -> None:
    checked = 0
    for replication in range(4):
        history = run(replication, LITTLE, "policy.stage_equity.option.enabled=false")
        found = reductions(history)
        for fund in history.funds:
            if fund.set_up >= 0 and fund.public_fen and fund.name in found:
                day, _, share = found[fund.name]
                freed = [fen for at, fen, _ in flows(history, "release", fund.name) if at == day]
                assert freed == [fund.public_fen - int(fund.public_fen * share)]
                checked += 1
    assert checked >= 4


def test_a_fund_that_invested_enough_keeps_its_commitments() -> None:
    enough = 0
    for replication in range(6):
        history = run(replication, LITTLE)
        p, found = history.postings, reductions(history)
        for fund in history.funds:
            total, last = fund.public_fen + fund.private_fen + fund.manager_fen, fund.set_up + 3 * YEAR
            bought = [
                int(row["fen"])
                for row in p.rows[p.rows["day"] < last]
                if p.kinds[row["kind"]] == "investment" and p.accounts[row["credit"]] == f"{fund.name}:cash"
            ]
            if fund.set_up >= 0 and sum(bought) >= 0.6 * total:
                assert fund.name not in found
                enough += 1
    assert enough >= 4


def test_no_line_that_paid_first_is_cut_below_what_it_paid() -> None:
    """Public money is called first and nearly all paid in, so that a fund with any keeps its size."""
    first = "policy.stage_equity.draw_order=first"
    seen = 0
    for replication in range(4):
        history = run(replication, LITTLE, first)
        found = reductions(history)
        for fund in history.funds:
            if fund.set_up >= 0 and fund.name in found:
                paid = sum(
                    fen for _, fen, giver in flows(history, "capital_call", fund.name) if "guidance_fund" in giver
                )
                assert paid <= int(fund.public_fen * found[fund.name][2])
                seen += fund.public_fen == 0
    assert seen >= 2
