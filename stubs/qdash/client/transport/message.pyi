"""A request on its way out, and the answer to it."""

from collections.abc import Mapping
from typing import Any, TypeVar

from ..errors import QDashApiError
from .opener import Call
from .response import PooledResponse

__all__ = [
    "HiddenHeaders",
    "Reply",
    "Request",
    "one_line",
]

_Error = TypeVar("_Error", bound=QDashApiError)

def one_line(value: object, limit: int) -> str:
    """Return what a message shows of something that came from outside: one short line without control characters."""

class HiddenHeaders(dict[str, str]):
    """Headers that do not show themselves, because they hold credentials."""

    def __repr__(self) -> str: ...
    def copy(self) -> HiddenHeaders:
        """Return a copy that does not show itself either."""

class Request:
    """What is to be sent: everything but the origin, the credentials and the headers that all requests share.

    It has no repr of its own, because a body may hold a password.
    """

    method: str
    target: str
    route: str | None
    body: bytes | None
    content_type: str
    accept: str
    safe: bool
    anonymous: bool
    secret: bool
    html: bool
    headers: Mapping[str, str]
    begun: float
    attempt: int
    stream: bool

    def __init__(
        self,
        method: str,
        target: str,
        *,
        body: bytes | None = None,
        content_type: str = "application/json",
        accept: str = "application/json",
        safe: bool = False,
        anonymous: bool = False,
        secret: bool = False,
        html: bool = False,
        headers: Mapping[str, str] | None = None,
        route: str | None = None,
    ) -> None: ...

class Reply:
    """What came back. `url` has no query; `path` is what error messages show of it.

    `response` is there as long as the body has not been read.
    """

    method: str
    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    response: PooledResponse | None
    left: int | None

    def __init__(self, call: Call, response: PooledResponse) -> None: ...
    def read_all(self, limit: int) -> None:
        """Read the body, of `limit` bytes at most, and let the connection serve the next call."""

    def finish(self) -> None:
        """Let the connection of a body that was read to its end serve the next call."""

    def discard(self, why: str | None = None) -> None:
        """Give up what is left of the body, and with it the connection."""

    @property
    def request_id(self) -> str:
        """The id under which the server logged the request; the one that was sent, unless the answer has another."""

    @property
    def path(self) -> str:
        """The path of the URL, with the prefix of the deployment."""

    @property
    def content_type(self) -> str:
        """The media type in lower case, without parameters; empty where the answer names none."""

    def error(self, kind: type[_Error], tail: str, payload: Any = None) -> _Error:
        """Return an exception about this answer; its message is status, method and path, followed by `tail`."""

    def text(self) -> str:
        """The body as text, as far as it is UTF-8."""
