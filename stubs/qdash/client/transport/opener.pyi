"""`urllib.request` with connections that are kept open, and with nothing but HTTP."""

from http.client import HTTPConnection, HTTPResponse
from urllib.request import BaseHandler, OpenerDirector, Request

from .pool import Pool
from .route import Route

__all__ = [
    "Call",
    "PooledHandler",
    "PooledResponse",
    "build_opener",
]

def build_opener(pool: Pool, route: Route) -> OpenerDirector:
    """Return an opener that knows http and https only: there are no file, ftp or data URLs here."""

class Call(Request):
    """An HTTP request that knows whether it may be sent again."""

    timeout: float
    body: bytes | None
    headers: dict[str, str]
    safe: bool

    def __init__(self, url: str, data: bytes | None, headers: dict[str, str], method: str, *, safe: bool) -> None: ...

class PooledResponse(HTTPResponse):
    """A response that gives its connection back when it was read to its end, and else closes it."""

    pool: Pool
    connection: HTTPConnection

    def read_all(self) -> bytes:
        """Read the body, and let the connection serve the next call."""

class PooledHandler(BaseHandler):
    """Opens http and https through the pool."""

    def __init__(self, pool: Pool, route: Route) -> None: ...
    def http_open(self, request: Call) -> PooledResponse:
        """Send a request, and return the response as soon as its header is there."""

    https_open = http_open
