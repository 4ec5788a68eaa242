"""The transport of a client, as a protocol: any class with these two methods can take its place.

Nothing at run time imports this module.
"""

from __future__ import annotations

from typing import Protocol

from .message import Attempt, Response

__all__ = ["Transport"]


class Transport(Protocol):
    """Sends requests to a server, or answers them itself. Threads may share it."""

    def send(self, attempt: Attempt, /) -> Response:
        """Send a request, once, and return its response, whatever its status is.

        The content of the response is bytes or a `Stream`, which is read piece by piece where a file or events are due.

        Raises:
            QDashApiError: or one of its subclasses, which reaches the caller as it is.
            NotSent: nothing of the request was sent; the cause is its argument.
            OSError: no response came, so that the outcome of a write is unknown.
        """
        ...

    def close(self) -> None:
        """Release what it holds. Nothing is sent afterwards."""
        ...
