"""Repeating a request until a condition holds: the table of conditions, the loop, and the tolerated failures."""

from __future__ import annotations

from numbers import Real
from time import monotonic

from ..call.steps import Ask
from ..errors import QDashApiError, QDashNotFoundError, QDashTimeoutError, QDashTransportError
from ..transport.message import one_line
from ..transport.retry import is_permanent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from typing import Any, TypeVar

    _Seen = TypeVar("_Seen")

__all__ = ["WAITERS", "Patience", "Stopwatch", "Waiter", "check_times", "poll", "wait_for"]

# Temporary statuses of a gateway, of Cloudflare or of an overloaded server.
_OUTAGES = frozenset({408, 429, 500, 502, 503, 504, *range(520, 525)})
_SHORTEST_ROUND = 0.001  # seconds
_LONGEST_PAUSE = 86_400.0  # seconds; `sleep` cannot take infinity


class Waiter:
    """One kind of wait: the operation that is repeated, and the condition that ends it.

    Attributes:
        what: its name in messages, with the arguments of the operation in braces.
        operation: the method of the client that is called.
        is_over: whether a result ends the wait.
        state: the description of a result for messages.
        may_be_missing: whether 404 can mean "not yet".
    """

    __slots__ = ("is_over", "may_be_missing", "operation", "state", "what")

    def __init__(
        self,
        what: str,
        operation: str,
        is_over: Callable[[Any], bool],
        state: Callable[[Any], str],
        *,
        may_be_missing: bool = False,
    ) -> None:
        self.what: str = what
        self.operation: str = operation
        self.is_over: Callable[[Any], bool] = is_over
        self.state: Callable[[Any], str] = state
        self.may_be_missing: bool = may_be_missing


def _status(member: str) -> Callable[[Any], str]:
    return lambda response: f"its status is {one_line(getattr(response, member), 80)!r}"


WAITERS: dict[str, Waiter] = {
    "execution": Waiter(
        "execution {}",
        "get_execution",
        lambda execution: execution.status.lower() in ("completed", "failed", "cancelled"),
        _status("status"),
        may_be_missing=True,
    ),
    "agent_action": Waiter(
        "the operation of action {1}",
        "get_agent_action",
        lambda action: action.execution_status == "failed" or bool(action.operation_id),
        _status("execution_status"),
    ),
    "agent_action_execution": Waiter(
        "the execution of action {1}",
        "get_agent_action",
        lambda action: action.execution_status == "failed" or bool(action.execution_id),
        _status("execution_status"),
    ),
    "agent_candidate_apply": Waiter(
        "the application of commit {1}",
        "get_agent_candidate_commit",
        lambda commit: commit.backend_status in ("applied", "failed"),
        _status("backend_status"),
    ),
    "ai_review": Waiter(
        "AI review {}",
        "get_task_result_ai_review_run",
        lambda review: review.run.completed_at is not None or 0 < review.run.total <= _reviewed(review),
        lambda review: f"{_reviewed(review)} of {review.run.total} task results are reviewed",
    ),
}


def _reviewed(review: Any) -> int:
    return int(review.run.completed_count + review.run.failed_count)


class Stopwatch:
    """The seconds since its start: by the clock or by the pauses, whichever is more.

    So a wait also ends if the clock stands still or a pause takes no time, as in the tests of programs.
    """

    def __init__(self) -> None:
        self._start = monotonic()
        self._counted = 0.0

    def elapsed(self) -> float:
        """Return the seconds until now."""
        return max(monotonic() - self._start, self._counted)

    def count(self, pause: float) -> None:
        """Count a round that ended with a pause of so many seconds."""
        self._counted += max(pause, _SHORTEST_ROUND)


