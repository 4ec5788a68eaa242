"""A command line of bash up to the cursor, as far as completion needs it."""

from __future__ import annotations

import re

__all__ = ["Line"]


class Line:
    """A line as bash reads it: words, quotation marks and backslashes.

    Readline replaces only a part of the word at the cursor: what follows the opening quotation mark, or else the last
    of certain characters, such as a colon.

    Args:
        text: the line up to the cursor.
        breaks: these characters.

    Attributes:
        words: the words without quotation marks; the last one is at the cursor.
    """

    def __init__(self, text: str, breaks: str = "") -> None:
        self.words: list[str] = [""]
        self._quote = ""
        self._kept = 0  # characters of the last word that readline keeps
        breaks = "".join(set(breaks) - set(" \t\n\"'"))
        is_word = False
        pieces = re.finditer(r"\\(.)|(.)", text, re.DOTALL)
        for piece in pieces:
            escaped, plain = piece.groups()
            if self._quote:
                if plain == self._quote:
                    self._quote = ""
                elif plain is not None:
                    self.words[-1] += plain
                else:
                    self._add_escaped(escaped)
            elif plain is not None and plain in "\"'":
                self._quote, is_word = plain, True
                self._before_quote = len(self.words[-1])
            elif plain is not None and plain in " \t\n":
                if is_word:
                    self.words.append("")
                    self._kept, is_word = 0, False
            else:
                self.words[-1] += escaped or plain
                is_word = True
                if plain is not None and plain in breaks:  # "@" begins what is replaced
                    self._kept = len(self.words[-1]) - (plain == "@")
        if self._quote:
            self._kept = self._before_quote

    def _add_escaped(self, character: str) -> None:
        """Add what stands behind a backslash within quotation marks."""
        if self._quote == "'":  # a backslash is a character like any other there
            self.words[-1] += "\\"
            if character == "'":
                self._quote = ""
                return
        elif character not in '"\\$`':
            self.words[-1] += "\\"
        self.words[-1] += character

    def completed(self, word: str) -> str:
        """Return what readline puts into the line to make the last word another one."""
        rest = word[self._kept :]
        if self._quote == "'":
            return rest.replace("'", "'\\''")
        if self._quote:
            return re.sub(r'(["\\$`])', r"\\\1", rest)
        return re.sub(r"([\s\\\"'$`!&|;<>()\[\]{}*?#~])", r"\\\1", rest)
