"""What is told about each request: to the log, and to the hook of the client."""

from collections.abc import Callable

from ..observation import RequestRecord
from .opener import Call

__all__ = [
    "Watch",
    "log_info",
]

def log_info(text: str, *args: object) -> None:
    """Write a line at level INFO, if the program has asked for a log."""

class Watch:
    """Tells of requests, if anybody listens."""

    def __init__(self, on_request: Callable[[RequestRecord], object] | None) -> None: ...
    def tell(self, call: Call, status: int | None, request_id: str, error: str | None) -> None:
        """Say how a request ended."""
