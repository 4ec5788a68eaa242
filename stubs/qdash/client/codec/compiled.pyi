"""JSON to dataclasses in the least time: one generated decoder a class. It knows that something is wrong, not where."""

from collections.abc import Callable
from typing import Any

__all__ = [
    "decoder",
]

def decoder(shape: Any) -> Callable[[Any], Any]:
    """Return the function that turns parsed JSON into `shape`, replacing list and dict items in place.

    What it raises is one of `REFUSALS`, or `RecursionError`.
    """
