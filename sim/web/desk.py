"""Who simulates for all open pages: a few processes, what they have done by world, and one clerk who counts it up.

A page asks for worlds (rule books over one economy) in replications 0, 1, 2, …; what was simulated of a world for one
page serves the others. Whoever stops asking leaves nothing behind but the replications that are under way.
"""

import asyncio
import hashlib
import pickle
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sim.engine import auto
from sim.engine.auto import EngineName
from sim.experiments.compare.worlds import EveryWorld
from sim.experiments.work.cells import travelling
from sim.experiments.work.replication import engine_module
from sim.experiments.work.spool import Packed, Spool
from sim.experiments.work.workers import POOLS, WholePool, WorkersDiedError, fresh_processes, quiet_worker
from sim.measures.reduce import Reduced
from sim.scenario.content import fingerprint
from sim.scenario.said import said
from sim.scenario.scenario_schema import Scenario

Made = TypeVar("Made")
AHEAD = 2  # pieces in flight a worker: the next one is there when the last one ends
MOST_WORLDS = 16  # kept beyond those that a page is looking at
MOST_PAGES = 12  # pages served at once
TASKS = 8  # sets of worlds that a worker keeps ready


class TooManyPagesError(Exception):
    """As many pages are being served as may be."""


@dataclass
class World:
    """What is known of one world: its replications by number, most of each put aside; ``pages`` look at it now."""

    spool: Spool = field(default_factory=Spool)
    found: dict[int, Reduced] = field(default_factory=dict)
    pages: int = 0


class Desk:
    """The processes and what they have made; used from one event loop."""

    def __init__(self, engine: EngineName, workers: int) -> None:
        self.engine, self.workers = engine, workers
        self.closing = False
        self.simulated = 0  # worlds simulated so far, a replication each
        self._module = engine_module(engine)
        self._worlds: OrderedDict[str, World] = OrderedDict()
        self._pool = self._new_pool()
        self._clerk = ThreadPoolExecutor(1, thread_name_prefix="clerk")
        self._pages = 0
        self._deaths = 0

    def close(self) -> None:
        """Let the processes go; what they are at is not waited for longer than it takes."""
        self.closing = True
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._clerk.shutdown(wait=False, cancel_futures=True)

    async def counted(self, make: Callable[..., Made], *what: Any) -> Made:
        """``make(*what)``, done by the clerk: replications put aside are read by nobody else."""
        return await asyncio.get_running_loop().run_in_executor(self._clerk, make, *what)

    async def replications(self, scenarios: Sequence[Scenario], most: int) -> AsyncIterator[list[list[Reduced]]]:
        """The replications 0 to n - 1 of ``scenarios``, a list a replication, each time n has grown; up to ``most``.

        Raises TooManyPagesError, ReplicationFailedError, and WorkersDiedError when processes keep dying.
        """
        if self._pages >= MOST_PAGES:
            raise TooManyPagesError
        self._pages += 1
        worlds = [self._world(scenario) for scenario in scenarios]
        pending: set[asyncio.Future[Any]] = set()
        try:
            async for whole in self._growing(scenarios, worlds, most, pending):
                yield whole
        finally:
            for future in pending:
                future.cancel()
            self._pages -= 1
            for world in worlds:
                world.pages -= 1
            self._forget()

    async def _growing(
        self, scenarios: Sequence[Scenario], worlds: Sequence[World], most: int, pending: set[asyncio.Future[Any]]
    ) -> AsyncIterator[list[list[Reduced]]]:
        count = following = 0
        while True:
            while following < most and len(pending) < AHEAD * self.workers:
                missing = [place for place, world in enumerate(worlds) if following not in world.found]
                if missing:
                    pending.add(self._piece(scenarios, worlds, missing, following))
                following += 1
            before = count
            while count < most and all(count in world.found for world in worlds):
                count += 1
            if count > before:
                yield [[world.found[one] for world in worlds] for one in range(count)]
            if count >= most:
                return
            if not pending:
                following = count  # a pool died: what it owed is asked for again
                continue
            done, _ = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            pending -= done
            for future in done:
                future.result()  # or what stopped it

    def _renew(self, dead: WholePool) -> None:
        if self._pool is not dead:
            return  # another piece has told it already
        self._deaths += 1
        if self._deaths >= POOLS:
            raise WorkersDiedError(said("worker processes died {count} times; memory may be short", count=self._deaths))
        self._pool = self._new_pool()

    def _piece(
        self, scenarios: Sequence[Scenario], worlds: Sequence[World], missing: Sequence[int], replication: int
    ) -> "asyncio.Task[None]":
        return asyncio.ensure_future(
            self._simulated([scenarios[place] for place in missing], [worlds[place] for place in missing], replication)
        )

    async def _simulated(self, scenarios: Sequence[Scenario], worlds: Sequence[World], replication: int) -> None:
        """One replication of some worlds; cancelled while it waits for a worker, none begins it."""
        task = pickle.dumps(EveryWorld(self._module, tuple(map(travelling, scenarios))))
        key = hashlib.blake2b(task, digest_size=16).hexdigest()
        pool = self._pool
        try:
            packed, ran = await _awaited(pool.submit(work, key, task, replication))
        except BrokenProcessPool:
            self._renew(pool)
            return
        auto.add(ran)
        self._deaths = 0
        self.simulated += len(worlds)
        await self.counted(_keep, worlds, packed, replication)

    def _world(self, scenario: Scenario) -> World:
        key = f"{fingerprint(scenario)} {scenario.seed}"
        world = self._worlds.setdefault(key, World())
        self._worlds.move_to_end(key)
        world.pages += 1
        return world

    def _forget(self) -> None:
        """The worlds looked at longest ago, beyond as many as are kept."""
        idle = [key for key, world in self._worlds.items() if world.pages == 0]
        for key in idle[: max(0, len(self._worlds) - MOST_WORLDS)]:
            del self._worlds[key]

    def _new_pool(self) -> WholePool:
        return WholePool(self.workers, mp_context=fresh_processes(), initializer=quiet_worker)


async def _awaited(future: "Future[Made]") -> Made:
    """What a process makes; it is not begun any more when nobody waits for it."""
    try:
        return await asyncio.wrap_future(future)
    finally:
        with suppress(Exception):
            future.cancel()


def _keep(worlds: Sequence[World], packed: Sequence[Packed], replication: int) -> None:
    for world, one in zip(worlds, packed, strict=True):
        if replication not in world.found:
            world.found[replication] = world.spool.keep(one)


_READY: OrderedDict[str, Callable[[int], list[Packed]]] = OrderedDict()


def work(key: str, task: bytes, replication: int) -> tuple[list[Packed], dict[str, int]]:
    """One replication in a worker process, which keeps the worlds it was asked for last ready."""
    ready = _READY.pop(key, None) or pickle.loads(task).begin()
    _READY[key] = ready
    while len(_READY) > TASKS:
        _READY.popitem(last=False)
    return ready(replication), auto.taken()
