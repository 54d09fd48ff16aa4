"""The pages and answers of the server: one page, its modules, and five questions that it asks."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from sim import __version__
from sim.experiments.work.replication import ReplicationFailedError
from sim.experiments.work.workers import WorkersDiedError
from sim.report import glyphs
from sim.scenario.errors import BadInput
from sim.scenario.said import said
from sim.scenario.titles import Language
from sim.web.asking import Ask, Ground, called, language_of, parse
from sim.web.desk import Desk, TooManyPagesError
from sim.web.estimating import estimates, question_of
from sim.web.guard import Guard, refusal
from sim.web.looking import look, page
from sim.web.problems import problems_in, told_in
from sim.web.report import as_html, checked_rulebook, prepared
from sim.web.words import words

STATIC = Path(__file__).with_name("static")
KINDS = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".otf": "font/otf",
}
INDEX = "index.html"
FONT = "font.otf"  # asked for where a machine has no Chinese font of its own
BUSY = said("as many pages are open as this server serves at once; close one")
Answer = Callable[[Request], Awaitable[Response]]
Event = dict[str, Any]


class ServerSent(Response):
    """Events as they come, until there are no more, the reader leaves, or ``ended`` is set."""

    media_type = "text/event-stream"

    def __init__(self, events: AsyncIterator[Event], ended: asyncio.Event) -> None:
        super().__init__()
        del self.headers["content-length"]
        self._events, self._ended = events, ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send them; what makes them is stopped as soon as nobody reads them."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        sending = asyncio.ensure_future(self._send_all(send))
        ends = {sending, asyncio.ensure_future(_left(receive)), asyncio.ensure_future(self._ended.wait())}
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in ends:
                one.cancel()
            await asyncio.gather(*ends, return_exceptions=True)
        if not sending.cancelled() and (cause := sending.exception()) is not None:
            raise cause

    async def _send_all(self, send: Send) -> None:
        try:
            async for event in self._events:
                text = json.dumps(event, ensure_ascii=False, allow_nan=False)
                await send({"type": "http.response.body", "body": f"data: {text}\n\n".encode(), "more_body": True})
        finally:
            await self._events.aclose()  # type: ignore[attr-defined]
        with suppress(OSError):  # the reader left meanwhile
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _left(receive: Receive) -> None:
    """Return when the reader has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


class Pages:
    """The answers over one ground, by one desk."""

    def __init__(self, ground: Ground, desk: Desk) -> None:
        self.ground, self.desk = ground, desk
        self._ended = asyncio.Event()
        self._drawing = asyncio.Lock()
        self._files = {path.name: path.read_bytes() for path in sorted(STATIC.iterdir()) if path.suffix in KINDS}
        self._files[FONT] = glyphs.FONT.read_bytes()

    def end(self) -> None:
        """End all streams: the server is about to go."""
        self._ended.set()

    async def file(self, request: Request) -> Response:
        """A shipped file by its name; no path is ever made of what was asked."""
        name = request.path_params.get("name", INDEX)
        if name not in self._files:
            raise HTTPException(404)
        kept = {"cache-control": "max-age=86400"} if name == FONT else None
        return Response(self._files[name], headers=kept, media_type=KINDS[Path(name).suffix])

    async def page(self, request: Request) -> Response:
        """What does not change while a page is open."""
        ask = await _asked(request)
        found = page(self.ground, ask)
        return JSONResponse(found | {"words": words(ask.lang), "version": __version__, "engine": self.desk.engine})

    async def look(self, request: Request) -> Response:
        """The terms and their prospectus."""
        return JSONResponse(look(self.ground, await _asked(request)))

    async def estimates(self, request: Request) -> Response:
        """The stream of estimates."""
        ask = await _asked(request)
        question = question_of(self.ground, ask)
        return ServerSent(_telling(estimates(self.desk, question, ask), ask.lang), self._ended)

    async def rulebook(self, request: Request) -> Response:
        """The rule book of the page as a file that reads as the same."""
        ask = await _asked(request)
        scenario = called(self.ground.load(ask.now), ask.now, "changed")
        text = checked_rulebook(scenario, f"Made by yindao {__version__} on its what-if page.")
        return JSONResponse({"name": f"{scenario.policy_name}.toml", "text": text})

    async def report(self, request: Request) -> Response:
        """The report of as many replications as were asked for."""
        ask = await _asked(request)
        question = question_of(self.ground, ask)
        found = [one async for one in self.desk.replications(question.scenarios, question.most)][-1]
        engine = self.desk.engine
        result, blocks = await self.desk.counted(lambda: prepared(question.result(found, engine, 0.0), ask.lang))
        async with self._drawing:  # the plotting library serves one at a time
            text = await asyncio.to_thread(as_html, result, blocks, ask.lang)
        return JSONResponse({"name": f"{question.now}.html", "text": text})

    async def warm(self) -> None:
        """Start the processes on what the first page will ask for, and have them ready before it does."""
        with suppress(TooManyPagesError, ReplicationFailedError, WorkersDiedError):
            question = question_of(self.ground, Ask(replications=2 * self.desk.workers))
            async for _ in self.desk.replications(question.scenarios, question.most):
                pass


async def _asked(request: Request) -> Ask:
    """What a request asks for; whatever it is answered is in its language."""
    body = await request.body()
    request.state.lang = language_of(body)
    return parse(body)


def _language(request: Request) -> Language:
    """The language of a request, as far as it was read."""
    return getattr(request.state, "lang", "en")


async def _telling(events: AsyncIterator[Event], lang: Language) -> AsyncIterator[Event]:
    """The events, and as the last one what stopped them."""
    try:
        async for event in events:
            yield event
    except TooManyPagesError:
        yield {"problems": [told_in(BUSY, lang)]}
    except (ReplicationFailedError, WorkersDiedError) as cause:
        yield {"problems": [told_in(cause, lang)]}
    finally:
        await events.aclose()  # type: ignore[attr-defined]


async def _bad_input(request: Request, cause: Exception) -> Response:
    problems = cause.problems if isinstance(cause, BadInput) else ()
    return refusal(400, *problems_in(problems, _language(request)))


async def _not_here(_: Request, cause: Exception) -> Response:
    code = cause.status_code if isinstance(cause, HTTPException) else 500
    return refusal(code, "there is no such page" if code == 404 else "that cannot be asked here")


async def _stopped(request: Request, cause: Exception) -> Response:
    busy = isinstance(cause, TooManyPagesError)
    return refusal(503, told_in(BUSY if busy else cause, _language(request)))


def application(ground: Ground, desk: Desk, port: int, *, warm: bool = True) -> tuple[Guard, Pages]:
    """The server as an ASGI application, behind its guard, and its pages."""
    pages = Pages(ground, desk)

    @asynccontextmanager
    async def living(_: Starlette) -> AsyncIterator[None]:
        warming = asyncio.ensure_future(pages.warm()) if warm else None
        yield
        if warming is not None:
            warming.cancel()
        desk.close()

    asked = {"page": pages.page, "look": pages.look, "estimates": pages.estimates}
    asked |= {"rulebook": pages.rulebook, "report": pages.report}
    routes = [
        Route("/", pages.file),
        Route("/static/{name}", pages.file),
        *(Route(f"/api/{name}", answer, methods=["POST"]) for name, answer in asked.items()),
    ]
    handlers: Any = {BadInput: _bad_input, HTTPException: _not_here}
    handlers |= dict.fromkeys((TooManyPagesError, ReplicationFailedError, WorkersDiedError), _stopped)
    return Guard(Starlette(routes=routes, exception_handlers=handlers, lifespan=living), port), pages
