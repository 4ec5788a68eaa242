"""The text of single values: exact for data, short for people."""

from __future__ import annotations

from .columns import value_at
from .times import duration, local_time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo
    from typing import Any

    from .columns import Column, Kind, Row

__all__ = ["exact", "readable", "well_formed"]

_EXPONENT_FROM = 1e15


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
        return _numbers(values, column.digits)
    return [_readable(value, column.kind, tz) for value in values]


def _readable(value: Any, kind: Kind, tz: tzinfo | None = None) -> str:
    if isinstance(value, bool) and kind != "json":
        return "yes" if value else "no"
    if kind == "time" and isinstance(value, str):
        return local_time(value, tz)
    if kind == "duration" and isinstance(value, (str, int, float)):
        return duration(value)
    return exact(value)


def _numbers(values: list[Any], digits: int) -> list[str]:
    """Return numbers with the same decimals, so that their points are below each other."""
    sizable = (value for value in values if _is_real(value) and abs(value) >= 10**-digits)
    decimals = min(digits, max((_decimals(value, digits) for value in sizable), default=0))
    return [_number(value, digits, decimals) if _is_real(value) else _readable(value, "number") for value in values]


def _is_real(value: Any) -> bool:
    return isinstance(value, float) and not value - value


def _decimals(value: float, digits: int) -> int:
    """Return the decimals that a number needs for its significant digits."""
    exponent = int(f"{value:.{digits - 1}e}".partition("e")[2])
    needed = max(0, digits - 1 - exponent)
    return len(f"{value:.{needed}f}".partition(".")[2].rstrip("0"))


def _number(value: float, digits: int, decimals: int) -> str:
    text = f"{value:.{decimals}f}"
    loses_digits = abs(value) < 100 / 10**decimals and float(text) != value
    return f"{value:.{digits}g}" if loses_digits or abs(value) >= _EXPONENT_FROM else text
