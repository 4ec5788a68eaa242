"""How connections are opened: to the origin of the base URL, directly or through a proxy."""

from ..settings.config import QDashConfig
from .connection import Connection
from .deadline import Deadline
from .message import HiddenHeaders
from .proxy import Proxy

__all__ = [
    "Connector",
]

class Connector:
    """Opens connections to one origin. Later changes of the environment do not count.

    Attributes:
        host: the host of the base URL.
        port: its port.
        proxy: the proxy, or None.
    """

    host: str
    port: int
    proxy: Proxy | None

    def __init__(self, config: QDashConfig) -> None: ...
    def __str__(self) -> str: ...
    def connect(self, deadline: Deadline) -> Connection:
        """Open a connection."""

    def request_target(self, target: str) -> str:
        """Return the target of a request line: a proxy that forwards requests wants the whole URL."""

    def proxy_fields(self) -> HiddenHeaders:
        """Return the fields for a proxy that forwards requests."""
