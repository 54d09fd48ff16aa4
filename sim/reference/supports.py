"""Instruments beside the fund, in one place for the actors that meet them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.decisions.valuation import posterior_quality
from sim.reference.compensation import LossCompensations
from sim.reference.grants import GuaranteeGrants
from sim.reference.guarantees import LossGuarantees

if TYPE_CHECKING:
    from sim.reference.funds import LiveFund
    from sim.reference.guidance import GuidanceFund
    from sim.reference.holdings import Holding, LiveCompany


class Supports:
    """Compensation, grants and guarantees of one guidance fund."""

    def __init__(self, guidance: GuidanceFund) -> None:
        self.w = guidance.w
        self.compensation = LossCompensations(guidance)
        self.grants = GuaranteeGrants(guidance)
        self.guarantees = LossGuarantees(guidance)
        self._on = self.compensation.on or self.grants.on or self.guarantees.on

    def set_up(self, fund: LiveFund) -> None:
        """A fund has reached its first close."""
        self.compensation.set_up(fund)
        self.guarantees.set_up(fund)

    def invested(self, fund: LiveFund, company: LiveCompany, stage: int, amount: int, subsidy: int) -> None:
        """A fund has paid a ticket, on which it got that risk subsidy."""
        self.compensation.register(fund, company, stage, amount, subsidy)

    def left(self, holding: Holding, proceeds: int, kind: str) -> None:
        """A holding is sold or lost; ``recovery`` is what a company pays that failed or ran out of money."""
        self.compensation.left(holding.fund, holding.company, holding.cost, proceeds, kind == "recovery")

    def fund_ended(self, fund: LiveFund) -> None:
        """The last distribution is paid."""
        self.compensation.fund_ended(fund)
        self.guarantees.fund_ended(fund)

    def expected(self, fund: LiveFund, company: LiveCompany, stage: int, ticket: int, x: float) -> float:
        """Fen of help that a manager with signal ``x`` expects on a ticket, weighed as a subsidy is (D6).

        Expected compensation if the deal is lost, the guarantee's part of such a loss if the fund ends in loss, and
        its share of the grants to the company. Undiscounted, as the expected multiple it is added to.
        """
        if not self._on:
            return 0.0
        quality = posterior_quality(x, self.w.managers.noise(fund))
        help_fen = self.compensation.expected(fund, company, stage, ticket, quality)
        help_fen += self.guarantees.expected(fund, stage, ticket, quality)
        return help_fen + self.grants.expected(company, stage, ticket)
