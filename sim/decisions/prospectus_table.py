"""``yindao prospectus``: what each side earns under a contract, for given gross multiples of one drawdown and one exit.

All commitments are drawn on the first day and everything comes out ``hold`` years later. With fees, those of all years
are set aside from the drawdown (on commitments while the investment period lasts, then on cost) and the multiple
applies to what is left. "Without fees" leaves out everything the manager takes: fees, carry and its own commitment, so
that the public and the private partners alone share the fund. Only the sub-fund's contract counts: no subsidy or
compensation outside it, no sale at the deadline to third parties, no put.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from sim.clauses import option_schedule, residual_gain
from sim.clauses.arithmetic import power
from sim.clauses.exit_price import auction_bid
from sim.clauses.rates import anniversary, ordinal_of
from sim.clauses.stage_equity import window_end, worth_buying, years_after
from sim.decisions.contract_path import PathLines, Plan, run_path
from sim.decisions.irr import irr
from sim.decisions.prospectus_exit import lot
from sim.scenario.economy_schema import Economy, Exercise, FundTerms
from sim.scenario.policy_schema import Option, Policy, StageEquity

_FIRST = ordinal_of(2001, 1, 1)  # any start serves
_NOTHING = 1e-9


@dataclass(frozen=True)
class Question:
    """What is asked: years held, the public share of the commitments, with or without what the manager takes.

    ``rates`` are yearly, index and spread together: the option's, the windows' of its schedule, the return cap's.
    ``exercise_year`` is when the partners look at their option; None leaves the day to their own rule.
    """

    hold: float
    public_share: float
    fees: bool
    rate: float
    window_rates: tuple[float, ...] = ()
    cap_rate: float = 0.0
    exercise_year: float | None = None


@dataclass(frozen=True)
class Row:
    """One gross multiple: rates of return, and amounts over commitments of one; None where there is nothing.

    ``public_receives`` and ``public_pari_passu`` are all the public line gets, with and without the contract's terms;
    ``given_up`` is the difference. ``strike`` is the price paid for what was bought, None when the option was not used.
    ``private_receives`` is what the private partners get, less a strike they pay; ``manager_receives`` what the manager
    gets on its own line, as carry and by concession, less a strike it pays, and ``manager_fees`` its fees of all years.
    """

    gross_multiple: float
    pari_passu_irr: float | None
    private_irr: float | None
    public_irr: float | None
    strike: float | None
    public_receives: float
    public_pari_passu: float
    given_up: float
    private_receives: float
    manager_receives: float
    manager_fees: float


class Sale(NamedTuple):
    """The public line, or ``part`` of it, sold for ``strike`` to whom; ``later`` is what the buyer still owes of it."""

    part: float
    strike: float
    buyer: Literal["partners", "manager", "outsider"]
    later: float


def table(economy: Economy, policy: Policy, question: Question, multiples: Sequence[float]) -> list[Row]:
    """One row a gross multiple. ValueError when the shares leave no private partners or fees use up the money."""
    fund = economy.fund if question.fees else _without_manager(economy.fund)
    if question.public_share < 0.0 or 1.0 - question.public_share - fund.manager_commitment < _NOTHING:
        raise ValueError(f"a public share of {question.public_share:g} leaves no private partners")
    return [_row(economy, fund, policy.stage_equity, question, multiple) for multiple in multiples]


def _without_manager(fund: FundTerms) -> FundTerms:
    return fund.model_copy(update={"fee_rate": 0.0, "carry": 0.0, "catch_up": 0.0, "manager_commitment": 0.0})


def invested(fund: FundTerms, hold: float) -> float:
    """Part of the commitments left for companies after the fees of ``hold`` years."""
    on_commitments = fund.fee_rate * min(hold, fund.investment_years)
    on_cost = fund.fee_rate * max(0.0, hold - fund.investment_years)
    left = (1.0 - on_commitments) / (1.0 + on_cost)
    if left < _NOTHING:
        raise ValueError(f"the fees of {hold:g} years use up all commitments")
    return left


def _row(economy: Economy, fund: FundTerms, rules: StageEquity, question: Question, multiple: float) -> Row:
    """Run the contract and, beside it, the same fund with every line on even terms."""
    share, bought = question.public_share, invested(fund, question.hold)
    days = (_FIRST, years_after(_FIRST, question.hold))
    plan = Plan(days, (1.0, 0.0), (bought, 0.0), (0.0, bought * multiple))
    shares = (share, 1.0 - share - fund.manager_commitment, fund.manager_commitment)
    even = run_path(plan, fund, StageEquity(), shares, 0.0, 0.0)
    lines = run_path(plan, fund, rules, shares, question.cap_rate, economy.pipeline.local_share)
    public = {days[1]: lines.public_out[1] - lines.given_away[1]}
    private = {days[1]: lines.private_out[1]}
    sale = _exercise(economy, rules, question, lines, days, public, private)
    receives = sum_of([public[day] for day in sorted(public)])
    return Row(
        gross_multiple=multiple,
        pari_passu_irr=_rate(shares[1], {days[1]: even.private_out[1]}),
        private_irr=_rate(shares[1], private),
        public_irr=_rate(share, public),
        strike=None if sale is None else sale.strike,
        public_receives=receives,
        public_pari_passu=even.public_out[1],
        given_up=even.public_out[1] - receives,
        private_receives=sum_of([private[day] for day in sorted(private)]),
        manager_receives=_of_manager(lines, sale),
        manager_fees=1.0 - bought,
    )


def _of_manager(lines: PathLines, sale: Sale | None) -> float:
    """What the manager gets beside its fees: a part that is sold concedes nothing to it any more, unless it buys."""
    own = lines.manager_out[1]
    if sale is None:
        return own
    own -= sale.part * lines.to_manager[1]
    if sale.buyer != "manager":
        return own
    gross = lines.public_out[1] + lines.ceded[1] - lines.given_away[1]
    return own + sale.part * gross - sale.later - sale.strike


def _exercise(
    economy: Economy,
    rules: StageEquity,
    question: Question,
    lines: PathLines,
    days: tuple[int, int],
    public: dict[int, float],
    private: dict[int, float],
) -> Sale | None:
    """Book the purchase of the public line on the first day it is worth its price; None when it never is.

    ``public`` and ``private`` are what each gets, by day, the drawdown aside.

    Under their own rule partners discount at ``exercise.discount_rate`` and ask for ``exercise.threshold``; asked for a
    year, they buy when the stake brings more than it costs. They know the outcome and can pay. Where anyone may buy, an
    outside investor with the median bid takes what the partners decline by their own rule.
    """
    option, law, end = rules.option, economy.exercise, days[1]
    if not option.enabled or question.public_share <= 0.0:
        return None
    to_private = lines.ceded[1] - lines.given_away[1]
    gross = lines.public_out[1] + to_private
    own = question.exercise_year is None
    worth = gross - lines.to_manager[1] if option.holder == "manager" else lines.public_out[1]
    for day in _decision_days(rules, question, end):
        years = (end - day) / 365.0
        value = worth / power(1.0 + law.discount_rate, years) if own else worth
        price = _price(option, rules.at_deadline.floor_share, question, day, gross)
        if price is None:
            continue
        by_holder = worth_buying(value, price, law.threshold if own else 1.0)
        discounted = gross / power(1.0 + law.discount_rate, years)
        if not by_holder and not (own and _outsider_buys(option, law, discounted, price)):
            continue
        part = option.max_share
        later = residual_gain.due(part * gross, part * price, option.residual_gain_share, 0.0)
        public[end] = (1.0 - part) * public[end] + later
        public[day] = public.get(day, 0.0) + part * price
        if by_holder and option.holder != "manager":
            private[end] += part * (gross - to_private) - later
            private[day] = private.get(day, 0.0) - part * price
        else:  # what the partners were given beside the line ends with the part that is sold
            private[end] -= part * to_private
        buyer: Literal["manager", "partners"] = "manager" if option.holder == "manager" else "partners"
        return Sale(part, part * price, buyer if by_holder else "outsider", later)
    return None


def _outsider_buys(option: Option, law: Exercise, value: float, price: float) -> bool:
    """Whether an outside investor with the median bid takes what the partners decline, where anyone may buy."""
    return option.holder == "anyone" and value > 0.0 and auction_bid(value, law.auction_discount, 0.0, 0.0) >= price


def _decision_days(rules: StageEquity, question: Question, end: int) -> list[int]:
    """The year asked for; else the last days of price windows, the deadline and the day of exit, in order."""
    option, last = rules.option, window_end(_FIRST, rules.option.window_years, end)
    if question.exercise_year is not None:
        day = years_after(_FIRST, question.exercise_year)
        return [day] if day <= last else []
    days = {last, anniversary(_FIRST, option.grace_years), end}
    days |= {years_after(_FIRST, window.to_year) for window in option.schedule if window.to_year > 0.0}
    if rules.maximum_holding_years > 0.0 and rules.at_deadline.rule != "hold_to_term":
        days.add(years_after(_FIRST, rules.maximum_holding_years))
    return sorted(day for day in days if _FIRST < day <= last)


def _price(option: Option, floor_share: float, question: Question, day: int, gross: float) -> float | None:
    """The option's price for the whole line; None when it rests that day. One payment, nothing returned before."""
    starts = tuple(window.from_year for window in option.schedule)
    ends = tuple(window.to_year for window in option.schedule)
    if option.schedule and option_schedule.window_of(_FIRST, day, starts, ends) < 0:
        return None
    formula = lot(option, question.public_share, _FIRST, _FIRST, day, (question.rate, question.window_rates))
    return option_schedule.price_or_floor(formula, gross, floor_share, option.price == "floor")


def sum_of(values: Sequence[float]) -> float:
    """Left-to-right sum."""
    total = 0.0
    for value in values:
        total += value
    return total


def _rate(drawn: float, after: dict[int, float]) -> float | None:
    """IRR of a drawdown on the first day and what comes of it by day, which can be the same day.

    -1 when money went in and nothing came back, None when none went in or no rate exists.
    """
    if drawn <= 0.0:
        return None
    days = sorted(after)
    if all(after[day] <= _NOTHING for day in days):
        return -1.0
    return irr([_FIRST, *days], [-drawn, *(after[day] for day in days)])
