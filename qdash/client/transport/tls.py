"""TLS: the trusted certificates, the certificate of the client, and the handshake."""

from __future__ import annotations

import os
import re
import ssl
from time import monotonic

from ..errors import QDashConfigError, warn
from .deadline import is_ready
from .forks import no_fork

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket

    from .deadline import Deadline

__all__ = ["TLS"]

_unverified: set[str] = set()  # hosts with a warning so far


class TLS:
    """Adds TLS to connections to one host.

    Files are read at construction. Without files, the context is made at the first handshake, because that takes as
    long as two hundred calls.

    Args:
        host: the host of the certificate.
        verify: whether the certificate is verified.
        authorities: the file or directory with the trusted certificates; None for those that Python trusts.
        certificate: the file with the certificate of the client, or None.
        key: the file with its key, if that is a separate file.

    Raises:
        QDashConfigError: a file cannot be used.
    """

    def __init__(
        self, host: str, *, verify: bool, authorities: str | None, certificate: str | None, key: str | None
    ) -> None:
        self._host = host
        self._verify = verify
        self._authorities = authorities
        self._certificate = certificate
        self._key = key
        self._context: ssl.SSLContext | None = None
        if self._authorities or self._certificate:
            self._made_context()  # checks that the files can be used
        if not self._verify:
            _warn_once(host)

    def handshake(self, sock: socket.socket, deadline: Deadline) -> ssl.SSLSocket:
        """Return a TLS socket for a connected socket, after the handshake."""
        context = self._made_context()
        end = monotonic() + deadline.next_timeout()
        sock.setblocking(False)  # a fork waits for the computations of OpenSSL, but not for the server
        with no_fork():
            # As bytes: for text, `ssl` imports the codec for international names. If TLS ends without close_notify,
            # data may be missing.
            secure = context.wrap_socket(
                sock,
                server_hostname=self._host.removesuffix(".").encode(),
                do_handshake_on_connect=False,
                suppress_ragged_eofs=False,
            )
        try:
            while True:
                try:
                    with no_fork():
                        secure.do_handshake()
                except (ssl.SSLWantReadError, ssl.SSLWantWriteError) as wants:
                    if not is_ready(secure, end - monotonic(), to_send=isinstance(wants, ssl.SSLWantWriteError)):
                        raise TimeoutError("the TLS handshake was not over in time") from None
                else:
                    return secure
        except BaseException as error:
            secure.close()
            if isinstance(error, ssl.SSLCertVerificationError):
                error.trusts_nobody = self._trusts_nobody()  # type: ignore[attr-defined]
            raise

    def _made_context(self) -> ssl.SSLContext:
        if self._context is None:
            with no_fork():
                self._context = self._new_context()
        return self._context

    def _trusts_nobody(self) -> bool:
        """Return whether no certificate of an authority is configured or installed."""
        if self._authorities is not None or self._made_context().cert_store_stats()["x509"]:
            return False
        # The context does not list a directory, because OpenSSL reads it during a handshake.
        paths = ssl.get_default_verify_paths()
        directories = os.environ.get(paths.openssl_capath_env, paths.openssl_capath)
        return not any(map(_holds_certificates, directories.split(os.pathsep)))

    def _new_context(self) -> ssl.SSLContext:
        context = self._trusting_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if not self._verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        if self._certificate is not None:
            _load_certificate(context, self._certificate, self._key)
        return context

    def _trusting_context(self) -> ssl.SSLContext:
        path = self._authorities
        if path is None:
            return ssl.create_default_context()
        if os.path.isdir(path):
            if not _holds_certificates(path):
                raise QDashConfigError(
                    "ca_bundle: no certificate is found in the directory, because no name there is the hash of one; "
                    "run: openssl rehash DIRECTORY",
                    field="ca_bundle",
                )
            return ssl.create_default_context(capath=path)
        try:
            return ssl.create_default_context(cafile=path)
        except (OSError, ValueError):
            problem = _problem_of_bundle(path)
        raise QDashConfigError(f"ca_bundle: {problem}", field="ca_bundle")


def _holds_certificates(directory: str) -> bool:
    """Return whether a directory has a file named by the hash of a certificate, as OpenSSL expects."""
    try:
        return any(re.fullmatch("[0-9a-f]{8}\\.[0-9]+", name) for name in os.listdir(directory))
    except OSError:
        return False


def _problem_of_bundle(path: str) -> str:
    try:
        with open(path, "rb") as file:
            content = file.read(10_000_000)
        if not content.startswith(b"0"):  # the first byte of a SEQUENCE
            return "the file holds no certificates in PEM"
        ssl.create_default_context(cadata=content)
    except (OSError, ValueError):
        return "the file holds no certificates in PEM"
    return "the file is in DER; convert it to PEM: openssl x509 -inform der -in FILE -out FILE.pem"


def _load_certificate(context: ssl.SSLContext, certificate: str, key: str | None) -> None:
    """Load the certificate of the client."""
    holder = "client_cert" if key is None else "client_key"

    def password() -> str:  # otherwise OpenSSL asks for the passphrase at the terminal
        raise QDashConfigError(f"{holder}: the key is encrypted; only plain ones can be used", field=holder)

    try:
        context.load_cert_chain(certificate, key, password)
    except OSError as error:
        reason = getattr(error, "reason", None) or ""
    else:
        if context.post_handshake_auth is not None:
            context.post_handshake_auth = True  # for servers that request the certificate for some paths only
        return
    if "MISMATCH" in reason:
        raise QDashConfigError(f"{holder}: the key does not belong to the certificate in client_cert", field=holder)
    files = "the file holds" if key is None else "this file and that of client_key hold"
    raise QDashConfigError(f"client_cert: {files} no certificate and its key in PEM", field="client_cert")


def _warn_once(host: str) -> None:
    if host in _unverified:
        return
    _unverified.add(host)
    warn(
        f"verify_tls is off: anyone in between can pretend to be {host} and read the token; to trust the certificate "
        "of a private authority, set ca_bundle (QDASH_CA_BUNDLE)"
    )
