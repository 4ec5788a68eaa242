"""Proxies: which one is used, what goes past it, and tunnels through it (RFC 9110, section 9.3.6)."""

from .connection import Connection
from .message import HiddenHeaders

__all__ = [
    "Proxy",
    "TunnelRefused",
    "open_tunnel",
    "proxy_for",
]

class TunnelRefused(OSError):
    """A proxy makes no tunnel.

    Attributes:
        status: the status of its response.
    """

    status: int

    def __init__(self, status: int, reason: str) -> None: ...
    def __reduce__(self) -> tuple[type[TunnelRefused], tuple[int, str]]: ...

class Proxy:
    """An http proxy. It has no repr of its own, because it holds a password.

    Attributes:
        host: its host.
        port: its port.
        fields: the header fields for it.
    """

    host: str
    port: int
    fields: HiddenHeaders

    def __init__(self, host: str, port: int, user_info: bytes) -> None: ...
    def __str__(self) -> str: ...

def proxy_for(scheme: str, host: str, port: int, configured: str | None) -> tuple[Proxy | None, str]:
    """Return the proxy to use, and where it was set.

    There is no proxy and "" where none is to be used, and no proxy for one that cannot be used.
    """

def is_address(host: str) -> bool:
    """Tell whether a host is an IP address, and not a name."""

def open_tunnel(connection: Connection, host: str, port: int, proxy: Proxy) -> None:
    """Let a proxy connect to a host, so that whatever is sent next goes there.

    Raises:
        TunnelRefused: the proxy does not.
        ProtocolError: its response is not HTTP/1.
    """
