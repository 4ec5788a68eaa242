"""Threads for calls that are awaited. They are daemons, so that none of them delays the end of the process."""

from asyncio import Future
from collections.abc import Callable
from typing import Any

__all__ = [
    "Job",
    "Threads",
    "usable_cpus",
]

def usable_cpus() -> int:
    """Return how many CPUs this process may use."""

class Job:
    """A call in a thread. The wait for it can be given up and begun again, in any thread and any event loop."""

    def __init__(self, call: Callable[[], Any]) -> None: ...
    def run(self) -> None:
        """Make the call, unless it was dropped."""

    @property
    def done(self) -> bool:
        """Whether the call is over."""

    def drop(self) -> None:
        """Do not make the call, if it has not begun."""

    def wait(self) -> None:
        """Wait until the call is over."""

    def settle(self, future: Future[None]) -> None:
        """Give a future of a running event loop a result when the call is over."""

    def outcome(self) -> Any:
        """Return what the call returned, or raise what it raised. It can be taken once."""

class Threads:
    """Threads that start when they are needed, and end when they have been idle for a while.

    They do not survive a fork: the child makes new ones, and calls nothing but `close` of these.
    """

    process: int

    def __init__(self, size: int) -> None: ...
    def start(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Job:
        """Call a function in a thread, with a copy of the current context."""

    def close(self) -> None:
        """Let the threads end when nothing is left to do. Calls that have been started end as usual."""
