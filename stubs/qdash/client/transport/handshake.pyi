"""TLS handshakes."""

import socket
import ssl

from .deadline import Deadline

__all__ = [
    "shake_hands",
]

def shake_hands(context: ssl.SSLContext, sock: socket.socket, host: str, deadline: Deadline) -> ssl.SSLSocket:
    """Make a connected socket one of TLS, which takes the place of the other."""
