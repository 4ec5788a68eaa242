"""The conversion of values to JSON-ready data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone

from ..deferred import members
from .mismatch import Mismatch, join
from .shapes import Structure, arguments_of, fields, is_model, members_of, origin_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "TOO_MANY_DIGITS",
    "Extra",
    "date_time_text",
    "described",
    "encode",
    "encode_model",
    "extra",
    "is_boolean",
    "unencodable",
]

TOO_MANY_DIGITS = "is an integer with more digits than Python writes"


class Extra(str):
    """The name of a member or parameter that is sent although this client does not know it."""

    __slots__ = ()


def extra(**members: Any) -> dict[str, Any]:
    """Return members or parameters that this client does not know, and a newer server does, so that they are sent.

    Requests refuse unknown names otherwise, because these are mostly misspelt. Put them into a call or a mapping with
    ``**``: ``client.create_chip("64Qv4", **extra(vendor="x"))`` or ``policy={"max_actions": 5, **extra(burst=3)}``.
    In a call they go where the body is, or into the query of an operation without one.
    """
    return {Extra(name): value for name, value in members.items()}


def encode(value: Any, path: str = "", shape: Any = None) -> Any:
    """Turn a value into JSON-ready data, or raise `Mismatch` that names the place.

    With a `shape`, mappings that stand for a model may hold only members of that model.
    """
    if value is None or value.__class__ in (str, int, bool):
        return value
    if value.__class__ is float and value - value == 0:  # finite
        return value
    if isinstance(value, Structure):
        return encode_model(value, path)
    if isinstance(value, Mapping):
        return _encode_mapping(value, path, shape)
    if isinstance(value, (list, tuple)):
        item = _only(shape, list, Sequence)
        return [encode(entry, join(path, index), item) for index, entry in enumerate(value)]
    if isinstance(value, datetime):
        return date_time_text(value, path)
    if isinstance(value, timedelta):
        return _duration_text(value)
    return _encode_other(value, path)


def encode_model(value: Structure, path: str) -> dict[str, Any]:
    """Turn a model into JSON-ready data."""
    return {name: encode(getattr(value, name), join(path, name)) for name in members(type(value))}


def _encode_mapping(value: Mapping[Any, Any], path: str, shape: Any) -> dict[str, Any]:
    model = next((kind for kind in members_of(shape) if is_model(kind)), None)
    known = fields(model) if model else {}
    item = _only(shape, dict, Mapping)
    encoded = {}
    for key, entry in value.items():
        if not isinstance(key, str):
            raise Mismatch(path, f"the key {described(key)} is not a text")
        if model and key not in known and not isinstance(key, Extra):
            raise Mismatch(join(path, key), f"{model.__name__} has no such member; it has {', '.join(known)}")
        encoded[str.__str__(key)] = encode(entry, join(path, key), known.get(key, item))
    return encoded


def _only(shape: Any, *containers: type) -> Any:
    """Return the type of the items, where `shape` is such a container or a union with one."""
    for kind in members_of(shape):
        if origin_of(kind) in containers:
            return arguments_of(kind)[-1]
    return None


def _encode_other(value: Any, path: str) -> int | float | str:
    import math
    import numbers

    if isinstance(value, str):
        return str.__str__(value)  # of an enumeration its value
    if is_boolean(value):
        return bool(value)
    if isinstance(value, numbers.Integral):  # also the integers of NumPy
        return int(value)
    if not isinstance(value, numbers.Real):
        raise Mismatch(path, f"{described(value)} cannot be written as JSON")
    try:
        if math.isfinite(value):
            return float(value)
    except (OverflowError, ValueError):
        pass
    raise Mismatch(path, f"{described(value)} is not a JSON number; pass a finite one, or None")


def is_boolean(value: Any) -> bool:
    """Return whether a value is a boolean of Python or NumPy."""
    return isinstance(value, bool) or type(value).__name__ in ("bool", "bool_")


def described(value: Any) -> str:
    """Return the description of a value for a message: a number or missing value itself, else its type.

    Text is not described, because it may be a secret.
    """
    try:
        is_shown = value is None or isinstance(value, (bool, int, float)) or value != value
        text = str(value) if is_shown else type(value).__name__
    except Exception:  # an integer with more digits than Python writes, or what other classes raise when compared
        text = type(value).__name__
    return text if len(text) <= 40 else f"{text[:37]}..."


def unencodable(value: Any, path: str = "") -> tuple[str, str] | None:
    """Return the path of what `json.dumps` and UTF-8 cannot write in JSON-ready data, and what it is; or None."""
    try:
        if isinstance(value, str):
            value.encode()
        elif isinstance(value, int):
            str(value)
    except UnicodeEncodeError:
        return path, "holds text that cannot be encoded as UTF-8"
    except ValueError:
        return path, TOO_MANY_DIGITS
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = (unencodable(entry, join(path, key)) or unencodable(key, join(path, key)) for key, entry in entries)
    return next(filter(None, found), None)


def date_time_text(value: datetime, path: str = "") -> str:
    """Write an aware date-time in ISO 8601, UTC as ``Z``; refuse a naive one."""
    if value != value:  # what pandas has for a time that is missing
        raise Mismatch(path, f"{value} is not a date-time; pass one, or None")
    if value.tzinfo is None or value.utcoffset() is None:
        raise Mismatch(
            path, "a date-time without a time zone is ambiguous; pass an aware one, such as datetime.now(timezone.utc)"
        )
    try:
        return value.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")
    except OverflowError:  # in UTC it would lie before year 1 or after year 9999
        return value.isoformat()


def _duration_text(value: timedelta) -> str:
    seconds, fraction = divmod(abs(value // timedelta(microseconds=1)), 1_000_000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    sign = "-" if value < timedelta(0) else ""
    return f"{sign}{hours}:{minutes:02}:{seconds:02}" + (f".{fraction:06}" if fraction else "")
