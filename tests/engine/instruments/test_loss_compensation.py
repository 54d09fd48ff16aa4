"""Loss compensation over whole replications: Shanghai 2015, Suzhou 2013, Wuxi 2009."""

from collections import defaultdict
from datetime import date, timedelta

from sim.ledger.auditor import audit
from sim.ledger.history import History, Position
from tests.villages import run, village

POOL = (
    "policy.budget.yearly=[60e6, 60e6, 60e6]",
    "policy.budget.stage_equity_share=0.5",
    "policy.budget.co_investment_share=0.0",
    "policy.budget.risk_subsidy_share=0.0",
    "policy.budget.loss_compensation_share=0.5",
    "policy.budget.recycle_until_year=10",
    "economy.managers.subsidy_weight=0.0",
)
SHANGHAI = (*POOL, "policy.loss_compensation.rate_by_stage=[0.6, 0.3, 0.0, 0.0, 0.0]")
REPLICATIONS = range(3)


def compensations(history: History) -> list[tuple[int, str, str, int, int]]:
    """(day, fund, company, fen, loss in fen) of every deal compensated, as told."""
    return [
        (s.day, s.about[0], s.about[1], s.amount_fen, int(s.facts["loss_fen"]))
        for s in history.story
        if s.what == "loss.compensated"
    ]


def holdings(history: History) -> dict[tuple[str, str], Position]:
    return {(p.holder, f"company {p.company}"): p for p in history.positions if p.instrument == "fund_holding"}


def paid_by(history: History, kind: str, prefix: str) -> int:
    p = history.postings
    return sum(
        int(r["fen"]) for r in p.rows if p.kinds[r["kind"]] == kind and p.accounts[r["credit"]].startswith(prefix)
    )


def private_share(history: History, fund: str, day: int) -> float:
    record = next(one for one in history.funds if one.name == fund)
    stakes = [p for p in history.positions if p.instrument == "stage_equity" and p.fund == fund]
    if any(0 <= p.exit_day < day for p in stakes):
        return 1.0
    return 1.0 - record.public_fen / (record.public_fen + record.private_fen + record.manager_fen)


def test_each_deal_gets_its_rate_on_the_private_part_of_a_realised_loss() -> None:
    exact = 0
    for replication in REPLICATIONS:
        history = run(replication, *SHANGHAI)
        held = holdings(history)
        lost: dict[tuple[str, str], int] = defaultdict(int)
        for day, fund, company, fen, loss in compensations(history):
            position = held[(fund, company)]
            assert position.exit_day == day
            part = private_share(history, fund, day) * loss
            assert any(abs(fen - rate * part) <= 2 for rate in (0.6, 0.3))
            lost[(fund, company)] += loss
            exact += 1
        for at, loss in lost.items():
            assert loss <= held[at].cost_fen - held[at].proceeds_fen
    assert exact >= 30


def test_money_is_conserved_and_reaches_partners_and_manager_as_they_committed() -> None:
    for replication in REPLICATIONS:
        history = run(replication, *SHANGHAI)
        assert audit(history.postings) == []
        told = sum(fen for _, _, _, fen, _ in compensations(history))
        assert told == paid_by(history, "compensation", "guidance_fund.loss_compensation:") > 0
        p = history.postings
        received: dict[str, int] = defaultdict(int)
        for row in p.rows:
            if p.kinds[row["kind"]] == "compensation":
                received[p.accounts[row["debit"]].split(" ")[0].split(".")[0]] += int(row["fen"])
        assert set(received) == {"partners", "manager"}


def test_a_reserve_without_rates_changes_nothing() -> None:
    reserve = "policy.loss_compensation.manager_reserve_rate=0.03"
    assert run(0, reserve).postings.digest() == run(0).postings.digest()


