"""The retry policy: whether a request is sent again, and after which pause."""

from __future__ import annotations

from .content import ContentError
from .deadline import TotalTimeoutError
from .message import Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..settings.config import QDashRetryConfig
    from .message import Attempt

__all__ = ["LONGEST_RETRY_AFTER", "Failure", "Retry", "is_permanent"]

LONGEST_RETRY_AFTER = 30.0  # seconds; after a longer Retry-After there is no retry
# Temporary statuses. Of Cloudflare's, 524 to 526 are permanent: it has waited 100 s already, or cannot verify the
# certificate of the origin.
_TRANSIENT = frozenset({408, 429, 502, 503, 504, 520, 521, 522, 523})
_TRANSIENT_ONCE = frozenset({408, 504})  # a gateway has waited for its timeout already


class Failure:
    """An attempt that got no response.

    Attributes:
        attempt: the attempt.
        cause: the failure.
        sent: whether something of the request was sent.
    """

    def __init__(self, attempt: Attempt, cause: Exception, *, sent: bool) -> None:
        self.attempt = attempt
        self.cause = cause
        self.sent = sent

    @property
    def is_of_idle_connection(self) -> bool:
        """Whether the server closed the idle connection while the request was sent."""
        connection = self.attempt.connection
        closed = self.sent and isinstance(self.cause, ConnectionError)
        return closed and connection is not None and connection.reused and not connection.received


def is_permanent(cause: BaseException | None) -> bool:
    """Return whether another attempt would fail in the same way."""
    refusal = getattr(cause, "status", None)  # of the proxy
    if refusal is not None and refusal not in _TRANSIENT:
        return True
    permanent = isinstance(cause, (ContentError, TotalTimeoutError))
    return permanent or type(cause).__name__ == "SSLCertVerificationError"  # without an import of `ssl`


class Retry:
    """The decision whether another attempt follows, and after which pause."""

    def __init__(self, config: QDashRetryConfig) -> None:
        self.max_attempts: int = config.max_attempts
        self._base = config.base_delay_sec
        self._longest = config.max_delay_sec

    def at_once(self, outcome: Response | Failure) -> bool:
        """Return whether to repeat a request at once without counting the attempt."""
        return isinstance(outcome, Failure) and outcome.is_of_idle_connection and outcome.attempt.request.safe

    def pause(self, outcome: Response | Failure, number: int) -> float | None:
        """Return the seconds to wait before another attempt, or None if there is no other.

        Args:
            outcome: the outcome of the last attempt.
            number: the number of attempts so far.
        """
        safe = outcome.attempt.request.safe
        if isinstance(outcome, Failure):
            if is_permanent(outcome.cause) or (outcome.sent and not safe):
                return None
            return self.backoff(number)
        if outcome.status not in _TRANSIENT or not safe:
            return None
        if outcome.status in _TRANSIENT_ONCE and any(
            attempt.status in _TRANSIENT_ONCE for attempt in outcome.attempt.earlier
        ):
            return None
        asked = outcome.retry_after
        if asked is None or number >= self.max_attempts:
            return self.backoff(number)
        return asked if asked <= LONGEST_RETRY_AFTER else None

    def backoff(self, number: int) -> float | None:
        """Return the pause after a number of attempts, in seconds; None after the last one."""
        if number >= self.max_attempts:
            return None
        import random

        # The pause is random, so that clients that failed at the same time retry at different times.
        return min(self._longest, self._base * 2.0 ** (number - 1)) * random.uniform(0.5, 1)
