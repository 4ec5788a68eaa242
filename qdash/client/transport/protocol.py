"""The protocol of a transport: any class with these two methods can be the transport of a client.

Nothing at run time imports this module.
"""

from __future__ import annotations

from typing import Protocol

from .message import Attempt, Response

__all__ = ["Transport"]


class Transport(Protocol):
    """Sends requests to a server, or answers them itself. Threads may share it."""

    def send(self, attempt: Attempt, /) -> Response:
        """Send a request once, and return its response with any status.

        The content of the response is bytes or a `Stream`. Files and events are read piece by piece from a `Stream`.

        Raises:
            QDashApiError: this and its subclasses reach the caller unchanged.
            NotSent: nothing of the request was sent; the cause is its argument.
            OSError: no response was received, so the outcome of a write is unknown.
        """
        ...

    def close(self) -> None:
        """Release all resources. No request follows."""
        ...
