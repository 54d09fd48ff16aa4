"""Scenarios that are made when they are asked for: a thousand of them would fill the memory."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import overload

from sim.scenario.scenario_schema import Scenario


class MadeWhenAsked(Sequence[Scenario]):
    """Scenarios by place from 0, each made anew whenever it is asked for."""

    @abstractmethod
    def made(self, place: int) -> Scenario:
        """The scenario at ``place``, which is from 0 to one less than the length."""

    @overload
    def __getitem__(self, place: int) -> Scenario: ...

    @overload
    def __getitem__(self, place: slice) -> list[Scenario]: ...

    def __getitem__(self, place: int | slice) -> Scenario | list[Scenario]:
        places = range(len(self))[place]  # or the error of a list
        return self.made(places) if isinstance(places, int) else [self.made(one) for one in places]
