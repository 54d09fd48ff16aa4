"""出资顺序 (draw order): in whose money a capital call is met first."""

from sim.clauses.rounding import floor_part

PRO_RATA = 0
FIRST = 1
LAST = 2


def public_part(order: int, amount: float, public_left: float, others_left: float) -> float:
    """Fund agreement, draw order FIRST or LAST: the public line's part of one call, at most what it still owes.

    Rules read name the order only (政府资金先到位 public money first; 社会资本先到位 public money last, the usual check
    against funds that wait for public money). Our reading: the line that comes first meets calls alone until its
    commitment is drawn. ``…_left`` are undrawn commitments; whole fen give whole fen.
    """
    if order == FIRST:
        return min(amount, public_left)
    return max(0, min(public_left, amount - others_left))


def shares_of_call(
    order: int, amount: int, commitments: tuple[int, int, int], paid_in: tuple[int, int, int]
) -> tuple[int, int, int]:
    """Fund agreement: a call split over public, private and manager in fen; parts sum to ``amount``.

    PRO_RATA works on running totals of all commitments. In another order the public part is ``public_part`` and the
    private partners and the manager share the rest pro rata to theirs. The rest of rounding, a fen or two, is the
    private line's; public and manager never pay beyond their commitments. Raises ZeroDivisionError without commitments.
    """
    if order == PRO_RATA:
        total = commitments[0] + commitments[1] + commitments[2]
        drawn = paid_in[0] + paid_in[1] + paid_in[2] + amount
        # 0: a commitment was withdrawn, or its line has paid ahead of the others, as where public money is held back
        public = max(0, min(amount, floor_part(drawn, commitments[0], total) - paid_in[0]))
        manager = max(0, min(amount - public, floor_part(drawn, commitments[2], total) - paid_in[2]))
        return public, amount - public - manager, manager
    others = commitments[1] + commitments[2]
    others_paid = paid_in[1] + paid_in[2]
    public = int(public_part(order, amount, commitments[0] - paid_in[0], others - others_paid))
    rest = amount - public
    due = floor_part(others_paid + rest, commitments[2], others) - paid_in[2] if others > 0 else 0
    manager = min(rest, max(0, due))
    return public, rest - manager, manager
