"""What can carry the requests of a client, besides the network.

Nothing at run time imports this module: the methods are what counts, and not the class.
"""

from typing import Protocol

from .message import Attempt, Response

__all__ = [
    "Transport",
]

class Transport(Protocol):
    """Carries requests to a server, or answers them in another way. Threads may share it."""

    def send(self, request: Attempt, /) -> Response:
        """Send one request, once, and return its response, whatever its status is.

        The response has the content as ``body``, or, where ``request.wants_stream(response)`` says so, as ``stream``,
        an object with the methods of `qdash.client.transport.message.Stream`.

        Raises:
            QDashApiError: or one of its subclasses, which reaches the caller as it is.
            NotSent: nothing of the request was sent; the cause is its argument.
            OSError: no response came, so that the outcome of a write is unknown.
        """

    def close(self) -> None:
        """Release what it holds. Nothing is sent afterwards."""
