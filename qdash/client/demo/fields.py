"""The types of parameters and body members, and the errors for invalid values.

Query values are text and body members are JSON. As in QDash, every field accepts both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from .times import parse

REQUIRED: Any = object()
"""The default of a required field."""

ABSENT: Any = object()
"""The default of a field for which null is not the same as left out."""

Place = Literal["path", "query", "body"]


class Invalid(Exception):
    """A value is not valid. The arguments are the type, text and context of the error."""

    def __init__(self, kind: str, message: str, **context: object) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.context: dict[str, object] = context


@dataclass(frozen=True)
class Text:
    """A string."""

    default: Any = REQUIRED
    max_length: int | None = None
    empty: bool = True

    def read(self, value: object) -> str:
        """Return the value as the handler wants it, or raise Invalid."""
        if not isinstance(value, str):
            raise Invalid("string_type", "Input should be a valid string")
        if not value and not self.empty:
            raise Invalid("string_too_short", "String should have at least 1 character", min_length=1)
        if self.max_length is not None and len(value) > self.max_length:
            message = f"String should have at most {self.max_length} characters"
            raise Invalid("string_too_long", message, max_length=self.max_length)
        return value


@dataclass(frozen=True)
class Texts:
    """A query key that may be given more than once, or a list of strings."""

    default: Any = REQUIRED

    def read(self, value: object) -> list[str]:
        """Return the value as the handler wants it, or raise Invalid."""
        if not isinstance(value, list):
            raise Invalid("list_type", "Input should be a valid list")
        return [Text().read(each) for each in value]


@dataclass(frozen=True)
class Integer:
    """An integer between two bounds (inclusive)."""

    default: Any = REQUIRED
    ge: int | None = None
    le: int | None = None

    def read(self, value: object) -> int:
        """Return the value as the handler wants it, or raise Invalid."""
        if isinstance(value, str):
            try:
                number = int(value)
            except ValueError:
                message = "Input should be a valid integer, unable to parse string as an integer"
                raise Invalid("int_parsing", message) from None
        elif isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
            number = int(value)
        else:
            raise Invalid("int_type", "Input should be a valid integer")
        if self.ge is not None and number < self.ge:
            raise Invalid("greater_than_equal", f"Input should be greater than or equal to {self.ge}", ge=self.ge)
        if self.le is not None and number > self.le:
            raise Invalid("less_than_equal", f"Input should be less than or equal to {self.le}", le=self.le)
        return number


@dataclass(frozen=True)
class Number:
    """A number."""

    default: Any = REQUIRED

    def read(self, value: object) -> float:
        """Return the value as the handler wants it, or raise Invalid."""
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return value
        raise Invalid("float_type", "Input should be a valid number")


@dataclass(frozen=True)
class Flag:
    """True or false."""

    default: Any = REQUIRED

    def read(self, value: object) -> bool:
        """Return the value as the handler wants it, or raise Invalid."""
        word = str(value).lower()
        if word in {"true", "1", "yes", "on", "t", "y"}:
            return True
        if word in {"false", "0", "no", "off", "f", "n"}:
            return False
        raise Invalid("bool_parsing", "Input should be a valid boolean, unable to interpret input")


@dataclass(frozen=True)
class Choice:
    """One of a set of texts."""

    words: Sequence[str]
    default: Any = REQUIRED

    def read(self, value: object) -> str:
        """Return the value as the handler wants it, or raise Invalid."""
        if isinstance(value, str) and value in self.words:
            return value
        *first, last = (repr(word) for word in self.words)
        expected = f"{', '.join(first)} or {last}"
        raise Invalid("literal_error", f"Input should be {expected}", expected=expected)


@dataclass(frozen=True)
class Moment:
    """A time in ISO 8601; it becomes naive, in UTC."""

    default: Any = REQUIRED

    def read(self, value: object) -> datetime:
        """Return the value as the handler wants it, or raise Invalid."""
        try:
            return parse(str(value))
        except ValueError:
            reason = "invalid datetime format"
            message = f"Input should be a valid datetime or date, {reason}"
            raise Invalid("datetime_from_date_parsing", message, error=reason) from None


@dataclass(frozen=True)
class FreeForm:
    """A JSON object with any members."""

    default: Any = REQUIRED

    def read(self, value: object) -> dict[str, Any]:
        """Return the value as the handler wants it, or raise Invalid."""
        if isinstance(value, dict):
            return value
        raise Invalid("dict_type", "Input should be a valid dictionary")


@dataclass(frozen=True)
class Bounds:
    """The smallest and the largest value that is allowed. Null is no bound."""

    default: Any = REQUIRED

    def read(self, value: object) -> dict[str, float | None]:
        """Return the value as the handler wants it, or raise Invalid."""
        given = FreeForm().read(value)
        return {
            name: None if given.get(name) is None else Number().read(given[name]) for name in ("minimum", "maximum")
        }


@dataclass(frozen=True)
class ByName:
    """A JSON object with any members, which are all of one kind."""

    field: Number | Bounds
    default: Any = REQUIRED

    def read(self, value: object) -> dict[str, Any]:
        """Return the value as the handler wants it, or raise Invalid."""
        return {name: self.field.read(each) for name, each in FreeForm().read(value).items()}


@dataclass(frozen=True)
class Objects:
    """A list of JSON objects whose members are texts."""

    members: Sequence[str]
    default: Any = REQUIRED

    def read(self, value: object) -> list[dict[str, str]]:
        """Return the value as the handler wants it, or raise Invalid."""
        if not isinstance(value, list):
            raise Invalid("list_type", "Input should be a valid list")
        text = Text(max_length=200, empty=False)
        return [{name: text.read(FreeForm().read(each).get(name)) for name in self.members} for each in value]


@dataclass(frozen=True)
class Members:
    """A JSON object with declared members."""

    default: Any = REQUIRED

    def read(self, value: object) -> dict[str, Any]:
        """Return the value as the handler wants it, or raise Invalid."""
        if isinstance(value, dict):
            return value
        raise Invalid("model_attributes_type", "Input should be a valid dictionary or object to extract fields from")


@dataclass(frozen=True)
class OrNull:
    """A value of another field, or null, which differs from a missing value."""

    field: Text | Choice
    default: Any = ABSENT

    def read(self, value: object) -> str | None:
        """Return the value as the handler wants it, or raise Invalid."""
        return None if value is None else self.field.read(value)


Field = OrNull | Text | Texts | Objects | Integer | Number | Flag | Choice | Moment | FreeForm | ByName | Members
Complaint = dict[str, Any]


def complaint(kind: str, place: Sequence[str | int], message: str, given: object, **context: object) -> Complaint:
    """Return one entry of the ``detail`` list of a 422 response."""
    entry: Complaint = {"type": kind, "loc": list(place), "msg": message, "input": given}
    return {**entry, "ctx": context} if context else entry


def read_all(
    fields: Mapping[str, Field], given: Mapping[str, Any], place: Place, *, whole: object = None
) -> tuple[dict[str, Any], list[Complaint]]:
    """Read the fields of the path, query or body; members without a field are ignored.

    ``whole`` is the input in the error for a missing member. A null stands for a default of None.
    """
    values: dict[str, Any] = {}
    complaints: list[Complaint] = []
    for name, field in fields.items():
        if name not in given or (given[name] is None and field.default is None):
            if field.default is REQUIRED:
                complaints.append(complaint("missing", (place, name), "Field required", whole))
            values[name] = field.default
            continue
        try:
            values[name] = field.read(given[name])
        except Invalid as problem:
            complaints.append(complaint(problem.kind, (place, name), problem.message, given[name], **problem.context))
    return values, complaints
