"""The evaluation of annotations, whose names are imported for type checkers only where they are written."""

from collections.abc import Callable
from typing import Any

__all__ = [
    "evaluate",
    "inspectable",
    "resolve",
]

def evaluate(annotation: str) -> Any:
    """Evaluate an annotation of a declaration."""

def resolve(annotation: str) -> Any:
    """Evaluate an annotation for the codec, for which ``Any`` is `codec.Anything`."""

def inspectable(
    function: Callable[..., Any], annotations: dict[str, Any] | None = None, defaults: dict[str, Any] | None = None
) -> Callable[..., Any]:
    """Return the signature of a function, as a function whose annotations `typing` and `inspect` can evaluate.

    They look up names in its ``__globals__``, so that these are `_Names`. It is not called, unless it is empty.

    Args:
        function: the function.
        annotations: annotations that differ from those of the function.
        defaults: defaults of keywords that differ.
    """
