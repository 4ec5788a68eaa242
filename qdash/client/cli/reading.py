"""Files and standard input that commands read."""

from __future__ import annotations

import sys

from .failures import UsageError

__all__ = ["standard_input", "text_of"]


def standard_input(where: str, most: int = -1) -> bytes:
    """Read standard input to its end, or at most so many bytes.

    Args:
        where: the option, for the message.
        most: the bytes.

    Raises:
        UsageError: it is closed.
    """
    if sys.stdin is None:
        raise UsageError(f"{where}: there is no standard input")
    return sys.stdin.buffer.read(most)


def text_of(content: bytes, where: str) -> str:
    """Decode UTF-8, or UTF-16 with a byte order mark, which the redirection of Windows PowerShell writes.

    Args:
        content: the bytes. No message quotes them.
        where: where they are from, for the message.

    Raises:
        UsageError: it is neither.
    """
    try:
        return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        position = error.start
    # Outside the block: the error that it handles would hold the content.
    raise UsageError(f"{where}: it is not UTF-8 text (byte {position})")
