"""Columns: which values of a row are shown, under which heading, and how."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, Literal, TypeVar

    Row = Mapping[str, Any]
    Kind = Literal["text", "id", "number", "time", "duration", "json"]
    Shown = Literal["always", "wide", "data", "table"]
    Output = Literal["table", "wide", "data"]
    _Row = TypeVar("_Row", bound=Row)

__all__ = ["MISSING", "Column", "pick", "select", "sort", "value_at", "visible"]

MISSING: Any = object()  # what `value_at` returns on request if a row has no such member
_SHOWN = {
    "table": ("always", "table"),
    "wide": ("always", "table", "wide"),
    "data": ("always", "wide", "data"),
}


class Column:
    """A column of a table.

    Attributes:
        name: the member of the row; dots lead into nested objects and lists, as in ``data.t1.value``.
        title: the heading of the column in a table.
        kind: how a table shows the values: ``text``, ``id`` (text that is never cut), ``number``, ``time`` (ISO 8601,
            shown as local time), ``duration`` (seconds, ``H:MM:SS`` or ISO 8601), or ``json`` (anything, compact).
        digits: how many significant digits a table shows of a number, at least.
        shown: ``always``, ``wide`` (in wide tables and in data formats), ``data`` (in data formats, never in tables),
            or ``table`` (in tables, never in data formats).
    """

    __slots__ = ("digits", "kind", "name", "shown", "title")

    def __init__(
        self, name: str, title: str | None = None, *, kind: Kind = "text", shown: Shown = "always", digits: int = 4
    ) -> None:
        self.name: str = name
        self.title: str = name.upper().replace("_", " ").replace(".", " ") if title is None else title
        self.kind: Kind = kind
        self.shown: Shown = shown
        self.digits: int = digits

    def __repr__(self) -> str:
        return f"Column({self.name!r}, {self.title!r}, kind={self.kind!r}, shown={self.shown!r})"


def value_at(row: Row, name: str, default: Any = None) -> Any:
    """Return a member of a row; dots lead into nested objects, and numbers into lists.

    Args:
        row: the row.
        name: the name of the member. A key that holds dots itself is found, too.
        default: what is returned if there is no such member.
    """
    if name in row:
        return row[name]
    value: Any = row
    while True:
        if isinstance(value, dict) and name in value:
            return value[name]
        head, dot, name = name.partition(".")
        if isinstance(value, list) and head.isdecimal() and head.isascii() and int(head) < len(value):
            value = value[int(head)]
        elif dot and (value is row or isinstance(value, dict)) and head in value:
            value = value[head]
        else:
            return default
        if not dot:
            return value


def pick(row: Row, names: Iterable[str]) -> dict[str, Any]:
    """Return a row with these members only; those that it lacks are None."""
    return {name: value_at(row, name) for name in names}


def select(columns: Iterable[Column], names: Iterable[str]) -> list[Column]:
    """Return the columns with these names, all of them shown always. A name without a column gets one for anything."""
    known = {column.name: column for column in columns}
    return [
        Column(name, known[name].title, kind=known[name].kind, digits=known[name].digits)
        if name in known
        else Column(name, kind="json")
        for name in names
    ]


def visible(columns: Iterable[Column], output: Output) -> list[Column]:
    """Return the columns that a kind of output shows: ``table`` (Markdown, too), ``wide``, or ``data``."""
    return [column for column in columns if column.shown in _SHOWN[output]]


def sort(rows: Iterable[_Row], names: Sequence[str]) -> list[_Row]:
    """Return the rows in the order of these members, the first of them first; ``-name`` is the reverse order.

    Numbers come before text. Text is compared in the natural order, so that "Q2" comes before "Q10". Rows without a
    value come last in either order.
    """
    found = list(rows)
    for name in reversed(names):
        reverse, name = name.startswith("-"), name.removeprefix("-")
        keyed = [(value_at(row, name), row) for row in found]
        with_value = [(_key(value), row) for value, row in keyed if not _is_empty(value)]
        with_value.sort(key=lambda pair: pair[0], reverse=reverse)
        found = [row for _, row in with_value] + [row for value, row in keyed if _is_empty(value)]
    return found


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or value != value


def _key(value: Any) -> tuple[Any, ...]:
    """Return what a value is compared by. Each two of these can be compared."""
    import re

    if isinstance(value, (int, float)):
        return (0, value)
    text = value if isinstance(value, str) else repr(value)
    # Digits and other text alternate, and the first part is never digits.
    parts = re.split(r"([0-9]+)", text)
    return (1, [(int(part), part) if index % 2 else (part.casefold(), part) for index, part in enumerate(parts)])
