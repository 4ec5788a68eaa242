"""TLS handshakes."""

from __future__ import annotations

import ssl
from time import monotonic

from .deadline import is_ready
from .forks import no_fork

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket

    from .deadline import Deadline

__all__ = ["shake_hands"]


def shake_hands(context: ssl.SSLContext, sock: socket.socket, host: str, deadline: Deadline) -> ssl.SSLSocket:
    """Make a connected socket one of TLS, which takes the place of the other."""
    end = monotonic() + deadline.next_timeout()
    sock.setblocking(False)  # a fork waits while OpenSSL computes, but not while it would wait for the server
    with no_fork:
        # As bytes, because `ssl` would import the codec for international names for text.
        secure = context.wrap_socket(sock, server_hostname=host.encode(), do_handshake_on_connect=False)
    try:
        while True:
            try:
                with no_fork:
                    secure.do_handshake()
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError) as wants:
                if not is_ready(secure, end - monotonic(), to_send=isinstance(wants, ssl.SSLWantWriteError)):
                    raise TimeoutError("the TLS handshake was not over in time") from None
            else:
                return secure
    except BaseException:
        secure.close()
        raise
