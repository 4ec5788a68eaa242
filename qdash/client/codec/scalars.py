"""The conversion of JSON scalars. Each function returns the Python value, or raises one of `REFUSALS`."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import datetime, timedelta
from types import NoneType

from .shapes import PLAIN, Timed, is_any, is_typed_dict

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable
    from typing import Any

    _Decoder = Callable[[Any], Any]

__all__ = [
    "DURATIONS",
    "FROM_ISO",
    "REFUSALS",
    "Durations",
    "date_time",
    "date_time_parts",
    "lenient_date_time",
    "number",
    "one_of",
    "scalar",
]

_DATE_TIME: re.Pattern[str] | None = None  # compiled when it is first needed


def _not_trusted(value: str) -> datetime:
    raise ValueError(value)


# Written in C it takes ASCII digits only. Where it is written in Python, the whole shape is always checked.
FROM_ISO: Callable[[str], datetime] = datetime.fromisoformat if sys.implementation.name == "cpython" else _not_trusted
if sys.version_info >= (3, 14):

    def _without_24_hours(value: str, read: Callable[[str], datetime] = FROM_ISO) -> datetime:
        """Refuse 24:00, which is the next midnight from 3.14 on, and an error before."""
        if "T24" in value:
            raise ValueError(value)
        return read(value)

    FROM_ISO = _without_24_hours

_MOST_DURATIONS = 4096
_LONGEST_DURATION = 32  # characters, of those that are remembered
# The keys that end in "_at", by all keys of an object. Any thread may empty it at any time.
_TIMES: dict[tuple[str, ...], list[str]] = {}
_MOST_TIMES = 1024
_MOST_KEYS = 64
REFUSALS: tuple[type[Exception], ...] = (TypeError, ValueError, KeyError, AttributeError, IndexError, OverflowError)


def _exactly(kind: type) -> _Decoder:
    def check(value: Any) -> Any:
        if value.__class__ is not kind:
            raise TypeError
        return value

    return check


def _anything(value: Any) -> Any:
    return value


def _timed(value: Any) -> Any:
    """Append the offset of UTC to naive date-times in an object that QDash wrote and in the objects in it, in place."""
    if value.__class__ is not dict:
        raise TypeError
    for name, entry in value.items():
        if entry.__class__ is dict:
            names = _TIMES.get(keys := tuple(entry))
            for key in _times(keys) if names is None else names:
                text = entry[key]
                if text.__class__ is str:
                    try:  # the form that QDash sends, without a call: there may be thousands
                        if text[-7] == "." and text[-16] == "T" and text[-19] == "-":
                            FROM_ISO(completed := text + "+00:00")
                            entry[key] = completed
                            continue
                    except (ValueError, IndexError):
                        pass
                    entry[key] = _completed(text)
        elif name[-3:] == "_at" and entry.__class__ is str:
            value[name] = _completed(entry)
    return value


def _completed(text: str) -> str:
    """Append the offset of UTC to a date with a time of day and without an offset; leave anything else as it is."""
    match = date_time_parts(text)
    if match is not None and match[3] and not (match[5] or match[6]):
        with suppress(*REFUSALS):
            date_time(text)
            return f"{text}+00:00"
    return text


def _times(keys: tuple[str, ...]) -> list[str]:
    """Return the keys that are those of times; they are remembered, because objects of one kind have the same keys."""
    found = [key for key in keys if key.endswith("_at")]
    if len(_TIMES) >= _MOST_TIMES:
        _TIMES.clear()
    if len(keys) <= _MOST_KEYS:
        _TIMES[keys] = found
    return found


def number(value: Any) -> float:
    """Read a finite number, which JSON may write without a point."""
    if value.__class__ is int:
        return float(value)
    if value.__class__ is not float or value - value:
        raise TypeError
    return value


def date_time(value: Any) -> datetime:
    """Read ISO 8601; without an offset it means UTC.

    What QDash sends is told by a few characters, counted from the end. For all other text the whole shape is checked,
    because `datetime.fromisoformat` alone would not do: it takes other notations in each version of Python, ignores
    what follows the sixth digit of a fraction, and takes the "+" after a mere date for the separator before a time.
    """
    try:
        if value[-1] == "Z":
            if (value[-8] == "." and value[-17] == "T" and value[-20] == "-") or (
                value[-4] == ":" and value[-10] == "T" and value[-13] == "-"
            ):
                return FROM_ISO(f"{value[:-1]}+00:00")
        elif (value[-7] == "." and value[-16] == "T" and value[-19] == "-") or (
            value[-3] == ":" and value[-9] == "T" and value[-12] == "-"
        ):
            return FROM_ISO(f"{value}+00:00")
    except (ValueError, IndexError):
        pass
    return lenient_date_time(value)


def lenient_date_time(value: str) -> datetime:
    """Read any form of ISO 8601 that `date_time_parts` knows."""
    match = date_time_parts(value)
    if match is None:
        raise ValueError
    day, minute, second, fraction, _, hours, minutes = match.groups()
    offset = f"{hours}:{minutes or '00'}" if hours else "+00:00"
    # In this form all Pythons read the same.
    return datetime.fromisoformat(f"{day}T{minute or '00:00'}:{second or '00'}.{(fraction or '')[:6]:0<6}{offset}")


def date_time_parts(value: str) -> re.Match[str] | None:
    """Take ISO 8601 apart: a date, and optionally a time of day, its fraction, and an offset. None for other text."""
    global _DATE_TIME
    if _DATE_TIME is None:
        import re

        _DATE_TIME = re.compile(
            r"(\d{4}-\d\d-\d\d)"
            r"(?:[Tt ]((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d)(?:[.,](\d+))?)?"
            r"(?: ?(?:([Zz])|([+-](?:[01]\d|2[0-3])):?([0-5]\d)?))?)?",
            re.ASCII,
        )
    return _DATE_TIME.fullmatch(value)


class Durations(dict[str, timedelta]):
    """Durations that were read before, because tasks of one kind take about as many seconds.

    A text that is new is read. Any thread may empty this at any time.
    """

    __slots__ = ()

    def __missing__(self, text: str) -> timedelta:
        length = _duration(text)
        if len(self) >= _MOST_DURATIONS:
            self.clear()
        if len(text) <= _LONGEST_DURATION:
            self[text] = length
        return length


def _duration(value: Any) -> timedelta:
    """Read ``H:MM:SS`` with any number of hours, or ISO 8601 such as ``PT1H2.5S``."""
    import re

    clock = re.fullmatch(r"(?:(-?\d+) days?, |(-))?(\d+):([0-5]\d):([0-5]\d(?:\.\d+)?)", value, re.ASCII)
    match = clock or re.fullmatch(
        r"(-)?P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", value, re.ASCII
    )
    if match is None or value in ("P", "-P"):
        raise ValueError
    # Python writes minus five seconds as "-1 day, 23:59:55": there the sign is that of the days alone.
    sign, days = (match[2], match[1]) if clock else (match[1], match[2])
    days, hours, minutes, seconds = (float(part or 0) for part in (days, *match.groups()[2:]))
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if sign else length


DURATIONS: Durations = Durations()
_SCALARS: dict[Any, _Decoder] = {
    **{kind: _exactly(kind) for kind in (str, int, bool, NoneType)},
    float: number,
    datetime: date_time,
    timedelta: DURATIONS.__getitem__,
    Timed: _timed,
}


def scalar(shape: Any) -> _Decoder | None:
    """Return the function for a type without structure of its own, or None where it has some."""
    if shape in _SCALARS:
        return _SCALARS[shape]
    if is_any(shape):
        return _anything
    return _exactly(dict) if is_typed_dict(shape) else None


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
            return number(value) if value.__class__ is float else value
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
