"""The public line's contract in one fund, and the cessions (收益上限、让利) the fund pays under it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.clauses.distribution import Contract, WholeFen
from sim.clauses.draw_order import PRO_RATA
from sim.decisions.contracts import contract_of, draw_order_of
from sim.ledger import vocabulary as v

if TYPE_CHECKING:
    from sim.reference.funds import LiveFund
    from sim.reference.world import World

EVEN = Contract()
CAP, TIERS = "stage_equity.return_cap", "stage_equity.concession"


def no_rate(day: int) -> float:
    """Without a cap no rate is ever read."""
    return 0.0


@dataclass(frozen=True)
class PublicTerms:
    """Contract, draw order, the ordinal of day 0, the cap's rate by day, and whether that is read at each payment.

    ``fixed_at_call`` is whether the fund's first call fixes an indexed preferred return.
    """

    contract: Contract = EVEN
    order: int = PRO_RATA
    start: int = 1
    rate: Callable[[int], float] = no_rate
    at_payment: bool = False
    fixed_at_call: bool = False


def public_terms(world: World, public_fen: int, total_fen: int) -> PublicTerms:
    """The terms of a fund with ``public_fen`` of public money; even terms where there is none."""
    rules = world.policy.stage_equity
    if public_fen == 0:
        return PublicTerms()
    rule = rules.return_cap.rate
    return PublicTerms(
        contract_of(rules, float(total_fen), world.prepared.rates.steps),
        draw_order_of(rules),
        world.start,
        lambda day: world.rate(rule.index, rule.spread, day),
        rule.index_date == "payment",
        rules.terms.preferred_index_date == "first_call",
    )


def pay_cessions(fund: LiveFund, parts: WholeFen) -> None:
    """The fund pays what the public line hands on straight to partners, manager and founders."""
    if parts.ceded == 0:
        return
    w, ledger = fund.w, fund.w.ledger
    fund.ceded_to_partners += parts.over_cap + parts.to_partners
    for clause, amount in ((CAP, parts.over_cap), (TIERS, parts.to_partners)):
        for kind, part in enumerate(fund.by_class(amount)):
            w.post(fund.partner_cash[kind], fund.cash, part, "concession", fund.entity, ledger.word(clause))
    w.post(fund.manager_cash, fund.cash, parts.to_manager, "concession", fund.entity, ledger.word(TIERS))
    if parts.to_founders:
        founders = ledger.account(v.FOUNDERS)
        w.post(founders, fund.cash, parts.to_founders, "concession", fund.entity, ledger.word(TIERS))
    if w.telling:
        _tell(fund, parts)


def _tell(fund: LiveFund, parts: WholeFen) -> None:
    """One step for the cap, one for the tiers."""
    if parts.over_cap:
        fund.w.tell((fund.name,), "fund.capped", parts.over_cap, CAP)
    given = parts.ceded - parts.over_cap
    if given:
        fund.w.tell(
            (fund.name,),
            "fund.conceded",
            given,
            TIERS,
            partners_fen=parts.to_partners,
            manager_fen=parts.to_manager,
            founders_fen=parts.to_founders,
        )
