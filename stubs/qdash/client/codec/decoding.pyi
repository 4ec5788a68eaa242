"""JSON documents to what was declared."""

from typing import Any

__all__ = [
    "decode",
    "parse",
]

def decode(body: bytes, shape: Any) -> Any:
    """Parse a JSON document and turn it into `shape`, or raise `Mismatch` with the path of the first difference."""

def parse(body: bytes) -> Any:
    """Parse a JSON document, or raise `Mismatch`."""
