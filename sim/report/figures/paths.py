"""What a path of cumulative cash says: how deep it goes, and when the money is back."""

import numpy as np

from sim.report.figures.data import Numbers


def turning_points(path: Numbers) -> tuple[int, int | None]:
    """Index of the deepest point of ``path`` (M,) and of the first later point at or above zero, None without one."""
    deepest = int(np.argmin(path))
    later = np.flatnonzero(path[deepest:] >= 0)
    back = None if path[deepest] >= 0 or later.size == 0 else deepest + int(later[0])
    return deepest, back


def share_back(net_cash: Numbers) -> float:
    """Share of replications whose cumulative cash (R, M) ends at or above zero."""
    return float(np.mean(net_cash[:, -1] >= 0))
