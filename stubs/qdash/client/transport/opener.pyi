"""`urllib.request` with connections that are kept open, and with nothing but HTTP."""

from urllib.request import BaseHandler, OpenerDirector, Request

from .deadline import Deadline
from .pool import Pool
from .response import PooledResponse
from .route import Route

__all__ = [
    "Call",
    "PooledHandler",
    "build_opener",
]

def build_opener(pool: Pool, route: Route) -> OpenerDirector:
    """Return an opener that knows http and https only: there are no file, ftp or data URLs here."""

class Call(Request):
    """An HTTP request that knows whether it may be sent again."""

    body: bytes | None
    headers: dict[str, str]
    deadline: Deadline
    safe: bool

    def __init__(
        self, url: str, data: bytes | None, headers: dict[str, str], method: str, deadline: Deadline, *, safe: bool
    ) -> None: ...

class PooledHandler(BaseHandler):
    """Opens http and https through the pool."""

    def __init__(self, pool: Pool, route: Route) -> None: ...
    def http_open(self, request: Call) -> PooledResponse:
        """Send a request, and return the response as soon as its header is there."""

    https_open = http_open
