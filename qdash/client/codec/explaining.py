"""Where a document is not what was declared: a slow walk, for error messages."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from ..deferred import members
from .decoding import decoder
from .model import PLAIN, arguments_of, fields, is_model, join, origin_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["explain", "explanation"]

_ABSENT = object()


def explanation(document: Any, shape: Any) -> tuple[str, str]:
    """Return the path of the first difference, and what is wrong there."""
    path, expected, found = explain(document, shape) or ("", "another shape", document)
    return path, f"expected {expected}, got {_short(found)}"


def explain(value: Any, shape: Any, path: str = "") -> tuple[str, str, Any] | None:
    """Return path, what was expected and what was found at the first place where a document is not of `shape`."""
    if is_model(shape):
        return _explain_object(value, shape, path)
    origin, arguments = origin_of(shape), arguments_of(shape)
    if origin == "union":
        if any(explain(value, member, path) is None for member in arguments):
            return None
        structured = [member for member in arguments if member not in PLAIN]
        if structured and value.__class__ in (dict, list):
            return explain(value, structured[0], path)
        return path, " or ".join(_name(member) for member in arguments), value
    if origin in (list, dict) and value.__class__ is origin:
        entries = value.items() if origin is dict else enumerate(value)
        return next(filter(None, (explain(entry, arguments[-1], join(path, key)) for key, entry in entries)), None)
    try:
        decoder(shape)(value)
    except (TypeError, ValueError, AttributeError, IndexError, KeyError, OverflowError):
        return path, _name(shape), value
    return None


def _explain_object(value: Any, model: type, path: str) -> tuple[str, str, Any] | None:
    if value.__class__ is not dict:
        return path, f"an object ({model.__name__})", value
    for name, shape in fields(model).items():
        if name not in value:
            if members(model)[name].required:
                return join(path, name), _name(shape), _ABSENT
        elif found := explain(value[name], shape, join(path, name)):
            return found
    return None


def _name(shape: Any) -> str:
    names = {**PLAIN, datetime: "a date-time", timedelta: "a duration"}
    if shape in names:
        return names[shape]
    origin = origin_of(shape)
    if origin == "union":
        return " or ".join(map(_name, arguments_of(shape)))
    return {list: "a list", dict: "an object", "literal": "a text"}.get(origin, "an object")


def _short(value: Any) -> str:
    if value is _ABSENT:
        return "nothing"
    try:
        text = json.dumps(value) if value is None or isinstance(value, bool) else repr(value)
    except RecursionError:
        return "something nested deeply"
    return text if len(text) <= 60 else f"{text[:57]}..."
