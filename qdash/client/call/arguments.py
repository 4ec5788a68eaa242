"""The conversion of arguments to path, query and body, by the declared types of the parameters.

Each function takes a value and the name of its parameter, and returns the value to send or raises `codec.Mismatch`.
Values that the official client sends with success are accepted as well: a number for a text, and in a URL the
digits of a number or ``"true"``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timezone
from types import NoneType

from .. import codec
from ..codec import TOO_MANY_DIGITS, Mismatch, described, is_boolean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    Converter = Callable[[Any, str], Any]

__all__ = ["SPANS", "check_order", "converter", "moment_or_text", "scheduled", "text"]

# What is sent unchanged: all that reads date-times understands it.
_PLAIN_DATE_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)"
# Parameters that are the ends of a span of time.
SPANS: tuple[tuple[str, str], ...] = (
    ("start_at", "end_at"),
    ("start_from", "start_to"),
    ("started_at", "ended_at"),
    ("commissioned_at", "decommissioned_at"),
)


def text(value: Any, name: str) -> str:
    """Take a text, an integer, a UUID or a path."""
    if isinstance(value, str):
        return str.__str__(value)  # of an enumeration its value
    import numbers
    import os
    import uuid

    if isinstance(value, numbers.Integral) and not is_boolean(value):
        return _digits(value, name)
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, os.PathLike):
        path = value.as_posix() if hasattr(value, "as_posix") else os.fspath(value)
        if isinstance(path, str):
            return path
    raise Mismatch(name, f"must be a text, not {_kind(value)}")


def _kind(value: Any) -> str:
    """Return the description of a value that may be a secret: its type, or a missing value (NaN, NaT)."""
    return described(value) if value.__class__ is float and value != value else type(value).__name__


def _digits(value: Any, name: str) -> str:
    try:
        return str(int(value))
    except ValueError:
        raise Mismatch(name, TOO_MANY_DIGITS) from None


def texts(value: Any, name: str) -> list[str]:
    """Take several texts."""
    if not isinstance(value, (list, tuple, set, frozenset)):
        raise Mismatch(name, f"must be a list of texts, not {_kind(value)}")
    return [text(entry, name) for entry in value]


def _texts_in_url(value: Any, name: str) -> list[str]:
    return [text(value, name)] if isinstance(value, (str, int)) else texts(value, name)


def integer(value: Any, name: str) -> int:
    """Take an integral number, also ``3.0``."""
    import numbers

    if isinstance(value, numbers.Integral) and not is_boolean(value):
        return int(value)
    if isinstance(value, numbers.Real) and not is_boolean(value):
        try:
            whole = int(float(value))
        except (ValueError, OverflowError):
            pass
        else:
            if whole == value:
                return whole
    raise Mismatch(name, f"must be an integer, not {described(value)}")


def _integer_in_url(value: Any, name: str) -> str:
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,99}", value):
        return str.__str__(value)
    return _digits(integer(value, name), name)


def number(value: Any, name: str) -> float:
    """Take a finite number."""
    import math
    import numbers

    if isinstance(value, numbers.Real) and not is_boolean(value):
        try:
            if math.isfinite(value):
                return int(value) if isinstance(value, numbers.Integral) else float(value)
        except (ValueError, OverflowError):
            raise Mismatch(name, "is too large for a float") from None
    raise Mismatch(name, f"must be a finite number, not {described(value)}")


def _numbers(value: Any, name: str) -> dict[str, float]:
    if not isinstance(value, Mapping):
        raise Mismatch(name, f"must be a mapping, not {described(value)}")
    return {text(key, name): number(entry, f"{name}.{key}") for key, entry in value.items()}


def boolean(value: Any, name: str) -> bool:
    """Take true or false, also those of NumPy, 0 and 1."""
    import numbers

    if is_boolean(value):
        return bool(value)
    if isinstance(value, numbers.Integral) and int(value) in (0, 1):
        return int(value) == 1
    raise Mismatch(name, f"must be true or false, not {described(value)}")


def _boolean_in_url(value: Any, name: str) -> str:
    if isinstance(value, str) and value in ("true", "false"):
        return str.__str__(value)
    return "true" if boolean(value, name) else "false"


def moment(value: Any, name: str) -> str:
    """Take an aware date-time, as such or in ISO 8601; a mere date means its first moment in UTC."""
    if isinstance(value, str):
        return _moment_of_text(str.__str__(value), name)
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=timezone.utc)
    if not isinstance(value, datetime):
        raise Mismatch(name, f"must be a date-time, not {described(value)}")
    found: str = codec.encode(value, name)
    if not found.endswith("Z"):
        raise Mismatch(name, "lies before year 1 or after year 9999 in UTC")
    return found


def _moment_of_text(value: str, name: str) -> str:
    parts = codec.date_time_parts(value)
    try:
        found = codec.date_time(value) if parts else None
    except ValueError:  # such as a thirteenth month
        found = None
    if parts is None or found is None:
        raise Mismatch(name, f"{value[:40]!r} is not a date-time in ISO 8601, such as 2026-07-01T12:00:00Z")
    if parts[2] and not (parts[5] or parts[6]):
        raise Mismatch(
            name, f"{value[:40]!r} has no time zone and is ambiguous; append Z for UTC, or an offset such as +09:00"
        )
    sent = moment(found, name)
    return value if re.fullmatch(_PLAIN_DATE_TIME, value, re.ASCII) else sent


def scheduled(value: Any, name: str) -> str:
    """Take a moment; text without an offset goes as it is, because the server has a time zone of its own for it."""
    if isinstance(value, str):
        parts = codec.date_time_parts(value)
        if parts is None or parts[5] or parts[6]:
            return moment(value, name)
        moment(parts[1], name)
        return str.__str__(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return moment(value, name)


def moment_or_text(value: Any, name: str) -> str:
    """Take a moment, or any text."""
    return str.__str__(value) if isinstance(value, str) else moment(value, name)


def day(value: Any, name: str) -> str:
    """Take a day, as such, as ``YYYYMMDD`` or as ``YYYY-MM-DD``; the API wants ``YYYYMMDD``."""
    if isinstance(value, str):
        parts = re.fullmatch(r"(\d{4})(-?)(\d\d)\2(\d\d)", value, re.ASCII)
        try:
            found = date(int(parts[1]), int(parts[3]), int(parts[4])) if parts else None
        except ValueError:
            found = None
        if found is None:
            raise Mismatch(name, f"{value[:40]!r} is not a day, such as 20260701 or 2026-07-01")
        value = found
    elif isinstance(value, int) and not isinstance(value, bool):
        return day(_digits(value, name), name)
    if isinstance(value, datetime):
        raise Mismatch(name, "a date-time is not a day; pass its day in the time zone of the server")
    if not isinstance(value, date):
        raise Mismatch(name, f"must be a day, such as 20260701, not {described(value)}")
    return value.isoformat().replace("-", "")


def check_structure(value: Any, shape: Any, name: str) -> None:
    """Refuse what is no list where ``Sequence`` is declared, and no mapping or model where ``Mapping`` is."""
    for kind in codec.members_of(shape):
        origin, inner = codec.origin_of(kind), codec.arguments_of(kind)
        if origin is Sequence:
            if not isinstance(value, (list, tuple)):
                raise Mismatch(name, f"must be a list, not {_kind(value)}")
            for index, entry in enumerate(value):
                check_structure(entry, inner[0], codec.join(name, index))
        elif origin is Mapping:
            if not isinstance(value, (Mapping, codec.Model)):
                raise Mismatch(name, f"must be a mapping, not {_kind(value)}")
            for key, entry in value.items() if isinstance(value, Mapping) else ():
                check_structure(entry, inner[1], codec.join(name, key if isinstance(key, str) else described(key)))


def check_order(spans: Iterable[tuple[str, str]], sent: Mapping[str, str | None]) -> None:
    """Refuse a span of time that ends before it begins."""
    for first, last in spans:
        start, end = sent.get(first), sent.get(last)
        if start and end and codec.date_time(start) > codec.date_time(end):
            raise Mismatch(first, f"{start} is after {last}, which is {end}")


_CONVERTERS: dict[frozenset[Any], Converter] = {
    frozenset({str}): text,
    frozenset({int}): integer,
    frozenset({float}): number,
    frozenset({bool}): boolean,
    frozenset({list[str]}): texts,
    frozenset({Mapping[str, float]}): _numbers,
    frozenset({date, str}): day,
    frozenset({datetime, str}): moment,
}
_IN_URL: dict[Converter, Converter] = {integer: _integer_in_url, boolean: _boolean_in_url, texts: _texts_in_url}


def converter(shape: Any, *, in_url: bool) -> Converter | None:
    """Return the function for a parameter, given its type; None for one of a structured type."""
    found = _CONVERTERS.get(frozenset(codec.members_of(shape)) - {NoneType})
    return _IN_URL.get(found, found) if found and in_url else found
