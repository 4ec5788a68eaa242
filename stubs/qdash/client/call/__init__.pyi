"""The steps of a call, from the arguments of a method to its result."""

from collections.abc import Callable
from typing import Any

PACKAGE: str

UNSET: Any

def parameter_names(signature: Callable[..., Any]) -> tuple[str, ...]:
    """Return the names of the parameters after ``self``, in order."""
