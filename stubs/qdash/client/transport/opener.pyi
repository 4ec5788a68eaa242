"""`urllib.request` with connections that are kept open, and with nothing but HTTP."""

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

class Call:
    """A request on its way, once, and what is to be told about it.

    It has what an `OpenerDirector` asks of a `urllib.request.Request`, which would take the URL apart with care, and
    change the case of the headers.
    """

    data: bytes | None
    timeout: object
    request: Request
    full_url: str
    type: str
    selector: str
    headers: dict[str, str]
    deadline: Deadline
    request_id: str
    wire: TimedSocket | None
    start: float

    def __init__(
        self, request: Request, url: str, headers: dict[str, str], deadline: Deadline, watch: Watch
    ) -> None: ...
    @property
    def path(self) -> str:
        """The path of the URL, with the prefix of the deployment and without the query."""

    @property
    def url(self) -> str:
        """The URL without the query."""

    def get_method(self) -> str:
        """Return the HTTP method."""

    def tell(self, status: int | None = None, request_id: str = "", error: str | None = None) -> None:
        """Say how the request ended."""

class PooledHandler(BaseHandler):
    """Opens http and https through the pool."""

    def __init__(self, pool: Pool, route: Route) -> None: ...
    def http_open(self, call: Call) -> PooledResponse:
        """Send a request, and return the response as soon as its header is there."""

    https_open = http_open
