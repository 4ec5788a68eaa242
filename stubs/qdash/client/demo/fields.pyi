"""What the parameters and body members of an operation may be, and the complaints about those that are not.

Query values arrive as text and body members as JSON: every field takes both, as QDash does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

REQUIRED: Any
"""The default of a field that must be given."""

ABSENT: Any
"""The default of a field for which null is not the same as left out."""

Place = Literal["path", "query", "body"]

class Invalid(Exception):
    """A value that a field does not take: the type, text and context of the complaint."""

    kind: str
    message: str
    context: dict[str, object]

    def __init__(self, kind: str, message: str, **context: object) -> None: ...

@dataclass(frozen=True)
class Text:
    """A string."""

    default: Any = ...
    max_length: int | None = None

    def read(self, value: object) -> str:
        """Return the value as the handler wants it, or raise Invalid."""

@dataclass(frozen=True)
class Texts:
    """A query key that may be given more than once, or a list of strings."""

    default: Any = ...

    def read(self, value: object) -> list[str]:
        """Return the value as the handler wants it, or raise Invalid."""

@dataclass(frozen=True)
class Integer:
    """A whole number between two bounds, both included."""

    default: Any = ...
    ge: int | None = None
    le: int | None = None

    def read(self, value: object) -> int:
        """Return the value as the handler wants it, or raise Invalid."""

@dataclass(frozen=True)
class Flag:
    """True or false."""

    default: Any = ...

    def read(self, value: object) -> bool:
        """Return the value as the handler wants it, or raise Invalid."""

@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    words: Sequence[str]
    default: Any = ...

    def read(self, value: object) -> str:
        """Return the value as the handler wants it, or raise Invalid."""

@dataclass(frozen=True)
class Moment:
    """A time in ISO 8601; it becomes naive, in UTC."""

    default: Any = ...

    def read(self, value: object) -> datetime:
        """Return the value as the handler wants it, or raise Invalid."""

@dataclass(frozen=True)
class FreeForm:
    """A JSON object with members of the user's own."""

    default: Any = ...

    def read(self, value: object) -> dict[str, Any]:
        """Return the value as the handler wants it, or raise Invalid."""

@dataclass(frozen=True)
class Members:
    """A JSON object whose members the API names."""

    default: Any = ...

    def read(self, value: object) -> dict[str, Any]:
        """Return the value as the handler wants it, or raise Invalid."""

@dataclass(frozen=True)
class OrNull:
    """What a field takes, or null, which is not the same as left out."""

    field: Text | Choice
    default: Any = ...

    def read(self, value: object) -> str | None:
        """Return the value as the handler wants it, or raise Invalid."""

Field = OrNull | Text | Texts | Integer | Flag | Choice | Moment | FreeForm | Members

Complaint = dict[str, Any]

def complaint(kind: str, place: Sequence[str | int], message: str, given: object, **context: object) -> Complaint:
    """Word one entry of the ``detail`` list of a 422 answer."""

def read_all(
    fields: Mapping[str, Field], given: Mapping[str, Any], place: Place, *, whole: object = None
) -> tuple[dict[str, Any], list[Complaint]]:
    """Read the fields of a place from what was given; members without a field are ignored.

    ``whole`` is what a complaint about a missing member shows as its input. A null stands for a default of None.
    """
