"""Measured values with their errors, for people."""

from __future__ import annotations

from .cells import exact
from .numbers import LARGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["measured"]

_DIGITS = 6  # of a value without an error
_MOST_DECIMALS = 15


def measured(value: Any, error: Any = None) -> str:
    """Return a value as people write it: "84.75 ± 0.35", with two significant digits of the error.

    Args:
        value: the value. Numbers without an error have six significant digits; anything else is compact JSON.
        error: its standard error; what is no positive number is left out.
    """
    if not _is_number(value):
        return exact(value)
    if not _is_number(error) or error <= 0 or max(abs(value), error) >= LARGE:
        return f"{value:.{_DIGITS}g}" if isinstance(value, float) else str(value)
    decimals = 1 - int(f"{error:.1e}".partition("e")[2])
    if decimals > _MOST_DECIMALS:
        return f"{value:.{_DIGITS}g} ± {error:.2g}"
    decimals = max(0, decimals)
    return f"{value:.{decimals}f} ± {error:.{decimals}f}"


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and not value - value
