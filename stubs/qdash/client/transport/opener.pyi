"""`urllib.request` with connections that are kept open, and with nothing but HTTP."""

import urllib.request
from urllib.request import BaseHandler, OpenerDirector

from .deadline import Deadline, TimedSocket
from .message import Request
from .pool import Pool
from .response import PooledResponse
from .route import Route
from .watch import Watch

__all__ = [
    "Call",
    "PooledHandler",
    "build_opener",
]

def build_opener(pool: Pool, route: Route) -> OpenerDirector:
    """Return an opener that knows http and https only: there are no file, ftp or data URLs here."""

class Call(urllib.request.Request):
    """A request on its way, once, and what is to be told about it."""

    request: Request
    headers: dict[str, str]
    deadline: Deadline
    request_id: str
    wire: TimedSocket | None
    start: float

    def __init__(
        self, request: Request, url: str, headers: dict[str, str], deadline: Deadline, watch: Watch
    ) -> None: ...
    def tell(self, status: int | None = None, request_id: str = "", error: str | None = None) -> None:
        """Say how the request ended."""

class PooledHandler(BaseHandler):
    """Opens http and https through the pool."""

    def __init__(self, pool: Pool, route: Route) -> None: ...
    def http_open(self, call: Call) -> PooledResponse:
        """Send a request, and return the response as soon as its header is there."""

    https_open = http_open
