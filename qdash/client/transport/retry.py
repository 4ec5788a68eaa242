"""Whether a call may be sent again, and when."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..config import QDashRetryConfig
    from .message import Reply

__all__ = ["LONGEST_RETRY_AFTER", "RETRIED_STATUSES", "Retry"]

RETRIED_STATUSES: frozenset[int] = frozenset({429, 502, 503, 504})
LONGEST_RETRY_AFTER = 30.0  # seconds; a server that asks for more gets no second call


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
        asked = retry_after(reply.headers.get("retry-after", "")) if reply else None
        if asked is not None:
            return asked if asked <= LONGEST_RETRY_AFTER else None
        import random

        # Clients that failed together must not come back together.
        return min(self._longest, self._base * 2.0 ** (attempt - 1)) * random.uniform(0.5, 1)


def retry_after(text: str) -> float | None:
    """Read a Retry-After, seconds or an HTTP date, as seconds from now; None for anything else."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    import time
    from email.utils import mktime_tz, parsedate_tz

    parts = parsedate_tz(text)
    if parts is None:
        return None
    try:
        return max(0.0, mktime_tz(parts) - time.time())
    except (ValueError, OverflowError):
        return None
