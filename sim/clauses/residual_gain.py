"""后续收益分成: what a bought stake earns afterwards and still owes the guidance fund."""


def due(received: float, paid: float, share: float, handed_on: float) -> float:
    """Yozma 1993 (memory): the buyer pays cost and interest and leaves about 7 % of future gains to the government.

    ``received`` is all the bought line brought so far, ``paid`` the price and all later calls on it, ``handed_on`` what
    was given of it before. Our reading: the gain is what exceeds price and calls, reckoned on running totals; what was
    handed on is not asked back when a later call lowers the gain. Any one unit of money; never negative.
    """
    return max(0.0, share * max(0.0, received - paid) - handed_on)
