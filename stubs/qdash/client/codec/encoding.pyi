"""Values to JSON-ready data."""

from datetime import datetime
from typing import Any

from .shapes import Structure

TOO_MANY_DIGITS: str

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

def encode_model(value: Structure, path: str) -> dict[str, Any]:
    """Turn a model into JSON-ready data."""

def is_boolean(value: Any) -> bool:
    """Tell whether this is true or false: Python's, or NumPy's, which is of no abstract class."""

def described(value: Any) -> str:
    """Return how to call a value in a message: a number or missing value as it is, anything else by its type.

    Text is not described, because it may be a secret.
    """

def unencodable(value: Any, path: str = "") -> tuple[str, str] | None:
    """Return the path of what `json.dumps` and UTF-8 cannot write in JSON-ready data, and what it is; or None."""

def date_time_text(value: datetime, path: str = "") -> str:
    """Write an aware date-time in ISO 8601, UTC as ``Z``; refuse a naive one."""
