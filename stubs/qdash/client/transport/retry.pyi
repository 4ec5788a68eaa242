"""Whether a call may be sent again, and when."""

from collections.abc import Callable, Generator, Mapping
from typing import TypeVar

from ..config import QDashRetryConfig
from .message import Reply

__all__ = [
    "LONGEST_RETRY_AFTER",
    "RETRIED_STATUSES",
    "Retry",
    "complete",
]

_Result = TypeVar("_Result")

RETRIED_STATUSES: frozenset[int]

LONGEST_RETRY_AFTER: float

def complete(attempts: Generator[float, None, _Result], sleep: Callable[[float], None]) -> _Result:
    """Make attempts, with the pauses between them that they yield, and return what comes of them."""

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
