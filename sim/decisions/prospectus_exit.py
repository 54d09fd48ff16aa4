"""What the rights to buy the public line, and to sell part of the private one, are worth along the prospectus path.

Flows are added up in ``flows`` by day, over commitments of one. Partners know the outcome of a path on its decision
days. Where the option's price is only a floor, the appraised value is taken to be their own value of the line. An
outside investor's bid is the auction's, on the remaining flows of the whole line, discounted alike: a path has no
accounts to appraise.
"""

from collections.abc import Sequence

from sim.clauses import option_schedule, put, residual_gain
from sim.clauses.arithmetic import power
from sim.clauses.exit_price import chance_of_bid
from sim.clauses.rates import anniversary
from sim.clauses.stage_equity import deadline, lot_price, window_end, worth_buying, years_after
from sim.decisions.contract_path import PathLines
from sim.scenario.economy_schema import Exercise
from sim.scenario.policy_schema import Option, StageEquity

Rates = tuple[float, tuple[float, ...]]  # of the option, and of each window of its schedule; yearly, with spread


def add_option(
    flows: dict[int, float], law: Exercise, rules: StageEquity, lines: PathLines, days: Sequence[int], rates: Rates
) -> None:
    """Weigh in the purchase of the public line: its price out, its remaining flows in, on each decision day."""
    option, alive, part = rules.option, 1.0, rules.option.max_share
    to_private = [all_of_it - given for all_of_it, given in zip(lines.ceded, lines.given_away, strict=True)]
    gross = [own + more for own, more in zip(lines.public_out, to_private, strict=True)]
    by_manager = option.holder == "manager"
    out = [all_of_it - own for all_of_it, own in zip(gross, lines.to_manager, strict=True)]
    out = out if by_manager else lines.public_out
    for day in _decision_days(rules, lines, days, law.distribution_trigger):
        value = _remaining(out, lines.public_calls, days, day, law.discount_rate)
        formula = _price(option, lines, days, day, rates)
        share, is_floor = rules.at_deadline.floor_share, option.price == "floor"
        price = part * option_schedule.price_or_floor(formula, value, share, is_floor)
        worth = part * value
        worth -= residual_gain.due(worth, price, option.residual_gain_share, 0.0)
        bought = alive * law.liquid if worth_buying(worth, price, law.threshold) else 0.0
        alive -= bought
        if bought and not by_manager:
            flows[day] = flows.get(day, 0.0) - bought * price
            _own(flows, lines, days, day, bought, part, price, option.residual_gain_share)
        to_others = bought if by_manager else 0.0
        if option.holder == "anyone":
            whole = part * _remaining(gross, lines.public_calls, days, day, law.discount_rate)
            to_others = alive * chance_of_bid(whole, price, law.auction_discount, law.auction_sigma)
            alive -= to_others
        _end_of_cessions(flows, to_private, days, day, to_others * part)


def _end_of_cessions(
    flows: dict[int, float], to_private: Sequence[float], days: Sequence[int], day: int, sold: float
) -> None:
    """Others bought: partners neither pay nor receive, and what the part sold handed them ends."""
    if sold == 0.0:
        return
    for year, date in enumerate(days):
        flows[date] -= sold * to_private[year] if date >= day else 0.0


def _own(
    flows: dict[int, float],
    lines: PathLines,
    days: Sequence[int],
    day: int,
    bought: float,
    part: float,
    price: float,
    residual: float,
) -> None:
    """The bought part's flows from ``day`` on, less the share of its gain that goes back."""
    received, paid, handed_on = 0.0, price, 0.0
    for year, date in enumerate(days):
        if date < day:
            continue
        paid += part * lines.public_calls[year]
        received += part * lines.public_out[year]
        owed = residual_gain.due(received, paid, residual, handed_on)
        handed_on += owed
        flows[date] += bought * (part * (lines.public_out[year] - lines.public_calls[year]) - owed)


def _decision_days(rules: StageEquity, lines: PathLines, dates: Sequence[int], trigger: float) -> list[int]:
    """Ends of grace and windows, deadline, and days of a large distribution, while the option lives (D7).

    As in the engine: an option without an end has no last day, a stake held to term no deadline, and where nothing but
    the option ends it the deadline comes again each year.
    """
    option, first = rules.option, lines.first_payment(dates)
    if not option.enabled or first < 0:
        return []
    last = window_end(first, option.window_years, dates[-1])
    limit = deadline(first, rules.maximum_holding_years)
    if limit > 0 and rules.at_deadline.rule in ("auction", "appraised"):
        last = min(last, limit)  # a sale ends the public line
    starts, ends = _windows(option)
    days = _deadlines(rules, limit, last)
    if option.window_years > 0.0:
        days.add(last)
    days |= {years_after(first, year) for year in ends if year > 0.0} if ends else {
        anniversary(first, option.grace_years)
    }  # fmt: skip
    paid = 0.0
    for year, date in enumerate(dates):
        if lines.public_out[year] > trigger * paid:
            days.add(date)
        paid += lines.public_calls[year]
    open_days = [day for day in days if not ends or option_schedule.window_of(first, day, starts, ends) >= 0]
    return sorted(day for day in open_days if first < day <= last)


