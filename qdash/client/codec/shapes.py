"""The types that members of models can have."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import NoneType

from ..deferred import Deferred, members
from ..hints import Names, evaluate

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
    "shape_of",
]

PLAIN: dict[Any, str] = {
    str: "a text",
    int: "an integer",
    float: "a number",
    bool: "true or false",
    NoneType: "null",
}


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


# A program may have replaced the times in the module of a model, to freeze the clock.
_GIVEN = {"Any": Anything, "Literal": _Choice, "datetime": datetime, "timedelta": timedelta}
_NAMES = Names(_GIVEN, choice=str)


def shape_of(annotation: str) -> Any:
    """Return the type that an operation is declared with, as far as the codec goes: a choice of texts is a text."""
    return evaluate(annotation, _NAMES)


def fields(model: type) -> dict[str, Any]:
    """Return the members of a model with their types, as far as the codec goes."""
    found: dict[str, Any] | None = vars(model).get("_shapes")
    if found is None:
        names = Names(_GIVEN, model.__module__, choice=str)
        found = {name: evaluate(member.annotation, names) for name, member in members(model).items()}
        model._shapes = found  # type: ignore[attr-defined]
    return found


def decoded_fields(model: type) -> dict[str, Any]:
    """Return the members of a model with what decoders make of them."""
    found = fields(model).copy()
    for name, member in members(model).items():
        if member.options.get("metadata") is TIMED:
            found[name] = Timed | None if NoneType in members_of(found[name]) else Timed
    return found


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
