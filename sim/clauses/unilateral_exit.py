"""财预[2015]210号 art. 20: when the guidance fund may leave without the others' consent. Days are ordinals."""

from sim.clauses.rates import same_day


def setup_lapses(approved: int, months: int) -> int:
    """财预[2015]210号 art. 20(1): not set up more than a year after approval: the first day the offer is withdrawn.

    Text: "more than a year". The same day of the month still is in time. −1 when the rule book has no limit.
    """
    return same_day(approved, months) + 1 if months > 0 else -1


def idle_lapses(first_paid: int, months: int) -> int:
    """财预[2015]210号 art. 20(2): no investment more than a year after the money arrived: the first day to leave.

    −1 when the rule book has no limit.
    """
    return same_day(first_paid, months) + 1 if months > 0 else -1


def is_idle(invested_fen: int) -> bool:
    """财预[2015]210号 art. 20(2): "has made no investment". Text: none at all, so that one fen is enough to pass."""
    return invested_fen == 0
