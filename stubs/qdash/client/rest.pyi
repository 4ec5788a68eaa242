"""The layer below the operations: requests by method and path, and answers as they come.

`QDashClient.request` is the same with the configuration and the credentials of a client.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, TypeVar

from .transport.message import Request, Response

_Self = TypeVar("_Self", bound="ApiClient")

@dataclass(slots=True)
class Configuration:
    """Where an `ApiClient` sends its requests; `timeout` is in seconds."""

    host: str
    timeout: float = 30.0
    verify_tls: bool = True
    proxy: str | None = None

    def __repr__(self) -> str: ...

@dataclass(slots=True)
class ApiResponse:
    """An answer. `data` is decoded JSON, or text, or bytes where it is neither; header names are in lower case."""

    status_code: int
    data: Any
    headers: dict[str, str]

class ApiException(Exception):
    """No answer came, or one with a status that was not wanted.

    Attributes:
        status: the HTTP status, or None where no answer came.
        reason: the phrase of the status, or what went wrong.
        body: the data of the answer.
    """

    status: int | None
    reason: str
    body: Any

    def __init__(self, status: int | None, reason: str, body: Any = None) -> None: ...
    def __str__(self) -> str: ...

class ApiClient:
    """Sends requests without knowing any operation, without credentials of its own, and each of them once.

    Args:
        configuration: where to.

    Raises:
        QDashConfigError: the configuration cannot be used.
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
        """Send a request.

        Args:
            method: the HTTP method.
            path: the path below the host, beginning with ``/``.
            headers: headers, such as Authorization.
            params: the query; lists become repeated keys, and None is left out.
            data: the body: bytes, text, or a mapping to be form-encoded.
            json: the body, to be written as JSON.
            raise_on_status: whether a status from 400 on is an exception.

        Raises:
            ApiException: no answer came, or its status is 400 or more and `raise_on_status` is set.
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
    """Return an answer with its data decoded as far as its type tells how."""
