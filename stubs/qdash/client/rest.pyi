from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, TypeVar

from .transport.adapter import HttpClient
from .transport.message import Request, Response

_Self = TypeVar("_Self", bound="ApiClient")

_Data = TypeVar("_Data")

@dataclass(slots=True)
class Configuration:
    host: str
    timeout: float = 30.0
    verify_tls: bool = True
    proxy: str | None = None

    def __repr__(self) -> str: ...

@dataclass(slots=True)
class ApiResponse(Generic[_Data]):
    status_code: int
    data: _Data
    headers: dict[str, str]

class ApiException(Exception):
    status: int | None
    reason: str
    body: Any

    def __init__(self, status: int | None, reason: str, body: Any = None) -> None: ...
    def __str__(self) -> str: ...

class ApiClient:
    configuration: Configuration

    def __init__(self, configuration: Configuration, http_client: HttpClient | None = None) -> None: ...
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
    ) -> ApiResponse[Any]: ...
    def close(self) -> None: ...
    def __enter__(self: _Self) -> _Self: ...
    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None: ...

def rooted(path: str) -> str: ...
def raw_request(
    method: str,
    path: str,
    *,
    params: Mapping[str, Any] | Iterable[tuple[str, Any]] | None,
    data: bytes | str | Mapping[str, Any] | None,
    json: Any,
    headers: Mapping[str, str] | None,
) -> Request: ...
def response_of(response: Response) -> ApiResponse[Any]: ...
