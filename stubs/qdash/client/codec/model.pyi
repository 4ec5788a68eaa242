"""What models are made of: their members, and the types that these can have."""

from typing import Any

from ..deferred import Deferred

PLAIN: dict[Any, str]

class Mismatch(ValueError):
    """A document is not what was declared, or a value cannot be written as JSON.

    Attributes:
        path: where, such as ``chips[3].installed_at``; empty for the document itself.
        problem: what is wrong there.
        payload: the document, where it could be parsed.
    """

    path: str
    problem: str
    payload: Any

    def __init__(self, path: str, problem: str, payload: Any = None) -> None: ...

class Model(Deferred):
    """What all models share."""

    def to_dict(self) -> dict[str, Any]:
        """Give this object back as JSON-ready data: dicts, lists, text, numbers, booleans and None.

        Date-times are written in ISO 8601 (UTC with ``Z``), durations as ``H:MM:SS``.

        Raises:
            QDashValidationError: a member holds what JSON has not, such as NaN, or a date-time without a time zone.
        """

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

def join(path: str, key: str | int) -> str:
    """Append a member or an index to a path."""
