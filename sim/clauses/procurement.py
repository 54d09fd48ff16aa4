"""政府采购 (京政发[2011]12号 art. 20): how much the city buys of a company's first products, and what that brings."""

import math

from sim.clauses.rounding import part_of


def order(sales_fen: int, share: float, cap_fen: int, smallest_fen: int) -> int:
    """京政发[2011]12号 art. 20: first purchase and order of innovative products.

    Our reading: a part of the company's yearly sales, at most ``cap_fen``; nothing where that is below
    ``smallest_fen``.
    """
    amount = min(cap_fen, part_of(sales_fen, share))
    return amount if amount >= smallest_fen else 0


def first_set(order_fen: int, rate: float, equipment: bool) -> int:
    """京政发[2011]12号 art. 20 (首台套): a premium on the first set of equipment.

    Our reading: a part of the order on top of it, which costs nothing to make.
    """
    return part_of(order_fen, rate) if equipment else 0


def goods(order_fen: int, margin: float) -> int:
    """Our reading: what the order costs to make; the ``margin`` is the company's."""
    return order_fen - part_of(order_fen, margin)


def lift(order_fen: int, sales_fen: int) -> float:
    """Our assumption: an order comes on top of the year's sales; by so much their logarithm rises at once."""
    return math.log(1.0 + order_fen / sales_fen) if sales_fen > 0 else 0.0
