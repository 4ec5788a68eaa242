"""Dataclasses that are completed when somebody needs it.

To import `dataclasses` takes longer than to import this client, and to make a class with it takes five times as long as
without. A class that is made here has its slots at once, and all share one constructor, ``repr`` and ``==``. What only
`dataclasses` can provide, such as the fields and the signature, is made when it is first used.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

__all__ = [
    "REQUIRED",
    "Deferred",
    "Member",
    "dataclass",
    "field",
    "members",
]

REQUIRED: Any

class Member:
    """A member of a class: its annotation, and how its default is made."""

    annotation: str
    options: dict[str, Any]
    default: Any
    default_factory: Callable[[], Any] | None

    def __init__(self, annotation: str, value: Any) -> None: ...
    @property
    def required(self) -> bool:
        """Whether there is no default."""

    def make_default(self) -> Any:
        """Return the default, a new one where it can be changed."""

class Deferred:
    """What classes that are made here inherit. It has no annotations, because those would count as members.

    ``repr`` is that of a dataclass, and has at most about 4,000 characters. Where it would have more, it leaves out the
    middle of long lists and dicts and the end of long texts, at any depth, and says how much that is.
    """

    def __init__(self, /, *positional: Any, **values: Any) -> None: ...
    def __repr__(self) -> str: ...
    def __eq__(self, other: object) -> bool: ...

def members(cls: type) -> dict[str, Member]:
    """Return the members of a class, by name."""
