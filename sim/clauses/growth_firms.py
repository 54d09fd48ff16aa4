"""创新型企业 (京政发[2011]12号 art. 12): who is small enough for support, and who grows fast enough to be a gazelle."""

from collections.abc import Sequence
from typing import Final

MOST_STAFF: Final = 300
MOST_SALES: Final = 30e6  # yuan a year
ROUNDING: Final = 1e-12  # a growth of just the 20 % that is asked for is enough, whatever its float


def small(staff: int, yearly_sales: float) -> bool:
    """128号 (as the other rules of Beijing's fund for small firms): at most 300 people and 30 m of sales (yuan)."""
    return staff <= MOST_STAFF and yearly_sales <= MOST_SALES


def gazelle(sales: float, before: float, classes: Sequence[float], growth: Sequence[float]) -> bool:
    """中关村瞪羚计划 (press): sales of 10 to 50 m grown by 20 %, of 50 to 100 m by 10 %, of 100 to 500 m by 5 %.

    Our reading: ``sales`` of this year (yuan) choose the class, which begins with ``classes[k]`` and ends before
    ``classes[k + 1]``, and must be at least ``1 + growth[k]`` times those of the year ``before``, of which there are.
    """
    for k in range(len(growth)):
        if classes[k] <= sales < classes[k + 1]:
            return before > 0.0 and sales / before >= 1.0 + growth[k] - ROUNDING
    return False
