"""Where a document is not what was declared, and what is wrong there."""

from typing import Any

class Mismatch(ValueError):
    """A document is not what was declared, or a value cannot be written as JSON.

    Attributes:
        path: where, such as ``chips[3].installed_at``; empty for the document itself.
        problem: what is wrong there.
        payload: the document, where it could be parsed.
    """

    path: str
    problem: str
    payload: Any

    def __init__(self, path: str, problem: str, payload: Any = None) -> None: ...

class Unexpected(ValueError):
    """What a decoder raises: what was expected and what was found. Decoders append the keys that lead to the place."""

    expected: str
    found: Any
    keys: list[str | int]

    def __init__(self, expected: str, found: Any) -> None: ...
    def at(self, key: str | int) -> Unexpected:
        """Append the key of what holds the place."""

    def path(self) -> str:
        """Return the path of the place."""

    def problem(self) -> str:
        """Return the message."""

def unexpected(error: Exception, shape: Any, value: Any) -> Unexpected:
    """Return the `Unexpected` for what the decoder of a shape raised, which may be one already."""

def missing(name: str, shape: Any) -> Unexpected:
    """Return the `Unexpected` for a member that an object lacks."""

def join(path: str, key: str | int) -> str:
    """Append a member or an index to a path."""
