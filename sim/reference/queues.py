"""A service with limited capacity: first come, first served, ties by entity; one dated event a service."""

from collections.abc import Callable
from heapq import heappop, heappush

from sim.reference.calendar import ACHIEVEMENT, PIPELINE, Calendar, key


class ServiceQueue:
    """``servers`` run side by side; ``service`` gives an entity's service days; ``done`` is called when it ends.

    ``wanted`` tells whether an entity that waited still asks for service when its turn comes.
    """

    def __init__(
        self,
        calendar: Calendar,
        servers: int,
        ordinal: int,
        service: Callable[[int], int],
        done: Callable[[int], None],
        wanted: Callable[[int], bool] = lambda _: True,
    ) -> None:
        self._calendar = calendar
        self._free = servers
        self._ordinal = ordinal
        self._service = service
        self._done = done
        self._wanted = wanted
        self._waiting: list[tuple[int, int]] = []

    def join(self, entity: int) -> None:
        """Start at once if a server is free, else wait."""
        if self._free:
            self._free -= 1
            self._start(entity)
        else:
            heappush(self._waiting, (self._calendar.today, entity))

    def _start(self, entity: int) -> None:
        day = self._calendar.today + self._service(entity)
        self._calendar.call(day, key(PIPELINE, ACHIEVEMENT, entity, self._ordinal), self._finish, entity)

    def _next(self) -> None:
        while self._waiting:
            entity = heappop(self._waiting)[1]
            if self._wanted(entity):
                self._start(entity)
                return
        self._free += 1

    def _finish(self, entity: int) -> None:
        self._next()
        self._done(entity)
