"""The types that members of models can have."""

from typing import Any

from ..deferred import Deferred

PLAIN: dict[Any, str]

class Structure(Deferred):
    """What JSON has as an object, whose members are declared: the base of all models."""

class Anything:
    """What ``Any`` is here, where it is not worth the import of `typing`."""

class Timed:
    """What the decoders make of a member that is declared with ``metadata=TIMED``."""

TIMED: dict[str, bool]

def fields(model: type) -> dict[str, Any]:
    """Return the members of a model with their types, as far as decoding goes: a choice of texts is a text."""

def decoded_fields(model: type) -> dict[str, Any]:
    """Return the members of a model with what decoders make of them."""

def origin_of(shape: Any) -> Any:
    """Return list or dict, "union", or None for a type without arguments."""

def arguments_of(shape: Any) -> tuple[Any, ...]:
    """Return what is in the brackets of a type."""

def members_of(shape: Any) -> tuple[Any, ...]:
    """Return the members of a union; any other type is its own."""

def is_model(shape: Any) -> bool:
    """Tell whether this is a class of models."""

def is_any(shape: Any) -> bool:
    """Tell whether this is ``Any``, ours or that of `typing`."""

def is_typed_dict(shape: Any) -> bool:
    """Tell whether this is a class of dicts whose members are typed for type checkers only."""
