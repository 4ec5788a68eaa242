"""Whether a request is sent again, and after how long."""

from ..settings.config import QDashRetryConfig
from .message import Attempt, Response

__all__ = [
    "LONGEST_RETRY_AFTER",
    "Failure",
    "Retry",
    "is_permanent",
]

LONGEST_RETRY_AFTER: float

class Failure:
    """An attempt that got no response.

    Attributes:
        attempt: the attempt.
        cause: why.
        sent: whether something of the request was sent.
    """

    attempt: Attempt
    cause: Exception
    sent: bool

    def __init__(self, attempt: Attempt, cause: Exception, *, sent: bool) -> None: ...
    @property
    def is_of_idle_connection(self) -> bool:
        """Whether the server closed a connection while it was idle, which the request met."""

def is_permanent(cause: BaseException | None) -> bool:
    """Tell whether another attempt would end the same way."""

class Retry:
    """The policy: which attempts are followed by another one, and after how long."""

    max_attempts: int

    def __init__(self, config: QDashRetryConfig) -> None: ...
    def at_once(self, outcome: Response | Failure) -> bool:
        """Tell whether to send a request again at once, and as if nothing had been sent."""

    def pause(self, outcome: Response | Failure, number: int) -> float | None:
        """Return the seconds to wait before another attempt, or None if there is none to be made.

        Args:
            outcome: what came of the last attempt.
            number: how many attempts there were.
        """

    def backoff(self, number: int) -> float | None:
        """Return the seconds to wait after so many attempts of which nothing is known; None if they were enough."""