def test_rates_without_money_and_money_without_rates_pay_nothing() -> None:
    rates_only = "policy.loss_compensation.rate_by_stage=[0.6, 0.3, 0.0, 0.0, 0.0]"
    for replication in REPLICATIONS:
        plain = run(replication)
        assert run(replication, rates_only).postings.digest() == plain.postings.digest()
        assert compensations(run(replication, *POOL)) == []


def test_the_cap_on_a_deal_holds_and_a_company_paid_in_parts_passes_it_until_its_own_cap() -> None:
    capped = (*SHANGHAI, "policy.loss_compensation.cap_per_deal=100e3")
    closed = (*capped, "policy.loss_compensation.cap_per_company=100e3")
    split = 0
    for replication in REPLICATIONS:
        for sets, by_company in ((capped, False), (closed, True)):
            had: dict[tuple[str, str], int] = defaultdict(int)
            for _, fund, company, fen, _ in compensations(run(replication, *sets)):
                assert fen <= 10_000_000
                had[(fund, company)] += fen
            if by_company:
                assert max(had.values()) <= 10_000_000
            else:
                split += sum(fen > 10_000_000 for fen in had.values())
    assert split >= 1  # the way round the cap on a deal is real, and the cap on the company closes it


def test_no_manager_gets_more_in_a_calendar_year_than_its_cap() -> None:
    sets = (*SHANGHAI, "policy.loss_compensation.cap_per_manager_year=500e3")
    bound = 0
    for replication in REPLICATIONS:
        history, start = run(replication, *sets), village(*sets).start
        manager = {fund.name: fund.manager for fund in history.funds}
        had: dict[tuple[int, int], int] = defaultdict(int)
        for day, fund, _, fen, _ in compensations(history):
            had[(manager[fund], (start + timedelta(day)).year)] += fen
        assert max(had.values()) <= 50_000_000
        bound += sum(fen == 50_000_000 for fen in had.values())
    assert bound >= 3


def test_suzhou_pays_only_for_bankruptcies_within_three_years_of_a_payment() -> None:
    sets = (*SHANGHAI, "policy.loss_compensation.trigger=bankruptcy", "policy.loss_compensation.window_years=3")
    fewer = found = 0
    for replication in REPLICATIONS:
        history, start = run(replication, *sets), village(*sets).start
        ends = {f"company {c.slot}": c for c in history.companies}
        paid: dict[tuple[str, str], list[int]] = defaultdict(list)
        for step in history.story:
            if step.what == "fund.invested":
                paid[(step.about[0], step.about[1])].append(step.day)
        for day, fund, company, _, _ in compensations(history):
            assert ends[company].end in ("failed", "no_money")
            assert ends[company].ended == day
            lost = start + timedelta(day)
            assert any(lost <= after_three(start + timedelta(at)) for at in paid[(fund, company)])
            found += 1
        fewer += len(compensations(run(replication, *SHANGHAI)))
    assert 0 < found < fewer


def after_three(day: date) -> date:
    return date(day.year + 3, day.month, min(day.day, 28) if day.month == 2 else day.day)


def test_only_deals_made_since_the_pool_opened_count_where_they_are_registered() -> None:
    late = tuple(s if "yearly" not in s else "policy.budget.yearly=[0.0, 0.0, 60e6, 60e6]" for s in SHANGHAI)
    registered = (*late, "policy.loss_compensation.preregister=true")
    opened = (date(2013, 3, 15) - date(2011, 3, 15)).days
    fewer = 0
    for replication in REPLICATIONS:
        history = run(replication, *registered)
        last = {(s.about[0], s.about[1]): s.day for s in history.story if s.what == "fund.invested"}
        for _, fund, company, _, _ in compensations(history):
            assert last[(fund, company)] >= opened
        fewer += len(compensations(run(replication, *late))) - len(compensations(history))
    assert fewer > 0


