"""Who may ask this server, and what it tells every browser: only pages of its own, and nothing from elsewhere.

A page of another site that a browser has open could ask a server on 127.0.0.1, or have its own name point there. So the
Host must be ours, an Origin must be ours, and what costs work must be asked as JSON by a page of ours.
"""

from collections.abc import MutableMapping
from typing import Any

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 64_000  # of a request: every control at its longest is a third of that
MOST_TARGET = 8_000  # of an address
OWN_SITES = (b"same-origin", b"none")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)


class Guard:
    """Answers what may not be asked, and lets the rest through with a body that has an end."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = {f"{name}:{port}".encode() for name in ("127.0.0.1", "localhost")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # no other protocol is spoken here
            await send({"type": "websocket.close", "code": 1008})
            return

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = list(message.get("headers", ()))
                known = {name for name, _ in own}
                message = {**message, "headers": [*own, *(one for one in HEADERS if one[0] not in known)]}
            await send(message)

        refused = self._refusal(scope)
        body = b"" if refused or scope["method"] != "POST" else await _body(receive)
        if body is None:
            refused = 413, f"the request is longer than {MOST_BYTES} bytes"
        if refused:
            await refusal(*refused)(scope, receive, headed)
            return
        await self._app(scope, _replayed(body or b"", receive), headed)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """The code and the reason why a request is not answered, by its head alone; None where it is."""
        heads = _heads(scope)
        if heads.get(b"host") not in self._hosts or len(scope["raw_path"]) + len(scope["query_string"]) > MOST_TARGET:
            return 403, "this server answers its own pages on 127.0.0.1 only"
        origin = heads.get(b"origin")
        if origin is not None and origin.removeprefix(b"http://") not in self._hosts:
            return 403, "this server answers its own pages only"
        if scope["method"] != "POST":
            return None
        if heads.get(b"sec-fetch-site", b"none") not in OWN_SITES:
            return 403, "this server answers its own pages only"
        if heads.get(b"content-type", b"").partition(b";")[0].strip() != b"application/json":
            return 415, "the request must be JSON (content-type application/json)"
        return None


def refusal(code: int, *problems: str) -> JSONResponse:
    """An answer that says in words why there is no other."""
    return JSONResponse({"problems": list(problems)}, status_code=code)


def _heads(scope: Scope) -> dict[bytes, bytes]:
    """The headers by name; one that is there twice counts as neither."""
    found: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        found[name] = b"\0" if name in found else value
    return found


async def _body(receive: Receive) -> bytes | None:
    """The whole body, None for one that is too long."""
    pieces, length = [], 0
    while True:
        message: MutableMapping[str, Any] = await receive()
        piece = message.get("body", b"")
        length += len(piece)
        if length > MOST_BYTES:
            return None
        pieces.append(piece)
        if message["type"] != "http.request" or not message.get("more_body", False):
            return b"".join(pieces)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """The body once more, and behind it whatever comes."""
    waiting = [body]

    async def again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return again
