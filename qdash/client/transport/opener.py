"""`urllib.request` with connections that are kept open, and with nothing but HTTP."""

from __future__ import annotations

from http.client import HTTPConnection, InvalidURL
from time import monotonic
from urllib.request import BaseHandler, OpenerDirector

from .deadline import TimedSocket
from .response import PooledResponse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .deadline import Deadline
    from .message import Request
    from .pool import Pool
    from .route import Route
    from .watch import Watch

__all__ = ["Call", "PooledHandler", "build_opener"]


def build_opener(pool: Pool, route: Route) -> OpenerDirector:
    """Return an opener that knows http and https only: there are no file, ftp or data URLs here."""
    opener = OpenerDirector()
    opener.add_handler(PooledHandler(pool, route))
    return opener


class Call:
    """A request on its way, once, and what is to be told about it.

    It has what an `OpenerDirector` asks of a `urllib.request.Request`, which would take the URL apart with care, and
    change the case of the headers.
    """

    data: bytes | None = None  # the body goes its own way
    timeout: object

    def __init__(self, request: Request, url: str, headers: dict[str, str], deadline: Deadline, watch: Watch) -> None:
        self.request = request
        self.full_url = url
        scheme, _, rest = url.partition("://")
        self.type: str = scheme
        self.selector: str = "/" + rest.partition("/")[2]
        self.headers = headers
        self.deadline = deadline
        self.request_id: str = headers["X-Request-Id"]
        self.wire: TimedSocket | None = None
        self.start: float = monotonic()
        self._watch = watch

    @property
    def path(self) -> str:
        """The path of the URL, with the prefix of the deployment and without the query."""
        return self.selector.partition("?")[0]

    @property
    def url(self) -> str:
        """The URL without the query."""
        return self.full_url.partition("?")[0]

    def get_method(self) -> str:
        """Return the HTTP method."""
        return self.request.method

    def tell(self, status: int | None = None, request_id: str = "", error: str | None = None) -> None:
        """Say how the request ended."""
        self._watch.tell(self, status, request_id or self.request_id, error)


class PooledHandler(BaseHandler):
    """Opens http and https through the pool."""

    def __init__(self, pool: Pool, route: Route) -> None:
        self._pool = pool
        self._route = route

    def http_open(self, call: Call) -> PooledResponse:
        """Send a request, and return the response as soon as its header is there."""
        safe = call.request.safe
        while True:
            connection, reused = self._pool.take(call.deadline, for_write=not safe)
            try:
                return self._ask(connection, call)
            except ConnectionError as error:
                connection.close()
                # The server gave the idle connection up just now; the next one may be a new one.
                if not (reused and safe):
                    raise
                call.tell(error=f"the idle connection had ended ({type(error).__name__})")
                call.start, call.wire = monotonic(), None
            except BaseException:
                connection.close()
                raise

    https_open = http_open

    def _ask(self, connection: HTTPConnection, call: Call) -> PooledResponse:
        # What `HTTPConnection.request` and `getresponse` do, in half of their time, and in one packet.
        call.wire = timed = TimedSocket(connection.sock, call.deadline)
        timed.send_all(_head(call, self._route.request_line(call.selector)) + (call.request.body or b""))
        response = PooledResponse(timed, method=call.request.method)  # type: ignore[arg-type]
        try:
            response.begin()
        except BaseException:
            response.close()
            raise
        response.pool = self._pool
        response.connection = connection
        return response


def _head(call: Call, target: str) -> bytes:
    """Write the request line and the header; the values were checked when the client was made."""
    if not (target.isascii() and target.isprintable()) or " " in target:
        raise InvalidURL("a URL with characters that it cannot have")
    lines = [f"{call.request.method} {target} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in call.headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")
