"""The prospectus: what private partners expect to earn under a contract, and the money they answer with (D13, D4).

Conventions of the path. Years count from the first payment. Capital is called at the start of years 1 to 5 (t = 0 .. 4)
as 25/25/25/15/10 % of what is invested; proceeds come out at t = 5 .. 9 as 10/20/30/20/20 %. Management fees are called
beside it, in advance: on commitments while the investment period lasts, then on the cost still held before that day's
distribution. What is invested is scaled so that all calls together equal the commitments; the gross multiple applies to
what is invested. The fund ends with the last distribution.

Left out, because it is not the private partners' flow or too small to matter before a fund exists: the public stake's
sale to third parties at its deadline, the manager's clawback, caps on the subsidy, noise in the partners' valuation.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from sim.clauses.rates import anniversary, ordinal_of
from sim.clauses.rounding import to_fen
from sim.clauses.stage_equity import deadline, lot_price, window_end, worth_buying
from sim.clauses.waterfall import NOTHING, Amounts, accrue, split
from sim.decisions.irr import irr
from sim.economy.laws import lognormal
from sim.economy.rates import RateBook
from sim.scenario.economy_schema import Economy, FundTerms
from sim.scenario.policy_schema import Policy

_CALLED = (0.25, 0.25, 0.25, 0.15, 0.10, 0.0, 0.0, 0.0, 0.0, 0.0)
_OUT = (0.0, 0.0, 0.0, 0.0, 0.0, 0.10, 0.20, 0.30, 0.20, 0.20)
_YEARS = len(_CALLED)
_QUANTILES = 9
_GRID = 0.05  # step of the grid of public shares
_SAME = 1e-9  # differences of IRR below this are float noise: a neutral contract changes nothing
_NOTHING = 1e-9  # a share below this is float noise
_DAYS = tuple(anniversary(ordinal_of(2001, 1, 1), year) for year in range(_YEARS))  # any start serves


@dataclass(frozen=True)
class _Path:
    """Calls and investments of each year, over commitments of one."""

    calls: tuple[float, ...]
    invested: tuple[float, ...]
    investable: float


@dataclass
class _Lines:
    """What one gross multiple gives each year: calls and distributions of the public and the private line.

    ``public_unreturned`` is the public capital outstanding at the end of each year's day.
    """

    public_calls: list[float] = field(default_factory=list)
    private_calls: list[float] = field(default_factory=list)
    public_out: list[float] = field(default_factory=list)
    private_out: list[float] = field(default_factory=list)
    public_unreturned: list[float] = field(default_factory=list)


def partners_irr(economy: Economy, policy: Policy, public_share: float, rate: float) -> float:
    """IRR of the private partners' expected net flows when the public holds ``public_share`` of the commitments.

    Expectation over nine quantiles of the lognormal gross multiple. ``rate`` is the yearly rate in the option's price,
    index and spread together. The option is exercised on its decision days when the partners' own value of the public
    line's remaining flows, discounted at ``exercise.discount_rate``, exceeds the threshold over the price; they know
    the outcome then, and can pay with chance ``exercise.liquid``. The risk subsidy is an expected inflow, its rate on
    ``subsidised_share`` of the private part of each investment, one year after it, whatever its caps; a rule book
    without money in that line pays none. Returns -1 when nothing comes back. Raises ValueError when the private part
    would be nothing.
    """
    private_share = 1.0 - public_share - economy.fund.manager_commitment
    if public_share < 0.0 or private_share < _NOTHING:
        raise ValueError(f"a public share of {public_share} leaves no private partners")
    path = _path(economy.fund)
    flows: dict[int, float] = dict.fromkeys(_DAYS, 0.0)
    for i in range(_QUANTILES):
        u = (i + 0.5) / _QUANTILES
        multiple = lognormal(u, economy.private.gross_multiple_median, economy.private.gross_multiple_sigma)
        lines = _lines(economy.fund, policy, path, public_share, multiple)
        for year, day in enumerate(_DAYS):
            flows[day] += lines.private_out[year] - lines.private_calls[year]
        _add_option(flows, economy, policy, lines, rate)
    _add_subsidy(flows, economy, policy, path, public_share)
    found = irr(list(flows), list(flows.values()))
    return -1.0 if found is None else found


def reference_irr(economy: Economy) -> float:
    """The same fund's IRR without public money and under no policy: the market's normal return."""
    return partners_irr(economy, Policy(), 0.0, 0.0)


def _path(fund: FundTerms) -> _Path:
    """Calls and investments such that fees and investments together use up the commitments."""
    on_commitments = [fund.fee_rate if year < fund.investment_years else 0.0 for year in range(_YEARS)]
    on_cost = [0.0 if fee else fund.fee_rate for fee in on_commitments]
    held = bought = 0.0
    cost_held: list[float] = []
    for year in range(_YEARS):
        bought += _CALLED[year]
        held += _CALLED[year]
        cost_held.append(held)
        held -= _OUT[year] * bought
    fixed = proportional = 0.0
    for year in range(_YEARS):
        fixed += on_commitments[year]
        proportional += on_cost[year] * cost_held[year]
    investable = (1.0 - fixed) / (1.0 + proportional)
    if investable < _NOTHING:
        raise ValueError("fund.fee_rate × fund.investment_years: fees use up all commitments")
    invested = tuple(share * investable for share in _CALLED)
    fees = [on_commitments[year] + on_cost[year] * cost_held[year] * investable for year in range(_YEARS)]
    return _Path(tuple(fee + buy for fee, buy in zip(fees, invested, strict=True)), invested, investable)


def _lines(fund: FundTerms, policy: Policy, path: _Path, public_share: float, multiple: float) -> _Lines:
    """Run the waterfall along the path for one gross multiple."""
    shares = (public_share, 1.0 - public_share - fund.manager_commitment, fund.manager_commitment)
    unreturned = preference = paid_in = NOTHING
    profit_paid = carry_paid = 0.0
    lines = _Lines()
    for year in range(_YEARS):
        days = _DAYS[year] - _DAYS[year - 1] if year else 0
        preference = _three(accrue(unreturned[i], preference[i], fund.hurdle, days) for i in range(3))
        calls = _three(share * path.calls[year] for share in shares)
        paid_in, unreturned = _plus(paid_in, calls), _plus(unreturned, calls)
        amount = _OUT[year] * path.investable * multiple
        short = year == _YEARS - 1 and amount < unreturned[0] + unreturned[1] + unreturned[2]
        first = policy.stage_equity.liquidation_preference and short
        paid = split(amount, unreturned, preference, paid_in, profit_paid, carry_paid, fund.carry, fund.catch_up, first)
        unreturned, preference = _minus(unreturned, paid.capital), _minus(preference, paid.preference)
        profit = _plus(paid.preference, paid.residual)
        profit_paid += profit[0] + profit[1] + profit[2]
        carry_paid += paid.carry
        lines.public_calls.append(calls[0])
        lines.private_calls.append(calls[1])
        lines.public_out.append(paid.capital[0] + profit[0])
        lines.private_out.append(paid.capital[1] + profit[1])
        lines.public_unreturned.append(unreturned[0])
    return lines


def _three(values: Iterable[float]) -> Amounts:
    public, private, manager = values
    return public, private, manager


def _plus(a: Amounts, b: Amounts) -> Amounts:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def _minus(a: Amounts, b: Amounts) -> Amounts:
    """Balances after a payment; float error never leaves one below zero."""
    return max(0.0, a[0] - b[0]), max(0.0, a[1] - b[1]), max(0.0, a[2] - b[2])


def _add_option(flows: dict[int, float], economy: Economy, policy: Policy, lines: _Lines, rate: float) -> None:
    """Weigh in the purchase of the public line: its price out, its remaining flows in, on each decision day."""
    exercise = economy.exercise
    alive = 1.0
    for day in _decision_days(policy, lines, exercise.distribution_trigger):
        value = _remaining(lines, day, exercise.discount_rate)
        price = _price(policy, lines, day, rate)
        if not worth_buying(value, price, exercise.threshold):
            continue
        bought = alive * exercise.liquid
        alive -= bought
        flows[day] = flows.get(day, 0.0) - bought * price
        for year in range(_YEARS):
            if _DAYS[year] >= day:
                flows[_DAYS[year]] += bought * (lines.public_out[year] - lines.public_calls[year])


def _decision_days(policy: Policy, lines: _Lines, trigger: float) -> list[int]:
    """End of the grace, end of the window, deadline, and days of a large distribution, while the option lives (D7)."""
    terms = policy.stage_equity
    if not terms.option.enabled or lines.public_calls[0] <= 0.0:
        return []
    first, last = _DAYS[0], window_end(_DAYS[0], terms.option.window_years, _DAYS[-1])
    limit = deadline(first, terms.maximum_holding_years)
    if limit > 0 and terms.at_deadline.rule == "auction":
        last = min(last, limit)  # an auction ends the public line
    days = {last, limit, anniversary(first, terms.option.grace_years)}
    paid = 0.0
    for year in range(_YEARS):
        if lines.public_out[year] > trigger * paid:
            days.add(_DAYS[year])
        paid += lines.public_calls[year]
    return sorted(day for day in days if first < day <= last)


def _remaining(lines: _Lines, day: int, rate: float) -> float:
    """The public line's flows from ``day`` on, discounted to it; the buyer takes over undrawn commitments too."""
    value = 0.0
    for year in range(_YEARS):
        if _DAYS[year] >= day:
            flow = lines.public_out[year] - lines.public_calls[year]
            value += flow * math.pow(1.0 + rate, (day - _DAYS[year]) / 365.0)
    return value


