"""JSON to dataclasses member by member, which knows where a document is not what was declared.

It needs no preparation, so it also decodes what is so rare or so small that generated code would not pay.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from ..deferred import members
from .encoding import encode
from .model import PLAIN, Mismatch, arguments_of, decoded_fields, is_model, join, origin_of
from .scalars import REFUSALS, one_of, scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["read"]

_ABSENT = object()


class _Unexpected(Exception):
    """What was expected and what was found; the way to the place grows while the exception passes through it."""

    def __init__(self, expected: str, found: Any) -> None:
        super().__init__()
        self.expected = expected
        self.found = found
        self.way: list[str | int] = []


def read(document: Any, shape: Any) -> Any:
    """Turn a parsed document into `shape`, or raise `Mismatch` with the path of the first difference.

    Items of lists and dicts are replaced in place, so that what they were made of dies young.
    """
    try:
        return _read(document, shape)
    except _Unexpected as unexpected:
        path = ""
        for key in reversed(unexpected.way):
            path = join(path, key)
        problem = f"expected {unexpected.expected}, got {_short(unexpected.found)}"
    except RecursionError:
        path, problem = "", "nested too deeply"
    raise Mismatch(path, problem)


def _read(value: Any, shape: Any) -> Any:
    if is_model(shape):
        return _read_object(value, shape)
    origin, arguments = origin_of(shape), arguments_of(shape)
    if origin == "union":
        return _read_one_of(value, arguments)
    if origin in (list, dict):
        if value.__class__ is not origin:
            raise _Unexpected(_name(shape), value)
        for key, entry in enumerate(value) if origin is list else value.items():
            value[key] = _read_at(key, entry, arguments[-1])
        return value
    decode = scalar(shape)
    assert decode is not None, shape
    try:
        return decode(value)
    except REFUSALS:
        pass
    raise _Unexpected(_name(shape), value)


def _read_at(key: str | int, value: Any, shape: Any) -> Any:
    try:
        return _read(value, shape)
    except _Unexpected as unexpected:
        unexpected.way.append(key)
        raise


def _read_object(value: Any, model: type) -> Any:
    if value.__class__ is not dict:
        raise _Unexpected(f"an object ({model.__name__})", value)
    made: Any = object.__new__(model)
    for name, shape in decoded_fields(model).items():
        if name in value:
            entry = value[name]
        elif members(model)[name].required:
            missing = _Unexpected(_name(shape), _ABSENT)
            missing.way.append(name)
            raise missing
        else:
            entry = encode(members(model)[name].make_default())
        setattr(made, name, _read_at(name, entry, shape))
    return made


def _read_one_of(value: Any, shapes: tuple[Any, ...]) -> Any:
    try:
        return one_of(shapes, lambda shape: lambda inner: _read(inner, shape))(value)
    except _Unexpected as unexpected:
        if value.__class__ in (dict, list):
            raise
        found = unexpected.found
    except REFUSALS:
        found = value
    raise _Unexpected(" or ".join(map(_name, shapes)), found)


def _name(shape: Any) -> str:
    names = {**PLAIN, datetime: "a date-time", timedelta: "a duration"}
    if shape in names:
        return names[shape]
    origin = origin_of(shape)
    if origin == "union":
        return " or ".join(map(_name, arguments_of(shape)))
    return {list: "a list", dict: "an object"}.get(origin, "an object")


def _short(value: Any) -> str:
    if value is _ABSENT:
        return "nothing"
    try:
        text = json.dumps(value) if value is None or isinstance(value, bool) else repr(value)
    except RecursionError:
        return "something nested deeply"
    return text if len(text) <= 60 else f"{text[:57]}..."