class Patience:
    """The time limit of one wait, and the requests that failed so far."""

    def __init__(self, timeout: float, interval: float, *watches: Stopwatch) -> None:
        self.timeout: float = float(timeout)
        self._interval = float(interval)
        self._watch = Stopwatch()
        self._watches = (self._watch, *watches)  # that count its pauses
        self._failures = 0
        self._last: QDashApiError | None = None
        self._rounds = 0
        self._asked = 0.0  # seconds: Retry-After

    def elapsed(self) -> float:
        """Return the seconds since the wait began."""
        return self._watch.elapsed()

    def within(self) -> float | None:
        """Return the seconds that the next request may take; None for no limit besides those of the client.

        A timeout of 0 means one request without a limit of its own. The last request may take a tenth of the timeout,
        and no more than a second.
        """
        if self.timeout == 0:
            return None
        return max(self.timeout - self.elapsed(), min(1.0, self.timeout / 10))

    def pause(self) -> float | None:
        """Return the seconds until the next request, or None if the timeout has passed."""
        rest = self.timeout - self.elapsed()
        if rest < _SHORTEST_ROUND:
            return None
        pause = min(max(self._interval, self._asked), rest, _LONGEST_PAUSE)
        self._asked = 0.0
        for watch in self._watches:
            watch.count(pause)
        self._rounds += 1
        return pause

    def tolerate(self, error: QDashApiError) -> None:
        """Count a temporary failure; raise any other."""
        if not (_is_outage(error) or (self._rounds and is_missing_route(error))):
            raise error
        self._failures += 1
        self._last = error
        self._asked = error.retry_after or 0.0

    def timeout_error(self, problem: str, status: int | None = None) -> QDashTimeoutError:
        """Return the exception for a wait that timed out. It names the last of the failures."""
        if self._failures:
            requests = "1 request" if self._failures == 1 else f"{self._failures} requests"
            problem += f"; {requests} failed meanwhile, the last one: {self._last}"
        error = QDashTimeoutError(problem, status_code=status)
        error.__cause__ = self._last
        return error


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
    while True:
        seen = None
        try:
            seen = yield from look()
        except QDashApiError as error:
            patience.tolerate(error)
        if seen is not None:
            if changed(seen) and on_progress is not None:
                on_progress(seen)
            if is_over(seen):
                return seen
        pause = patience.pause()
        if pause is None:
            return None
        yield pause


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
    check_times(timeout_seconds=timeout, poll_interval_seconds=interval)
    if not_found_grace is not None:
        check_times(not_found_grace=not_found_grace)
    patience = Patience(timeout, interval)
    what = waiter.what.format(*args)
    last: Any = None
    missing: QDashNotFoundError | None = None  # the response to the last request
    missing_since = 0.0

    def look() -> Generator[object, Any, Any]:
        nonlocal missing, missing_since
        try:
            response = yield Ask(waiter.operation, *args, within=patience.within())
        except QDashApiError as error:
            if not (isinstance(error, QDashNotFoundError) and waiter.may_be_missing) or is_missing_route(error):
                missing = None
                raise
            if missing is None:
                missing_since = patience.elapsed()
            missing = error
            if not_found_grace is not None and patience.elapsed() - missing_since >= not_found_grace:
                raise _never_came(error, f"{what} was not found for {not_found_grace:g} s") from error
            return None
        missing = None
        return response

    def changed(response: Any) -> bool:
        nonlocal last
        before, last = last, response
        return bool(before != response)

    seen = yield from poll(patience, look, is_over or waiter.is_over, changed, on_progress)
    if seen is not None:
        return seen
    if missing is not None:
        raise patience.timeout_error(f"{what} was not found within {timeout:g} s: {missing}", missing.status_code)
    state = "there is no response yet" if last is None else waiter.state(last)
    raise patience.timeout_error(f"{what} has not ended within {timeout:g} s; {state}")


def _never_came(error: QDashNotFoundError, problem: str) -> QDashTimeoutError:
    return QDashTimeoutError(
        f"{problem}: {error}",
        status_code=error.status_code,
        payload=error.payload,
        method=error.method,
        url=error.url,
        request_id=error.request_id,
    )


def check_times(**times: float) -> None:
    """Refuse a value that is not a number of seconds, by the name of its parameter."""
    for name, seconds in times.items():
        if isinstance(seconds, bool) or not isinstance(seconds, Real):
            raise TypeError(f"{name} must be a number of seconds, not {type(seconds).__name__}")
        try:
            usable = float(seconds) >= 0
        except OverflowError:
            usable = False
        if not usable:
            raise ValueError(f"{name} must be 0 or more, and no more than a float holds")


def _is_outage(error: QDashApiError) -> bool:
    """Tell whether a request failed for a temporary reason."""
    if not isinstance(error, QDashTransportError):
        return False
    if error.status_code is not None:
        return error.status_code in _OUTAGES
    if isinstance(error, QDashTimeoutError):
        return True
    return error.__cause__ is not None and not is_permanent(error.__cause__)


def is_missing_route(error: QDashApiError) -> bool:
    """Tell whether a 404 says that the path is unknown, and not that a resource is missing."""
    if error.status_code != 404:
        return False
    detail = error.payload.get("detail") if isinstance(error.payload, dict) else None
    return not isinstance(detail, str) or detail == "Not Found"