def _deadlines(rules: StageEquity, limit: int, last: int) -> set[int]:
    """Days on which a stake past its holding period is looked at: one before a sale, every year without one."""
    if limit <= 0 or rules.at_deadline.rule == "hold_to_term":
        return set()
    if rules.at_deadline.rule != "option_only":
        return {limit}
    days, day = set(), limit
    while day <= last:
        days.add(day)
        day = anniversary(day, 1)
    return days


def _windows(option: Option) -> tuple[tuple[float, ...], tuple[float, ...]]:
    return tuple(w.from_year for w in option.schedule), tuple(w.to_year for w in option.schedule)


def _remaining(out: Sequence[float], calls: Sequence[float], days: Sequence[int], day: int, rate: float) -> float:
    """A line's flows from ``day`` on, discounted to it; the buyer takes over undrawn commitments too."""
    value = 0.0
    for year, date in enumerate(days):
        if date >= day:
            flow = out[year] - calls[year]
            value += flow * power(1.0 + rate, (day - date) / 365.0)
    return value


def _price(option: Option, lines: PathLines, days: Sequence[int], day: int, rates: Rates) -> float:
    """The formula price over all payments made before ``day``; what was returned is spread over them."""
    paid = unreturned = 0.0
    for year, date in enumerate(days):
        if date < day:
            paid += lines.public_calls[year]
            unreturned = lines.public_unreturned[year]
    left = 1.0 if option.base == "original" else unreturned / paid
    price = 0.0
    for year, date in enumerate(days):
        if date < day:
            price += lot(option, lines.public_calls[year] * left, date, lines.first_payment(days), day, rates)
    return price


def lot(option: Option, outstanding: float, paid: int, first: int, day: int, rates: Rates) -> float:
    """The formula price of one payment."""
    each = option.clock == "each_payment"
    if not option.schedule:
        rule = option.rate
        return lot_price(
            outstanding, paid, first, day, option.grace_years, each,
            rule.accrual == "grace_end", rule.compounding == "compound", rates[0],
        )  # fmt: skip
    start = paid if each else first
    number = option_schedule.price_window(start, day, _windows(option)[1])
    window = option.schedule[number]
    return option_schedule.window_price(
        outstanding, paid, start, day, window.from_year,
        window.rate.accrual == "grace_end", window.rate.compounding == "compound", rates[1][number],
    )  # fmt: skip


def add_put(
    flows: dict[int, float], law: Exercise, rules: StageEquity, lines: PathLines, days: Sequence[int]
) -> tuple[float, float]:
    """Weigh in the sale of part of the private line to a guidance fund that has the money.

    Returns by how much it changes what partners pay in and what they get back, on which a guarantee is reckoned.
    """
    terms = rules.put
    first = lines.first_payment(days)
    if not terms.enabled or first < 0:
        return 0.0, 0.0
    # Cap and concession go to the partners whoever owns the part that is sold.
    ceded = [all_of_it - given for all_of_it, given in zip(lines.ceded, lines.given_away, strict=True)]
    own = [out - more for out, more in zip(lines.private_out, ceded, strict=True)]
    years = terms.from_year
    asked = []
    while years < terms.to_year:
        asked.append(years_after(first, years))
        years += 1.0
    for day in [*asked, years_after(first, terms.to_year)]:
        if not days[0] < day <= days[-1]:
            continue
        value = _remaining(own, lines.private_calls, days, day, law.discount_rate)
        price = put.price(_private_unreturned(lines, days, day), terms.max_share, terms.cost_share)
        if not put.worth_selling(terms.max_share * value, price):
            continue
        flows[day] = flows.get(day, 0.0) + price
        paid_in, received = 0.0, price
        for year, date in enumerate(days):
            if date >= day:
                flows[date] -= terms.max_share * (own[year] - lines.private_calls[year])
                paid_in -= terms.max_share * lines.private_calls[year]
                received -= terms.max_share * own[year]
        return paid_in, received
    return 0.0, 0.0


def _private_unreturned(lines: PathLines, days: Sequence[int], day: int) -> float:
    """What the private line paid in before ``day`` and has not got back: all receipts count as capital first."""
    unreturned = 0.0
    for year, date in enumerate(days):
        if date < day:
            unreturned = max(0.0, unreturned + lines.private_calls[year] - lines.private_out[year])
    return unreturned
