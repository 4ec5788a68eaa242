"""Values to JSON-ready data."""

from datetime import datetime
from typing import Any

from .model import Model

__all__ = [
    "date_time_text",
    "encode",
    "encode_model",
    "unencodable",
]

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
