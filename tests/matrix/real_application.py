"""An API as small as can be, for the servers of Python: ``python real_application.py SERVER PORT IDLE``.

IDLE says after how many seconds the server ends a connection that waits for its next request. This file imports nothing
from the tests, so that a server starts quickly.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import sys
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from typing import Any

LARGEST = 2_000_000
"""The longest body that is accepted, in bytes."""
FILE = bytes(range(256)) * 4096
"""The file that is served, of 1 MiB."""
PREFIX = "/api"
LONG = "x" * 3000
PAUSE = 0.01
"""Seconds between two pieces of a response. Without a pause, some servers would join the pieces."""

Headers = list[tuple[str, str]]
Response = tuple[int, Headers, list["bytes | None"]]
"""Status, header, and pieces of a body; None is a wait for the release of the stream."""

_JSON = ("content-type", "application/json")
_ETAG = '"the-only-version"'
_released: set[str] = set()


def _whole(content: bytes, status: int = 200, headers: Iterable[tuple[str, str]] = (_JSON,)) -> Response:
    return status, [*headers, ("content-length", str(len(content)))], [content]


def _json(value: object, status: int = 200) -> Response:
    return _whole(json.dumps(value).encode(), status)


def refuse(headers: Mapping[str, str]) -> Response | None:
    """Return the response to a request whose body is not even read."""
    return (
        _json({"detail": "The body is too large"}, 413) if int(headers.get("content-length") or 0) > LARGEST else None
    )


def respond(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Response:
    """Return the response to a request."""
    match method, path.removeprefix(f"{PREFIX}/").split("/"):
        case _ if not path.startswith(f"{PREFIX}/"):
            return _json({"detail": "Not Found"}, 404)
        case "POST", ["chips"]:
            return _json({"chip_id": json.loads(body)["chip_id"]})
        case _, ["chips", "broken"]:
            return _whole(b"Internal Server Error", 500, [("content-type", "text/plain")])
        case _, ["chips", "nowhere"]:
            return _json({"detail": "Chip nowhere not found"}, 404)
        case _, ["chips", "long"]:
            return _json({"chip_id": "long", "unknown": LONG})
        case _, ["chips", "pieces"]:
            return 200, [_JSON], [b'{"chip_id":', b' "pie', b'ces"', b"}"]
        case "PUT", ["chips", _, "note"]:
            return _json({"content": json.loads(body)["content"]})
        case _, ["chips", "release", name]:
            _released.add(name)
            return _json({})
        case _, ["chips", name]:
            return _json({"chip_id": name})
        case "POST", ["issues", "upload-image"]:
            content = body.partition(b"\r\n\r\n")[2].rpartition(b"\r\n--")[0]
            return _json({"url": f"/api/issues/images/{hashlib.sha256(content).hexdigest()}"})
        case _, ["files", "raw-data"]:
            return _file(headers)
        case "POST", ["copilot", "chat", "stream"]:
            events: list[bytes | None] = [_event("status", {"step": "first", "message": json.loads(body)["message"]})]
            return (
                200,
                [("content-type", "text/event-stream"), ("cache-control", "no-cache"), ("x-accel-buffering", "no")],
                [*events, None, _event("result", {"assessment": "second"})],
            )
    return _json({"detail": "Not Found"}, 404)


def _event(name: str, data: object) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()


def _file(headers: Mapping[str, str]) -> Response:
    known = [("content-type", "application/octet-stream"), ("etag", _ETAG), ("accept-ranges", "bytes")]
    wanted = headers.get("range", "")
    if not wanted or headers.get("if-range", _ETAG) != _ETAG:
        return _whole(FILE, 200, known)
    first = int(wanted.removeprefix("bytes=").partition("-")[0])
    return _whole(FILE[first:], 206, [*known, ("content-range", f"bytes {first}-{len(FILE) - 1}/{len(FILE)}")])


def _stream_of(body: bytes) -> str:
    return str(json.loads(body)["message"])


# --- ASGI ------------------------------------------------------------------------------------------------------------


async def asgi(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[dict[str, Any]]],
    send: Callable[[dict[str, Any]], Awaitable[None]],
) -> None:
    """Serve a request, or the lifespan."""
    if scope["type"] == "lifespan":
        while (await receive())["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
        return
    headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
    body = b""
    response = refuse(headers)
    if response is None:
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        response = respond(scope["method"], scope["path"], headers, body)
    status, fields, pieces = response
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(name.encode(), value.encode()) for name, value in fields],
        }
    )
    for piece in [] if scope["method"] == "HEAD" else pieces:
        while piece is None and _stream_of(body) not in _released:
            await asyncio.sleep(PAUSE)
        await send({"type": "http.response.body", "body": piece or b"", "more_body": True})
        if len(pieces) > 1:
            await asyncio.sleep(PAUSE)
    await send({"type": "http.response.body"})
    if status == 500:  # Starlette answers, too, before it lets the exception of an application through
        raise RuntimeError("The application fails")


# --- WSGI ------------------------------------------------------------------------------------------------------------


def wsgi(environ: dict[str, Any], start_response: Callable[[str, Headers], object]) -> Iterable[bytes]:
    """Serve a request."""
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): value
        for name, value in environ.items()
        if name.startswith("HTTP_") or name == "CONTENT_LENGTH"
    }
    body = b""
    response = refuse(headers)
    if response is None:
        body = environ["wsgi.input"].read()
        response = respond(environ["REQUEST_METHOD"], environ["PATH_INFO"].encode("latin-1").decode(), headers, body)
    status, fields, pieces = response
    start_response(f"{status} Because", fields)
    return _pieces([] if environ["REQUEST_METHOD"] == "HEAD" else pieces, body)


def _pieces(pieces: Iterable[bytes | None], body: bytes) -> Iterator[bytes]:
    for piece in pieces:
        while piece is None and _stream_of(body) not in _released:
            time.sleep(PAUSE)
        if piece:
            yield piece
            time.sleep(PAUSE)


# --- servers ---------------------------------------------------------------------------------------------------------


def _uvicorn(http: str) -> Callable[[int, float], None]:
    def serve(port: int, idle: float) -> None:
        import uvicorn

        uvicorn.run(
            asgi,
            host="127.0.0.1",
            port=port,
            http=http,
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_level="error",
            timeout_keep_alive=idle,  # type: ignore[arg-type]  # the event loop takes a float
            timeout_graceful_shutdown=1,
        )

    return serve


def _hypercorn(port: int, idle: float) -> None:
    from hypercorn.config import Config
    from hypercorn.run import run

    config = Config()
    config.application_path = f"{__file__}:asgi"
    config.bind = [f"127.0.0.1:{port}"]
    config.keep_alive_timeout = idle
    config.graceful_timeout = 0.2
    config.loglevel = "ERROR"
    config.workers = 0
    run(config)


def _gunicorn(port: int, idle: float) -> None:
    from gunicorn.app.base import BaseApplication

    class Application(BaseApplication):
        def load_config(self) -> None:
            options = {
                "bind": f"127.0.0.1:{port}",
                "worker_class": "gthread",
                "threads": 8,
                "keepalive": max(1, round(idle)),
                "graceful_timeout": 1,
                "loglevel": "error",
            }
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return wsgi

    Application().run()


SERVERS: Mapping[str, Callable[[int, float], None]] = {
    "uvicorn with h11": _uvicorn("h11"),
    "uvicorn with httptools": _uvicorn("httptools"),
    "hypercorn": _hypercorn,
    "gunicorn": _gunicorn,
}

if __name__ == "__main__":
    SERVERS[sys.argv[1]](int(sys.argv[2]), float(sys.argv[3]))
