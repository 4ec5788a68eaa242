"""The layer below the operations: requests by method and path, and raw responses.

`QDashClient.request` does the same with the settings and the credentials of a client.
"""

from __future__ import annotations

import json as _json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Generic, TypeVar
from urllib.parse import quote, urlencode

from . import codec
from .errors import QDashApiError, QDashValidationError, loading, sealed
from .settings.checks import without_user_info
from .settings.config import QDashConfig, QDashRetryConfig
from .transport.adapter import HttpClientTransport
from .transport.message import Request, Response, one_line
from .transport.transport import Sender

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from .transport.adapter import HttpClient

    _Self = TypeVar("_Self", bound="ApiClient")

    Parameters = Mapping[str, Any] | Iterable[tuple[str, Any]]
    Content = bytes | str | Mapping[str, Any]

_Data = TypeVar("_Data")

__all__ = ["ApiClient", "ApiException", "ApiResponse", "Configuration"]


@dataclass(slots=True)
class Configuration:
    """The settings of an `ApiClient`; `timeout` is in seconds."""

    host: str
    timeout: float = 30.0
    verify_tls: bool = True
    proxy: str | None = None

    def __repr__(self) -> str:
        return (
            f"Configuration(host={without_user_info(self.host)!r}, timeout={self.timeout!r}, "
            f"verify_tls={self.verify_tls!r}, proxy={without_user_info(self.proxy)!r})"
        )


@dataclass(slots=True)
class ApiResponse(Generic[_Data]):
    """A response. `data` is decoded JSON, or text, or else bytes; header names are in lower case."""

    status_code: int
    data: _Data
    headers: dict[str, str]


class ApiException(Exception):
    """There was no response, or `raise_on_status` was set and the status is 400 or more.

    Attributes:
        status: the HTTP status, or None if there was no response.
        reason: the phrase of the status, or a description of the failure.
        body: the data of the response.
    """

    def __init__(self, status: int | None, reason: str, body: Any = None) -> None:
        super().__init__(status, reason, body)
        self.status = status
        self.reason = reason
        self.body = body

    def __str__(self) -> str:
        return self.reason if self.status is None else f"HTTP {self.status}: {self.reason}"


class ApiClient:
    """A client for requests by method and path. It adds no credentials, and sends each request once.

    Args:
        configuration: the server and how to reach it.
        http_client: an object that sends the requests instead, as for `QDashClient`.

    Raises:
        QDashConfigError: a setting cannot be used.
    """

    @sealed
    def __init__(self, configuration: Configuration, http_client: HttpClient | None = None) -> None:
        self.configuration = configuration
        config = QDashConfig(
            base_url=configuration.host,
            timeout_sec=configuration.timeout,
            verify_tls=configuration.verify_tls,
            proxy=configuration.proxy,
            retry=QDashRetryConfig(max_attempts=1),
        )
        self._sender = Sender(config, transport=None if http_client is None else HttpClientTransport(http_client))

    @sealed
    def request(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Parameters | None = None,
        data: Content | None = None,
        json: Any = None,
        raise_on_status: bool = False,
    ) -> ApiResponse[Any]:
        """Send a request and return the response.

        Args:
            method: the HTTP method.
            path: the path below the host.
            headers: headers, such as Authorization.
            params: the query; lists become repeated keys, and None is left out.
            data: the body: bytes, text, or a mapping that is form-encoded.
            json: the body, sent as JSON.
            raise_on_status: whether a status of 400 or more raises an exception.

        Raises:
            ApiException: there was no response, or its status is 400 or more and `raise_on_status` is set.
            QDashValidationError: an argument cannot be sent.
        """
        request = raw_request(method, rooted(path), params=params, data=data, json=json, headers=headers)
        request.anonymous = True
        try:
            with loading():
                received = self._sender.complete(self._sender.exchange(request))
        except QDashValidationError:
            raise
        except QDashApiError as error:
            problem = str(error)
        else:
            response = response_of(received)
            if raise_on_status and received.status >= 400:
                raise ApiException(received.status, _phrase(received.status), response.data)
            return response
        raise ApiException(None, problem)

    def close(self) -> None:
        """Close the connections. It may be called twice."""
        self._sender.close()

    def __enter__(self: _Self) -> _Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def rooted(path: str) -> str:
    """Put the ``/`` before a path that begins with a name, as the official client does."""
    return f"/{path}" if isinstance(path, str) and path[:1].isalnum() and ":" not in path.partition("/")[0] else path


