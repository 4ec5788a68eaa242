"""The declared operations of the API: sample arguments for their parameters, sample answers, and what is right.

It reads the declarations with `typing.get_type_hints`, which the client itself does not.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Literal, Union
from urllib.parse import quote

import qdash.client.models as models
from qdash.client import QDashClient
from qdash.client.codec import Model
from qdash.client.endpoint import UNSET, Endpoint

_NAMES = {name: getattr(models, name) for name in models.__all__}
_NAMES.update(Any=Any, Literal=Literal, Mapping=Mapping, datetime=datetime, timedelta=timedelta)


def _operations() -> dict[str, Endpoint]:
    found = {}
    for name in dir(QDashClient):
        endpoint = getattr(getattr(QDashClient, name), "__endpoint__", None)
        if endpoint is not None and not name.endswith("_async"):
            found[name] = endpoint
    return found


OPERATIONS = _operations()
BY_OPERATION_ID = {endpoint.operation: name for name, endpoint in OPERATIONS.items()}
MODELS = [kind for kind in _NAMES.values() if isinstance(kind, type) and issubclass(kind, Model)]


@functools.cache
def _hints(thing: Any) -> dict[str, Any]:
    return typing.get_type_hints(thing, None if isinstance(thing, type) else {}, _NAMES)


def hints(thing: Any) -> dict[str, Any]:
    """Return the annotations of a declaration or a model, evaluated."""
    return _hints(thing).copy()


def defaults(endpoint: Endpoint) -> dict[str, Any]:
    """Return the parameters that may be left out, with their defaults."""
    code = endpoint.signature.__code__
    positional = code.co_varnames[1 : code.co_argcount]
    last = endpoint.signature.__defaults__ or ()
    return {
        **dict(zip(positional[len(positional) - len(last) :], last, strict=True)),
        **(endpoint.signature.__kwdefaults__ or {}),
    }


def members(hint: Any) -> tuple[Any, ...]:
    return typing.get_args(hint) if typing.get_origin(hint) in (Union, types.UnionType) else (hint,)


def is_model(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Model)


# --- requests --------------------------------------------------------------------------------------------------------


def sample_argument(hint: Any, name: str) -> tuple[Any, Any]:
    """Return a value for a parameter, and how it looks as JSON."""
    kind = next(member for member in members(hint) if member is not types.NoneType)
    if kind is datetime:
        moment = datetime(2026, 7, 1, 10, 2, 3, tzinfo=timezone(timedelta(hours=9)))
        return moment, "2026-07-01T01:02:03Z"
    if kind in (bool, int, float):
        return (same := {bool: True, int: 7, float: 1.5}[kind]), same
    if typing.get_origin(kind) is Literal:
        return (same := typing.get_args(kind)[-1]), same
    if typing.get_origin(kind) is list:
        value, text = sample_argument(typing.get_args(kind)[0], name)
        return [value, value], [text, text]
    if is_model(kind):
        value = kind(**{field: sample_argument(of, field)[0] for field, of in hints(kind).items()})
        return value, {field: sample_argument(of, field)[1] for field, of in hints(kind).items()}
    if kind is str:
        return (same := f"{name}: a b&c=é"), same
    return (same := {"any": [1, None, {"x": "y"}]}), same


def path_of(endpoint: Endpoint, arguments: Mapping[str, Any]) -> str:
    """Return the path with arguments in it, percent-encoded."""
    path = endpoint.path
    for name, value in arguments.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    return path


# --- answers ---------------------------------------------------------------------------------------------------------


def sample_document(hint: Any, *, depth: int = 0) -> Any:
    """Return JSON of a shape, with all members and without nulls."""
    kind = next(member for member in members(hint) if member is not types.NoneType)
    if is_model(kind):
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
