"""Asking again and again until something has happened: what is asked, when it is over, and what may fail meanwhile."""

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
    """What one kind of wait asks, and when it is over.

    Attributes:
        what: what messages call it, with the arguments of the operation in braces.
        operation: the method of the client that is asked.
        is_over: whether an answer ends the wait.
        state: what messages say of an answer.
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
    """The seconds since its start: by the clock or by the pauses that were made, whichever is more.

    So a wait also ends where the clock stands still, or where a pause takes no time, as in the tests of programs.
    """

    def __init__(self) -> None: ...
    def elapsed(self) -> float:
        """Return the seconds until now."""

    def count(self, pause: float) -> None:
        """Count a round that ended with a pause of so many seconds."""

class Patience:
    """How long one wait goes on, and the requests that failed meanwhile."""

    timeout: float

    def __init__(self, timeout: float, interval: float, *watches: Stopwatch) -> None: ...
    def elapsed(self) -> float:
        """Return the seconds since the wait began."""

    def within(self) -> float | None:
        """Return the seconds that the next request may take; None for no limit besides those of the client.

        A timeout of 0 asks once, without a limit of its own. The last question may take a tenth of the timeout, and no
        more than a second.
        """

    def pause(self) -> float | None:
        """Return the seconds until the next question, or None where the time is over."""

    def tolerate(self, error: QDashApiError) -> None:
        """Remember a failure that may pass; raise any other."""

    def timeout_error(self, problem: str, status: int | None = None) -> QDashTimeoutError:
        """Return the exception for a wait whose time is over. It names the last of the failures."""

def poll(
    patience: Patience,
    look: Callable[[], Generator[object, Any, _Seen | None]],
    is_over: Callable[[_Seen], bool],
    changed: Callable[[_Seen], bool],
    on_progress: Callable[[_Seen], object] | None,
) -> Generator[object, Any, _Seen | None]:
    """Look until it is over, and return what was seen then; None where the time was over before.

    Args:
        patience: how long to go on.
        look: asks once, and returns what it saw, or None where there is nothing to see yet.
        is_over: whether what was seen ends the wait.
        changed: whether it is worth a report.
        on_progress: called with what has changed.
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
    """Ask what a waiter asks until it is over, and return the last answer.

    Args:
        waiter: what is asked.
        args: the arguments of its operation.
        timeout: seconds to go on at most.
        interval: seconds between two questions.
        on_progress: called with each answer that is not the same as the one before.
        is_over: what ends the wait instead of what the waiter says.
        not_found_grace: seconds of 404 after which there is nothing to wait for; None for no end of that.
    """

def check_times(**times: float) -> None:
    """Refuse what is no number of seconds, by the name of its parameter."""

def is_missing_route(error: QDashApiError) -> bool:
    """Tell whether a 404 says that the path is unknown, and not that a thing is missing."""
