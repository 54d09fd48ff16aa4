"""回售权: private partners' right to sell part of their own line to the guidance fund."""

from sim.clauses.stage_equity import years_after


def price(unreturned: float, part: float, cost_share: float) -> float:
    """KVIC 2025: a new partner may sell at most 30 % of its own stake back; the price was not read.

    ``unreturned`` is what the private line paid in and has not got back. Our reading: a share of that part's
    unreturned cost. 财预[2015]210号 art. 13 forbids promising others their principal: in China ``cost_share`` must stay
    below what is lost on average, and 1 is a guarantee.
    """
    return cost_share * part * unreturned


def open_on(first_paid: int, day: int, from_year: float, to_year: float) -> bool:
    """KVIC 2025 (window not read): whether the right lives on ``day``, both ends included, years by anniversary."""
    return years_after(first_paid, from_year) <= day <= years_after(first_paid, to_year)


def worth_selling(own_value: float, price: float) -> bool:
    """KVIC 2025 gives a right, no duty: partners sell when what they keep is worth less to them than the price."""
    return own_value < price


def affordable(price_fen: int, undrawn_fen: int, uncommitted_fen: int) -> bool:
    """Our reading: the guidance fund buys only with uncommitted money for price and taken-over commitment."""
    return price_fen + undrawn_fen <= uncommitted_fen
