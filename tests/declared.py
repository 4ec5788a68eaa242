"""The declared operations of the API: sample arguments for their parameters, sample responses, and what is right.

It reads the declarations with `typing.get_type_hints`, which the client itself does not.
"""

from __future__ import annotations

import dataclasses
import functools
import os
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, BinaryIO, Literal, Union
from urllib.parse import quote

import qdash.client.models as models
from qdash.client import EventStream, QDashClient
from qdash.client.call.declare import UNSET
from qdash.client.call.declare import declared as _declared
from qdash.client.call.operation import Operation
from qdash.client.call.result import JsonResult
from qdash.client.codec import Model

_NAMES = {name: getattr(models, name) for name in models.__all__}
_NAMES.update(Any=Any, Literal=Literal, Mapping=Mapping, Sequence=Sequence, Callable=Callable, BinaryIO=BinaryIO)
_NAMES.update(date=date, datetime=datetime, timedelta=timedelta, os=os, Path=Path, EventStream=EventStream)

OPERATIONS = _declared(QDashClient)
BY_OPERATION_ID = {endpoint.operation: name for name, endpoint in OPERATIONS.items()}
MODELS = [kind for kind in _NAMES.values() if isinstance(kind, type) and issubclass(kind, Model)]

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
USER_LIST = b"username,email\nann,ann@example.org\n"


@functools.cache
def _hints(thing: Any) -> dict[str, Any]:
    return typing.get_type_hints(thing, None if isinstance(thing, type) else {}, _NAMES)


def hints(thing: Any) -> dict[str, Any]:
    """Return the annotations of a declaration or a model, evaluated."""
    return _hints(thing).copy()


def defaults(endpoint: Operation) -> dict[str, Any]:
    """Return the parameters that may be left out, with their defaults."""
    return {name: found.default for name, found in endpoint.parameters.items() if not found.required}


def members(hint: Any) -> tuple[Any, ...]:
    return typing.get_args(hint) if typing.get_origin(hint) in (Union, types.UnionType) else (hint,)


def is_model(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Model)


def is_stream(hint: Any) -> bool:
    return typing.get_origin(hint) is EventStream


def decoded_shape(endpoint: Operation) -> Any:
    """Return what the JSON of a response is; None for a response that is not decoded."""
    if endpoint.result is not JsonResult:
        return None
    return _NAMES[endpoint.unwrap.partition(".")[0]] if endpoint.unwrap else hints(endpoint.signature)["return"]


# --- requests --------------------------------------------------------------------------------------------------------

# What the API document allows for some names is less than what their annotation says.
_SAMPLES: dict[str, Any] = {
    "username": "ann.lee",
    "icon": "bell",
    "key": "notes-1",
    "category": "notes-1",
    "label": "review",
    "labels": ["review"],
    "expires_in_seconds": 600,
    "entity_type": "coupling",
    "target_type": "qubit",
    "scope": "qubit_metric",
    "color": "success",
    "avatar_key": "ghost",
    "fields": {},
}


def sample_argument(hint: Any, name: str, bounds: Mapping[str, Any] | None = None) -> tuple[Any, Any]:
    """Return a value for a parameter, and how it looks as JSON."""
    kind = next(member for member in members(hint) if member is not types.NoneType)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if name in _SAMPLES:
        return _SAMPLES[name], _SAMPLES[name]
    if kind is datetime:
        moment = datetime(2026, 7, 1, 10, 2, 3, tzinfo=timezone(timedelta(hours=9)))
        return moment, "2026-07-01T01:02:03Z"
    if kind is date:
        return date(2026, 7, 1), "20260701"
    if kind in (bool, int, float):
        least, greatest = (bounds or {}).get(name, (None, None))
        number = min(max(7, least or 0), greatest or 7)
        return (same := {bool: True, int: number, float: 1.5}[kind]), same
    if origin is Literal:
        return (same := arguments[-1]), same
    if origin in (list, Sequence):
        value, text = sample_argument(arguments[0], name)
        return [value, value], [text, text]
    if origin in (dict, Mapping):
        value, text = sample_argument(arguments[1], name)
        return {"a b": value}, {"a b": text}
    if is_model(kind):
        value = kind(**{field: sample_argument(of, field)[0] for field, of in hints(kind).items()})
        return value, {field: sample_argument(of, field)[1] for field, of in hints(kind).items()}
    if kind is str:
        return (same := f"{name}: a b&c=é"), same
    return (same := {"any": [1, None, {"x": "y"}]}), same


