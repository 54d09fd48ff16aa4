"""A random order of many, drawn only as far as somebody asks."""

from collections.abc import Callable

NOBODY = -1


class KeyedOrder:
    """A uniformly random order of the numbers 0 .. ``size`` - 1, one after the other by ``next``.

    ``draw(i)`` is the uniform in (0, 1) of step i, from 0. The order is that of a Fisher-Yates shuffle of as many
    places as the next power of two has, those beyond ``size`` passed over; only places that moved are kept. So a step
    costs the same however many there are, and one more member enters the order of the others without changing it,
    until their number passes a power of two.
    """

    __slots__ = ("_draw", "_moved", "_places", "_size", "_step")

    def __init__(self, size: int, draw: Callable[[int], float]) -> None:
        self._size = size
        self._places = 1 << max(0, size - 1).bit_length()
        self._draw = draw
        self._moved: dict[int, int] = {}
        self._step = 0

    def next(self) -> int:
        """The next number, ``NOBODY`` after the last."""
        while self._step < self._places:
            step = self._step
            self._step += 1
            place = step + int(self._draw(step) * (self._places - step))
            number = self._moved.get(place, place)
            self._moved[place] = self._moved.pop(step, step)
            if number < self._size:
                return number
        return NOBODY
