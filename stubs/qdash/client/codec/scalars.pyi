"""JSON values to Python ones, without structure: each function returns what it is asked for, or raises.

What it raises is one of `REFUSALS`.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

FROM_ISO: Callable[[str], datetime]

REFUSALS: tuple[type[Exception], ...]

def number(value: Any) -> float:
    """Read a finite number, which JSON may write without a point."""

def date_time(value: Any) -> datetime:
    """Read ISO 8601; without an offset it means UTC.

    What QDash sends is told by a few characters, counted from the end. For all other text the whole shape is checked,
    because `datetime.fromisoformat` alone would not do: it takes other notations in each version of Python, ignores
    what follows the sixth digit of a fraction, and takes the "+" after a mere date for the separator before a time.
    """

def lenient_date_time(value: str) -> datetime:
    """Read any form of ISO 8601 that `date_time_parts` knows."""

def date_time_parts(value: str) -> re.Match[str] | None:
    """Take ISO 8601 apart: a date, and optionally a time of day, its fraction, and an offset. None for other text."""

class Durations(dict[str, timedelta]):
    """Durations that were read before, because tasks of one kind take about as many seconds.

    A text that is new is read. Any thread may empty this at any time.
    """

    def __missing__(self, text: str) -> timedelta: ...

DURATIONS: Durations

def scalar(shape: Any) -> Callable[[Any], Any] | None:
    """Return the function for a type without structure of its own, or None where it has some."""

def one_of(shapes: tuple[Any, ...], decoder: Callable[[Any], Callable[[Any], Any]]) -> Callable[[Any], Any]:
    """Return the function for a union, given what finds the one for its member with structure, if it has one."""
