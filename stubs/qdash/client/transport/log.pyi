"""What is said about each request: to the log, and to the hook of the client."""

from collections.abc import Callable

from ..observation import RequestRecord
from .message import Attempt

__all__ = [
    "Log",
    "log_info",
]

def log_info(text: str, *args: object) -> None:
    """Write a line at level INFO, if the program has asked for a log."""

class Log:
    """Writes a record of each attempt, if anybody reads it."""

    def __init__(self, on_request: Callable[[RequestRecord], object] | None) -> None: ...
    def write(self, attempt: Attempt) -> None:
        """Say how an attempt ended."""
