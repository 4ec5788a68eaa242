"""Iterators over paged lists, which fetch a page when it is needed."""

from collections.abc import Callable
from typing import Any

ITERATOR_DOC: str

def over_pages(area: type, of: str, name: str) -> Callable[..., Any]:
    """Return the iterator over what a paged operation lists, or its async variant, as the name says."""

def over_states(
    area: type, declaration: Callable[..., Any], of: str, states: dict[str, tuple[object, ...]], name: str
) -> Callable[..., Any]:
    """Return the iterator over what a paged operation lists for each value of a parameter, or its async variant."""

def over_override(area: type, method: Any, name: str) -> Callable[..., Any]:
    """Return the async variant of an iterator that a program has written in the place of one of ours."""
