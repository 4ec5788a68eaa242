"""JSON to dataclasses: one generated decoder a class, made on first use."""

from collections.abc import Callable
from typing import Any

__all__ = [
    "decode",
    "decoder",
    "parse",
]

def decode(body: bytes, shape: Any) -> Any:
    """Parse a JSON document and turn it into `shape`, or raise `Mismatch` with the path of the first difference."""

def parse(body: bytes) -> Any:
    """Parse a JSON document, or raise `Mismatch`."""

def decoder(shape: Any) -> Callable[[Any], Any]:
    """Return the function that turns parsed JSON into `shape`, replacing list and dict items in place."""
