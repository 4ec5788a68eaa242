"""Arguments to what is sent: the declared type of a parameter decides, in path, query and body alike.

Each function takes a value and the name of its parameter, and returns what is sent or raises `codec.Mismatch`. What the
official client sends with success is taken as well: a number for a text, and in a URL, where all is text, the digits of
a number or ``"true"``.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

__all__ = [
    "SPANS",
    "check_order",
    "converter",
    "moment_or_text",
    "scheduled",
    "text",
]

SPANS: tuple[tuple[str, str], ...]

def text(value: Any, name: str) -> str:
    """Take a text, an integer, a UUID or a path."""

def texts(value: Any, name: str) -> list[str]:
    """Take several texts."""

def integer(value: Any, name: str) -> int:
    """Take an integral number, also ``3.0``."""

def number(value: Any, name: str) -> float:
    """Take a finite number."""

def boolean(value: Any, name: str) -> bool:
    """Take true or false, also those of NumPy, 0 and 1."""

def moment(value: Any, name: str) -> str:
    """Take an aware date-time, as such or in ISO 8601; a mere date means its first moment in UTC."""

def scheduled(value: Any, name: str) -> str:
    """Take a moment; text without an offset goes as it is, because the server has a time zone of its own for it."""

def moment_or_text(value: Any, name: str) -> str:
    """Take a moment, or any text."""

def day(value: Any, name: str) -> str:
    """Take a day, as such, as ``YYYYMMDD`` or as ``YYYY-MM-DD``; the API wants ``YYYYMMDD``."""

def check_structure(value: Any, annotation: str, name: str) -> None:
    """Refuse what is no list where ``Sequence`` is declared, and no mapping or model where ``Mapping`` is."""

def check_order(spans: Iterable[tuple[str, str]], sent: Mapping[str, str | None]) -> None:
    """Refuse a span of time that ends before it begins."""

def converter(annotation: str, *, in_url: bool) -> Callable[[Any, str], Any] | None:
    """Return the function for a parameter, given its annotation; None for one of a structured type."""
