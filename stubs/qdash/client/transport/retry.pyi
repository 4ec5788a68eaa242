"""Whether a call may be sent again, and when."""

from collections.abc import Mapping

from ..config import QDashRetryConfig
from .message import Reply

__all__ = [
    "LONGEST_RETRY_AFTER",
    "RETRIED_STATUSES",
    "Retry",
]

RETRIED_STATUSES: frozenset[int]

LONGEST_RETRY_AFTER: float

class Retry:
    """The waiting times between the attempts of one call."""

    max_attempts: int

    def __init__(self, config: QDashRetryConfig) -> None: ...
    def pause(self, attempt: int, reply: Reply | None = None) -> float | None:
        """Return how many seconds to wait after this many attempts, or None to give up."""

def retry_after(headers: Mapping[str, str]) -> float | None:
    """Read the Retry-After of a response, seconds or an HTTP date, as seconds from now; None for anything else.

    A date is compared with the Date of the response, because the local clock may be wrong.
    """