@dataclasses.dataclass
class Sample:
    """Arguments of an operation, and where they go."""

    arguments: dict[str, Any] = dataclasses.field(default_factory=dict)
    query: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    body: dict[str, Any] = dataclasses.field(default_factory=dict)


def sample_call(endpoint: Operation, *, all_of_them: bool = True) -> Sample:
    """Return a call with a value for every parameter, or for the required ones."""
    sample = Sample()
    optional = defaults(endpoint)
    for name, hint in hints(endpoint.signature).items():
        if name in ("return", "to", "progress") or (name in optional and not all_of_them):
            continue
        if name == "file":
            value, text = (USER_LIST if endpoint.upload == "csv" else PNG), None
        else:
            value, text = sample_argument(hint, name, endpoint.bounds)
        sample.arguments[name] = value
        if name in endpoint.query:
            entries = text if isinstance(text, list) else [text]
            sample.query += [(name, str(entry).lower() if isinstance(entry, bool) else str(entry)) for entry in entries]
        elif f"{{{name}}}" not in endpoint.path and name not in (*endpoint.local, endpoint.spread, "file"):
            sample.body[name] = text
    return sample


def path_of(endpoint: Operation, arguments: Mapping[str, Any]) -> str:
    """Return the path with arguments in it, percent-encoded."""
    path = endpoint.path
    for name, value in arguments.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    return path


# --- responses -------------------------------------------------------------------------------------------------------


def sample_document(hint: Any, *, depth: int = 0) -> Any:
    """Return JSON of a shape, with all members and without nulls."""
    kind = next(member for member in members(hint) if member is not types.NoneType)
    if is_model(kind) or typing.is_typeddict(kind):
        return {name: sample_document(of, depth=depth + 1) for name, of in hints(kind).items()}
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is Literal:
        return arguments[0]
    if origin is list:
        return [] if depth > 5 else [sample_document(arguments[0], depth=depth + 1)]
    if origin is dict:
        return {} if depth > 5 else {"a b": sample_document(arguments[1], depth=depth + 1)}
    simple = {str: "text", int: 3, float: 2.5, bool: True, datetime: "2026-07-01T01:02:03Z", timedelta: "1:02:03"}
    return simple.get(kind, {"free": [1]})


def fits(document: Any, hint: Any) -> bool:
    """Tell whether JSON is of a shape."""
    if len(members(hint)) > 1:
        return any(fits(document, member) for member in members(hint))
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any:
        return True
    if is_model(hint):
        optional = {field.name for field in dataclasses.fields(hint) if not is_required(field)}
        return type(document) is dict and all(
            fits(document[name], of) if name in document else name in optional for name, of in hints(hint).items()
        )
    if typing.is_typeddict(hint):
        return type(document) is dict  # nothing in it is checked: the API document says nothing about it
    if origin is list:
        return type(document) is list and all(fits(entry, arguments[0]) for entry in document)
    if origin is dict:
        return type(document) is dict and all(fits(entry, arguments[1]) for entry in document.values())
    if hint is datetime:
        return type(document) is str and document[:4].isdigit() and document[4:5] == "-"
    if hint is timedelta:
        return type(document) is str and document.count(":") == 2 and "-" not in document
    if hint is float:
        return type(document) in (int, float)
    return type(document) is (str if origin is Literal else hint)


def is_required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def is_left_out(value: Any) -> bool:
    return value is None or value is UNSET
