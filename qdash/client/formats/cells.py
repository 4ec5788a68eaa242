"""The text of single values: exact for data, short for people."""

from __future__ import annotations

from .columns import value_at
from .numbers import aligned, is_float
from .times import duration, local_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo
    from typing import Any

    from .columns import Column, Kind, Row

__all__ = ["exact", "readable", "well_formed"]


def exact(value: Any) -> str:
    """Return a value with all its digits; null is empty, and lists and objects are JSON."""
    if isinstance(value, str):
        return well_formed(value)
    if value is None:
        return ""
    if isinstance(value, float):
        return "" if value - value else repr(value)
    from .json_text import compact

    return compact(value)


def well_formed(text: str) -> str:
    """Return text that every Unicode encoding takes: halves of surrogate pairs become U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def readable(column: Column, rows: Iterable[Row], tz: tzinfo | None = None) -> list[str]:
    """Return the values of a column as people read them. A value of another kind than the column is shown as it is.

    Args:
        column: the column.
        rows: the rows.
        tz: the time zone of times; None is that of the system.
    """
    values = [value_at(row, column.name) for row in rows]
    if column.kind == "number":
        texts = iter(aligned([value for value in values if is_float(value)], column.digits))
        return [next(texts) if is_float(value) else _readable(value, column.kind) for value in values]
    return [_readable(value, column.kind, tz) for value in values]


def _readable(value: Any, kind: Kind, tz: tzinfo | None = None) -> str:
    if isinstance(value, bool) and kind != "json":
        return "yes" if value else "no"
    if kind == "time" and isinstance(value, str):
        return local_time(value, tz)
    if kind == "duration" and isinstance(value, (str, int, float)):
        return duration(value)
    return exact(value)
