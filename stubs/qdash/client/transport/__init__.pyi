"""HTTP made safe and fast: what a client sends through `urllib.request`, and how it gets an answer or an exception.

`Transport.send` is the way of a request: `credentials` say who asks, `opener` and `pool` carry it along the `route`,
`retry` decides about another attempt, `failure` turns what is not an answer into an exception.
"""

from collections.abc import Callable, Generator, Mapping
from typing import TypeVar

from ..config import QDashConfig
from ..observation import RequestRecord
from .message import Reply, Request

__all__ = [
    "Transport",
]

_Result = TypeVar("_Result")

class Transport:
    """Sends requests to one QDash deployment. Threads may share it, and so may a process and its forks."""

    def __init__(
        self,
        config: QDashConfig,
        default_headers: Mapping[str, str] | None = None,
        *,
        sleep: Callable[[float], None] | None = None,
        on_request: Callable[[RequestRecord], object] | None = None,
    ) -> None: ...
    @property
    def closed(self) -> bool:
        """Whether nothing can be sent any more."""

    @property
    def is_view(self) -> bool:
        """Whether another transport owns the connections."""

    def for_project(self, project_id: str) -> Transport:
        """Return a transport for another project, with all that this one has. To close it does not close this one."""

    def close(self) -> None:
        """Close the connections. It may be called twice."""

    def send(self, request: Request) -> Generator[float, None, Reply]:
        """Send a request and return its successful answer, or raise an exception of the `QDashApiError` tree.

        This is a generator, as is `exchange`: it blocks while an attempt is made, and yields the seconds to wait before
        another one. `complete` waits in the same thread; async calls wait in the event loop.
        """

    def exchange(self, request: Request) -> Generator[float, None, Reply]:
        """Send a request and return its answer, whatever its status is; an exception means that there is none."""

    def read(self, reply: Reply, size: int, *, at_once: bool = False) -> bytes:
        """Read up to `size` bytes of a streamed answer, b"" at its end; with `at_once`, what is there already."""

    def complete(self, attempts: Generator[float, None, _Result]) -> _Result:
        """Make attempts in this thread, pauses included."""

    def pause(self, attempt: int) -> float | None:
        """Return the seconds to wait before another attempt, after so many; None if there is none to be made."""
