"""The HTTP server of the demo QDash, by default on the loopback interface."""

from datetime import datetime
from types import TracebackType

class DemoServer:
    """A QDash with sample data that serves in a background thread while the ``with`` block runs.

    Two flows can be run: ``daily_calibration``, and ``failing_calibration``, whose second stage fails.

    Args:
        port: the TCP port to listen on; 0 selects a free one.
        host: the interface to listen on.
        seed: the seed of the sample data; the same seed gives the same data all day (UTC).
        token: the API token it accepts.
        now: the end of the month of results (UTC if naive); the default is the current time.
        stage_seconds: the duration of a stage of a flow, in seconds; a whole run takes four times as long.

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
        """The TCP port. Before the start it is the requested one."""

    @property
    def base_url(self) -> str:
        """The base URL for clients. The port is known after the start."""

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables of a client for this server."""

    def start(self) -> DemoServer:
        """Start to serve in a background thread. Nothing happens if it serves already.

        Raises:
            OSError: the port is taken or may not be used; the message names it.
        """

    def close(self) -> None:
        """Stop serving and close all connections. The data are kept for a new start."""

    def serve_forever(self) -> None:
        """Serve until Ctrl-C, or until another thread closes the server; then return with the server closed."""

    def __enter__(self) -> DemoServer: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None: ...
    def __repr__(self) -> str: ...
