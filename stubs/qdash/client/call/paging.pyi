"""All items of a paged list, fetched a page at a time as they are asked for.

The generators here decide what to fetch next and make no call themselves: they yield a call, get its page, and yield a
list of items. `iterate_over` and `iterate_over_async` make the calls.
"""

from collections.abc import AsyncIterator, Generator, Iterator, Mapping
from typing import Any

from .operation import Operation
from .steps import Ask

__all__ = [
    "all_states",
    "everything",
    "iterate_over",
    "iterate_over_async",
]

def iterate_over(steps: Generator[Ask | list[Any], Any], client: Any) -> Iterator[Any]:
    """Make the calls, and yield the items."""

def iterate_over_async(steps: Generator[Ask | list[Any], Any], client: Any) -> AsyncIterator[Any]:
    """Await the calls, and yield the items."""

def everything(
    operation: Operation, rest: Operation | None, arguments: dict[str, Any]
) -> Generator[Ask | list[Any], Any]:
    """Go through all that a paged operation lists; `rest` is the one that lists a single group, if there is one."""

def all_states(
    operation: Operation, states: Mapping[str, tuple[object, ...]], kwargs: dict[str, Any]
) -> Generator[Ask | list[Any], Any]:
    """Go through all that a paged operation lists one state at a time, such as the open and the closed issues."""
