"""Repeating a request until a condition holds: the table of conditions, the loop, and the tolerated failures."""

from collections.abc import Callable, Generator
from typing import Any, TypeVar

from ..errors import QDashApiError, QDashTimeoutError

__all__ = [
    "WAITERS",
    "Patience",
    "Stopwatch",
    "Waiter",
    "check_times",
    "poll",
    "wait_for",
]

_Seen = TypeVar("_Seen")

class Waiter:
    """One kind of wait: the operation that is repeated, and the condition that ends it.

    Attributes:
        what: its name in messages, with the arguments of the operation in braces.
        operation: the method of the client that is called.
        is_over: whether a result ends the wait.
        state: the description of a result for messages.
        may_be_missing: whether 404 can mean "not yet".
    """

    what: str
    operation: str
    is_over: Callable[[Any], bool]
    state: Callable[[Any], str]
    may_be_missing: bool

    def __init__(
        self,
        what: str,
        operation: str,
        is_over: Callable[[Any], bool],
        state: Callable[[Any], str],
        *,
        may_be_missing: bool = False,
    ) -> None: ...

WAITERS: dict[str, Waiter]

class Stopwatch:
    """The seconds since its start: by the clock or by the pauses, whichever is more.

    So a wait also ends if the clock stands still or a pause takes no time, as in the tests of programs.
    """

    def __init__(self) -> None: ...
    def elapsed(self) -> float:
        """Return the seconds until now."""

    def count(self, pause: float) -> None:
        """Count a round that ended with a pause of so many seconds."""

class Patience:
    """The time limit of one wait, and the requests that failed so far."""

    timeout: float

    def __init__(self, timeout: float, interval: float, *watches: Stopwatch) -> None: ...
    def elapsed(self) -> float:
        """Return the seconds since the wait began."""

    def within(self) -> float | None:
        """Return the seconds that the next request may take; None for no limit besides those of the client.

        A timeout of 0 means one request without a limit of its own. The last request may take a tenth of the timeout,
        and no more than a second.
        """

    def pause(self) -> float | None:
        """Return the seconds until the next request, or None if the timeout has passed."""

    def tolerate(self, error: QDashApiError) -> None:
        """Count a temporary failure; raise any other."""

    def timeout_error(self, problem: str, status: int | None = None) -> QDashTimeoutError:
        """Return the exception for a wait that timed out. It names the last of the failures."""

def poll(
    patience: Patience,
    look: Callable[[], Generator[object, Any, _Seen | None]],
    is_over: Callable[[_Seen], bool],
    changed: Callable[[_Seen], bool],
    on_progress: Callable[[_Seen], object] | None,
) -> Generator[object, Any, _Seen | None]:
    """Read a state until it ends the wait, and return it; None if the timeout passed before.

    Args:
        patience: the time limit.
        look: reads the state once, and returns it, or None if there is none yet.
        is_over: whether a state ends the wait.
        changed: whether a state is to be reported.
        on_progress: called with each reported state.
    """

def wait_for(
    waiter: Waiter,
    args: tuple[str, ...],
    timeout: float,
    interval: float,
    on_progress: Callable[[Any], object] | None,
    is_over: Callable[[Any], bool] | None = None,
    not_found_grace: float | None = None,
) -> Generator[object, Any, Any]:
    """Repeat the operation of a waiter until its condition holds, and return the last result.

    Args:
        waiter: the operation and its condition.
        args: the arguments of its operation.
        timeout: the longest time to wait, in seconds.
        interval: the pause between two requests, in seconds.
        on_progress: called with each result that differs from the one before.
        is_over: a condition that replaces that of the waiter.
        not_found_grace: the longest time of 404, in seconds, that is tolerated; None for no limit.
    """

def check_times(**times: float) -> None:
    """Refuse a value that is not a number of seconds, by the name of its parameter."""

def is_missing_route(error: QDashApiError) -> bool:
    """Tell whether a 404 says that the path is unknown, and not that a resource is missing."""
