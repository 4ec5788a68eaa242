"""A scale of colours: a number becomes a colour."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Rgb = tuple[int, int, int]

__all__ = ["Scale", "hexadecimal", "ink", "parse"]

_VIRIDIS = ("#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30", "#fde725")
_BLACK: Rgb = (0, 0, 0)
_WHITE: Rgb = (255, 255, 255)


class Scale:
    """The colours of the numbers from `low` to `high`. A number outside gets the colour of the nearer end."""

    def __init__(self, colors: Iterable[str], low: float, high: float) -> None:
        """Make a scale.

        Args:
            colors: hexadecimal colours from the lowest number to the highest. What is no colour is ignored; without
                any, the scale is viridis.
            low: the lowest number.
            high: the highest number.
        """
        self.low = low
        self.high = high
        self._colors = [color for text in colors if (color := parse(text))] or [
            parse(text) or _BLACK for text in _VIRIDIS
        ]

    def fraction(self, value: float) -> float:
        """Return where a number is on the scale, from 0 to 1. If all numbers are equal, they are in the middle."""
        span = self.high - self.low
        return min(1.0, max(0.0, (value - self.low) / span)) if span > 0 else 0.5

    def color(self, value: float) -> Rgb:
        """Return the colour of a number."""
        return self.at(self.fraction(value))

    def at(self, fraction: float) -> Rgb:
        """Return the colour at a place of the scale, from 0 to 1."""
        place = fraction * (len(self._colors) - 1)
        index = min(int(place), len(self._colors) - 2)
        if index < 0:
            return self._colors[0]
        before, after = self._colors[index : index + 2]
        red, green, blue = (round(a + (b - a) * (place - index)) for a, b in zip(before, after, strict=True))
        return red, green, blue


def parse(text: str) -> Rgb | None:
    """Return a colour such as ``#21918c`` or ``#fff`` as numbers; None if it is none."""
    digits = text.strip().removeprefix("#")
    if len(digits) in (3, 4):
        digits = "".join(digit * 2 for digit in digits)
    try:
        red, green, blue = bytes.fromhex(digits)[:3]
    except ValueError:
        return None
    return red, green, blue


def hexadecimal(color: Rgb) -> str:
    """Return a colour as ``#rrggbb``."""
    return "#{:02x}{:02x}{:02x}".format(*color)


def ink(color: Rgb) -> Rgb:
    """Return black or white: the one with the better contrast to a colour behind it (WCAG 2)."""
    # The contrasts are equal where (1 + 0.05) / (y + 0.05) == (y + 0.05) / 0.05.
    return _BLACK if _luminance(color) > 0.179 else _WHITE


def _luminance(color: Rgb) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (c / 255 for c in color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
