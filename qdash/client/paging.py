"""All items of a paged list, fetched a page at a time as they are asked for."""

from __future__ import annotations

from .errors import QDashValidationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from typing import Any

    from .endpoint import Endpoint

__all__ = ["walk", "walk_async"]

_DEFAULT_SIZE = 100  # where the API has no maximum


class _Pages:
    """Knows which page comes next, and when there is none."""

    def __init__(self, endpoint: Endpoint, arguments: dict[str, Any]) -> None:
        self._endpoint = endpoint
        self._start_name = "skip" if "skip" in endpoint.query else "offset"
        size = _whole(arguments.get("limit"))
        self._size: int = size if size is not None else endpoint.bounds.get("limit", (1, None))[1] or _DEFAULT_SIZE
        self._start: int = _whole(arguments.get(self._start_name)) or 0
        self._arguments = arguments
        self._last: list[Any] = []
        self.more = True

    def arguments(self) -> dict[str, Any]:
        """Return the keyword arguments for the next page."""
        return {**self._arguments, "limit": self._size, self._start_name: self._start}

    def items(self, page: Any) -> list[Any]:
        """Take a page, and return what is in it."""
        items: list[Any] = getattr(page, self._endpoint.pages) if self._endpoint.pages else page
        if items and items == self._last:
            raise QDashValidationError(
                f"{self._endpoint.method} {self._endpoint.path}: two pages are the same, so the server seems to ignore "
                f"{self._start_name!r}"
            )
        self._last = items
        self._start += len(items)
        # Some lists have no total, or one that is always 0. They end with a page that is not full.
        total = getattr(page, "total", None)
        self.more = bool(items) and (self._start < total if total else len(items) >= self._size)
        return items


def _whole(value: Any) -> Any:
    """Return the number that text stands for; what stands for none is refused when the first page is asked for."""
    try:
        return int(value) if isinstance(value, str) else value
    except ValueError:
        return value


def walk(endpoint: Endpoint, fetch: Callable[..., Any], arguments: dict[str, Any]) -> Iterator[Any]:
    """Yield the items of all pages."""
    pages = _Pages(endpoint, arguments)
    while pages.more:
        yield from pages.items(fetch(**pages.arguments()))


async def walk_async(
    endpoint: Endpoint, fetch: Callable[..., Awaitable[Any]], arguments: dict[str, Any]
) -> AsyncIterator[Any]:
    """Yield the items of all pages."""
    pages = _Pages(endpoint, arguments)
    while pages.more:
        for item in pages.items(await fetch(**pages.arguments())):
            yield item