def raw_request(
    method: str,
    path: str,
    *,
    params: Parameters | None,
    data: Content | None,
    json: Any,
    headers: Mapping[str, str] | None,
) -> Request:
    """Return a request for an operation that is not declared."""
    for name, text in (("method", method), ("path", path)):
        if not isinstance(text, str):
            raise QDashValidationError(f"request(): {name}: must be a text, not {type(text).__name__}")
    if not method.isalpha() or not method.isascii():
        raise QDashValidationError(f"request(): method: {one_line(method, 40)!r} is not an HTTP method")
    if not path.startswith("/") or path.startswith("//") or "#" in path:
        raise QDashValidationError(
            f"request(): path: {one_line(path.partition('?')[0], 200)!r} must be a path below the base URL, beginning "
            "with one '/'"
        )
    if data is not None and json is not None:
        raise QDashValidationError("request(): data, json: only one of them can be the body")
    if headers is not None and not isinstance(headers, Mapping):
        raise QDashValidationError(f"request(): headers: must be a mapping, not {type(headers).__name__}")
    try:
        target = quote(path, safe="/%?&=:@!$'()*+,;~")
        query = "" if params is None else urlencode(_pairs("params", params))
        body, content_type = _body(data, json)
    except codec.Mismatch as mismatch:
        problem = str(mismatch)
    except RecursionError:
        problem = "json: is nested too deeply, or holds itself"
    except UnicodeEncodeError:
        problem = "text that cannot be encoded as UTF-8"
    except ValueError:
        problem = codec.TOO_MANY_DIGITS
    else:
        if query:
            target += ("&" if "?" in target else "?") + query
        method = method.upper()
        return Request(
            method,
            target,
            body=body,
            content_type=content_type,
            accept="*/*",
            safe=method in ("GET", "HEAD", "OPTIONS"),
            html=True,
            headers=headers,
        )
    raise QDashValidationError(f"request(): {problem}", method=method)


def _pairs(what: str, params: Any) -> list[tuple[str, str]]:
    pairs = []
    for name, value in params.items() if isinstance(params, Mapping) else _checked_pairs(what, params):
        if not isinstance(name, str):
            raise codec.Mismatch(what, f"the name {one_line(repr(name), 60)} is not a text")
        for entry in value if isinstance(value, (list, tuple)) else [value]:
            encoded = codec.encode(entry, name)
            if isinstance(encoded, (dict, list)):
                raise codec.Mismatch(name, f"{type(entry).__name__} cannot be sent here")
            if encoded is not None:
                pairs.append((name, str(encoded).lower() if isinstance(encoded, bool) else str(encoded)))
    return pairs


def _checked_pairs(what: str, params: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the pairs of an iterable, or raise `Mismatch` if an item is not a pair."""
    if isinstance(params, (str, bytes, bytearray)) or not hasattr(type(params), "__iter__"):
        raise codec.Mismatch(what, f"must be a mapping or a list of pairs, not {type(params).__name__}")
    for pair in params:
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise codec.Mismatch(what, "must be a mapping or a list of pairs of a name and a value")
        yield pair[0], pair[1]


def _body(data: Content | None, json: Any) -> tuple[bytes | None, str]:
    if json is not None:
        return _json.dumps(codec.encode(json), ensure_ascii=False).encode(), "application/json"
    if isinstance(data, Mapping):
        return urlencode(_pairs("data", data)).encode(), "application/x-www-form-urlencoded"
    if isinstance(data, str):
        return data.encode(), "text/plain; charset=utf-8"
    if data is not None and not isinstance(data, bytes):
        raise codec.Mismatch("data", f"must be bytes, text or a mapping, not {type(data).__name__}")
    return data, "application/octet-stream"


def response_of(response: Response) -> ApiResponse[Any]:
    """Return a response with its data decoded according to its media type."""
    data: Any = response.body
    if response.content_type == "application/json" or response.content_type.endswith("+json"):
        try:
            data = codec.parse(response.body)
        except codec.Mismatch:
            data = response.text()
    elif not response.body or response.content_type.startswith("text/"):
        data = response.text()
    return ApiResponse(response.status, data, response.headers.copy())


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown Status"
