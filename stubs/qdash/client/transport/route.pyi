"""Where a client's connections go: to the origin of the base URL, directly or through a proxy."""

import http.client

from ..config import QDashConfig
from .deadline import Deadline

__all__ = [
    "Route",
]

class Route:
    """The way to one origin. It is settled when the client is made: later changes of the environment do not count."""

    tls: bool
    host: str
    port: int
    netloc: str
    origin: str
    base_url: str

    def __init__(self, config: QDashConfig) -> None: ...
    def connect(self, deadline: Deadline) -> http.client.HTTPConnection:
        """Open a connection."""

    def request_line(self, target: str) -> str:
        """Return what goes into the request line for a target of the origin."""

    def proxy_headers(self) -> dict[str, str]:
        """Return the headers for a proxy that sees the requests themselves."""

    def __str__(self) -> str: ...
