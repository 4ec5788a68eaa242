"""The checks of the settings. They return the normalized value, or raise an error that says what is allowed."""

from collections.abc import Callable
from typing import Any

__all__ = [
    "CHECKS",
    "USER_AGENT",
    "RefusedError",
    "is_b64token",
    "proxy_of",
    "without_user_info",
]

USER_AGENT: str

class RefusedError(Exception):
    """A value is not allowed. The message says what is."""

def proxy_of(url: str) -> tuple[str, int, bytes] | None:
    """Return host, port and ``user:password`` of the URL of a proxy; None for a URL that cannot be used."""

def without_user_info(url: str | None) -> str | None:
    """Return a URL that does not tell user and password."""

def is_b64token(text: str) -> bool:
    """Tell whether a text has only characters that a bearer token may have."""

CHECKS: dict[str, Callable[[Any], object]]
