"""The terminal: the standard streams, colour, width, and questions."""

from __future__ import annotations

import os
import sys

from ..formats.style import Style

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from ..formats.style import Colors

__all__ = [
    "are_one",
    "discard_output",
    "harmless",
    "is_terminal",
    "open_missing_streams",
    "prepare_streams",
    "style_of",
    "width_of",
]

DATA_FORMATS = frozenset({"json", "jsonl", "csv", "tsv", "openmetrics"})


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream is a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # it is closed
        return False


def are_one(one: TextIO, other: TextIO) -> bool:
    """Return whether two streams go to the same place, as by ``2>&1``."""
    try:
        return os.path.sameopenfile(one.fileno(), other.fileno())
    except (OSError, ValueError):  # they are not files
        return one is other


def open_missing_streams() -> None:
    """Let standard output and error be the null device if they are closed, as by ``>&-``.

    Without it, `print` would write what is for standard error to standard output.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            null = os.open(os.devnull, os.O_WRONLY)
            setattr(sys, name, open(null, "w", encoding="utf-8", closefd=False))  # noqa: SIM115


def harmless(text: str) -> str:
    """Return text of a server for standard output: on a terminal without the characters that control it."""
    if not is_terminal(sys.stdout):
        return text
    from ..formats.width import plain

    return "\n".join("\t".join(map(plain, line.split("\t"))) for line in text.splitlines())


def prepare_streams(output_format: str) -> None:
    """Set encoding and line ends of the standard streams.

    Data is UTF-8 with LF on every platform. Text for people has the encoding of the terminal, where a character that
    it lacks becomes "?"; in a pipe it is UTF-8, unless PYTHONIOENCODING says otherwise.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if is_terminal(stream):
            reconfigure(errors="replace")
        elif stream is sys.stdout and output_format in DATA_FORMATS:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        elif os.environ.get("PYTHONIOENCODING"):
            reconfigure(errors="replace", newline="\n")
        else:
            reconfigure(encoding="utf-8", errors="replace", newline="\n")


def discard_output() -> None:
    """Send what is still buffered to the null device, because the reader, such as ``head``, has closed the pipe."""
    import contextlib

    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def style_of(stream: TextIO, *, color: bool = True) -> Style:
    """Return the style for a stream: colours where it is a terminal that has them, symbols where its encoding does.

    ``NO_COLOR``, ``CLICOLOR_FORCE`` and ``TERM`` are respected.

    Args:
        stream: the stream.
        color: False for no colours at all.
    """
    encoding = stream.encoding or "ascii"
    return Style(color=color and _color_of(stream), unicode=_has_symbols(encoding), encoding=encoding)


def _color_of(stream: TextIO) -> Colors:
    """Return the kind of colours of a stream: none, the basic ones, 256, or 24 bits."""
    environment = os.environ
    forced = environment.get("CLICOLOR_FORCE", "0") not in ("", "0")
    terminal = environment.get("TERM", "")
    if environment.get("NO_COLOR"):
        return False
    if not forced and (not is_terminal(stream) or terminal == "dumb" or not _console_has_colors()):
        return False
    if environment.get("COLORTERM") in ("truecolor", "24bit") or environment.get("WT_SESSION"):
        return "24bit"
    return "256" if "256" in terminal or environment.get("COLORTERM") or sys.platform == "win32" else True


def _console_has_colors() -> bool:
    if sys.platform != "win32":
        return "TERM" in os.environ
    import ctypes

    kernel = ctypes.windll.kernel32
    handle, mode = kernel.GetStdHandle(-11), ctypes.c_ulong()
    # ENABLE_VIRTUAL_TERMINAL_PROCESSING
    return bool(kernel.GetConsoleMode(handle, ctypes.byref(mode)) and kernel.SetConsoleMode(handle, mode.value | 4))


def _has_symbols(encoding: str) -> bool:
    try:
        "μ±≥…·┤▁⠿".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def width_of(stream: TextIO) -> int | None:
    """Return the columns of a terminal; None for a pipe, which has no limit. ``COLUMNS`` replaces both."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns) > 0:
        return int(columns)
    if not is_terminal(stream):
        return None
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80
