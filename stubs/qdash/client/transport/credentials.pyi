"""The bearer token: the API token of the configuration, or one that a login with username and password returned."""

from collections.abc import Callable

from ..config import QDashConfig
from .message import Reply, Request

__all__ = [
    "Credentials",
]

class Credentials:
    """Knows the token, or how to get one. It has no repr of its own, and secrets are never in its frames' locals."""

    by_login: bool

    def __init__(self, config: QDashConfig) -> None: ...
    def authorization(self, send: Callable[[Request], Reply]) -> str:
        """Return the Authorization header; `send` carries the login if one is needed."""

    def forget(self, authorization: str) -> None:
        """Drop a token that was refused, unless another thread has got a new one in the meantime."""
