"""For the tests of programs: a client whose requests a function answers.

::

    def handler(request):
        assert request.method == "GET"
        return 200, {}, {"chips": [], "total": 0}

    client = QDashClient(QDashConfig(base_url="http://qdash.test", api_token="token"), transport=MockTransport(handler))
"""

from __future__ import annotations

import json
import threading
from urllib.parse import parse_qsl, unquote

from .errors import QDashApiError
from .transport.message import HiddenHeaders, NotSent, Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from .transport.message import Attempt


__all__ = ["MockRequest", "MockTransport", "NotSent"]


class MockRequest:
    """A request as the handler sees it.

    Attributes:
        method: the HTTP method.
        url: the whole URL.
        path: the path of the URL, with the prefix of the deployment; percent-encoded characters are decoded.
        query: the names and values of the query, as a list of pairs, because names may come more than once.
        headers: the headers; `header` looks one up in any case of letters.
        body: the content; b"" where there is none.
    """

    def __init__(self, attempt: Attempt) -> None:
        self.method: str = attempt.method
        self.url: str = attempt.url
        self.path: str = unquote(attempt.path)
        self.query: list[tuple[str, str]] = parse_qsl(attempt.query, keep_blank_values=True)
        self.headers: dict[str, str] = HiddenHeaders(attempt.headers)
        self.body: bytes = attempt.body or b""

    def __repr__(self) -> str:
        return f"<MockRequest {self.method} {self.path}>"

    def header(self, name: str) -> str | None:
        """Return the value of a header, or None."""
        return next((value for own, value in self.headers.items() if own.lower() == name.lower()), None)

    def json(self) -> Any:
        """Return the content as JSON; None where there is none."""
        return json.loads(self.body) if self.body else None


class MockTransport:
    """Lets a function answer the requests of a client. It opens no connection.

    Everything else is as over the network: retries, redirects, logins, exceptions, files and event streams.

    Args:
        handler: what is called with a `MockRequest` and returns status, headers and content of the response: bytes or
            text as they are, a dict or list as JSON, None for nothing, and an iterator of bytes piece by piece. It may
            raise an `OSError`, as if the connection had failed after the request was sent, ``NotSent(OSError(...))``
            as if it had not come about, and anything else to end the call.

    Attributes:
        requests: all requests so far.
    """

    def __init__(self, handler: Callable[[MockRequest], tuple[int, Mapping[str, str], object]]) -> None:
        self.requests: list[MockRequest] = []
        self._handler = handler
        self._closed = threading.Event()

    def send(self, request: Attempt, /) -> Response:
        """Answer a request."""
        if self._closed.is_set():
            raise QDashApiError("this MockTransport is closed")
        mock = MockRequest(request)
        self.requests.append(mock)
        answer = self._handler(mock)
        if not isinstance(answer, tuple) or len(answer) != 3:
            raise TypeError("MockTransport: the handler must return status, headers and content, three values")
        status, fields, content = answer
        headers = {name.lower(): value for name, value in fields.items()}
        if isinstance(content, (dict, list)):
            content = json.dumps(content).encode()
            headers.setdefault("content-type", "application/json")
        elif isinstance(content, str):
            content = content.encode()
            headers.setdefault("content-type", "text/plain; charset=utf-8")
        pieces: Any = [content or b""] if content is None or isinstance(content, bytes) else content
        if not hasattr(pieces, "__iter__"):
            raise TypeError(
                "MockTransport: the content must be bytes, text, a dict, a list, None or an iterator of bytes, not "
                f"{type(content).__name__}"
            )
        response = Response(status, headers)
        if request.wants_stream(response):
            response.stream = _Pieces(iter(pieces), len(content) if isinstance(content, bytes) else None)
        else:
            response.body = b"".join(pieces)
        return response

    def close(self) -> None:
        """Answer no more requests."""
        self._closed.set()


class _Pieces:
    """Content that comes in pieces."""

    def __init__(self, pieces: Iterator[bytes], left: int | None) -> None:
        self.left = left
        self._pieces = pieces
        self._rest = b""

    def read(self, size: int) -> bytes:
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
        self._pieces = iter(())
        self._rest = b""
