"""A rate in a rule book: index, spread, when it is read, how interest is reckoned."""

# A parameter a line reads as a table; the formatter would break each over five lines.
# fmt: off

from typing import Literal

from sim.scenario.parameter import Section, par

RateIndex = Literal["loan_1y", "government_1y", "government_5y", "government_10y", "fixed"]


class RateRule(Section):
    """A rate: index plus spread, the day the index is read, simple or compound, when accrual starts."""

    index: RateIndex = par("利率指数", "PBoC 1-year loan benchmark or LPR, government yield, or fixed (spread alone)", unit="choice", default="fixed")
    spread: float = par("利差", "added to the index", unit="1/year", ge=-0.2, le=1, plausible=(0, 0.05), why="the index itself (财企[2007]128号), 1 % (yozma-1993), 2 % (hongkou-2011), 5 % fixed (yozma-2.0-2024)", default=0.0)
    index_date: Literal["transfer", "payment", "path"] = par("指数日期", "when the index is read: on the day of reckoning (transfer, distribution), on the day of payment, or each day its own (path)", unit="choice", default="transfer")
    compounding: Literal["simple", "compound"] = par("计息方式", "simple or yearly compound interest", unit="choice", default="simple")
    accrual: Literal["payment", "grace_end"] = par("起息", "interest runs from the payment or from the end of the grace period", unit="choice", default="payment")
