"""What several measures count with: how many there are, and the whole days within which something was reached."""

import numpy as np
from numpy.typing import NDArray

# Days of so many months, a twelfth of 365.25 days each, to the nearest; a year with its leap day.
NINE_MONTHS = 274
TWELVE_MONTHS = 366
FIFTEEN_MONTHS = 457
TWO_YEARS = 731
FIVE_YEARS = 1826
EIGHT_YEARS = 2922


def count(mask: NDArray[np.bool_]) -> int:
    """How many are true."""
    return int(np.count_nonzero(mask))
