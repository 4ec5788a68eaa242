"""Iterators over paged lists, which fetch a page when it is needed."""

from __future__ import annotations

from .methods import check, dress, inspectable, override_of
from .paging import all_states, everything, iterate_over, iterate_over_async

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from typing import Any

    from .operation import Operation
    from .paging import Steps

# What the documentation of an iterator says; stubs/generate.py reads it here.
ITERATOR_DOC = """Go through all that `{method}` lists, and fetch a page when it is needed.

        The parameters are the same, but ``limit`` is the size of a page, and the largest one by default.

        QDash operation: {operation}.
        """


def over_pages(area: type, of: str, name: str) -> Callable[..., Any]:
    """Return the iterator over what a paged operation lists, or its async variant, as the name says."""
    method = getattr(area, of)
    operation: Operation = method.__endpoint__
    returns = f"{_kind(name)}[{operation.item}]"
    declaration = inspectable(operation.signature, {"limit": "int | None", "return": returns}, {"limit": None})

    rest: Operation | None = getattr(area, operation.rest[0]).__endpoint__ if operation.rest else None

    def steps(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Steps:
        return everything(operation, rest, dict(zip(operation.names, args, strict=False)) | kwargs)

    iterate = _iterator(area, declaration, name, steps)
    iterate.__doc__ = ITERATOR_DOC.format(method=of, operation=operation.operation)
    iterate.__endpoint__ = operation  # type: ignore[attr-defined]
    return iterate


def over_states(
    area: type, declaration: Callable[..., Any], of: str, states: dict[str, tuple[object, ...]], name: str
) -> Callable[..., Any]:
    """Return the iterator over what a paged operation lists for each value of a parameter, or its async variant."""
    item = declaration.__annotations__["return"].partition("[")[2]
    declaration = inspectable(declaration, {"return": f"{_kind(name)}[{item}"})

    def steps(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Steps:
        del args
        return all_states(getattr(area, of).__endpoint__, states, kwargs)

    return _iterator(area, declaration, name, steps)


async def _in_threads(client: Any, items: Any) -> AsyncIterator[Any]:
    """Go through an iterator, each item in a thread."""
    items, over = iter(items), object()
    try:
        while (item := await client._in_thread(next, items, over)) is not over:
            yield item
    finally:
        if hasattr(items, "close"):
            await client._in_thread(items.close)


def _kind(name: str) -> str:
    return "AsyncIterator" if name.endswith("_async") else "Iterator"


def _iterator(
    area: type, declaration: Callable[..., Any], name: str, steps: Callable[[tuple[Any, ...], dict[str, Any]], Steps]
) -> Callable[..., Any]:
    def iterate(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        check(declaration, self, args, kwargs)
        return iterate_over(steps(args, kwargs), self)

    def iterate_async(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        override = override_of(self, plain, getattr(area, plain))
        if override is not None:
            return _in_threads(self, override(*args, **kwargs))
        check(declaration, self, args, kwargs)
        return iterate_over_async(steps(args, kwargs), self)

    plain = name.removesuffix("_async")
    return dress(iterate if plain == name else iterate_async, declaration, name)  # type: ignore[no-any-return]
