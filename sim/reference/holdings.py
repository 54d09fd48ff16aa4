"""Who holds shares of a company, and the company's own state while the replication runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.clauses.exit_price import ACTIVE, FAILED, IN_LOCKUP, STALLED, nav_of_company

if TYPE_CHECKING:
    from sim.ledger.history import Company, Position
    from sim.reference.co_stakes import CoStake
    from sim.reference.funds import LiveFund

__all__ = ["ACTIVE", "FAILED", "FOUNDING_SHARES", "IN_LOCKUP", "STALLED", "Holding", "LiveCompany"]

FOUNDING_SHARES = 100_000_000


@dataclass(slots=True)
class Holding:
    """A fund's shares of one company; ``subsidised`` when the risk subsidy was paid on it."""

    fund: LiveFund
    company: LiveCompany
    position: Position
    shares: int = 0
    first_ticket: int = 0
    subsidised: bool = False

    @property
    def cost(self) -> int:
        """Fen paid for the shares."""
        return self.position.cost_fen

    def nav(self) -> float:
        """Accounting value in fen (D7)."""
        return self.company.nav(self.shares)


@dataclass(slots=True)
class LiveCompany:
    """A company's state: fundamental value and last price a share (fen), cap table, runway, waiting round."""

    slot: int
    name: str
    record: Company
    quality: float
    cash: int
    entity: int
    value: float = 0.0
    price: float = 0.0
    shares: int = FOUNDING_SHARES
    state: int = ACTIVE
    lead_skill: float = 0.0
    stage_day: int = 0
    runway_end: int = 0
    holdings: dict[str, Holding] = field(default_factory=dict)
    co_stakes: list[CoStake] = field(default_factory=list)
    first_price: float = 0.0
    post_money: float = 0.0  # of the round on offer, fen
    burn: float = 0.0  # fen a day since the last round
    at_round_price: bool = False  # no milestone since the last round, so its price is the latest news

    def issue(self, amount: int) -> int:
        """New shares for ``amount`` fen at the last price."""
        shares = int(amount / self.price)
        self.shares += shares
        return shares

    def held_by(self, manager: int) -> bool:
        """Whether a fund of ``manager`` holds shares; its next fund then stays out."""
        return any(holding.fund.manager == manager for holding in self.holdings.values())

    def in_order(self) -> list[Holding]:
        """Holdings by fund, the order in which they are paid."""
        return sorted(self.holdings.values(), key=lambda holding: holding.fund.entity_number)

    def nav(self, shares: int) -> float:
        """Accounting value of ``shares`` in fen: last price, halved when stalled, nothing when failed."""
        return nav_of_company(shares, self.price, self.state)
