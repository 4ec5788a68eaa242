"""JSON values to Python ones, without structure: each function returns what it is asked for, or raises.

What it raises is one of `REFUSALS`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from types import NoneType

from .model import PLAIN, is_any

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    _Decoder = Callable[[Any], Any]

__all__ = ["DURATIONS", "REFUSALS", "date_time", "duration", "lenient_date_time", "number", "one_of", "scalar"]

# Durations that were read before: tasks of one kind take about as many seconds. Any thread may empty it at any time.
DURATIONS: dict[str, timedelta] = {}
_MOST_DURATIONS = 4096
_LONGEST_DURATION = 32  # characters, of those that are remembered
REFUSALS: tuple[type[Exception], ...] = (TypeError, ValueError, KeyError, AttributeError, IndexError, OverflowError)


def _exactly(kind: type) -> _Decoder:
    def check(value: Any) -> Any:
        if value.__class__ is not kind:
            raise TypeError
        return value

    return check


def _anything(value: Any) -> Any:
    return value


def number(value: Any) -> float:
    """Read a number, which JSON may write without a point."""
    if value.__class__ is int:
        return float(value)
    if value.__class__ is not float:
        raise TypeError
    return value


def date_time(value: Any) -> datetime:
    """Read ISO 8601; without an offset it means UTC."""
    try:
        moment = datetime.fromisoformat(value[:-1] + "+00:00" if value[-1] == "Z" else value + "+00:00")
    except ValueError:
        return lenient_date_time(value)
    # It takes the "+" after a mere date for the separator before a time.
    return lenient_date_time(value) if moment.tzinfo is None else moment


def lenient_date_time(value: str) -> datetime:
    """Read what `fromisoformat` of CPython 3.10 does not: other offsets, any number of fraction digits, ``z``."""
    import re

    match = re.fullmatch(
        r"(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?\s*(?:([Zz])|([+-]\d\d):?(\d\d)?)?",
        value,
        re.ASCII,
    )
    if match is None:
        raise ValueError
    day, minute, second, fraction, _, hours, minutes = match.groups()
    offset = f"{hours}:{minutes or '00'}" if hours else "+00:00"
    return datetime.fromisoformat(
        f"{day}T{minute or '00:00'}:{second or '00'}.{(fraction or '')[:6]:0<6}{offset}",
    )


def duration(value: Any) -> timedelta:
    """Read ``H:MM:SS`` with any number of hours, or ISO 8601 such as ``PT1H2.5S``."""
    known = DURATIONS.get(value)
    if known is not None:
        return known
    import re

    match = re.fullmatch(r"(-?)(?:(\d+) days?, )?(\d+):(\d\d):(\d\d(?:\.\d+)?)", value, re.ASCII) or re.fullmatch(
        r"(-?)P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", value, re.ASCII
    )
    if match is None or value in ("P", "-P"):
        raise ValueError
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups()[1:])
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if match[1]:
        length = -length
    if len(DURATIONS) >= _MOST_DURATIONS:
        DURATIONS.clear()
    if len(value) <= _LONGEST_DURATION:
        DURATIONS[value] = length
    return length


_SCALARS: dict[Any, _Decoder] = {
    **{kind: _exactly(kind) for kind in (str, int, bool, NoneType)},
    float: number,
    datetime: date_time,
    timedelta: duration,
}


def scalar(shape: Any) -> _Decoder | None:
    """Return the function for a type without structure of its own, or None where it has some."""
    if shape in _SCALARS:
        return _SCALARS[shape]
    if is_any(shape):
        return _anything
    return _exactly(dict) if shape.__class__.__name__ == "_TypedDictMeta" else None


def one_of(shapes: tuple[Any, ...], decoder: Callable[[Any], _Decoder]) -> _Decoder:
    """Return the function for a union, given what finds the one for its member with structure, if it has one."""
    plain = {shape for shape in shapes if shape in PLAIN}
    structured = [shape for shape in shapes if shape not in PLAIN]
    inner = decoder(structured[0]) if structured else None
    if float in plain and int not in plain and inner is None:
        inner = number
    if structured == [datetime] and str in plain:
        return _date_time_or_text

    def decode_union(value: Any) -> Any:
        if value.__class__ in plain:
            return value
        if inner is None:
            raise TypeError
        return inner(value)

    return decode_union


def _date_time_or_text(value: Any) -> Any:
    if value.__class__ is not str:
        raise TypeError
    try:
        return date_time(value)
    except (ValueError, IndexError):
        return value
