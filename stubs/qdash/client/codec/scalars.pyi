"""JSON values to Python ones, without structure: each function returns what it is asked for, or raises.

What it raises is one of `REFUSALS`.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

__all__ = [
    "DURATIONS",
    "REFUSALS",
    "date_time",
    "duration",
    "lenient_date_time",
    "number",
    "one_of",
    "scalar",
]

DURATIONS: dict[str, timedelta]

REFUSALS: tuple[type[Exception], ...]

def number(value: Any) -> float:
    """Read a number, which JSON may write without a point."""

def date_time(value: Any) -> datetime:
    """Read ISO 8601; without an offset it means UTC."""

def lenient_date_time(value: str) -> datetime:
    """Read what `fromisoformat` of CPython 3.10 does not: other offsets, any number of fraction digits, ``z``."""

def duration(value: Any) -> timedelta:
    """Read ``H:MM:SS`` with any number of hours, or ISO 8601 such as ``PT1H2.5S``."""

def scalar(shape: Any) -> Callable[[Any], Any] | None:
    """Return the function for a type without structure of its own, or None where it has some."""

def one_of(shapes: tuple[Any, ...], decoder: Callable[[Any], Callable[[Any], Any]]) -> Callable[[Any], Any]:
    """Return the function for a union, given what finds the one for its member with structure, if it has one."""
