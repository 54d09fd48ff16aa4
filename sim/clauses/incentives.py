"""Articles 5 and 15 of 京政发[2011]12号: when inventors may take over, who founds with what."""

from sim.clauses.rates import same_day


def takeover_day(completed_ordinal: int, months: int) -> int:
    """京政发[2011]12号 art. 15: a result not converted within one year of completion may be converted by its inventors.

    Text: one year. Our reading: the same day ``months`` later, the month's last day where that day does not exist;
    −1 when ``months`` is 0, meaning never.
    """
    if months <= 0:
        return -1
    return same_day(completed_ordinal, months)


def founding_shares(
    declared: float, cash: float, inventor_share: float, technology_cap: float
) -> tuple[float, float, float]:
    """京政发[2011]12号 art. 5 with 财企[2010]8号: shares of (institution, inventors, founders) in the founding capital.

    The technology counts at its declared value beside the founders' cash, within ``technology_cap`` of the capital
    (1 = no cap); inventors get ``inventor_share`` of the technology's shares (20 to 30 % of its value in 财企[2010]8号,
    from memory), the founders hold the rest. Our reading: the appraisal sets founding shares only, no later price (D6).
    Without technology or cash the founders hold everything. The three sum to 1.
    """
    capital = declared + cash
    technology = min(declared / capital, technology_cap) if capital > 0 else 0.0
    inventors = technology * inventor_share
    return technology - inventors, inventors, 1.0 - technology
