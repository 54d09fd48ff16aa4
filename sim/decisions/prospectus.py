"""The prospectus: what private partners expect to earn under a contract, and the money they answer with (D13, D4).

Conventions of the path. Years count from the first payment. Capital is called at the start of years 1 to 5 (t = 0 .. 4)
as 25/25/25/15/10 % of what is invested; proceeds come out at t = 5 .. 9 as 10/20/30/20/20 %. Management fees are called
beside it, in advance: on commitments while the investment period lasts, then on the cost still held before that day's
distribution. What is invested is scaled so that all calls together equal the commitments; the gross multiple applies to
what is invested. The fund ends with the last distribution.

Left out, because it is not the private partners' flow or too small to matter before a fund exists: the public stake's
sale to third parties at its deadline, the manager's clawback, caps on one subsidy, noise in the partners' valuation.
"""

import math
from dataclasses import dataclass

from sim.clauses.arithmetic import power
from sim.clauses.levels import largest_share
from sim.clauses.rates import anniversary, ordinal_of
from sim.decisions import raising, supports
from sim.decisions.contract_path import PathLines as _Lines
from sim.decisions.contract_path import Plan, run_path
from sim.decisions.contracts import at_index
from sim.decisions.irr import irr
from sim.decisions.losses import fund_loss_chance
from sim.decisions.prospectus_exit import add_option, add_put
from sim.economy.laws import lognormal
from sim.economy.rates import RateBook
from sim.scenario.economy_schema import Economy, FundTerms
from sim.scenario.in_force import district_match, in_force
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


def partners_irr(
    economy: Economy,
    policy: Policy,
    public_share: float,
    rate: float,
    cap_rate: float = 0.0,
    window_rates: tuple[float, ...] = (),
    year: int = 0,
) -> float:
    """IRR of the private partners' expected net flows when the public holds ``public_share`` of the commitments.

    Expectation over nine quantiles of the lognormal gross multiple. ``rate`` is the yearly rate in the option's price,
    index and spread together, ``cap_rate`` that of the return cap. The option is exercised on its decision days when
    the partners' own value of the public line's remaining flows, less what it hands them anyway, discounted at
    ``exercise.discount_rate``, exceeds the threshold over the price; they know the outcome then, and can pay with
    chance ``exercise.liquid``. The risk subsidy is an expected inflow one year after each investment, what can be paid
    to a fund that asks in ``year`` of the plan (``decisions.supports``). Loss compensation comes in likewise; a
    guarantee on private capital pays on each quantile's own loss when the fund ends. -1 when nothing comes back.
    Raises ValueError when the private part would be nothing.
    """
    private_share = 1.0 - public_share - economy.fund.manager_commitment
    if public_share < 0.0 or private_share < _NOTHING:
        raise ValueError(f"a public share of {public_share} leaves no private partners")
    path = _path(economy.fund)
    flows: dict[int, float] = dict.fromkeys(_DAYS, 0.0)
    beside = _beside(economy, policy, path, public_share, year)
    for i in range(_QUANTILES):
        multiple = _multiple(economy, i)
        lines = _lines(economy.fund, policy, path, public_share, multiple, cap_rate, economy.pipeline.local_share)
        for at, day in enumerate(_DAYS):
            flows[day] += lines.private_out[at] - lines.private_calls[at]
        add_option(flows, economy.exercise, policy.stage_equity, lines, _DAYS, (rate, window_rates))
        sold = add_put(flows, economy.exercise, policy.stage_equity, lines, _DAYS)
        flows[_DAYS[-1]] += _guaranteed(economy, policy, public_share, lines, beside, sold)
    for day, amount in beside.items():
        flows[day] += amount
    found = irr(list(flows), list(flows.values()))
    return -1.0 if found is None else found


def reference_irr(economy: Economy) -> float:
    """The same fund's IRR without public money and under no policy: the market's normal return."""
    return partners_irr(economy, Policy(), 0.0, 0.0)


def manager_income(economy: Economy, policy: Policy, public_share: float, cap_rate: float = 0.0) -> float:
    """A manager's expected fees, carry and concession over commitments, discounted at ``exercise.discount_rate``.

    Expectation over the quantiles of the gross multiple. Its own commitment earns what others' do and is left out.
    """
    path, rate, total = _path(economy.fund), economy.exercise.discount_rate, 0.0
    for i in range(_QUANTILES):
        multiple = _multiple(economy, i)
        lines = _lines(economy.fund, policy, path, public_share, multiple, cap_rate, economy.pipeline.local_share)
        for year, day in enumerate(_DAYS):
            earned = path.calls[year] - path.invested[year] + lines.carry[year] + lines.to_manager[year]
            total += earned * power(1.0 + rate, (_DAYS[0] - day) / 365.0)
    return total / _QUANTILES


def manager_gain(economy: Economy, policy: Policy, year: int) -> float:
    """Likewise its share of the gain on the co-investments that a fund asking in ``year`` can expect to lead."""
    path, rate = _path(economy.fund), economy.exercise.discount_rate
    mean = worth = 0.0
    for i in range(_QUANTILES):
        mean += _multiple(economy, i) / _QUANTILES
    for out, day in zip(_OUT, _DAYS, strict=True):
        worth += out * power(1.0 + rate, (_DAYS[0] - day) / 365.0)
    beside = supports.co_invested(economy, policy, year) * path.investable
    return policy.co_investment.gain_share * beside * max(0.0, mean - 1.0) * worth


