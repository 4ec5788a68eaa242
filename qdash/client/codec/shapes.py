"""The types that members of models can have."""

from __future__ import annotations

import builtins
import sys
from datetime import datetime, timedelta
from types import NoneType

from ..deferred import Deferred, members

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "PLAIN",
    "TIMED",
    "Structure",
    "Timed",
    "arguments_of",
    "decoded_fields",
    "fields",
    "is_any",
    "is_model",
    "is_typed_dict",
    "members_of",
    "origin_of",
]

PLAIN: dict[Any, str] = {
    str: "a text",
    int: "an integer",
    float: "a number",
    bool: "true or false",
    NoneType: "null",
}
_TIMES: dict[str, type] = {"datetime": datetime, "timedelta": timedelta}
_FIELDS: dict[type, dict[str, Any]] = {}
_DECODED: dict[type, dict[str, Any]] = {}


class Structure(Deferred):
    """What JSON has as an object, whose members are declared: the base of all models."""

    __slots__ = ()


class Anything:
    """What ``Any`` is here, where it is not worth the import of `typing`."""


class Timed:
    """What the decoders make of a member that is declared with ``metadata=TIMED``."""


# For free-form members that QDash itself writes, with naive date-times that mean UTC. The decoders append "+00:00" to
# text such as "2026-07-01T01:02:03.456000" under keys that end in "_at", in the object and in the objects in it.
TIMED: dict[str, bool] = {"timed": True}


class _Choice:
    """What ``Literal`` is here: a text, because a newer QDash may know more than we do."""

    def __class_getitem__(cls, values: object) -> type[str]:
        del values
        return str


class _Names(dict[str, "Any"]):
    """The classes of a module. What else annotations name is there for type checkers only."""

    def __missing__(self, name: str) -> Any:
        return getattr(builtins, name, None) or {"Any": Anything, "Literal": _Choice}.get(name, str)  # a choice


def fields(model: type) -> dict[str, Any]:
    """Return the members of a model with their types, as far as decoding goes: a choice of texts is a text."""
    if model not in _FIELDS:
        module = vars(sys.modules[model.__module__])
        names = _Names((name, value) for name, value in module.items() if isinstance(value, type))
        names.update(_TIMES)  # which a program may have replaced in the module, to freeze the clock
        _FIELDS[model] = {name: _type_of(member.annotation, names) for name, member in members(model).items()}
    return _FIELDS[model]


def decoded_fields(model: type) -> dict[str, Any]:
    """Return the members of a model with what decoders make of them."""
    if model not in _DECODED:
        found = fields(model).copy()
        for name, member in members(model).items():
            if member.options.get("metadata") is TIMED:
                found[name] = Timed | None if NoneType in members_of(found[name]) else Timed
        _DECODED[model] = found
    return _DECODED[model]


def _type_of(annotation: str, names: _Names) -> Any:
    # Most are mere names, and compiling these would be most of the work.
    return names[annotation] if annotation.isidentifier() else eval(annotation, {}, names)


def origin_of(shape: Any) -> Any:
    """Return list or dict, "union", or None for a type without arguments."""
    if shape.__class__.__name__ in ("UnionType", "_UnionGenericAlias", "Union"):
        return "union"
    return getattr(shape, "__origin__", None)


def arguments_of(shape: Any) -> tuple[Any, ...]:
    """Return what is in the brackets of a type."""
    return getattr(shape, "__args__", ())


def members_of(shape: Any) -> tuple[Any, ...]:
    """Return the members of a union; any other type is its own."""
    return arguments_of(shape) if origin_of(shape) == "union" else (shape,)


def is_model(shape: Any) -> bool:
    """Tell whether this is a class of models."""
    return isinstance(shape, type) and issubclass(shape, Structure)


def is_any(shape: Any) -> bool:
    """Tell whether this is ``Any``, ours or that of `typing`."""
    return shape is Anything or getattr(shape, "__name__", getattr(shape, "_name", None)) == "Any"


def is_typed_dict(shape: Any) -> bool:
    """Tell whether this is a class of dicts whose members are typed for type checkers only."""
    return type(shape).__name__ == "_TypedDictMeta"
