"""Calls that are made of other calls: each is a generator that says what to do next.

A step is an `Ask`, another operation of the client, or a number, the seconds to wait. The generator itself neither
sleeps nor starts threads: `run` asks and sleeps in the thread of the caller, `run_async` awaits async variants and
`asyncio.sleep`. So a cancelled async call ends at once.
"""

from collections.abc import Generator
from typing import Any, TypeVar

_Result = TypeVar("_Result")

class Ask:
    """One operation to be called.

    Attributes:
        name: the method of the client.
        args: its positional arguments.
        kwargs: its keyword arguments.
        within: the seconds that it may take, retries included; None for the limits of the client alone.
    """

    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    within: float | None

    def __init__(self, name: str, /, *args: Any, within: float | None = None, **kwargs: Any) -> None: ...

class Caller:
    """A client, as far as `run` and `run_async` need it."""

def run(client: Caller, steps: Generator[object, Any, _Result]) -> _Result:
    """Take the steps in this thread, and return the result."""

async def run_async(client: Caller, steps: Generator[object, Any, _Result]) -> _Result:
    """Take the steps in the event loop, and return the result."""

def take(client: Caller, step: Any) -> Any:
    """Take one step in this thread."""

async def run_attempts_async(client: Caller, attempts: Generator[float, None, _Result]) -> _Result:
    """Make the attempts of one operation, each in a thread, and wait between them in the event loop."""

async def take_async(client: Caller, step: Any) -> Any:
    """Take one step in the event loop."""
