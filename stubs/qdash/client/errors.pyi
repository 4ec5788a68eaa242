"""What can go wrong, as exceptions.

::

    Exception
    ├── QDashApiError               a call failed (QDashClientError is another name for it)
    │   ├── QDashAuthError          401, 403, or no usable credentials
    │   ├── QDashNotFoundError      404, or nothing to choose from
    │   ├── QDashValidationError    422, an argument that cannot be sent, an answer that is not what was declared
    │   └── QDashTransportError     the network, and every other status
    │       ├── QDashConflictError  409, in conflict with the state of the thing
    │       └── QDashTimeoutError   no answer in time; also a TimeoutError
    └── ValueError
        └── QDashConfigError        the configuration cannot be used
"""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar, type_check_only

from .observation import RequestRecord

_Function = TypeVar("_Function", bound=Callable[..., Any])

@type_check_only
class StartedRun(Protocol):
    """A run of a flow: what `QDashClient.run_flow` returns."""

    flow_run_id: str
    name: str | None
    chip_id: str | None

    @property
    def status(self) -> str:
        """What the executions say together."""

    def wait(self) -> Any:
        """Wait until the run is over."""

    def cancel(self) -> Any:
        """Ask for the run to be cancelled."""

class QDashApiError(Exception):
    """A call to the QDash API failed. Every failure of a call is of this class.

    Attributes:
        status_code: the HTTP status, or None where no answer came or none was asked for.
        payload: the body of the answer, decoded if it was JSON, else as text; None without one.
        method: the HTTP method of the call, or None.
        url: the URL of the call without its query, or None.
        request_id: the ``X-Request-ID`` under which the server logged the call, or None.
        outcome_unknown: whether the call was to change something, was sent, and got no answer of the API that can be
            understood, so that the change may have been made or not.
        retry_after: the seconds that the server asks to wait before another call, or None.
        attempts: the attempts that failed before the last one, as `RequestRecord`.
        flow_run: the run of a flow that the call has started or was about, a `FlowRun`, or None.
    """

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

class QDashAuthError(QDashApiError):
    """The credentials are missing, wrong (401) or not sufficient (403)."""

class QDashNotFoundError(QDashApiError):
    """The thing asked for does not exist (404)."""

class QDashValidationError(QDashApiError):
    """The request was not acceptable (422, or refused before it was sent), or the answer was not what was declared."""

class QDashTransportError(QDashApiError):
    """The network failed, or the server answered with a status that has no class of its own."""

class QDashConflictError(QDashTransportError):
    """The call is in conflict with the state of the thing, say because it exists already, or is locked (409)."""

class QDashTimeoutError(QDashTransportError, TimeoutError):
    """No answer came in time."""

class QDashConfigError(ValueError):
    """A configuration value cannot be used.

    The message names the field, where the value came from and what to do. It never shows a secret.

    Attributes:
        field: the name of the ``QDashConfig`` field, or None where the failure is not about one field.
        source: where the value came from (an environment variable, or file, profile and key), or None.
    """

    field: str | None
    source: str | None

    def __init__(self, message: str, *, field: str | None = None, source: str | None = None) -> None: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

QDashClientError = QDashApiError

def sealed(function: _Function) -> _Function:
    """Let no traceback lead into a function that handles secrets: it could show them, by local variables or contexts.

    Ctrl-C and what a signal handler raises are treated like any other exception.
    """

def warn(message: str) -> None:
    """Give a `UserWarning` for the line of the program that called into this package."""

class loading:
    """A context for what is imported at a first use: where that fails, the exception is one of ours."""

    def __enter__(self) -> None: ...
    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None: ...

def not_loaded(error: BaseException | None) -> QDashTransportError | None:
    """Return the exception for a part of the client that cannot be imported; None for any other failure."""
