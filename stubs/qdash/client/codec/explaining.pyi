"""Where a document is not what was declared: a slow walk, for error messages."""

from typing import Any

__all__ = [
    "explain",
    "explanation",
]

def explanation(document: Any, shape: Any) -> tuple[str, str]:
    """Return the path of the first difference, and what is wrong there."""

def explain(value: Any, shape: Any, path: str = "") -> tuple[str, str, Any] | None:
    """Return path, what was expected and what was found at the first place where a document is not of `shape`."""
