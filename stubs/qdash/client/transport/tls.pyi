"""TLS: the trusted certificates, the certificate of the client, and the handshake."""

import socket
import ssl

from .deadline import Deadline

__all__ = [
    "TLS",
]

class TLS:
    """Makes connections to one host secure.

    Files are read when it is made. Without any, the context is made at the first handshake, because that takes as long
    as two hundred calls.

    Args:
        host: whose certificate is verified.
        verify: whether it is.
        authorities: the file or directory with the trusted certificates; None for those that Python trusts.
        certificate: the file with the certificate of the client, or None.
        key: the file with its key, where that is another one.

    Raises:
        QDashConfigError: a file cannot be used.
    """

    def __init__(
        self, host: str, *, verify: bool, authorities: str | None, certificate: str | None, key: str | None
    ) -> None: ...
    def handshake(self, sock: socket.socket, deadline: Deadline) -> ssl.SSLSocket:
        """Make a connected socket one of TLS, which takes the place of the other."""
