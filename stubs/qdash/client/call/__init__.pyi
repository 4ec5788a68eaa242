"""The way of a call: from the arguments of a method to its result."""

from typing import Any

__all__ = [
    "UNSET",
]

UNSET: Any
