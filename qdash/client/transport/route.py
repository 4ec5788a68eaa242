"""Where a client's connections go: to the origin of the base URL, directly or through a proxy."""

from __future__ import annotations

import http.client
import os
import re
import socket
from base64 import b64encode
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies_environment

from ..errors import QDashConfigError
from .deadline import TimedSocket

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from typing import Any

    from ..config import QDashConfig
    from .deadline import Deadline

__all__ = ["Route"]

_unverified: set[str] = set()  # hosts that users were warned of


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
        self._authorities = _existing(config, "ca_bundle")
        self._certificate = _existing(config, "client_cert")
        self._key = _existing(config, "client_key")
        if self._key is not None and self._certificate is None:
            raise QDashConfigError("client_key is set, but not client_cert, which it belongs to", field="client_key")
        self._context: ssl.SSLContext | None = None
        if self.tls and (self._authorities or self._certificate):
            self._tls_context()  # to see that the files can be used
        if self.tls and not self._verify:
            _warn_once(self.host)
        self._proxy, source = _proxy_for(base.scheme, self.host, self.port, config.proxy)
        if source and self._proxy is None:  # raised here, where no local variable holds its password
            raise QDashConfigError(
                f"proxy ({source}): only proxies of the form http://host:port can be used, and this is another one; "
                "correct it, or exempt the host of base_url with NO_PROXY",
                field="proxy",
                source=source,
            )

    def connect(self, deadline: Deadline) -> http.client.HTTPConnection:
        """Open a connection."""
        host, port, authorization = self._proxy or (self.host, self.port, None)
        connection = http.client.HTTPConnection(host, port)
        connection._create_connection = lambda address, *_: _open_socket(  # type: ignore[attr-defined]
            address[0], address[1], deadline
        )
        if self._proxy and self.tls:
            headers = {"Proxy-Authorization": authorization} if authorization else {}
            connection.set_tunnel(self.host, self.port, headers)
            connection.response_class = lambda sock, **options: http.client.HTTPResponse(  # type: ignore[assignment]
                TimedSocket(sock, deadline),  # type: ignore[arg-type]
                **options,
            )
        try:
            connection.connect()
            if self.tls:
                from .handshake import shake_hands

                connection.sock = shake_hands(self._tls_context(), connection.sock, self.host, deadline)
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
            from .forks import no_fork

            with no_fork:
                self._context = self._new_context()
        return self._context

    def _new_context(self) -> ssl.SSLContext:
        import ssl

        context = self._trusting_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if not self._verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if self._certificate is not None:
            _load_certificate(context, self._certificate, self._key)
        return context

    def _trusting_context(self) -> ssl.SSLContext:
        import ssl

        path = self._authorities
        if path is None:
            return ssl.create_default_context()
        if os.path.isdir(path):
            if not any(re.fullmatch("[0-9a-f]{8}\\.[0-9]+", name) for name in os.listdir(path)):
                raise QDashConfigError(
                    f"ca_bundle: no certificate is found in the directory {path}, because no name there is the hash of "
                    f"one; run: openssl rehash {path}",
                    field="ca_bundle",
                )
            return ssl.create_default_context(capath=path)
        try:
            return ssl.create_default_context(cafile=path)
        except (OSError, ValueError):
            raise QDashConfigError(f"ca_bundle: {path} holds no certificates in PEM", field="ca_bundle") from None


def _open_socket(host: str, port: int, deadline: Deadline) -> socket.socket:
    """Connect to the first address of a host that answers. `socket.create_connection` takes its time for each."""
    failure = OSError("the host has no address")
    for family, kind, protocol, _, address in _addresses(host, port, deadline):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(deadline.next_timeout())
            sock.connect(address)
        except OSError as error:
            failure = error
        else:
            return sock
        sock.close()
    raise failure


def _addresses(host: str, port: int, deadline: Deadline) -> list[Any]:
    """Look a host up, in time: the resolver of the system has a patience of its own, which nobody can set."""
    name = host.encode()  # for text the codec for international names would be imported, and there are none here
    if _is_address(host):
        return socket.getaddrinfo(name, port, 0, socket.SOCK_STREAM)
    import threading

    from .forks import no_fork

    found: list[Any] = []

    def look_up() -> None:
        try:
            with no_fork:
                found.append(socket.getaddrinfo(name, port, 0, socket.SOCK_STREAM))
        except OSError as error:
            found.append(error)

    thread = threading.Thread(target=look_up, name="qdash-client-dns", daemon=True)
    try:
        thread.start()
    except RuntimeError:  # the interpreter is about to end, or there are too many threads
        look_up()
    else:
        thread.join(deadline.next_timeout())
    if not found:
        raise TimeoutError("the host was not found in time")
    if isinstance(found[0], Exception):
        raise found[0]
    return found[0]  # type: ignore[no-any-return]


def _is_address(host: str) -> bool:
    return host.replace(".", "").isdigit() or ":" in host


def _existing(config: QDashConfig, field: str) -> str | None:
    """Return the path in a field, if it is set, and if it can be read."""
    path: str | None = getattr(config, field)
    if path is None:
        return None
    path = os.path.expanduser(path)
    usable = os.path.isfile(path) or (field == "ca_bundle" and os.path.isdir(path))
    if usable and os.access(path, os.R_OK):
        return path
    problem = "cannot be read" if usable else "is not a file" if os.path.exists(path) else "does not exist"
    raise QDashConfigError(f"{field}: {path} {problem}", field=field)


def _load_certificate(context: ssl.SSLContext, certificate: str, key: str | None) -> None:
    """Let the client identify itself."""
    holder, path = ("client_key", key) if key is not None else ("client_cert", certificate)

    def password() -> str:  # else OpenSSL would ask for it at the terminal
        raise QDashConfigError(f"{holder}: the key in {path} is encrypted; only plain ones can be used", field=holder)

    try:
        context.load_cert_chain(certificate, key, password)
    except OSError as error:
        reason = getattr(error, "reason", None) or ""
    else:
        if context.post_handshake_auth is not None:
            context.post_handshake_auth = True  # for servers that ask for the certificate of some paths only
        return
    if "MISMATCH" in reason:
        raise QDashConfigError(f"{holder}: the key in {path} does not belong to {certificate}", field=holder)
    raise QDashConfigError(
        f"client_cert: {certificate} and {path} hold no certificate and its key in PEM", field="client_cert"
    )


def _warn_once(host: str) -> None:
    if host in _unverified:
        return
    import warnings

    _unverified.add(host)
    warnings.warn(
        f"verify_tls is off: anyone in between can pretend to be {host} and read the token; to trust the certificate "
        "of a private authority, set ca_bundle (QDASH_CA_BUNDLE)",
        stacklevel=5,
    )


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
        if digits.lstrip("0") != str(port):
            return False
        entry = name
    entry = entry.strip("[]").removeprefix("*").removeprefix(".")
    return bool(entry) and (host == entry or (not _is_address(host) and host.endswith("." + entry)))


def _in_network(host: str, network: str) -> bool:
    import ipaddress

    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
