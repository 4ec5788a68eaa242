"""For the tests of programs: a client whose requests a function answers.

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
    """A request as the handler sees it.

    Attributes:
        method: the HTTP method.
        url: the whole URL.
        path: the path of the URL, with the prefix of the deployment; percent-encoded characters are decoded.
        query: the names and values of the query, as a list of pairs, because names may come more than once.
        body: the content; b"" where there is none.
    """

    method: str
    url: str
    path: str
    query: list[tuple[str, str]]
    body: bytes

    def __init__(self, attempt: Attempt) -> None: ...
    @property
    def headers(self) -> dict[str, str]:
        """The headers; `header` looks one up in any case of letters."""

    def __repr__(self) -> str: ...
    def header(self, name: str) -> str | None:
        """Return the value of a header, or None."""

    def json(self) -> Any:
        """Return the content as JSON; None where there is none."""

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

    requests: list[MockRequest]

    def __init__(self, handler: Callable[[MockRequest], tuple[int, Mapping[str, str] | None, object]]) -> None: ...
    def send(self, attempt: Attempt, /) -> Response:
        """Answer a request."""

    def close(self) -> None:
        """Answer no more requests."""
