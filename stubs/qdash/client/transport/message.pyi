import builtins
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from ..errors import QDashApiError
from ..observation import RequestRecord
from .connection import Connection
from .deadline import Deadline
from .fields import HiddenHeaders
from .interfaces import Content, Stream

_Error = TypeVar("_Error", bound=QDashApiError)

def one_line(value: object, limit: int) -> str: ...
def bracketed(host: str) -> str: ...

class NotSent(Exception):
    cause: Exception

    def __init__(self, cause: Exception) -> None: ...

class Request:
    method: str
    target: str
    route: str | None
    body: bytes | None
    content_type: str
    accept: str
    safe: bool
    anonymous: bool
    secret: bool
    html: bool
    headers: Mapping[str, str]
    begun: float
    stream: bool

    def __init__(
        self,
        method: str,
        target: str,
        *,
        body: bytes | None = None,
        content_type: str = "application/json",
        accept: str = "application/json",
        safe: bool = False,
        anonymous: bool = False,
        secret: bool = False,
        html: bool = False,
        headers: Mapping[str, str] | None = None,
        route: str | None = None,
    ) -> None: ...

class Attempt:
    data: bytes | None
    timeout: object
    connection: Connection | None
    status: int | None
    error: str | None
    place: object
    limit: str | None
    proxy: object
    request: Request
    method: str
    body: bytes | None
    full_url: str
    url: str
    type: str
    selector: str
    headers: HiddenHeaders
    deadline: Deadline
    number: int
    earlier: tuple[Attempt, ...]

    def __init__(
        self,
        request: Request,
        url: str,
        headers: HiddenHeaders,
        deadline: Deadline,
        number: int,
        earlier: tuple[Attempt, ...],
        write: Callable[[Attempt], None],
    ) -> None: ...
    def get_method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def query(self) -> str: ...
    @property
    def request_id(self) -> str: ...
    def wants_stream(self, response: Response) -> bool: ...
    def detach_connection(self) -> Connection | None: ...
    def end(self, error: str | None = None) -> None: ...
    def take_response(self, response: Response) -> None: ...
    def record(self) -> RequestRecord: ...
    def exception(
        self,
        kind: builtins.type[_Error],
        text: str,
        *,
        status: int | None = None,
        payload: Any = None,
        unclear: bool = False,
        retry_after: float | None = None,
    ) -> _Error: ...

class Response:
    attempt: Attempt
    status: int
    headers: dict[str, str]
    body: bytes
    stream: Stream | None

    def __init__(self, status: int, headers: dict[str, str], content: Content = b"") -> None: ...
    @property
    def request_id(self) -> str: ...
    @property
    def content_type(self) -> str: ...
    @property
    def left(self) -> int | None: ...
    def close(self) -> None: ...
    def discard(self, why: str = "given up before its end") -> None: ...
    def error(self, kind: type[_Error], tail: str, payload: Any = None, *, unclear: bool | None = None) -> _Error: ...
    @property
    def retry_after(self) -> float | None: ...
    def text(self) -> str: ...

class Pieces:
    left: int | None

    def __init__(self, pieces: Iterator[bytes], left: int | None = None) -> None: ...
    def read(self, size: int) -> bytes: ...
    def close(self) -> None: ...
