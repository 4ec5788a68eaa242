"""HTTP made safe and fast: what a client sends through `urllib.request`, and how it gets an answer or an exception.

`Transport.send` is the way of a request: `credentials` say who asks, `opener` and `pool` carry it along the `route`,
`retry` decides about another attempt, `failure` turns what is not an answer into an exception.
"""

from collections.abc import Callable, Mapping

from ..config import QDashConfig
from ..observation import RequestRecord
from .message import Reply, Request

__all__ = [
    "Transport",
]

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

    def for_project(self, project_id: str) -> Transport:
        """Return a transport for another project, with all that this one has. To close it does not close this one."""

    def close(self) -> None:
        """Close the connections. It may be called twice."""

    def send(self, request: Request) -> Reply:
        """Send a request and return its successful answer, or raise an exception of the `QDashApiError` tree."""

    def exchange(self, request: Request) -> Reply:
        """Send a request and return its answer, whatever its status is; an exception means that there is none."""

    def read(self, reply: Reply, size: int, *, at_once: bool = False) -> bytes:
        """Read up to `size` bytes of a streamed answer, b"" at its end; with `at_once`, what is there already."""

    def pause(self, attempt: int) -> bool:
        """Wait before another attempt, after so many; False if there is none to be made."""
