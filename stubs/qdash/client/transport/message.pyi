"""Requests, the attempts at sending one, and responses."""

import builtins
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from ..errors import QDashApiError
from ..observation import RequestRecord
from .connection import Connection
from .deadline import Deadline
from .fields import HiddenHeaders
from .interfaces import Content, Stream

_Error = TypeVar("_Error", bound=QDashApiError)

def one_line(value: object, limit: int) -> str:
    """Return foreign text for a message: one short line without control characters."""

def bracketed(host: str) -> str:
    """Return a host for use before a port: IPv6 addresses get brackets (RFC 3986, section 3.2.2)."""

class NotSent(Exception):
    """No connection was made, so nothing of the request was sent. The argument is the cause."""

    cause: Exception

    def __init__(self, cause: Exception) -> None: ...

class Request:
    """The request of a call, without the origin, the credentials and the headers that all requests share.

    The default repr shows no members, because a body may hold a password.
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

class Attempt:
    """One attempt at a request, and its state.

    It has the interface that an `OpenerDirector` expects of a `urllib.request.Request`. That class would parse the URL
    again and change the case of the header names.

    Attributes:
        request: the request of the call.
        method: the HTTP method.
        url: the whole URL.
        headers: all headers, `Host` and `Authorization` among them.
        body: the content, or None.
        deadline: the time that the call has left.
        number: 1 for the first attempt, 2 for the first retry; an attempt that follows a redirect has the same number.
        earlier: the attempts of the same call that failed before.
        connection: the connection that carries it now, or None.
        place: its destination, for messages: host and port, and the proxy.
        proxy: the proxy that it goes through, as host:port, or None.
        status: the status of its response, or None.
        error: a description of the failure, or None.
    """

    data: bytes | None
    timeout: object
    connection: Connection | None
    status: int | None
    error: str | None
    place: object
    proxy: object
    request: Request
    method: str
    body: bytes | None
    full_url: str
    url: str
    type: str
    selector: str
    headers: HiddenHeaders
    deadline: Deadline
    number: int
    earlier: tuple[Attempt, ...]

    def __init__(
        self,
        request: Request,
        url: str,
        headers: HiddenHeaders,
        deadline: Deadline,
        number: int,
        earlier: tuple[Attempt, ...],
        write: Callable[[Attempt], None],
    ) -> None: ...
    def get_method(self) -> str:
        """Return the HTTP method."""

    @property
    def path(self) -> str:
        """The path of the URL, with the prefix of the deployment and without the query."""

    @property
    def query(self) -> str:
        """The query of the URL, or ""."""

    @property
    def request_id(self) -> str:
        """The ID under which the server logged it: that of the response, else the one that was sent."""

    def wants_stream(self, response: Response) -> bool:
        """Return whether the caller reads the content of a response piece by piece."""

    def detach_connection(self) -> Connection | None:
        """Release the connection. It may serve another request at once."""

    def end(self, error: str | None = None) -> None:
        """Set the outcome, for the log and for the exception of a later attempt."""

    def take_response(self, response: Response) -> None:
        """Set status and request ID from a response."""

    def record(self) -> RequestRecord:
        """Return the record of the attempt."""

    def exception(
        self,
        kind: builtins.type[_Error],
        text: str,
        *,
        status: int | None = None,
        payload: Any = None,
        unclear: bool = False,
        retry_after: float | None = None,
    ) -> _Error:
        """Return an exception about this attempt. All exceptions about requests are made here.

        Args:
            kind: its class.
            text: its message, without the note on the outcome.
            status: the status of the response.
            payload: its content.
            unclear: whether a request that is not safe may have been acted on.
            retry_after: the seconds that the server asks to wait.
        """

class Response:
    """The response to an attempt.

    Args:
        status: the HTTP status.
        headers: the fields, by their names in lower case.
        content: the content, without its coding; or a `Stream` of it.

    Attributes:
        attempt: the attempt that it responds to.
        body: the content; b"" while there is a `stream`.
        stream: the unread rest of the content, or None.
    """

    attempt: Attempt
    status: int
    headers: dict[str, str]
    body: bytes
    stream: Stream | None

    def __init__(self, status: int, headers: dict[str, str], content: Content = b"") -> None: ...
    @property
    def request_id(self) -> str:
        """The ID under which the server logged the request."""

    @property
    def content_type(self) -> str:
        """The media type in lower case, without parameters; empty if the response has none."""

    @property
    def left(self) -> int | None:
        """The bytes of the stream that are still to come; None if that is not known, or without a stream."""

    def close(self) -> None:
        """Release the connection after the end of the stream, so that it can serve another request."""

    def discard(self, why: str = "given up before its end") -> None:
        """Stop reading the stream, and close the connection. Without a stream, nothing happens."""

    def error(self, kind: type[_Error], tail: str, payload: Any = None, *, unclear: bool | None = None) -> _Error:
        """Return an exception about this response; its message is status, method and path, followed by `tail`.

        Args:
            kind: its class.
            tail: the problem.
            payload: the content, decoded.
            unclear: whether a request that is not safe may have been acted on; without it, whether it succeeded.
        """

    @property
    def retry_after(self) -> float | None:
        """The seconds that the server asks to wait, or None."""

    def text(self) -> str:
        """The content as text, as far as it is UTF-8."""

class Pieces:
    """A `Stream` over an iterator of bytes."""

    left: int | None

    def __init__(self, pieces: Iterator[bytes], left: int | None = None) -> None: ...
    def read(self, size: int) -> bytes:
        """Return content of one piece."""

    def close(self) -> None:
        """Discard the rest."""
