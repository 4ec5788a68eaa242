from collections.abc import Callable
from typing import Any, Protocol, TypeVar, type_check_only

from .observation import RequestRecord

_Function = TypeVar("_Function", bound=Callable[..., Any])

@type_check_only
class StartedRun(Protocol):
    flow_run_id: str
    name: str | None
    chip_id: str | None

    @property
    def status(self) -> str: ...
    def wait(self) -> Any: ...
    def cancel(self) -> Any: ...

class QDashApiError(Exception):
    status_code: int | None
    payload: Any
    method: str | None
    url: str | None
    request_id: str | None
    outcome_unknown: bool
    retry_after: float | None
    attempts: tuple[RequestRecord, ...]
    flow_run: StartedRun | None

    def __init__(
        self,
        message: str,
        *,
        status_code: int | None = None,
        payload: Any = None,
        method: str | None = None,
        url: str | None = None,
        request_id: str | None = None,
    ) -> None: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

class QDashAuthError(QDashApiError): ...
class QDashNotFoundError(QDashApiError): ...
class QDashValidationError(QDashApiError): ...
class QDashTransportError(QDashApiError): ...
class QDashConflictError(QDashTransportError): ...
class QDashTimeoutError(QDashTransportError, TimeoutError): ...

class QDashConfigError(ValueError):
    field: str | None
    source: str | None

    def __init__(self, message: str, *, field: str | None = None, source: str | None = None) -> None: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

QDashClientError = QDashApiError

def sealed(function: _Function) -> _Function: ...
def warn(message: str) -> None: ...

class loading:
    def __enter__(self) -> None: ...
    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None: ...

def not_loaded(error: BaseException | None) -> QDashTransportError | None: ...
