"""The option's formula price of a stake, and the rates in it (财企[2007]128号 art. 15)."""

from sim.clauses import option_schedule, rates, stage_equity
from sim.engine.codes import NOBODY
from sim.engine.interest import rate_today
from sim.engine.kinds.money import Stake
from sim.engine.rows import law
from sim.engine.rules import COMPOUND, EACH_PAYMENT, GRACE_END, OPTION_RATE
from sim.engine.state import World


@law
def in_schedule(w: World, first: int, today: int) -> int:
    """Whether today lies in one of the windows; always without a schedule."""
    if len(w.windows) == 0:
        return 1
    for i in range(len(w.windows)):
        one = w.windows[i]
        if option_schedule.in_window(first, today, one.from_year, one.to_year):
            return 1
    return 0


@law
def strike(w: World, stake: Stake) -> float:
    """The formula price today, in fen: every payment priced by its own age."""
    total, n = 0.0, stake.first_lot
    while n != NOBODY:
        lot = w.lots[n]
        total += lot_price(w, lot.left, lot.day, w.clock[0].start + stake.first_day)
        n = lot.next
    return total


@law
def lot_price(w: World, left: float, paid: int, first: int) -> float:
    """Price today of a payment of which ``left`` fen count; ``first`` is the day of the first payment."""
    option, today = w.option[0], w.clock[0].start + w.clock[0].today
    each = option.clock == EACH_PAYMENT
    start = paid if each else first
    if len(w.windows) == 0:
        rule = w.rates[OPTION_RATE]
        late = rule.accrual == GRACE_END
        accrues = stage_equity.accrual_start(paid, rates.anniversary(start, option.grace_years), late)
        return stage_equity.lot_price(
            left, paid, first, today, option.grace_years, each, late, rule.compounding == COMPOUND,
            rate_today(w, rule, paid, accrues),
        )  # fmt: skip
    window = w.windows[window_of(w, start, today)]
    rule = w.rates[window.rate]
    late = rule.accrual == GRACE_END
    accrues = stage_equity.accrual_start(paid, stage_equity.years_after(start, window.from_year), late)
    return option_schedule.window_price(
        left, paid, start, today, window.from_year, late, rule.compounding == COMPOUND,
        rate_today(w, rule, paid, accrues),
    )  # fmt: skip


@law
def window_of(w: World, start: int, day: int) -> int:
    """The first window that a payment's age has not passed; the last when all have passed."""
    for i in range(len(w.windows)):
        if option_schedule.not_passed(start, day, w.windows[i].to_year):
            return i
    return len(w.windows) - 1
