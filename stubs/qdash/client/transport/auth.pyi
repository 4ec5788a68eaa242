"""Authentication: the API token of the configuration, or one that a login with username and password returned."""

from collections.abc import Callable

from ..settings.config import QDashConfig
from .deadline import Deadline
from .message import HiddenHeaders, Request, Response

__all__ = [
    "Auth",
]

class Auth:
    """Knows the token, or how to get one. It has no repr of its own, because it holds the token."""

    by_login: bool

    def __init__(self, config: QDashConfig) -> None: ...
    def authorization(
        self, send: Callable[[Request], Response], deadline: Deadline, refused: HiddenHeaders | None, begun: float
    ) -> str:
        """Return the Authorization header. Threads that need a login at the same time share one, and its failure.

        Args:
            send: carries the login.
            deadline: the time of the call.
            refused: headers whose Authorization the server has refused, or None.
            begun: when the call began. A login that has failed since then is not tried again.
        """
