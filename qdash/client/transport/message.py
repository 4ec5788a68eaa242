"""Requests, the attempts at sending one, and responses."""

from __future__ import annotations

from time import monotonic

from .fields import retry_after

TYPE_CHECKING = False
if TYPE_CHECKING:
    import builtins
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any, TypeVar

    from ..errors import QDashApiError
    from ..observation import RequestRecord
    from .connection import Connection
    from .deadline import Deadline
    from .fields import HiddenHeaders
    from .interfaces import Content, Stream

    _Error = TypeVar("_Error", bound=QDashApiError)

__all__ = ["Attempt", "NotSent", "Pieces", "Request", "Response", "bracketed", "one_line"]

OUTCOME_UNKNOWN = "the server may have acted on the request or not, and it is not sent again"

_DEEPEST_PAYLOAD = 100  # levels
_LONGEST_TAIL = 1500  # characters


def one_line(value: object, limit: int) -> str:
    """Return foreign text for a message: one short line without control characters."""
    try:
        text = value if isinstance(value, str) else str(value)
    except (RecursionError, ValueError):
        text = "something nested deeply"
    text = " ".join(text[: 2 * limit].split())
    if not text.isprintable():
        text = "".join(character if character.isprintable() else "?" for character in text)
    return text if len(text) <= limit else f"{text[: limit - 3]}..."


def bracketed(host: str) -> str:
    """Return a host for use before a port: IPv6 addresses get brackets (RFC 3986, section 3.2.2)."""
    return f"[{host}]" if ":" in host else host


class NotSent(Exception):
    """No connection was made, so nothing of the request was sent. The argument is the cause."""

    def __init__(self, cause: Exception) -> None:
        if not isinstance(cause, Exception):
            raise TypeError(f"NotSent() takes an exception, such as OSError('no route'), not {type(cause).__name__}")
        super().__init__(cause)
        self.cause = cause


