"""The workers of a Dask cluster as the crew of a sweep; what the cluster must be is documented in docs/clusters.md."""

import asyncio
import logging
import time
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from sim.experiments.work.cells import OtherSourcesError, sources
from sim.scenario.errors import BadInput, Problem
from sim.scenario.said import said

RETRIES = 3  # another worker may have the disk or the memory that the first had not
CONNECT_SECONDS = 10.0  # for the scheduler to answer and for its first worker to come
COUNT_SECONDS = 2.0  # how long a count of the workers holds


class Cluster:
    """The workers at ``address``, where ``reach`` found some; Dask itself gives a lost worker's cells to others.

    Raises OtherSourcesError when scheduler or workers lack this program or have another state of it, OSError when the
    cluster has gone meanwhile.
    """

    shared = False

    def __init__(self, address: str) -> None:
        from distributed import Client

        # A lost scheduler is told of by the sweep, once; the client would log a traceback beside it.
        self._log = logging.getLogger("distributed.client")
        self._level = self._log.level
        self._log.setLevel(logging.CRITICAL)
        make: Any = Client
        self._count, self._counted = 1, -COUNT_SECONDS
        try:
            self._client = make(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except BaseException:
            self._log.setLevel(self._level)
            raise
        self.executor: Executor = self._client.get_executor(retries=RETRIES, pure=False)
        try:
            _compare_sources(self._client)
        except BaseException:
            self.close(now=True)
            raise

    @property
    def count(self) -> int:
        """The workers there are now: batch systems start them one after the other."""
        now = time.monotonic()
        if now - self._counted >= COUNT_SECONDS and self._client.status == "running":
            with suppress(OSError):  # a scheduler that was lost is noticed by the cells in flight
                self._count = max(1, len(self._client.nthreads()))
            self._counted = now
        return self._count

    def close(self, *, now: bool) -> None:
        """Leave the cluster; ``now`` cancels what it still has in hand."""
        try:
            self.executor.shutdown(wait=not now)
            self._client.close()
        except Exception:
            if not now:  # what made it end now is being raised already
                raise
        finally:
            self._log.setLevel(self._level)


def _compare_sources(client: Any) -> None:
    """Ask everybody for the fingerprint of the sources; workers that come later are asked with each cell."""
    try:
        client.run_on_scheduler(sources)  # it only reads tasks, but that takes the package
        told: dict[str, Any] = client.run(sources, on_error="return")
    except ImportError as cause:
        raise OtherSourcesError(f"the scheduler's Python has no yindao of this version ({cause})") from None
    for worker, found in sorted(told.items()):
        if isinstance(found, ImportError):
            raise OtherSourcesError(f"the Python of worker {worker} has no yindao of this version ({found})")
        if isinstance(found, str) and found != sources():
            raise OtherSourcesError(f"worker {worker} has other sources of yindao than this process")


def reach(address: str) -> None:
    """Raise BadInput unless a Dask scheduler that has a worker answers at ``address`` within seconds."""
    try:
        import distributed  # noqa: F401
    except ImportError:
        message = said("needs the package distributed: pip install 'yindao[dist]'")
        raise BadInput([Problem("--cluster", "", message)]) from None
    try:
        # A thread of its own, because the caller may already run an event loop, as notebooks do.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, _await_worker(address)).result()
    except Exception as cause:  # whatever an address that is none makes of it
        raise _refused(address, cause) from None


async def _await_worker(address: str) -> None:
    # Dask's client waits for ever for the greeting of a server that is not Dask's, hence the time limit here.
    deadline = time.monotonic() + CONNECT_SECONDS
    while True:
        try:
            found = await asyncio.wait_for(_identity(address), CONNECT_SECONDS + 1)
        except TimeoutError:
            raise OSError(f"nobody answered as a Dask scheduler does within {CONNECT_SECONDS:g} s") from None
        if found.get("type") != "Scheduler":
            raise OSError(f"that is a Dask {str(found.get('type')).lower()}, not the scheduler")
        if found["n_workers"]:
            return
        if time.monotonic() > deadline:
            raise OSError(f"the scheduler there had no worker within {CONNECT_SECONDS:g} s")
        await asyncio.sleep(0.1)


async def _identity(address: str) -> dict[str, Any]:
    from distributed.comm.core import connect
    from distributed.security import Security

    meet: Any = connect
    own: Any = Security  # reads the certificates that Dask's configuration names
    comm: Any = await meet(address, timeout=CONNECT_SECONDS, **own().get_connection_args("client"))
    try:
        await comm.write({"op": "identity", "reply": True})
        found: dict[str, Any] = await comm.read()
    finally:
        comm.abort()
    return found


def _refused(address: str, cause: Exception) -> BadInput:
    reason = (str(cause).strip() or type(cause).__name__).splitlines()[0]
    return BadInput([Problem("--cluster", address, said("cannot be used: {reason}", reason=reason))])
