"""A planned path of calls and proceeds run through the sub-fund's contract: what each line pays and gets, day by day.

Used by the partners' prospectus and by the prospectus command, through the order of computation that the engine uses
(``sim.clauses.distribution``). Amounts are shares of the commitments.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sim.clauses.distribution import Balances, Contract, Distribution, PublicFlows, distribute
from sim.clauses.draw_order import PRO_RATA, public_part
from sim.clauses.return_cap import Payment, Receipt
from sim.clauses.waterfall import NOTHING, Amounts, accrue
from sim.decisions.contracts import contract_of, draw_order_of
from sim.decisions.staged_calls import StagedCalls
from sim.scenario.economy_schema import FundTerms
from sim.scenario.guidance_schema import Staging
from sim.scenario.policy_schema import StageEquity

NOT_STAGED = Staging()


class Plan(NamedTuple):
    """Ordinals of the flows, what is called, bought and comes out on each; the last is the end of the fund."""

    days: Sequence[int]
    calls: Sequence[float]
    invested: Sequence[float]
    out: Sequence[float]


@dataclass
class PathLines:
    """What one path gives on each day: calls and distributions of the public and the private line.

    ``private_out`` includes what the public line hands to the private partners (return cap, concession) and
    ``public_out`` is without it: the difference that owning the public line would make to them. ``given_away`` is the
    part of ``public_out`` conceded to manager and founders, ``to_manager`` the manager's part of that, ``manager_out``
    what the manager gets on its line, as ``carry`` and by concession, ``public_unreturned`` the public capital
    outstanding at the end of the day.
    """

    public_calls: list[float] = field(default_factory=list)
    private_calls: list[float] = field(default_factory=list)
    public_out: list[float] = field(default_factory=list)
    private_out: list[float] = field(default_factory=list)
    given_away: list[float] = field(default_factory=list)
    to_manager: list[float] = field(default_factory=list)
    ceded: list[float] = field(default_factory=list)
    manager_out: list[float] = field(default_factory=list)
    carry: list[float] = field(default_factory=list)
    public_unreturned: list[float] = field(default_factory=list)

    def first_payment(self, days: Sequence[int]) -> int:
        """The day of the first public payment, -1 when there is none; others may have been called before."""
        for day, paid in zip(days, self.public_calls, strict=True):
            if paid > 0.0:
                return day
        return -1

    def book(self, calls: Amounts, found: Distribution, public_unreturned: float) -> None:
        """Add one day."""
        paid, (partners, manager, founders) = found.split, found.conceded
        to_private = found.over_cap + partners
        self.public_calls.append(calls[0])
        self.private_calls.append(calls[1])
        self.public_out.append(found.public - to_private)
        self.private_out.append(paid.capital[1] + (paid.preference[1] + paid.residual[1]) + to_private)
        self.given_away.append(manager + founders)
        self.to_manager.append(manager)
        self.ceded.append(to_private + manager + founders)
        own = paid.capital[2] + paid.preference[2] + paid.residual[2]
        self.manager_out.append(own + paid.carry + manager)
        self.carry.append(paid.carry)
        self.public_unreturned.append(public_unreturned)


def run_path(
    plan: Plan,
    fund: FundTerms,
    rules: StageEquity,
    shares: Amounts,
    cap_rate: float,
    local_share: float,
    staging: Staging = NOT_STAGED,
) -> PathLines:
    """Run the contract along ``plan``; ``shares`` are the lines' parts of the commitments (public, private, manager).

    Indexed terms in ``rules`` must have been put at a level (``contracts.at_index``; KeyError otherwise).
    ``cap_rate`` is the yearly rate of the return cap, index and spread together, on every day. Concessions that ask for
    local investment reckon with ``local_share`` of what was bought, and at least with the fund's own duty; ``staging``
    delays the public line's calls. The clawback is left out.
    """
    order = draw_order_of(rules)
    instalments = StagedCalls(staging, shares, order)
    contract = contract_of(rules, 1.0) if shares[0] > 0.0 else Contract()
    rates = contract.line_rates(fund.hurdle)
    unreturned = preference = paid_in = NOTHING
    profit_paid = carry_paid = bought = 0.0
    payments: list[Payment] = []
    receipts: list[Receipt] = []
    lines = PathLines()
    for i, day in enumerate(plan.days):
        days = day - plan.days[i - 1] if i else 0
        preference = three(accrue(unreturned[j], preference[j], rates[j], days) for j in range(3))
        calls = instalments.limit(_call(plan.calls[i], shares, paid_in, order), paid_in, bought)
        paid_in, unreturned = _plus(paid_in, calls), _plus(unreturned, calls)
        bought += plan.invested[i]
        if calls[0] > 0.0:
            payments.append(Payment(day, calls[0], cap_rate))
        amount = plan.out[i]
        short = i == len(plan.days) - 1 and amount < unreturned[0] + unreturned[1] + unreturned[2]
        found = distribute(
            amount,
            day,
            Balances(unreturned, preference, paid_in, profit_paid, carry_paid),
            fund.carry,
            fund.catch_up,
            rules.liquidation_preference and short,
            contract,
            PublicFlows(payments, receipts, _local_multiple(rules, local_share * bought, paid_in[0])),
        )
        paid = found.split
        unreturned, preference = _minus(unreturned, paid.capital), _minus(preference, paid.preference)
        profit = _plus(paid.preference, paid.residual)
        profit_paid += profit[0] + profit[1] + profit[2]
        carry_paid += paid.carry
        receipts.append(Receipt(day, found.public - found.over_cap))
        lines.book(calls, found, unreturned[0])
    return lines


def _local_multiple(rules: StageEquity, local: float, public: float) -> float:
    """Local investment over public money paid in: what comes of itself, or what the fund owes."""
    return max(rules.duty.local_multiple, local / public) if public > 0.0 else 0.0


def _call(amount: float, shares: Amounts, paid_in: Amounts, order: int) -> Amounts:
    """One call over the lines in the fund's draw order."""
    if order == PRO_RATA:
        return three(share * amount for share in shares)
    others = shares[1] + shares[2]
    public = public_part(order, amount, shares[0] - paid_in[0], others - paid_in[1] - paid_in[2])
    rest = amount - public
    return public, rest * (shares[1] / others), rest * (shares[2] / others)


def three(values: Iterable[float]) -> Amounts:
    """Three values as lines."""
    public, private, manager = values
    return public, private, manager


def _plus(a: Amounts, b: Amounts) -> Amounts:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def _minus(a: Amounts, b: Amounts) -> Amounts:
    """Balances after a payment; float error never leaves one below zero."""
    return max(0.0, a[0] - b[0]), max(0.0, a[1] - b[1]), max(0.0, a[2] - b[2])
