"""Article 6 of 京政发[2011]12号: who decides on a result, and what its owner declares it to be worth."""

from typing import Final

OWNER: Final = 0
DEPARTMENT: Final = 1
BUREAU: Final = 2

MONTHS_A_DAY: Final = 12.0 / 365.0


def who_decides(declared_fen: int, own_line_fen: int, approval_line_fen: int) -> int:
    """Who decides on a public institution's result of that value: the OWNER itself, its DEPARTMENT or the BUREAU.

    Text: below 8 m yuan the institution disposes itself and files; at 8 m and above the department reviews and the
    finance bureau approves. Before, the department decided on what was below. Our reading: two lines, which the article
    makes one; each belongs to whoever is above it (含).
    """
    if declared_fen >= approval_line_fen:
        return BUREAU
    return OWNER if declared_fen < own_line_fen else DEPARTMENT


def chance_to_split(appraised_fen: int, line_fen: int, share: float, window: float) -> float:
    """The chance that a result is split, or appraised, to just below the line.

    Our assumption: ``share`` at the line itself, falling to none at (1 + ``window``) times the line; none below it.
    """
    if line_fen <= 0 or appraised_fen < line_fen:
        return 0.0
    return max(0.0, share * (1.0 - (appraised_fen / line_fen - 1.0) / window))


def declared_below(line_fen: int, depth: float, part: float) -> int:
    """What is then declared, in fen: a ``part`` in [0, 1) of the share ``depth`` of the line below it, and one fen."""
    return int(line_fen * (1.0 - depth * part) + 0.5) - 1


def months_between(first_day: int, last_day: int) -> float:
    """Months from one day to a later one, each a twelfth of 365 days."""
    return (last_day - first_day) * MONTHS_A_DAY
