"""The size of a fund after its investment period (缩减规模): what it will not need is given up, on all lines alike."""

SLACK = 1.25  # commitments that stay, at least, over what has been drawn


def kept_share(drawn: float, bound: float, total: float) -> float:
    """Fund contract, reduction of commitments: which part of them stays, at most 1.

    No text; our assumption (D9): enough for all calls so far (``drawn``) and what is ``bound`` (the reserve for later
    rounds and the fees to come), and never less than 1.25 times what has been drawn. In any one unit.
    """
    return min(1.0, max(SLACK * drawn, drawn + bound) / total)


def kept(commitment_fen: int, share: float) -> int:
    """What stays of one line or part, in whole fen, rounded down."""
    return int(commitment_fen * share)