class Request:
    """The request of a call, without the origin, the credentials and the headers that all requests share.

    The default repr shows no members, because a body may hold a password.
    """

    __slots__ = (
        "accept",
        "anonymous",
        "begun",
        "body",
        "content_type",
        "headers",
        "html",
        "method",
        "route",
        "safe",
        "secret",
        "stream",
        "target",
    )

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
    ) -> None:
        self.method = method
        self.target = target
        self.route = route  # the path template of the operation
        self.body = body
        self.content_type = content_type
        self.accept = accept
        self.safe = safe
        self.anonymous = anonymous
        self.secret = secret
        self.html = html  # whether a web page is valid content, and not the page of a gateway
        self.headers: Mapping[str, str] = headers or {}  # take precedence over the usual ones
        self.begun: float = monotonic()  # the start of the call, before it waited for a thread
        self.stream = False  # whether the caller reads the content of a successful response


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
        limit: its time limit, for messages, or None for ``timeout_sec``.
        proxy: the proxy that it goes through, as host:port, or None.
        status: the status of its response, or None.
        error: a description of the failure, or None.
    """

    data: bytes | None = None  # read by `OpenerDirector`; the content is in `body`
    timeout: object
    connection: Connection | None = None
    status: int | None = None
    error: str | None = None
    place: object = "the transport"
    limit: str | None = None
    proxy: object = None
    _elapsed: float | None = None
    _response_id: str = ""
    _sent = _received = 0  # bytes

    def __init__(
        self,
        request: Request,
        url: str,
        headers: HiddenHeaders,
        deadline: Deadline,
        number: int,
        earlier: tuple[Attempt, ...],
        write: Callable[[Attempt], None],
    ) -> None:
        self.request = request
        self.method: str = request.method
        self.body: bytes | None = request.body
        self.full_url = self.url = url
        scheme, _, rest = url.partition("://")
        self.type: str = scheme
        self.selector: str = "/" + rest.partition("/")[2]
        self.headers = headers
        self.deadline = deadline
        self.number = number
        self.earlier = earlier
        self._write = write
        self._start = monotonic()

    def get_method(self) -> str:
        """Return the HTTP method."""
        return self.method

    @property
    def path(self) -> str:
        """The path of the URL, with the prefix of the deployment and without the query."""
        return self.selector.partition("?")[0]

    @property
    def query(self) -> str:
        """The query of the URL, or ""."""
        return self.selector.partition("?")[2]

    @property
    def request_id(self) -> str:
        """The ID under which the server logged it: that of the response, else the one that was sent."""
        return self._response_id or self.headers["X-Request-Id"]

    def wants_stream(self, response: Response) -> bool:
        """Return whether the caller reads the content of a response piece by piece."""
        if not self.request.stream or not 200 <= response.status < 300:
            return False
        return self.request.html or response.content_type != "text/html"

    def detach_connection(self) -> Connection | None:
        """Release the connection. It may serve another request at once."""
        connection, self.connection = self.connection, None
        if connection is not None:
            self._sent, self._received = connection.sent, connection.received
        return connection

    def end(self, error: str | None = None) -> None:
        """Set the outcome, for the log and for the exception of a later attempt."""
        self.error = error
        self._elapsed = monotonic() - self._start
        self._write(self)

    def take_response(self, response: Response) -> None:
        """Set status and request ID from a response."""
        self.status = response.status
        theirs = response.headers.get("x-request-id")
        if theirs and theirs.isprintable() and len(theirs) <= 200:
            self._response_id = theirs

    def record(self) -> RequestRecord:
        """Return the record of the attempt."""
        from ..observation import RequestRecord

        return RequestRecord(
            method=self.method,
            path=self.path,
            route=self.request.route,
            status_code=self.status,
            attempt=self.number,
            elapsed_sec=monotonic() - self._start if self._elapsed is None else self._elapsed,
            sent_bytes=self.connection.sent if self.connection else self._sent,
            received_bytes=self.connection.received if self.connection else self._received,
            request_id=self.request_id,
            error=self.error,
        )

    def exception(
        self,
        kind: builtins.type[_Error],  # `type` is an attribute here
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
        unknown = unclear and not self.request.safe
        error = kind(
            f"{text}; {OUTCOME_UNKNOWN}" if unknown else text,
            status_code=status,
            payload=payload,
            method=self.method,
            url=self.url.partition("?")[0],
            request_id=self.request_id,
        )
        error.outcome_unknown = unknown
        error.retry_after = retry_after
        error.attempts = tuple(attempt.record() for attempt in self.earlier)
        return error


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

    __slots__ = ("attempt", "body", "headers", "status", "stream")

    attempt: Attempt

    def __init__(self, status: int, headers: dict[str, str], content: Content = b"") -> None:
        self.status = status
        self.headers = headers
        self.body: bytes = b""
        self.stream: Stream | None = None
        if isinstance(content, (bytes, bytearray, memoryview)):
            self.body = bytes(content)
        elif hasattr(content, "read"):
            self.stream = content
        else:
            raise TypeError(f"Response(): content: must be bytes or have a method read, not {type(content).__name__}")

    @property
    def request_id(self) -> str:
        """The ID under which the server logged the request."""
        return self.attempt.request_id

    @property
    def content_type(self) -> str:
        """The media type in lower case, without parameters; empty if the response has none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def left(self) -> int | None:
        """The bytes of the stream that are still to come; None if that is not known, or without a stream."""
        return None if self.stream is None else self.stream.left

    def close(self) -> None:
        """Release the connection after the end of the stream, so that it can serve another request."""
        self._end(None)

    def discard(self, why: str = "given up before its end") -> None:
        """Stop reading the stream, and close the connection. Without a stream, nothing happens."""
        self._end(why)

    def _end(self, error: str | None) -> None:
        stream, self.stream = self.stream, None  # set first, so that a reading thread knows why its read ends
        if stream is None:
            return
        connection = None if error is None else self.attempt.detach_connection()
        if connection is not None:
            connection.close()
        stream.close()
        self.attempt.end(error)

    def error(self, kind: type[_Error], tail: str, payload: Any = None, *, unclear: bool | None = None) -> _Error:
        """Return an exception about this response; its message is status, method and path, followed by `tail`.

        Args:
            kind: its class.
            tail: the problem.
            payload: the content, decoded.
            unclear: whether a request that is not safe may have been acted on; without it, whether it succeeded.
        """
        attempt = self.attempt
        return attempt.exception(
            kind,
            f"{self.status} {attempt.method} {attempt.path}{one_line(tail, _LONGEST_TAIL)}",
            status=self.status,
            payload=payload if _is_shallow(payload, _DEEPEST_PAYLOAD) else self.text(),
            unclear=self._is_success if unclear is None else unclear,
            retry_after=self.retry_after,
        )

    @property
    def _is_success(self) -> bool:
        return 200 <= self.status < 300 and self.status != 204  # a 204 has no content

    @property
    def retry_after(self) -> float | None:
        """The seconds that the server asks to wait, or None."""
        return retry_after(self.headers)

    def text(self) -> str:
        """The content as text, as far as it is UTF-8."""
        return self.body.decode("utf-8", "replace")


class Pieces:
    """A `Stream` over an iterator of bytes."""

    def __init__(self, pieces: Iterator[bytes], left: int | None = None) -> None:
        self.left = left
        self._pieces = pieces
        self._rest = b""

    def read(self, size: int) -> bytes:
        """Return content of one piece."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        content, self._rest = self._rest[:size], self._rest[size:]
        if self.left is not None:
            self.left -= len(content)
        return content

    def close(self) -> None:
        """Discard the rest."""
        self._pieces = iter(())
        self._rest = b""


def _is_shallow(value: Any, depth: int) -> bool:
    """Return whether a value is not nested too deeply to be pickled together with an exception."""
    level = [value]
    for _ in range(depth):
        level = [entry for outer in level for entry in _entries(outer)]
        if not level:
            return True
    return False


def _entries(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
