"""Values to JSON-ready data."""

from datetime import datetime
from typing import Any

from .model import Model

__all__ = [
    "Extra",
    "date_time_text",
    "encode",
    "encode_model",
    "extra",
    "unencodable",
]

class Extra(str):
    """The name of a member or parameter that is sent although this client does not know it."""

def extra(**members: Any) -> dict[str, Any]:
    """Return members or parameters that this client does not know, and a newer server does, so that they are sent.

    Requests refuse unknown names otherwise, because these are mostly misspelt. Put them into a call or a mapping with
    ``**``: ``client.create_chip("64Qv4", **extra(vendor="x"))`` or ``policy={"max_actions": 5, **extra(burst=3)}``.
    In a call they go where the body is, or into the query of an operation without one.
    """

def encode(value: Any, path: str = "", shape: Any = None) -> Any:
    """Turn a value into JSON-ready data, or raise `Mismatch` that names the place.

    With a `shape`, mappings that stand for a model may hold only members of that model.
    """

def encode_model(value: Model, path: str) -> dict[str, Any]:
    """Turn a model into JSON-ready data."""

def unencodable(value: Any, path: str = "") -> str | None:
    """Return the path of a text in JSON-ready data that cannot be written as UTF-8, or None."""

def date_time_text(value: datetime, path: str = "") -> str:
    """Write an aware date-time in ISO 8601, UTC as ``Z``; refuse a naive one."""
