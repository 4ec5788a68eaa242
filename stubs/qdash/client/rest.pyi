"""The layer below the operations: requests by method and path, and raw responses.

`QDashClient.request` does the same with the settings and the credentials of a client.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, TypeVar

from .transport.message import Request, Response

_Self = TypeVar("_Self", bound="ApiClient")

@dataclass(slots=True)
class Configuration:
    """The settings of an `ApiClient`; `timeout` is in seconds."""

    host: str
    timeout: float = 30.0
    verify_tls: bool = True
    proxy: str | None = None

    def __repr__(self) -> str: ...

@dataclass(slots=True)
class ApiResponse:
    """A response. `data` is decoded JSON, or text, or else bytes; header names are in lower case."""

    status_code: int
    data: Any
    headers: dict[str, str]

class ApiException(Exception):
    """There was no response, or `raise_on_status` was set and the status is 400 or more.

    Attributes:
        status: the HTTP status, or None if there was no response.
        reason: the phrase of the status, or a description of the failure.
        body: the data of the response.
    """

    status: int | None
    reason: str
    body: Any

    def __init__(self, status: int | None, reason: str, body: Any = None) -> None: ...
    def __str__(self) -> str: ...

class ApiClient:
    """A client for requests by method and path. It adds no credentials, and sends each request once.

    Args:
        configuration: the server and how to reach it.

    Raises:
        QDashConfigError: a setting cannot be used.
    """

    configuration: Configuration

    def __init__(self, configuration: Configuration) -> None: ...
    def request(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None,
        data: bytes | str | Mapping[str, Any] | None = None,
        json: Any = None,
        raise_on_status: bool = False,
    ) -> ApiResponse:
        """Send a request and return the response.

        Args:
            method: the HTTP method.
            path: the path below the host, beginning with ``/``.
            headers: headers, such as Authorization.
            params: the query; lists become repeated keys, and None is left out.
            data: the body: bytes, text, or a mapping that is form-encoded.
            json: the body, sent as JSON.
            raise_on_status: whether a status of 400 or more raises an exception.

        Raises:
            ApiException: there was no response, or its status is 400 or more and `raise_on_status` is set.
            QDashValidationError: an argument cannot be sent.
        """

    def close(self) -> None:
        """Close the connections. It may be called twice."""

    def __enter__(self: _Self) -> _Self: ...
    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None: ...

def raw_request(
    method: str,
    path: str,
    *,
    params: Mapping[str, Any] | Iterable[tuple[str, Any]] | None,
    data: bytes | str | Mapping[str, Any] | None,
    json: Any,
    headers: Mapping[str, str] | None,
) -> Request:
    """Return a request for an operation that is not declared."""

def response_of(response: Response) -> ApiResponse:
    """Return a response with its data decoded according to its media type."""