def _multiple(economy: Economy, quantile: int) -> float:
    u = (quantile + 0.5) / _QUANTILES
    return lognormal(u, economy.private.gross_multiple_median, economy.private.gross_multiple_sigma)


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


def _lines(
    fund: FundTerms,
    policy: Policy,
    path: _Path,
    public_share: float,
    multiple: float,
    cap_rate: float = 0.0,
    local_share: float = 0.0,
) -> _Lines:
    """Run the contract along the path for one gross multiple."""
    shares = (public_share, 1.0 - public_share - fund.manager_commitment, fund.manager_commitment)
    out = tuple(_OUT[year] * path.investable * multiple for year in range(_YEARS))
    plan = Plan(_DAYS, path.calls, path.invested, out)
    return run_path(plan, fund, policy.stage_equity, shares, cap_rate, local_share, policy.budget.staging)


def _beside(economy: Economy, policy: Policy, path: _Path, public_share: float, asked: int) -> dict[int, float]:
    """What partners expect from risk subsidy and loss compensation by day, summed over the quantiles."""
    flows: dict[int, float] = dict.fromkeys(_DAYS, 0.0)
    private = 1.0 - economy.fund.manager_commitment / (1.0 - public_share)
    subsidy, compensation = supports.promised(economy, policy, public_share, asked)
    lag = supports.compensation_lag(economy, policy)
    for year in range(_YEARS):
        bought = _QUANTILES * private * path.invested[year]  # flows are sums over the quantiles
        flows[_DAYS[min(year + 1, _YEARS - 1)]] += subsidy * bought
        flows[_DAYS[min(year + lag, _YEARS - 1)]] += compensation * bought
    return flows


def _guaranteed(
    economy: Economy,
    policy: Policy,
    public_share: float,
    lines: _Lines,
    beside: dict[int, float],
    sold: tuple[float, float],
) -> float:
    """What a guarantee pays when the fund ends on the loss left after other help; ``sold`` is that of ``add_put``."""
    if not in_force(policy, "loss_guarantee"):
        return 0.0
    paid_in, received = sold
    for year in range(_YEARS):
        paid_in += lines.private_calls[year]
        received += lines.private_out[year] + beside[_DAYS[year]] / _QUANTILES
    return supports.guarantee(economy, policy, public_share, paid_in, received)


class Prospectus:
    """Uplift of the partners' IRR over the reference, by public share, and the money they answer with.

    Built once a policy: the IRR is computed on a grid of public shares (0, 0.05, … up to the rule book's cap) and
    interpolated linearly in between, for each year of asking in which a rule book promises something else: ``by_year``
    has a row for every year of the plan and one for those after it, or one alone. ``uplifts`` is that of year 0.
    """

    def __init__(self, economy: Economy, policy: Policy, rates: RateBook, start_ordinal: int) -> None:
        """``rates`` and ``start_ordinal`` give the option's rate: partners reckon with the index of the first day."""
        rule = policy.stage_equity.option.rate
        rate = rates.rate(rule.index, start_ordinal) + rule.spread
        windows = tuple(
            rates.rate(window.rate.index, start_ordinal) + window.rate.spread
            for window in policy.stage_equity.option.schedule
        )
        cap_rule = policy.stage_equity.return_cap.rate
        cap_rate = rates.rate(cap_rule.index, start_ordinal) + cap_rule.spread
        equity = at_index(policy.stage_equity, lambda index: rates.rate(index, start_ordinal))
        policy, district = policy.model_copy(update={"stage_equity": equity}), policy.levels.district
        largest = max(equity.share_cap, equity.early_cap)
        cap = largest_share(largest, district_match(policy), equity.match_ratio, district.cap_all_levels)
        # Where the manager holds the rest there are no partners to ask; no fund gets there, and the grid ends before.
        cap = max(0.0, min(cap, 1.0 - economy.fund.manager_commitment - _GRID))
        self._economy = economy
        self.fund_loss_chance = fund_loss_chance(economy.private, _path(economy.fund).investable)
        self.reference = reference_irr(economy)
        self.shares = [_GRID * i for i in range(math.ceil(cap / _GRID - 1e-9))] + [cap]
        years = len(policy.budget.yearly) + 1 if supports.promises(policy) or economy.managers.response else 1
        made: dict[tuple[tuple[float, float], ...], list[float]] = {}
        self.by_year = []
        for year in range(years):
            promise = tuple(supports.promised(economy, policy, share, year) for share in self.shares)
            if promise not in made:
                rates_of = (partners_irr(economy, policy, s, rate, cap_rate, windows, year) for s in self.shares)
                made[promise] = [self._difference(found) for found in rates_of]
            self.by_year.append(made[promise])
        self.uplifts = self.by_year[0]
        asked = economy.managers.response > 0
        self.incomes = [manager_income(economy, policy, s, cap_rate) if asked else 0.0 for s in self.shares]
        self.gains = [manager_gain(economy, policy, year) if asked else 0.0 for year in range(years)]

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
        return raising.answer(target_fen, fill, self.uplift(share), share, private.response, private.displacement)
