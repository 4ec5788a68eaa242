"""Colours and symbols, as far as the output can show them."""

from __future__ import annotations

from .width import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Colors = bool | Literal["256", "24bit"]
    Paint = Literal["bold", "dim", "red", "green", "yellow", "blue", "magenta", "cyan"]

__all__ = ["PLAIN", "Style"]

_PAINTS = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "magenta": "35",
    "cyan": "36",
}
_RESET = "\x1b[0m"
# What stands for a symbol where only ASCII can be shown.
_STAND_INS = str.maketrans(
    {
        "μ": "u",  # Greek letter
        "µ": "u",  # micro sign
        "Ω": "Ohm",
        "°": "deg",
        "π": "pi",
        "±": "+-",
        "\xd7": "x",  # multiplication sign
        "\u2212": "-",  # minus sign
        "≥": ">=",
        "≤": "<=",
        "≠": "!=",
        "≈": "~",
        "→": "->",
        "←": "<-",
        "↑": "^",
        "↓": "v",
        "…": "...",
        "·": "-",
        "•": "*",
        "\u2013": "-",  # en dash
        "—": "-",
        "\u2018": "'",
        "\u2019": "'",
        "“": '"',
        "”": '"',
        "²": "2",
        "³": "3",
        "⁻": "-",
        "✓": "ok",
        "✗": "x",
        "█": "#",
        "│": "|",
        "─": "-",
        "├": "|",
        "┤": "|",
        "└": "`",
        "\ufffd": "?",
    }
)
_LEVELS = (0, 95, 135, 175, 215, 255)  # of each part of a colour in the 6 x 6 x 6 cube of 256 colours


class Style:
    """What the output can show. Everything that is written for people goes through `text` or a method that paints.

    Attributes:
        color: the colours: False for none, True for the basic ones, "256", or "24bit".
        unicode: whether symbols may be written as they are; else they are replaced by ASCII.
        encoding: if `unicode` is False, the encoding that letters outside ASCII must fit into.
    """

    __slots__ = ("color", "encoding", "unicode")

    def __init__(self, *, color: Colors = False, unicode: bool = True, encoding: str = "ascii") -> None:
        self.color: Colors = color
        self.unicode: bool = unicode
        self.encoding: str = encoding

    def text(self, text: str) -> str:
        """Return text on one line with the characters that the output can show; none of them controls the terminal."""
        text = plain(text)
        if self.unicode or text.isascii():
            return text
        text = text.translate(_STAND_INS)
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return "".join(map(self._char, text))
        return text

    def _char(self, char: str) -> str:
        """Return the character, or what is left of it without its accents, or a question mark."""
        from unicodedata import combining, normalize

        for candidate in (char, "".join(part for part in normalize("NFKD", char) if not combining(part))):
            try:
                candidate.encode(self.encoding)
            except UnicodeEncodeError:
                continue
            return candidate
        return "?"

    def paint(self, text: str, *paints: Paint) -> str:
        """Return text in colours or attributes; unchanged without colour or without a paint."""
        if not (self.color and paints and text):
            return text
        return f"\x1b[{';'.join(_PAINTS[paint] for paint in paints)}m{text}{_RESET}"

    def fill(self, text: str, rgb: tuple[int, int, int]) -> str:
        """Return text on a background of the colour closest to this one, in black or white; unchanged without colour.

        Args:
            text: the text.
            rgb: red, green and blue, from 0 to 255.
        """
        if not self.color:
            return text
        from .scale import ink

        if self.color == "24bit":
            shown, code = rgb, "48;2;{};{};{}".format(*rgb)
        elif self.color == "256":
            shown, code = rgb, f"48;5;{_of_256(rgb)}"
        else:
            red, green, blue = (part > 127 for part in rgb)
            shown, code = (205 * red, 205 * green, 205 * blue), f"{40 + red + 2 * green + 4 * blue}"
        dark, light = ("30", "97") if self.color is True else ("38;5;16", "38;5;231")
        return f"\x1b[{dark if ink(shown) == (0, 0, 0) else light};{code}m{text}{_RESET}"


def _of_256(rgb: tuple[int, int, int]) -> int:
    """Return the number of the closest colour: of the cube, or one of the 24 greys."""
    cube = [min(range(6), key=lambda level: abs(_LEVELS[level] - part)) for part in rgb]
    grey = max(0, min(23, round((sum(rgb) / 3 - 8) / 10)))

    def distance(candidate: tuple[int, ...]) -> int:
        return sum((one - other) ** 2 for one, other in zip(candidate, rgb, strict=True))

    if distance((8 + 10 * grey,) * 3) < distance(tuple(_LEVELS[level] for level in cube)):
        return 232 + grey
    return 16 + 36 * cube[0] + 6 * cube[1] + cube[2]


PLAIN: Style = Style()
