"""Whether a manager applies for public money, and whom an officer dares to approve. Pure scalar functions."""

import math


def applies(more: float, burden: float, per_skill: float, skill: float, per_duty: float, duty: float) -> bool:
    """Whether what public money adds to a manager's own income exceeds the trouble it brings, both over the target.

    The burden is ``burden``, plus ``per_skill`` a standard deviation of skill above the average (good managers have
    other options), plus ``per_duty`` a unit of the local-investment multiple (返投) the contract asks for.
    """
    return more > burden + per_skill * max(0.0, skill) + per_duty * duty


def binds(size_free: float, size_bound: float, reluctance: float, early_bound: float) -> bool:
    """Whether a manager promises ``early_bound`` of its investments to early rounds for a higher public share.

    It does so when the fund it expects with the higher share, in any one unit, is larger than without it by more than
    ``reluctance`` times the promise. Larger public shares enlarge a fund whose private money is scarce; where private
    money is plentiful and public money only displaces it, nobody binds itself.
    """
    return size_bound > size_free * (1.0 + reluctance * early_bound)


def required_record(caution: float, single_deal: float) -> int:
    """Profitable exits an officer asks of an applicant: ``caution`` where any single loss is held against him.

    It falls with the tolerated loss of a single deal (容错) to none at 1, a total loss; halves are rounded up.
    """
    return math.floor(caution * (1.0 - single_deal) + 0.5)


def newcomers_share(caution: float, portfolio: float) -> float:
    """Share of the money of a call that may go to managers without any profitable exit.

    An officer (``caution`` of 1 or more) who answers for a portfolio's loss beyond ``portfolio`` lets no more than
    that share depend on newcomers: if they lose everything the limit still holds. Without caution, or at 1, all of it.
    """
    return 1.0 - min(1.0, caution) * (1.0 - portfolio)
