"""JSON to dataclasses and back: one generated decoder a class, made on first use.

Decoding runs twice at most. The generated code is fast and only knows that something is wrong; then
`explain` walks the same document slowly, and says where. Both follow the annotations of the models, which are
``str``, ``int``, ``float``, ``bool``, ``datetime``, ``timedelta``, ``Literal``, ``Any``, models, ``list[T]``,
``dict[str, T]``, and unions of these that hold one structured type at most.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

__all__ = [
    "Mismatch",
    "Model",
    "decode",
    "decoder",
    "encode",
]

_Decoder = Callable[[Any], Any]

class Mismatch(ValueError):
    """A document is not what was declared, or a value cannot be written as JSON.

    Attributes:
        path: where, such as ``chips[3].installed_at``; empty for the document itself.
        payload: the document, where it could be parsed.
    """

    path: str
    payload: Any

    def __init__(self, path: str, problem: str, payload: Any = None) -> None: ...

class Model:
    """What all models share."""

    def to_dict(self) -> dict[str, Any]:
        """Give this object back as JSON-ready data: dicts, lists, text, numbers, booleans and None.

        Date-times are written in ISO 8601 (UTC with ``Z``), durations as ``H:MM:SS``.
        """

def decode(body: bytes, shape: Any) -> Any:
    """Parse a JSON document and turn it into `shape`, or raise `Mismatch` with the path of the first difference."""

def decoder(shape: Any) -> _Decoder:
    """Return the function that turns parsed JSON into `shape`, replacing list and dict items in place."""

def fields(model: type) -> dict[str, Any]:
    """Return the members of a model with their types, resolved in the namespace of its module."""

def explain(value: Any, shape: Any, path: str = "") -> tuple[str, str, Any] | None:
    """Return path, what was expected and what was found at the first place where a document is not of `shape`."""

def encode(value: Any, path: str = "", shape: Any = None) -> Any:
    """Turn a value into JSON-ready data, or raise `Mismatch` that names the place.

    With a `shape`, mappings that stand for a model may hold only members of that model.
    """

def date_time_text(value: datetime, path: str = "") -> str:
    """Write an aware date-time in ISO 8601, UTC as ``Z``; refuse a naive one."""
