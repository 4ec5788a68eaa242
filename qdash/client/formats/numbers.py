"""The text of numbers: how many digits they get, and when they get an exponent."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

__all__ = ["LARGE", "aligned", "bound", "decimals_of", "fixed", "is_float", "quantile", "usable"]

LARGE = 1e15  # larger numbers are written with an exponent
_MOST_DECIMALS = 6
_SIGNS = {"maximize": "≥ ", "minimize": "≤ "}
_LARGEST = 1e300  # the difference of two larger ones may be infinite


def is_float(value: Any) -> bool:
    """Return whether a value is a finite number with decimals."""
    return isinstance(value, float) and not value - value


def aligned(numbers: Sequence[float], digits: int) -> list[str]:
    """Format numbers with the same decimals, so that their points are below each other.

    Args:
        numbers: finite numbers.
        digits: how many significant digits they get, at least.
    """
    decimals = max((_decimals(number, digits) for number in numbers if abs(number) >= 10**-digits), default=0)
    return [_aligned(number, digits, min(digits, decimals)) for number in numbers]


def quantile(ordered: Sequence[float], fraction: float) -> float:
    """Return a quantile of sorted numbers, interpolated; 0.5 is the median."""
    place = fraction * (len(ordered) - 1)
    index = int(place)
    low, high = ordered[index], ordered[min(index + 1, len(ordered) - 1)]
    return low + (high - low) * (place - index)


def decimals_of(numbers: Iterable[float], digits: int = 3) -> int:
    """Return the decimals with which the differences of numbers show, without regard to a few extreme ones.

    Args:
        numbers: the numbers.
        digits: how many digits the difference of the central ones gets.
    """
    from math import floor, log10

    ordered = sorted(numbers)
    if not ordered:
        return 0
    spread = quantile(ordered, 0.9) - quantile(ordered, 0.1) or ordered[-1] - ordered[0]
    largest = max(abs(ordered[0]), abs(ordered[-1]))
    if not spread > largest * 1e-12:  # all are equal
        spread = largest or 1.0
    return max(0, digits - 1 - floor(log10(spread)))


def fixed(value: float, decimals: int) -> str:
    """Format a number with fixed decimals; with an exponent if it is too large for that, or needs too many."""
    if abs(value) >= LARGE or (decimals > _MOST_DECIMALS and value):
        return f"{value:.4g}"
    text = f"{value:.{min(decimals, _MOST_DECIMALS)}f}"
    return text if text.strip("-0.") else text.removeprefix("-")


def bound(threshold: float | None, mode: str) -> str:
    """Return a threshold as text, such as "≥ 99.5"; "" if there is none.

    Args:
        threshold: the threshold.
        mode: what is better, "maximize" or "minimize"; otherwise there is no sign.
    """
    return "" if threshold is None else f"{_SIGNS.get(mode, '')}{threshold:.10g}"


def usable(value: float | None) -> float | None:
    """Return a number; None for one that a picture cannot show: infinite, not a number, or absurdly large."""
    return value if value is not None and abs(value) < _LARGEST else None


def _decimals(value: float, digits: int) -> int:
    """Return the decimals that a number needs for its significant digits."""
    exponent = int(f"{value:.{digits - 1}e}".partition("e")[2])
    needed = max(0, digits - 1 - exponent)
    return len(f"{value:.{needed}f}".partition(".")[2].rstrip("0"))


def _aligned(value: float, digits: int, decimals: int) -> str:
    text = f"{value:.{decimals}f}"
    loses_digits = abs(value) < 100 / 10**decimals and float(text) != value
    return f"{value:.{digits}g}" if loses_digits or abs(value) >= LARGE else text
