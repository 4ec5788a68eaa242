"""Where a client's connections go: to the origin of the base URL, directly or through a proxy."""

from __future__ import annotations

import http.client
import os
import re
import socket
from base64 import b64encode
from urllib.parse import urlsplit
from urllib.request import getproxies_environment

from ..config import proxy_of
from ..errors import QDashApiError, QDashConfigError, warn
from .deadline import TimedSocket
from .message import HiddenHeaders

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
        if self.tls:
            _check_tls()
        if self.tls and (self._authorities or self._certificate):
            self._tls_context()  # to see that the files can be used
        if self.tls and not self._verify:
            _warn_once(self.host)
        self._proxy, self._proxy_headers, source = _proxy_for(base.scheme, self.host, self.port, config.proxy)
        if source and self._proxy is None:  # raised here, where no local variable holds its password
            raise QDashConfigError(
                f"proxy ({source}): only proxies of the form http://host:port can be used, and this is another one; "
                "correct it, or exempt the host of base_url with NO_PROXY",
                field="proxy",
                source=source,
            )

    def connect(self, deadline: Deadline) -> http.client.HTTPConnection:
        """Open a connection."""
        host, port = self._proxy or (self.host, self.port)
        connection = http.client.HTTPConnection(host, port)
        connection._create_connection = lambda address, *_: _open_socket(  # type: ignore[attr-defined]
            address[0], address[1], deadline
        )
        if self._proxy and self.tls:
            try:
                connection.set_tunnel(self.host, self.port, HiddenHeaders(self._proxy_headers))
            except LookupError:
                raise OSError("a tunnel needs the codec idna, which this Python lacks") from None
            connection.response_class = lambda sock, **options: http.client.HTTPResponse(  # type: ignore[assignment]
                TimedSocket(sock, deadline),  # type: ignore[arg-type]
                **options,
            )
        try:
            connection.connect()
            if connection.sock is None:
                raise QDashApiError(
                    f"{type(connection).__name__} has taken the place of http.client.HTTPConnection and opens no "
                    "socket; this client cannot work with it (vcrpy is known to do so)"
                )
            connection._tunnel_headers = {}  # type: ignore[attr-defined]  # the tunnel stands, and nobody needs them
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
        return {} if self.tls else self._proxy_headers

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
                    "ca_bundle: no certificate is found in the directory, because no name there is the hash of one; "
                    "run: openssl rehash DIRECTORY",
                    field="ca_bundle",
                )
            return ssl.create_default_context(capath=path)
        try:
            return ssl.create_default_context(cafile=path)
        except (OSError, ValueError):
            raise QDashConfigError("ca_bundle: the file holds no certificates in PEM", field="ca_bundle") from None


def _open_socket(host: str, port: int, deadline: Deadline) -> socket.socket:
    """Connect to the first address of a host that answers. `socket.create_connection` takes its time for each."""
    failure = OSError("the host has no address")
    for family, kind, protocol, _, address in _addresses(host, port, deadline):
        sock = None
        try:
            sock = socket.socket(family, kind, protocol)
            sock.settimeout(deadline.next_timeout())
            sock.connect(address)
        except BaseException as error:
            if sock is not None:
                sock.close()
            if not isinstance(error, OSError):
                raise
            failure = error
        else:
            return sock
    raise failure


def _addresses(host: str, port: int, deadline: Deadline) -> list[Any]:
    """Look a host up, in time: the resolver of the system has a patience of its own, which nobody can set."""
    if _is_address(host):
        return _look_up(host, port)
    import threading

    from .forks import no_fork

    found: list[Any] = []

    def look_up() -> None:
        try:
            with no_fork:
                found.append(_look_up(host, port))
        except BaseException as error:  # also of an audit hook, or of a test double that blocks the network
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
    if isinstance(found[0], BaseException):
        raise found.pop()
    return found[0]  # type: ignore[no-any-return]


def _look_up(host: str, port: int) -> list[Any]:
    # `socket.getaddrinfo` would import the codec for international names for text, and there are none here. A function
    # that a program has put in its place gets the text that it expects.
    is_original = getattr(socket.getaddrinfo, "__globals__", None) is vars(socket)
    return socket.getaddrinfo(host.encode() if is_original else host, port, 0, socket.SOCK_STREAM)


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
    # The path is not quoted, here and below: it may be a secret in the wrong variable.
    if usable:
        problem = "the file cannot be read"
    elif os.path.exists(path):
        problem = "must be the path of a file, and this is the path of something else"
    else:
        problem = "there is no file at this path (a relative one begins in the working directory)"
    raise QDashConfigError(f"{field}: {problem}", field=field)


def _load_certificate(context: ssl.SSLContext, certificate: str, key: str | None) -> None:
    """Let the client identify itself."""
    holder = "client_cert" if key is None else "client_key"

    def password() -> str:  # else OpenSSL would ask for it at the terminal
        raise QDashConfigError(f"{holder}: the key is encrypted; only plain ones can be used", field=holder)

    try:
        context.load_cert_chain(certificate, key, password)
    except OSError as error:
        reason = getattr(error, "reason", None) or ""
    else:
        if context.post_handshake_auth is not None:
            context.post_handshake_auth = True  # for servers that ask for the certificate of some paths only
        return
    if "MISMATCH" in reason:
        raise QDashConfigError(f"{holder}: the key does not belong to the certificate in client_cert", field=holder)
    files = "the file holds" if key is None else "this file and that of client_key hold"
    raise QDashConfigError(f"client_cert: {files} no certificate and its key in PEM", field="client_cert")


def _check_tls() -> None:
    try:
        import ssl  # noqa: F401 - `http.client` has imported it, where there is one
    except ImportError:
        problem = "this Python has no TLS (its module ssl cannot be imported)"
    else:
        return
    raise QDashConfigError(
        f"base_url: an https URL cannot be used, because {problem}; use a Python that was built with OpenSSL",
        field="base_url",
    )


def _warn_once(host: str) -> None:
    if host in _unverified:
        return
    _unverified.add(host)
    warn(
        f"verify_tls is off: anyone in between can pretend to be {host} and read the token; to trust the certificate "
        "of a private authority, set ca_bundle (QDASH_CA_BUNDLE)"
    )


def _proxy_for(
    scheme: str, host: str, port: int, configured: str | None
) -> tuple[tuple[str, int] | None, HiddenHeaders, str]:
    """Return the proxy to use, the headers for it, and where it was set.

    There is no proxy and "" where none is to be used, and no proxy for one that cannot be used.
    """
    environment = getproxies_environment()
    if _bypassed(host, port, environment.get("no", "")):
        return None, HiddenHeaders(), ""
    if configured:
        return *_parts(configured), "QDashConfig"
    for name in (scheme, "all"):
        url = environment.get(name, "").strip()
        if url:
            return *_parts(url if "://" in url else f"http://{url}"), f"environment variable {name}_proxy"
    return None, HiddenHeaders(), ""


def _parts(url: str) -> tuple[tuple[str, int] | None, HiddenHeaders]:
    """Return host and port of a proxy, None for one that cannot be used, and the headers for it."""
    parts = proxy_of(url)
    if parts is None:
        return None, HiddenHeaders()
    headers = HiddenHeaders()
    if parts[2]:
        headers["Proxy-Authorization"] = f"Basic {b64encode(parts[2]).decode()}"
    return parts[:2], headers


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
