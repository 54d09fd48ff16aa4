"""The option's formula price of a stake: grace and rate, or a schedule of windows (财企[2007]128号 art. 15)."""

from __future__ import annotations

from sim.clauses import option_schedule, rates, stage_equity
from sim.reference.world import World
from sim.scenario.policy_schema import Option
from sim.scenario.rate_schema import RateRule


class StakePrice:
    """Prices one payment at a time, today. Days passed in are ordinals, the world's clock gives today."""

    def __init__(self, world: World, option: Option) -> None:
        self.w = world
        self.option = option
        self._from = tuple(window.from_year for window in option.schedule)
        self._to = tuple(window.to_year for window in option.schedule)

    def window_ends(self, first: int) -> list[int]:
        """Last day of every price window that has one: days on which the holder looks at the option."""
        return [stage_equity.years_after(first, year) for year in self._to if year > 0.0]

    def in_schedule(self, first: int, today: int) -> bool:
        """Whether today lies in one of the windows; always without a schedule."""
        return not self._to or option_schedule.window_of(first, today, self._from, self._to) >= 0

    def lot(self, left: float, paid: int, first: int) -> float:
        """Price today of a payment of which ``left`` fen count, paid on ``paid``; ``first`` is the first payment."""
        option, today = self.option, self.w.start + self.w.today
        each = option.clock == "each_payment"
        if not self._to:
            rule = option.rate
            grace_end = rates.anniversary(paid if each else first, option.grace_years)
            return stage_equity.lot_price(
                left, paid, first, today, option.grace_years, each,
                rule.accrual == "grace_end", rule.compounding == "compound", self._rate(rule, paid, grace_end),
            )  # fmt: skip
        start = paid if each else first
        window = option.schedule[option_schedule.price_window(start, today, self._to)]
        rule = window.rate
        begins = stage_equity.years_after(start, window.from_year)
        return option_schedule.window_price(
            left, paid, start, today, window.from_year,
            rule.accrual == "grace_end", rule.compounding == "compound", self._rate(rule, paid, begins),
        )  # fmt: skip

    def _rate(self, rule: RateRule, paid: int, grace_end: int) -> float:
        accrues = stage_equity.accrual_start(paid, grace_end, rule.accrual == "grace_end")
        return self.w.rule_rate(rule, paid, accrues)
