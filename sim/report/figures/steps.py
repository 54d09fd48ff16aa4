"""Step functions as an eye sees them: steps too small to be seen make a drawing heavy and nothing else."""

import numpy as np
from numpy.typing import NDArray

from sim.report.figures.data import Numbers

FINEST = 0.001  # of the height of the axis, which is 1: less than a third of a pixel


def seen(*lines: Numbers) -> NDArray[np.int64]:
    """Which of K steps are drawn, ascending: none of ``lines`` (K,) is ever further than FINEST from what is drawn.

    The first and the last are always among them.
    """
    values = np.array(lines)
    count = values.shape[1] if lines else 0
    kept = [0] if count else []
    for place in range(1, count):
        if place == count - 1 or np.abs(values[:, place] - values[:, kept[-1]]).max() > FINEST:
            kept.append(place)
    return np.array(kept, dtype=np.int64)