def _price(policy: Policy, lines: _Lines, day: int, rate: float) -> float:
    """The option's formula price over all payments made before ``day``; what was returned is spread over them."""
    option = policy.stage_equity.option
    paid = unreturned = 0.0
    for year in range(_YEARS):
        if _DAYS[year] < day:
            paid += lines.public_calls[year]
            unreturned = lines.public_unreturned[year]
    left = 1.0 if option.base == "original" else unreturned / paid
    price = 0.0
    for year in range(_YEARS):
        if _DAYS[year] < day:
            price += lot_price(
                outstanding=lines.public_calls[year] * left,
                paid=_DAYS[year],
                first_paid=_DAYS[0],
                transfer=day,
                grace_years=option.grace_years,
                each_payment=option.clock == "each_payment",
                from_grace_end=option.rate.accrual == "grace_end",
                compound=option.rate.compounding == "compound",
                rate=rate,
            )
    return price


def _add_subsidy(flows: dict[int, float], economy: Economy, policy: Policy, path: _Path, public_share: float) -> None:
    """The private partners' part of the expected risk subsidy, one year after each investment."""
    rate = policy.risk_subsidy.rate if _funded(policy) else 0.0
    if rate == 0.0:
        return
    others = 1.0 - public_share
    base = others if policy.risk_subsidy.base == "private" else 1.0
    private = (others - economy.fund.manager_commitment) / others
    for year in range(_YEARS - 1):
        subsidy = rate * economy.private.subsidised_share * base * path.invested[year]
        flows[_DAYS[year + 1]] += _QUANTILES * private * subsidy  # flows are sums over the quantiles


