"""Whether a call may be sent again, and when."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from typing import TypeVar

    from ..config import QDashRetryConfig
    from .message import Reply

    _Result = TypeVar("_Result")

__all__ = ["LONGEST_RETRY_AFTER", "RETRIED_STATUSES", "Retry", "complete"]

RETRIED_STATUSES: frozenset[int] = frozenset({429, 502, 503, 504})
LONGEST_RETRY_AFTER = 30.0  # seconds; a server that asks for more gets no second call


def complete(attempts: Generator[float, None, _Result], sleep: Callable[[float], None]) -> _Result:
    """Make attempts, with the pauses between them that they yield, and return what comes of them."""
    try:
        while True:
            try:
                pause = next(attempts)
            except StopIteration as stop:
                return stop.value  # type: ignore[no-any-return]
            sleep(pause)
    finally:
        attempts.close()  # an interrupted pause leaves no half-written file


class Retry:
    """The waiting times between the attempts of one call."""

    def __init__(self, config: QDashRetryConfig) -> None:
        self.max_attempts: int = config.max_attempts
        self._base = config.base_delay_sec
        self._longest = config.max_delay_sec

    def pause(self, attempt: int, reply: Reply | None = None) -> float | None:
        """Return how many seconds to wait after this many attempts, or None to give up."""
        if attempt >= self.max_attempts:
            return None
        asked = retry_after(reply.headers) if reply else None
        if asked is not None:
            return asked if asked <= LONGEST_RETRY_AFTER else None
        import random

        # Clients that failed together must not come back together.
        return min(self._longest, self._base * 2.0 ** (attempt - 1)) * random.uniform(0.5, 1)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Read the Retry-After of a response, seconds or an HTTP date, as seconds from now; None for anything else.

    A date is compared with the Date of the response, because the local clock may be wrong.
    """
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    end = _timestamp(text)
    if end is None:
        return None
    import time

    sent = _timestamp(headers.get("date", ""))
    return max(0.0, end - (time.time() if sent is None else sent))


def _timestamp(text: str) -> float | None:
    from email.utils import mktime_tz, parsedate_tz

    parts = parsedate_tz(text)
    if parts is None:
        return None
    try:
        return mktime_tz(parts)
    except (ValueError, OverflowError):
        return None
