"""How a call gets its response: attempt, redirect, retry, new login and log in one loop."""

from collections.abc import Callable, Generator, Mapping
from typing import TypeVar

from ..observation import RequestRecord
from ..settings.config import QDashConfig
from .message import Request, Response
from .protocol import Transport

_Result = TypeVar("_Result")

class Sender:
    """Sends the requests of one client through a transport, and again where that is safe and may help.

    Args:
        config: the settings.
        transport: what carries the requests; without it, the network.
        default_headers: headers of every request.
        sleep: waits between attempts.
        on_request: what is called with the record of each request.
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
        """Whether nothing can be sent any more."""

    @property
    def is_view(self) -> bool:
        """Whether another sender owns the transport."""

    def for_project(self, project_id: str) -> Sender:
        """Return a sender for another project, with all that this one has. To close it does not close this one."""

    def close(self) -> None:
        """Close the transport. It may be called twice."""

    def complete(self, attempts: Generator[float, None, _Result]) -> _Result:
        """Make attempts in this thread, with the pauses between them that they yield, and return what comes of them."""

    def send(self, request: Request) -> Generator[float, None, Response]:
        """Send a request and return its successful response, or raise an exception of the `QDashApiError` tree.

        It returns a generator, as does `exchange`: that blocks while an attempt is made, and yields the seconds to wait
        before another one. `complete` waits in the same thread; async calls wait in the event loop.
        """

    def exchange(self, request: Request) -> Generator[float, None, Response]:
        """Send a request and return its response, whatever its status is; an exception means that there is none."""

    def read(self, response: Response, size: int) -> bytes:
        """Wait for content of a streamed response, and return up to `size` bytes of it; b"" at its end."""

    def backoff(self, number: int) -> float | None:
        """Return the seconds to wait after so many attempts; None if there is no other to be made."""
