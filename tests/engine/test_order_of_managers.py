"""An order drawn lazily is a fair shuffle that further members do not disturb."""

from collections import Counter
from collections.abc import Callable
from itertools import permutations, product
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine import chance
from sim.engine.codes import NOBODY
from sim.engine.kinds.firms import CHAINS, Company, Deal, Moved
from sim.engine.rounds import next_manager
from sim.engine.rows import Table, add
from sim.engine.state import World

uniforms = st.lists(st.floats(0.0, 1.0, exclude_min=True, exclude_max=True), min_size=128, max_size=128)


class Order:
    """The order of ``size`` managers in a round of the first company; ``draw(i)`` is the uniform of step i."""

    def __init__(self, size: int, draw: Callable[[int], float]) -> None:
        self._w = World()
        self._w.managers = [SimpleNamespace()] * size
        self._w.moved = Table(Moved)
        self._w.draws = {chance.MANAGER_ORDER: lambda _, ordinal: draw(ordinal)}
        self._company, self._deal = add(Table(Company)), add(Table(Deal))
        self._deal.places = 1 << max(0, size - 1).bit_length()
        self._deal.first_moved = [NOBODY] * CHAINS

    def next(self) -> int:
        return next_manager(self._w, self._company, self._deal)


def whole(size: int, draw: Callable[[int], float]) -> list[int]:
    order = Order(size, draw)
    found = []
    while (number := order.next()) != NOBODY:
        found.append(number)
    return found


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_every_order_is_equally_likely(size: int) -> None:
    # Step i of 4 places has 4 - i equally likely outcomes: the middles of the cells run through all of them.
    cells = [[(cell + 0.5) / (4 - step) for cell in range(4 - step)] for step in range(4)]
    counts = Counter(tuple(whole(size, us.__getitem__)) for us in product(*cells))
    assert set(counts) == set(permutations(range(size)))
    assert len(set(counts.values())) == 1


@given(uniforms, st.integers(0, 128))
def test_everybody_comes_once_and_then_nobody(us: list[float], size: int) -> None:
    order = Order(size, us.__getitem__)
    assert sorted(order.next() for _ in range(size)) == list(range(size))
    assert order.next() == NOBODY == order.next()


@given(uniforms, st.integers(33, 63))
def test_one_more_member_changes_the_order_of_no_other(us: list[float], size: int) -> None:
    assert [one for one in whole(size + 1, us.__getitem__) if one != size] == whole(size, us.__getitem__)


def test_nothing_is_drawn_before_it_is_asked_for() -> None:
    asked: list[int] = []
    order = Order(1_000_000, lambda step: asked.append(step) or 0.25)
    order.next()
    order.next()
    assert asked == [0, 1]
