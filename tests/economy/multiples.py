"""What an investor gets back by the fate of a company alone, without funds, queues and markets."""

from collections.abc import Callable

from sim.economy import fates
from sim.scenario.economy_schema import CompanyLaw


def simulate_multiple(
    company: CompanyLaw, laws: tuple[fates.StageLaw, ...], entry: int, uniform: Callable[[], float]
) -> float:
    """Realised multiple of an investor who enters at stage ``entry``: the fate function alone.

    Quality, skill and the selection shift are off, as are market factor and listing queue. A company ready to advance
    is funded with chance phi and fails otherwise; the price of a share is capped at ``multiple_cap`` times its first.
    ``uniform`` yields a fresh uniform at each call.
    """
    price = 1.0
    for stage in range(entry, len(laws)):
        law = laws[stage]
        outcome = fates.milestone(law, uniform(), 0.0, redraw=False)
        if outcome == fates.STALL:
            outcome = fates.milestone(law, uniform(), 0.0, redraw=True)
        if outcome == fates.TRADE_SALE:
            return min(company.multiple_cap, price * fates.trade_sale_multiple(company, uniform()))
        if outcome == fates.FILING:
            return min(company.multiple_cap, price * fates.listing_multiple(company, uniform()))
        if outcome == fates.FAIL or uniform() >= law.funded:
            break
        price *= fates.price_step(company, stage, 0.0, uniform())
    return fates.recovery(company, uniform(), uniform())
