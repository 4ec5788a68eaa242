"""Where a client's connections go: to the origin of the base URL, directly or through a proxy."""

from __future__ import annotations

import http.client
from base64 import b64encode
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies_environment

from ..errors import QDashConfigError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl

    from ..config import QDashConfig

__all__ = ["Route"]


class Route:
    """The way to one origin. It is settled when the client is made: later changes of the environment do not count."""

    def __init__(self, config: QDashConfig) -> None:
        base = urlsplit(config.base_url)
        self.tls = base.scheme == "https"
        self.host: str = base.hostname or ""
        self.port: int = base.port or (443 if self.tls else 80)
        self.netloc: str = base.netloc
        self.origin = f"{base.scheme}://{base.netloc}"
        self.base_url: str = config.base_url
        self._verify = config.verify_tls
        self._context: ssl.SSLContext | None = None
        self._proxy, source = _proxy_for(base.scheme, self.host, self.port, config.proxy)
        if source and self._proxy is None:  # raised here, where no local variable holds its password
            raise QDashConfigError(
                f"proxy ({source}): only proxies of the form http://host:port can be used, and this is another one; "
                "correct it, or exempt the host of base_url with NO_PROXY",
                field="proxy",
                source=source,
            )

    def connect(self, timeout: float) -> http.client.HTTPConnection:
        """Open a connection."""
        host, port, authorization = self._proxy or (self.host, self.port, None)
        connection: http.client.HTTPConnection
        if self.tls:
            connection = http.client.HTTPSConnection(host, port, timeout=timeout, context=self._tls_context())
            if self._proxy:
                headers = {"Proxy-Authorization": authorization} if authorization else {}
                connection.set_tunnel(self.host, self.port, headers)
        else:
            connection = http.client.HTTPConnection(host, port, timeout=timeout)
        try:
            connection.connect()
        except BaseException:
            connection.close()
            raise
        return connection

    def request_line(self, target: str) -> str:
        """Return what goes into the request line for a target of the origin."""
        return self.origin + target if self._proxy and not self.tls else target

    def proxy_headers(self) -> dict[str, str]:
        """Return the headers for a proxy that sees the requests themselves."""
        if self._proxy is None or self.tls or self._proxy[2] is None:
            return {}
        return {"Proxy-Authorization": self._proxy[2]}

    def __str__(self) -> str:
        place = f"{self.host}:{self.port}"
        return f"{place} through the proxy {self._proxy[0]}:{self._proxy[1]}" if self._proxy else place

    def _tls_context(self) -> ssl.SSLContext:
        # Making a context takes as long as two hundred calls, so it is made once, and not before it is needed.
        if self._context is None:
            import ssl

            context = ssl.create_default_context()
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            if not self._verify:
                context.check_hostname = False
                context.verify_mode = ssl.CERT_NONE
            self._context = context
        return self._context


def _proxy_for(
    scheme: str, host: str, port: int, configured: str | None
) -> tuple[tuple[str, int, str | None] | None, str]:
    """Return the proxy to use, None for one that cannot be used, and where it was set; "" for no proxy."""
    environment = getproxies_environment()
    if _bypassed(host, port, environment.get("no", "")):
        return None, ""
    if configured:
        return _parse_proxy(configured), "QDashConfig"
    for name in (scheme, "all"):
        if environment.get(name):
            return _parse_proxy(environment[name]), f"environment variable {name}_proxy"
    return None, ""


def _parse_proxy(url: str) -> tuple[str, int, str | None] | None:
    """Return host, port and the Proxy-Authorization of a proxy URL; None for one that cannot be used."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host, port = parts.hostname, parts.port or 80
    except ValueError:
        return None
    if parts.scheme != "http" or not host:
        return None
    if parts.username is None:
        return host, port, None
    credentials = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return host, port, "Basic " + b64encode(credentials.encode()).decode()


def _bypassed(host: str, port: int, no_proxy: str) -> bool:
    return any(_matches(host.lower(), port, entry) for entry in no_proxy.lower().replace(",", " ").split())


def _matches(host: str, port: int, entry: str) -> bool:
    """Match an entry of NO_PROXY: ``*``, a network, or a host, domain or address with or without a port."""
    if entry == "*":
        return True
    if "/" in entry:
        return _in_network(host, entry)
    name, colon, digits = entry.rpartition(":")
    if colon and digits.isdigit() and (":" not in name or name.endswith("]")):
        if int(digits) != port:
            return False
        entry = name
    entry = entry.strip("[]").removeprefix("*").removeprefix(".")
    is_address = host[-1:].isdigit() or ":" in host
    return bool(entry) and (host == entry or (not is_address and host.endswith("." + entry)))


def _in_network(host: str, network: str) -> bool:
    import ipaddress

    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
