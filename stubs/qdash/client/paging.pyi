"""All items of a paged list, fetched a page at a time as they are asked for."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

from .endpoint import Endpoint

__all__ = [
    "walk",
    "walk_async",
]

def walk(endpoint: Endpoint, fetch: Callable[..., Any], arguments: dict[str, Any]) -> Iterator[Any]:
    """Yield the items of all pages."""

def walk_async(
    endpoint: Endpoint, fetch: Callable[..., Awaitable[Any]], arguments: dict[str, Any]
) -> AsyncIterator[Any]:
    """Yield the items of all pages."""
