"""The transport that sends requests over the network: `urllib.request` with connections that are kept open."""

from .connect import Connector
from .message import Attempt, Response

__all__ = [
    "NetworkTransport",
]

class NetworkTransport:
    """Sends requests to the origin of a base URL. Threads may share it, and so may a process and its forks.

    Args:
        connector: opens connections.
        size: how many idle connections are kept.
        max_response_bytes: how large the content of a response may be that is read as a whole.
    """

    def __init__(self, connector: Connector, *, size: int, max_response_bytes: int) -> None: ...
    def send(self, attempt: Attempt) -> Response:
        """Send a request and return the response.

        Raises:
            NotSent: no connection came about.
            OSError, ProtocolError, ContentError: no complete response came, or none that can be used.
        """

    def close(self) -> None:
        """Close the connections. It may be called twice."""
