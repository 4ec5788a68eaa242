"""All items of a paged list. Each page is fetched when it is needed.

The generators here decide what to fetch next and make no call themselves: they yield a call, get its page, and yield a
list of items. `iterate_over` and `iterate_over_async` make the calls.
"""

from __future__ import annotations

from operator import attrgetter

from ..errors import QDashValidationError
from .steps import Ask, take, take_async

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator, Iterator, Mapping
    from typing import Any

    from .operation import Operation

    Steps = Generator[Ask | list[Any], Any]

__all__ = ["all_states", "everything", "iterate_over", "iterate_over_async"]

_DEFAULT_SIZE = 100  # where the API has no maximum
_FAR = 10**9  # no list is so long


def iterate_over(steps: Steps, client: Any) -> Iterator[Any]:
    """Make the calls, and yield the items."""
    page = None
    while (step := _next(steps, page)) is not None:
        if isinstance(step, list):
            page = None
            yield from step
        else:
            page = take(client, step)


async def iterate_over_async(steps: Steps, client: Any) -> AsyncIterator[Any]:
    """Await the calls, and yield the items."""
    page = None
    while (step := _next(steps, page)) is not None:
        if isinstance(step, list):
            page = None
            for item in step:
                yield item
        else:
            page = await take_async(client, step)


def _next(steps: Steps, page: Any) -> Ask | list[Any] | None:
    try:
        return steps.send(page)
    except StopIteration:
        return None


def everything(operation: Operation, rest: Operation | None, arguments: dict[str, Any]) -> Steps:
    """Go through all that a paged operation lists; `rest` is the one that lists a single group, if there is one."""
    return _with_rest(operation, rest, arguments) if rest else _pages(operation, arguments, set())


def all_states(operation: Operation, states: Mapping[str, tuple[object, ...]], kwargs: dict[str, Any]) -> Steps:
    """Go through all that a paged operation lists one state at a time, such as the open and the closed issues."""
    seen: set[Any] = set()
    ((name, values),) = states.items()
    for value in values:
        yield from _pages(operation, {**kwargs, name: value}, seen)


def _with_rest(operation: Operation, rest: Operation, arguments: dict[str, Any]) -> Steps:
    """Go through a list that holds no more than one page of each group, and then through the rest of full groups."""
    _, group, parameter = operation.rest
    seen: set[Any] = set()
    counts: dict[Any, int] = {}
    steps, page = _pages(operation, arguments, seen), None
    filled = 0  # pages
    while (step := _next(steps, page)) is not None:
        if isinstance(step, list):
            filled += bool(step)
            for item in step:
                if _is_counted(item, operation):
                    counts[getattr(item, group)] = counts.get(getattr(item, group), 0) + 1
        page = yield step
    if arguments.get("offset"):
        return  # the caller skips some, and nobody knows which ones of a group these are
    full = min(int(_size(operation, arguments)), _DEFAULT_SIZE)
    # Between two pages, items that were added may have moved others of their group past its end.
    for key in [key for key, count in counts.items() if count >= full or (filled > 1 and count * 2 >= full)]:
        yield from _pages(rest, {**arguments, parameter: key}, seen)


def _pages(operation: Operation, arguments: dict[str, Any], seen: set[Any]) -> Steps:
    """Go through a list, but for the items whose keys have been seen."""
    start_name = "skip" if "skip" in operation.query else "offset"
    size = _size(operation, arguments)
    start = first = arguments.get(start_name) or 0
    furthest = -1
    previous: list[Any] = []
    least: int | None = None  # of the totals so far
    honoured = False  # whether the start is known to make a difference
    while True:
        call = {**arguments, "limit": size, start_name: start}
        page = yield Ask(operation.name, **call)
        start = int(start)
        items = _items(page, operation)
        counted = [item for item in items if _is_counted(item, operation)]
        new = _unseen(items, operation.key, seen) if operation.key else items
        repeated = not new if operation.key else items == previous
        if counted and repeated and not honoured and 0 <= furthest <= start:
            # That is what a server does that ignores the start, or a list that grew by a page in the meantime.
            beyond = yield Ask(operation.name, **{**call, start_name: _FAR})
            if any(_is_counted(item, operation) for item in _items(beyond, operation)):
                raise QDashValidationError(
                    f"{operation.method} {operation.path}: the server ignores {start_name!r}: there are items however "
                    f"large it is",
                    method=operation.method,
                )
            honoured = True
        yield new
        previous = items
        furthest = max(furthest, start + len(counted))
        total = getattr(page, "total", None)
        if total and operation.key and least is not None and total < least:
            # Items before this page have left the list, so that others have moved to their places.
            start = max(int(first), start - (least - total))
            least = total
            continue
        # Where recurring items do count after all, pages overlap a little, and nothing is lost.
        start += len(counted) or len(new)
        if total:
            least = total if least is None else min(least, total)
            more = start < total
        else:
            # Some lists have no total, or one that is always 0. A page that is not full is the last one, unless the
            # server may have a maximum that it does not tell.
            more = "limit" not in operation.bounds or len(counted) >= int(size)
        if not (more and (counted or new)):
            return


def _size(operation: Operation, arguments: Mapping[str, Any]) -> Any:
    size = arguments.get("limit")
    return size if size is not None else operation.bounds.get("limit", (1, None))[1] or _DEFAULT_SIZE


def _items(page: Any, operation: Operation) -> list[Any]:
    return getattr(page, operation.pages) if operation.pages else page  # type: ignore[no-any-return]


def _is_counted(item: Any, operation: Operation) -> bool:
    """Return whether an item counts for limit and start, and is not on every page."""
    return operation.recurring is None or getattr(item, operation.recurring[0]) != operation.recurring[1]


def _unseen(items: list[Any], key: str, seen: set[Any]) -> list[Any]:
    found = []
    key_of = attrgetter(*key.split())
    for item in items:
        identity: Any = key_of(item)
        if identity == "" or identity not in seen:
            found.append(item)
            seen.add(identity)
    return found
