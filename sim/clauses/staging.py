"""Payment of a public commitment in step with investment (按投资进度分期出资), and the recall of idle money."""

from collections.abc import Sequence


def in_step(drawn: float, invested: float, progress: float) -> bool:
    """财预〔2020〕7号 §1: large sums are paid in step with investment progress.

    Text: the principle. Our reading: the next tranche may be released once ``invested`` has reached the share
    ``progress`` of the money drawn from all partners so far; before the first call nothing beyond the first tranche.
    """
    return drawn > 0.0 and invested >= progress * drawn


def tranches_released(tranches: Sequence[float], already: int, due: float, commitment: float, in_step_now: bool) -> int:
    """财预〔2020〕7号 §1: how many tranches are released when the public part due so far is ``due``.

    Text: instalments by progress. Our reading: a tranche is released when a call needs it and the fund is in step; a
    released tranche stays released. ``already`` (at least 1) were released before.
    """
    count = already
    while count < len(tranches) and in_step_now and due > released(tranches, count, commitment):
        count += 1
    return count


def released(tranches: Sequence[float], count: int, commitment: float) -> float:
    """财预〔2020〕7号 §1: the money of the first ``count`` tranches; with the last one the whole commitment."""
    if count >= len(tranches):
        return commitment
    share = 0.0
    for i in range(count):
        share += tranches[i]
    return share * commitment


def recall(days: Sequence[int], amounts: Sequence[int], available: int, last_day: int) -> int:
    """财预〔2020〕7号 §1: idle money is taken back. What came on or before ``last_day`` and still lies idle.

    ``days`` ascending and ``amounts`` (fen) are all receipts of a purse in which ``available`` lies uncommitted. Text:
    the recall, without a period. Our reading: what was used was the oldest money (first in, first out).
    """
    young = 0
    for day, amount in zip(days, amounts, strict=True):
        if day > last_day:
            young += amount
    return idle(available, young)


def idle(available: int, young: int) -> int:
    """What lies idle too long where ``young`` fen came later: first in, first out."""
    return max(0, available - young)
