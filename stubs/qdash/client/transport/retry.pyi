"""Whether a call may be sent again, and when."""

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

def retry_after(text: str) -> float | None:
    """Read a Retry-After, seconds or an HTTP date, as seconds from now; None for anything else."""