def test_only_local_seed_and_start_up_deals_count_where_the_rules_say_so() -> None:
    sets = (*SHANGHAI, "policy.loss_compensation.local_only=true", "policy.loss_compensation.last_stage=0")
    for replication in REPLICATIONS:
        history = run(replication, *sets)
        local = {f"company {c.slot}": c.local for c in history.companies}
        seeds = {(s.about[0], s.about[1]) for s in history.story if s.what == "fund.invested" and s.facts["stage"] == 0}
        for _, fund, company, _, _ in compensations(history):
            assert local[company]
            assert (fund, company) in seeds


def by_deal(history: History) -> dict[tuple[int, str, str], int]:
    sums: dict[tuple[int, str, str], int] = defaultdict(int)
    for day, fund, company, fen, _ in compensations(history):
        sums[(day, fund, company)] += fen
    return sums


def test_a_risk_subsidy_on_the_same_deal_comes_off_where_it_is_deducted() -> None:
    both = tuple(s if "risk_subsidy_share" not in s else "policy.budget.risk_subsidy_share=0.2" for s in SHANGHAI)
    both = tuple(s if "stage_equity_share" not in s else "policy.budget.stage_equity_share=0.3" for s in both)
    both = (*both, "economy.private.response=0.0")  # the same funds and tickets under both rules
    deducted = (*both, "policy.loss_compensation.deduct_subsidy=true")
    less = 0
    for replication in REPLICATIONS:
        plain, net = run(replication, *both), run(replication, *deducted)
        before, after = (by_deal(history) for history in (plain, net))
        assert all(fen <= before[at] for at, fen in after.items())
        less += sum(before.values()) - sum(after.values())
    assert less > 0


def test_wuxis_managers_pay_from_their_own_reserve_first() -> None:
    sets = (*SHANGHAI, "policy.loss_compensation.manager_reserve_rate=0.03")
    own = 0
    for replication in REPLICATIONS:
        history, without = run(replication, *sets), run(replication, *SHANGHAI)
        assert audit(history.postings) == []
        p = history.postings
        balance: dict[str, int] = defaultdict(int)
        for row in p.rows:  # in order: the pool pays only when the reserve is empty
            kind, payer, payee = (p.kinds[row["kind"]], p.accounts[row["credit"]], p.accounts[row["debit"]])
            if kind == "reserve_paid":
                balance[p.entities[row["entity"]]] += int(row["fen"])
                assert payee.endswith(f":reserve for {p.entities[row['entity']]}")
            elif kind == "reserve_back" or (kind == "compensation" and payer.startswith("manager ")):
                balance[p.entities[row["entity"]]] -= int(row["fen"])
            elif kind == "compensation":
                assert balance[p.entities[row["entity"]]] == 0
        ended = [fund.name for fund in history.funds if fund.ended >= 0]
        assert all(balance[name] == 0 for name in ended)
        own += paid_by(history, "compensation", "manager ")
        assert paid_by(history, "compensation", "guidance_fund.") <= paid_by(without, "compensation", "guidance_fund.")
    assert own > 0


def test_a_small_pool_is_emptied_and_never_overdrawn() -> None:
    small = "policy.budget.loss_compensation_share=0.02"
    sets = tuple(s if "loss_compensation_share" not in s else small for s in SHANGHAI)
    for replication in REPLICATIONS:
        history = run(replication, *sets)
        assert audit(history.postings) == []
        assert 0 < paid_by(history, "compensation", "guidance_fund.") <= 3 * 120_000_000


def test_a_promise_to_share_losses_makes_managers_accept_more() -> None:
    eager = (*SHANGHAI, "economy.managers.subsidy_weight=0.9")
    yes: dict[tuple[str, ...], int] = defaultdict(int)
    for replication in REPLICATIONS:
        for sets in (SHANGHAI, eager):
            history = run(replication, *sets)
            yes[sets] += sum(int(s.facts["accepted"]) for s in history.story if s.what == "fund.signal")
    assert yes[eager] > yes[SHANGHAI]
