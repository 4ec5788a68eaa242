"""A transport that lets another HTTP client send the requests, such as an ``httpx.Client``. It imports none."""

from __future__ import annotations

from typing import Any, Protocol

from .message import Attempt, NotSent, Response

__all__ = ["HttpClient", "HttpClientTransport"]

_DECODED = ("content-encoding", "content-length", "transfer-encoding")  # what such clients undo
_NOT_SENT = ("ConnectError", "ConnectTimeout", "PoolTimeout")  # exceptions of httpx


class HttpClient(Protocol):
    """What an ``httpx.Client`` and others have in common."""

    def request(self, method: str, url: str, /, *, headers: Any, content: Any) -> Any:
        """Send a request, and return a response with ``status_code``, ``headers`` and ``content``."""
        ...


class HttpClientTransport:
    """Sends requests with another HTTP client."""

    def __init__(self, client: HttpClient) -> None:
        if not hasattr(client, "request"):
            raise TypeError(f"http_client: must have a method request, as an httpx.Client, not {type(client).__name__}")
        self._client = client

    def send(self, attempt: Attempt, /) -> Response:
        """Send a request and return the response.

        Raises:
            NotSent: no connection came about.
            OSError: no response came.
            TypeError: the other client returned something else.
        """
        attempt.place, attempt.limit = attempt.headers["Host"], "the time limit of the http_client"
        try:
            response = self._client.request(
                attempt.method, attempt.url, headers=dict(attempt.headers.items()), content=attempt.body
            )
        except Exception as error:
            if not _is_of_httpx(error):
                raise
            name = type(error).__name__
            failure = TimeoutError(str(error)) if "Timeout" in name else OSError(str(error))
            raise NotSent(failure) if name in _NOT_SENT else failure from None
        status, content = getattr(response, "status_code", None), getattr(response, "content", None)
        if not isinstance(status, int) or not isinstance(content, (bytes, bytearray, memoryview)):
            raise TypeError(
                "http_client: the response must have status_code, headers and content (an integer, a mapping, bytes), "
                "as httpx.Response(200, json={}) has"
            )
        headers = {str(name).lower(): str(value) for name, value in response.headers.items()}
        return Response(status, {name: value for name, value in headers.items() if name not in _DECODED}, content)

    def close(self) -> None:
        """Close the client, if it can be closed."""
        close = getattr(self._client, "close", None)
        if close is not None:
            close()


def _is_of_httpx(error: Exception) -> bool:
    """Tell whether this is a failure of a request, which httpx reports with exceptions of its own."""
    return any((each.__module__, each.__name__) == ("httpx", "HTTPError") for each in type(error).__mro__)
