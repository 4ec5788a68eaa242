"""JSON to dataclasses: one generated decoder a class, which also knows where a document is not what was declared."""

from collections.abc import Callable
from typing import Any

__all__ = [
    "Decoders",
]

class Decoders:
    """The decoders of shapes, each made when it is first used.

    A decoder turns parsed JSON into its shape, replacing list and dict items in place: what they were made of dies
    young then. What it raises is one of `REFUSALS`, which `unexpected` explains, or `RecursionError`.
    """

    def __init__(self) -> None: ...
    def __getitem__(self, shape: Any) -> Callable[[Any], Any]: ...
