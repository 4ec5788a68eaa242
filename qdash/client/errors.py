"""The exceptions of the client.

::

    Exception
    ├── QDashApiError               a call failed (QDashClientError is another name for it)
    │   ├── QDashAuthError          401, 403, or no usable credentials
    │   ├── QDashNotFoundError      404, or nothing to choose from
    │   ├── QDashValidationError    422, an argument that cannot be sent, a response that is not what was declared
    │   └── QDashTransportError     the network, and every other status
    │       ├── QDashConflictError  409, a conflict with the state of the resource
    │       └── QDashTimeoutError   a time limit passed; also a TimeoutError
    └── ValueError
        └── QDashConfigError        a setting cannot be used
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol, TypeVar

    from .observation import RequestRecord

    _Function = TypeVar("_Function", bound=Callable[..., Any])

    class StartedRun(Protocol):
        """A run of a flow, as `QDashClient.run_flow` returns it."""

        flow_run_id: str
        name: str | None
        chip_id: str | None

        @property
        def status(self) -> str:
            """The status of the executions together."""

        def wait(self) -> Any:
            """Wait until the run is over."""

        def cancel(self) -> Any:
            """Request the cancellation of the run."""


__all__ = [
    "QDashApiError",
    "QDashAuthError",
    "QDashClientError",
    "QDashConfigError",
    "QDashConflictError",
    "QDashNotFoundError",
    "QDashTimeoutError",
    "QDashTransportError",
    "QDashValidationError",
]


class QDashApiError(Exception):
    """A call to the QDash API failed. Every failure of a call is of this class.

    Attributes:
        status_code: the HTTP status, or None if there was no response; 401 if there are no credentials to send.
        payload: the content of the response, decoded if it was JSON, else as text; None if there was none.
        method: the HTTP method of the call, or None.
        url: the URL of the call without its query, or None.
        request_id: the ``X-Request-ID`` under which the server logged the call, or None.
        outcome_unknown: whether a write was sent and got no response of the API that can be understood, so that it may
            have taken effect or not.
        retry_after: the seconds that the server asks to wait before another call, or None.
        attempts: the attempts that failed before the last one, as `RequestRecord`.
        flow_run: the run of a flow that the call started or used, a `FlowRun`, or None.
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
    ) -> None:
        super().__init__(message)
        self.status_code = status_code
        self.payload = payload
        self.method = method
        self.url = url
        self.request_id = request_id
        self.outcome_unknown = False
        self.retry_after = None
        self.attempts = ()
        self.flow_run = None

    # Exceptions pickle through their positional arguments; the keywords travel as state.
    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self.args, self.__dict__


class QDashAuthError(QDashApiError):
    """The credentials are missing, wrong (401) or not sufficient (403)."""


class QDashNotFoundError(QDashApiError):
    """The resource does not exist (404)."""


class QDashValidationError(QDashApiError):
    """An argument was refused by the client or by the server (422), or a response was not what was declared."""


class QDashTransportError(QDashApiError):
    """The network failed, or the server answered with a status that has no class of its own."""


class QDashConflictError(QDashTransportError):
    """The request conflicts with the state of the resource (409): for example, it exists already, or it is locked."""


class QDashTimeoutError(QDashTransportError, TimeoutError):
    """A time limit passed before the response was complete."""


class QDashConfigError(ValueError):
    """A setting cannot be used.

    The message names the setting, its source and a remedy. It never shows a secret.

    Attributes:
        field: the name of the ``QDashConfig`` field, or None if the failure is not about one field.
        source: the source of the value (an environment variable, or file, profile and key), or None.
    """

    field: str | None
    source: str | None

    def __init__(self, message: str, *, field: str | None = None, source: str | None = None) -> None:
        super().__init__(message)
        self.field = field
        self.source = source

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self.args, self.__dict__


QDashClientError = QDashApiError


def sealed(function: _Function) -> _Function:
    """Remove a function that handles secrets from tracebacks, whose local variables could show them.

    Ctrl-C and exceptions of signal handlers are treated like any other exception.
    """
    from functools import wraps

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except BaseException as caught:
            error = caught.with_traceback(None)
            error.__context__ = None
        del args, kwargs
        raise error

    call.__sealed__ = True  # type: ignore[attr-defined]
    return call  # type: ignore[return-value]


def warn(message: str) -> None:
    """Give a `UserWarning` for the line of the program that called into this package."""
    import sys
    import warnings

    package = __name__.rpartition(".")[0] + "."
    level, frame = 2, sys._getframe(1)
    while frame.f_back is not None and f"{frame.f_globals.get('__name__')}.".startswith(package):
        level, frame = level + 1, frame.f_back
    warnings.warn(message, stacklevel=level)


class loading:  # in lower case, as `contextlib.suppress`
    """A context for imports at first use: if one fails, it raises an exception of this module."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        failure = not_loaded(error)
        if failure is not None:
            raise failure from None


def not_loaded(error: BaseException | None) -> QDashTransportError | None:
    """Return the exception for a part of the client that cannot be imported; None for any other failure."""
    if not isinstance(error, ImportError) and getattr(error, "errno", None) not in (23, 24):  # ENFILE, EMFILE
        return None
    problem = getattr(error, "strerror", None) or str(error)
    return QDashTransportError(
        f"a part of the client cannot be loaded ({problem}); if too many files are open, close some, or raise the "
        "limit of the process"
    )
