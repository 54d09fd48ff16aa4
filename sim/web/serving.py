"""The server itself: a socket on 127.0.0.1, and an end that waits for nobody."""

import socket
from collections.abc import Callable
from types import FrameType

import uvicorn

from sim.engine.auto import EngineName
from sim.experiments.work.building import laws_for
from sim.scenario.errors import BadInput, Problem
from sim.web.app import Pages, application
from sim.web.asking import Ground, Terms
from sim.web.desk import Desk

HOST = "127.0.0.1"
MOST_CONNECTIONS = 100
SECONDS_TO_END = 2


class Server(uvicorn.Server):
    """A server that ends its streams when it is told to end."""

    def __init__(self, config: uvicorn.Config, pages: Pages) -> None:
        super().__init__(config)
        self._pages = pages

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take the word to end."""
        self._pages.end()
        super().handle_exit(sig, frame)


def bound(port: int) -> socket.socket:
    """A socket on 127.0.0.1 at ``port`` (0: any that is free); raises BadInput where there is none to have."""
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((HOST, port))
        taken.listen(MOST_CONNECTIONS)  # whoever is told the address may ask at once
    except OSError as cause:
        taken.close()
        message = f"cannot be used: {cause.strerror or cause}; another: --port 0 takes any that is free"
        raise BadInput([Problem("--port", str(port), message)]) from None
    return taken


def serve(ground: Ground, port: int, workers: int, engine: EngineName, ready: Callable[[str], None]) -> None:
    """Serve until a signal ends it; ``ready`` is told the address. Raises BadInput before anything is served."""
    ground.load(Terms())  # before laws are compiled, which takes minutes
    with bound(port) as taken, laws_for(engine):
        own = taken.getsockname()[1]
        app, pages = application(ground, Desk(engine, workers), own)
        config = uvicorn.Config(
            app, log_level="error", access_log=False, server_header=False, ws="none", lifespan="on", loop="asyncio",
            http="h11", limit_concurrency=MOST_CONNECTIONS, timeout_graceful_shutdown=SECONDS_TO_END,
        )  # fmt: skip
        ready(f"http://{HOST}:{own}/")
        Server(config, pages).run(sockets=[taken])
