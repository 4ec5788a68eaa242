"""The demo QDash as an HTTP server, on the loopback interface unless told otherwise."""

from datetime import datetime
from types import TracebackType

class DemoServer:
    """A QDash with sample data that serves in a background thread while the ``with`` block runs.

    Two flows can be run: ``daily_calibration``, and ``failing_calibration``, whose second stage fails.

    Args:
        port: the TCP port to listen on; 0 takes a free one.
        host: the interface to listen on.
        seed: what the sample data are drawn from; the same seed gives the same data all day (UTC).
        token: the API token it accepts.
        now: the moment the last month of results leads up to (UTC if naive); the current time by default.
        stage_seconds: how long a stage of a flow takes; a whole run takes four times as long.

    Attributes:
        host: the interface it listens on.
        token: the API token it accepts.
        username: the only user, for POST /auth/login.
        password: the password of that user.
    """

    host: str
    username: str
    password: str
    token: str

    def __init__(
        self,
        port: int = 0,
        *,
        host: str = "127.0.0.1",
        seed: int = 64,
        token: str = "qdash-demo-token",
        now: datetime | None = None,
        stage_seconds: float = 0.5,
    ) -> None: ...
    @property
    def port(self) -> int:
        """The TCP port. Before the start it is the one asked for."""

    @property
    def base_url(self) -> str:
        """What a client takes as its base URL; complete once the server has started."""

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables that point a client to this server."""

    def start(self) -> DemoServer:
        """Serve in a background thread from now on; nothing happens when it already does.

        Raises:
            OSError: the port is taken or may not be used; the message names it.
        """

    def close(self) -> None:
        """Stop serving and end every connection. The data stay, and a new start goes on with them."""

    def serve_forever(self) -> None:
        """Serve until Ctrl-C, or until another thread closes the server; then return with the server closed."""

    def __enter__(self) -> DemoServer: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None: ...
    def __repr__(self) -> str: ...
