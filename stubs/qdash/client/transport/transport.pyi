"""The loop of a call: attempt, redirect, retry, new login and log."""

from collections.abc import Callable, Generator, Mapping
from typing import TypeVar

from ..observation import RequestRecord
from ..settings.config import QDashConfig
from .message import Request, Response
from .protocol import Transport

_Result = TypeVar("_Result")

class Sender:
    """Sends the requests of one client through a transport, with redirects, retries and logins.

    Args:
        config: the settings.
        transport: the transport; the default is the network.
        default_headers: headers of every request.
        sleep: the function that waits between attempts.
        on_request: the function that gets the record of each attempt.
    """

    def __init__(
        self,
        config: QDashConfig,
        default_headers: Mapping[str, str] | None = None,
        *,
        transport: Transport | None = None,
        sleep: Callable[[float], None] | None = None,
        on_request: Callable[[RequestRecord], object] | None = None,
    ) -> None: ...
    @property
    def closed(self) -> bool:
        """Whether it is closed."""

    @property
    def is_view(self) -> bool:
        """Whether another sender owns the transport."""

    def for_project(self, project_id: str) -> Sender:
        """Return a sender for another project that shares all other state. Closing it does not close this one."""

    def close(self) -> None:
        """Close the transport. It may be called twice."""

    def complete(self, attempts: Generator[float, None, _Result]) -> _Result:
        """Run a generator of attempts in this thread, sleep for the pauses that it yields, and return its result."""

    def send(self, request: Request) -> Generator[float, None, Response]:
        """Send a request and return its successful response, or raise an exception of the `QDashApiError` tree.

        It returns a generator, as `exchange` does. The generator blocks during an attempt, and yields the seconds to
        wait before another one. `complete` waits in the same thread; async calls wait in the event loop.
        """

    def exchange(self, request: Request) -> Generator[float, None, Response]:
        """Send a request and return its response with any status; raise an exception if there is none."""

    def read(self, response: Response, size: int) -> bytes:
        """Wait for content of a streamed response, and return up to `size` bytes of it; b"" at its end."""

    def backoff(self, number: int) -> float | None:
        """Return the pause after a number of attempts, in seconds; None after the last one."""
