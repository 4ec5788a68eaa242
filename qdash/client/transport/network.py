"""The transport for the network: `urllib.request` with persistent connections."""

from __future__ import annotations

import os
from urllib.request import BaseHandler, OpenerDirector

from . import http1
from .content import ContentError, is_identity, read_content
from .message import Response
from .pool import Pool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .connect import Connector
    from .connection import Connection
    from .http1 import Body, Head
    from .message import Attempt

__all__ = ["NetworkTransport"]


class NetworkTransport:
    """Sends requests to the origin of a base URL. Threads may share it, and so may a process and its forks.

    Args:
        connector: opens connections.
        size: the number of idle connections to keep.
        max_response_bytes: the largest content of a response that is read as a whole.
    """

    def __init__(self, connector: Connector, *, size: int, max_response_bytes: int) -> None:
        self._connector = connector
        self._pool = Pool(connector.connect, size)
        self._opener = OpenerDirector()  # without other handlers, so that file, ftp and data URLs are not supported
        self._opener.add_handler(_Handler(self._pool, connector, max_response_bytes))

    def send(self, attempt: Attempt) -> Response:
        """Send a request and return the response.

        Raises:
            NotSent: no connection was made.
            OSError, ProtocolError, ContentError: the response is missing, incomplete or unusable.
        """
        attempt.place, attempt.proxy = self._connector, self._connector.proxy
        try:
            response: Response = self._opener.open(attempt)  # type: ignore[arg-type]
            return response
        except ValueError as error:  # raised by a socket that another thread has closed
            failure: BaseException = OSError(str(error))
        except BaseException as error:
            failure = error.with_traceback(None)  # its frames refer to the request
            failure.__context__ = None
        raise failure

    def close(self) -> None:
        """Close the connections. It may be called twice."""
        self._pool.close()


class _Handler(BaseHandler):
    """The handler of http and https URLs. It takes connections from the pool."""

    def __init__(self, pool: Pool, connector: Connector, max_response_bytes: int) -> None:
        self._pool = pool
        self._connector = connector
        self._limit = max_response_bytes

    def http_open(self, attempt: Attempt) -> Response:
        """Send a request and read its response; leave the content unread for a stream."""
        connection = self._pool.take(attempt.deadline, for_write=not attempt.request.safe)
        connection.begin(attempt.deadline)
        attempt.connection = connection
        try:
            head = self._exchange(connection, attempt)
            attempt.status = head.status
            body = http1.body_of(head, attempt.method, connection)
            coding = head.fields.get("content-encoding", "")
            response = Response(head.status, head.fields)
            if not attempt.wants_stream(response):
                response.body = self._content(head, body, coding)
                _release(self._pool, attempt, head, body)
            elif is_identity(coding):
                response.stream = _Stream(self._pool, attempt, head, body)
                attempt.deadline.lift()
            else:
                raise ContentError(f"the content encoding {coding[:60]!r}, where none was accepted")
        except BaseException:
            connection.close()
            raise
        return response

    https_open = http_open

    def _exchange(self, connection: Connection, attempt: Attempt) -> Head:
        """Send the request and read the head of its response."""
        target = self._connector.request_target(attempt.selector)
        message = http1.request_head(attempt.method, target, attempt.headers) + (attempt.body or b"")
        try:
            complete = connection.send(message)
        except ConnectionError as error:
            failure = error
        else:
            head = http1.read_head(connection)
            head.persistent = head.persistent and complete
            return head
        # A server that refuses a request may close the connection before it has read all of it. Its response may have
        # arrived nevertheless (RFC 9112, section 9.5).
        try:
            head = http1.read_head(connection)
        except (OSError, http1.ProtocolError):
            raise failure from None
        head.persistent = False
        return head

    def _content(self, head: Head, body: Body, coding: str) -> bytes:
        try:
            return read_content(body, coding, self._limit)
        except (ConnectionError, http1.IncompleteResponse):
            if head.status < 400:
                raise
            return b""  # the status is sufficient; some proxies close before all of an error is read


def _release(pool: Pool, attempt: Attempt, head: Head, body: Body) -> None:
    """Keep a connection for another request, if the response was complete and no error occurred."""
    connection = attempt.detach_connection()
    if connection is None:
        return
    # Servers may close the connection after an unhandled error, 408 or 413 without announcing it.
    is_kept = head.persistent and head.status < 500 and head.status not in (408, 413)
    if is_kept and body.complete and not connection.buffer:
        if "keep-alive" in head.fields:
            connection.idle_limit = _idle_limit(head.fields["keep-alive"])
        pool.give_back(connection)
    else:
        connection.close()


class _Stream:
    """The content of a response that is read piece by piece."""

    def __init__(self, pool: Pool, attempt: Attempt, head: Head, body: Body) -> None:
        self._pool = pool
        self._attempt = attempt
        self._head = head
        self._body = body
        self._process = os.getpid()

    @property
    def left(self) -> int | None:
        """The bytes that are still to come, or None."""
        return self._body.left

    @property
    def is_of_parent(self) -> bool:
        """Whether the request was sent before a fork, so that only the parent may read the response."""
        return self._process != os.getpid()

    def read(self, size: int) -> bytes:
        """Wait for content and return it."""
        return self._body.read(size)

    def close(self) -> None:
        """Stop reading, and close the connection."""
        _release(self._pool, self._attempt, self._head, self._body)


def _idle_limit(keep_alive: str) -> float:
    """Return the seconds after which the server closes an idle connection: the parameter `timeout` of Keep-Alive."""
    for parameter in keep_alive.split(","):
        name, _, value = parameter.strip().partition("=")
        if name.lower() == "timeout" and value.isascii() and value.isdigit():
            return float(value)
    return float("inf")
