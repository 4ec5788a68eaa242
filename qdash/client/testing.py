"""A transport for the tests of programs: a function answers the requests of a client.

::

    def handler(request):
        assert request.method == "GET"
        return 200, {}, {"chips": [], "total": 0}

    client = QDashClient(QDashConfig(base_url="http://qdash.test", api_token="token"), transport=MockTransport(handler))
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote

from .errors import QDashApiError
from .transport.message import NotSent, Pieces, Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from .transport.message import Attempt


__all__ = ["MockRequest", "MockTransport", "NotSent"]


class MockRequest:
    """The request that a handler gets.

    Attributes:
        method: the HTTP method.
        url: the whole URL.
        path: the path of the URL, with the prefix of the deployment; percent-encoded characters are decoded.
        query: the names and values of the query, as a list of pairs, because names may be repeated.
        body: the content; b"" if there is none.
    """

    def __init__(self, attempt: Attempt) -> None:
        self.method: str = attempt.method
        self.url: str = attempt.url
        self.path: str = unquote(attempt.path)
        self.query: list[tuple[str, str]] = parse_qsl(attempt.query, keep_blank_values=True)
        self.body: bytes = attempt.body or b""
        self._headers = attempt.headers

    @property
    def headers(self) -> dict[str, str]:
        """The headers. `header` looks one up without regard to case."""
        return dict(self._headers.items())

    def __repr__(self) -> str:
        return f"<MockRequest {self.method} {self.path}>"

    def header(self, name: str) -> str | None:
        """Return the value of a header, or None."""
        return next((value for own, value in self.headers.items() if own.lower() == name.lower()), None)

    def json(self) -> Any:
        """Return the decoded JSON content, or None if there is none."""
        return json.loads(self.body) if self.body else None


class MockTransport:
    """A transport that calls a function for each request. It opens no connection.

    Everything above the network is real: retries, redirects, logins, exceptions, files and event streams.

    Args:
        handler: a function that gets a `MockRequest` and returns status, headers and content of the response. The
            content is bytes or text, a dict or list (sent as JSON), None, or an iterator of bytes, which is read piece
            by piece. The function may raise an `OSError` (the connection failed after the request was sent),
            ``NotSent(OSError(...))`` (no connection was made), or any other exception, which ends the call.

    Attributes:
        requests: all requests so far.
    """

    def __init__(self, handler: Callable[[MockRequest], tuple[int, Mapping[str, str] | None, object]]) -> None:
        self.requests: list[MockRequest] = []
        self._handler = handler
        self._closed = False

    def send(self, attempt: Attempt, /) -> Response:
        """Return the response of the handler to a request."""
        if self._closed:
            raise QDashApiError("this MockTransport is closed")
        mock = MockRequest(attempt)
        self.requests.append(mock)
        return _response(self._handler(mock))

    def close(self) -> None:
        """Refuse further requests."""
        self._closed = True


def _response(response: Any) -> Response:
    """Convert the result of a handler to a response."""
    if not isinstance(response, tuple) or len(response) != 3:
        raise TypeError("MockTransport: the handler must return status, headers and content, three values")
    status, fields, content = response
    if not isinstance(status, int):
        raise TypeError(f"MockTransport: the status must be an integer, not {type(status).__name__}")
    if not isinstance(fields, (Mapping, type(None))):
        raise TypeError(f"MockTransport: the headers must be a mapping or None, not {type(fields).__name__}")
    headers = {name.lower(): str(value) for name, value in (fields or {}).items()}
    if isinstance(content, (dict, list)):
        headers.setdefault("content-type", "application/json")
        content = json.dumps(content).encode()
    elif isinstance(content, str):
        headers.setdefault("content-type", "text/plain; charset=utf-8")
        content = content.encode()
    if content is None or isinstance(content, (bytes, bytearray, memoryview)):
        return Response(status, headers, content or b"")
    if not hasattr(content, "__next__"):
        raise TypeError(
            "MockTransport: the content must be bytes, text, a dict, a list, None or an iterator of bytes, not "
            f"{type(content).__name__}"
        )
    return Response(status, headers, Pieces(_checked(content)))


def _checked(pieces: Iterator[Any]) -> Iterator[bytes]:
    for piece in pieces:
        if not isinstance(piece, (bytes, bytearray, memoryview)):
            raise TypeError(f"MockTransport: a piece of content must be bytes, not {type(piece).__name__}")
        yield bytes(piece)
