"""Dataclasses that are completed when somebody needs it.

To import `dataclasses` takes longer than to import this client, and to make a class with it takes five times as long as
without. A class that is made here has its slots at once, so that it can be decoded into; what else makes a dataclass of
it is made by `dataclasses` when it is first used: the constructor, ``repr``, ``==``, the fields.
"""

from collections.abc import Callable
from dataclasses import dataclass as dataclass
from dataclasses import field as field
from typing import Any

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
    """What classes that are made here inherit. It has no annotations, because those would count as members."""

def members(cls: type) -> dict[str, Member]:
    """Return the members of a class, by name."""
