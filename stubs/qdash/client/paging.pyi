"""All items of a paged list, fetched a page at a time as they are asked for.

The generators here decide what to fetch next and make no call themselves: they yield a call, get its page, and yield a
list of items. `run` and `run_async` make the calls.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator, Mapping
from typing import Any

__all__ = [
    "all_states",
    "everything",
    "run",
    "run_async",
]

def run(
    steps: Generator[tuple[Callable[..., Any], dict[str, Any]] | list[Any], Any, None], client: Any
) -> Iterator[Any]:
    """Make the calls, and yield the items."""

def run_async(
    steps: Generator[tuple[Callable[..., Any], dict[str, Any]] | list[Any], Any, None],
    client: Any,
    in_thread: Callable[..., Awaitable[Any]],
) -> AsyncIterator[Any]:
    """Make the calls in threads, and yield the items."""

def everything(
    method: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Generator[tuple[Callable[..., Any], dict[str, Any]] | list[Any], Any, None]:
    """Go through all that a paged operation lists."""

def all_states(
    iterator: Callable[..., Any], of: str, states: Mapping[str, tuple[object, ...]], kwargs: dict[str, Any]
) -> Generator[tuple[Callable[..., Any], dict[str, Any]] | list[Any], Any, None]:
    """Go through all that a paged operation lists one state at a time, such as the open and the closed issues."""
