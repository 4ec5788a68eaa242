"""Mismatches between a document and its declaration, with their paths."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from .shapes import PLAIN, arguments_of, origin_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["Mismatch", "Unexpected", "join", "missing", "unexpected"]

_LONGEST_KEY = 60  # characters that a path shows
_ABSENT = object()


class Mismatch(ValueError):
    """A document does not match its declaration, or a value cannot be written as JSON.

    Attributes:
        path: the path of the value, such as ``chips[3].installed_at``; empty for the document itself.
        problem: the mismatch.
        payload: the document, if it could be parsed.
    """

    def __init__(self, path: str, problem: str, payload: Any = None) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path
        self.problem = problem
        self.payload = payload


class Unexpected(ValueError):
    """The exception of a decoder, with the expected and the found value. Decoders append the keys of its path."""

    def __init__(self, expected: str, found: Any) -> None:
        super().__init__(expected)
        self.expected = expected
        self.found = found
        self.keys: list[str | int] = []  # the innermost first

    def at(self, key: str | int) -> Unexpected:
        """Append a key to the path, innermost first."""
        self.keys.append(key)
        return self

    def path(self) -> str:
        """Return the path of the value."""
        path = ""
        for key in reversed(self.keys):
            path = join(path, key)
        return path

    def problem(self) -> str:
        """Return the message."""
        return f"expected {self.expected}, got {_short(self.found)}"


def unexpected(error: Exception, shape: Any, value: Any) -> Unexpected:
    """Return the `Unexpected` for what the decoder of a shape raised, which may be one already."""
    if origin_of(shape) == "union":
        kinds = arguments_of(shape)
        structured = [kind for kind in kinds if kind not in PLAIN and not (kind is datetime and str in kinds)]
        if value.__class__ not in (dict, list) or not structured:
            return Unexpected(_name(shape), value)
        shape = structured[0]
    return error if isinstance(error, Unexpected) else Unexpected(_name(shape), value)


def missing(name: str, shape: Any) -> Unexpected:
    """Return the `Unexpected` for a member that an object lacks."""
    return Unexpected(_name(shape), _ABSENT).at(name)


def _name(shape: Any) -> str:
    names = {**PLAIN, datetime: "a date-time", timedelta: "a duration"}
    if shape in names:
        return names[shape]
    origin = origin_of(shape)
    if origin == "union":
        return " or ".join(map(_name, arguments_of(shape)))
    return {list: "a list", dict: "an object"}.get(origin, "an object")


def _short(value: Any) -> str:
    if value is _ABSENT:
        return "nothing"
    try:
        text = json.dumps(value) if value is None or isinstance(value, bool) else repr(value)
    except RecursionError:
        return "something nested deeply"
    return text if len(text) <= 60 else f"{text[:57]}..."


def join(path: str, key: str | int) -> str:
    """Append a member or an index to a path."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    if len(key) > _LONGEST_KEY:
        key = f"{key[:_LONGEST_KEY]}..."
    if not key.isidentifier():
        return f"{path}[{key!r}]"
    return f"{path}.{key}" if path else key
