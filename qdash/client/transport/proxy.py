"""The choice of a proxy, its exceptions (NO_PROXY), and tunnels through it (RFC 9110, section 9.3.6)."""

from __future__ import annotations

from base64 import b64encode
from urllib.request import getproxies_environment

from ..settings.checks import proxy_of
from .fields import HiddenHeaders
from .http1 import ProtocolError, read_head, request_head
from .message import bracketed, one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .connection import Connection

__all__ = ["Proxy", "TunnelRefused", "open_tunnel", "proxy_for"]


class TunnelRefused(OSError):
    """A proxy refused to make a tunnel.

    Attributes:
        status: the status of its response.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"the proxy refuses the tunnel: {status} {one_line(reason, 200)}".rstrip())
        self.status = status
        self._reason = reason

    def __reduce__(self) -> tuple[type[TunnelRefused], tuple[int, str]]:
        return type(self), (self.status, self._reason)  # for copy and pickle


class Proxy:
    """An http proxy. The default repr shows no password.

    Attributes:
        host: its host.
        port: its port.
        fields: the header fields for it.
    """

    fields: HiddenHeaders

    def __init__(self, host: str, port: int, user_info: bytes) -> None:
        self.host = host
        self.port = port
        self.fields = HiddenHeaders()
        if user_info:
            self.fields["Proxy-Authorization"] = f"Basic {b64encode(user_info).decode()}"

    def __str__(self) -> str:
        return f"{bracketed(self.host)}:{self.port}"


def proxy_for(scheme: str, host: str, port: int, configured: str | None) -> tuple[Proxy | None, str]:
    """Return the proxy to use, and the name of its setting.

    It is (None, "") if no proxy is to be used, and None with the setting if the proxy cannot be used.
    """
    environment = getproxies_environment()
    if _is_bypassed(host, port, environment.get("no", "")):
        return None, ""
    if configured:
        return _proxy(configured), "QDashConfig"
    for name in (scheme, "all"):
        url = environment.get(name, "").strip()
        if url:
            return _proxy(url if "://" in url else f"http://{url}"), f"environment variable {name}_proxy"
    return None, ""


def _proxy(url: str) -> Proxy | None:
    """Return the proxy of a URL; None for one that cannot be used."""
    parts = proxy_of(url)
    return None if parts is None else Proxy(*parts)


def _is_bypassed(host: str, port: int, no_proxy: str) -> bool:
    host = host.lower().removesuffix(".")
    return any(_matches(host, port, entry) for entry in no_proxy.lower().replace(",", " ").split())


def _matches(host: str, port: int, entry: str) -> bool:
    """Match an entry of NO_PROXY: ``*``, a network, or a host, domain or address with or without a port."""
    if entry == "*":
        return True
    if "/" in entry:
        return _is_in_network(host, entry)
    name, colon, digits = entry.rpartition(":")
    if colon and digits.isdigit() and (":" not in name or name.endswith("]")):
        if digits.lstrip("0") != str(port):
            return False
        entry = name
    entry = entry.strip("[]").removeprefix("*").removeprefix(".").removesuffix(".")
    if is_address(host):
        return host == entry or (":" in host and ":" in entry and _is_in_network(host, entry))
    return bool(entry) and (host == entry or host.endswith("." + entry))


def _is_in_network(host: str, network: str) -> bool:
    import ipaddress

    network = network.replace("[", "").replace("]", "")
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def is_address(host: str) -> bool:
    """Return whether a host is an IP address."""
    return host.replace(".", "").isdigit() or ":" in host


def open_tunnel(connection: Connection, host: str, port: int, proxy: Proxy) -> None:
    """Open a tunnel to a host through a proxy.

    Raises:
        TunnelRefused: the proxy refused it.
        ProtocolError: the response of the proxy is not HTTP/1.
    """
    authority = f"{bracketed(host)}:{port}"
    fields = HiddenHeaders({"Host": authority})
    fields.update(proxy.fields)
    connection.send(request_head("CONNECT", authority, fields))
    head = read_head(connection)
    if not 200 <= head.status < 300:
        raise TunnelRefused(head.status, head.reason)
    if connection.buffer:
        raise ProtocolError("the proxy sends something before the tunnel is used")
