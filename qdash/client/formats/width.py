"""The width of text on a terminal, in columns of its character grid."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Literal

__all__ = ["cut", "display_width", "join", "pad", "plain"]

_EMOJI_STYLE = "\ufe0f"  # asks for the wide picture of the character before it


def plain(text: str) -> str:
    """Return text on one line that cannot control the terminal.

    Line breaks and other blanks become blanks. Invisible format characters, which change the direction of writing, are
    removed. Control characters and what is no character become U+FFFD.
    """
    if text.isprintable():
        return text
    import unicodedata

    result = []
    for char in text.replace("\r\n", "\n"):
        if char.isprintable():
            result.append(char)
        elif char.isspace():
            result.append(" ")
        elif unicodedata.category(char) != "Cf":
            result.append("\ufffd")
    return "".join(result)


def display_width(text: str) -> int:
    """Return the number of columns that plain text takes."""
    return len(text) if text.isascii() else sum(_widths(text))


def cut(text: str, width: int, ellipsis: str = "…") -> str:
    """Return plain text in at most `width` columns; what is cut off is replaced by the ellipsis."""
    if display_width(text) <= width:
        return text
    left = width - display_width(ellipsis)
    if left < 0:
        return cut(ellipsis, width, "")
    end = 0
    for char_width in _widths(text):
        left -= char_width
        if left < 0:
            break
        end += 1
    return text[:end] + ellipsis


def pad(text: str, width: int, align: Literal["left", "right"] = "left") -> str:
    """Return plain text with blanks, so that it takes `width` columns if it takes fewer."""
    blanks = " " * max(0, width - display_width(text))
    return text + blanks if align == "left" else blanks + text


def join(parts: Iterable[str], gap: str, width: int | None, first: int | None = None) -> Iterator[str]:
    """Yield parts with a gap between them, in lines of limited width. No part is split.

    Args:
        parts: the parts.
        gap: what is between two parts on a line.
        width: the most columns of a line; None is no limit.
        first: the most columns of the first line, if it has fewer; it may be left empty.
    """
    line, left = "", width if first is None else first
    for part in parts:
        longer = line + gap + part if line else part
        if left is not None and display_width(longer) > left and (line or left != width):
            yield line
            line, left = part, width
        else:
            line = longer
    if line:
        yield line


def _widths(text: str) -> list[int]:
    """Return the columns that each character adds to those before it."""
    if text.isascii():
        return [1] * len(text)
    from unicodedata import category, east_asian_width

    widths: list[int] = []
    for char in text:
        if char == _EMOJI_STYLE:
            width = 1 if widths and widths[-1] == 1 else 0
        elif char < "\u0300":
            width = 1
        elif category(char) in ("Mn", "Me", "Cf") or "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff":
            width = 0  # it is drawn over the character before it, as the vowels of decomposed Hangul are
        else:
            width = 2 if east_asian_width(char) in "WF" else 1
        widths.append(width)
    return widths