def _funded(policy: Policy) -> bool:
    """Whether the rule book puts money into its subsidy line."""
    return policy.budget.risk_subsidy_share > 0.0 and any(year > 0.0 for year in policy.budget.yearly)


class Prospectus:
    """Uplift of the partners' IRR over the reference, by public share, and the money they answer with.

    Built once a policy: the IRR is computed on a grid of public shares (0, 0.05, … up to the rule book's cap) and
    interpolated linearly in between.
    """

    def __init__(self, economy: Economy, policy: Policy, rates: RateBook, start_ordinal: int) -> None:
        """``rates`` and ``start_ordinal`` give the option's rate: partners reckon with the index of the first day."""
        rule = policy.stage_equity.option.rate
        rate = rates.rate(rule.index, start_ordinal) + rule.spread
        cap = policy.stage_equity.share_cap
        self._economy = economy
        self.reference = reference_irr(economy)
        self.shares = [_GRID * i for i in range(math.ceil(cap / _GRID - 1e-9))] + [cap]
        self.uplifts = [self._difference(partners_irr(economy, policy, share, rate)) for share in self.shares]

    def _difference(self, found: float) -> float:
        difference = found - self.reference
        return 0.0 if abs(difference) < _SAME else difference

    def uplift(self, public_share: float) -> float:
        """IRR under the policy at that public share less the reference; constant beyond the grid."""
        if public_share <= self.shares[0]:
            return self.uplifts[0]
        for i in range(1, len(self.shares)):
            left, right = self.shares[i - 1], self.shares[i]
            if public_share <= right:
                part = (public_share - left) / (right - left)
                return self.uplifts[i - 1] * (1.0 - part) + self.uplifts[i] * part
        return self.uplifts[-1]

    def private_money(self, target_fen: int, fill: float, offer_fen: int) -> int:
        """What private partners bring to a first close, in fen (D4).

        ``target × fill × exp(k × uplift)``, at most ``target × (1 − chi × offer / target)``.
        """
        if target_fen <= 0:
            return 0
        private = self._economy.private
        share = offer_fen / target_fen
        answer = target_fen * fill * math.exp(private.response * self.uplift(share))
        capacity = target_fen * (1.0 - private.displacement * share)
        return to_fen(max(0.0, min(answer, capacity)))
