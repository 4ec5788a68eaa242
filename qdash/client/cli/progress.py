"""A line of progress on the terminal, which is replaced as things go on and removed at the end."""

from __future__ import annotations

import time

from ..formats.width import cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import TextIO

    from ..formats.style import Style

__all__ = ["Progress"]

_PAUSE = 0.1  # seconds between two changes of the line
_BAR = 24  # columns


class Progress:
    """A line of progress. Without a terminal it writes nothing.

    Args:
        stream: the terminal, or None for no output.
        style: the symbols of that terminal.
        width: its columns.
    """

    def __init__(self, stream: TextIO | None, style: Style, width: int) -> None:
        self._stream = stream
        self._style = style
        self._width = width
        self._last = 0.0
        self._shown = False
        self._turns = 0

    @property
    def is_visible(self) -> bool:
        """Whether there is a terminal."""
        return self._stream is not None

    def show(self, text: str, done: int | None = None, total: int | None = None) -> None:
        """Show a text, with a bar where the total is known.

        Args:
            text: what is going on.
            done: the amount so far.
            total: the whole amount, or None if it is not known.
        """
        now = time.monotonic()
        if self._stream is None or (self._shown and now - self._last < _PAUSE):
            return
        self._last, self._shown = now, True
        self._turns += 1
        if done is not None and total:
            filled = min(_BAR, _BAR * done // total)
            full, empty = ("█", "░") if self._style.unicode else ("#", ".")
            mark = full * filled + empty * (_BAR - filled)
        else:
            turns = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏" if self._style.unicode else "|/-\\"
            mark = turns[self._turns % len(turns)]
        self._write("\r" + cut(f"{mark} {self._style.text(text)}", self._width - 1))

    def clear(self) -> None:
        """Remove the line, so that other text can be written."""
        if self._shown:
            self._shown = False
            self._write("\r")

    def _write(self, text: str) -> None:
        if self._stream is not None:
            # A terminal that knows no escape sequences gets blanks.
            clear = "\x1b[K" if self._style.color else ""
            self._stream.write(text + (clear or " " * max(0, self._width - len(text)) + "\r"))
            self._stream.flush()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.clear()
