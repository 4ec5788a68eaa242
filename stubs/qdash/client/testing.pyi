"""A transport for the tests of programs: a function answers the requests of a client.

::

    def handler(request):
        assert request.method == "GET"
        return 200, {}, {"chips": [], "total": 0}

    client = QDashClient(QDashConfig(base_url="http://qdash.test", api_token="token"), transport=MockTransport(handler))
"""

from collections.abc import Callable, Mapping
from typing import Any

from .transport.message import Attempt, Response
from .transport.message import NotSent as NotSent

class MockRequest:
    """The request that a handler gets.

    Attributes:
        method: the HTTP method.
        url: the whole URL.
        path: the path of the URL, with the prefix of the deployment; percent-encoded characters are decoded.
        query: the names and values of the query, as a list of pairs, because names may be repeated.
        body: the content; b"" if there is none.
    """

    method: str
    url: str
    path: str
    query: list[tuple[str, str]]
    body: bytes

    def __init__(self, attempt: Attempt) -> None: ...
    @property
    def headers(self) -> dict[str, str]:
        """The headers. `header` looks one up without regard to case."""

    def __repr__(self) -> str: ...
    def header(self, name: str) -> str | None:
        """Return the value of a header, or None."""

    def json(self) -> Any:
        """Return the decoded JSON content, or None if there is none."""

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

    requests: list[MockRequest]

    def __init__(self, handler: Callable[[MockRequest], tuple[int, Mapping[str, str] | None, object]]) -> None: ...
    def send(self, attempt: Attempt, /) -> Response:
        """Return the response of the handler to a request."""

    def close(self) -> None:
        """Refuse further requests."""
