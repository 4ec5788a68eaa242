"""`urllib.request` with connections that are kept open, and with nothing but HTTP."""

from __future__ import annotations

import re
from http.client import HTTPConnection, InvalidURL
from urllib.request import BaseHandler, OpenerDirector, Request

from .deadline import TimedSocket
from .response import PooledResponse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .deadline import Deadline
    from .pool import Pool
    from .route import Route

_TARGET = re.compile("[!-~]+").fullmatch

__all__ = ["Call", "PooledHandler", "build_opener"]


def build_opener(pool: Pool, route: Route) -> OpenerDirector:
    """Return an opener that knows http and https only: there are no file, ftp or data URLs here."""
    opener = OpenerDirector()
    opener.add_handler(PooledHandler(pool, route))
    return opener


class Call(Request):
    """An HTTP request that knows whether it may be sent again."""

    def __init__(
        self, url: str, data: bytes | None, headers: dict[str, str], method: str, deadline: Deadline, *, safe: bool
    ) -> None:
        super().__init__(url, method=method)
        self.body = data
        self.headers = headers  # as they are; `Request` would change their case
        self.deadline = deadline
        self.safe = safe


class PooledHandler(BaseHandler):
    """Opens http and https through the pool."""

    def __init__(self, pool: Pool, route: Route) -> None:
        self._pool = pool
        self._route = route

    def http_open(self, request: Call) -> PooledResponse:
        """Send a request, and return the response as soon as its header is there."""
        while True:
            connection, reused = self._pool.take(request.deadline, for_write=not request.safe)
            try:
                return self._ask(connection, request)
            except ConnectionError:
                connection.close()
                # The server gave the idle connection up just now; the next one may be a new one.
                if not (reused and request.safe):
                    raise
            except BaseException:
                connection.close()
                raise

    https_open = http_open

    def _ask(self, connection: HTTPConnection, request: Call) -> PooledResponse:
        # What `HTTPConnection.request` and `getresponse` do, in half of their time, and in one packet.
        timed = TimedSocket(connection.sock, request.deadline)
        timed.send_all(_head(request, self._route.request_line(request.selector)) + (request.body or b""))
        response = PooledResponse(timed, method=request.get_method())  # type: ignore[arg-type]
        try:
            response.begin()
        except BaseException:
            response.close()
            raise
        response.pool = self._pool
        response.connection = connection
        return response


def _head(request: Call, target: str) -> bytes:
    """Write the request line and the header; the values were checked when the client was made."""
    if not _TARGET(target):
        raise InvalidURL("a URL with characters that it cannot have")
    lines = [f"{request.get_method()} {target} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in request.headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")
